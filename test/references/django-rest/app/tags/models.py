"""The table of tags."""

from django.core.validators import MinLengthValidator
from django.db import models

from app import columns
from app.constraints import PrimaryKeyName
from app.expressions import Now
from app.versions import Versioned, VersionedQuerySet


class Tag(Versioned):
    """A word that readers look for."""

    id = columns.BigAutoField(primary_key=True)
    name = columns.CharField(max_length=40, validators=[MinLengthValidator(1)])
    created_at = columns.DateTimeField(db_default=Now(), editable=False)
    updated_at = columns.DateTimeField(db_default=Now(), editable=False)
    row_version = models.IntegerField(db_default=1, editable=False)

    objects = VersionedQuerySet.as_manager()

    class Meta:
        db_table = "tags"
        constraints = [
            PrimaryKeyName(name="pk_tags"),
            models.UniqueConstraint(
                models.F("name"), name="uq_tags_name", violation_error_message="The name is taken."
            ),
        ]

    def __str__(self) -> str:
        return str(self.name)
