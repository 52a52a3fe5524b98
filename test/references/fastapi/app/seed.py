"""Rows to begin with, from `seeds/`: `python -m app.seed`."""

import json
import sys
from pathlib import Path

from sqlalchemy import Connection, column, insert, select, table
from sqlalchemy.exc import OperationalError

from app.config import SettingsError, get_settings
from app.database import Database
from app.revisions import is_migrated

SEEDS = Path(__file__).parent.parent / "seeds"

# Parents before children.
TABLES = (
    "countries",
    "authors",
    "categories",
    "tags",
    "publishers",
    "books",
    "reviews",
    "settings",
    "tag_related",
    "book_tags",
)


def fill(connection: Connection) -> int:
    """Adds all rows to a database that has none, and tells how many."""
    if any(
        connection.execute(select(1).select_from(table(name)).limit(1)).first() for name in TABLES
    ):
        return 0
    return sum(_add(connection, name) for name in TABLES)


def _add(connection: Connection, name: str) -> int:
    rows: list[dict[str, str | int | float | bool | None]] = json.loads(
        (SEEDS / f"{name}.json").read_text(encoding="utf-8")
    )
    for row in rows:
        # Without types: the database reads the texts as its columns are.
        target = table(name, *(column(key) for key in row))
        connection.execute(insert(target).values(row))
    return len(rows)


def main() -> None:
    try:
        database = Database(get_settings().database_url)
    except SettingsError as error:
        sys.exit(str(error))
    try:
        with database.engine.connect() as connection:
            if not is_migrated(connection):
                sys.exit("Migrations have not run yet: run `alembic upgrade heads` first.")
        with database.write() as connection:
            count = fill(connection)
        sys.stdout.write(f"{count} rows were added.\n")
    except OperationalError as error:
        reason = str(error.orig).partition("\n")[0]
        sys.exit(f"The database is not available: {reason}")
    finally:
        database.close()


if __name__ == "__main__":
    main()
