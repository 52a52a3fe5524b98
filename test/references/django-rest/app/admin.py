"""The admin of each resource, where Django looks for it."""

from app.authors.admin import AuthorAdmin
from app.books.admin import BookAdmin
from app.tags.admin import TagAdmin

__all__ = ["AuthorAdmin", "BookAdmin", "TagAdmin"]
