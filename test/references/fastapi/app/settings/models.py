"""The table of settings."""

import datetime

import sqlalchemy as sa
from pydantic import JsonValue
from sqlalchemy.orm import Mapped, mapped_column

from app import columns
from app.database import Base


class Setting(Base):
    """One row per key, read by the shop's front end."""

    __tablename__ = "settings"

    id: Mapped[int] = mapped_column(columns.BigInteger)
    key: Mapped[str] = mapped_column(columns.String(60))
    value: Mapped[JsonValue] = mapped_column(columns.Json, nullable=False)
    created_at: Mapped[datetime.datetime] = mapped_column(columns.DateTime)
    updated_at: Mapped[datetime.datetime] = mapped_column(columns.DateTime)
    row_version: Mapped[int] = mapped_column(columns.Integer)

    __table_args__ = (
        sa.PrimaryKeyConstraint("id", name="pk_settings"),
        sa.CheckConstraint('"value" IS NULL OR json_valid("value")', name="ck_settings_value"),
        sa.Index("uq_settings_key", "key", unique=True),
        {"info": {"version": "row_version", "updated": "updated_at"}},
    )


settings_table = Base.metadata.tables["settings"]
