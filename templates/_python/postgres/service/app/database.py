"""The database: connections, transactions, and the base of all tables."""

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.exc import DBAPIError, IntegrityError, InvalidatePoolError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.pool import ConnectionPoolEntry, PoolProxiedConnection

from app.http import documents
from app.http.problems import unavailable

# Of connections, and so of the requests that are worked on at a time.
POOL_SIZE = 20
# After which a connection is tried before it is used again.
IDLE_SECONDS = 1

# https://www.postgresql.org/docs/current/errcodes-appendix.html
_KEYS = ("23503", "23505")
_TRY_AGAIN = ("40001", "40P01", "53300", "55P03", "57P01", "57P03")


class Base(DeclarativeBase):
    """The tables of the service."""


class Database:
    """A pool of connections to one database."""

    def __init__(self, url: str) -> None:
        self.engine = _engine(url)
        self._reader = self.engine.execution_options(isolation_level="AUTOCOMMIT")

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A connection on which every statement stands for itself."""
        with _answering(), self._reader.connect() as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction, committed at the end and rolled back by an exception."""
        with _answering(), self.engine.begin() as connection:
            yield connection

    @contextmanager
    def migrate(self) -> Iterator[Connection]:
        """A connection for migrations, which begin and end transactions themselves."""
        with self.engine.connect() as connection:
            yield connection

    @contextmanager
    def explain(self, error: IntegrityError) -> Iterator[Connection]:
        """A connection to look up what a refused write met; only keys may refuse one, all else is a fault of ours."""
        if _state(error) not in _KEYS:
            raise error
        with self.read() as connection:
            yield connection

    def is_ready(self) -> bool:
        try:
            with self._reader.connect() as connection:
                connection.execute(text("SELECT 1"))
        except (OperationalError, PoolTimeoutError):
            return False
        return True

    def close(self) -> None:
        self.engine.dispose()


@contextmanager
def _answering() -> Iterator[None]:
    """A database that is away, busy, or gave up a transaction for another is no fault of the request."""
    try:
        yield
    except PoolTimeoutError as error:
        raise unavailable() from error
    except DBAPIError as error:
        state = _state(error)
        if error.connection_invalidated or state in _TRY_AGAIN or state is None:
            raise unavailable() from error
        raise


def _state(error: DBAPIError) -> str | None:
    """The code of PostgreSQL's error; None where there was no connection to tell it."""
    state = getattr(error.orig, "sqlstate", None)
    return state if isinstance(state, str) else None


def _engine(url: str) -> Engine:
    engine = create_engine(
        re.sub(r"^postgres(ql)?://", "postgresql+psycopg://", url),
        pool_size=POOL_SIZE,
        max_overflow=0,
        pool_timeout=10,
        connect_args={"options": "-c timezone=UTC", "connect_timeout": 5},
        json_serializer=lambda value: documents.write(value).decode(),
    )
    event.listen(engine, "checkin", _note_return)
    event.listen(engine, "checkout", _try_idle)
    return engine


def _note_return(_connection: psycopg.Connection | None, entry: ConnectionPoolEntry) -> None:
    entry.info["returned_at"] = time.monotonic()


def _try_idle(
    connection: psycopg.Connection, entry: ConnectionPoolEntry, _proxy: PoolProxiedConnection
) -> None:
    """
    Connections that the server has closed meanwhile are replaced before a request meets them. One that worked a moment
    ago is not asked again (as `pool_pre_ping` would), which spares each request a round trip.
    """
    returned_at = entry.info.get("returned_at")
    if returned_at is None or time.monotonic() - returned_at < IDLE_SECONDS:
        return
    try:
        connection.execute("")
        connection.rollback()
    except psycopg.Error as error:
        raise InvalidatePoolError from error
