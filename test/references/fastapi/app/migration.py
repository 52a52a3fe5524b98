"""What migrations do besides running statements."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from alembic import op
from alembic.util import CommandError
from sqlalchemy import Connection


class MigrationStoppedError(CommandError):
    """Says why a migration must not go on; nothing of it is done then."""


class Step(Protocol):
    def run(self, connection: Connection) -> None: ...


@dataclass(frozen=True)
class Check:
    """Stops where the query finds rows that are in the way."""

    message: str
    query: str

    def run(self, connection: Connection) -> None:
        rows = connection.exec_driver_sql(self.query).mappings().all()
        if rows:
            shown = "\n".join(str(dict(row)) for row in rows)
            raise MigrationStoppedError(
                f"{self.message}\n\nFound by:\n{self.query.strip()}\n\nAmong others:\n{shown}"
            )


@dataclass(frozen=True)
class Loss:
    """Stops where the query finds what would be lost, unless ALLOW_DATA_LOSS is `yes`."""

    message: str
    query: str

    def run(self, connection: Connection) -> None:
        if os.environ.get("ALLOW_DATA_LOSS") != "yes":
            message = f"{self.message}\nWith ALLOW_DATA_LOSS=yes it is done all the same."
            Check(message, self.query).run(connection)


def run(parts: Sequence[str | Step]) -> None:
    """Runs statements, and what stands between them."""
    connection = op.get_bind().execution_options(no_parameters=True)
    for part in parts:
        if isinstance(part, str):
            connection.exec_driver_sql(part)
        else:
            part.run(connection)
