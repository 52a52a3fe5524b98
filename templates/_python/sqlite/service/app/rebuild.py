"""Making a table of SQLite anew: https://www.sqlite.org/lang_altertable.html#otheralter"""

from dataclasses import dataclass

from sqlalchemy import Connection

from app.migration import MigrationStoppedError


@dataclass(frozen=True)
class Rebuild:
    """
    Makes a table anew; its indexes and triggers are put back as they are, its numbers go on. Foreign keys must be off,
    or the rows that refer to the table would go with the old one.
    """

    table: str
    # Those that the table has by now; others would be lost, so they stop it.
    columns: tuple[str, ...]
    # Its name while the old one is there.
    copied_as: str
    create: str
    # Fills the new table from the old one.
    copy: str

    def run(self, connection: Connection) -> None:
        self._stop_at_other_columns(connection)
        dependents = connection.exec_driver_sql(
            "SELECT sql FROM sqlite_master"
            " WHERE type IN ('index', 'trigger') AND lower(tbl_name) = lower(?) AND sql IS NOT NULL"
            " ORDER BY rowid",
            (self.table,),
        ).scalars()
        statements = list(dependents)
        connection.exec_driver_sql(self.create)
        connection.exec_driver_sql(self.copy)
        self._keep_numbers(connection)
        connection.exec_driver_sql(f"DROP TABLE {_quoted(self.table)}")
        # Views, and triggers of other tables, name the table and shall go on doing so.
        connection.exec_driver_sql("PRAGMA legacy_alter_table = ON")
        try:
            connection.exec_driver_sql(
                f"ALTER TABLE {_quoted(self.copied_as)} RENAME TO {_quoted(self.table)}"
            )
        finally:
            connection.exec_driver_sql("PRAGMA legacy_alter_table = OFF")
        for statement in statements:
            connection.exec_driver_sql(statement)

    def _stop_at_other_columns(self, connection: Connection) -> None:
        names = connection.exec_driver_sql(
            "SELECT name FROM pragma_table_xinfo(?)", (self.table,)
        ).scalars()
        others = {name.lower() for name in names} ^ {name.lower() for name in self.columns}
        if others:
            raise MigrationStoppedError(
                f"The table {self.table} has changed since this migration was made: "
                f"{', '.join(sorted(others))}.\nIt would be copied without that. "
                "Make the migration anew, after the one that changed the table; "
                "where that was by hand, name the columns in `columns`, `create` and `copy` of this one."
            )

    def _keep_numbers(self, connection: Connection) -> None:
        """The numbers of deleted rows are not given again."""
        found = connection.exec_driver_sql(
            "SELECT name FROM sqlite_master WHERE name = 'sqlite_sequence'"
        ).first()
        if found is None:
            return
        connection.exec_driver_sql(
            "DELETE FROM sqlite_sequence WHERE name = ?", (self.copied_as,)
        )
        connection.exec_driver_sql(
            "INSERT INTO sqlite_sequence (name, seq)"
            " SELECT ?, seq FROM sqlite_sequence WHERE lower(name) = lower(?)",
            (self.copied_as, self.table),
        )


@dataclass(frozen=True)
class VerifySchema:
    """
    Has SQLite read the whole schema, so that a view or trigger which names what is gone fails now and not in use.
    """

    def run(self, connection: Connection) -> None:
        connection.exec_driver_sql("SAVEPOINT verify_schema")
        connection.exec_driver_sql("CREATE TABLE verify_schema (id)")
        connection.exec_driver_sql("ALTER TABLE verify_schema RENAME TO verify_schema_renamed")
        connection.exec_driver_sql("ROLLBACK TO verify_schema")
        connection.exec_driver_sql("RELEASE verify_schema")


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
