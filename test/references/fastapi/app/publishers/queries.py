"""What queries may say about publishers."""

from app.http import properties
from app.http.properties import Property
from app.http.queries import Resource, SortKey

PUBLISHER_QUERIES = Resource(
    properties={
        "id": Property(properties.UUID),
        "name": Property(properties.STRING),
        "homepage": Property(properties.WORDS, nullable=True),
        "server": Property(properties.IP, nullable=True),
        "founded": Property(properties.INTEGER, nullable=True),
        "created_at": Property(properties.DATETIME),
        "updated_at": Property(properties.DATETIME),
    },
    fields=(
        "id",
        "name",
        "homepage",
        "server",
        "founded",
        "created_at",
        "updated_at",
    ),
    default_sort=(SortKey("id"),),
)
