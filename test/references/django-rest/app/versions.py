"""Rows whose version and time of change follow every change, whoever makes it: the API, the admin, or a script."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.models import F
from django.db.models.base import ModelBase

from app.http import formats


class VersionedQuerySet(models.QuerySet[Any]):
    def touch(self) -> None:
        """Gives the rows a new version, when something else that they show has changed."""
        self.update(row_version=F("row_version") + 1, updated_at=formats.now())


class Versioned(models.Model):
    """`QuerySet.update` and raw SQL go past it: they have to change `row_version` themselves, or `touch` the rows."""

    created_at: models.DateTimeField[Any, Any]
    updated_at: models.DateTimeField[Any, Any]
    row_version: models.IntegerField[Any, Any]

    class Meta:
        abstract = True

    def save(
        self,
        *,
        force_insert: bool | tuple[ModelBase, ...] = False,
        force_update: bool = False,
        using: str | None = None,
        update_fields: Iterable[str] | None = None,
    ) -> None:
        is_new = self._state.adding
        self.updated_at = formats.now()
        if is_new:
            self.created_at = self.updated_at
            self.row_version = 1
        else:
            # Counted by the database: somebody else may have changed the row since it was read.
            self.row_version = F("row_version") + 1
        if update_fields is not None:
            update_fields = {*update_fields, "updated_at", "row_version"}
        super().save(
            force_insert=force_insert,
            force_update=force_update,
            using=using,
            update_fields=update_fields,
        )
        if not is_new:
            self.refresh_from_db(using=using, fields=["row_version"])
