"""The API of tags."""

from app.rest.viewsets import RowViewSet
from app.tags.models import Tag
from app.tags.queries import TAG_QUERIES
from app.tags.serializers import TagSerializer


class TagViewSet(RowViewSet):
    queryset = Tag.objects.all()
    serializer_class = TagSerializer
    queries = TAG_QUERIES
    noun = "tag"
    collection = "tag-list"
