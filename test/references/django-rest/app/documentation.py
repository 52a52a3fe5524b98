"""The OpenAPI document and the page that shows it, without anything from the internet."""

import json
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from drf_spectacular.generators import SchemaGenerator

from app.rest.plain import only_get

_START = """\
SwaggerUIBundle({ url: "/openapi.json", dom_id: "#swagger-ui", deepLinking: true });
"""


@only_get
def openapi(request: HttpRequest) -> HttpResponse:
    return JsonResponse(describe())


@only_get
def docs(request: HttpRequest) -> HttpResponse:
    return render(request, "docs.html", {"title": settings.SPECTACULAR_SETTINGS["TITLE"]})


@only_get
def start(request: HttpRequest) -> HttpResponse:
    """In a file of its own: the policy of pages lets no script stand in them."""
    return HttpResponse(_START, content_type="text/javascript")


@lru_cache
def describe() -> dict[str, Any]:
    """
    What drf-spectacular says of the routes that there are. Those of the contract are described by the contract's words,
    which know the headers, problems and parameters that code does not show; other routes by drf-spectacular's own.
    """
    own = SchemaGenerator().get_schema(public=True)
    contract: dict[str, Any] = json.loads((settings.BASE_DIR / "openapi.json").read_text("utf-8"))
    described = contract["paths"]
    paths: dict[str, Any] = {}
    added = False
    for path, operations in own["paths"].items():
        known = described.get(path, {})
        shared = {name: operation for name, operation in known.items() if name in operations}
        paths[path] = {**operations, **shared}
        added = added or not known.keys() >= operations.keys()
    document = {**contract, "paths": paths}
    if added:
        schemas = own["components"]["schemas"]
        components = contract["components"]
        document["components"] = {**components, "schemas": {**schemas, **components["schemas"]}}
    return document
