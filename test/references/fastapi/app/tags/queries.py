"""What queries may say about tags."""

from app.http import properties
from app.http.properties import Property
from app.http.queries import Resource, SortKey

TAG_QUERIES = Resource(
    properties={
        "id": Property(properties.ID),
        "name": Property(properties.STRING),
        "created_at": Property(properties.DATETIME),
        "updated_at": Property(properties.DATETIME),
    },
    fields=(
        "id",
        "name",
        "related_ids",
        "created_at",
        "updated_at",
    ),
    relations=("related",),
    default_sort=(SortKey("id"),),
)
