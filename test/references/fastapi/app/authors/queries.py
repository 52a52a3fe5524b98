"""What queries may say about authors."""

from app.http import properties
from app.http.properties import Property
from app.http.queries import Resource, SortKey

AUTHOR_QUERIES = Resource(
    properties={
        "id": Property(properties.ID),
        "name": Property(properties.STRING),
        "email": Property(properties.WORDS, nullable=True),
        "born": Property(properties.DATE, nullable=True),
        "country_id": Property(properties.KEY_REFERENCE, nullable=True),
        "created_at": Property(properties.DATETIME),
        "updated_at": Property(properties.DATETIME),
    },
    fields=(
        "id",
        "name",
        "email",
        "born",
        "country_id",
        "address",
        "links",
        "created_at",
        "updated_at",
    ),
    relations=("country",),
    default_sort=(SortKey("id"),),
    searchable=True,
)
