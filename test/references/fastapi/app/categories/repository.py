"""Statements over categories."""

from collections.abc import Iterable, Sequence

from sqlalchemy import ColumnElement, Connection, select

from app.categories.models import Category, categories_table
from app.categories.queries import CATEGORY_QUERIES
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
    "id": Category.id,
    "name": Category.name,
    "slug": Category.slug,
    "parent_id": Category.parent_id,
    "created_at": Category.created_at,
    "updated_at": Category.updated_at,
}

LISTING = Listing(
    table=categories_table,
    statement=select(
        Category.id,
        Category.name,
        Category.slug,
        Category.parent_id,
        Category.created_at,
        Category.updated_at,
        Category.row_version,
    ),
    fields=CATEGORY_QUERIES.fields,
    columns=COLUMNS,
    nullable=CATEGORY_QUERIES.nullable,
)


def list_page(connection: Connection, query: ListQuery, *among: ColumnElement[bool]) -> Page:
    """A page of the categories that meet the conditions."""
    page = list_rows(connection, LISTING, query, *among)
    embed(connection, page.rows, query.selection.include)
    return page


def find(connection: Connection, category_id: Id, *among: ColumnElement[bool]) -> Stored | None:
    return read_row(connection, LISTING, category_id, *among)


def find_many(connection: Connection, ids: Iterable[object]) -> dict[object, Representation]:
    """By id; what is not there is left out."""
    return read_rows(connection, LISTING, ids)


def exists(connection: Connection, category_id: Id, *among: ColumnElement[bool]) -> bool:
    return row_exists(connection, LISTING, category_id, *among)


def embed(connection: Connection, rows: Sequence[Representation], relations: Iterable[str]) -> None:
    """Adds the related rows that are asked for, with one query for each relation."""
    for relation in relations:
        match relation:
            case "parent":
                embed_one(connection, rows, "parent", "parent_id", find_many)


def lock(connection: Connection, category_id: Id, *among: ColumnElement[bool]) -> Locked | None:
    """The values of a category, for a change that nobody else can interrupt."""
    return lock_row(connection, LISTING, category_id, *among)


def create(connection: Connection, values: Values) -> Stored:
    now = formats.now()
    row: Values = {
        **values,
        "created_at": now,
        "updated_at": now,
    }
    return insert_shown_row(connection, LISTING, row)


def change(connection: Connection, category_id: Id, changes: Values) -> None:
    """Writes the values that differ, and gives the row a new version."""
    change_row(connection, LISTING, category_id, changes)


def remove(connection: Connection, category_id: Id) -> None:
    delete_rows(connection, categories_table, [category_id])


def missing(connection: Connection, values: Values) -> list[Fault]:
    """A fault for each reference that names no row."""
    return [
        *missing_references(connection, values, "parent_id", Category.id),
    ]


def refusal(connection: Connection, values: Values, category_id: Id | None = None) -> Problem:
    """Why the database refused the values: references that name no row, else values that are taken."""
    nowhere = missing(connection, values)
    if nowhere:
        return invalid_body(nowhere)
    others = [] if category_id is None else [Category.id != category_id]
    faults = [
        *taken_values(connection, values, {"slug": Category.slug}, *others),
    ]
    if faults:
        return taken(faults)
    # A row that was deleted after the first look may have freed what was taken.
    gone = missing(connection, values)
    if gone:
        return invalid_body(gone)
    return unavailable("The category was changed meanwhile; try again.")
