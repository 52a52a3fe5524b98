"""Bodies that write categories, as they are judged, and the rules between their properties."""

from typing import Annotated, ClassVar

from pydantic import Field

from app.validation import types
from app.validation.bodies import Body

NameField = Annotated[str, Field(min_length=1, max_length=60), types.PLAIN]
SlugField = Annotated[str, Field(max_length=100), types.SLUG]
ParentIdField = Annotated[int, Field(ge=1, le=9007199254740991)]


class CategoryBody(Body):
    READ_ONLY: ClassVar[frozenset[str]] = frozenset(
        {
            "id",
            "created_at",
            "updated_at",
            "parent",
        }
    )


class CategoryCreate(CategoryBody):
    name: NameField
    slug: SlugField
    parent_id: ParentIdField | None = None


class CategoryReplace(CategoryBody):
    name: NameField
    slug: SlugField
    parent_id: ParentIdField | None = None


class CategoryUpdate(CategoryBody):
    name: Annotated[NameField, types.KEPT]
    slug: Annotated[SlugField, types.KEPT]
    parent_id: Annotated[ParentIdField | None, types.KEPT]
