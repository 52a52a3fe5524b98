"""What holds for every answer: request ids, HEAD, CORS, rate limits, caching, one line of log."""

import asyncio
import logging
import random
import re
import time
import uuid
from collections.abc import Iterable, Mapping

from starlette.datastructures import Headers
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.config import Settings
from app.errors import problem_response
from app.http.addresses import client_address
from app.http.cors import cors_headers
from app.http.problems import Problem, unavailable
from app.http.rates import Allowance, RateLimiter
from app.http.security import SECURITY_HEADERS

_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{1,128}")

# What is asked of the service itself: outside the base path, also where that is empty.
_OWN_PATHS = frozenset({"/healthz", "/readyz", "/openapi.json", "/docs"})

# Header fields as ASGI sends them.
_Fields = list[tuple[bytes, bytes]]

log = logging.getLogger("app.requests")


def _fields(headers: Mapping[str, str]) -> _Fields:
    return [
        (name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers.items()
    ]


_SECURITY_FIELDS = _fields(SECURITY_HEADERS)


def _joined(own: Iterable[tuple[bytes, bytes]], extra: _Fields) -> _Fields:
    """The header fields of an answer, and those of every answer that it does not set itself."""
    fields = list(own)
    known = {name.lower() for name, _value in fields}
    fields += [field for field in extra if field[0] not in known]
    return fields


def _new_id() -> str:
    """Tells requests apart, and is no secret: to ask the system for each would hand its turn on the loop to a thread."""
    return str(uuid.UUID(int=random.getrandbits(128), version=4))  # noqa: S311


class RequestMiddleware:
    def __init__(self, app: ASGIApp, settings: Settings, base_path: str) -> None:
        self._app = app
        self._origins = settings.cors_origins
        self._base_path = base_path
        self._trusted = settings.trusted_proxies
        self._limiter = RateLimiter(settings.rate_limit) if settings.rate_limit else None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started_at = time.perf_counter()
        headers = Headers(scope=scope)
        method = scope["method"]
        path = scope["path"]
        given = headers.get("x-request-id", "")
        request_id = given if _REQUEST_ID.fullmatch(given) else _new_id()
        allowance = self._spend(scope, headers)
        state = {**scope.get("state", {}), "request_id": request_id, "allowance": allowance}
        # A HEAD is judged and answered as the GET that it stands for; only the body is left out.
        inner = {**scope, "state": state, "method": "GET" if method == "HEAD" else method}
        extra = [
            *_SECURITY_FIELDS,
            (b"x-request-id", request_id.encode()),
            *_fields(allowance.headers),
            *_fields(cors_headers(self._origins, method, headers)),
        ]
        if self._is_below_base(path):
            extra.append((b"cache-control", b"no-cache"))
        status = 0

        async def send_own(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message = {**message, "headers": _joined(message.get("headers", ()), extra)}
            elif method == "HEAD":
                message = {**message, "body": b""}
            await send(message)

        try:
            if b"%2f" in scope.get("raw_path", b"").lower():
                # Decoded it would part the path, and one row's path would lead to another's.
                nowhere = Problem(404, "There is nothing at this path.")
                await problem_response(inner, nowhere)(inner, receive, send_own)
                return
            await self._app(inner, receive, send_own)
        except ClientDisconnect:
            log.info("the client hung up", extra={"request_id": request_id})
        except asyncio.CancelledError:
            # The time for a graceful stop is over. Nothing that this request still does will be committed.
            if status:
                raise
            stopping = unavailable("The service is stopping; try again later.")
            await problem_response(inner, stopping)(inner, receive, send_own)
        except Exception:
            log.exception("unhandled error", extra={"request_id": request_id})
            if status:
                raise
            response = problem_response(inner, Problem(500, "The service failed."))
            await response(inner, receive, send_own)
        finally:
            # Without an answer there is no status to log: the client was not there to get it.
            if status and log.isEnabledFor(logging.INFO):
                line = {
                    "method": method,
                    "path": path,
                    "status": status,
                    "duration_ms": round((time.perf_counter() - started_at) * 1000, 3),
                    "request_id": request_id,
                }
                log.info("request", extra=line)

    def _is_below_base(self, path: str) -> bool:
        if path in _OWN_PATHS or path.startswith("/docs/"):
            return False
        return path == self._base_path or path.startswith(f"{self._base_path}/")

    def _spend(self, scope: Scope, headers: Headers) -> Allowance:
        counted = self._is_below_base(scope["path"]) and scope["method"] != "OPTIONS"
        if self._limiter is None or not counted:
            return Allowance(granted=True, headers={})
        peer, _port = scope.get("client") or ("", 0)
        forwarded = ", ".join(headers.getlist("x-forwarded-for"))
        return self._limiter.spend(client_address(peer, forwarded, self._trusted))
