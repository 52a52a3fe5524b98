"""Fields of serializers. They take the JSON type they are of and no other, and name faults by the codes of this service."""

import datetime
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from pydantic_core import PydanticCustomError
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.settings import api_settings

from app.http import documents, formats
from app.validation.rules import Parent
from app.validation.types import INT32_MAX, INT32_MIN, INT53_MAX, Fixed


class CharField(serializers.CharField):
    """Text as it is sent: REST framework's own would take numbers, trim blanks, and judge no empty text."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{**kwargs, "trim_whitespace": False, "allow_blank": True})

    def run_validation(self, data: Any = serializers.empty) -> Any:
        return serializers.Field.run_validation(self, data)

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        return data


class ChoiceField(serializers.ChoiceField):
    def to_internal_value(self, data: Any) -> Any:
        if not isinstance(data, str):
            raise ValidationError("must be a string", code="type")
        if data not in self.choices:
            self.fail("invalid_choice", input=data)
        return data


class IntegerField(serializers.IntegerField):
    """Of 32 bits, unless it has bounds of its own."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"min_value": INT32_MIN, "max_value": INT32_MAX, **kwargs})

    def to_internal_value(self, data: Any) -> int:
        # Whole numbers are integers however they were written: the parser sees to that.
        if isinstance(data, bool) or not isinstance(data, int):
            self.fail("invalid")
        number: int = data
        return number


class DecimalField(serializers.DecimalField):
    """A decimal number of which nothing is rounded: a string, or a number by its shortest text."""

    def __init__(self, max_digits: int, decimal_places: int, **kwargs: Any) -> None:
        bounds = {name: kwargs.pop(name, None) for name in ("min_value", "max_value")}
        super().__init__(max_digits, decimal_places, **kwargs)
        self._fixed = Fixed(
            max_digits, decimal_places, ge=bounds["min_value"], le=bounds["max_value"]
        )

    def to_internal_value(self, data: Any) -> Decimal:
        try:
            return self._fixed.judge(data)
        except PydanticCustomError as error:
            raise ValidationError(error.message(), code=error.type) from None

    def to_representation(self, value: Decimal) -> str:
        exact = value.quantize(Decimal(1).scaleb(-(self.decimal_places or 0)))
        return format(abs(exact) if exact.is_zero() else exact, "f")


class DateField(serializers.DateField):
    def to_internal_value(self, value: Any) -> datetime.date:
        if not isinstance(value, str):
            raise ValidationError("must be a string", code="type")
        try:
            return formats.read_date(value)
        except ValueError as error:
            raise ValidationError(str(error), code="format") from None


class DateTimeField(serializers.DateTimeField):
    def to_internal_value(self, value: Any) -> datetime.datetime:
        if not isinstance(value, str):
            raise ValidationError("must be a string", code="type")
        try:
            return formats.read_datetime(value)
        except ValueError as error:
            raise ValidationError(str(error), code="format") from None

    def to_representation(self, value: datetime.datetime) -> str:
        return documents.shown_moment(value)


class ReferenceField(IntegerField):
    """
    The id of a row. REST framework's own would look the row up; here the database judges, for it alone knows at the
    moment of writing, and asking it twice would cost every request.
    """

    default_error_messages = {"read_only_parent": "must be the parent of the path"}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{**kwargs, "min_value": 1, "max_value": INT53_MAX})

    def run_validation(self, data: Any = serializers.empty) -> Any:
        value = super().run_validation(data)
        parent: Parent | None = self.context.get("parent")
        if parent is not None and parent.name == self.field_name and value != parent.id:
            self.fail("read_only_parent")
        return value


class ReferencesField(serializers.ListField):
    """The ids of the rows of a relation; the elements are judged whatever is wrong with the list."""

    child = ReferenceField()

    def __init__(self, relation: str, **kwargs: Any) -> None:
        super().__init__(**{"default": list, **kwargs})
        self.relation = relation

    def to_internal_value(self, data: Any) -> list[Any]:
        if not isinstance(data, list):
            self.fail("not_a_list", input_type=type(data).__name__)
        return self.run_child_validation(data)

    def run_child_validation(self, data: Iterable[Any]) -> list[Any]:
        values: list[Any] = []
        faults: dict[str, Any] = {}
        for index, entry in enumerate(data):
            try:
                values.append(self.child.run_validation(entry))
            except ValidationError as error:
                faults[str(index)] = error.detail
        if len(set(values)) < len(values):
            twice = ErrorDetail("must not hold a value twice", code="unique_items")
            faults[api_settings.NON_FIELD_ERRORS_KEY] = [twice]
        if faults:
            raise ValidationError(faults)
        return values

    def to_representation(self, data: list[Any]) -> list[Any]:
        return data
