"""
Deletion of rows with all that hangs on them: children that go too, children that lose their parent, and rows that
merely show something else afterwards. What hangs on what is told by the foreign keys of the tables.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache

from sqlalchemy import Column, ColumnElement, Connection, ForeignKey, Table, delete, select, update

from app.columns import among
from app.database import Base
from app.http import formats
from app.http.problems import Problem

# Rows to delete, table by table, each after the tables whose rows they hang on.
_Doomed = dict[Table, list[object]]


def delete_rows(connection: Connection, table: Table, ids: Sequence[object]) -> None:
    """Deletes rows for good. The database itself refuses where living rows forbid it (`RESTRICT`)."""
    doomed = _gather(connection, table, ids)
    for parent, gone in doomed.items():
        if "owners" in parent.info:
            touch_owners_of(connection, parent, gone)
        for key in _keys_to(parent):
            if "version" not in key.parent.table.info:
                touch_owners(connection, key.parent.table, key.parent, gone)
            if key.ondelete == "SET NULL":
                touch(connection, key.parent.table, among(key.parent, gone), {key.parent.name: None})
    for child in reversed(doomed):
        connection.execute(delete(child).where(among(_id(child), doomed[child])))


def hide_rows(connection: Connection, table: Table, ids: Sequence[object]) -> None:
    """Deletes rows softly. Their children go too where the relation says so, softly if they can."""
    hidden: _Doomed = {table: list(ids)}
    for parent in _growing(hidden):
        for key in _keys_to(parent):
            child = key.parent.table
            if "version" not in child.info:
                touch_owners(connection, child, key.parent, hidden[parent])
                continue
            if key.ondelete == "SET NULL":
                touch(connection, child, among(key.parent, hidden[parent]), {key.parent.name: None})
                continue
            # Locked, so that no row can refer to them until they are hidden too.
            chosen = select(_id(child)).where(among(key.parent, hidden[parent])).with_for_update()
            if "deleted" in child.info:
                chosen = chosen.where(child.c[child.info["deleted"]].is_(None))
            if key.ondelete == "RESTRICT":
                found = set(connection.execute(chosen).scalars()) - set(hidden.get(child, ()))
                if found:
                    raise Problem(409, "Other rows refer to this one.")
            elif key.ondelete == "CASCADE":
                _add(hidden, child, connection.execute(chosen).scalars())
    for child, gone in hidden.items():
        if "owners" in child.info:
            touch_owners_of(connection, child, gone)
        if "deleted" in child.info:
            touch(connection, child, among(_id(child), gone), {child.info["deleted"]: formats.now()})
        else:
            delete_rows(connection, child, gone)


def touch(
    connection: Connection,
    table: Table,
    condition: ColumnElement[bool],
    changes: Mapping[str, object] | None = None,
) -> None:
    """Changes rows, and gives them a new version."""
    version = table.c[table.info["version"]]
    values: dict[str, object] = {version.name: version + 1, **(changes or {})}
    if "updated" in table.info:
        values[table.info["updated"]] = formats.now()
    connection.execute(update(table).where(condition).values(values))


def touch_owners_of(connection: Connection, links: Table, ids: Sequence[object]) -> None:
    """Gives a new version to the rows that show some links, where a link is a row of its own."""
    for name in links.info["owners"]:
        owner = links.c[name]
        (key,) = owner.foreign_keys
        linked = select(owner).where(among(_id(links), ids))
        touch(connection, key.column.table, key.column.in_(linked))


def touch_owners(
    connection: Connection, links: Table, column: Column[object], ids: Sequence[object]
) -> None:
    """Gives a new version to the rows that show links, when the ends of these links at a column change."""
    for name in links.info["owners"]:
        owner = links.c[name]
        if owner is column:
            continue
        (key,) = owner.foreign_keys
        linked = select(owner).where(among(column, ids))
        touch(connection, key.column.table, key.column.in_(linked))


def _gather(connection: Connection, table: Table, ids: Sequence[object]) -> _Doomed:
    doomed: _Doomed = {table: list(ids)}
    for parent in _growing(doomed):
        for key in _keys_to(parent):
            child = key.parent.table
            if "version" not in child.info or key.ondelete == "SET NULL":
                continue
            chosen = select(_id(child)).where(among(key.parent, doomed[parent]))
            if key.ondelete == "RESTRICT":
                if "deleted" not in child.info:
                    continue
                chosen = chosen.where(child.c[child.info["deleted"]].is_not(None))
            _add(doomed, child, connection.execute(chosen).scalars())
    return doomed


def _growing(doomed: _Doomed) -> Iterator[Table]:
    """Tables whose rows are still to be followed, until no more rows are found."""
    followed: dict[Table, int] = {}
    while True:
        table = next((t for t, ids in doomed.items() if len(ids) > followed.get(t, 0)), None)
        if table is None:
            return
        followed[table] = len(doomed[table])
        yield table


def _add(doomed: _Doomed, table: Table, ids: Iterable[object]) -> None:
    known = set(doomed.get(table, ()))
    found = [row_id for row_id in ids if row_id not in known]
    if found:
        doomed[table] = [*doomed.pop(table, []), *found]


@cache
def _keys_to(table: Table) -> tuple[ForeignKey, ...]:
    return tuple(
        key
        for other in Base.metadata.tables.values()
        for key in other.foreign_keys
        if key.column.table is table
    )


def _id(table: Table) -> Column[object]:
    (column,) = table.primary_key
    return column
