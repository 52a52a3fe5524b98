"""Problem documents for whatever ends a request: in a view, in REST framework, or in Django itself."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, UnreadablePostError
from rest_framework.exceptions import APIException, MethodNotAllowed, Throttled, ValidationError
from rest_framework.views import set_rollback

from app.http import documents
from app.http.problems import MEDIA_TYPE, Problem, invalid_body, unavailable
from app.rest.faults import faults_of
from app.rest.requests import path_of, request_id_of


def handle_exception(error: Exception, context: Mapping[str, Any]) -> HttpResponse | None:
    """REST framework's handler of exceptions; None for a fault of ours, which Django then answers and logs."""
    problem = _problem_of(error)
    if problem is None:
        return None
    if isinstance(error, MethodNotAllowed):
        problem.headers["Allow"] = ", ".join(context["view"].allowed_methods)
    set_rollback()
    return problem_response(context["request"], problem)


def problem_response(request: HttpRequest, problem: Problem) -> HttpResponse:
    document = problem.document(path_of(request), request_id_of(request))
    return HttpResponse(
        documents.write_ascii(document),
        status=problem.status,
        headers=problem.headers,
        content_type=MEDIA_TYPE,
    )


def _problem_of(error: Exception) -> Problem | None:
    match error:
        case Problem():
            return error
        case ValidationError():
            return invalid_body(faults_of(error.detail))
        case Http404():
            return Problem(404, "There is nothing at this path.")
        case MethodNotAllowed():
            return Problem(405, "This path does not know the method.")
        case Throttled():
            return Problem(429, "Too many requests; try again later.")
        case PermissionDenied():
            return Problem(403, "This is not allowed.")
        case APIException():
            return Problem(error.status_code, str(error.detail))
        case RequestDataTooBig():
            return Problem(413, "The body is too large.")
        case UnreadablePostError():
            return Problem(400, "The body could not be read.")
        case OperationalError() | InterfaceError():
            return unavailable()
        case _:
            return None


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return problem_response(request, Problem(400, "The request is malformed."))


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return problem_response(request, Problem(403, "This is not allowed."))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return problem_response(request, Problem(404, "There is nothing at this path."))


def failed(request: HttpRequest) -> HttpResponse:
    return problem_response(request, Problem(500, "The service failed."))
