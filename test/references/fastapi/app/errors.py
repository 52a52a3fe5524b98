"""Problem documents for whatever ends a request, in this service or in the framework below it."""

from collections.abc import Sequence
from http import HTTPStatus

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic_core import ErrorDetails
from starlette.exceptions import HTTPException
from starlette.routing import Match
from starlette.types import Scope

from app.http import documents
from app.http.problems import MEDIA_TYPE, Fault, Problem, invalid_body, invalid_query, not_found
from app.validation.bodies import pointer_to
from app.validation.types import code_of

_METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")


def install_error_handlers(app: FastAPI) -> None:
    @app.exception_handler(Problem)
    async def on_problem(request: Request, problem: Problem) -> Response:
        return problem_response(request.scope, problem)

    @app.exception_handler(HTTPException)
    async def on_http_exception(request: Request, error: HTTPException) -> Response:
        if error.status_code < HTTPStatus.BAD_REQUEST:
            return Response(status_code=error.status_code, headers=error.headers)
        if _is_of_framework(error, HTTPStatus.METHOD_NOT_ALLOWED):
            return _answer_other_method(request)
        if _is_of_framework(error, HTTPStatus.NOT_FOUND):
            return problem_response(request.scope, Problem(404, "There is nothing at this path."))
        problem = Problem(error.status_code, str(error.detail), headers=error.headers)
        return problem_response(request.scope, problem)

    @app.exception_handler(RequestValidationError)
    async def on_invalid_request(request: Request, error: RequestValidationError) -> Response:
        # Those of this service judge their queries and bodies by its own rules; these are of routes beside them.
        return problem_response(request.scope, _problem_of(error.errors()))


def _is_of_framework(error: HTTPException, status: HTTPStatus) -> bool:
    """Whether it says no more than its status; what a route says of itself is kept."""
    return error.status_code == status and error.detail == status.phrase


def _problem_of(errors: Sequence[ErrorDetails]) -> Problem:
    """The first phase with a fault answers: the path, what stands beside the body, the body."""
    places = {details["loc"][0] for details in errors}
    if any(details["type"] == "json_invalid" for details in errors):
        return Problem(400, "The body is not JSON.")
    if "path" in places:
        return not_found()
    if places != {"body"}:
        return invalid_query(
            [
                Fault(code_of(details), details["msg"], parameter=str(details["loc"][-1]))
                for details in errors
                if details["loc"][0] != "body"
            ]
        )
    return invalid_body(
        [
            Fault(code_of(details), details["msg"], pointer=pointer_to(details["loc"][1:]))
            for details in errors
        ]
    )


def problem_response(scope: Scope, problem: Problem) -> Response:
    path = scope.get("raw_path") or scope["path"].encode()
    document = problem.document(path.decode("latin-1"), scope["state"]["request_id"])
    return Response(
        documents.write_ascii(document), problem.status, problem.headers, media_type=MEDIA_TYPE
    )


def _answer_other_method(request: Request) -> Response:
    """The path is known, though not with this method: 405, or what OPTIONS asks for."""
    allowed = {method for method in _METHODS if _knows(request, method)} | {"OPTIONS"}
    if "GET" in allowed:
        allowed.add("HEAD")
    headers = {"Allow": ", ".join(method for method in _METHODS if method in allowed)}
    if request.scope["method"] == "OPTIONS":
        return Response(status_code=204, headers=headers)
    problem = Problem(405, "This path does not know the method.", headers=headers)
    return problem_response(request.scope, problem)


def _knows(request: Request, method: str) -> bool:
    scope = {"type": "http", "method": method, "path": request.scope["path"], "root_path": ""}
    return any(route.matches(dict(scope))[0] == Match.FULL for route in request.app.routes)
