"""Content negotiation (RFC 9110, 12.5.1) and the content type of bodies (RFC 9110, 8.3)."""

import re
from collections.abc import Iterator, Sequence

from app.http.problems import Problem

JSON = "application/json"
MERGE_PATCH = "application/merge-patch+json"

_NAME = r"[!#$%&'*+.^_`|~0-9A-Za-z-]+"
_RANGE = re.compile(rf"[ \t]*(\*/\*|{_NAME}/(?:\*|{_NAME}))[ \t]*((?:;.*)?)", re.DOTALL)
_PARAMETER = re.compile(
    rf';[ \t]*(?:({_NAME})=({_NAME}|"(?:[^"\\]|\\.)*"))?[ \t]*',
    re.DOTALL,
)
_WEIGHT = re.compile(r"0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?")
_PIECE = re.compile(r'[^,"]+|"[^"\\]*(?:\\.[^"\\]*)*"', re.DOTALL)


def judge_accept(header: str | None) -> None:
    """Refuses (406) a request whose `Accept` admits no JSON."""
    weights: dict[str, float] = {}
    parsed = False
    for element in _elements(header or ""):
        found = _RANGE.fullmatch(element)
        parameters = _parameters(found[2]) if found else None
        if found is None or parameters is None:
            continue
        weight = parameters.get("q", "1")
        if not _WEIGHT.fullmatch(weight):
            continue
        parsed = True
        weights[found[1].lower()] = float(weight)
    if not parsed:
        return
    for name in (JSON, "application/*", "*/*"):
        if name in weights:
            if weights[name] > 0:
                return
            break
    raise Problem(406, "This service answers with application/json only.")


def judge_content(
    content_type: str | None, content_encoding: str | None, media_types: Sequence[str]
) -> None:
    """Refuses (415) a body that is not of one of the media types, in UTF-8 and without compression."""
    found = _RANGE.fullmatch(content_type or "")
    parameters = _parameters(found[2]) if found else None
    if found is None or parameters is None or found[1].lower() not in media_types:
        raise Problem(415, f"The body must be {' or '.join(media_types)}.")
    if parameters.get("charset", "utf-8").lower() != "utf-8":
        raise Problem(415, "The body must be in UTF-8.")
    if (content_encoding or "").strip().lower() not in ("", "identity"):
        raise Problem(415, "The body must not be compressed.")


def _elements(header: str) -> Iterator[str]:
    """
    What stands between commas, apart from those in quotes; where quotes are never closed, between all that follow.
    Each character is read once: this runs on the event loop, before a client is known to be harmless.
    """
    start = position = 0
    while position < len(header):
        if header[position] == ",":
            yield header[start:position]
            start = position = position + 1
        elif (piece := _PIECE.match(header, position)) is not None:
            position = piece.end()
        else:
            yield from header[start:].split(",")
            return
    yield header[start:]


def _parameters(text: str) -> dict[str, str] | None:
    """Parameters by lower-case name; None when they cannot be parsed."""
    parameters: dict[str, str] = {}
    position = 0
    while position < len(text):
        found = _PARAMETER.match(text, position)
        if found is None:
            return None
        if found[1]:
            value = found[2]
            if value.startswith('"'):
                value = re.sub(r"\\(.)", r"\1", value[1:-1], flags=re.DOTALL)
            parameters[found[1].lower()] = value
        position = found.end()
    return parameters
