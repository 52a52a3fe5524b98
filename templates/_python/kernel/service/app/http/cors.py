"""Cross-origin requests (the CORS protocol of the Fetch standard), without credentials."""

from collections.abc import Mapping, Sequence

_EXPOSED = "ETag, Link, Location, RateLimit, RateLimit-Policy, Retry-After, X-Request-Id"
_METHODS = "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS"
_HEADERS = "Accept, Content-Type, If-Match, If-None-Match, X-Request-Id"


def cors_headers(
    origins: Sequence[str], method: str, headers: Mapping[str, str]
) -> dict[str, str]:
    """Header fields for an answer; none of them where CORS is off."""
    if not origins:
        return {}
    answer = {"Vary": "Origin"}
    origin = headers.get("origin")
    if origin is None or ("*" not in origins and origin not in origins):
        return answer
    answer["Access-Control-Allow-Origin"] = "*" if "*" in origins else origin
    answer["Access-Control-Expose-Headers"] = _EXPOSED
    if method == "OPTIONS" and "access-control-request-method" in headers:
        answer["Access-Control-Allow-Methods"] = _METHODS
        answer["Access-Control-Allow-Headers"] = _HEADERS
        answer["Access-Control-Max-Age"] = "600"
    return answer
