"""Bodies that write authors, as they are judged, and the rules between their properties."""

from collections.abc import Mapping
from typing import Annotated, ClassVar

from pydantic import Field

from app.objects import AddressObject
from app.validation import types
from app.validation.bodies import Body, Merge

NameField = Annotated[str, Field(min_length=1, max_length=120), types.PLAIN]
EmailField = Annotated[str, Field(max_length=254), types.EMAIL]
BornField = types.Date
CountryIdField = Annotated[
    str, Field(min_length=2, max_length=2), types.Pattern(r"^[A-Z]{2}\Z"), types.PLAIN
]
AddressField = AddressObject
LinksField = Annotated[list[Annotated[str, Field(max_length=2048), types.URL]], types.Items(most=5)]


class AuthorBody(Body):
    READ_ONLY: ClassVar[frozenset[str]] = frozenset(
        {
            "id",
            "created_at",
            "updated_at",
            "country",
        }
    )
    MERGED: ClassVar[Mapping[str, Merge]] = {
        "address": AddressObject.merge,
    }


class AuthorCreate(AuthorBody):
    name: NameField
    email: EmailField | None = None
    born: BornField | None = None
    country_id: CountryIdField | None = None
    address: AddressField | None = None
    links: LinksField = Field(default_factory=list)


class AuthorReplace(AuthorBody):
    name: NameField
    email: EmailField | None = None
    born: BornField | None = None
    country_id: CountryIdField | None = None
    address: AddressField | None = None
    links: LinksField = Field(default_factory=list)


class AuthorUpdate(AuthorBody):
    name: Annotated[NameField, types.KEPT]
    email: Annotated[EmailField | None, types.KEPT]
    born: Annotated[BornField | None, types.KEPT]
    country_id: Annotated[CountryIdField | None, types.KEPT]
    address: Annotated[AddressField | None, types.KEPT]
    links: Annotated[LinksField, types.KEPT]
