"""
Cursors: where a page ended, in opaque text that belongs to one list. They are no secret; a digest over their values and
over what they belong to tells those that were spoilt, or given by another list.
"""

import base64
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass

from app.http import documents
from app.http.properties import BadValue, Property

_DIGEST_LENGTH = 12


class CursorError(Exception):
    """The text is no cursor of this list."""


@dataclass(frozen=True, slots=True)
class Cursor:
    """The values of the sort keys in the last row of the page before."""

    values: tuple[object, ...]


def write_cursor(scope: str, values: Sequence[object]) -> str:
    text = documents.write(list(values))
    return _encoded(_digest(scope, text) + text)


def read_cursor(text: str, scope: str, keys: Sequence[Property]) -> Cursor:
    """
    Refuses (CursorError) what was spoilt or made for another list. Anybody can make the digest, so that each value is
    judged as that of a filter would be.
    """
    try:
        decoded = base64.urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))
        digest, written = decoded[:_DIGEST_LENGTH], decoded[_DIGEST_LENGTH:]
        # Decoding forgives what does not belong to the text.
        if _encoded(decoded) != text or _digest(scope, written) != digest:
            raise CursorError
        values = json.loads(written)
    except (ValueError, RecursionError) as error:
        raise CursorError from error
    if not isinstance(values, list) or len(values) != len(keys):
        raise CursorError
    return Cursor(tuple(_value(value, key) for value, key in zip(values, keys, strict=True)))


def _value(value: object, key: Property) -> object:
    if value is None and key.nullable:
        return None
    if isinstance(value, bool):
        text = "true" if value else "false"
    elif isinstance(value, str | int | float):
        text = str(value)
    else:
        raise CursorError
    try:
        read = key.kind.read(text)
    except BadValue as error:
        raise CursorError from error
    if _form(read) != _form(value):
        raise CursorError
    return read


def _form(value: object) -> str:
    """What a value is in JSON; dates, times and decimals are texts."""
    if isinstance(value, bool):
        return "boolean"
    return "number" if isinstance(value, int | float) else "string"


def _encoded(cursor: bytes) -> str:
    return base64.urlsafe_b64encode(cursor).decode().rstrip("=")


def _digest(scope: str, values: bytes) -> bytes:
    return hashlib.sha256(scope.encode() + b"\n" + values).hexdigest()[:_DIGEST_LENGTH].encode()
