"""Bodies that write countries, as they are judged, and the rules between their properties."""

from typing import Annotated, ClassVar

from pydantic import Field

from app.validation import types
from app.validation.bodies import Body

IdField = Annotated[
    str, Field(min_length=2, max_length=2), types.Pattern(r"^[A-Z]{2}\Z"), types.PLAIN, types.KEY
]
NameField = Annotated[str, Field(min_length=1, max_length=80), types.PLAIN]


class CountryBody(Body):
    READ_ONLY: ClassVar[frozenset[str]] = frozenset(
        {
            "created_at",
            "updated_at",
        }
    )


class CountryCreate(CountryBody):
    id: IdField
    name: NameField


class CountryReplace(CountryBody):
    id: Annotated[IdField, types.KEPT]
    name: NameField


class CountryUpdate(CountryBody):
    id: Annotated[IdField, types.KEPT]
    name: Annotated[NameField, types.KEPT]


IMMUTABLE = ("id",)
