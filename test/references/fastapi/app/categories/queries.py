"""What queries may say about categories."""

from app.http import properties
from app.http.properties import Property
from app.http.queries import Resource, SortKey

CATEGORY_QUERIES = Resource(
    properties={
        "id": Property(properties.ID),
        "name": Property(properties.STRING),
        "slug": Property(properties.WORDS),
        "parent_id": Property(properties.ID_REFERENCE, nullable=True),
        "created_at": Property(properties.DATETIME),
        "updated_at": Property(properties.DATETIME),
    },
    fields=(
        "id",
        "name",
        "slug",
        "parent_id",
        "created_at",
        "updated_at",
    ),
    relations=("parent",),
    default_sort=(
        SortKey("name"),
        SortKey("id"),
    ),
)
