"""Settings, from the environment or a `.env` file. All are judged when the service starts."""

import re
from functools import lru_cache
from typing import Annotated, Literal

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from app.http.addresses import Network, read_networks
from app.http.rates import RateLimit


class Settings(BaseSettings):
    model_config = SettingsConfigDict(
        env_file=".env", env_ignore_empty=True, extra="ignore", frozen=True
    )

    host: str = "127.0.0.1"
    port: int = Field(default=3000, ge=0, le=65535)
    database_url: str = "sqlite:bookstore.db"
    log_level: Literal["debug", "info", "warn", "error", "silent"] = "info"
    cors_origins: Annotated[tuple[str, ...], NoDecode] = ()
    rate_limit: Annotated[RateLimit | None, NoDecode] = None
    trusted_proxies: Annotated[tuple[Network, ...], NoDecode] = ()
    body_limit: int = Field(default=1_048_576, ge=1)

    @field_validator("database_url")
    @classmethod
    def of_this_database(cls, value: str) -> str:
        if not re.fullmatch(r"sqlite:(?!:memory:).+", value):
            raise ValueError("must have the form sqlite:<path>")
        return value

    @field_validator("cors_origins", mode="before")
    @classmethod
    def origins(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        origins = tuple(origin.strip() for origin in value.split(",") if origin.strip())
        for origin in origins:
            if not re.fullmatch(r"\*|[a-z][a-z0-9+.-]*://[^/?#\s]+", origin):
                raise ValueError(f"{origin} is no origin, such as https://example.org")
        return origins

    @field_validator("rate_limit", mode="before")
    @classmethod
    def rate(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        found = re.fullmatch(r"([1-9][0-9]{0,8})/([1-9][0-9]{0,5})", value)
        if value == "off" or found is None:
            if value != "off":
                raise ValueError("must be off, or <requests>/<seconds> such as 600/60")
            return None
        return RateLimit(requests=int(found[1]), seconds=int(found[2]))

    @field_validator("trusted_proxies", mode="before")
    @classmethod
    def networks(cls, value: object) -> object:
        return read_networks(value) if isinstance(value, str) else value


@lru_cache
def get_settings() -> Settings:
    return Settings()
