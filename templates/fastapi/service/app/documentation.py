"""The OpenAPI document and the page that shows it, without anything from the internet."""

import base64
import hashlib
import json
import re
from collections.abc import Callable
from functools import cache
from importlib.resources import files
from pathlib import Path

from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.openapi.docs import get_swagger_ui_html
from fastapi.openapi.utils import get_openapi
from fastapi.responses import HTMLResponse, JSONResponse
from pydantic import JsonValue

from app.http.conditions import none_match
from app.routing import ExactRoute

CONTRACT = Path(__file__).parent.parent / "openapi.json"

# What the page loads, as the package of Swagger UI brings it.
_ASSETS = {
    "swagger-ui-bundle.js": "text/javascript",
    "swagger-ui.css": "text/css",
    "favicon-32x32.png": "image/png",
}


def install_documentation(app: FastAPI) -> None:
    router = APIRouter(include_in_schema=False, route_class=ExactRoute)

    @router.get("/openapi.json")
    async def openapi() -> JSONResponse:
        if app.openapi_schema is None:
            app.openapi_schema = describe(app)
        return JSONResponse(app.openapi_schema)

    page = get_swagger_ui_html(
        openapi_url="/openapi.json",
        title=app.title,
        swagger_js_url="/docs/swagger-ui-bundle.js",
        swagger_css_url="/docs/swagger-ui.css",
        swagger_favicon_url="/docs/favicon-32x32.png",
    )
    policy = _policy(bytes(page.body).decode())

    @router.get("/docs")
    async def docs() -> HTMLResponse:
        return HTMLResponse(page.body, headers={"Content-Security-Policy": policy})

    for name, media_type in _ASSETS.items():
        router.add_api_route(f"/docs/{name}", _asset(name, media_type))

    app.include_router(router)


def describe(app: FastAPI) -> dict[str, JsonValue]:
    """
    What FastAPI says of the routes that there are. Those of the contract are described by the contract's words, which
    know the headers, problems and parameters that code does not show; other routes by FastAPI's own.
    """
    own: dict[str, JsonValue] = get_openapi(
        title=app.title, version=app.version, description=app.description, routes=app.routes
    )
    contract: dict[str, JsonValue] = json.loads(CONTRACT.read_text(encoding="utf-8"))
    described = _members(contract["paths"])
    paths: dict[str, JsonValue] = {}
    added = False
    for path, operations in _members(own["paths"]).items():
        known = _members(described.get(path))
        paths[path] = {**_members(operations), **_shared(known, _members(operations))}
        added = added or not known.keys() >= _members(operations).keys()
    document = {**contract, "paths": paths}
    if added:
        components = _members(contract["components"])
        schemas = _members(_members(own["components"])["schemas"])
        known = _members(components["schemas"])
        document["components"] = {**components, "schemas": {**schemas, **known}}
    return document


def _policy(page: str) -> str:
    """What the page may load (CSP 3): this service's own files, and the scripts that stand in it, by their digests."""
    scripts = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    digests = [base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in scripts]
    return "; ".join(
        [
            "default-src 'self'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
            "img-src 'self' data:",
            "object-src 'none'",
            " ".join(["script-src 'self'", *(f"'sha256-{digest}'" for digest in digests)]),
            "style-src 'self' 'unsafe-inline'",
        ]
    )


def _members(value: JsonValue) -> dict[str, JsonValue]:
    return value if isinstance(value, dict) else {}


def _shared(
    known: dict[str, JsonValue], operations: dict[str, JsonValue]
) -> dict[str, JsonValue]:
    return {method: operation for method, operation in known.items() if method in operations}


def _asset(name: str, media_type: str) -> Callable[[Request], Response]:
    def answer(request: Request) -> Response:
        content, tag = _file(name)
        # Its path stays when the package changes: a browser keeps it, and asks each time whether it is still the same.
        headers = {"Cache-Control": "no-cache", "ETag": tag}
        if none_match(", ".join(request.headers.getlist("if-none-match")) or None, tag):
            return Response(status_code=304, headers=headers)
        return Response(content, headers=headers, media_type=media_type)

    return answer


@cache
def _file(name: str) -> tuple[bytes, str]:
    """Its bytes and its entity tag."""
    content = (files("fastapi_swagger") / "resources" / name).read_bytes()
    return content, f'"{hashlib.sha256(content).hexdigest()[:16]}"'
