"""Paths that answers name, always without scheme and host."""

from urllib.parse import parse_qsl, quote, urlencode

# What stands in a path as it is (RFC 3986, 3.3), and percent sequences, which are there already.
_SENT = "/%!$&'()*+,;=:@-._~"


def row_path(collection: str, row_id: object) -> str:
    return f"{collection}/{quote(str(row_id), safe='')}"


def next_link(path: bytes, query_string: bytes, changes: dict[str, str]) -> str:
    """The `Link` field (RFC 8288) of the next page: the path as it was sent, the same query but for the changes."""
    kept = [
        (name, value)
        for name, value in parse_qsl(query_string.decode(), keep_blank_values=True)
        if name not in ("cursor", "offset")
    ]
    query = urlencode([*kept, *changes.items()], quote_via=quote, safe=",:-")
    return f'<{quote(path, safe=_SENT)}?{query}>; rel="next"'
