"""Statements over books."""

from collections.abc import Iterable, Sequence

from sqlalchemy import ColumnElement, Connection, select

from app.authors import repository as authors
from app.authors.models import Author
from app.books.models import Book, book_tags_links, books_table
from app.books.queries import BOOK_QUERIES
from app.categories import repository as categories
from app.categories.models import Category
from app.columns import ids_of
from app.deletion import delete_rows
from app.http import formats
from app.http.problems import Fault, Problem, invalid_body, taken, unavailable
from app.http.queries import ListQuery
from app.listing import Listing, Page, Representation, list_rows
from app.publishers import repository as publishers
from app.publishers.models import Publisher
from app.rows import (
    Columns,
    Id,
    Links,
    Locked,
    Stored,
    change_row,
    embed_many,
    embed_one,
    insert_row,
    lock_row,
    missing_references,
    read_row,
    read_rows,
    row_exists,
    taken_values,
)
from app.tags import repository as tags
from app.tags.models import Tag
from app.validation.bodies import Values

COLUMNS: Columns = {
    "id": Book.id,
    "title": Book.title,
    "isbn": Book.isbn,
    "summary": Book.summary,
    "pages": Book.pages,
    "sold": Book.sold,
    "weight": Book.weight,
    "price": Book.price,
    "discount": Book.discount,
    "status": Book.status,
    "in_print": Book.in_print,
    "published_on": Book.published_on,
    "available_from": Book.available_from,
    "opens_at": Book.opens_at,
    "ean_key": Book.ean_key,
    "supplier_note": Book.supplier_note,
    "keywords": Book.keywords,
    "metadata": Book.metadata_,
    "first_seen": Book.first_seen,
    "author_id": Book.author_id,
    "editor_id": Book.editor_id,
    "publisher_id": Book.publisher_id,
    "category_id": Book.category_id,
    "created_at": Book.created_at,
    "updated_at": Book.updated_at,
}

TAGS_LINKS = Links(book_tags_links, own="book_id", other="tag_id")

LISTING = Listing(
    table=books_table,
    statement=select(
        Book.id,
        Book.title,
        Book.isbn,
        Book.summary,
        Book.pages,
        Book.sold,
        Book.weight,
        Book.price,
        Book.discount,
        Book.status,
        Book.in_print,
        Book.published_on,
        Book.available_from,
        Book.opens_at,
        Book.ean_key,
        Book.keywords,
        Book.metadata_,
        Book.first_seen,
        Book.author_id,
        Book.editor_id,
        Book.publisher_id,
        Book.category_id,
        ids_of(TAGS_LINKS.select(Book.id).correlate(Book)),
        Book.created_at,
        Book.updated_at,
        Book.row_version,
    ),
    fields=BOOK_QUERIES.fields,
    columns=COLUMNS,
    nullable=BOOK_QUERIES.nullable,
    search=(
        Book.title,
        Book.summary,
    ),
)


def list_page(connection: Connection, query: ListQuery, *among: ColumnElement[bool]) -> Page:
    """A page of the books that meet the conditions."""
    page = list_rows(connection, LISTING, query, *among)
    embed(connection, page.rows, query.selection.include)
    return page


def find(connection: Connection, book_id: Id, *among: ColumnElement[bool]) -> Stored | None:
    return read_row(connection, LISTING, book_id, *among)


def find_many(connection: Connection, ids: Iterable[object]) -> dict[object, Representation]:
    """By id; what is not there is left out."""
    return read_rows(connection, LISTING, ids)


def exists(connection: Connection, book_id: Id, *among: ColumnElement[bool]) -> bool:
    return row_exists(connection, LISTING, book_id, *among)


def embed(connection: Connection, rows: Sequence[Representation], relations: Iterable[str]) -> None:
    """Adds the related rows that are asked for, with one query for each relation."""
    for relation in relations:
        match relation:
            case "author":
                embed_one(connection, rows, "author", "author_id", authors.find_many)
            case "editor":
                embed_one(connection, rows, "editor", "editor_id", authors.find_many)
            case "publisher":
                embed_one(connection, rows, "publisher", "publisher_id", publishers.find_many)
            case "category":
                embed_one(connection, rows, "category", "category_id", categories.find_many)
            case "tags":
                embed_many(connection, rows, "tags", "tag_ids", tags.find_many)


def lock(connection: Connection, book_id: Id, *among: ColumnElement[bool]) -> Locked | None:
    """The values of a book, for a change that nobody else can interrupt."""
    locked = lock_row(connection, LISTING, book_id, *among)
    if locked is not None:
        locked.values["tag_ids"] = TAGS_LINKS.ids(connection, book_id)
    return locked


def create(connection: Connection, values: Values) -> Id:
    now = formats.now()
    row: Values = {
        **values,
        "first_seen": now,
        "created_at": now,
        "updated_at": now,
    }
    book_id = insert_row(connection, LISTING, row)
    TAGS_LINKS.set(connection, book_id, values["tag_ids"])
    return book_id


def change(connection: Connection, book_id: Id, changes: Values) -> None:
    """Writes the values that differ, and gives the row a new version."""
    change_row(connection, LISTING, book_id, changes)
    if "tag_ids" in changes:
        TAGS_LINKS.set(connection, book_id, changes["tag_ids"])


def remove(connection: Connection, book_id: Id) -> None:
    delete_rows(connection, books_table, [book_id])


def missing(connection: Connection, values: Values) -> list[Fault]:
    """A fault for each reference that names no row."""
    return [
        *missing_references(connection, values, "author_id", Author.id),
        *missing_references(connection, values, "editor_id", Author.id),
        *missing_references(connection, values, "publisher_id", Publisher.id),
        *missing_references(connection, values, "category_id", Category.id),
        *missing_references(connection, values, "tag_ids", Tag.id),
    ]


def refusal(connection: Connection, values: Values, book_id: Id | None = None) -> Problem:
    """Why the database refused the values: references that name no row, else values that are taken."""
    nowhere = missing(connection, values)
    if nowhere:
        return invalid_body(nowhere)
    others = [] if book_id is None else [Book.id != book_id]
    faults = [
        *taken_values(connection, values, {"isbn": Book.isbn}, *others),
        *taken_values(
            connection, values, {"title": Book.title, "author_id": Book.author_id}, *others
        ),
    ]
    if faults:
        return taken(faults)
    # A row that was deleted after the first look may have freed what was taken.
    gone = missing(connection, values)
    if gone:
        return invalid_body(gone)
    return unavailable("The book was changed meanwhile; try again.")
