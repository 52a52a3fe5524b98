"""The table of categories."""

import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app import columns
from app.database import Base


class Category(Base):
    """A shelf of the shop; shelves stand within shelves."""

    __tablename__ = "categories"

    id: Mapped[int] = mapped_column(columns.BigInteger)
    name: Mapped[str] = mapped_column(columns.String(60))
    slug: Mapped[str] = mapped_column(columns.String(100))
    parent_id: Mapped[int | None] = mapped_column(columns.BigInteger)
    created_at: Mapped[datetime.datetime] = mapped_column(columns.DateTime)
    updated_at: Mapped[datetime.datetime] = mapped_column(columns.DateTime)
    row_version: Mapped[int] = mapped_column(columns.Integer)

    __table_args__ = (
        sa.PrimaryKeyConstraint("id", name="pk_categories"),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["categories.id"], name="fk_categories_parent_id", ondelete="RESTRICT"
        ),
        sa.Index("uq_categories_slug", "slug", unique=True),
        sa.Index("ix_categories_parent_id", "parent_id"),
        {"info": {"version": "row_version", "updated": "updated_at"}},
    )


categories_table = Base.metadata.tables["categories"]
