"""SQLite by `sqlite3`, with the pragmas of the generated service. What it answers is there at once, so nothing is awaited."""

import os
import sqlite3
import threading

from statements import CREATE, FIND, LIST


def open_store(url):
    return AsyncStore(url) if os.environ.get("ENDPOINTS") == "async" else Store(url)


class Store:
    """A connection for each thread."""

    def __init__(self, url):
        self._path = url.removeprefix("sqlite:")
        self._local = threading.local()

    @property
    def connection(self):
        if not hasattr(self._local, "connection"):
            connection = sqlite3.connect(self._path, timeout=5, isolation_level=None)
            connection.execute("pragma foreign_keys = on")
            connection.execute("pragma journal_mode = wal")
            connection.execute("pragma synchronous = normal")
            self._local.connection = connection
        return self._local.connection

    def find(self, book_id):
        return self.connection.execute(FIND, (book_id,)).fetchone()

    def list(self, status, limit):
        return self.connection.execute(LIST, (status, limit)).fetchall()

    def create(self, values):
        return self.connection.execute(CREATE, values).fetchone()


class AsyncStore:
    def __init__(self, url):
        self._store = Store(url)

    async def find(self, book_id):
        return self._store.find(book_id)

    async def list(self, status, limit):
        return self._store.list(status, limit)

    async def create(self, values):
        return self._store.create(values)
