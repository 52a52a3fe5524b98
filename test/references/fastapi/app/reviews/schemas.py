"""Bodies that write reviews, as they are judged, and the rules between their properties."""

from typing import Annotated, ClassVar

from pydantic import Field

from app.validation import types
from app.validation.bodies import Body

BookIdField = Annotated[int, Field(ge=1, le=9007199254740991)]
ReaderField = Annotated[str, Field(min_length=1, max_length=80), types.PLAIN]
RatingField = Annotated[int, Field(ge=1, le=5)]
BodyField = Annotated[str, types.PLAIN]


class ReviewBody(Body):
    READ_ONLY: ClassVar[frozenset[str]] = frozenset(
        {
            "id",
            "created_at",
            "updated_at",
            "book",
        }
    )


class ReviewCreate(ReviewBody):
    book_id: BookIdField
    reader: ReaderField
    rating: RatingField
    body: BodyField | None = None


class ReviewReplace(ReviewBody):
    book_id: BookIdField
    reader: ReaderField
    rating: RatingField
    body: BodyField | None = None


class ReviewUpdate(ReviewBody):
    book_id: Annotated[BookIdField, types.KEPT]
    reader: Annotated[ReaderField, types.KEPT]
    rating: Annotated[RatingField, types.KEPT]
    body: Annotated[BodyField | None, types.KEPT]
