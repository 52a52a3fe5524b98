"""Problem documents for whatever ends a request, in this service or in the framework below it."""

from http import HTTPStatus

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.routing import Match
from starlette.types import Scope

from app.http import documents
from app.http.problems import MEDIA_TYPE, Fault, Problem, invalid_body
from app.validation.bodies import pointer_to
from app.validation.types import code_of

_METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")


def install_error_handlers(app: FastAPI) -> None:
    @app.exception_handler(Problem)
    async def on_problem(request: Request, problem: Problem) -> Response:
        return problem_response(request.scope, problem)

    @app.exception_handler(HTTPException)
    async def on_http_exception(request: Request, error: HTTPException) -> Response:
        if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
            return _answer_other_method(request)
        if error.status_code == HTTPStatus.NOT_FOUND:
            return problem_response(request.scope, Problem(404, "There is nothing at this path."))
        problem = Problem(error.status_code, str(error.detail), headers=error.headers)
        return problem_response(request.scope, problem)

    @app.exception_handler(RequestValidationError)
    async def on_invalid_request(request: Request, error: RequestValidationError) -> Response:
        faults = [
            Fault(code_of(details), details["msg"], pointer=pointer_to(details["loc"][1:]))
            for details in error.errors()
        ]
        return problem_response(request.scope, invalid_body(faults))


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
