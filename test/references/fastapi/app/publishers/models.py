"""The table of publishers."""

import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app import columns
from app.database import Base


class Publisher(Base):
    """A row of the table publishers."""

    __tablename__ = "publishers"

    id: Mapped[str] = mapped_column(columns.Uuid)
    name: Mapped[str] = mapped_column(columns.String(120))
    homepage: Mapped[str | None] = mapped_column(columns.String(2048))
    server: Mapped[str | None] = mapped_column(columns.Text)
    founded: Mapped[int | None] = mapped_column(columns.Integer)
    created_at: Mapped[datetime.datetime] = mapped_column(columns.DateTime)
    updated_at: Mapped[datetime.datetime] = mapped_column(columns.DateTime)
    row_version: Mapped[int] = mapped_column(columns.Integer)

    __table_args__ = (
        sa.PrimaryKeyConstraint("id", name="pk_publishers"),
        {"info": {"version": "row_version", "updated": "updated_at"}},
    )


publishers_table = Base.metadata.tables["publishers"]
