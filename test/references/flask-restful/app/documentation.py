"""The OpenAPI document and the page that shows it, without anything from the internet."""

from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from flask import Blueprint, Response, render_template

from app.http.media import JSON

CONTRACT = Path(__file__).parent.parent / "openapi.json"

# Swagger UI draws with styles in elements, and with images in its style sheet.
_POLICY = (
    "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:;"
    " frame-ancestors 'none'"
)
# In a file of its own: the policy lets no script stand in the page.
_START = """\
SwaggerUIBundle({ url: "/openapi.json", dom_id: "#swagger-ui", deepLinking: true });
"""

_ASSETS = Path(str(files("flask_swagger_ui") / "dist"))

blueprint = Blueprint(
    "documentation",
    __name__,
    static_folder=_ASSETS,
    static_url_path="/docs",
    template_folder="templates",
)


@blueprint.get("/openapi.json")
def openapi() -> Response:
    return Response(_contract(), mimetype=JSON)


@blueprint.get("/docs")
def docs() -> Response:
    return Response(render_template("docs.html"), headers={"Content-Security-Policy": _POLICY})


@blueprint.get("/docs/start.js")
def start() -> Response:
    return Response(_START, mimetype="text/javascript")


@lru_cache
def _contract() -> bytes:
    return CONTRACT.read_bytes()
