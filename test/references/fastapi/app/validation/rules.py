"""Rules between properties: immutable ones, the parent of a nested path, and comparisons."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Protocol, Self, cast

from pydantic import JsonValue

from app.http import documents
from app.validation.bodies import Judgement, Values, pointer_to


class Ordered(Protocol):
    """Numbers, texts, dates and times: what both sides of a comparison are."""

    def __lt__(self, other: Self, /) -> bool: ...

    def __le__(self, other: Self, /) -> bool: ...

    def __gt__(self, other: Self, /) -> bool: ...

    def __ge__(self, other: Self, /) -> bool: ...


Comparison = Callable[[Ordered, Ordered], bool]


@dataclass(frozen=True, slots=True)
class Check:
    """A comparison that every row must meet; it holds where either side has no value."""

    source: str
    left: str
    holds: Comparison
    # The other side: a property, or else a constant.
    right: str | None = None
    constant: object = None

    @property
    def properties(self) -> tuple[str, ...]:
        return (self.left,) if self.right is None else (self.left, self.right)


@dataclass(frozen=True, slots=True)
class Parent:
    """The row under whose path a request stands."""

    name: str
    id: int | str


def with_parent(document: JsonValue, parent: Parent | None) -> JsonValue:
    """A body that leaves its parent out means that of the path."""
    if parent is None or not isinstance(document, dict) or parent.name in document:
        return document
    return {**document, parent.name: parent.id}


def judge_parent(judgement: Judgement, parent: Parent | None) -> None:
    """Refuses a parent other than that of the path; to name none is to name another."""
    if parent is not None and judgement.values.get(parent.name, parent.id) != parent.id:
        pointer = pointer_to([parent.name])
        judgement.refuse(pointer, "read_only_parent", "must be the parent of the path")


def judge_immutable(judgement: Judgement, current: Values, names: Iterable[str]) -> None:
    for name in names:
        if name in judgement.values and not is_same(judgement.values[name], current[name]):
            judgement.refuse(pointer_to([name]), "immutable", "must not be changed")


def judge_checks(judgement: Judgement, current: Values, checks: Iterable[Check]) -> None:
    """Judges the row as it would be written, wherever the properties of a check have no fault."""
    row = {**current, **judgement.values}
    failed = [check for check in checks if _fails(check, judgement, row)]
    for check in failed:
        judgement.refuse(pointer_to([check.left]), "check", f"must meet: {check.source}")


def _fails(check: Check, judgement: Judgement, row: Values) -> bool:
    if not all(judgement.is_sound(pointer_to([name])) for name in check.properties):
        return False
    left = row.get(check.left)
    right = check.constant if check.right is None else row.get(check.right)
    if left is None or right is None:
        return False
    # Both sides are of one type, which the declaration of the check sees to.
    return not check.holds(cast("Ordered", left), cast("Ordered", right))


def changes(values: Values, current: Values) -> Values:
    """The values that differ from those that are there."""
    return {name: value for name, value in values.items() if not is_same(value, current[name])}


def is_same(left: object, right: object) -> bool:
    if isinstance(left, dict | list | bool) or isinstance(right, dict | list | bool):
        # To Python, true is 1, at any depth.
        return documents.canonical(left) == documents.canonical(right)
    return left == right
