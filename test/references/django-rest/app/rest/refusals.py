"""Why the database refused to write a row: references that name no row, else values that are taken."""

from collections.abc import Iterator
from typing import Any, cast

from django.db import IntegrityError, models
from django.db.models import F, Q

from app.http.problems import Fault, Problem, invalid_body, taken, unavailable
from app.rest.faults import pointer_to
from app.rest.fields import ReferencesField
from app.rest.serializers import RowSerializer

# https://www.postgresql.org/docs/current/errcodes-appendix.html, https://www.sqlite.org/rescode.html
_KEYS = (
    "23503",
    "23505",
    "SQLITE_CONSTRAINT_FOREIGNKEY",
    "SQLITE_CONSTRAINT_PRIMARYKEY",
    "SQLITE_CONSTRAINT_UNIQUE",
)


def refusal(error: IntegrityError, serializer: RowSerializer, values: dict[str, Any]) -> Problem:
    """Looks up what the values met. Only keys may refuse a write: all else is a fault of ours, and raised again."""
    if not is_of_key(error):
        raise error
    model: type[models.Model] = serializer.Meta.model
    nowhere = [
        *_missing_parents(model, values),
        *_missing_links(model, serializer, values),
    ]
    if nowhere:
        return invalid_body(nowhere)
    others = model._default_manager.all()
    if serializer.instance is not None:
        others = others.exclude(pk=serializer.instance.pk)
    faults = list(_taken(model, others, values))
    if faults:
        return taken(faults)
    return unavailable("The row was changed meanwhile; try again.")


def is_of_key(error: IntegrityError) -> bool:
    cause = error.__cause__
    code = getattr(cause, "sqlstate", None) or getattr(cause, "sqlite_errorname", None)
    return code in _KEYS


def _missing_parents(model: type[models.Model], values: dict[str, Any]) -> Iterator[Fault]:
    for field in model._meta.concrete_fields:
        if isinstance(field, models.ForeignKey) and values.get(field.attname) is not None:
            parent = cast("type[models.Model]", field.related_model)
            if not parent._default_manager.filter(pk=values[field.attname]).exists():
                yield _missing(pointer_to(field.attname))


def _missing_links(
    model: type[models.Model], serializer: RowSerializer, values: dict[str, Any]
) -> Iterator[Fault]:
    for name, field in serializer.fields.items():
        if not isinstance(field, ReferencesField) or name not in values:
            continue
        relation = model._meta.get_field(field.relation)
        target = cast("type[models.Model]", relation.related_model)
        found = set(
            target._default_manager.filter(pk__in=values[name]).values_list("pk", flat=True)
        )
        for index, row_id in enumerate(values[name]):
            if row_id not in found:
                yield _missing(pointer_to(name, index))


def _missing(pointer: str) -> Fault:
    return Fault("reference_not_found", "names no row", pointer=pointer)


def _taken(
    model: type[models.Model], others: models.QuerySet[Any], values: dict[str, Any]
) -> Iterator[Fault]:
    """A fault for each property of a unique constraint whose values another row has."""
    for constraint in model._meta.constraints:
        if not isinstance(constraint, models.UniqueConstraint):
            continue
        names = [
            cast("models.Field[Any, Any]", model._meta.get_field(column.name)).attname
            for column in constraint.expressions
            if isinstance(column, F)
        ]
        same = Q(*((name, values.get(name)) for name in names))
        if all(values.get(name) is not None for name in names) and others.filter(same).exists():
            for name in names:
                yield Fault("unique", "is taken", pointer=pointer_to(name))
