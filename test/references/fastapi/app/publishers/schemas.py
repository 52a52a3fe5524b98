"""Bodies that write publishers, as they are judged, and the rules between their properties."""

from typing import Annotated, ClassVar

from pydantic import Field

from app.validation import types
from app.validation.bodies import Body

NameField = Annotated[str, Field(min_length=1, max_length=120), types.PLAIN]
HomepageField = Annotated[str, Field(max_length=2048), types.URL]
ServerField = types.Ip
FoundedField = Annotated[int, Field(ge=1400, le=2100)]


class PublisherBody(Body):
    READ_ONLY: ClassVar[frozenset[str]] = frozenset(
        {
            "id",
            "created_at",
            "updated_at",
        }
    )


class PublisherCreate(PublisherBody):
    name: NameField
    homepage: HomepageField | None = None
    server: ServerField | None = None
    founded: FoundedField | None = None


class PublisherReplace(PublisherBody):
    name: NameField
    homepage: HomepageField | None = None
    server: ServerField | None = None
    founded: FoundedField | None = None


class PublisherUpdate(PublisherBody):
    name: Annotated[NameField, types.KEPT]
    homepage: Annotated[HomepageField | None, types.KEPT]
    server: Annotated[ServerField | None, types.KEPT]
    founded: Annotated[FoundedField | None, types.KEPT]
