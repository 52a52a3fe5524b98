"""What holds for every answer: request ids, CORS, rate limits, caching, one line of log."""

import logging
import re
import time
import uuid
from collections.abc import Callable, Iterable, Iterator
from types import TracebackType
from typing import Final, Protocol, TypeAlias, runtime_checkable
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from app.config import Settings
from app.http.addresses import client_address
from app.http.cors import cors_headers
from app.http.rates import Allowance, RateLimiter
from app.http.security import SECURITY_HEADERS
from app.http.wsgi import sent_path, skip_body

# Members of the environment of a request.
REQUEST_ID: Final = "app.request_id"
ALLOWANCE: Final = "app.allowance"

_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{1,128}")
_ASKED: Final = {
    "origin": "HTTP_ORIGIN",
    "access-control-request-method": "HTTP_ACCESS_CONTROL_REQUEST_METHOD",
}

_Failure: TypeAlias = (
    tuple[type[BaseException], BaseException, TracebackType] | tuple[None, None, None]
)

log = logging.getLogger("app.requests")


class RequestMiddleware:
    def __init__(self, app: WSGIApplication, settings: Settings, base_path: str) -> None:
        self._app = app
        self._origins = settings.cors_origins
        self._base_path = base_path
        self._body_limit = settings.body_limit
        self._trusted = settings.trusted_proxies
        self._limiter = RateLimiter(settings.rate_limit) if settings.rate_limit else None

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        method, path = environ["REQUEST_METHOD"], environ["PATH_INFO"]
        given = environ.get("HTTP_X_REQUEST_ID", "")
        request_id = given if _REQUEST_ID.fullmatch(given) else str(uuid.uuid4())
        allowance = self._spend(environ)
        environ[REQUEST_ID] = request_id
        environ[ALLOWANCE] = allowance
        asked = {name: environ[key] for name, key in _ASKED.items() if key in environ}
        extra = {
            "X-Request-Id": request_id,
            **allowance.headers,
            **cors_headers(self._origins, method, asked),
        }
        if self._is_below_base(path):
            extra["Cache-Control"] = "no-cache"
        if "%2f" in sent_path(environ).lower():
            # Decoded it would part the path, and one row's path would lead to another's; as it was sent it leads nowhere.
            environ["PATH_INFO"] = sent_path(environ)
        answer = _Answer(environ, self._body_limit)

        def start_own(
            line: str, headers: list[tuple[str, str]], failure: _Failure | None = None, /
        ) -> Callable[[bytes], object]:
            answer.status = int(line[:3])
            kept = [(name, value) for name, value in headers if name not in extra]
            own = {name for name, _value in kept}
            always = [(name, value) for name, value in SECURITY_HEADERS.items() if name not in own]
            return start_response(line, [*kept, *always, *extra.items()], failure)

        answer.parts = self._app(environ, start_own)
        return answer

    def _is_below_base(self, path: str) -> bool:
        return path == self._base_path or path.startswith(f"{self._base_path}/")

    def _spend(self, environ: WSGIEnvironment) -> Allowance:
        counted = self._is_below_base(environ["PATH_INFO"])
        if self._limiter is None or not counted or environ["REQUEST_METHOD"] == "OPTIONS":
            return Allowance(granted=True, headers={})
        peer, forwarded = (
            environ.get(name, "") for name in ("REMOTE_ADDR", "HTTP_X_FORWARDED_FOR")
        )
        return self._limiter.spend(client_address(peer, forwarded, self._trusted))


class _Answer:
    """The parts of an answer's body. Closed by the server once they are sent, whether or not all of them were."""

    parts: Iterable[bytes] = ()
    status = 0

    def __init__(self, environ: WSGIEnvironment, body_limit: int) -> None:
        self._environ = environ
        self._body_limit = body_limit
        self._started_at = time.perf_counter()

    def __iter__(self) -> Iterator[bytes]:
        return iter(self.parts)

    def close(self) -> None:
        try:
            if isinstance(self.parts, _Closable):
                self.parts.close()
        finally:
            skip_body(self._environ, self._body_limit)
            self._log()

    def _log(self) -> None:
        line = {
            "method": self._environ["REQUEST_METHOD"],
            "path": sent_path(self._environ),
            "status": self.status,
            "duration_ms": round((time.perf_counter() - self._started_at) * 1000, 3),
            "request_id": self._environ[REQUEST_ID],
        }
        log.info("request", extra=line)


@runtime_checkable
class _Closable(Protocol):
    def close(self) -> None: ...
