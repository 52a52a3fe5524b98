"""The application as in production, but for the settings that a test needs to know."""

from fastapi import FastAPI

from app.config import Settings
from app.main import create_app


def service(database_url: str) -> FastAPI:
    settings = Settings(
        database_url=database_url, rate_limit=None, cors_origins=(), body_limit=1_048_576
    )
    return create_app(settings)
