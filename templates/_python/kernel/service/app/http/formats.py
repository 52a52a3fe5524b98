"""The forms of text that this service knows. Each judges the whole text; a final newline breaks every one."""

import datetime
import ipaddress
import re
import secrets
import time
import uuid
from decimal import Decimal

_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_EMAIL_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_HOST_LABEL = r"[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?"
_HOST = rf"(?:{_HOST_LABEL}(?:\.{_HOST_LABEL})*\.?|\[[0-9A-Fa-f:.]{{2,45}}\])"
_PATH = r"(?:[A-Za-z0-9._~!$&'()*+,;=:@/-]|%[0-9A-Fa-f]{2})*"
_QUERY = r"(?:[?A-Za-z0-9._~!$&'()*+,;=:@/-]|%[0-9A-Fa-f]{2})*"

# RFC 5321 dot-string, then a host name of two labels or more.
EMAIL = re.compile(rf"{_ATOM}(?:\.{_ATOM})*@{_EMAIL_LABEL}(?:\.{_EMAIL_LABEL})+")
# RFC 3986, http or https, without user information.
URL = re.compile(
    rf"[Hh][Tt][Tt][Pp][Ss]?://{_HOST}(?::[0-9]{{1,5}})?"
    rf"(?:/{_PATH})?(?:\?{_QUERY})?(?:#{_QUERY})?"
)
SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
UUID = re.compile(r"[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}")
DECIMAL = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")

_UNFIT = re.compile("[\0\ud800-\udfff]")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TIME = re.compile(r"[0-9]{2}:[0-9]{2}:[0-9]{2}")
_DATETIME = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})[Tt]([0-9]{2}:[0-9]{2}:[0-9]{2})"
    r"(?:\.([0-9]{1,9}))?(?:[Zz]|([+-])([01][0-9]|2[0-3]):([0-5][0-9]))"
)


def is_plain(text: str) -> bool:
    """Whether the text can be stored and sent: neither U+0000 nor a lone surrogate."""
    return _UNFIT.search(text) is None


def is_ip(text: str) -> bool:
    """IPv4 without leading zeros, or IPv6 (RFC 3986, 3.2.2) without a zone."""
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return "%" not in text


def read_date(text: str) -> datetime.date:
    """Raises ValueError for what is no day of the calendar."""
    if not _DATE.fullmatch(text):
        raise ValueError("must be a date, YYYY-MM-DD")
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise ValueError("must be a day of the calendar") from None


def read_time(text: str) -> datetime.time:
    if not _TIME.fullmatch(text):
        raise ValueError("must be a time, HH:MM:SS")
    try:
        return datetime.time.fromisoformat(text)
    except ValueError:
        raise ValueError("must be a time of the day") from None


def read_datetime(text: str) -> datetime.datetime:
    """RFC 3339 with an offset, in UTC, cut to milliseconds; the year is 1 to 9999 in UTC too."""
    found = _DATETIME.fullmatch(text)
    if not found:
        if re.fullmatch(r".*:[0-9.]+ [0-9]{2}:[0-9]{2}", text):
            raise ValueError("must be an RFC 3339 date and time; write the + of its offset as %2B")
        raise ValueError("must be an RFC 3339 date and time with an offset")
    day, clock, fraction, sign, hours, minutes = found.groups()
    offset = datetime.timedelta(hours=int(hours or 0), minutes=int(minutes or 0))
    try:
        local = datetime.datetime.combine(
            datetime.date.fromisoformat(day), datetime.time.fromisoformat(clock)
        )
        moment = local + offset if sign == "-" else local - offset
    except (ValueError, OverflowError):
        raise ValueError("must be a date and time of the years 1 to 9999") from None
    milliseconds = int((fraction or "")[:3].ljust(3, "0"))
    return moment.replace(microsecond=milliseconds * 1000, tzinfo=datetime.UTC)


def written_out(number: float) -> str:
    """The shortest text that reads back as the number, without an exponent."""
    return format(Decimal(repr(number)), "f")


def today() -> datetime.date:
    return now().date()


def time_of_day() -> datetime.time:
    return now().time().replace(microsecond=0)


def new_uuid() -> str:
    """A UUID of version 7 (RFC 9562): it begins with the time, so that new rows stand together."""
    milliseconds = time.time_ns() // 1_000_000
    random = secrets.randbits(74)
    high = milliseconds << 80 | 7 << 76 | (random >> 62) << 64
    return str(uuid.UUID(int=high | 2 << 62 | random & (1 << 62) - 1))


def now() -> datetime.datetime:
    """The time of the request, as it is stored."""
    moment = datetime.datetime.now(datetime.UTC)
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)
