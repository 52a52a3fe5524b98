"""The application, as servers take it."""

import io
import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from importlib import import_module
from typing import Any, BinaryIO, cast

import django
from django.conf import settings
from django.core.handlers.wsgi import LimitedStream, WSGIHandler, WSGIRequest

_STEP = 65_536


class ChunkedStream(io.RawIOBase):
    """A body in chunks: their server says where it ends, not its length."""

    def __init__(self, stream: BinaryIO) -> None:
        super().__init__()
        self._stream = stream

    def readable(self) -> bool:
        return True

    def read(self, size: int | None = -1, /) -> bytes:
        try:
            return self._stream.read(-1 if size is None else size)
        except Exception as error:
            # Every server has its own errors for malformed chunks; Django makes requests of OSError unreadable.
            raise OSError("The body cannot be read.") from error


class Request(WSGIRequest):
    def __init__(self, environ: dict[str, Any]) -> None:
        super().__init__(environ)
        if environ.get("wsgi.input_terminated") and "HTTP_TRANSFER_ENCODING" in environ:
            # One byte more than is allowed tells that there is more.
            limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1
            # Whatever is read like a file will do.
            stream = cast("io.BytesIO", ChunkedStream(environ["wsgi.input"]))
            self._stream = cast("BinaryIO", LimitedStream(stream, limit))


class Handler(WSGIHandler):
    request_class = Request


class _Answer:
    """
    An answer that then reads what is left of a body that nobody asked for, or that somewhat passes the limit: if a server
    closed the connection over it, the client would be cut off while it sends and never see the answer.
    """

    def __init__(self, answer: Iterable[bytes], environ: dict[str, Any]) -> None:
        self._answer = answer
        self._environ = environ

    def __iter__(self) -> Iterator[bytes]:
        return iter(self._answer)

    def close(self) -> None:
        close = getattr(self._answer, "close", None)
        if close is not None:
            close()
        if not self._environ.get("wsgi.input_terminated"):
            return
        stream = self._environ["wsgi.input"]
        left = settings.DATA_UPLOAD_MAX_MEMORY_SIZE + _STEP
        # Whatever a server raises here, the answer has been sent, and it knows best what becomes of the connection.
        with suppress(Exception):
            while left > 0 and (skipped := stream.read(min(left, _STEP))):
                left -= len(skipped)


os.environ.setdefault("DJANGO_SETTINGS_MODULE", "app.settings")
django.setup(set_prefix=False)
# The first request shall not wait for the routes, nor find a fault in them.
import_module(settings.ROOT_URLCONF)
_handler = Handler()


def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    return _Answer(_handler(environ, start_response), environ)
