"""Answers: rows with their entity tags, pages with their links."""

from collections.abc import Mapping
from typing import TypeAlias

from flask import request
from werkzeug.wrappers import Response

from app.http.conditions import entity_tag, none_match
from app.http.queries import ListQuery, Selection
from app.http.urls import next_link, row_path
from app.listing import Page, Representation
from app.requests import request_path
from app.rows import Stored

# What is shown, the status and the headers; or a response that shows nothing.
Answer: TypeAlias = Response | tuple[Representation, int, Mapping[str, str]]


def row_answer(stored: Stored, shape: str) -> Answer:
    return stored.representation, 200, {"ETag": entity_tag(shape, stored.version)}


def created_answer(stored: Stored, shape: str, collection: str) -> Answer:
    """201 with the canonical path of the new row."""
    headers = {
        "ETag": entity_tag(shape, stored.version),
        "Location": row_path(collection, stored.representation["id"]),
    }
    return stored.representation, 201, headers


def selected_answer(stored: Stored, shape: str, selection: Selection) -> Answer:
    """The row as a whole, unless the client has it already, or the selected properties of it."""
    if not selection.is_whole:
        return _select(stored.representation, selection), 200, {}
    tag = entity_tag(shape, stored.version)
    if none_match(request.headers.get("If-None-Match"), tag):
        return _empty(304, {"ETag": tag})
    return stored.representation, 200, {"ETag": tag}


def page_answer(query: ListQuery, page: Page) -> Answer:
    document: dict[str, object] = {"limit": query.limit}
    if query.cursor is None:
        document["offset"] = query.offset or 0
    document["next_cursor"] = page.next_cursor
    if page.total is not None:
        document["total"] = page.total
    headers = {}
    if page.next_cursor is not None:
        by = (
            {"cursor": page.next_cursor}
            if query.offset is None
            else {"offset": str(query.offset + query.limit)}
        )
        headers["Link"] = next_link(request_path().encode(), request.query_string, by)
    rows = [_select(row, query.selection) for row in page.rows]
    return {"data": rows, "page": document}, 200, headers


def no_content() -> Answer:
    return _empty(204, {})


def _select(row: Representation, selection: Selection) -> Representation:
    if selection.fields is None:
        return row
    return {name: row[name] for name in (*selection.fields, *selection.include)}


def _empty(status: int, headers: Mapping[str, str]) -> Response:
    response = Response(status=status, headers=headers)
    del response.headers["Content-Type"]
    return response
