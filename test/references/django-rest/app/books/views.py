"""The API of books, of those of one author, and of their tags."""

from django.db.models import Prefetch

from app.authors.models import Author
from app.books.models import Book
from app.books.queries import BOOK_QUERIES
from app.books.serializers import BookSerializer
from app.rest.links import LinkViewSet
from app.rest.viewsets import Nesting, RowViewSet
from app.tags.models import Tag
from app.tags.queries import TAG_QUERIES
from app.tags.serializers import TagSerializer


class BookViewSet(RowViewSet):
    queryset = Book.objects.with_links()
    serializer_class = BookSerializer
    queries = BOOK_QUERIES
    search_fields = ("title", "summary")
    prefetches = {
        "author": "author",
        "sequel_to": Prefetch("sequel_to", Book.objects.with_links()),
        "tags": Prefetch("tags", Tag.objects.order_by("id")),
    }
    noun = "book"
    collection = "book-list"


class AuthorBookViewSet(BookViewSet):
    nesting = Nesting(Author.objects.all(), "author_id", "author")


class BookTagViewSet(LinkViewSet):
    queryset = Tag.objects.all()
    serializer_class = TagSerializer
    queries = TAG_QUERIES
    noun = "tag"
    collection = "tag-list"
    lookup_url_kwarg = "tag_id"
    owners = Book.objects.all()
    owner_noun = "book"
    relation = "tags"
    reverse_relation = "books"
