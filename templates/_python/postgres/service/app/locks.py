"""What is said where a migration does not get a lock, or there is no database."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, OperationalError

from app.database import Database
from app.migration import MigrationStoppedError

# Deadlock, and longer than `lock_timeout`: https://www.postgresql.org/docs/current/errcodes-appendix.html
_LOCKED = ("40P01", "55P03")

_SESSIONS = text("""
    SELECT pid, usename AS user, application_name AS application, state,
        date_trunc('second', clock_timestamp() - xact_start)::text AS open_for, left(query, 200) AS query
    FROM pg_stat_activity
    WHERE datname = current_database() AND backend_type = 'client backend'
        AND xact_start IS NOT NULL AND pid <> pg_backend_pid()
    ORDER BY xact_start
    LIMIT 5
""")


@contextmanager
def explained_locks(database: Database) -> Iterator[None]:
    """Names who may hold a lock that a migration did not get, or says why the database cannot be reached."""
    try:
        yield
    except DBAPIError as error:
        state = getattr(error.orig, "sqlstate", None)
        reason = str(error.orig).partition("\n")[0]
        if state is None and isinstance(error, OperationalError):
            raise MigrationStoppedError(f"The database is not available: {reason}") from error
        if state not in _LOCKED:
            raise
        with database.read() as connection:
            sessions = [str(dict(row)) for row in connection.execute(_SESSIONS).mappings()]
        found = ["Transactions that are open now, the oldest first:", *sessions]
        raise MigrationStoppedError(
            f"The migration did not get a lock that others hold: {reason}. Its transaction was taken back.\n"
            "Run it again at a quiet time, or end the session that holds the lock (SELECT pg_terminate_backend(pid)), "
            "or raise lock_timeout in the migration itself.\n\n"
            + ("\n".join(found) if sessions else "By now no other transaction is open.")
        ) from error
