"""What queries may say about reviews."""

from app.http import properties
from app.http.properties import Property
from app.http.queries import Resource, SortKey

REVIEW_QUERIES = Resource(
    properties={
        "id": Property(properties.ID),
        "book_id": Property(properties.ID_REFERENCE),
        "reader": Property(properties.STRING),
        "rating": Property(properties.INTEGER),
        "created_at": Property(properties.DATETIME),
        "updated_at": Property(properties.DATETIME),
    },
    fields=(
        "id",
        "book_id",
        "reader",
        "rating",
        "body",
        "created_at",
        "updated_at",
    ),
    relations=("book",),
    default_sort=(SortKey("id"),),
)
