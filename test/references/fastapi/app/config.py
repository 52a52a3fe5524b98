"""Settings, from the environment or a `.env` file. All are judged when the service starts."""

import re
from functools import lru_cache
from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from app.http.addresses import Network, read_networks
from app.http.rates import RateLimit


class SettingsError(Exception):
    """Tells what is wrong with the environment, a line for each variable; no value, for some are secret."""


def _whole(least: int, most: int) -> BeforeValidator:
    def judge(value: object) -> object:
        text = str(value)
        if not re.fullmatch(r"[0-9]{1,12}", text) or not least <= int(text) <= most:
            raise ValueError(f"must be a whole number from {least} to {most}")
        return value

    return BeforeValidator(judge)


class Settings(BaseSettings):
    model_config = SettingsConfigDict(
        env_file=".env", env_ignore_empty=True, extra="ignore", frozen=True
    )

    host: str = "127.0.0.1"
    port: Annotated[int, _whole(0, 65_535)] = 3000
    database_url: str = "sqlite:bookstore.db"
    log_level: Literal["debug", "info", "warn", "error", "silent"] = "info"
    cors_origins: Annotated[tuple[str, ...], NoDecode] = ()
    rate_limit: Annotated[RateLimit | None, NoDecode] = None
    trusted_proxies: Annotated[tuple[Network, ...], NoDecode] = ()
    body_limit: Annotated[int, _whole(1, 1_073_741_824)] = 1_048_576

    @classmethod
    def from_environment(cls) -> Self:
        """Reads the environment. Raises SettingsError."""
        try:
            return cls()
        except ValidationError as error:
            faults = error.errors(include_url=False, include_input=False)
            lines = [f"{str(fault['loc'][0]).upper()}: {_said(fault['msg'])}" for fault in faults]
            # Pydantic's own error would show the values.
            raise SettingsError("\n".join(lines)) from None

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


def _said(message: str) -> str:
    """Pydantic's message; of those of this module, what they say themselves."""
    return message.removeprefix("Value error, ")


@lru_cache
def get_settings() -> Settings:
    """The settings of this process, read once. Raises SettingsError."""
    return Settings.from_environment()
