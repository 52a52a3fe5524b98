"""What queries may say about countries."""

from app.http import properties
from app.http.properties import Property
from app.http.queries import Resource, SortKey

COUNTRY_QUERIES = Resource(
    properties={
        "id": Property(properties.STRING),
        "name": Property(properties.STRING),
        "created_at": Property(properties.DATETIME),
        "updated_at": Property(properties.DATETIME),
    },
    fields=(
        "id",
        "name",
        "created_at",
        "updated_at",
    ),
    default_sort=(SortKey("id"),),
)
