"""The table of tags."""

import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app import columns
from app.database import Base


class Tag(Base):
    """A row of the table tags."""

    __tablename__ = "tags"

    id: Mapped[int] = mapped_column(columns.BigInteger)
    name: Mapped[str] = mapped_column(columns.String(40))
    created_at: Mapped[datetime.datetime] = mapped_column(columns.DateTime)
    updated_at: Mapped[datetime.datetime] = mapped_column(columns.DateTime)
    row_version: Mapped[int] = mapped_column(columns.Integer)

    __table_args__ = (
        sa.PrimaryKeyConstraint("id", name="pk_tags"),
        sa.Index("uq_tags_name", "name", unique=True),
        {"info": {"version": "row_version", "updated": "updated_at"}},
    )


tags_table = Base.metadata.tables["tags"]

tag_related_links = sa.Table(
    "tag_related",
    Base.metadata,
    sa.Column("tag_id", columns.BigInteger, nullable=False),
    sa.Column("related_id", columns.BigInteger, nullable=False),
    sa.PrimaryKeyConstraint("tag_id", "related_id", name="pk_tag_related"),
    sa.ForeignKeyConstraint(
        ["tag_id"], ["tags.id"], name="fk_tag_related_tag_id", ondelete="CASCADE"
    ),
    sa.ForeignKeyConstraint(
        ["related_id"], ["tags.id"], name="fk_tag_related_related_id", ondelete="CASCADE"
    ),
    sa.Index("ix_tag_related_related_id", "related_id"),
    info={"owners": ["tag_id"]},
)
