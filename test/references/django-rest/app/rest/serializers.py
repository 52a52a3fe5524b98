"""The base of the serializers of rows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django.db import models
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail, ValidationError

from app.http.queries import Selection
from app.rest import fields
from app.versions import Versioned


class RowSerializer(serializers.ModelSerializer[Any]):
    """
    Shows a row as a whole, or what a query selects of it, and judges bodies: a property that nobody knows is a fault, an
    absent one has its default.
    """

    serializer_field_mapping: ClassVar = {
        models.CharField: fields.CharField,
        models.TextField: fields.CharField,
        models.IntegerField: fields.IntegerField,
        models.BigAutoField: fields.IntegerField,
        models.DecimalField: fields.DecimalField,
        models.DateField: fields.DateField,
        models.DateTimeField: fields.DateTimeField,
    }
    serializer_choice_field = fields.ChoiceField

    def __init__(self, *args: Any, selection: Selection | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._selection = selection or Selection()

    def get_related(self) -> dict[str, serializers.BaseSerializer[Any]]:
        """How related rows are shown where a query includes them. In bodies they are ignored."""
        return {}

    def get_fields(self) -> dict[str, Any]:
        known = super().get_fields()
        names = self._selection.fields
        shown = known if names is None else {name: known[name] for name in names}
        related = self.get_related() if self._selection.include else {}
        return {**shown, **{name: related[name] for name in self._selection.include}}

    def build_standard_field(
        self, field_name: str, model_field: models.Field[Any, Any]
    ) -> tuple[type[serializers.Field[Any, Any, Any, Any]], dict[str, Any]]:
        """What a model gives a new row is also what an absent property becomes when a row is replaced."""
        field_class, kwargs = super().build_standard_field(field_name, model_field)
        if not kwargs.get("read_only"):
            if model_field.has_default():
                kwargs["default"] = model_field.default
            elif model_field.null:
                kwargs["default"] = None
        return field_class, kwargs

    def to_internal_value(self, data: Any) -> dict[str, Any]:
        faults: dict[str, Any] = {}
        values: dict[str, Any] = {}
        if isinstance(data, Mapping):
            unknown = data.keys() - self.fields.keys() - self.get_related().keys()
            fault = ErrorDetail("is not known here", code="unknown_property")
            faults = {name: [fault] for name in unknown}
        try:
            values = super().to_internal_value(data)
        except ValidationError as error:
            if not isinstance(error.detail, dict):
                raise
            faults.update(error.detail)
        if faults:
            raise ValidationError(faults)
        return values

    def create(self, validated_data: dict[str, Any]) -> Versioned:
        links = self._take_links(validated_data)
        model: type[Versioned] = self.Meta.model
        row = model(**validated_data)
        row.save(force_insert=True)
        for name, ids in links.items():
            getattr(row, name).set(ids)
        return row

    def update(self, instance: Versioned, validated_data: dict[str, Any]) -> Versioned:
        """Writes what differs; where nothing does, the row keeps its version."""
        links = {
            name: ids
            for name, ids in self._take_links(validated_data).items()
            if {*ids} != {*getattr(instance, name).values_list("pk", flat=True)}
        }
        changed = {
            name: value
            for name, value in validated_data.items()
            if getattr(instance, name) != value
        }
        for name, value in changed.items():
            setattr(instance, name, value)
        for name, ids in links.items():
            getattr(instance, name).set(ids)
        if changed or links:
            instance.save()
        return instance

    def _take_links(self, values: dict[str, Any]) -> dict[str, list[Any]]:
        """The ids of linked rows by the name of their relation, no longer among the values."""
        lists = {
            name: field
            for name, field in self.fields.items()
            if isinstance(field, fields.ReferencesField) and name in values
        }
        return {field.relation: values.pop(name) for name, field in lists.items()}
