"""What else changes when rows that books show are deleted."""

from typing import Any

from django.db.models.signals import pre_delete
from django.dispatch import receiver

from app.books.models import Book
from app.tags.models import Tag


@receiver(pre_delete, sender=Tag)
def touch_books(instance: Tag, **_: Any) -> None:
    """Books show the ids of their tags."""
    Book.objects.filter(tags=instance).touch()
