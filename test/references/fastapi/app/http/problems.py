"""Problem documents (RFC 9457): the one form of every error that this service answers with."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http.client import responses

MEDIA_TYPE = "application/problem+json"
MAX_FAULTS = 100

_KINDS: dict[int, tuple[str, str]] = {
    400: ("bad-request", "Bad request"),
    401: ("unauthorized", "Unauthorized"),
    403: ("forbidden", "Forbidden"),
    404: ("not-found", "Not found"),
    405: ("method-not-allowed", "Method not allowed"),
    406: ("not-acceptable", "Not acceptable"),
    409: ("conflict", "Conflict"),
    412: ("precondition-failed", "Precondition failed"),
    413: ("content-too-large", "Content too large"),
    415: ("unsupported-media-type", "Unsupported media type"),
    422: ("validation-error", "Validation failed"),
    428: ("precondition-required", "Precondition required"),
    429: ("too-many-requests", "Too many requests"),
    500: ("internal-error", "Internal server error"),
    503: ("service-unavailable", "Service unavailable"),
}


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong with a request, at a JSON pointer of its body or at a parameter of its query."""

    code: str
    message: str
    pointer: str | None = None
    parameter: str | None = None

    def document(self) -> dict[str, str]:
        place = (
            {"pointer": self.pointer}
            if self.pointer is not None
            else {"parameter": self.parameter or ""}
        )
        return {**place, "code": self.code, "message": self.message}


class Problem(Exception):
    """Ends the request with a problem document."""

    def __init__(
        self,
        status: int,
        detail: str,
        *,
        faults: Sequence[Fault] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.faults = faults
        self.headers = dict(headers or {})

    def document(self, instance: str, request_id: str) -> dict[str, object]:
        kind, title = _kind_of(self.status)
        document: dict[str, object] = {
            "type": kind,
            "title": title,
            "status": self.status,
            "detail": self.detail,
            "instance": instance,
            "request_id": request_id,
        }
        if self.faults:
            document["errors"] = [fault.document() for fault in self.faults]
        return document


def _kind_of(status: int) -> tuple[str, str]:
    """Type and title. A status that this service does not use itself means what HTTP says of it (RFC 9457, 4.2.1)."""
    if status in _KINDS:
        name, title = _KINDS[status]
        return f"urn:problem-type:{name}", title
    return "about:blank", responses.get(status, "Error")


def not_found(what: str = "resource") -> Problem:
    return Problem(404, f"There is no such {what}.")


def invalid_body(faults: Sequence[Fault]) -> Problem:
    return Problem(422, f"The body breaks {_rules(faults)}.", faults=_foremost(faults))


def _foremost(faults: Sequence[Fault]) -> Sequence[Fault]:
    """A small body can have faults by the thousand; the answer names those whose pointers come first."""
    if len(faults) <= MAX_FAULTS:
        return faults
    return sorted(faults, key=_units)[:MAX_FAULTS]


def _units(fault: Fault) -> bytes:
    """The pointer in UTF-16, which every language can sort by."""
    return (fault.pointer or "").encode("utf-16-be", "surrogatepass")


def invalid_query(faults: Sequence[Fault]) -> Problem:
    return Problem(400, f"The query breaks {_rules(faults)}.", faults=faults)


def taken(faults: Sequence[Fault]) -> Problem:
    return Problem(409, "A value that must be unique is taken.", faults=faults)


def unavailable(detail: str = "The database is not available; try again later.") -> Problem:
    return Problem(503, detail, headers={"Retry-After": "1"})


def _rules(faults: Sequence[Fault]) -> str:
    return "1 rule" if len(faults) == 1 else f"{len(faults)} rules"
