"""Bodies: what a request wants written, judged as a whole so that every fault is named at once."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import ClassVar

from pydantic import BaseModel, ConfigDict, JsonValue, ValidationError, model_validator

from app.http import documents
from app.http.problems import Fault, invalid_body
from app.validation.types import ABSENT, code_of

# Values by the name of their property.
Values = dict[str, object]

Merge = Callable[[JsonValue, JsonValue], JsonValue]


class Body(BaseModel):
    """
    Properties that a client may write. Those it may only read are ignored, whatever they hold, so that a client may
    send back what it got; any other property is an error.
    """

    model_config = ConfigDict(extra="forbid", strict=True, validate_default=False)

    READ_ONLY: ClassVar[frozenset[str]] = frozenset()
    # Properties that a patch merges into the value that is there, and how.
    MERGED: ClassVar[Mapping[str, Merge]] = {}

    @model_validator(mode="before")
    @classmethod
    def ignore_read_only(cls, data: object) -> object:
        if not isinstance(data, dict) or cls.READ_ONLY.isdisjoint(data):
            return data
        return {name: value for name, value in data.items() if name not in cls.READ_ONLY}

    @classmethod
    def merge_into(cls, current: Values, patch: JsonValue) -> JsonValue:
        """The patch, where it is merged into the values that are there."""
        if not isinstance(patch, dict):
            return patch
        merged: dict[str, JsonValue] = {}
        for name, value in patch.items():
            combine = cls.MERGED.get(name)
            merged[name] = combine(_json(current[name]), value) if combine else value
        return merged

    @classmethod
    def merge(cls, current: JsonValue, patch: JsonValue) -> JsonValue:
        """Merges member by member. A null stays, to be judged by the type of its member."""
        if not isinstance(patch, dict):
            return patch
        merged = dict(current) if isinstance(current, dict) else {}
        for name, value in patch.items():
            combine = cls.MERGED.get(name)
            merged[name] = combine(merged.get(name), value) if combine else value
        return merged


def _json(value: object) -> JsonValue:
    return documents.parse(documents.write(value))


@dataclass(slots=True)
class Judgement:
    """The values of the properties that have no fault, and the faults of the others."""

    values: Values
    faults: list[Fault]

    def is_sound(self, pointer: str) -> bool:
        """Whether nothing at the pointer, or below it, has a fault."""
        return not any(
            fault.pointer is not None
            and (fault.pointer in ("", pointer) or fault.pointer.startswith(f"{pointer}/"))
            for fault in self.faults
        )

    def accept(self) -> Values:
        """The values, if nothing is wrong; refuses (422) otherwise."""
        if self.faults:
            raise invalid_body(self.faults)
        return self.values

    def refuse(self, pointer: str, code: str, message: str) -> None:
        """Adds a fault, unless the pointer has one already."""
        if self.is_sound(pointer):
            self.faults.append(Fault(code, message, pointer=pointer))


def judge(model: type[Body], document: JsonValue) -> Judgement:
    """Judges each property by its type; rules between properties come after."""
    try:
        body = model.model_validate(document)
    except ValidationError as error:
        return Judgement(_sound_values(model, document, error), faults_of(error))
    return Judgement(_values(body), [])


def faults_of(error: ValidationError) -> list[Fault]:
    """One fault for each pointer."""
    faults: dict[str, Fault] = {}
    for details in error.errors(include_url=False):
        pointer = pointer_to(details["loc"])
        faults.setdefault(pointer, Fault(code_of(details), details["msg"], pointer=pointer))
    return list(faults.values())


def pointer_to(path: Iterable[str | int]) -> str:
    """RFC 6901."""
    names = (documents.restore(str(part)) for part in path)
    return "".join(f"/{name.replace('~', '~0').replace('/', '~1')}" for name in names)


def _values(body: Body) -> Values:
    values: Values = {}
    for name, field in type(body).model_fields.items():
        value = getattr(body, name)
        if value is not ABSENT:
            values[field.alias or name] = _plain(value)
    return values


def _plain(value: object) -> object:
    """Embedded objects and lists are stored as JSON, in the form in which they are shown."""
    if isinstance(value, Body):
        return _json(value.model_dump(by_alias=True))
    if isinstance(value, list) and any(isinstance(entry, Body) for entry in value):
        return [_plain(entry) for entry in value]
    if isinstance(value, list):
        return _json(value)
    return value


def _sound_values(model: type[Body], document: JsonValue, error: ValidationError) -> Values:
    """What the rules between properties can still be judged by."""
    if not isinstance(document, dict):
        return {}
    faulty = {details["loc"][0] for details in error.errors() if details["loc"]}
    empty = model.model_construct()
    values: Values = {}
    for name, field in model.model_fields.items():
        property_name = field.alias or name
        if property_name in faulty:
            continue
        if property_name in document:
            model.__pydantic_validator__.validate_assignment(empty, name, document[property_name])
            values[property_name] = _plain(getattr(empty, name))
        elif not field.is_required():
            value = field.get_default(call_default_factory=True)
            if value is not ABSENT:
                values[property_name] = _plain(value)
    return values
