"""Whether the process is up, and whether the database answers."""

from flask import Blueprint

from app.http.problems import unavailable
from app.requests import get_database

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
def health() -> dict[str, str]:
    return {"status": "ok"}


@blueprint.get("/readyz")
def readiness() -> dict[str, str]:
    if not get_database().is_ready():
        raise unavailable()
    return {"status": "ready"}
