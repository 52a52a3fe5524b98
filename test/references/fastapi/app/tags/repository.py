"""Statements over tags."""

from collections.abc import Iterable, Sequence

from sqlalchemy import ColumnElement, Connection, select

from app.columns import ids_of
from app.deletion import delete_rows
from app.http import formats
from app.http.problems import Fault, Problem, invalid_body, taken, unavailable
from app.http.queries import ListQuery
from app.listing import Listing, Page, Representation, list_rows
from app.rows import (
    Columns,
    Id,
    Links,
    Locked,
    Stored,
    change_row,
    embed_many,
    insert_row,
    lock_row,
    missing_references,
    read_row,
    read_rows,
    row_exists,
    taken_values,
)
from app.tags.models import Tag, tag_related_links, tags_table
from app.tags.queries import TAG_QUERIES
from app.validation.bodies import Values

COLUMNS: Columns = {
    "id": Tag.id,
    "name": Tag.name,
    "created_at": Tag.created_at,
    "updated_at": Tag.updated_at,
}

RELATED_LINKS = Links(tag_related_links, own="tag_id", other="related_id")

LISTING = Listing(
    table=tags_table,
    statement=select(
        Tag.id,
        Tag.name,
        ids_of(RELATED_LINKS.select(Tag.id).correlate(Tag)),
        Tag.created_at,
        Tag.updated_at,
        Tag.row_version,
    ),
    fields=TAG_QUERIES.fields,
    columns=COLUMNS,
    nullable=TAG_QUERIES.nullable,
)


def list_page(connection: Connection, query: ListQuery, *among: ColumnElement[bool]) -> Page:
    """A page of the tags that meet the conditions."""
    page = list_rows(connection, LISTING, query, *among)
    embed(connection, page.rows, query.selection.include)
    return page


def find(connection: Connection, tag_id: Id, *among: ColumnElement[bool]) -> Stored | None:
    return read_row(connection, LISTING, tag_id, *among)


def find_many(connection: Connection, ids: Iterable[object]) -> dict[object, Representation]:
    """By id; what is not there is left out."""
    return read_rows(connection, LISTING, ids)


def exists(connection: Connection, tag_id: Id, *among: ColumnElement[bool]) -> bool:
    return row_exists(connection, LISTING, tag_id, *among)


def embed(connection: Connection, rows: Sequence[Representation], relations: Iterable[str]) -> None:
    """Adds the related rows that are asked for, with one query for each relation."""
    for relation in relations:
        match relation:
            case "related":
                embed_many(connection, rows, "related", "related_ids", find_many)


def lock(connection: Connection, tag_id: Id, *among: ColumnElement[bool]) -> Locked | None:
    """The values of a tag, for a change that nobody else can interrupt."""
    locked = lock_row(connection, LISTING, tag_id, *among)
    if locked is not None:
        locked.values["related_ids"] = RELATED_LINKS.ids(connection, tag_id)
    return locked


def create(connection: Connection, values: Values) -> Id:
    now = formats.now()
    row: Values = {
        **values,
        "created_at": now,
        "updated_at": now,
    }
    tag_id = insert_row(connection, LISTING, row)
    RELATED_LINKS.set(connection, tag_id, values["related_ids"])
    return tag_id


def change(connection: Connection, tag_id: Id, changes: Values) -> None:
    """Writes the values that differ, and gives the row a new version."""
    change_row(connection, LISTING, tag_id, changes)
    if "related_ids" in changes:
        RELATED_LINKS.set(connection, tag_id, changes["related_ids"])


def remove(connection: Connection, tag_id: Id) -> None:
    delete_rows(connection, tags_table, [tag_id])


def missing(connection: Connection, values: Values) -> list[Fault]:
    """A fault for each reference that names no row."""
    return [
        *missing_references(connection, values, "related_ids", Tag.id),
    ]


def refusal(connection: Connection, values: Values, tag_id: Id | None = None) -> Problem:
    """Why the database refused the values: references that name no row, else values that are taken."""
    nowhere = missing(connection, values)
    if nowhere:
        return invalid_body(nowhere)
    others = [] if tag_id is None else [Tag.id != tag_id]
    faults = [
        *taken_values(connection, values, {"name": Tag.name}, *others),
    ]
    if faults:
        return taken(faults)
    # A row that was deleted after the first look may have freed what was taken.
    gone = missing(connection, values)
    if gone:
        return invalid_body(gone)
    return unavailable("The tag was changed meanwhile; try again.")
