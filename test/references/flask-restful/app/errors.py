"""Problem documents for whatever ends a request, in this service or in the framework below it."""

import logging
from collections.abc import Iterable

from flask import Flask
from werkzeug.exceptions import HTTPException, MethodNotAllowed, NotFound
from werkzeug.wrappers import Response

from app.http import documents
from app.http.problems import MEDIA_TYPE, Problem
from app.requests import request_id, request_path

_METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")

log = logging.getLogger("app.errors")


def install_error_handlers(app: Flask) -> None:
    """For what is no resource of the API: unknown paths, and routes of other kinds."""
    app.register_error_handler(Exception, problem_response)


def problem_response(error: Exception) -> Response:
    problem = _problem(error)
    document = problem.document(request_path(), request_id())
    return Response(
        documents.write_ascii(document), problem.status, problem.headers, mimetype=MEDIA_TYPE
    )


def allow(methods: Iterable[str]) -> str:
    """The value of `Allow`."""
    known = set(methods)
    return ", ".join(method for method in _METHODS if method in known)


def _problem(error: Exception) -> Problem:
    match error:
        case Problem():
            return error
        case NotFound():
            return Problem(404, "There is nothing at this path.")
        case MethodNotAllowed():
            headers = {"Allow": allow(error.valid_methods or ())}
            return Problem(405, "This path does not know the method.", headers=headers)
        case HTTPException():
            return Problem(error.code or 500, error.description or error.name)
    log.error("unhandled error", exc_info=error, extra={"request_id": request_id()})
    return Problem(500, "The service failed.")
