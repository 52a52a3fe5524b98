"""
An end for what waits for a database that does not answer. The server's own timeouts bound what it works on; a server that
is stopped, or cut off without a word, keeps none of them.
"""

import contextlib
import logging
import socket
import threading
import time

import psycopg
from sqlalchemy import Connection, Engine, event
from sqlalchemy.pool import ConnectionPoolEntry, PoolProxiedConnection

# That a statement may take: longer than the server lets it.
MOST_SECONDS = 20

_EVERY_SECONDS = 1

log = logging.getLogger("app.database")


class Deadlines:
    """Cuts connections whose statement takes too long, so that the threads that wait for it go on with an error."""

    def __init__(self, engine: Engine) -> None:
        self._ends: dict[socket.socket, float] = {}
        self._lock = threading.Lock()
        self._is_over = threading.Event()
        self._thread: threading.Thread | None = None
        event.listen(engine, "connect", self._open)
        event.listen(engine, "checkout", self._begin, insert=True)
        event.listen(engine, "before_cursor_execute", self._begin_statement)
        event.listen(engine, "checkin", self._end)
        event.listen(engine, "close", self._close)

    def stop(self) -> None:
        self._is_over.set()

    def _open(self, connection: psycopg.Connection, entry: ConnectionPoolEntry) -> None:
        # A handle of its own: the number of the driver's may be another's by the time it is cut.
        handle = socket.fromfd(connection.fileno(), socket.AF_INET, socket.SOCK_STREAM)
        entry.info["socket"] = handle
        self._watch(handle)
        with self._lock:
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="deadlines", daemon=True)
                self._thread.start()

    def _begin(
        self,
        _connection: psycopg.Connection,
        entry: ConnectionPoolEntry,
        _proxy: PoolProxiedConnection,
    ) -> None:
        self._watch(entry.info["socket"])

    def _begin_statement(self, connection: Connection, *_statement: object) -> None:
        self._watch(connection.info["socket"])

    def _watch(self, handle: socket.socket) -> None:
        with self._lock:
            self._ends[handle] = time.monotonic() + MOST_SECONDS

    def _end(self, _connection: psycopg.Connection | None, entry: ConnectionPoolEntry) -> None:
        with self._lock:
            # There is none where the connection was cut.
            if handle := entry.info.get("socket"):
                self._ends.pop(handle, None)

    def _close(self, _connection: psycopg.Connection, entry: ConnectionPoolEntry) -> None:
        with self._lock:
            # There is none where it was never quite open.
            if handle := entry.info.pop("socket", None):
                self._ends.pop(handle, None)
                handle.close()

    def _run(self) -> None:
        while not self._is_over.wait(_EVERY_SECONDS):
            now = time.monotonic()
            with self._lock:
                late = [handle for handle, end in self._ends.items() if end < now]
                for handle in late:
                    del self._ends[handle]
                    # It may have ended by itself.
                    with contextlib.suppress(OSError):
                        handle.shutdown(socket.SHUT_RDWR)
            if late:
                log.error("%d connections to the database were in use for too long", len(late))
