"""JSON texts (RFC 8259), in and out."""

import datetime
import json
import math
import re
from decimal import Decimal

from pydantic import JsonValue

from app.http.problems import Problem

MAX_NESTING = 64

_UNFIT = re.compile("[\0\ud800-\udfff]")
_MARK = re.compile("\0([0-9a-f]{4})")


def parse(body: bytes) -> JsonValue:
    """
    The value of a JSON text. Numbers are doubles, whole ones become integers; the last of doubled names counts.
    Refuses (400) what is empty, malformed, not UTF-8, or nested too deeply.
    """
    if not body:
        raise Problem(400, "The body is empty.")
    if body.startswith(b"\xef\xbb\xbf"):
        raise Problem(400, "The body begins with a byte-order mark.")
    try:
        value: JsonValue = json.loads(
            body.decode(), parse_int=_number, parse_float=_number, parse_constant=_refuse
        )
    except UnicodeDecodeError as error:
        raise Problem(400, "The body is not UTF-8.") from error
    except json.JSONDecodeError as error:
        raise Problem(400, f"The body is not JSON: {error}.") from error
    except RecursionError as error:
        raise Problem(400, "The body is nested too deeply.") from error
    if depth(value, MAX_NESTING) > MAX_NESTING:
        raise Problem(400, "The body is nested too deeply.")
    return _marked(value) if b"\\u" in body else value


def restore(name: str) -> str:
    """A name as it was sent."""
    return _MARK.sub(lambda found: chr(int(found[1], 16)), name)


def depth(value: JsonValue, limit: int) -> int:
    """How many arrays and objects stand within each other; one more than the limit where it is passed."""
    level = [value]
    for count in range(limit + 1):
        inner: list[JsonValue] = []
        nested = False
        for entry in level:
            if isinstance(entry, dict):
                nested = True
                inner.extend(entry.values())
            elif isinstance(entry, list):
                nested = True
                inner.extend(entry)
        if not nested:
            return count
        level = inner
    return limit + 1


def write(value: object) -> bytes:
    """JSON in UTF-8, with dates, times and decimals in the forms of this service."""
    return json.dumps(
        value, default=_text, ensure_ascii=False, allow_nan=False, separators=(",", ":")
    ).encode()


def canonical(value: object) -> str:
    """The same text for values that are the same in JSON."""
    return json.dumps(value, default=_text, sort_keys=True)


def write_ascii(value: object) -> bytes:
    """The same in ASCII, for what repeats the words of a request: they may hold lone surrogates."""
    return json.dumps(value, separators=(",", ":")).encode()


def shown_moment(moment: datetime.datetime) -> str:
    """`YYYY-MM-DDTHH:MM:SS.mmmZ`; sorts as text."""
    utc = moment.astimezone(datetime.UTC).replace(tzinfo=None)
    return utc.isoformat(timespec="milliseconds") + "Z"


def _marked(value: JsonValue) -> JsonValue:
    """
    The value without lone surrogates, which no library can encode. U+0000, refused in every text as they are, stands
    for them; in a name it is followed by the code unit, so that an error can still name it.
    """
    if isinstance(value, str):
        return _UNFIT.sub("\0", value)
    if isinstance(value, list):
        return [_marked(entry) for entry in value]
    if isinstance(value, dict):
        return {
            _UNFIT.sub(lambda found: f"\0{ord(found[0]):04x}", name): _marked(member)
            for name, member in value.items()
        }
    return value


def _number(text: str) -> int | float:
    if len(text) < 16 and text.lstrip("-").isdigit():
        return int(text)
    value = float(text)
    return int(value) if math.isfinite(value) and value.is_integer() else value


def _refuse(constant: str) -> None:
    raise Problem(400, f"The body is not JSON: {constant} is no number.")


def _text(value: object) -> str:
    if isinstance(value, datetime.datetime):
        return shown_moment(value)
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, datetime.time):
        return value.isoformat(timespec="seconds")
    if isinstance(value, Decimal):
        return format(abs(value) if value.is_zero() else value, "f")
    raise TypeError(f"{type(value).__name__} has no form in JSON")
