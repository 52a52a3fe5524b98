"""Statements over publishers."""

from collections.abc import Iterable, Sequence

from sqlalchemy import ColumnElement, Connection, select

from app.deletion import delete_rows
from app.http import formats
from app.http.problems import Problem, unavailable
from app.http.queries import ListQuery
from app.listing import Listing, Page, Representation, list_rows
from app.publishers.models import Publisher, publishers_table
from app.publishers.queries import PUBLISHER_QUERIES
from app.rows import (
    Columns,
    Id,
    Locked,
    Stored,
    change_row,
    insert_shown_row,
    lock_row,
    read_row,
    read_rows,
    row_exists,
)
from app.validation.bodies import Values

COLUMNS: Columns = {
    "id": Publisher.id,
    "name": Publisher.name,
    "homepage": Publisher.homepage,
    "server": Publisher.server,
    "founded": Publisher.founded,
    "created_at": Publisher.created_at,
    "updated_at": Publisher.updated_at,
}

LISTING = Listing(
    table=publishers_table,
    statement=select(
        Publisher.id,
        Publisher.name,
        Publisher.homepage,
        Publisher.server,
        Publisher.founded,
        Publisher.created_at,
        Publisher.updated_at,
        Publisher.row_version,
    ),
    fields=PUBLISHER_QUERIES.fields,
    columns=COLUMNS,
    nullable=PUBLISHER_QUERIES.nullable,
)


def list_page(connection: Connection, query: ListQuery, *among: ColumnElement[bool]) -> Page:
    """A page of the publishers that meet the conditions."""
    page = list_rows(connection, LISTING, query, *among)
    embed(connection, page.rows, query.selection.include)
    return page


def find(connection: Connection, publisher_id: Id, *among: ColumnElement[bool]) -> Stored | None:
    return read_row(connection, LISTING, publisher_id, *among)


def find_many(connection: Connection, ids: Iterable[object]) -> dict[object, Representation]:
    """By id; what is not there is left out."""
    return read_rows(connection, LISTING, ids)


def exists(connection: Connection, publisher_id: Id, *among: ColumnElement[bool]) -> bool:
    return row_exists(connection, LISTING, publisher_id, *among)


def embed(connection: Connection, rows: Sequence[Representation], relations: Iterable[str]) -> None:
    """There is nothing to embed in publishers."""


def lock(connection: Connection, publisher_id: Id, *among: ColumnElement[bool]) -> Locked | None:
    """The values of a publisher, for a change that nobody else can interrupt."""
    return lock_row(connection, LISTING, publisher_id, *among)


def create(connection: Connection, values: Values) -> Stored:
    now = formats.now()
    row: Values = {
        **values,
        "id": formats.new_uuid(),
        "created_at": now,
        "updated_at": now,
    }
    return insert_shown_row(connection, LISTING, row)


def change(connection: Connection, publisher_id: Id, changes: Values) -> None:
    """Writes the values that differ, and gives the row a new version."""
    change_row(connection, LISTING, publisher_id, changes)


def remove(connection: Connection, publisher_id: Id) -> None:
    delete_rows(connection, publishers_table, [publisher_id])


def refusal(connection: Connection, values: Values, publisher_id: Id | None = None) -> Problem:
    """Why the database refused the values: references that name no row, else values that are taken."""
    return unavailable("The publisher was changed meanwhile; try again.")
