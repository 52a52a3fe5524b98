"""Whether the process is up, and whether the database answers."""

from fastapi import APIRouter

from app.dependencies import DatabaseDep
from app.http.problems import unavailable
from app.routing import ExactRoute

router = APIRouter(include_in_schema=False, route_class=ExactRoute)


@router.get("/healthz")
async def health() -> dict[str, str]:
    return {"status": "ok"}


@router.get("/readyz")
def readiness(database: DatabaseDep) -> dict[str, str]:
    if not database.is_ready():
        raise unavailable()
    return {"status": "ready"}
