"""What requests carry, whatever they are about."""

from collections.abc import Awaitable, Callable
from typing import Annotated

from fastapi import Depends, Request

from app.database import Database
from app.http.conditions import IfMatch, parse_if_match
from app.http.queries import ListQuery, Resource, Selection, list_query, row_query

# Dependencies are coroutines though they await nothing: FastAPI sends plain functions through its thread pool.


async def get_database(request: Request) -> Database:
    database: Database = request.app.state.database
    return database


async def get_if_match(request: Request) -> IfMatch | None:
    headers = request.headers.getlist("if-match")
    return parse_if_match(", ".join(headers) if headers else None)


DatabaseDep = Annotated[Database, Depends(get_database)]
IfMatchDep = Annotated[IfMatch | None, Depends(get_if_match)]


def list_query_of(resource: Resource) -> Callable[[Request], Awaitable[ListQuery]]:
    async def read(request: Request) -> ListQuery:
        return list_query(request.scope["query_string"], request.url.path, resource)

    return read


def row_query_of(resource: Resource) -> Callable[[Request], Awaitable[Selection]]:
    async def read(request: Request) -> Selection:
        return row_query(request.scope["query_string"], resource)

    return read
