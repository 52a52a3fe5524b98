"""The OpenAPI document and the page that shows it, without anything from the internet."""

from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from flask import Blueprint, Response, render_template

from app.http.media import JSON

CONTRACT = Path(__file__).parent.parent / "openapi.json"

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
def docs() -> str:
    return render_template("docs.html")


@lru_cache
def _contract() -> bytes:
    return CONTRACT.read_bytes()
