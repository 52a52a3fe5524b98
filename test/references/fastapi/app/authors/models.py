"""The table of authors."""

import datetime

import sqlalchemy as sa
from pydantic import JsonValue
from sqlalchemy.orm import Mapped, mapped_column

from app import columns
from app.database import Base


class Author(Base):
    """A person who writes."""

    __tablename__ = "authors"

    id: Mapped[int] = mapped_column(columns.BigInteger)
    name: Mapped[str] = mapped_column(columns.String(120))
    email: Mapped[str | None] = mapped_column(columns.String(254))
    born: Mapped[datetime.date | None] = mapped_column(columns.Date)
    country_id: Mapped[str | None] = mapped_column(columns.String(2))
    address: Mapped[JsonValue] = mapped_column(columns.Json, nullable=True)
    links: Mapped[JsonValue] = mapped_column(columns.Json, nullable=False)
    created_at: Mapped[datetime.datetime] = mapped_column(columns.DateTime)
    updated_at: Mapped[datetime.datetime] = mapped_column(columns.DateTime)
    row_version: Mapped[int] = mapped_column(columns.Integer)

    __table_args__ = (
        sa.PrimaryKeyConstraint("id", name="pk_authors"),
        sa.ForeignKeyConstraint(
            ["country_id"], ["countries.id"], name="fk_authors_country_id", ondelete="SET NULL"
        ),
        sa.CheckConstraint('"address" IS NULL OR json_valid("address")', name="ck_authors_address"),
        sa.CheckConstraint('"links" IS NULL OR json_valid("links")', name="ck_authors_links"),
        sa.Index("uq_authors_email", "email", unique=True),
        sa.Index("ix_authors_name_born", "name", "born"),
        sa.Index("ix_authors_country_id", "country_id"),
        {"info": {"version": "row_version", "updated": "updated_at"}},
    )


authors_table = Base.metadata.tables["authors"]
