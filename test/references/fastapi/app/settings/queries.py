"""What queries may say about settings."""

from app.http import properties
from app.http.properties import Property
from app.http.queries import Resource, SortKey

SETTING_QUERIES = Resource(
    properties={
        "id": Property(properties.ID),
        "key": Property(properties.STRING),
        "created_at": Property(properties.DATETIME),
        "updated_at": Property(properties.DATETIME),
    },
    fields=(
        "id",
        "key",
        "value",
        "created_at",
        "updated_at",
    ),
    default_sort=(SortKey("id"),),
)
