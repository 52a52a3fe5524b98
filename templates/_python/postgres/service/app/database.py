"""The database: connections, transactions, and the base of all tables."""

import logging
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine.interfaces import IsolationLevel
from sqlalchemy.exc import DBAPIError, IntegrityError, InvalidatePoolError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.pool import ConnectionPoolEntry, PoolProxiedConnection

from app.deadlines import Deadlines
from app.http import documents
from app.http.problems import unavailable
from app.revisions import is_migrated

# Of connections, and so of the requests that are worked on at a time.
POOL_SIZE = 20
# After which a connection is tried before it is used again.
IDLE_SECONDS = 1

# https://www.postgresql.org/docs/current/errcodes-appendix.html
_KEYS = ("23503", "23505")
# Given up for another transaction, or after the times below; the server is out of something, or going away.
_TRY_AGAIN = ("40001", "40P01", "55P03", "57014", "25P03", "08", "53", "57P")

_UTC = "-c timezone=UTC"
# Nothing that a request asks for holds locks, or keeps a client waiting, for longer than this. In milliseconds:
# https://www.postgresql.org/docs/current/runtime-config-client.html
_BOUNDS = (
    "-c lock_timeout=5000 -c statement_timeout=15000 -c idle_in_transaction_session_timeout=15000"
)

_TAKE_TURN = text("SELECT pg_try_advisory_lock(hashtext('alembic_version'))")
# Between two attempts.
_TURN_SECONDS = 0.5

log = logging.getLogger("app.database")


class Base(DeclarativeBase):
    """The tables of the service."""


class Database:
    """A pool of connections to one database."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._is_stopping = False
        # Its connections begin no transaction by themselves: what is read needs none.
        self.engine = _engine(url, f"{_UTC} {_BOUNDS}", "AUTOCOMMIT")
        self._deadlines = Deadlines(self.engine)

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A connection on which every statement stands for itself."""
        with _answering(), self.engine.connect() as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction, committed at the end and rolled back by an exception."""
        with _answering(), self.engine.begin() as connection:
            connection.exec_driver_sql("BEGIN")
            yield connection
            if self._is_stopping:
                raise unavailable("The service is stopping; try again later.")

    @contextmanager
    def migrate(self) -> Iterator[Connection]:
        """
        A connection for migrations, which begin and end transactions themselves and may take their time. One process
        has it at a time; others wait until that one has ended.
        """
        engine = _engine(self._url, _UTC, "READ COMMITTED")
        try:
            with engine.connect() as connection:
                _wait_for_turn(connection)
                yield connection
        finally:
            # The turn ends with the session.
            engine.dispose()

    @contextmanager
    def explain(self, error: IntegrityError) -> Iterator[Connection]:
        """A connection to look up what a refused write met; only keys may refuse one, all else is a fault of ours."""
        if _state(error) not in _KEYS:
            raise error
        with self.read() as connection:
            yield connection

    def is_ready(self) -> bool:
        """Whether the database answers, and has every migration that this version of the service brings."""
        try:
            with self.engine.connect() as connection:
                return is_migrated(connection)
        except (DBAPIError, PoolTimeoutError):
            log.exception("the database is not ready")
            return False

    def refuse_commits(self) -> None:
        """From now on no transaction is committed: whoever waits for one is about to be told that it failed."""
        self._is_stopping = True

    def close(self) -> None:
        self._deadlines.stop()
        self.engine.dispose()


@contextmanager
def _answering() -> Iterator[None]:
    """A database that is away, busy, or gave up a transaction for another is no fault of the request."""
    try:
        yield
    except PoolTimeoutError as error:
        log.exception("every connection to the database is in use")
        raise unavailable() from error
    except DBAPIError as error:
        state = _state(error)
        is_away = state is None and isinstance(error, OperationalError)
        if not (error.connection_invalidated or is_away or (state or "").startswith(_TRY_AGAIN)):
            raise
        log.exception("the database is not available")
        raise unavailable() from error


def _wait_for_turn(connection: Connection) -> None:
    """
    Takes a lock of the session (https://www.postgresql.org/docs/current/explicit-locking.html#ADVISORY-LOCKS). Between two
    attempts there is no transaction: one that waited would be waited for by CREATE INDEX CONCURRENTLY.
    """
    is_told = False
    while not connection.execute(_TAKE_TURN).scalar_one():
        connection.rollback()
        if not is_told:
            log.warning("another process migrates this database; waiting until it has ended")
            is_told = True
        time.sleep(_TURN_SECONDS)
    connection.commit()


def _state(error: DBAPIError) -> str | None:
    """The code of PostgreSQL's error; None where there was no connection to tell it."""
    state = getattr(error.orig, "sqlstate", None)
    return state if isinstance(state, str) else None


def _engine(url: str, options: str, isolation_level: IsolationLevel) -> Engine:
    engine = create_engine(
        re.sub(r"^postgres(ql)?://", "postgresql+psycopg://", url),
        isolation_level=isolation_level,
        pool_size=POOL_SIZE,
        max_overflow=0,
        # What is sent to the database does not belong in a log.
        hide_parameters=True,
        pool_timeout=10,
        connect_args={"options": options, "connect_timeout": 5},
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
