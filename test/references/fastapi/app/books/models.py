"""The table of books."""

import datetime
from decimal import Decimal

import sqlalchemy as sa
from pydantic import JsonValue
from sqlalchemy.orm import Mapped, mapped_column

from app import columns
from app.database import Base


class Book(Base):
    """A work in print."""

    __tablename__ = "books"

    id: Mapped[int] = mapped_column(columns.BigInteger)
    title: Mapped[str] = mapped_column(columns.String(200))
    isbn: Mapped[str] = mapped_column(columns.String(13))
    summary: Mapped[str | None] = mapped_column(columns.Text)
    pages: Mapped[int] = mapped_column(columns.Integer)
    sold: Mapped[int] = mapped_column(columns.BigInteger)
    weight: Mapped[float | None] = mapped_column(columns.Double)
    price: Mapped[Decimal] = mapped_column(columns.Numeric(10, 2))
    discount: Mapped[Decimal] = mapped_column(columns.Numeric(10, 2))
    status: Mapped[str] = mapped_column(columns.Text)
    in_print: Mapped[bool] = mapped_column(columns.Boolean)
    published_on: Mapped[datetime.date | None] = mapped_column(columns.Date)
    available_from: Mapped[datetime.datetime | None] = mapped_column(columns.DateTime)
    opens_at: Mapped[datetime.time | None] = mapped_column(columns.Time)
    ean_key: Mapped[str | None] = mapped_column(columns.Uuid)
    supplier_note: Mapped[str | None] = mapped_column(columns.String(200))
    keywords: Mapped[JsonValue] = mapped_column(columns.Json, nullable=False)
    metadata_: Mapped[JsonValue] = mapped_column("metadata", columns.Json, nullable=True)
    first_seen: Mapped[datetime.datetime] = mapped_column(columns.DateTime)
    author_id: Mapped[int] = mapped_column(columns.BigInteger)
    editor_id: Mapped[int | None] = mapped_column(columns.BigInteger)
    publisher_id: Mapped[str | None] = mapped_column(columns.Uuid)
    category_id: Mapped[int | None] = mapped_column(columns.BigInteger)
    created_at: Mapped[datetime.datetime] = mapped_column(columns.DateTime)
    updated_at: Mapped[datetime.datetime] = mapped_column(columns.DateTime)
    row_version: Mapped[int] = mapped_column(columns.Integer)

    __table_args__ = (
        sa.PrimaryKeyConstraint("id", name="pk_books"),
        sa.ForeignKeyConstraint(
            ["author_id"], ["authors.id"], name="fk_books_author_id", ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["editor_id"], ["authors.id"], name="fk_books_editor_id", ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["publisher_id"], ["publishers.id"], name="fk_books_publisher_id", ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["category_id"], ["categories.id"], name="fk_books_category_id", ondelete="RESTRICT"
        ),
        sa.CheckConstraint(
            "\"status\" IN ('draft', 'published', 'retired')", name="ck_books_status"
        ),
        sa.CheckConstraint('"in_print" IN (0, 1)', name="ck_books_in_print"),
        sa.CheckConstraint(
            '"keywords" IS NULL OR json_valid("keywords")', name="ck_books_keywords"
        ),
        sa.CheckConstraint(
            '"metadata" IS NULL OR json_valid("metadata")', name="ck_books_metadata"
        ),
        sa.CheckConstraint('"discount" <= "price"', name="ck_books_discount_le_price"),
        sa.Index("uq_books_isbn", "isbn", unique=True),
        sa.Index("uq_books_title_author_id", "title", "author_id", unique=True),
        sa.Index("ix_books_status_created_at", "status", created_at.desc()),
        sa.Index("ix_books_author_id", "author_id"),
        sa.Index("ix_books_editor_id", "editor_id"),
        sa.Index("ix_books_publisher_id", "publisher_id"),
        sa.Index("ix_books_category_id", "category_id"),
        {"info": {"version": "row_version", "updated": "updated_at"}},
    )


books_table = Base.metadata.tables["books"]

book_tags_links = sa.Table(
    "book_tags",
    Base.metadata,
    sa.Column("book_id", columns.BigInteger, nullable=False),
    sa.Column("tag_id", columns.BigInteger, nullable=False),
    sa.PrimaryKeyConstraint("book_id", "tag_id", name="pk_book_tags"),
    sa.ForeignKeyConstraint(
        ["book_id"], ["books.id"], name="fk_book_tags_book_id", ondelete="CASCADE"
    ),
    sa.ForeignKeyConstraint(
        ["tag_id"], ["tags.id"], name="fk_book_tags_tag_id", ondelete="CASCADE"
    ),
    sa.Index("ix_book_tags_tag_id", "tag_id"),
    info={"owners": ["book_id"]},
)
