"""What PostgreSQL changes beside requests."""

from dataclasses import dataclass

from alembic import op
from sqlalchemy import Connection

from app.migration import Step, run


@dataclass(frozen=True)
class Outside:
    """Runs a part in no transaction, which PostgreSQL asks of what does not keep requests waiting."""

    part: str | Step

    def run(self, _connection: Connection) -> None:
        with op.get_context().autocommit_block():
            run((self.part,))
