"""How tags are shown, and the bodies that write them."""

from app.rest.serializers import RowSerializer
from app.tags.models import Tag


class TagSerializer(RowSerializer):
    class Meta:
        model = Tag
        fields = ["id", "name", "created_at", "updated_at"]
