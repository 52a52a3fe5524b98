"""What the service does with publishers: judges what is asked, then writes it in one transaction."""

from collections.abc import Callable

from pydantic import JsonValue
from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from app.database import Database
from app.http.conditions import IfMatch, entity_tag
from app.http.problems import Problem, not_found
from app.http.queries import ListQuery, Selection
from app.listing import Page
from app.publishers import repository
from app.publishers.queries import PUBLISHER_QUERIES
from app.publishers.schemas import PublisherCreate, PublisherReplace, PublisherUpdate
from app.rows import Id, Locked, Stored
from app.validation.bodies import Judgement, Values, judge
from app.validation.rules import changes


def list_publishers(database: Database, query: ListQuery) -> Page:
    with database.read() as connection:
        return repository.list_page(connection, query)


def retrieve_publisher(database: Database, publisher_id: Id, selection: Selection) -> Stored:
    with database.read() as connection:
        stored = repository.find(connection, publisher_id)
        if stored is None:
            raise not_found("publisher")
        repository.embed(connection, [stored.representation], selection.include)
        return stored


def create_publisher(database: Database, document: JsonValue) -> Stored:
    judgement = judge(PublisherCreate, document)
    try:
        with database.write() as connection:
            return repository.create(connection, judgement.accept())
    except IntegrityError as error:
        with database.explain(error) as connection:
            raise repository.refusal(connection, judgement.values) from error


def replace_publisher(
    database: Database,
    publisher_id: Id,
    document: JsonValue,
    if_match: IfMatch | None,
) -> Stored:
    judgement = judge(PublisherReplace, document)
    return _change(database, publisher_id, lambda _locked: judgement, if_match)


def update_publisher(
    database: Database,
    publisher_id: Id,
    document: JsonValue,
    if_match: IfMatch | None,
) -> Stored:
    judgement = judge(PublisherUpdate, document)
    return _change(database, publisher_id, lambda _locked: judgement, if_match)


def delete_publisher(database: Database, publisher_id: Id, if_match: IfMatch | None) -> None:
    try:
        with database.write() as connection:
            _judge_match(_lock(connection, publisher_id), if_match)
            repository.remove(connection, publisher_id)
    except IntegrityError as error:
        raise Problem(409, "Other rows refer to this publisher.") from error


def _change(
    database: Database,
    publisher_id: Id,
    judge_body: Callable[[Locked], Judgement],
    if_match: IfMatch | None,
) -> Stored:
    values: Values = {}
    try:
        with database.write() as connection:
            locked = _lock(connection, publisher_id)
            _judge_match(locked, if_match)
            judgement = judge_body(locked)
            changed = changes(judgement.accept(), locked.values)
            values = {**locked.values, **changed}
            if changed:
                repository.change(connection, publisher_id, changed)
            return _stored(connection, publisher_id)
    except IntegrityError as error:
        with database.explain(error) as connection:
            raise repository.refusal(connection, values, publisher_id) from error


def _lock(connection: Connection, publisher_id: Id) -> Locked:
    locked = repository.lock(connection, publisher_id)
    if locked is None:
        raise not_found("publisher")
    return locked


def _judge_match(locked: Locked, if_match: IfMatch | None) -> None:
    if if_match is not None:
        if_match.judge(entity_tag(PUBLISHER_QUERIES.shape, locked.version))


def _stored(connection: Connection, publisher_id: Id) -> Stored:
    stored = repository.find(connection, publisher_id)
    if stored is None:
        raise not_found("publisher")
    return stored
