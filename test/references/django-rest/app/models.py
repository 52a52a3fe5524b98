"""All models, where Django looks for them."""

from app.authors.models import Author
from app.books.models import Book, BookTag
from app.tags.models import Tag

__all__ = ["Author", "Book", "BookTag", "Tag"]
