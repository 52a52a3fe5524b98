"""Statements over countries."""

from collections.abc import Iterable, Sequence

from sqlalchemy import ColumnElement, Connection, select

from app.countries.models import Country, countries_table
from app.countries.queries import COUNTRY_QUERIES
from app.deletion import delete_rows
from app.http import formats
from app.http.problems import Problem, taken, unavailable
from app.http.queries import ListQuery
from app.listing import Listing, Page, Representation, list_rows
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
    taken_values,
)
from app.validation.bodies import Values

COLUMNS: Columns = {
    "id": Country.id,
    "name": Country.name,
    "created_at": Country.created_at,
    "updated_at": Country.updated_at,
}

LISTING = Listing(
    table=countries_table,
    statement=select(
        Country.id,
        Country.name,
        Country.created_at,
        Country.updated_at,
        Country.row_version,
    ),
    fields=COUNTRY_QUERIES.fields,
    columns=COLUMNS,
    nullable=COUNTRY_QUERIES.nullable,
)


def list_page(connection: Connection, query: ListQuery, *among: ColumnElement[bool]) -> Page:
    """A page of the countries that meet the conditions."""
    page = list_rows(connection, LISTING, query, *among)
    embed(connection, page.rows, query.selection.include)
    return page


def find(connection: Connection, country_id: Id, *among: ColumnElement[bool]) -> Stored | None:
    return read_row(connection, LISTING, country_id, *among)


def find_many(connection: Connection, ids: Iterable[object]) -> dict[object, Representation]:
    """By id; what is not there is left out."""
    return read_rows(connection, LISTING, ids)


def exists(connection: Connection, country_id: Id, *among: ColumnElement[bool]) -> bool:
    return row_exists(connection, LISTING, country_id, *among)


def embed(connection: Connection, rows: Sequence[Representation], relations: Iterable[str]) -> None:
    """There is nothing to embed in countries."""


def lock(connection: Connection, country_id: Id, *among: ColumnElement[bool]) -> Locked | None:
    """The values of a country, for a change that nobody else can interrupt."""
    return lock_row(connection, LISTING, country_id, *among)


def create(connection: Connection, values: Values) -> Stored:
    now = formats.now()
    row: Values = {
        **values,
        "created_at": now,
        "updated_at": now,
    }
    return insert_shown_row(connection, LISTING, row)


def change(connection: Connection, country_id: Id, changes: Values) -> None:
    """Writes the values that differ, and gives the row a new version."""
    change_row(connection, LISTING, country_id, changes)


def remove(connection: Connection, country_id: Id) -> None:
    delete_rows(connection, countries_table, [country_id])


def refusal(connection: Connection, values: Values, country_id: Id | None = None) -> Problem:
    """Why the database refused the values: references that name no row, else values that are taken."""
    others = [] if country_id is None else [Country.id != country_id]
    faults = [
        *taken_values(connection, values, {"id": Country.id}, *others),
        *taken_values(connection, values, {"name": Country.name}, *others),
    ]
    if faults:
        return taken(faults)
    return unavailable("The country was changed meanwhile; try again.")
