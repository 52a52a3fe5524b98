"""Paths and bodies of requests, as servers hand them over (PEP 3333)."""

from contextlib import suppress
from urllib.parse import quote
from wsgiref.types import WSGIEnvironment

from app.http.problems import Problem

_STEP = 65_536


def sent_path(environ: WSGIEnvironment) -> str:
    """The path as it was sent, without the query; as it would be, where the server does not keep it."""
    sent: str = environ.get("RAW_URI", "")
    if sent.startswith("/"):
        return sent.partition("?")[0]
    return quote(environ["PATH_INFO"], safe="/!~*'()", encoding="latin-1")


def read_body(environ: WSGIEnvironment, limit: int) -> bytes:
    """The whole body. Refuses one of more bytes than the limit (413), and one that ends early (400)."""
    length = int(environ.get("CONTENT_LENGTH") or -1)
    if length > limit:
        raise Problem(413, f"The body must have at most {limit} bytes.")
    if length < 0:
        # Chunks; a server that does not mark their end takes none.
        length = limit + 1 if environ.get("wsgi.input_terminated") else 0
    try:
        body: bytes = environ["wsgi.input"].read(length)
    except Exception as error:
        # Every server has its own errors for malformed chunks and connections that were closed.
        raise Problem(400, "The body cannot be read.") from error
    if len(body) > limit:
        raise Problem(413, f"The body must have at most {limit} bytes.")
    if environ.get("CONTENT_LENGTH") and len(body) < length:
        raise Problem(400, "The body ends early.")
    return body


def skip_body(environ: WSGIEnvironment, limit: int) -> None:
    """
    Reads what is left of a body that somewhat passes the limit, or that nobody asked for: if a server closed the
    connection over it, the client would be cut off while it sends and never see the answer.
    """
    if not environ.get("wsgi.input_terminated"):
        return
    stream = environ["wsgi.input"]
    left = limit + _STEP
    # Whatever a server raises here, the answer has been sent, and it knows best what becomes of the connection.
    with suppress(Exception):
        while left > 0 and (skipped := stream.read(min(left, _STEP))):
            left -= len(skipped)
