"""Expressions that each database says in its own words."""

import json
from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.expressions import Func, Subquery
from django.db.models.functions import Lower, StrIndex, Substr
from django.db.models.lookups import Exact, GreaterThan
from django.db.models.sql.compiler import SQLCompiler

from app.columns import DateTimeField

Sql = tuple[str, Any]


class Now(Func):
    """The time of the statement (SQLite) or the transaction (PostgreSQL), to the millisecond."""

    arity = 0
    output_field = DateTimeField()

    def as_sqlite(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any
    ) -> Sql:
        return "strftime('%%Y-%%m-%%dT%%H:%%M:%%fZ', 'now')", []

    def as_postgresql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any
    ) -> Sql:
        return "date_trunc('milliseconds', now())", []


class IdList(models.Field):
    """Several ids; never a column."""

    def from_db_value(self, value: Any, *_: object) -> Any:
        return json.loads(value) if isinstance(value, str) else value


class IdsOf(Subquery):
    """A column of a query as a list, ascending, read in one statement with the row that the query belongs to."""

    output_field = IdList()
    template = "ARRAY(%(subquery)s)"

    def __init__(self, queryset: models.QuerySet[Any], name: str) -> None:
        super().__init__(queryset.order_by(name).values(listed=models.F(name)))

    def as_sqlite(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any
    ) -> Sql:
        aggregated = self.copy()
        aggregated.template = "(SELECT json_group_array(listed) FROM (%(subquery)s))"
        return aggregated.as_sql(compiler, connection, **context)


def contains(name: str, text: str) -> GreaterThan:
    """Whether the text occurs, ASCII case folded; no character is a wildcard."""
    return GreaterThan(StrIndex(Lower(name), models.Value(_folded(text))), 0)


def starts_with(name: str, text: str) -> Exact:
    return Exact(Substr(Lower(name), 1, len(text)), _folded(text))


def _folded(text: str) -> str:
    return "".join(c.lower() if c.isascii() else c for c in text)
