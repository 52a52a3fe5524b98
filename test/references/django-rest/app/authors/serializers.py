"""How authors are shown, and the bodies that write them."""

from app.authors.models import Author
from app.rest.serializers import RowSerializer


class AuthorSerializer(RowSerializer):
    class Meta:
        model = Author
        fields = ["id", "name", "born", "created_at", "updated_at"]
