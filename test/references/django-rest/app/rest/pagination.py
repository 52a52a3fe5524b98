"""Pages: by keyset where a cursor is given, so that they neither skip nor repeat while rows are added."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.db.models import Q, QuerySet
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from app.http.cursors import Cursor, write_cursor
from app.http.queries import Resource, SortKey
from app.http.urls import next_link
from app.rest.requests import path_of, query_of

if TYPE_CHECKING:
    from app.rest.viewsets import RowsViewSet


class KeysetPagination(BasePagination):
    def paginate_queryset(
        self, queryset: QuerySet[Any], request: Request, view: APIView | None = None
    ) -> list[Any]:
        rows_view = cast("RowsViewSet", view)
        query = rows_view.list_query
        if query is None:
            raise TypeError("only lists have pages")
        self._request = request
        self._query = query
        self._total = queryset.count() if query.count else None
        self._next_cursor: str | None = None
        if query.cursor is not None:
            queryset = queryset.filter(_after(rows_view.queries, query.sort, query.cursor))
        start = query.offset or 0
        rows = list(queryset[start : start + query.limit + 1])
        if len(rows) > query.limit:
            rows.pop()
            values = [getattr(rows[-1], key.name) for key in query.sort]
            self._next_cursor = write_cursor(query.scope, values)
        return rows

    def get_paginated_response(self, data: Any) -> Response:
        query = self._query
        page: dict[str, object] = {"limit": query.limit}
        if query.cursor is None:
            page["offset"] = query.offset or 0
        page["next_cursor"] = self._next_cursor
        if self._total is not None:
            page["total"] = self._total
        headers = {}
        if self._next_cursor is not None:
            by = (
                {"cursor": self._next_cursor}
                if query.offset is None
                else {"offset": str(query.offset + query.limit)}
            )
            headers["Link"] = next_link(
                path_of(self._request).encode(), query_of(self._request), by
            )
        return Response({"data": data, "page": page}, headers=headers)


def _after(resource: Resource, sort: tuple[SortKey, ...], cursor: Cursor) -> Q:
    """Rows after the cursor: equal in the first keys, and after it in the next."""
    alternatives = Q(pk__in=[])
    equal = Q()
    for key, value in zip(sort, cursor.values, strict=True):
        if value is None:
            equal &= Q((f"{key.name}__isnull", True))
            continue
        after = Q((f"{key.name}__{'lt' if key.descending else 'gt'}", value))
        if resource.properties[key.name].nullable:
            after |= Q((f"{key.name}__isnull", True))
        alternatives |= equal & after
        equal &= Q((key.name, value))
        if key.name == "id":
            break
    return alternatives
