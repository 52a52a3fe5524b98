"""Bodies that write tags, as they are judged, and the rules between their properties."""

from typing import Annotated, ClassVar

from pydantic import Field

from app.validation import types
from app.validation.bodies import Body

NameField = Annotated[str, Field(min_length=1, max_length=40), types.PLAIN]
RelatedIdsField = Annotated[
    list[Annotated[int, Field(ge=1, le=9007199254740991)]], types.Items(unique=True)
]


class TagBody(Body):
    READ_ONLY: ClassVar[frozenset[str]] = frozenset(
        {
            "id",
            "created_at",
            "updated_at",
            "related",
        }
    )


class TagCreate(TagBody):
    name: NameField
    related_ids: RelatedIdsField = Field(default_factory=list)


class TagReplace(TagBody):
    name: NameField
    related_ids: RelatedIdsField = Field(default_factory=list)


class TagUpdate(TagBody):
    name: Annotated[NameField, types.KEPT]
    related_ids: Annotated[RelatedIdsField, types.KEPT]
