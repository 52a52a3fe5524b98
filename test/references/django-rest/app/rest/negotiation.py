"""Content negotiation: this service speaks JSON, and refuses who does not."""

from collections.abc import Iterable

from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.parsers import BaseParser
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request

from app.http.media import judge_accept, judge_content


class ContentNegotiation(DefaultContentNegotiation):
    """REST framework's own knows no weights, takes `?format=` from the query, and refuses types it cannot read."""

    def select_parser(self, request: Request, parsers: Iterable[BaseParser]) -> BaseParser | None:
        """The only one: what it may be given has been judged with the headers."""
        return next(iter(parsers), None)

    def select_renderer(
        self,
        request: Request,
        renderers: Iterable[BaseRenderer],
        format_suffix: str | None = None,
    ) -> tuple[BaseRenderer, str]:
        judge_accept(request.headers.get("Accept"))
        renderer = next(iter(renderers))
        return renderer, renderer.media_type


def judge_media_type(request: Request, media_types: list[str]) -> None:
    """Refuses (415) a body of another type, charset or encoding."""
    headers = request.headers
    judge_content(headers.get("Content-Type"), headers.get("Content-Encoding"), media_types)
