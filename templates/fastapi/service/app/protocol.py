"""HTTP as uvicorn reads it, with a bound on what is read before there is a request to judge."""

import json
import uuid
from http.client import responses

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from app.http.problems import MEDIA_TYPE, Problem

# Octets of a request line with its header fields, of a chunk's head, or of trailers.
MOST_OCTETS = 16_384

# RFC 9112, 9.6
_LINGER_SECONDS = 1


class BoundedProtocol(HttpToolsProtocol):
    """
    The parser keeps what it has read of a head until the head ends; without a bound one client could fill the memory.
    """

    _unused = 0
    _is_too_large = False
    _is_refused = False

    def data_received(self, data: bytes) -> None:
        if self._is_refused:
            return
        self._unused += len(data)
        super().data_received(data)
        # What ended a head, or came to a body, has set it back meanwhile.
        if self._unused > MOST_OCTETS and not self._is_refused:
            self._is_too_large = True
            self.send_400_response("")

    def on_headers_complete(self) -> None:
        if sum(len(name) + len(value) for name, value in self.headers) > MOST_OCTETS:
            self._is_too_large = True
            # To uvicorn it is a head that cannot be parsed.
            raise ValueError
        self._unused = 0
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        self._unused = 0
        super().on_body(body)

    def on_message_complete(self) -> None:
        self._unused = 0
        super().on_message_complete()

    def send_400_response(self, msg: str) -> None:
        """Answers where there is no request yet that the application could answer, and hangs up."""
        problem = Problem(400, msg)
        if self._is_too_large:
            problem = Problem(431, f"The head of a request must have at most {MOST_OCTETS} octets.")
        request_id = str(uuid.uuid4())
        body = json.dumps(problem.document("", request_id)).encode()
        head = (
            f"HTTP/1.1 {problem.status} {responses[problem.status]}\r\n"
            f"content-type: {MEDIA_TYPE}\r\ncontent-length: {len(body)}\r\n"
            f"x-request-id: {request_id}\r\nconnection: close\r\n\r\n"
        )
        self._is_refused = True
        self.transport.write(head.encode() + body)
        # Closed at once, with octets unread, the connection would be reset before the client has read the answer.
        self.transport.write_eof()
        self.loop.call_later(_LINGER_SECONDS, self.transport.close)
