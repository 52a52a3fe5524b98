"""Rows as they are shown and as they are locked, and the links between them."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    SelectBase,
    SQLColumnExpression,
    Table,
    Update,
    and_,
    bindparam,
    delete,
    insert,
    select,
    update,
)
from sqlalchemy.sql.dml import ReturningInsert

from app.columns import among
from app.deletion import touch
from app.http import formats
from app.http.problems import Fault
from app.listing import Listing, Representation, represent, shown_rows
from app.validation.bodies import Values, pointer_to

Id = int | str
Columns = Mapping[str, SQLColumnExpression[object]]
FindMany = Callable[[Connection, Iterable[object]], dict[object, Representation]]


@dataclass(frozen=True, slots=True)
class Stored:
    """A row as it is shown, and the version that its entity tag is made of."""

    representation: Representation
    version: int


def read_row(
    connection: Connection, listing: Listing, row_id: Id, *among: ColumnElement[bool]
) -> Stored | None:
    statement = _by_id(listing).where(*among) if among else _by_id(listing)
    row = connection.execute(statement, {"_id": row_id}).first()
    if row is None:
        return None
    return Stored(represent(listing, row), _version(row))


def read_rows(
    connection: Connection, listing: Listing, ids: Iterable[object]
) -> dict[object, Representation]:
    """Rows by id; what is not there is left out."""
    result = connection.execute(_by_ids(listing), {"_ids": list(ids)})
    found = [represent(listing, row) for row in result]
    return {row["id"]: row for row in found}


def row_exists(
    connection: Connection, listing: Listing, row_id: Id, *among: ColumnElement[bool]
) -> bool:
    statement = _presence(listing).where(*among) if among else _presence(listing)
    return connection.execute(statement, {"_id": row_id}).first() is not None


@dataclass(frozen=True, slots=True)
class Locked:
    """All values of a row that nobody else can change until the transaction ends."""

    values: Values
    version: int


def lock_row(
    connection: Connection, listing: Listing, row_id: Id, *among: ColumnElement[bool]
) -> Locked | None:
    statement = _locking(listing).where(*among) if among else _locking(listing)
    row = connection.execute(statement, {"_id": row_id}).first()
    if row is None:
        return None
    return Locked(dict(zip(listing.columns, row, strict=False)), _version(row))


def insert_row(connection: Connection, listing: Listing, values: Values) -> Id:
    """A new row of the values that have a column."""
    return connection.execute(_insertion(listing), _new_row(listing, values)).scalar_one()


def insert_shown_row(connection: Connection, listing: Listing, values: Values) -> Stored:
    """A new row, as answers show it; of a listing that shows nothing but columns of its table."""
    row = connection.execute(_shown_insertion(listing), _new_row(listing, values)).one()
    return Stored(represent(listing, row), _version(row))


def change_row(connection: Connection, listing: Listing, row_id: Id, changes: Values) -> None:
    """Writes the changes that have a column, and gives the row a new version."""
    row = {**_columns_of(listing, changes), "_id": row_id}
    if "updated" in listing.table.info:
        row[listing.table.info["updated"]] = formats.now()
    connection.execute(_change(listing), row)


# Statements are built once: to build one anew, and to have SQLAlchemy find it among those that it has compiled, takes
# several times as long as to run it. Their parameters are named as no column is.


@cache
def _by_id(listing: Listing) -> Select[*tuple[object, ...]]:
    return shown_rows(listing).where(listing.columns["id"] == bindparam("_id"))


@cache
def _by_ids(listing: Listing) -> Select[*tuple[object, ...]]:
    return shown_rows(listing).where(among(listing.columns["id"], bindparam("_ids")))


@cache
def _presence(listing: Listing) -> Select[object]:
    return _by_id(listing).with_only_columns(listing.columns["id"])


@cache
def _locking(listing: Listing) -> Select[*tuple[object, ...]]:
    version = listing.table.c[listing.table.info["version"]]
    columns = _by_id(listing).with_only_columns(*listing.columns.values(), version)
    return columns.with_for_update()


@cache
def _insertion(listing: Listing) -> ReturningInsert[Id]:
    return insert(listing.table).returning(listing.table.c[_names(listing)["id"]])


@cache
def _shown_insertion(listing: Listing) -> ReturningInsert[*tuple[object, ...]]:
    return insert(listing.table).returning(*shown_rows(listing).selected_columns)


@cache
def _change(listing: Listing) -> Update:
    table = listing.table
    version = table.c[table.info["version"]]
    row_id = table.c[_names(listing)["id"]]
    return update(table).where(row_id == bindparam("_id")).values({version: version + 1})


@cache
def _names(listing: Listing) -> Mapping[str, str]:
    """The names of the columns by those of their properties."""
    columns = select(*listing.columns.values()).selected_columns
    return dict(zip(listing.columns, (column.name for column in columns), strict=True))


def _new_row(listing: Listing, values: Values) -> dict[str, object]:
    return {**_columns_of(listing, values), listing.table.info["version"]: 1}


def _columns_of(listing: Listing, values: Values) -> dict[str, object]:
    names = _names(listing)
    return {names[name]: value for name, value in values.items() if name in names}


def _version(row: Row[*tuple[object, ...]]) -> int:
    version = row[-1]
    if not isinstance(version, int):
        raise TypeError("the last column must be the version of the row")
    return version


@dataclass(frozen=True, slots=True, eq=False)
class Links:
    """A table of links, seen from one end."""

    table: Table
    own: str
    other: str
    # Ids at the other end that are shown.
    shown: SelectBase | None = None

    def select(self, own_id: object) -> Select[tuple[object]]:
        """The other ends, ascending."""
        own, other = self.table.c[self.own], self.table.c[self.other]
        statement = select(other).where(own == own_id).order_by(other)
        return statement if self.shown is None else statement.where(other.in_(self.shown))

    def ids(self, connection: Connection, own_id: object) -> list[object]:
        return list(connection.execute(_linked(self), {"_id": own_id}).scalars())

    def add(self, connection: Connection, own_id: object, ids: Iterable[object]) -> None:
        rows = [{self.own: own_id, self.other: other_id} for other_id in ids]
        if rows:
            connection.execute(insert(self.table), rows)
            self._touch(connection, [row[self.other] for row in rows])

    def remove(self, connection: Connection, own_id: object, ids: Iterable[object]) -> None:
        own, other = self.table.c[self.own], self.table.c[self.other]
        removed = list(ids)
        if removed:
            connection.execute(delete(self.table).where(own == own_id, among(other, removed)))
            self._touch(connection, removed)

    def set(self, connection: Connection, own_id: object, ids: object) -> None:
        if not isinstance(ids, list):
            raise TypeError("links are a list of ids")
        before, after = set(self.ids(connection, own_id)), set(ids)
        self.remove(connection, own_id, before - after)
        self.add(connection, own_id, after - before)

    def _touch(self, connection: Connection, ids: Sequence[object]) -> None:
        """The other ends may show the links too."""
        if self.other in self.table.info["owners"]:
            (key,) = self.table.c[self.other].foreign_keys
            touch(connection, key.column.table, among(key.column, ids))


@cache
def _linked(links: Links) -> Select[tuple[object]]:
    return links.select(bindparam("_id"))


def embed_one(
    connection: Connection, rows: Sequence[Representation], name: str, by: str, find: FindMany
) -> None:
    """Adds the related row to each row, or null; one query for all."""
    found = find(connection, {row[by] for row in rows} - {None})
    for row in rows:
        row[name] = found.get(row[by])


def embed_many(
    connection: Connection, rows: Sequence[Representation], name: str, by: str, find: FindMany
) -> None:
    """Adds the linked rows to each row, in the order of their ids; one query for all."""
    ids = [row[by] for row in rows]
    found = find(
        connection, {entry for entries in ids if isinstance(entries, list) for entry in entries}
    )
    for row, entries in zip(rows, ids, strict=True):
        linked = entries if isinstance(entries, list) else []
        row[name] = [found[entry] for entry in linked if entry in found]


def missing_references(
    connection: Connection,
    values: Values,
    name: str,
    target: SQLColumnExpression[object],
    *living: ColumnElement[bool],
) -> Iterator[Fault]:
    """A fault for each id, or element of a list of ids, that names no row that is living."""
    value = values.get(name)
    ids = value if isinstance(value, list) else [] if value is None else [value]
    if not ids:
        return
    # The lock that foreign keys take: to delete a row softly, one has to wait for it or be waited for.
    statement = select(target).where(among(target, ids), *living)
    found = set(connection.execute(statement.with_for_update(read=True, key_share=True)).scalars())
    for index, row_id in enumerate(ids):
        if row_id not in found:
            pointer = pointer_to((name, index) if isinstance(value, list) else (name,))
            yield Fault("reference_not_found", "names no row", pointer=pointer)


def taken_values(
    connection: Connection, values: Values, columns: Columns, *others: ColumnElement[bool]
) -> Iterator[Fault]:
    """A fault for each of the columns when another row has the same values in all of them."""
    if any(values.get(name) is None for name in columns):
        return
    same = and_(*(column == values[name] for name, column in columns.items()), *others)
    if connection.execute(select(1).where(same).limit(1)).first() is not None:
        for name in columns:
            yield Fault("unique", "is taken", pointer=pointer_to([name]))
