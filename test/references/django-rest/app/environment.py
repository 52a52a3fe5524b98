"""What Django needs to know of the environment besides the settings that every such service has."""

from functools import lru_cache

from django.core.management.utils import get_random_secret_key
from pydantic import Field

from app.config import Settings


class Environment(Settings):
    # Signs the sessions of the admin. One that is made at start ends them when the process ends.
    secret_key: str = Field(default_factory=get_random_secret_key, min_length=32)


@lru_cache
def get_environment() -> Environment:
    return Environment.from_environment()
