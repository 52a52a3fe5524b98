"""Types of columns, as they are stored in PostgreSQL, and expressions over them."""

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


def contains(column: sa.SQLColumnExpression[object], text: str) -> sa.ColumnElement[bool]:
    """Whether the text occurs, ASCII case folded (as lower() does under "C"); no character is a wildcard."""
    return func.strpos(func.lower(column), _folded(text)) > 0


def starts_with(column: sa.SQLColumnExpression[object], text: str) -> sa.ColumnElement[bool]:
    return func.starts_with(func.lower(column), _folded(text))


def ids_of(links: sa.Select[tuple[object]]) -> sa.ColumnElement[object]:
    """The ids that a correlated query gives, as a list in its order."""
    query = links.scalar_subquery()
    return sa.type_coerce(func.array(query), postgresql.ARRAY(query.type))


def _folded(text: str) -> str:
    return "".join(c.lower() if c.isascii() else c for c in text)
