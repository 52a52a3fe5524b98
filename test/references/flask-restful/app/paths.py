"""Ids in paths. A path whose id is not of the id's form is no path of this service (404)."""

from werkzeug.routing import BaseConverter, ValidationError

from app.validation.types import INT53_MAX


class IntegerId(BaseConverter):
    regex = "[1-9][0-9]*"

    def to_python(self, value: str) -> int:
        if len(value) > len(str(INT53_MAX)) or int(value) > INT53_MAX:
            # No row can have this id.
            raise ValidationError
        return int(value)


CONVERTERS: dict[str, type[BaseConverter]] = {"integer_id": IntegerId}
