"""The table of countries."""

import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app import columns
from app.database import Base


class Country(Base):
    """A country, known by its ISO 3166 code."""

    __tablename__ = "countries"

    id: Mapped[str] = mapped_column(columns.String(2))
    name: Mapped[str] = mapped_column(columns.String(80))
    created_at: Mapped[datetime.datetime] = mapped_column(columns.DateTime)
    updated_at: Mapped[datetime.datetime] = mapped_column(columns.DateTime)
    row_version: Mapped[int] = mapped_column(columns.Integer)

    __table_args__ = (
        sa.PrimaryKeyConstraint("id", name="pk_countries"),
        sa.Index("uq_countries_name", "name", unique=True),
        {"info": {"version": "row_version", "updated": "updated_at"}},
    )


countries_table = Base.metadata.tables["countries"]
