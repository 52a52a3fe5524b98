"""Which migrations this version of the service brings, and whether the database has them."""

from functools import cache
from pathlib import Path

from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text
from sqlalchemy.exc import OperationalError, ProgrammingError

_MIGRATIONS = Path(__file__).parent.parent / "migrations"


def is_migrated(connection: Connection) -> bool:
    """
    Whether all of them have run. A revision that is not known here is one of a later version, which is being brought in
    while this one still runs: it stands on these.
    """
    heads, known = _revisions()
    connection.execute(text("SELECT 1"))
    try:
        found = set(connection.execute(text("SELECT version_num FROM alembic_version")).scalars())
    except (OperationalError, ProgrammingError):
        # The database answers: it has no such table, so none has run.
        return not heads
    return heads <= found or not found <= known


@cache
def _revisions() -> tuple[frozenset[str], frozenset[str]]:
    """The last ones, and all of them."""
    script = ScriptDirectory(str(_MIGRATIONS))
    known = (entry.revision for entry in script.walk_revisions())
    return frozenset(script.get_heads()), frozenset(known)
