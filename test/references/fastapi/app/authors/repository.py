"""Statements over authors."""

from collections.abc import Iterable, Sequence

from sqlalchemy import ColumnElement, Connection, select

from app.authors.models import Author, authors_table
from app.authors.queries import AUTHOR_QUERIES
from app.countries import repository as countries
from app.countries.models import Country
from app.deletion import delete_rows
from app.http import formats
from app.http.problems import Fault, Problem, invalid_body, taken, unavailable
from app.http.queries import ListQuery
from app.listing import Listing, Page, Representation, list_rows
from app.rows import (
    Columns,
    Id,
    Locked,
    Stored,
    change_row,
    embed_one,
    insert_shown_row,
    lock_row,
    missing_references,
    read_row,
    read_rows,
    row_exists,
    taken_values,
)
from app.validation.bodies import Values

COLUMNS: Columns = {
    "id": Author.id,
    "name": Author.name,
    "email": Author.email,
    "born": Author.born,
    "country_id": Author.country_id,
    "address": Author.address,
    "links": Author.links,
    "created_at": Author.created_at,
    "updated_at": Author.updated_at,
}

LISTING = Listing(
    table=authors_table,
    statement=select(
        Author.id,
        Author.name,
        Author.email,
        Author.born,
        Author.country_id,
        Author.address,
        Author.links,
        Author.created_at,
        Author.updated_at,
        Author.row_version,
    ),
    fields=AUTHOR_QUERIES.fields,
    columns=COLUMNS,
    nullable=AUTHOR_QUERIES.nullable,
    search=(Author.name,),
)


def list_page(connection: Connection, query: ListQuery, *among: ColumnElement[bool]) -> Page:
    """A page of the authors that meet the conditions."""
    page = list_rows(connection, LISTING, query, *among)
    embed(connection, page.rows, query.selection.include)
    return page


def find(connection: Connection, author_id: Id, *among: ColumnElement[bool]) -> Stored | None:
    return read_row(connection, LISTING, author_id, *among)


def find_many(connection: Connection, ids: Iterable[object]) -> dict[object, Representation]:
    """By id; what is not there is left out."""
    return read_rows(connection, LISTING, ids)


def exists(connection: Connection, author_id: Id, *among: ColumnElement[bool]) -> bool:
    return row_exists(connection, LISTING, author_id, *among)


def embed(connection: Connection, rows: Sequence[Representation], relations: Iterable[str]) -> None:
    """Adds the related rows that are asked for, with one query for each relation."""
    for relation in relations:
        match relation:
            case "country":
                embed_one(connection, rows, "country", "country_id", countries.find_many)


def lock(connection: Connection, author_id: Id, *among: ColumnElement[bool]) -> Locked | None:
    """The values of a author, for a change that nobody else can interrupt."""
    return lock_row(connection, LISTING, author_id, *among)


def create(connection: Connection, values: Values) -> Stored:
    now = formats.now()
    row: Values = {
        **values,
        "created_at": now,
        "updated_at": now,
    }
    return insert_shown_row(connection, LISTING, row)


def change(connection: Connection, author_id: Id, changes: Values) -> None:
    """Writes the values that differ, and gives the row a new version."""
    change_row(connection, LISTING, author_id, changes)


def remove(connection: Connection, author_id: Id) -> None:
    delete_rows(connection, authors_table, [author_id])


def missing(connection: Connection, values: Values) -> list[Fault]:
    """A fault for each reference that names no row."""
    return [
        *missing_references(connection, values, "country_id", Country.id),
    ]


def refusal(connection: Connection, values: Values, author_id: Id | None = None) -> Problem:
    """Why the database refused the values: references that name no row, else values that are taken."""
    nowhere = missing(connection, values)
    if nowhere:
        return invalid_body(nowhere)
    others = [] if author_id is None else [Author.id != author_id]
    faults = [
        *taken_values(connection, values, {"email": Author.email}, *others),
    ]
    if faults:
        return taken(faults)
    # A row that was deleted after the first look may have freed what was taken.
    gone = missing(connection, values)
    if gone:
        return invalid_body(gone)
    return unavailable("The author was changed meanwhile; try again.")
