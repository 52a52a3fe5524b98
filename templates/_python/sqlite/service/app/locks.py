"""What is said where a migration does not get the lock of the file, or cannot open it."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import OperationalError

from app.database import Database
from app.migration import MigrationStoppedError


@contextmanager
def explained_locks(_database: Database) -> Iterator[None]:
    """Says what to do where another process holds the lock that a migration needs, or the file cannot be opened."""
    try:
        yield
    except OperationalError as error:
        if "unable to open" in str(error.orig):
            raise MigrationStoppedError(
                f"{error.orig}: the folder that DATABASE_URL names must be there, and be writable."
            ) from error
        if "database is locked" not in str(error.orig):
            raise
        raise MigrationStoppedError(
            "Another process is writing to the database and did not finish in time. Nothing of the migration is done.\n"
            "Stop that process, or run the migration again at a quiet time."
        ) from error
