"""The database: connections, transactions, and the base of all tables."""

import logging
import re
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.pool import ConnectionPoolEntry, QueuePool

from app.http.problems import unavailable
from app.revisions import is_migrated

BUSY_TIMEOUT_MS = 5000
# Of connections, and so of the requests that are worked on at a time.
POOL_SIZE = 10

# BUSY, LOCKED, IOERR, FULL, CANTOPEN: https://www.sqlite.org/rescode.html
_TRY_AGAIN = (5, 6, 10, 13, 14)

log = logging.getLogger("app.database")


class Base(DeclarativeBase):
    """The tables of the service."""


class Database:
    """A pool of connections to one database."""

    def __init__(self, url: str) -> None:
        # Its connections begin no transaction by themselves: what is read needs none.
        self.engine = _engine(url)
        self._writing = threading.Lock()
        self._is_stopping = False

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A connection on which every statement stands for itself."""
        with _answering(), self.engine.connect() as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction, committed at the end and rolled back by an exception."""
        with _answering(), self._turn(), self.engine.begin() as connection:
            _begin(connection)
            yield connection
            if self._is_stopping:
                raise unavailable("The service is stopping; try again later.")

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """
        SQLite has one writer at a time, and lets who waits for it try again and again: among many, some never come to
        it in time. Those of this process wait here, in a queue; only other processes are met at the database.
        """
        if not self._writing.acquire(timeout=BUSY_TIMEOUT_MS / 1000):
            log.error("other requests wrote for too long")
            raise unavailable()
        try:
            yield
        finally:
            self._writing.release()

    @contextmanager
    def migrate(self) -> Iterator[Connection]:
        """
        A connection for migrations, without foreign keys: dropping or remaking a table would delete what refers to it.
        They are turned off outside a transaction, and checked before the end of each.
        """
        with self.engine.connect() as connection:
            # Closed at the end, for others need foreign keys.
            connection.detach()
            event.listen(connection, "commit", _refuse_broken_links)
            connection.exec_driver_sql("PRAGMA foreign_keys = OFF")
            connection.commit()
            event.listen(connection, "begin", _begin)
            yield connection

    @contextmanager
    def explain(self, error: IntegrityError) -> Iterator[Connection]:
        """A connection to look up what a refused write met; only keys may refuse one, all else is a fault of ours."""
        if not re.search(r"(UNIQUE|FOREIGN KEY) constraint failed", str(error.orig)):
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
        self.engine.dispose()


@contextmanager
def _answering() -> Iterator[None]:
    """A database that is away, full, or locked for too long, is no fault of the request, and may be well again."""
    try:
        yield
    except PoolTimeoutError as error:
        log.exception("every connection to the database is in use")
        raise unavailable() from error
    except OperationalError as error:
        # The lower byte; what stands above it says more of the same (extended result codes).
        if getattr(error.orig, "sqlite_errorcode", 0) & 0xFF not in _TRY_AGAIN:
            raise
        log.exception("the database is not available")
        raise unavailable() from error


def _refuse_broken_links(connection: Connection) -> None:
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
    if broken is not None:
        raise RuntimeError(f"a row of {broken[0]} refers to one that would not be there: {tuple(broken)}")


def _engine(url: str) -> Engine:
    engine = create_engine(
        URL.create("sqlite+pysqlite", database=url.removeprefix("sqlite:")),
        # What is sent to the database does not belong in a log.
        hide_parameters=True,
        poolclass=QueuePool,
        pool_size=POOL_SIZE,
        max_overflow=0,
        pool_timeout=10,
        connect_args={"check_same_thread": False, "timeout": BUSY_TIMEOUT_MS / 1000},
    )
    event.listen(engine, "connect", _prepare)
    return engine


def _prepare(connection: sqlite3.Connection, _entry: ConnectionPoolEntry) -> None:
    # The driver would begin transactions at the first write; here whoever writes begins them.
    connection.isolation_level = None
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")


def _begin(connection: Connection) -> None:
    # Takes the write lock at once: a transaction that reads first could not wait for it later.
    connection.exec_driver_sql("BEGIN IMMEDIATE")
