from __future__ import annotations

from typing import Any, cast

from django.contrib import admin
from django.db import models
from django.forms import ModelMultipleChoiceField
from django.http import HttpRequest

from app.books.models import Book


@admin.register(Book)
class BookAdmin(admin.ModelAdmin):
    list_display = ["title", "isbn", "pages", "price", "status", "published_on", "author"]
    list_filter = ["status"]
    list_select_related = ["author"]
    search_fields = ["title", "summary"]
    autocomplete_fields = ["author", "sequel_to"]
    readonly_fields = ["created_at", "updated_at"]

    def formfield_for_manytomany(
        self, db_field: models.ManyToManyField[Any, Any], request: HttpRequest | None, **kwargs: Any
    ) -> ModelMultipleChoiceField[Any] | None:
        """Django leaves relations with a model of their own out, for it might need more than two ids."""
        return cast("ModelMultipleChoiceField[Any] | None", db_field.formfield(**kwargs))
