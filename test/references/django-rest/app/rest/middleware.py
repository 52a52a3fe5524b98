"""What holds for every answer: request ids, HEAD, CORS, rate limits, caching, one line of log."""

import logging
import re
import time
import uuid
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from app.http.addresses import client_address
from app.http.cors import cors_headers
from app.http.rates import Allowance, RateLimiter
from app.http.security import SECURITY_HEADERS
from app.rest.requests import note, path_of

# Of the admin and the documentation, which draw with styles in elements and with images in style sheets.
_POLICY_OF_PAGES = (
    "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:;"
    " frame-ancestors 'none'"
)
_PAGES = ("/admin/", "/docs")

_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{1,128}")

log = logging.getLogger("app.requests")


class RequestMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response
        self._limiter = RateLimiter(settings.RATE_LIMIT) if settings.RATE_LIMIT else None

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        started_at = time.perf_counter()
        given = request.headers.get("X-Request-Id", "")
        request_id = given if _REQUEST_ID.fullmatch(given) else str(uuid.uuid4())
        allowance = self._spend(request)
        note(request, request_id, allowance)
        if "%2f" in path_of(request).lower():
            # Decoded it would part the path, and one row's path would lead to another's; as it was sent it leads nowhere.
            request.path_info = path_of(request)
        response = self._get_response(request)
        response.headers["X-Request-Id"] = request_id
        for name, value in SECURITY_HEADERS.items():
            response.headers[name] = value
        if request.path.startswith(_PAGES):
            response.headers["Content-Security-Policy"] = _POLICY_OF_PAGES
        for name, value in allowance.headers.items():
            response.headers[name] = value
        received = {name.lower(): value for name, value in request.headers.items()}
        cors = cors_headers(settings.CORS_ORIGINS, request.method or "", received)
        if "Vary" in cors and response.has_header("Vary"):
            cors["Vary"] = f"{response.headers['Vary']}, {cors['Vary']}"
        for name, value in cors.items():
            response.headers[name] = value
        if _is_below_base(request):
            response.headers["Cache-Control"] = "no-cache"
        _finish(request, response)
        line = {
            "method": request.method,
            "path": path_of(request),
            "status": response.status_code,
            "duration_ms": round((time.perf_counter() - started_at) * 1000, 3),
            "request_id": request_id,
        }
        log.info("request", extra=line)
        return response

    def _spend(self, request: HttpRequest) -> Allowance:
        counted = _is_below_base(request) and request.method != "OPTIONS"
        if self._limiter is None or not counted:
            return Allowance(granted=True, headers={})
        peer = request.META.get("REMOTE_ADDR", "")
        forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "")
        return self._limiter.spend(client_address(peer, forwarded, settings.TRUSTED_PROXIES))


def _is_below_base(request: HttpRequest) -> bool:
    return request.path == settings.BASE_PATH or request.path.startswith(f"{settings.BASE_PATH}/")


def _finish(request: HttpRequest, response: HttpResponseBase) -> None:
    """Says how long the body is, and leaves it out where only the head was asked for."""
    if not isinstance(response, HttpResponse):
        return
    if response.status_code not in (204, 304):
        response.headers.setdefault("Content-Length", str(len(response.content)))
    if request.method == "HEAD":
        response.content = b""
