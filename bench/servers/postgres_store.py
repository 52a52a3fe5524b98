"""PostgreSQL by psycopg 3, every statement prepared, twenty connections at most."""

import asyncio
import os
import threading

import psycopg
import statements

FIND, LIST, CREATE = (
    statement.replace("?", "%s")
    for statement in (statements.FIND, statements.LIST, statements.CREATE)
)
OPTIONS = {"options": "-c timezone=UTC", "autocommit": True, "prepare_threshold": 1}


def open_store(url):
    return AsyncStore(url) if os.environ.get("ENDPOINTS") == "async" else Store(url)


class Store:
    """A connection for each thread."""

    def __init__(self, url):
        self._url = url
        self._local = threading.local()

    def _execute(self, statement, values):
        if not hasattr(self._local, "connection"):
            self._local.connection = psycopg.connect(self._url, **OPTIONS)
        return self._local.connection.execute(statement, values)

    def find(self, book_id):
        return self._execute(FIND, (book_id,)).fetchone()

    def list(self, status, limit):
        return self._execute(LIST, (status, limit)).fetchall()

    def create(self, values):
        return self._execute(CREATE, values).fetchone()


class AsyncStore:
    def __init__(self, url):
        self._url = url
        self._free = asyncio.LifoQueue()
        self._count = 0

    async def _execute(self, statement, values):
        if self._free.empty() and self._count < 20:
            self._count += 1
            connection = await psycopg.AsyncConnection.connect(self._url, **OPTIONS)
        else:
            connection = await self._free.get()
        try:
            return await (await connection.execute(statement, values)).fetchall()
        finally:
            self._free.put_nowait(connection)

    async def find(self, book_id):
        rows = await self._execute(FIND, (book_id,))
        return rows[0] if rows else None

    async def list(self, status, limit):
        return await self._execute(LIST, (status, limit))

    async def create(self, values):
        return (await self._execute(CREATE, values))[0]
