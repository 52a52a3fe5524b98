"""Filters, search and order of lists. The view has read and judged the query; a row alone is asked for without one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from app.http.queries import Filter

if TYPE_CHECKING:
    from app.rest.viewsets import RowsViewSet
from django.db.models import F, Q, QuerySet
from django.db.models.expressions import Combinable
from rest_framework.filters import BaseFilterBackend
from rest_framework.request import Request
from rest_framework.views import APIView

from app.expressions import contains, starts_with

Rows = QuerySet[Any]


class FilterBackend(BaseFilterBackend):
    def filter_queryset(self, request: Request, queryset: Rows, view: APIView) -> Rows:
        query = cast("RowsViewSet", view).list_query
        for entry in query.filters if query else ():
            queryset = queryset.filter(_condition(entry))
        return queryset


class SearchBackend(BaseFilterBackend):
    """`q`, in the `search_fields` of the view."""

    def filter_queryset(self, request: Request, queryset: Rows, view: APIView) -> Rows:
        query = cast("RowsViewSet", view).list_query
        if query is None or query.search is None:
            return queryset
        found = Q()
        for name in cast("RowsViewSet", view).search_fields:
            found |= Q(contains(name, query.search))
        return queryset.filter(found)


class OrderingBackend(BaseFilterBackend):
    """`sort`, with nulls last both ways."""

    def filter_queryset(self, request: Request, queryset: Rows, view: APIView) -> Rows:
        query = cast("RowsViewSet", view).list_query
        if query is None:
            return queryset
        properties = cast("RowsViewSet", view).queries.properties
        order: list[Combinable] = []
        for key in query.sort:
            nulls_last = True if properties[key.name].nullable else None
            column = F(key.name)
            order.append(
                column.desc(nulls_last=nulls_last)
                if key.descending
                else column.asc(nulls_last=nulls_last)
            )
        return queryset.order_by(*order)


def _condition(entry: Filter) -> Any:
    name, value = entry.name, entry.value
    match entry.operator:
        case "eq":
            return Q((name, value))
        case "ne":
            # Rows without a value differ too.
            return ~Q((name, value))
        case "gt" | "gte" | "lt" | "lte" | "in":
            return Q((f"{name}__{entry.operator}", value))
        case "is_null":
            return Q((f"{name}__isnull", value))
        case "contains":
            return contains(name, str(value))
        case "starts_with":
            return starts_with(name, str(value))
        case operator:
            raise ValueError(f"unknown operator {operator}")
