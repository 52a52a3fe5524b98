"""Query strings of lists and of single rows: every parameter is known, given once, and understood, or refused."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import parse_qsl

from app.http.conditions import shape_of
from app.http.cursors import Cursor, CursorError, read_cursor
from app.http.problems import Fault, Problem, invalid_query
from app.http.properties import BadValue, Property, read_boolean, read_integer, read_text

MAX_LIMIT: Final = 100
DEFAULT_LIMIT: Final = 20
MAX_OFFSET: Final = 2**31 - 1
MAX_IN: Final = 100
MAX_SEARCH: Final = 200

_FILTER = re.compile(r"([^\[\]]+)\[([a-z_]+)\]")
_RESERVED: Final = frozenset(
    {"limit", "offset", "cursor", "count", "sort", "fields", "include", "q"}
)


@dataclass(frozen=True, slots=True)
class SortKey:
    name: str
    descending: bool = False


@dataclass(frozen=True, slots=True)
class Filter:
    name: str
    operator: str
    value: object


@dataclass(frozen=True, slots=True)
class Selection:
    """Which properties of a row are shown, and which of its relations are embedded."""

    fields: tuple[str, ...] | None = None
    include: tuple[str, ...] = ()

    @property
    def is_whole(self) -> bool:
        return self.fields is None and not self.include


@dataclass(frozen=True, slots=True)
class ListQuery:
    limit: int
    offset: int | None
    cursor: Cursor | None
    count: bool
    sort: tuple[SortKey, ...]
    filters: tuple[Filter, ...]
    search: str | None
    selection: Selection
    # What a cursor belongs to: the path, the filters, the search and the order.
    scope: str = ""


@dataclass(frozen=True, slots=True)
class Resource:
    """What the queries of a resource may name."""

    properties: Mapping[str, Property]
    fields: tuple[str, ...]
    relations: tuple[str, ...] = ()
    default_sort: tuple[SortKey, ...] = (SortKey("id"),)
    searchable: bool = False

    @property
    def shape(self) -> str:
        """A digest of the representation, for entity tags."""
        return shape_of(self.fields)

    @property
    def nullable(self) -> frozenset[str]:
        return frozenset(name for name, entry in self.properties.items() if entry.nullable)


@dataclass(slots=True)
class _Reading:
    """The parameters that are still to be read, and the faults of those that have been."""

    values: dict[str, str]
    faults: dict[str, Fault] = field(default_factory=dict)

    def refuse(self, parameter: str, code: str, message: str) -> None:
        self.faults.setdefault(parameter, Fault(code, message, parameter=parameter))


def no_query(query_string: bytes) -> None:
    """Refuses (400) every parameter."""
    reading = _reading(query_string)
    _refuse_unknown(reading)
    _end(reading)


def row_query(query_string: bytes, resource: Resource) -> Selection:
    """`fields` and `include` of a request for one row."""
    reading = _reading(query_string)
    selection = _selection(reading, resource)
    _refuse_unknown(reading)
    _end(reading)
    return selection


def list_query(query_string: bytes, path: str, resource: Resource) -> ListQuery:
    """All parameters of a list."""
    reading = _reading(query_string)
    limit = _integer(reading, "limit", 1, MAX_LIMIT)
    offset = _integer(reading, "offset", 0, MAX_OFFSET)
    cursor_text = reading.values.pop("cursor", None)
    if cursor_text is not None and (offset is not None or "offset" in reading.faults):
        reading.faults.pop("offset", None)
        reading.refuse("offset", "unknown_parameter", "must not stand beside cursor")
    count = _count(reading)
    sort = _sort(reading, resource)
    search = _search(reading) if resource.searchable else None
    selection = _selection(reading, resource)
    filters = tuple(_filters(reading, resource))
    _refuse_unknown(reading)
    scope = repr((path, sorted(map(repr, filters)), search, sort))
    cursor = None
    if cursor_text is not None:
        try:
            kinds = [resource.properties[key.name] for key in sort]
            cursor = read_cursor(cursor_text, scope, kinds)
        except CursorError:
            # Whether it was made under other filters cannot be told while they have faults.
            if not reading.faults:
                reading.refuse("cursor", "format", "is no cursor of this list")
    _end(reading)
    return ListQuery(
        limit=DEFAULT_LIMIT if limit is None else limit,
        offset=offset,
        cursor=cursor,
        count=count,
        sort=sort,
        filters=filters,
        search=search,
        selection=selection,
        scope=scope,
    )


def _reading(query_string: bytes) -> _Reading:
    try:
        pairs = parse_qsl(
            query_string.decode("ascii"), keep_blank_values=True, errors="strict", separator="&"
        )
    except UnicodeDecodeError as error:
        raise Problem(400, "The query is not UTF-8.") from error
    reading = _Reading({})
    named: set[str] = set()
    for name, value in pairs:
        # `price` and `price[eq]` are the same parameter.
        same = name.removesuffix("[eq]") if name.removesuffix("[eq]") not in _RESERVED else name
        if same in named:
            reading.refuse(name, "unique_items", "must be given once")
        else:
            reading.values[name] = value
        named.add(same)
    return reading


def _end(reading: _Reading) -> None:
    if reading.faults:
        raise invalid_query(list(reading.faults.values()))


def _refuse_unknown(reading: _Reading) -> None:
    for name in reading.values:
        reading.refuse(name, "unknown_parameter", "is not known here")


def _integer(reading: _Reading, name: str, least: int, most: int) -> int | None:
    text = reading.values.pop(name, None)
    if text is None:
        return None
    try:
        return read_integer(text, least, most)
    except BadValue as error:
        reading.refuse(name, error.code, error.message)
        return None


def _count(reading: _Reading) -> bool:
    text = reading.values.pop("count", "false")
    try:
        return read_boolean(text)
    except BadValue as error:
        reading.refuse("count", error.code, error.message)
        return False


def _search(reading: _Reading) -> str | None:
    text = reading.values.pop("q", None)
    if text is None:
        return None
    if not text:
        reading.refuse("q", "min_length", "must not be empty")
    elif len(text) > MAX_SEARCH:
        reading.refuse("q", "max_length", f"must have at most {MAX_SEARCH} characters")
    else:
        try:
            return read_text(text)
        except BadValue as error:
            reading.refuse("q", error.code, error.message)
    return None


def _sort(reading: _Reading, resource: Resource) -> tuple[SortKey, ...]:
    text = reading.values.pop("sort", None)
    keys = list(resource.default_sort)
    if text is not None:
        keys = [SortKey(part.removeprefix("-"), part.startswith("-")) for part in text.split(",")]
        known = [name for name, entry in resource.properties.items() if entry.sortable]
        _judge_names(reading, "sort", [key.name for key in keys], known)
        if "sort" in reading.faults:
            return resource.default_sort
    if all(key.name != "id" for key in keys):
        keys.append(SortKey("id"))
    return tuple(keys)


def _selection(reading: _Reading, resource: Resource) -> Selection:
    fields = _names(reading, "fields", resource.fields)
    include = _names(reading, "include", resource.relations)
    return Selection(fields, include or ())


def _names(reading: _Reading, parameter: str, known: tuple[str, ...]) -> tuple[str, ...] | None:
    text = reading.values.pop(parameter, None)
    if text is None:
        return None
    names = text.split(",")
    _judge_names(reading, parameter, names, known)
    return tuple(name for name in known if name in names)


def _judge_names(
    reading: _Reading, parameter: str, names: list[str], known: tuple[str, ...] | list[str]
) -> None:
    if any(name not in known for name in names):
        allowed = ", ".join(known) or "nothing"
        reading.refuse(parameter, "enum", f"must be of {allowed}")
    elif len(set(names)) < len(names):
        reading.refuse(parameter, "unique_items", "must not name anything twice")


def _filters(reading: _Reading, resource: Resource) -> Iterator[Filter]:
    for parameter in list(reading.values):
        found = _FILTER.fullmatch(parameter)
        name, operator = (found[1], found[2]) if found else (parameter, "eq")
        entry = resource.properties.get(name)
        if entry is None or not entry.knows(operator):
            continue
        if not found and name in _RESERVED:
            continue
        text = reading.values.pop(parameter)
        try:
            yield Filter(name, operator, _operand(text, operator, entry))
        except BadValue as error:
            reading.refuse(parameter, error.code, error.message)


def _operand(text: str, operator: str, entry: Property) -> object:
    if operator == "is_null":
        return read_boolean(text)
    if operator in ("contains", "starts_with"):
        return read_text(text)
    if operator != "in":
        return entry.kind.read(text)
    values = _split(text)
    if not values:
        raise BadValue("min_items", "must hold a value")
    if len(values) > MAX_IN:
        raise BadValue("max_items", f"must hold at most {MAX_IN} values")
    return [entry.kind.read(value) for value in values]


def _split(text: str) -> list[str]:
    r"""Values between commas; `\,` is a comma and `\\` a backslash within one."""
    if not text:
        return []
    values = [""]
    for piece in re.findall(r"\\[,\\]|.", text, re.DOTALL):
        if piece == ",":
            values.append("")
        else:
            values[-1] += piece[1:] if len(piece) == 2 else piece
    return values
