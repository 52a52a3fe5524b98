"""The application, as servers take it."""

import os
from importlib import import_module
from typing import Any, BinaryIO, cast

import django
from django.conf import settings
from django.core.handlers.wsgi import LimitedStream, WSGIHandler, WSGIRequest


class Request(WSGIRequest):
    """A request whose body may also come in chunks: their server says where it ends, not its length."""

    def __init__(self, environ: dict[str, Any]) -> None:
        super().__init__(environ)
        if environ.get("wsgi.input_terminated") and "HTTP_TRANSFER_ENCODING" in environ:
            # One byte more than is allowed tells that there is more.
            limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1
            self._stream = cast("BinaryIO", LimitedStream(environ["wsgi.input"], limit))


class Handler(WSGIHandler):
    request_class = Request


os.environ.setdefault("DJANGO_SETTINGS_MODULE", "app.settings")
django.setup(set_prefix=False)
# The first request shall not wait for the routes, nor find a fault in them.
import_module(settings.ROOT_URLCONF)
application = Handler()
