"""Ids in paths. A path whose id is not of the id's form is no path of this service (404)."""

import re

from starlette.convertors import Convertor, register_url_convertor

from app.http import formats
from app.validation.types import INT53_MAX

# Starlette ends its expressions with `$`, which stands before a final newline too.
_END = r"(?!\n)"


class IntegerId(Convertor[int]):
    regex = f"[1-9][0-9]*{_END}"

    def convert(self, value: str) -> int:
        """Raises ValueError for an id that no row can have."""
        if len(value) > len(str(INT53_MAX)) or int(value) > INT53_MAX:
            raise ValueError("too large")
        return int(value)

    def to_string(self, value: int) -> str:
        return str(value)


class UuidId(Convertor[str]):
    regex = f"{formats.UUID.pattern}{_END}"

    def convert(self, value: str) -> str:
        return value.lower()

    def to_string(self, value: str) -> str:
        return value


class Key(Convertor[str]):
    """A key that clients choose, of given lengths and perhaps a pattern."""

    regex = "[^/]+"

    def __init__(self, least: int, most: int | None, pattern: str | None = None) -> None:
        self._least = least
        self._most = most
        self._pattern = re.compile(pattern or "")

    def convert(self, value: str) -> str:
        too_long = self._most is not None and len(value) > self._most
        if len(value) < self._least or too_long or not self._pattern.search(value):
            raise ValueError("no such key")
        if not formats.is_plain(value):
            raise ValueError("not plain")
        return value

    def to_string(self, value: str) -> str:
        return value


def register_ids() -> None:
    """Makes the forms of ids known to the paths of routes."""
    register_url_convertor("integer_id", IntegerId())
    register_url_convertor("uuid_id", UuidId())
    register_url_convertor("country_key", Key(2, 2, r"^[A-Z]{2}\Z"))
