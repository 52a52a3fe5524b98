"""Statements over settings."""

from collections.abc import Iterable, Sequence

from sqlalchemy import ColumnElement, Connection, select

from app.http.problems import Problem, taken, unavailable
from app.http.queries import ListQuery
from app.listing import Listing, Page, Representation, list_rows
from app.rows import (
    Columns,
    Id,
    Locked,
    Stored,
    change_row,
    lock_row,
    read_row,
    read_rows,
    row_exists,
    taken_values,
)
from app.settings.models import Setting, settings_table
from app.settings.queries import SETTING_QUERIES
from app.validation.bodies import Values

COLUMNS: Columns = {
    "id": Setting.id,
    "key": Setting.key,
    "value": Setting.value,
    "created_at": Setting.created_at,
    "updated_at": Setting.updated_at,
}

LISTING = Listing(
    table=settings_table,
    statement=select(
        Setting.id,
        Setting.key,
        Setting.value,
        Setting.created_at,
        Setting.updated_at,
        Setting.row_version,
    ),
    fields=SETTING_QUERIES.fields,
    columns=COLUMNS,
    nullable=SETTING_QUERIES.nullable,
)


def list_page(connection: Connection, query: ListQuery, *among: ColumnElement[bool]) -> Page:
    """A page of the settings that meet the conditions."""
    page = list_rows(connection, LISTING, query, *among)
    embed(connection, page.rows, query.selection.include)
    return page


def find(connection: Connection, setting_id: Id, *among: ColumnElement[bool]) -> Stored | None:
    return read_row(connection, LISTING, setting_id, *among)


def find_many(connection: Connection, ids: Iterable[object]) -> dict[object, Representation]:
    """By id; what is not there is left out."""
    return read_rows(connection, LISTING, ids)


def exists(connection: Connection, setting_id: Id, *among: ColumnElement[bool]) -> bool:
    return row_exists(connection, LISTING, setting_id, *among)


def embed(connection: Connection, rows: Sequence[Representation], relations: Iterable[str]) -> None:
    """There is nothing to embed in settings."""


def lock(connection: Connection, setting_id: Id, *among: ColumnElement[bool]) -> Locked | None:
    """The values of a setting, for a change that nobody else can interrupt."""
    return lock_row(connection, LISTING, setting_id, *among)


def change(connection: Connection, setting_id: Id, changes: Values) -> None:
    """Writes the values that differ, and gives the row a new version."""
    change_row(connection, LISTING, setting_id, changes)


def refusal(connection: Connection, values: Values, setting_id: Id | None = None) -> Problem:
    """Why the database refused the values: references that name no row, else values that are taken."""
    others = [] if setting_id is None else [Setting.id != setting_id]
    faults = [
        *taken_values(connection, values, {"key": Setting.key}, *others),
    ]
    if faults:
        return taken(faults)
    return unavailable("The setting was changed meanwhile; try again.")
