"""The table of authors."""

from django.core.validators import MinLengthValidator
from django.db import models

from app import columns
from app.constraints import PrimaryKeyName
from app.expressions import Now
from app.versions import Versioned, VersionedQuerySet


class Author(Versioned):
    """A person who writes."""

    id = columns.BigAutoField(primary_key=True)
    name = columns.CharField(max_length=120, validators=[MinLengthValidator(1)])
    born = columns.DateField(null=True, blank=True)
    created_at = columns.DateTimeField(db_default=Now(), editable=False)
    updated_at = columns.DateTimeField(db_default=Now(), editable=False)
    row_version = models.IntegerField(db_default=1, editable=False)

    objects = VersionedQuerySet.as_manager()

    class Meta:
        db_table = "authors"
        constraints = [PrimaryKeyName(name="pk_authors")]

    def __str__(self) -> str:
        return str(self.name)
