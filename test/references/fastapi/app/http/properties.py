"""What the query of a list may say of each property: operators, and the form of their values."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from app.http import formats
from app.validation.types import INT32_MAX, INT32_MIN, INT53_MAX, Fixed

EQUALITY: Final = frozenset({"eq", "ne", "in"})
ORDER: Final = frozenset({"gt", "gte", "lt", "lte"})
SEARCH: Final = frozenset({"contains", "starts_with"})

_INTEGER = re.compile(r"-?(?:0|[1-9][0-9]*)")
_JSON_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")


class BadValue(Exception):
    """A value that the property cannot have."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


Reader = Callable[[str], object]


@dataclass(frozen=True, slots=True)
class Kind:
    """Reads the text of a value, and knows the operators that apply."""

    read: Reader
    operators: frozenset[str]


def read_text(text: str) -> str:
    if not formats.is_plain(text):
        raise BadValue("format", "must not hold U+0000")
    return text


def read_integer(text: str, least: int, most: int) -> int:
    if not _INTEGER.fullmatch(text):
        raise BadValue("type", "must be an integer")
    number = int(text) if len(text) < 18 else (-(10**18) if text.startswith("-") else 10**18)
    if number < least:
        raise BadValue("min", f"must be at least {least}")
    if number > most:
        raise BadValue("max", f"must be at most {most}")
    return number


def read_boolean(text: str) -> bool:
    if text not in ("true", "false"):
        raise BadValue("type", "must be true or false")
    return text == "true"


def read_uuid(text: str) -> str:
    if not formats.UUID.fullmatch(text):
        raise BadValue("format", "must be a UUID")
    return text.lower()


def _read_float(text: str) -> float:
    if not _JSON_NUMBER.fullmatch(text) or float(text) in (float("inf"), float("-inf")):
        raise BadValue("type", "must be a number")
    return float(text)


def _of_format(read: Reader) -> Reader:
    def judge(text: str) -> object:
        try:
            return read(text)
        except ValueError as error:
            raise BadValue("format", str(error)) from None

    return judge


def _read_id(text: str) -> int:
    return read_integer(text, 1, INT53_MAX)


def decimal(precision: int, scale: int) -> Kind:
    fixed = Fixed(precision, scale)

    def read(text: str) -> object:
        try:
            return fixed.read(text)
        except ValueError as error:
            code = getattr(error, "type", "format")
            raise BadValue(code, str(error)) from None

    return Kind(read, EQUALITY | ORDER)


def enumeration(*values: str) -> Kind:
    def read(text: str) -> str:
        if text not in values:
            raise BadValue("enum", f"must be one of {', '.join(values)}")
        return text

    return Kind(read, EQUALITY)


INTEGER = Kind(lambda text: read_integer(text, INT32_MIN, INT32_MAX), EQUALITY | ORDER)
BIGINT = Kind(lambda text: read_integer(text, -INT53_MAX, INT53_MAX), EQUALITY | ORDER)
FLOAT = Kind(_read_float, frozenset({"eq", "ne"}) | ORDER)
BOOLEAN = Kind(read_boolean, EQUALITY)
STRING = Kind(read_text, EQUALITY | ORDER | SEARCH)
# Text, email, url and slug: without an order that would mean something.
WORDS = Kind(read_text, EQUALITY | SEARCH)
IP = Kind(read_text, EQUALITY)
UUID = Kind(read_uuid, EQUALITY)
DATE = Kind(_of_format(formats.read_date), EQUALITY | ORDER)
DATETIME = Kind(_of_format(formats.read_datetime), EQUALITY | ORDER)
TIME = Kind(_of_format(formats.read_time), EQUALITY | ORDER)
ID = Kind(_read_id, EQUALITY | ORDER)
ID_REFERENCE = Kind(_read_id, EQUALITY)
UUID_REFERENCE = Kind(read_uuid, EQUALITY)
KEY_REFERENCE = Kind(read_text, EQUALITY)


@dataclass(frozen=True, slots=True)
class Property:
    """A property of a resource, as lists know it."""

    kind: Kind
    nullable: bool = False
    filterable: bool = True
    sortable: bool = True

    def knows(self, operator: str) -> bool:
        if not self.filterable:
            return False
        return operator in self.kind.operators or (operator == "is_null" and self.nullable)
