"""Lists: from a query to a statement, and from its rows to a page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    SQLColumnExpression,
    and_,
    false,
    func,
    literal,
    or_,
)

from app.columns import contains, starts_with
from app.http.cursors import Cursor, write_cursor
from app.http.queries import Filter, ListQuery, SortKey

# Properties of a row by name, in the order in which they are shown.
Representation = dict[str, object]


@dataclass(frozen=True, slots=True)
class Listing:
    """How the rows of a resource are listed: by which statement, and which column stands for which property."""

    # Gives the properties in the order of `fields`, then the version of the row.
    statement: Select[*tuple[object, ...]]
    fields: Sequence[str]
    columns: Mapping[str, SQLColumnExpression[object]]
    nullable: frozenset[str] = frozenset()
    search: Sequence[SQLColumnExpression[object]] = ()


@dataclass(frozen=True, slots=True)
class Page:
    rows: list[Representation]
    next_cursor: str | None
    total: int | None


def list_rows(
    connection: Connection, listing: Listing, query: ListQuery, *among: ColumnElement[bool]
) -> Page:
    """A page of the rows that also meet the given conditions, such as belonging to a parent."""
    chosen = listing.statement.where(*among, *_conditions(listing, query))
    total = None
    if query.count:
        counted = chosen.with_only_columns(func.count(), maintain_column_froms=True)
        total = connection.execute(counted).scalar_one()
    if query.cursor is not None:
        chosen = chosen.where(_after(listing, query.sort, query.cursor))
    chosen = chosen.order_by(*_order(listing, query.sort)).limit(query.limit + 1)
    if query.offset:
        chosen = chosen.offset(query.offset)
    rows = [represent(listing, row) for row in connection.execute(chosen)]
    next_cursor = None
    if len(rows) > query.limit:
        rows.pop()
        last = rows[-1]
        next_cursor = write_cursor(query.scope, [last[key.name] for key in query.sort])
    return Page(rows, next_cursor, total)


def represent(listing: Listing, row: Row[*tuple[object, ...]]) -> Representation:
    return dict(zip(listing.fields, row, strict=False))


def _conditions(listing: Listing, query: ListQuery) -> list[ColumnElement[bool]]:
    conditions = [_condition(listing, entry) for entry in query.filters]
    if query.search is not None:
        found = [contains(column, query.search) for column in listing.search]
        conditions.append(or_(false(), *found))
    return conditions


def _condition(listing: Listing, entry: Filter) -> ColumnElement[bool]:
    column, value = listing.columns[entry.name], entry.value
    match entry.operator:
        case "eq":
            return column == value
        case "ne":
            differs = column != value
            return or_(differs, column.is_(None)) if entry.name in listing.nullable else differs
        case "gt":
            return column > value
        case "gte":
            return column >= value
        case "lt":
            return column < value
        case "lte":
            return column <= value
        case "in":
            return column.in_(value if isinstance(value, list) else [value])
        case "is_null":
            return column.is_(None) if value else column.is_not(None)
        case "contains":
            return contains(column, str(value))
        case "starts_with":
            return starts_with(column, str(value))
        case operator:
            raise ValueError(f"unknown operator {operator}")


def _order(listing: Listing, sort: Sequence[SortKey]) -> list[ColumnElement[object]]:
    order: list[ColumnElement[object]] = []
    for key in sort:
        column = listing.columns[key.name]
        ordered = column.desc() if key.descending else column.asc()
        order.append(ordered.nulls_last() if key.name in listing.nullable else ordered)
    return order


def _after(listing: Listing, sort: Sequence[SortKey], cursor: Cursor) -> ColumnElement[bool]:
    """Rows after the cursor: equal in the first keys, and after it in the next."""
    alternatives: list[ColumnElement[bool]] = []
    equal: list[ColumnElement[bool]] = []
    for key, given in zip(sort, cursor.values, strict=True):
        column = listing.columns[key.name]
        # SQLAlchemy would take a plain boolean for a constant, which has no order.
        value = literal(given) if isinstance(given, bool) else given
        if value is None:
            equal.append(column.is_(None))
            continue
        after = column < value if key.descending else column > value
        if key.name in listing.nullable:
            after = or_(after, column.is_(None))
        alternatives.append(and_(*equal, after))
        equal.append(column == value)
        if key.name == "id":
            break
    return or_(false(), *alternatives)
