"""The application as in production, but for the settings that a test needs to know."""

from fastapi import FastAPI
from fastapi.testclient import TestClient

from app.config import Settings
from app.main import create_app


def service(database_url: str) -> FastAPI:
    settings = Settings(
        database_url=database_url,
        rate_limit=None,
        cors_origins=(),
        trusted_proxies=(),
        body_limit=1_048_576,
    )
    return create_app(settings)


def listed_ids(client: TestClient, path: str) -> list[int | str]:
    """The ids of a list's rows."""
    response = client.get(path)
    assert response.status_code == 200
    return [row["id"] for row in response.json()["data"]]
