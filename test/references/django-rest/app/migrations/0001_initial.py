"""The first tables."""

from decimal import Decimal

import django.db.models.deletion
from django.core.validators import (
    MaxLengthValidator,
    MaxValueValidator,
    MinLengthValidator,
    MinValueValidator,
    RegexValidator,
)
from django.db import migrations, models

import app.columns
import app.constraints
import app.expressions


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Author",
            fields=[
                ("id", app.columns.BigAutoField(primary_key=True, serialize=False)),
                (
                    "name",
                    app.columns.CharField(max_length=120, validators=[MinLengthValidator(1)]),
                ),
                ("born", app.columns.DateField(blank=True, null=True)),
                (
                    "created_at",
                    app.columns.DateTimeField(db_default=app.expressions.Now(), editable=False),
                ),
                (
                    "updated_at",
                    app.columns.DateTimeField(db_default=app.expressions.Now(), editable=False),
                ),
                ("row_version", models.IntegerField(db_default=1, editable=False)),
            ],
            options={
                "db_table": "authors",
                "constraints": [app.constraints.PrimaryKeyName(name="pk_authors")],
            },
        ),
        migrations.CreateModel(
            name="Tag",
            fields=[
                ("id", app.columns.BigAutoField(primary_key=True, serialize=False)),
                (
                    "name",
                    app.columns.CharField(max_length=40, validators=[MinLengthValidator(1)]),
                ),
                (
                    "created_at",
                    app.columns.DateTimeField(db_default=app.expressions.Now(), editable=False),
                ),
                (
                    "updated_at",
                    app.columns.DateTimeField(db_default=app.expressions.Now(), editable=False),
                ),
                ("row_version", models.IntegerField(db_default=1, editable=False)),
            ],
            options={
                "db_table": "tags",
                "constraints": [
                    app.constraints.PrimaryKeyName(name="pk_tags"),
                    models.UniqueConstraint(
                        models.F("name"),
                        name="uq_tags_name",
                        violation_error_message="The name is taken.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Book",
            fields=[
                ("id", app.columns.BigAutoField(primary_key=True, serialize=False)),
                (
                    "title",
                    app.columns.CharField(max_length=200, validators=[MinLengthValidator(1)]),
                ),
                (
                    "isbn",
                    app.columns.CharField(
                        max_length=13,
                        validators=[RegexValidator(r"^[0-9]{13}\Z", code="pattern")],
                    ),
                ),
                (
                    "summary",
                    app.columns.TextField(
                        blank=True, null=True, validators=[MaxLengthValidator(5000)]
                    ),
                ),
                (
                    "pages",
                    models.IntegerField(
                        validators=[MinValueValidator(1), MaxValueValidator(2147483647)]
                    ),
                ),
                (
                    "price",
                    app.columns.DecimalField(
                        decimal_places=2,
                        max_digits=10,
                        validators=[MinValueValidator(Decimal("0"))],
                    ),
                ),
                (
                    "status",
                    app.columns.TextField(
                        choices=[
                            ("draft", "Draft"),
                            ("published", "Published"),
                            ("retired", "Retired"),
                        ],
                        db_default="draft",
                        default="draft",
                    ),
                ),
                ("published_on", app.columns.DateField(blank=True, null=True)),
                (
                    "author",
                    models.ForeignKey(
                        db_column="author_id",
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="books",
                        to="app.author",
                    ),
                ),
                (
                    "sequel_to",
                    models.ForeignKey(
                        blank=True,
                        db_column="sequel_to_id",
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="sequels",
                        to="app.book",
                    ),
                ),
                (
                    "created_at",
                    app.columns.DateTimeField(db_default=app.expressions.Now(), editable=False),
                ),
                (
                    "updated_at",
                    app.columns.DateTimeField(db_default=app.expressions.Now(), editable=False),
                ),
                ("row_version", models.IntegerField(db_default=1, editable=False)),
            ],
            options={
                "db_table": "books",
                "constraints": [
                    app.constraints.PrimaryKeyName(name="pk_books"),
                    app.constraints.ForeignKeyConstraint(
                        field="author", name="fk_books_author_id", on_delete="RESTRICT"
                    ),
                    app.constraints.ForeignKeyConstraint(
                        field="sequel_to", name="fk_books_sequel_to_id", on_delete="RESTRICT"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["draft", "published", "retired"])),
                        name="ck_books_status",
                    ),
                    models.UniqueConstraint(
                        models.F("isbn"),
                        name="uq_books_isbn",
                        violation_error_message="The isbn is taken.",
                    ),
                    models.UniqueConstraint(
                        models.F("title"),
                        models.F("author"),
                        name="uq_books_title_author_id",
                        violation_error_message="The title of this author is taken.",
                    ),
                ],
                "indexes": [
                    models.Index(
                        fields=["status", "-created_at"], name="ix_books_status_created_at"
                    ),
                    models.Index(fields=["author"], name="ix_books_author_id"),
                    models.Index(fields=["sequel_to"], name="ix_books_sequel_to_id"),
                ],
            },
        ),
        migrations.CreateModel(
            name="BookTag",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "book_id",
                        "tag_id",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "book",
                    models.ForeignKey(
                        db_column="book_id",
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="app.book",
                    ),
                ),
                (
                    "tag",
                    models.ForeignKey(
                        db_column="tag_id",
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="app.tag",
                    ),
                ),
            ],
            options={
                "db_table": "book_tags",
                "constraints": [
                    app.constraints.PrimaryKeyName(name="pk_book_tags"),
                    app.constraints.ForeignKeyConstraint(
                        field="book", name="fk_book_tags_book_id", on_delete="CASCADE"
                    ),
                    app.constraints.ForeignKeyConstraint(
                        field="tag", name="fk_book_tags_tag_id", on_delete="CASCADE"
                    ),
                ],
                "indexes": [models.Index(fields=["tag"], name="ix_book_tags_tag_id")],
            },
        ),
        migrations.AddField(
            model_name="book",
            name="tags",
            field=models.ManyToManyField(
                blank=True, related_name="books", through="app.BookTag", to="app.tag"
            ),
        ),
    ]
