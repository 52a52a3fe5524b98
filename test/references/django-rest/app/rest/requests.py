"""What is read of requests besides what Django reads, and what the middleware notes on them."""

from urllib.parse import quote

from django.http import HttpRequest

from app.http.rates import Allowance


def note(request: HttpRequest, request_id: str, allowance: Allowance) -> None:
    request.META["app.request_id"] = request_id
    request.META["app.allowance"] = allowance


def request_id_of(request: HttpRequest) -> str:
    request_id: str = request.META["app.request_id"]
    return request_id


def allowance_of(request: HttpRequest) -> Allowance:
    allowance: Allowance = request.META["app.allowance"]
    return allowance


def path_of(request: HttpRequest) -> str:
    """The path as it was sent, if the server tells, without the query."""
    raw = request.META.get("RAW_URI")
    return raw.partition("?")[0] if isinstance(raw, str) else quote(request.path)


def query_of(request: HttpRequest) -> bytes:
    query: str = request.META.get("QUERY_STRING", "")
    return query.encode("latin-1")
