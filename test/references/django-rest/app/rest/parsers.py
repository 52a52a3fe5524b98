"""Bodies: JSON by the rules of this service."""

from collections.abc import Mapping
from typing import IO, Any

from rest_framework.parsers import BaseParser

from app.http import documents
from app.http.media import JSON


class JsonParser(BaseParser):
    media_type = JSON

    def parse(
        self,
        stream: IO[Any],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        """Refuses (400) what is malformed; DRF's own parser takes NaN, and any depth."""
        return documents.parse(stream.read())
