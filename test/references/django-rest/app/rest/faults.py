"""Faults of a body, from what REST framework says of it: one for each JSON pointer (RFC 6901), by the codes of this service."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from rest_framework.exceptions import ErrorDetail
from rest_framework.settings import api_settings

from app.http import documents
from app.http.problems import Fault

# Codes of REST framework and of Django's validators; those that are not named here are codes of this service already.
_CODES: Final = {
    "invalid": "type",
    "null": "type",
    "not_a_list": "type",
    "blank": "min_length",
    "max_value": "max",
    "min_value": "min",
    "invalid_choice": "enum",
    "null_characters_not_allowed": "format",
    "surrogate_characters_not_allowed": "format",
}
# Of several faults at one pointer the first of these is told.
_RANKS: Final = (
    "type",
    "required",
    "unknown_property",
    "enum",
    "min_length",
    "max_length",
    "pattern",
    "format",
    "min",
    "max",
    "scale",
    "min_items",
    "max_items",
    "unique_items",
)


def pointer_to(*path: str | int) -> str:
    names = (documents.restore(str(part)) for part in path)
    return "".join(f"/{name.replace('~', '~0').replace('/', '~1')}" for name in names)


def faults_of(detail: Any) -> list[Fault]:
    return list(_faults(detail, ()))


def _faults(detail: Any, path: tuple[str | int, ...]) -> Iterator[Fault]:
    if isinstance(detail, dict):
        for name, inner in detail.items():
            own = name == api_settings.NON_FIELD_ERRORS_KEY
            yield from _faults(inner, path if own else (*path, name))
    elif detail:
        yield _first(detail, pointer_to(*path))


def _first(details: Sequence[ErrorDetail], pointer: str) -> Fault:
    codes = [error.code or "invalid" for error in details]
    found = [
        Fault(_CODES.get(code, code), str(error), pointer=pointer)
        for code, error in zip(codes, details, strict=True)
    ]
    return min(found, key=lambda fault: _RANKS.index(fault.code) if fault.code in _RANKS else 99)
