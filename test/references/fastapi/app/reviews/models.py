"""The table of reviews."""

import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app import columns
from app.database import Base


class Review(Base):
    """What a reader thought of a book."""

    __tablename__ = "reviews"

    id: Mapped[int] = mapped_column(columns.BigInteger)
    book_id: Mapped[int] = mapped_column(columns.BigInteger)
    reader: Mapped[str] = mapped_column(columns.String(80))
    rating: Mapped[int] = mapped_column(columns.Integer)
    body: Mapped[str | None] = mapped_column(columns.Text)
    created_at: Mapped[datetime.datetime] = mapped_column(columns.DateTime)
    updated_at: Mapped[datetime.datetime] = mapped_column(columns.DateTime)
    row_version: Mapped[int] = mapped_column(columns.Integer)
    deleted_at: Mapped[datetime.datetime | None] = mapped_column(columns.DateTime)

    __table_args__ = (
        sa.PrimaryKeyConstraint("id", name="pk_reviews"),
        sa.ForeignKeyConstraint(
            ["book_id"], ["books.id"], name="fk_reviews_book_id", ondelete="CASCADE"
        ),
        sa.Index(
            "uq_reviews_book_id_reader",
            "book_id",
            "reader",
            unique=True,
            sqlite_where=sa.text('"deleted_at" IS NULL'),
        ),
        sa.Index("ix_reviews_book_id", "book_id"),
        {"info": {"version": "row_version", "updated": "updated_at", "deleted": "deleted_at"}},
    )


reviews_table = Base.metadata.tables["reviews"]
