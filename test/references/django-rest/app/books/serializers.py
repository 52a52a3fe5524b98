"""How books are shown, and the bodies that write them."""

from typing import Any

from rest_framework.serializers import BaseSerializer

from app.authors.serializers import AuthorSerializer
from app.books.models import Book
from app.rest.fields import ReferenceField, ReferencesField
from app.rest.serializers import RowSerializer
from app.tags.serializers import TagSerializer


class BookSerializer(RowSerializer):
    author_id = ReferenceField()
    sequel_to_id = ReferenceField(allow_null=True, default=None)
    tag_ids = ReferencesField("tags")

    class Meta:
        model = Book
        fields = [
            "id",
            "title",
            "isbn",
            "summary",
            "pages",
            "price",
            "status",
            "published_on",
            "author_id",
            "sequel_to_id",
            "tag_ids",
            "created_at",
            "updated_at",
        ]

    def get_related(self) -> dict[str, BaseSerializer[Any]]:
        return {
            "author": AuthorSerializer(read_only=True),
            "sequel_to": BookSerializer(read_only=True),
            "tags": TagSerializer(many=True, read_only=True),
        }
