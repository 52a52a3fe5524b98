"""Answers: JSON with dates, times and decimals in the forms of this service."""

from collections.abc import Mapping
from typing import Any

from rest_framework.renderers import BaseRenderer

from app.http import documents
from app.http.media import JSON


class JsonRenderer(BaseRenderer):
    media_type = JSON
    format = "json"
    charset = None

    def render(
        self,
        data: Any,
        accepted_media_type: str | None = None,
        renderer_context: Mapping[str, Any] | None = None,
    ) -> bytes:
        return b"" if data is None else documents.write(data)
