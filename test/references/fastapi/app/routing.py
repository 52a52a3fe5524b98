"""Routes that judge requests in the order of this service, before FastAPI reads their bodies and dependencies."""

from collections.abc import AsyncGenerator, Callable, Coroutine
from dataclasses import dataclass
from enum import Enum
from typing import Any, Generic, Self, TypeVar, get_args, get_origin

from fastapi import APIRouter, Request, Response
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute
from pydantic import GetCoreSchemaHandler, JsonValue
from pydantic_core import CoreSchema, core_schema
from starlette.routing import BaseRoute, Match
from starlette.types import Scope

from app.http import documents
from app.http.media import JSON, MERGE_PATCH, judge_accept, judge_content
from app.http.problems import Problem
from app.http.queries import no_query
from app.paths import register_ids
from app.validation.bodies import Body

register_ids()


BodyModel = TypeVar("BodyModel", bound=Body)


@dataclass(frozen=True, slots=True)
class Document:
    """The JSON value of a request's body; null is a value like any other."""

    value: JsonValue


class Unjudged(Generic[BodyModel]):
    """
    A body that is documented as its model and judged later: whether the row is there and unchanged comes first, and
    some rules need the row.
    """

    def __init__(self, document: JsonValue) -> None:
        self.document = document

    @classmethod
    def __get_pydantic_core_schema__(
        cls, source: type[Self], handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        (model,) = get_args(source)
        return core_schema.no_info_plain_validator_function(
            lambda document: cls(document.value),
            json_schema_input_schema=handler.generate_schema(model),
        )


class BoundedRequest(Request):
    """A request whose body may have as many bytes as the settings allow."""

    async def stream(self) -> AsyncGenerator[bytes, None]:
        """The body as it comes; refuses (413) one of more bytes than the limit."""
        limit: int = self.app.state.settings.body_limit
        too_large = Problem(413, f"The body must have at most {limit} bytes.")
        if int(self.headers.get("content-length", "0")) > limit:
            raise too_large
        size = 0
        async for chunk in super().stream():
            size += len(chunk)
            if size > limit:
                raise too_large
            yield chunk


class DocumentRequest(BoundedRequest):
    """A request whose body is read by the rules of this service; a body of null is a body."""

    document: Document

    async def read(self) -> bytes:
        return await super().body()

    async def body(self) -> bytes:
        # FastAPI asks for the text first, to see whether there is a body at all.
        return b"null"

    async def json(self) -> Document:
        return self.document


class ExactRoute(APIRoute):
    """A route whose path matches as a whole: the expressions of Starlette let a line end after it."""

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        if scope["path"].endswith("\n") and not self.path.endswith("}"):
            return Match.NONE, {}
        return super().matches(scope)


class ContractRoute(ExactRoute):
    """
    A route that judges as the contract says. One whose body is no `Unjudged` leaves it to FastAPI, and one that declares
    parameters of the query leaves them to it.
    """

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        try:
            return super().matches(scope)
        except ValueError:
            # A convertor refused an id.
            return Match.NONE, {}

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()
        takes_body = self.body_field is not None
        bodies = [field.field_info.annotation for field in self.dependant.body_params]
        takes_document = any(get_origin(body) is Unjudged for body in bodies)
        takes_query = _takes_query(self.dependant)

        async def judge_and_handle(request: Request) -> Response:
            judge_accept(", ".join(request.headers.getlist("accept")) or None)
            _judge_rate(request)
            if takes_document:
                return await handle(await _read_document(request))
            if request.method != "GET" and not takes_query:
                no_query(request.scope["query_string"])
            if takes_body:
                request = BoundedRequest(request.scope, request.receive)
                # Kept by the request. FastAPI, which would read it later, takes a refusal for a broken body.
                await request.body()
            return await handle(request)

        return judge_and_handle


async def _read_document(request: Request) -> DocumentRequest:
    own = DocumentRequest(request.scope, request.receive)
    text = await own.read()
    judge_content(
        request.headers.get("content-type"),
        request.headers.get("content-encoding"),
        [JSON, MERGE_PATCH] if request.method == "PATCH" else [JSON],
    )
    no_query(request.scope["query_string"])
    own.document = Document(documents.parse(text))
    return own


def _takes_query(dependant: Dependant) -> bool:
    return bool(dependant.query_params) or any(map(_takes_query, dependant.dependencies))


class ContractRouter(APIRouter):
    """
    Routes of this service. FastAPI tries them one by one, and twice where it finds one; a router whose routes all begin
    otherwise is passed over at once, so that a request does not take longer the more resources there are.
    """

    def __init__(self, tags: list[str | Enum]) -> None:
        super().__init__(tags=tags, route_class=ContractRoute)
        self._beginnings: tuple[str, ...] = ()
        self._counted = 0

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        if self._counted != len(self.routes):
            self._beginnings = tuple({_beginning(route) for route in self.routes})
            self._counted = len(self.routes)
        path = scope["path"]
        if not any(beginning in path for beginning in self._beginnings):
            return Match.NONE, {}
        return super().matches(scope)


def _beginning(route: BaseRoute) -> str:
    """What stands in every path of the route; the router may be included below another path."""
    return route.path.partition("{")[0] if isinstance(route, APIRoute) else ""


def _judge_rate(request: Request) -> None:
    if not request.state.allowance.granted:
        raise Problem(429, "Too many requests; try again later.")
