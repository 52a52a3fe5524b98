"""Answers: rows with their entity tags, pages with their links."""

from urllib.parse import quote

from fastapi import Request, Response

from app.http import documents
from app.http.conditions import entity_tag, none_match
from app.http.media import JSON
from app.http.queries import ListQuery, Selection
from app.http.urls import next_link, row_path
from app.listing import Page, Representation
from app.rows import Stored


def row_response(stored: Stored, shape: str) -> Response:
    return _json(stored.representation, {"ETag": entity_tag(shape, stored.version)})


def created_response(stored: Stored, shape: str, collection: str) -> Response:
    """201 with the canonical path of the new row."""
    headers = {
        "ETag": entity_tag(shape, stored.version),
        "Location": row_path(collection, stored.representation["id"]),
    }
    return _json(stored.representation, headers, status_code=201)


def selected_response(
    request: Request, stored: Stored, shape: str, selection: Selection
) -> Response:
    """The row as a whole, unless the client has it already, or the selected properties of it."""
    if not selection.is_whole:
        return _json(_select(stored.representation, selection), {})
    tag = entity_tag(shape, stored.version)
    if none_match(", ".join(request.headers.getlist("if-none-match")) or None, tag):
        return Response(status_code=304, headers={"ETag": tag})
    return _json(stored.representation, {"ETag": tag})


def page_response(request: Request, query: ListQuery, page: Page) -> Response:
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
        headers["Link"] = next_link(_sent_path(request), request.scope["query_string"], by)
    rows = [_select(row, query.selection) for row in page.rows]
    return _json({"data": rows, "page": document}, headers)


def _sent_path(request: Request) -> bytes:
    path: bytes = request.scope.get("raw_path") or quote(request.url.path).encode()
    return path


def no_content() -> Response:
    return Response(status_code=204)


def _select(row: Representation, selection: Selection) -> Representation:
    if selection.fields is None:
        return row
    return {name: row[name] for name in (*selection.fields, *selection.include)}


def _json(value: object, headers: dict[str, str], status_code: int = 200) -> Response:
    return Response(documents.write(value), status_code, headers, media_type=JSON)
