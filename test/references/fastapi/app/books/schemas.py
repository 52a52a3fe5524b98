"""Bodies that write books, as they are judged, and the rules between their properties."""

import operator
from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from app.validation import types
from app.validation.bodies import Body, Merge
from app.validation.merge import merge_patch
from app.validation.rules import Check

TitleField = Annotated[str, Field(min_length=1, max_length=200), types.PLAIN]
IsbnField = Annotated[
    str, Field(min_length=13, max_length=13), types.Pattern(r"^[0-9]{13}\Z"), types.PLAIN
]
SummaryField = Annotated[str, Field(max_length=5000), types.PLAIN]
PagesField = Annotated[int, Field(ge=1, le=types.INT32_MAX)]
SoldField = Annotated[int, Field(ge=0, le=types.INT53_MAX)]
WeightField = Annotated[float, Field(gt=0, allow_inf_nan=False)]
PriceField = Annotated[Decimal, types.Fixed(10, 2, ge=Decimal("0.01"))]
DiscountField = Annotated[Decimal, types.Fixed(10, 2, ge=Decimal("0"))]
StatusField = Literal["draft", "published", "retired"]
InPrintField = bool
PublishedOnField = types.Date
AvailableFromField = types.DateTime
OpensAtField = types.Time
EanKeyField = types.Uuid
SupplierNoteField = Annotated[str, Field(max_length=200), types.PLAIN]
KeywordsField = Annotated[
    list[Annotated[str, Field(min_length=1, max_length=30), types.PLAIN]], types.Items(most=10)
]
MetadataField = types.Json
AuthorIdField = Annotated[int, Field(ge=1, le=9007199254740991)]
EditorIdField = Annotated[int, Field(ge=1, le=9007199254740991)]
PublisherIdField = types.Uuid
CategoryIdField = Annotated[int, Field(ge=1, le=9007199254740991)]
TagIdsField = Annotated[
    list[Annotated[int, Field(ge=1, le=9007199254740991)]], types.Items(unique=True)
]


class BookBody(Body):
    READ_ONLY: ClassVar[frozenset[str]] = frozenset(
        {
            "id",
            "first_seen",
            "created_at",
            "updated_at",
            "author",
            "editor",
            "publisher",
            "category",
            "tags",
        }
    )
    MERGED: ClassVar[Mapping[str, Merge]] = {
        "metadata": merge_patch,
    }


class BookCreate(BookBody):
    title: TitleField
    isbn: IsbnField
    summary: SummaryField | None = None
    pages: PagesField
    sold: SoldField = 0
    weight: WeightField | None = None
    price: PriceField
    discount: DiscountField = Decimal("0.00")
    status: StatusField = "draft"
    in_print: InPrintField = True
    published_on: PublishedOnField | None = None
    available_from: AvailableFromField | None = None
    opens_at: OpensAtField | None = None
    ean_key: EanKeyField | None = None
    supplier_note: SupplierNoteField | None = None
    keywords: KeywordsField = Field(default_factory=list)
    metadata_: MetadataField | None = Field(default=None, alias="metadata")
    author_id: AuthorIdField
    editor_id: EditorIdField | None = None
    publisher_id: PublisherIdField | None = None
    category_id: CategoryIdField | None = None
    tag_ids: TagIdsField = Field(default_factory=list)


class BookReplace(BookBody):
    title: TitleField
    isbn: Annotated[IsbnField, types.KEPT]
    summary: SummaryField | None = None
    pages: PagesField
    sold: SoldField = 0
    weight: WeightField | None = None
    price: PriceField
    discount: DiscountField = Decimal("0.00")
    status: StatusField = "draft"
    in_print: InPrintField = True
    published_on: PublishedOnField | None = None
    available_from: AvailableFromField | None = None
    opens_at: OpensAtField | None = None
    ean_key: EanKeyField | None = None
    supplier_note: Annotated[SupplierNoteField | None, types.KEPT]
    keywords: KeywordsField = Field(default_factory=list)
    metadata_: MetadataField | None = Field(default=None, alias="metadata")
    author_id: AuthorIdField
    editor_id: EditorIdField | None = None
    publisher_id: PublisherIdField | None = None
    category_id: CategoryIdField | None = None
    tag_ids: TagIdsField = Field(default_factory=list)


class BookUpdate(BookBody):
    title: Annotated[TitleField, types.KEPT]
    isbn: Annotated[IsbnField, types.KEPT]
    summary: Annotated[SummaryField | None, types.KEPT]
    pages: Annotated[PagesField, types.KEPT]
    sold: Annotated[SoldField, types.KEPT]
    weight: Annotated[WeightField | None, types.KEPT]
    price: Annotated[PriceField, types.KEPT]
    discount: Annotated[DiscountField, types.KEPT]
    status: Annotated[StatusField, types.KEPT]
    in_print: Annotated[InPrintField, types.KEPT]
    published_on: Annotated[PublishedOnField | None, types.KEPT]
    available_from: Annotated[AvailableFromField | None, types.KEPT]
    opens_at: Annotated[OpensAtField | None, types.KEPT]
    ean_key: Annotated[EanKeyField | None, types.KEPT]
    supplier_note: Annotated[SupplierNoteField | None, types.KEPT]
    keywords: Annotated[KeywordsField, types.KEPT]
    metadata_: Annotated[
        MetadataField | None, Field(alias="metadata", default_factory=types.absent)
    ]
    author_id: Annotated[AuthorIdField, types.KEPT]
    editor_id: Annotated[EditorIdField | None, types.KEPT]
    publisher_id: Annotated[PublisherIdField | None, types.KEPT]
    category_id: Annotated[CategoryIdField | None, types.KEPT]
    tag_ids: Annotated[TagIdsField, types.KEPT]


IMMUTABLE = ("isbn",)

CHECKS = (Check("discount <= price", "discount", operator.le, right="price"),)
