"""The API of authors."""

from app.authors.models import Author
from app.authors.queries import AUTHOR_QUERIES
from app.authors.serializers import AuthorSerializer
from app.rest.viewsets import RowViewSet


class AuthorViewSet(RowViewSet):
    queryset = Author.objects.all()
    serializer_class = AuthorSerializer
    queries = AUTHOR_QUERIES
    search_fields = ("name",)
    noun = "author"
    collection = "author-list"
