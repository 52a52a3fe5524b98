"""Entity tags and conditional requests (RFC 9110, 8.8.3 and 13.1)."""

import hashlib
import re
from dataclasses import dataclass
from functools import lru_cache

from app.http.problems import Problem

_TAG = r'(?:W/)?"[^"]*"'
_TAGS = re.compile(rf"[ \t,]*{_TAG}(?:[ \t]*,[ \t,]*{_TAG})*[ \t,]*")


@lru_cache
def shape_of(names: tuple[str, ...]) -> str:
    """Eight hexadecimal digits for the names of a representation's properties."""
    return hashlib.sha256(",".join(names).encode()).hexdigest()[:8]


def entity_tag(shape: str, version: int) -> str:
    """A strong tag: the digest of the representation's shape, and the version of the row."""
    return f'"{shape}-{version}"'


@dataclass(frozen=True, slots=True)
class IfMatch:
    """The tags that a writer has seen; None stands for any (`*`)."""

    tags: frozenset[str] | None

    def judge(self, tag: str) -> None:
        """Refuses (412) a row whose tag is not among them; a weak tag never is."""
        if self.tags is not None and tag not in self.tags:
            raise Problem(412, "The row has changed since it was read.")


def parse_if_match(header: str | None) -> IfMatch | None:
    """None where the header is absent; refuses (400) one that is malformed."""
    if header is None:
        return None
    if header.strip(" \t") == "*":
        return IfMatch(None)
    if not _TAGS.fullmatch(header):
        raise Problem(400, "If-Match is malformed: it takes quoted tags, or * alone.")
    return IfMatch(frozenset(re.findall(_TAG, header)))


def none_match(header: str | None, tag: str) -> bool:
    """Whether `If-None-Match` names the tag, by weak comparison; a malformed header counts as absent."""
    if header is None:
        return False
    if header.strip(" \t") == "*":
        return True
    if not _TAGS.fullmatch(header):
        return False
    return tag in {found.removeprefix("W/") for found in re.findall(_TAG, header)}
