"""The base of the views of rows: what a request asks for is read and judged in one order, before any view acts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.http import HttpRequest
from rest_framework.exceptions import MethodNotAllowed
from rest_framework.mixins import ListModelMixin
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from app.http.conditions import IfMatch, parse_if_match
from app.http.media import JSON, MERGE_PATCH
from app.http.problems import Problem, not_found
from app.http.queries import ListQuery, Resource, Selection, list_query, no_query, row_query
from app.rest.mixins import CreateMixin, DestroyMixin, RetrieveMixin, UpdateMixin
from app.rest.negotiation import judge_media_type
from app.rest.requests import query_of
from app.validation.rules import Parent


@dataclass(frozen=True, slots=True)
class Nesting:
    """The rows under whose paths others stand: the property that names them is also the name of the path's parameter."""

    rows: models.QuerySet[Any]
    name: str
    noun: str


class RowsViewSet(GenericViewSet[Any]):
    """Rows of one resource, all or those under a parent."""

    queries: ClassVar[Resource]
    # The rows in messages, and the route of all of them.
    noun: ClassVar[str]
    collection: ClassVar[str]
    # How a relation that a query includes is read, with one statement for all rows.
    prefetches: ClassVar[Mapping[str, str | models.Prefetch[Any]]] = {}
    nesting: ClassVar[Nesting | None] = None
    # Where `q` is looked for.
    search_fields: ClassVar[tuple[str, ...]] = ()
    # Actions that read a body, and those that heed `If-Match`.
    writing: ClassVar[frozenset[str]] = frozenset({"create", "update", "partial_update"})
    conditional: ClassVar[frozenset[str]] = frozenset({"update", "partial_update", "destroy"})

    # In the order of `Allow`.
    http_method_names = ("get", "head", "post", "put", "patch", "delete", "options")
    lookup_url_kwarg = "id"
    lookup_value_converter = "integer_id"

    list_query: ListQuery | None = None
    selection = Selection()
    if_match: IfMatch | None = None
    parent: Parent | None = None

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Judges the request up to the syntax of its body; each step refuses what is wrong."""
        if request.method == "OPTIONS":
            return
        if not self.action:
            raise MethodNotAllowed(request.method or "")
        super().initial(request, *args, **kwargs)
        is_writing = self.action in self.writing
        size = self._judge_body(request) if is_writing else 0
        self._read_query(request)
        if self.action in self.conditional:
            self.if_match = parse_if_match(request.headers.get("If-Match"))
        if is_writing:
            if size == 0:
                raise Problem(400, "The body is empty.")
            # REST framework parses no body without a length, and chunks did not tell theirs.
            request.META["CONTENT_LENGTH"] = str(size)
            request.data  # noqa: B018
        self.parent = self._find_parent()

    def options(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Response:
        return Response(status=204, headers={"Allow": ", ".join(self.allowed_methods)})

    @property
    def default_response_headers(self) -> dict[str, str]:
        """`Allow` stands on answers to OPTIONS and other methods only."""
        return {}

    @property
    def rows(self) -> models.QuerySet[Any]:
        """All rows, under whatever parent."""
        return super().get_queryset()

    def get_queryset(self) -> models.QuerySet[Any]:
        rows = self.rows
        if self.parent is not None:
            rows = rows.filter((self.parent.name, self.parent.id))
        for relation in self.selection.include:
            rows = rows.prefetch_related(self.prefetches[relation])
        return rows

    def get_serializer(self, *args: Any, **kwargs: Any) -> Any:
        return super().get_serializer(*args, **{"selection": self.selection, **kwargs})

    def get_serializer_context(self) -> dict[str, Any]:
        return {**super().get_serializer_context(), "parent": self.parent}

    def _judge_body(self, request: Request) -> int:
        """The length of the body; refuses (413) one that is too large, (415) one that is no JSON."""
        # Django itself refuses a length that is told and too great.
        size = len(request.body)
        if size > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            raise Problem(413, "The body is too large.")
        judge_media_type(
            request, [JSON, MERGE_PATCH] if self.action == "partial_update" else [JSON]
        )
        return size

    def _read_query(self, request: Request) -> None:
        query = query_of(request)
        if self.action == "list":
            self.list_query = list_query(query, request.path, self.queries)
            self.selection = self.list_query.selection
        elif self.action == "retrieve":
            self.selection = row_query(query, self.queries)
        else:
            no_query(query)

    def _find_parent(self) -> Parent | None:
        if self.nesting is None:
            return None
        row_id = self.kwargs[self.nesting.name]
        if not self.nesting.rows.filter(pk=row_id).exists():
            raise not_found(self.nesting.noun)
        return Parent(self.nesting.name, row_id)


class RowViewSet(
    CreateMixin, RetrieveMixin, UpdateMixin, DestroyMixin, ListModelMixin, RowsViewSet
):
    """All operations on the rows of a resource."""
