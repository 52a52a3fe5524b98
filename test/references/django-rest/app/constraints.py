"""Constraints with names and actions of their own, which Django's fields cannot give them."""

from __future__ import annotations

from typing import Any, Literal, cast

from django.db import models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models.constraints import BaseConstraint


class ForeignKeyConstraint(BaseConstraint):
    """
    Stands for the constraint that a `ForeignKey` with `db_constraint=False` does not make: this one is judged at once, and
    the database itself knows what happens to the row when the other is deleted, whoever deletes it.
    """

    def __init__(
        self, *, field: str, on_delete: Literal["RESTRICT", "CASCADE", "SET NULL"], name: str
    ) -> None:
        super().__init__(name=name)
        self.field = field
        self.on_delete = on_delete

    def constraint_sql(
        self, model: type[models.Model] | None, schema_editor: BaseDatabaseSchemaEditor | None
    ) -> str:
        if model is None or schema_editor is None:
            raise ValueError("a foreign key needs its model")
        quote = schema_editor.quote_name
        field = cast("models.ForeignKey[Any, Any]", model._meta.get_field(self.field))
        target = field.remote_field.model._meta.db_table
        return (
            f"CONSTRAINT {quote(self.name)} FOREIGN KEY ({quote(field.column)}) "
            f"REFERENCES {quote(target)} ({quote(field.target_field.column)}) "
            f"ON DELETE {self.on_delete}"
        )

    def create_sql(
        self, model: type[models.Model] | None, schema_editor: BaseDatabaseSchemaEditor | None
    ) -> str:
        definition = self.constraint_sql(model, schema_editor)
        return f"ALTER TABLE {_table(model, schema_editor)} ADD {definition}"

    def remove_sql(
        self, model: type[models.Model] | None, schema_editor: BaseDatabaseSchemaEditor | None
    ) -> str:
        return f'ALTER TABLE {_table(model, schema_editor)} DROP CONSTRAINT "{self.name}"'

    def validate(self, *_: object, **__: object) -> None:
        """Forms look related rows up themselves."""

    def deconstruct(self) -> Any:
        path, arguments, named = super().deconstruct()
        return path, arguments, {**named, "field": self.field, "on_delete": self.on_delete}

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ForeignKeyConstraint) and self.deconstruct() == other.deconstruct()

    def __hash__(self) -> int:
        return hash((self.name, self.field, self.on_delete))


class PrimaryKeyName(BaseConstraint):
    """The name of a primary key. SQLite forgets such names, and has no statement that could use one."""

    def constraint_sql(
        self, model: type[models.Model] | None, schema_editor: BaseDatabaseSchemaEditor | None
    ) -> str:
        if schema_editor is not None and schema_editor.connection.vendor == "postgresql":
            # Once the table is there.
            schema_editor.deferred_sql.append(self.create_sql(model, schema_editor))
        return ""

    def create_sql(
        self, model: type[models.Model] | None, schema_editor: BaseDatabaseSchemaEditor | None
    ) -> str:
        return _rename(model, schema_editor, "{table}_pkey", self.name)

    def remove_sql(
        self, model: type[models.Model] | None, schema_editor: BaseDatabaseSchemaEditor | None
    ) -> str:
        return _rename(model, schema_editor, self.name, "{table}_pkey")

    def validate(self, *_: object, **__: object) -> None:
        """There is nothing that a row could break."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, PrimaryKeyName) and self.name == other.name

    def __hash__(self) -> int:
        return hash(self.name)


def _table(model: type[models.Model] | None, schema_editor: BaseDatabaseSchemaEditor | None) -> str:
    if model is None or schema_editor is None:
        raise ValueError("a constraint needs its model")
    return schema_editor.quote_name(model._meta.db_table)


def _rename(
    model: type[models.Model] | None,
    schema_editor: BaseDatabaseSchemaEditor | None,
    old: str,
    new: str,
) -> str:
    table = _table(model, schema_editor)
    names = [name.format(table=table.strip('"')) for name in (old, new)]
    return f'ALTER TABLE {table} RENAME CONSTRAINT "{names[0]}" TO "{names[1]}"'
