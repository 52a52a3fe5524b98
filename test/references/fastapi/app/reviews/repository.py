"""Statements over reviews."""

from collections.abc import Iterable, Sequence

from sqlalchemy import ColumnElement, Connection, select

from app.books import repository as books
from app.books.models import Book
from app.deletion import hide_rows
from app.http import formats
from app.http.problems import Fault, Problem, invalid_body, taken, unavailable
from app.http.queries import ListQuery
from app.listing import Listing, Page, Representation, list_rows
from app.reviews.models import Review, reviews_table
from app.reviews.queries import REVIEW_QUERIES
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
    "id": Review.id,
    "book_id": Review.book_id,
    "reader": Review.reader,
    "rating": Review.rating,
    "body": Review.body,
    "created_at": Review.created_at,
    "updated_at": Review.updated_at,
}

LISTING = Listing(
    table=reviews_table,
    statement=select(
        Review.id,
        Review.book_id,
        Review.reader,
        Review.rating,
        Review.body,
        Review.created_at,
        Review.updated_at,
        Review.row_version,
    ).where(Review.deleted_at.is_(None)),
    fields=REVIEW_QUERIES.fields,
    columns=COLUMNS,
    nullable=REVIEW_QUERIES.nullable,
)


def list_page(connection: Connection, query: ListQuery, *among: ColumnElement[bool]) -> Page:
    """A page of the reviews that meet the conditions."""
    page = list_rows(connection, LISTING, query, *among)
    embed(connection, page.rows, query.selection.include)
    return page


def find(connection: Connection, review_id: Id, *among: ColumnElement[bool]) -> Stored | None:
    return read_row(connection, LISTING, review_id, *among)


def find_many(connection: Connection, ids: Iterable[object]) -> dict[object, Representation]:
    """By id; what is not there is left out."""
    return read_rows(connection, LISTING, ids)


def exists(connection: Connection, review_id: Id, *among: ColumnElement[bool]) -> bool:
    return row_exists(connection, LISTING, review_id, *among)


def embed(connection: Connection, rows: Sequence[Representation], relations: Iterable[str]) -> None:
    """Adds the related rows that are asked for, with one query for each relation."""
    for relation in relations:
        match relation:
            case "book":
                embed_one(connection, rows, "book", "book_id", books.find_many)


def lock(connection: Connection, review_id: Id, *among: ColumnElement[bool]) -> Locked | None:
    """The values of a review, for a change that nobody else can interrupt."""
    return lock_row(connection, LISTING, review_id, *among)


def create(connection: Connection, values: Values) -> Stored:
    now = formats.now()
    row: Values = {
        **values,
        "created_at": now,
        "updated_at": now,
    }
    return insert_shown_row(connection, LISTING, row)


def change(connection: Connection, review_id: Id, changes: Values) -> None:
    """Writes the values that differ, and gives the row a new version."""
    change_row(connection, LISTING, review_id, changes)


def remove(connection: Connection, review_id: Id) -> None:
    hide_rows(connection, reviews_table, [review_id])


def missing(connection: Connection, values: Values) -> list[Fault]:
    """A fault for each reference that names no row."""
    return [
        *missing_references(connection, values, "book_id", Book.id),
    ]


def refusal(connection: Connection, values: Values, review_id: Id | None = None) -> Problem:
    """Why the database refused the values: references that name no row, else values that are taken."""
    nowhere = missing(connection, values)
    if nowhere:
        return invalid_body(nowhere)
    others = [] if review_id is None else [Review.id != review_id]
    others.append(Review.deleted_at.is_(None))
    faults = [
        *taken_values(
            connection, values, {"book_id": Review.book_id, "reader": Review.reader}, *others
        ),
    ]
    if faults:
        return taken(faults)
    # A row that was deleted after the first look may have freed what was taken.
    gone = missing(connection, values)
    if gone:
        return invalid_body(gone)
    return unavailable("The review was changed meanwhile; try again.")
