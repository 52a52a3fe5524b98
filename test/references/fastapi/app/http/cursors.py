"""Cursors: where a page ended, in opaque text that belongs to one list."""

import base64
import binascii
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass

from app.http import documents
from app.http.properties import BadValue, Property


class CursorError(Exception):
    """The text is no cursor of this list."""


@dataclass(frozen=True, slots=True)
class Cursor:
    """The values of the sort keys in the last row of the page before."""

    values: tuple[object, ...]


def write_cursor(scope: str, values: Sequence[object]) -> str:
    text = documents.write([_digest(scope), *values])
    return base64.urlsafe_b64encode(text).decode().rstrip("=")


def read_cursor(text: str, scope: str, keys: Sequence[Property]) -> Cursor:
    """Refuses (CursorError) what was spoilt or made for another list."""
    try:
        padded = text.encode("ascii") + b"=" * (-len(text) % 4)
        decoded = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
    except (UnicodeError, binascii.Error, ValueError, RecursionError) as error:
        raise CursorError from error
    if not isinstance(decoded, list) or len(decoded) != len(keys) + 1:
        raise CursorError
    if decoded[0] != _digest(scope):
        raise CursorError
    pairs = zip(decoded[1:], keys, strict=True)
    return Cursor(tuple(_value(value, key) for value, key in pairs))


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
        return key.kind.read(text)
    except BadValue as error:
        raise CursorError from error


def _digest(scope: str) -> str:
    return hashlib.sha256(scope.encode()).hexdigest()[:12]
