"""Types of columns, as they are stored in PostgreSQL, and expressions over them."""

from collections.abc import Iterable
from functools import partial

import sqlalchemy as sa
from sqlalchemy import func
from sqlalchemy.dialects import postgresql

# Text sorts and compares by code point, whatever the locale of the cluster.
String = partial(sa.String, collation="C")
Text = sa.Text(collation="C")
Integer = sa.Integer
BigInteger = sa.BigInteger
Double = sa.Double
Boolean = sa.Boolean
Date = sa.Date
Time = postgresql.TIME(precision=0)
DateTime = postgresql.TIMESTAMP(timezone=True, precision=3)
Uuid = sa.Uuid(as_uuid=False)
Numeric = sa.Numeric
# A null of JSON is no value.
Json = postgresql.JSONB(none_as_null=True)


def shown(column: sa.ColumnElement[object]) -> sa.ColumnElement[object]:
    """The column as answers show it: the driver's values, which the writer of documents knows."""
    return column


def contains(column: sa.SQLColumnExpression[object], text: sa.ColumnElement[str]) -> sa.ColumnElement[bool]:
    """Whether a folded text occurs, in the column folded alike (as lower() does under "C"); no character is a wildcard."""
    return func.strpos(func.lower(column), text) > 0


def starts_with(
    column: sa.SQLColumnExpression[object], text: sa.ColumnElement[str]
) -> sa.ColumnElement[bool]:
    """Whether the column begins with a folded text."""
    return func.starts_with(func.lower(column), text)


def among(
    column: sa.SQLColumnExpression[object], ids: Iterable[object] | sa.BindParameter[object]
) -> sa.ColumnElement[bool]:
    """Whether the column is one of the ids. They are one parameter, for a statement has room for 65,535 only."""
    given = ids if isinstance(ids, sa.BindParameter) else sa.literal(list(ids), sa.types.NULLTYPE)
    return column == sa.any_(sa.type_coerce(given, postgresql.ARRAY(column.label(None).type)))


def ids_of(links: sa.Select[tuple[object]]) -> sa.ColumnElement[object]:
    """The ids that a correlated query gives, as a list in its order."""
    query = links.scalar_subquery()
    return sa.type_coerce(func.array(query), postgresql.ARRAY(query.type))


def folded(text: str) -> str:
    """The text with ASCII letters in lower case, as it is looked for."""
    return "".join(c.lower() if c.isascii() else c for c in text)
