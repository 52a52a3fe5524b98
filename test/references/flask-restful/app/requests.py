"""What requests carry, whatever they are about. Each part refuses what it cannot understand."""

from flask import current_app, request
from pydantic import JsonValue

from app.database import Database
from app.http import documents
from app.http.conditions import IfMatch, parse_if_match
from app.http.media import JSON, MERGE_PATCH, judge_content
from app.http.problems import Problem
from app.http.queries import ListQuery, Resource, Selection, list_query, no_query, row_query
from app.http.rates import Allowance
from app.http.wsgi import read_body, sent_path
from app.middleware import ALLOWANCE, REQUEST_ID


def get_database() -> Database:
    database: Database = current_app.extensions["database"]
    return database


def request_id() -> str:
    own: str = request.environ[REQUEST_ID]
    return own


def request_path() -> str:
    """The path as it was sent, without the query."""
    return sent_path(request.environ)


def judge_rate() -> None:
    """Refuses (429) a client that has spent its allowance."""
    allowance: Allowance = request.environ[ALLOWANCE]
    if not allowance.granted:
        raise Problem(429, "Too many requests; try again later.")


def get_document() -> JsonValue:
    """The body. Refuses one that is too large (413), of another media type (415), or no JSON (400)."""
    text = read_body(request.environ, current_app.config["MAX_CONTENT_LENGTH"])
    judge_content(
        request.headers.get("Content-Type"),
        request.headers.get("Content-Encoding"),
        [JSON, MERGE_PATCH] if request.method == "PATCH" else [JSON],
    )
    refuse_query()
    return documents.parse(text)


def get_if_match() -> IfMatch | None:
    return parse_if_match(request.headers.get("If-Match"))


def get_list_query(resource: Resource) -> ListQuery:
    return list_query(request.query_string, request_path(), resource)


def get_selection(resource: Resource) -> Selection:
    return row_query(request.query_string, resource)


def refuse_query() -> None:
    """Refuses (400) every parameter."""
    no_query(request.query_string)
