"""Databases for tests: each test gets its own, on the server that TEST_DATABASE_URL names."""

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import LiteralString

import psycopg
from alembic import command
from alembic.config import Config
from psycopg import sql
from sqlalchemy.engine import make_url

from app.database import Database
from app.seed import fill

ROOT = Path(__file__).parent.parent
SERVER = os.environ.get("TEST_DATABASE_URL", "postgres://postgres:postgres@127.0.0.1:5432/postgres")


class Databases:
    """Copies of one database, which is made once."""

    def __init__(self) -> None:
        self._original = f"test_{uuid.uuid4().hex}"
        _run("CREATE DATABASE {}", self._original)
        url = _url(self._original)
        migrate(url)
        database = Database(url)
        with database.write() as connection:
            fill(connection)
        database.close()

    @contextmanager
    def fresh(self) -> Iterator[str]:
        name = f"test_{uuid.uuid4().hex}"
        _run("CREATE DATABASE {} TEMPLATE {}", name, self._original)
        try:
            yield _url(name)
        finally:
            _run("DROP DATABASE {} WITH (FORCE)", name)

    @contextmanager
    def empty(self) -> Iterator[str]:
        name = f"test_{uuid.uuid4().hex}"
        _run("CREATE DATABASE {}", name)
        try:
            yield _url(name)
        finally:
            _run("DROP DATABASE {} WITH (FORCE)", name)

    def close(self) -> None:
        _run("DROP DATABASE {} WITH (FORCE)", self._original)


@contextmanager
def opened(_folder: Path) -> Iterator[Databases]:
    databases = Databases()
    try:
        yield databases
    finally:
        databases.close()


def migrate(url: str, revision: str = "heads") -> None:
    command.upgrade(configured(url), revision)


def configured(url: str) -> Config:
    config = Config(ROOT / "alembic.ini")
    config.attributes["database_url"] = url
    return config


def _url(name: str) -> str:
    return make_url(SERVER).set(database=name).render_as_string(hide_password=False)


def _run(statement: LiteralString, *names: str) -> None:
    with psycopg.connect(SERVER, autocommit=True) as connection:
        connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))
