"""Types of properties, as annotations for Pydantic. Their errors carry the codes of this service."""

import datetime
import re
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Final

from pydantic import (
    AfterValidator,
    BaseModel,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    JsonValue,
    PlainValidator,
    ValidationError,
    ValidatorFunctionWrapHandler,
    WithJsonSchema,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import (
    CoreSchema,
    ErrorDetails,
    InitErrorDetails,
    PydanticCustomError,
    core_schema,
)

from app.http import documents, formats

INT32_MIN: Final = -(2**31)
INT32_MAX: Final = 2**31 - 1
INT53_MAX: Final = 2**53 - 1
MAX_JSON_DEPTH: Final = 32


class Absent:
    """Stands for a property that the body does not name and that keeps its value."""


ABSENT = Absent()


def absent() -> Absent:
    return ABSENT


# A property that keeps its value while it is absent.
KEPT = Field(default_factory=absent)


def given(value: JsonValue) -> Callable[[], JsonValue]:
    """A default for each new row of its own."""
    return lambda: deepcopy(value)


def _fault(code: str, message: str) -> PydanticCustomError:
    return PydanticCustomError(code, "{message}", {"message": message})


def _string(value: object) -> str:
    if not isinstance(value, str):
        raise _fault("type", "must be a string")
    return value


def _plain(value: str) -> str:
    if not formats.is_plain(value):
        raise _fault("format", "must not hold U+0000 or a lone surrogate")
    return value


# Text that can be stored.
PLAIN = AfterValidator(_plain)


@dataclass(frozen=True, slots=True)
class Pattern:
    """The text must hold a match of the expression, anywhere."""

    expression: str

    def __get_pydantic_core_schema__(
        self, source: type[str], handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        pattern = re.compile(self.expression)

        def judge(value: str) -> str:
            if not pattern.search(value):
                raise _fault("pattern", f"must match {pattern.pattern}")
            return value

        return core_schema.no_info_after_validator_function(judge, handler(source))


def _email(value: str) -> str:
    if not formats.EMAIL.fullmatch(value):
        raise _fault("format", "must be an email address")
    return value


def _url(value: str) -> str:
    if not formats.URL.fullmatch(value):
        raise _fault("format", "must be an absolute URL with http or https")
    return value


def _slug(value: str) -> str:
    if not formats.SLUG.fullmatch(value):
        raise _fault("format", "must be words of a-z and 0-9, joined by hyphens")
    return value


def _ip(value: str) -> str:
    if not formats.is_ip(value):
        raise _fault("format", "must be an IP address")
    return value


def _uuid(value: str) -> str:
    if not formats.UUID.fullmatch(value):
        raise _fault("format", "must be a UUID")
    return value.lower()


def _key(value: str) -> str:
    if "/" in value or value in (".", ".."):
        raise _fault("format", "must be fit for a path")
    return value


@dataclass(frozen=True, slots=True)
class Format:
    """The text has a form with a name in JSON Schema; it may be brought into that form."""

    name: str
    judge: Callable[[str], str]

    def __get_pydantic_core_schema__(
        self, source: type[str], handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.no_info_after_validator_function(self.judge, handler(source))

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return {**handler(schema), "format": self.name}


EMAIL = Format("email", _email)
URL = Format("uri", _url)
SLUG = Format("slug", _slug)
# A key that stands in paths.
KEY = AfterValidator(_key)

Ip = Annotated[str, Format("ip", _ip)]
Uuid = Annotated[str, Format("uuid", _uuid)]


def _date(value: object) -> datetime.date:
    text = _string(value)
    try:
        return formats.read_date(text)
    except ValueError as error:
        raise _fault("format", str(error)) from None


def _time(value: object) -> datetime.time:
    text = _string(value)
    try:
        return formats.read_time(text)
    except ValueError as error:
        raise _fault("format", str(error)) from None


def _datetime(value: object) -> datetime.datetime:
    text = _string(value)
    try:
        return formats.read_datetime(text)
    except ValueError as error:
        raise _fault("format", str(error)) from None


Date = Annotated[
    datetime.date,
    PlainValidator(_date),
    WithJsonSchema({"type": "string", "format": "date"}),
]
Time = Annotated[
    datetime.time,
    PlainValidator(_time),
    WithJsonSchema({"type": "string", "format": "time-local"}),
]
DateTime = Annotated[
    datetime.datetime,
    PlainValidator(_datetime),
    WithJsonSchema({"type": "string", "format": "date-time"}),
]


@dataclass(frozen=True, slots=True)
class Fixed:
    """A decimal number of a precision and a scale, within exact bounds. Nothing is rounded."""

    precision: int
    scale: int
    ge: Decimal | None = None
    gt: Decimal | None = None
    le: Decimal | None = None
    lt: Decimal | None = None

    def judge(self, value: object) -> Decimal:
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            raise _fault("type", "must be a decimal number, as a string or a number")
        if isinstance(value, str):
            text = value
        elif isinstance(value, int):
            text = formats.written_out(float(value)) if abs(value) > INT53_MAX else str(value)
        elif value in (float("inf"), float("-inf")):
            raise _fault("type", "must be a finite number")
        else:
            text = formats.written_out(value)
        return self.read(text)

    def read(self, text: str) -> Decimal:
        if not formats.DECIMAL.fullmatch(text):
            raise _fault("format", "must be a decimal number without exponent")
        whole, _, fraction = text.lstrip("-").partition(".")
        if len(whole) > self.precision - self.scale:
            code = "min" if text.startswith("-") else "max"
            digits = self.precision - self.scale
            raise _fault(code, f"must have at most {digits} digits before the point")
        number = Decimal(text)
        self._bound(number)
        if len(fraction) > self.scale:
            raise _fault("scale", f"must have at most {self.scale} digits after the point")
        # Written out, because arithmetic on decimals rounds to 28 digits.
        exact = Decimal(f"{text.partition('.')[0]}.{fraction.ljust(self.scale, '0')}")
        return exact.copy_abs() if exact.is_zero() else exact

    def _bound(self, number: Decimal) -> None:
        if self.ge is not None and number < self.ge:
            raise _fault("min", f"must be at least {self.ge}")
        if self.gt is not None and number <= self.gt:
            raise _fault("min", f"must be more than {self.gt}")
        if self.le is not None and number > self.le:
            raise _fault("max", f"must be at most {self.le}")
        if self.lt is not None and number >= self.lt:
            raise _fault("max", f"must be less than {self.lt}")

    def __get_pydantic_core_schema__(
        self, source: type[Decimal], handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(self.judge)

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return {"type": ["string", "number"], "format": "decimal"}


def _json(value: JsonValue) -> JsonValue:
    if value is None:
        raise _fault("type", "must not be null")
    if not _plain_within(value):
        raise _fault("format", "must not hold U+0000 or a lone surrogate")
    if documents.depth(value, MAX_JSON_DEPTH) > MAX_JSON_DEPTH:
        raise _fault(
            "depth", f"must hold at most {MAX_JSON_DEPTH} arrays and objects in each other"
        )
    return value


def _plain_within(value: JsonValue) -> bool:
    if isinstance(value, str):
        return formats.is_plain(value)
    if isinstance(value, list):
        return all(_plain_within(entry) for entry in value)
    if isinstance(value, dict):
        return all(formats.is_plain(name) and _plain_within(part) for name, part in value.items())
    return True


Json = Annotated[JsonValue, PlainValidator(_json), WithJsonSchema({"not": {"type": "null"}})]


@dataclass(frozen=True, slots=True)
class Items:
    """Length and uniqueness of a list. Its elements are judged as well, whatever its length."""

    least: int = 0
    most: int | None = None
    unique: bool = False

    def __get_pydantic_core_schema__(
        self, source: type[list[object]], handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.no_info_wrap_validator_function(self._judge, handler(source))

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        rules: dict[str, object] = {
            "minItems": self.least or None,
            "maxItems": self.most,
            "uniqueItems": self.unique or None,
        }
        return {**handler(schema), **{name: rule for name, rule in rules.items() if rule}}

    def _judge(self, value: object, judge: ValidatorFunctionWrapHandler) -> list[object]:
        if not isinstance(value, list):
            raise _fault("type", "must be an array")
        faults: list[InitErrorDetails] = []
        elements: list[object]
        try:
            elements = judge(value)
        except ValidationError as error:
            faults = _coded(error)
            wrong = {fault["loc"][0] for fault in faults}
            elements = judge([entry for at, entry in enumerate(value) if at not in wrong])
        own = self._fault(len(value), elements)
        if own is not None:
            faults.insert(0, InitErrorDetails(type=own, loc=(), input=value))
        if faults:
            raise ValidationError.from_exception_data("list", faults)
        return elements

    def _fault(self, length: int, elements: list[object]) -> PydanticCustomError | None:
        if length < self.least:
            return _fault("min_items", f"must have at least {self.least} items")
        if self.most is not None and length > self.most:
            return _fault("max_items", f"must have at most {self.most} items")
        if self.unique and len({_shown(element) for element in elements}) < len(elements):
            return _fault("unique_items", "must not hold a value twice")
        return None


def _coded(error: ValidationError) -> list[InitErrorDetails]:
    """The faults of the elements of a list, each at its index."""
    return [
        InitErrorDetails(
            type=_fault(code_of(details), details["msg"]),
            loc=details["loc"],
            input=details["input"],
        )
        for details in error.errors(include_url=False)
    ]


def _shown(element: object) -> bytes:
    shown = element.model_dump(by_alias=True) if isinstance(element, BaseModel) else element
    return documents.write(shown)


# Pydantic's own errors, by the code of this service; what is not named here is of another type than it should be.
_CODES: Final[dict[str, str]] = {
    "missing": "required",
    "extra_forbidden": "unknown_property",
    "literal_error": "enum",
    "string_too_short": "min_length",
    "string_too_long": "max_length",
    "string_unicode": "format",
    "greater_than": "min",
    "greater_than_equal": "min",
    "less_than": "max",
    "less_than_equal": "max",
}
# Errors of our own carry the code already.
_OWN: Final = frozenset(
    {
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
        "depth",
    }
)


def code_of(details: ErrorDetails) -> str:
    """The code of this service for one of Pydantic's errors."""
    kind = details["type"]
    if kind == "literal_error" and not isinstance(details["input"], str):
        return "type"
    return kind if kind in _OWN else _CODES.get(kind, "type")
