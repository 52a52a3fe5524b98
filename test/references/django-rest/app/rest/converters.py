"""Ids in paths. A path whose id is not of the id's form is no path of this service (404)."""

from app.validation.types import INT53_MAX


class IntegerId:
    regex = "[1-9][0-9]*"

    def to_python(self, value: str) -> int:
        """Raises ValueError for an id that no row can have."""
        if len(value) > len(str(INT53_MAX)) or int(value) > INT53_MAX:
            raise ValueError("too large")
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)
