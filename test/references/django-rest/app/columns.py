"""
Fields of models that are stored as the schema of this service has it, whichever program made the tables: text by code
point, and on SQLite everything that Django would give a type of its own as TEXT or NUMERIC.
"""

import datetime
from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

from app.http import documents


def _is_sqlite(connection: BaseDatabaseWrapper) -> bool:
    return connection.vendor == "sqlite"


def _collation(connection: BaseDatabaseWrapper) -> str | None:
    """SQLite compares by code point anyway."""
    return None if _is_sqlite(connection) else "C"


class BigAutoField(models.BigAutoField):
    def rel_db_type(self, connection: BaseDatabaseWrapper) -> str:
        return "integer" if _is_sqlite(connection) else "bigint"


class CharField(models.CharField):
    def db_type(self, connection: BaseDatabaseWrapper) -> str | None:
        return "text" if _is_sqlite(connection) else super().db_type(connection)

    def db_parameters(self, connection: BaseDatabaseWrapper) -> dict[str, Any]:
        return {**super().db_parameters(connection), "collation": _collation(connection)}


class TextField(models.TextField):
    def formfield(self, *args: Any, **kwargs: Any) -> Any:
        """Without text there is none, where there may be none; Django does so for `CharField` alone."""
        if self.null:
            kwargs.setdefault("empty_value", None)
        return super().formfield(*args, **kwargs)

    def db_parameters(self, connection: BaseDatabaseWrapper) -> dict[str, Any]:
        return {**super().db_parameters(connection), "collation": _collation(connection)}


class DecimalField(models.DecimalField):
    """On SQLite of at most 15 digits, which a double keeps exactly."""

    def db_type(self, connection: BaseDatabaseWrapper) -> str | None:
        return "numeric" if _is_sqlite(connection) else super().db_type(connection)


class DateField(models.DateField):
    def db_type(self, connection: BaseDatabaseWrapper) -> str | None:
        return "text" if _is_sqlite(connection) else super().db_type(connection)


class DateTimeField(models.DateTimeField):
    """A moment to the millisecond; on SQLite as text in UTC and of a fixed width, so that it sorts as text."""

    def db_type(self, connection: BaseDatabaseWrapper) -> str | None:
        return "text" if _is_sqlite(connection) else "timestamp(3) with time zone"

    def get_prep_value(self, value: Any) -> Any:
        moment = super().get_prep_value(value)
        if isinstance(moment, datetime.datetime):
            # PostgreSQL would round.
            return moment.replace(microsecond=moment.microsecond // 1000 * 1000)
        return moment

    def get_db_prep_value(
        self, value: Any, connection: BaseDatabaseWrapper, prepared: bool = False
    ) -> Any:
        moment = value if prepared else self.get_prep_value(value)
        if _is_sqlite(connection) and isinstance(moment, datetime.datetime):
            return documents.shown_moment(moment)
        return super().get_db_prep_value(moment, connection, prepared=True)
