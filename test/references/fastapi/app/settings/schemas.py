"""Bodies that write settings, as they are judged, and the rules between their properties."""

from collections.abc import Mapping
from typing import Annotated, ClassVar

from pydantic import Field

from app.validation import types
from app.validation.bodies import Body, Merge
from app.validation.merge import merge_patch

KeyField = Annotated[str, Field(min_length=1, max_length=60), types.PLAIN]
ValueField = types.Json


class SettingBody(Body):
    READ_ONLY: ClassVar[frozenset[str]] = frozenset(
        {
            "id",
            "created_at",
            "updated_at",
        }
    )
    MERGED: ClassVar[Mapping[str, Merge]] = {
        "value": merge_patch,
    }


class SettingUpdate(SettingBody):
    key: Annotated[KeyField, types.KEPT]
    value: Annotated[ValueField, types.KEPT]
