"""Types of columns, as they are stored in SQLite, and expressions over them."""

import datetime
import json
from collections.abc import Iterable
from decimal import Decimal

import sqlalchemy as sa
from pydantic import JsonValue
from sqlalchemy import Dialect, func
from sqlalchemy.types import TypeDecorator

from app.http import documents

Integer = sa.Integer
BigInteger = sa.Integer
Double = sa.REAL
Text = sa.Text
Uuid = sa.Text


class String(TypeDecorator[str]):
    """Text; SQLite does not limit its length, the types of the bodies do."""

    impl = sa.Text
    cache_ok = True

    def __init__(self, length: int) -> None:
        super().__init__()
        self.length = length


class Json(TypeDecorator[JsonValue]):
    """JSON as text; a null of JSON is no value."""

    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: JsonValue, dialect: Dialect) -> str | None:
        return None if value is None else documents.write(value).decode()

    def process_result_value(self, value: str | None, dialect: Dialect) -> JsonValue:
        parsed: JsonValue = None if value is None else json.loads(value)
        return parsed


class Boolean(TypeDecorator[bool]):
    impl = sa.Integer
    cache_ok = True

    def process_bind_param(self, value: bool | None, dialect: Dialect) -> int | None:
        return None if value is None else int(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> bool | None:
        return None if value is None else bool(value)


class Numeric(TypeDecorator[Decimal]):
    """A decimal number of at most 15 digits, which a double keeps exactly."""

    impl = sa.NUMERIC
    cache_ok = True

    def __init__(self, precision: int, scale: int) -> None:
        super().__init__(asdecimal=False)
        self.precision = precision
        self.scale = scale

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> float | None:
        return None if value is None else float(value)

    def process_result_value(self, value: float | None, dialect: Dialect) -> Decimal | None:
        return None if value is None else Decimal(f"{value:.{self.scale}f}")


class Date(TypeDecorator[datetime.date]):
    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: datetime.date | None, dialect: Dialect) -> str | None:
        return None if value is None else value.isoformat()

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime.date | None:
        return None if value is None else datetime.date.fromisoformat(value)


class Time(TypeDecorator[datetime.time]):
    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: datetime.time | None, dialect: Dialect) -> str | None:
        return None if value is None else value.isoformat(timespec="seconds")

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime.time | None:
        return None if value is None else datetime.time.fromisoformat(value)


class DateTime(TypeDecorator[datetime.datetime]):
    """UTC with milliseconds, at a fixed width, so that it sorts as text."""

    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: datetime.datetime | None, dialect: Dialect) -> str | None:
        return None if value is None else documents.shown_moment(value)

    def process_result_value(
        self, value: str | None, dialect: Dialect
    ) -> datetime.datetime | None:
        return None if value is None else datetime.datetime.fromisoformat(value)


class _ShownNumeric(TypeDecorator[str]):
    """A decimal number as answers show it, without a way through `Decimal`."""

    impl = sa.NUMERIC
    cache_ok = True

    def __init__(self, scale: int) -> None:
        super().__init__(asdecimal=False)
        self.scale = scale

    def process_result_value(self, value: float | None, dialect: Dialect) -> str | None:
        # A zero has no sign.
        return None if value is None else f"{value + 0.0:.{self.scale}f}"


def shown(column: sa.ColumnElement[object]) -> sa.ColumnElement[object]:
    """The column as answers show it, where that is what is stored: to convert it to and fro takes longer than to read it."""
    if isinstance(column.type, Date | Time | DateTime):
        return sa.type_coerce(column, sa.Text())
    if isinstance(column.type, Numeric):
        return sa.type_coerce(column, _ShownNumeric(column.type.scale))
    return column


def contains(column: sa.SQLColumnExpression[object], text: sa.ColumnElement[str]) -> sa.ColumnElement[bool]:
    """Whether a folded text occurs, in the column folded alike; no character is a wildcard."""
    return func.instr(func.lower(column), text) > 0


def starts_with(
    column: sa.SQLColumnExpression[object], text: sa.ColumnElement[str]
) -> sa.ColumnElement[bool]:
    """Whether the column begins with a folded text."""
    return func.substr(func.lower(column), 1, func.length(text)) == text


def among(
    column: sa.SQLColumnExpression[object], ids: Iterable[object] | sa.BindParameter[object]
) -> sa.ColumnElement[bool]:
    """Whether the column is one of the ids. They are one parameter, for a statement has room for 32,766 only."""
    given = ids if isinstance(ids, sa.BindParameter) else sa.literal(list(ids), sa.types.NULLTYPE)
    listed = func.json_each(sa.type_coerce(given, Json())).table_valued("value")
    return column.in_(sa.select(listed.c.value))


def ids_of(links: sa.Select[tuple[object]]) -> sa.ColumnElement[object]:
    """The ids that a correlated query gives, as a list in its order."""
    (column,) = links.subquery().c
    return sa.type_coerce(sa.select(func.json_group_array(column)).scalar_subquery(), Json())


def folded(text: str) -> str:
    """The text with ASCII letters in lower case, as it is looked for."""
    return "".join(c.lower() if c.isascii() else c for c in text)
