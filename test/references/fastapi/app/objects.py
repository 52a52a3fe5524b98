"""Objects that stand within others, stored as JSON."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from app.validation import types
from app.validation.bodies import Body


class AddressObject(Body):
    """An embedded object: address."""

    street: Annotated[str, Field(min_length=1, max_length=100), types.PLAIN]
    city: Annotated[str, Field(min_length=1, max_length=60), types.PLAIN]
    postcode: Annotated[str, Field(min_length=3, max_length=10), types.PLAIN] | None = None
