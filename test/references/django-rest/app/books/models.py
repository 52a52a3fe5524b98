"""The tables of books and of their links to tags."""

from __future__ import annotations

from decimal import Decimal
from typing import Self

from django.core.validators import (
    MaxLengthValidator,
    MaxValueValidator,
    MinLengthValidator,
    MinValueValidator,
    RegexValidator,
)
from django.db import models
from django.db.models import F, OuterRef, Q

from app import columns
from app.authors.models import Author
from app.constraints import ForeignKeyConstraint, PrimaryKeyName
from app.expressions import IdsOf, Now
from app.tags.models import Tag
from app.versions import Versioned, VersionedQuerySet


class BookQuerySet(VersionedQuerySet):
    def with_links(self) -> Self:
        """Books with `tag_ids`, ascending."""
        links = BookTag.objects.filter(book_id=OuterRef("id"))
        return self.annotate(tag_ids=IdsOf(links, "tag_id"))


class Book(Versioned):
    """A work in print."""

    class Status(models.TextChoices):
        DRAFT = "draft"
        PUBLISHED = "published"
        RETIRED = "retired"

    id = columns.BigAutoField(primary_key=True)
    title = columns.CharField(max_length=200, validators=[MinLengthValidator(1)])
    isbn = columns.CharField(
        max_length=13, validators=[RegexValidator(r"^[0-9]{13}\Z", code="pattern")]
    )
    summary = columns.TextField(null=True, blank=True, validators=[MaxLengthValidator(5000)])
    pages = models.IntegerField(validators=[MinValueValidator(1), MaxValueValidator(2_147_483_647)])
    price = columns.DecimalField(
        max_digits=10, decimal_places=2, validators=[MinValueValidator(Decimal("0"))]
    )
    status = columns.TextField(
        choices=Status.choices, default=Status.DRAFT, db_default=Status.DRAFT
    )
    published_on = columns.DateField(null=True, blank=True)
    author = models.ForeignKey(
        Author,
        models.RESTRICT,
        related_name="books",
        db_column="author_id",
        db_index=False,
        db_constraint=False,
    )
    sequel_to = models.ForeignKey(
        "self",
        models.RESTRICT,
        related_name="sequels",
        null=True,
        blank=True,
        db_column="sequel_to_id",
        db_index=False,
        db_constraint=False,
    )
    created_at = columns.DateTimeField(db_default=Now(), editable=False)
    updated_at = columns.DateTimeField(db_default=Now(), editable=False)
    row_version = models.IntegerField(db_default=1, editable=False)
    tags: models.ManyToManyField[Tag, BookTag] = models.ManyToManyField(
        Tag, through="BookTag", related_name="books", blank=True
    )

    objects = BookQuerySet.as_manager()

    class Meta:
        db_table = "books"
        constraints = [
            PrimaryKeyName(name="pk_books"),
            ForeignKeyConstraint(field="author", on_delete="RESTRICT", name="fk_books_author_id"),
            ForeignKeyConstraint(
                field="sequel_to", on_delete="RESTRICT", name="fk_books_sequel_to_id"
            ),
            models.CheckConstraint(
                condition=Q(status__in=["draft", "published", "retired"]), name="ck_books_status"
            ),
            models.UniqueConstraint(
                F("isbn"), name="uq_books_isbn", violation_error_message="The isbn is taken."
            ),
            models.UniqueConstraint(
                F("title"),
                F("author"),
                name="uq_books_title_author_id",
                violation_error_message="The title of this author is taken.",
            ),
        ]
        indexes = [
            models.Index(fields=["status", "-created_at"], name="ix_books_status_created_at"),
            models.Index(fields=["author"], name="ix_books_author_id"),
            models.Index(fields=["sequel_to"], name="ix_books_sequel_to_id"),
        ]

    def __str__(self) -> str:
        return str(self.title)


class BookTag(models.Model):
    """A link of a book to a tag."""

    pk = models.CompositePrimaryKey("book_id", "tag_id")
    book = models.ForeignKey(
        Book,
        models.CASCADE,
        related_name="+",
        db_column="book_id",
        db_index=False,
        db_constraint=False,
    )
    tag = models.ForeignKey(
        Tag,
        models.CASCADE,
        related_name="+",
        db_column="tag_id",
        db_index=False,
        db_constraint=False,
    )

    class Meta:
        db_table = "book_tags"
        constraints = [
            PrimaryKeyName(name="pk_book_tags"),
            ForeignKeyConstraint(field="book", on_delete="CASCADE", name="fk_book_tags_book_id"),
            ForeignKeyConstraint(field="tag", on_delete="CASCADE", name="fk_book_tags_tag_id"),
        ]
        indexes = [models.Index(fields=["tag"], name="ix_book_tags_tag_id")]

    def __str__(self) -> str:
        return f"{self.book_id} – {self.tag_id}"
