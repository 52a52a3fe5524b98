"""Databases for tests: each test gets its own, migrated and with the rows of `seeds/`."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config

from app.database import Database
from app.seed import fill

ROOT = Path(__file__).parent.parent


class Databases:
    """Copies of one database, which is made once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._original = folder / "original.db"
        self._count = 0
        url = f"sqlite:{self._original}"
        migrate(url)
        database = Database(url)
        with database.write() as connection:
            fill(connection)
        database.close()

    @contextmanager
    def fresh(self) -> Iterator[str]:
        self._count += 1
        copy = self._folder / f"{self._count}.db"
        shutil.copyfile(self._original, copy)
        yield f"sqlite:{copy}"

    @contextmanager
    def empty(self) -> Iterator[str]:
        self._count += 1
        yield f"sqlite:{self._folder / f'{self._count}.db'}"


@contextmanager
def opened(folder: Path) -> Iterator[Databases]:
    yield Databases(folder)


def migrate(url: str, revision: str = "heads") -> None:
    command.upgrade(configured(url), revision)


def configured(url: str) -> Config:
    config = Config(ROOT / "alembic.ini")
    config.attributes["database_url"] = url
    return config
