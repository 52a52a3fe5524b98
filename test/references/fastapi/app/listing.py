"""Lists: from a query to a statement, and from its rows to a page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    Integer,
    Row,
    Select,
    SQLColumnExpression,
    String,
    Table,
    and_,
    bindparam,
    false,
    func,
    or_,
)

from app.columns import contains, folded, shown, starts_with
from app.http.cursors import write_cursor
from app.http.queries import Filter, ListQuery, SortKey

# Properties of a row by name, in the order in which they are shown.
Representation = dict[str, object]


@dataclass(frozen=True, slots=True, eq=False)
class Listing:
    """How the rows of a resource are listed: by which statement, and which column stands for which property."""

    table: Table
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
    form, values = _form(query), _values(query)
    total = None
    if query.count:
        count = _count(listing, form, *among) if among else _known_count(listing, form)
        total = connection.execute(count, values).scalar_one()
    page = _page(listing, form, *among) if among else _known_page(listing, form)
    rows = [represent(listing, row) for row in connection.execute(page, values).all()]
    next_cursor = None
    if len(rows) > query.limit:
        rows.pop()
        last = rows[-1]
        next_cursor = write_cursor(query.scope, [last[key.name] for key in query.sort])
    return Page(rows, next_cursor, total)


@cache
def shown_rows(listing: Listing) -> Select[*tuple[object, ...]]:
    """All rows, as answers show them."""
    columns = listing.statement.selected_columns
    return listing.statement.with_only_columns(*(shown(column) for column in columns))


def represent(listing: Listing, row: Row[*tuple[object, ...]]) -> Representation:
    return dict(zip(listing.fields, row, strict=False))


@dataclass(frozen=True, slots=True)
class _Form:
    """
    What a query asks for, but not the values that it names. Queries of one form share a statement: to build one, and
    to have SQLAlchemy compare it with those that it knows, takes longer than to run it.
    """

    # Names of properties, with the operators.
    filters: tuple[tuple[str, str], ...]
    searches: bool
    sort: tuple[SortKey, ...]
    # Whether each value of the cursor is null; None without a cursor.
    after: tuple[bool, ...] | None
    skips: bool


def _form(query: ListQuery) -> _Form:
    cursor = query.cursor
    return _Form(
        filters=tuple((entry.name, _operator(entry)) for entry in query.filters),
        searches=query.search is not None,
        sort=query.sort,
        after=None if cursor is None else tuple(value is None for value in cursor.values),
        skips=bool(query.offset),
    )


def _operator(entry: Filter) -> str:
    return "is_not_null" if entry.operator == "is_null" and not entry.value else entry.operator


def _values(query: ListQuery) -> dict[str, object]:
    """The parameters of the statement that a query of this form shares with others."""
    values: dict[str, object] = {"row_limit": query.limit + 1, "row_offset": query.offset}
    for index, entry in enumerate(query.filters):
        is_search = entry.operator in ("contains", "starts_with")
        values[f"filter_{index}"] = folded(str(entry.value)) if is_search else entry.value
    if query.search is not None:
        values["search"] = folded(query.search)
    if query.cursor is not None:
        values |= {f"after_{index}": value for index, value in enumerate(query.cursor.values)}
    return values


@lru_cache(maxsize=256)
def _known_count(listing: Listing, form: _Form) -> Select[int]:
    return _count(listing, form)


@lru_cache(maxsize=256)
def _known_page(listing: Listing, form: _Form) -> Select[*tuple[object, ...]]:
    return _page(listing, form)


def _rows(
    listing: Listing, form: _Form, *among: ColumnElement[bool]
) -> Select[*tuple[object, ...]]:
    """All rows that meet the conditions, on any page."""
    conditions = [
        _condition(listing, name, operator, f"filter_{index}")
        for index, (name, operator) in enumerate(form.filters)
    ]
    if form.searches:
        text = bindparam("search", type_=String)
        conditions.append(or_(false(), *(contains(column, text) for column in listing.search)))
    return shown_rows(listing).where(*among, *conditions)


def _count(listing: Listing, form: _Form, *among: ColumnElement[bool]) -> Select[int]:
    rows = _rows(listing, form, *among)
    return rows.with_only_columns(func.count(), maintain_column_froms=True)


def _page(
    listing: Listing, form: _Form, *among: ColumnElement[bool]
) -> Select[*tuple[object, ...]]:
    rows = _rows(listing, form, *among)
    if form.after is not None:
        rows = rows.where(_after(listing, form.sort, form.after))
    rows = rows.order_by(*_order(listing, form.sort)).limit(bindparam("row_limit", type_=Integer))
    return rows.offset(bindparam("row_offset", type_=Integer)) if form.skips else rows


def _condition(listing: Listing, name: str, operator: str, parameter: str) -> ColumnElement[bool]:
    column = listing.columns[name]
    value: BindParameter[object] = bindparam(parameter)
    match operator:
        case "eq":
            return column == value
        case "ne":
            differs = column != value
            return or_(differs, column.is_(None)) if name in listing.nullable else differs
        case "gt":
            return column > value
        case "gte":
            return column >= value
        case "lt":
            return column < value
        case "lte":
            return column <= value
        case "in":
            return column.in_(bindparam(parameter, expanding=True))
        case "is_null":
            return column.is_(None)
        case "is_not_null":
            return column.is_not(None)
        case "contains":
            return contains(column, bindparam(parameter, type_=String))
        case "starts_with":
            return starts_with(column, bindparam(parameter, type_=String))
        case _:
            raise ValueError(f"unknown operator {operator}")


def _order(listing: Listing, sort: Sequence[SortKey]) -> list[ColumnElement[object]]:
    order: list[ColumnElement[object]] = []
    for key in sort:
        column = listing.columns[key.name]
        ordered = column.desc() if key.descending else column.asc()
        order.append(ordered.nulls_last() if key.name in listing.nullable else ordered)
    return order


def _after(listing: Listing, sort: Sequence[SortKey], nulls: Sequence[bool]) -> ColumnElement[bool]:
    """Rows after the cursor: equal in the first keys, and after it in the next."""
    alternatives: list[ColumnElement[bool]] = []
    equal: list[ColumnElement[bool]] = []
    for index, (key, is_null) in enumerate(zip(sort, nulls, strict=True)):
        column = listing.columns[key.name]
        value: BindParameter[object] = bindparam(f"after_{index}")
        if is_null:
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
