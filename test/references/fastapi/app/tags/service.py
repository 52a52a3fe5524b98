"""What the service does with tags: judges what is asked, then writes it in one transaction."""

from collections.abc import Callable

from pydantic import JsonValue
from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from app.database import Database
from app.http.conditions import IfMatch, entity_tag
from app.http.problems import Problem, not_found, unavailable
from app.http.queries import ListQuery, Selection
from app.listing import Page
from app.rows import Id, Locked, Stored
from app.tags import repository
from app.tags.queries import TAG_QUERIES
from app.tags.schemas import TagCreate, TagReplace, TagUpdate
from app.validation.bodies import Judgement, Values, judge
from app.validation.rules import changes


def list_tags(database: Database, query: ListQuery) -> Page:
    with database.read() as connection:
        return repository.list_page(connection, query)


def retrieve_tag(database: Database, tag_id: Id, selection: Selection) -> Stored:
    with database.read() as connection:
        stored = repository.find(connection, tag_id)
        if stored is None:
            raise not_found("tag")
        repository.embed(connection, [stored.representation], selection.include)
        return stored


def create_tag(database: Database, document: JsonValue) -> Stored:
    judgement = judge(TagCreate, document)
    try:
        with database.write() as connection:
            created = repository.create(connection, judgement.accept())
            return _stored(connection, created)
    except IntegrityError as error:
        with database.explain(error) as connection:
            raise repository.refusal(connection, judgement.values) from error


def replace_tag(
    database: Database,
    tag_id: Id,
    document: JsonValue,
    if_match: IfMatch | None,
) -> Stored:
    judgement = judge(TagReplace, document)
    return _change(database, tag_id, lambda _locked: judgement, if_match)


def update_tag(
    database: Database,
    tag_id: Id,
    document: JsonValue,
    if_match: IfMatch | None,
) -> Stored:
    judgement = judge(TagUpdate, document)
    return _change(database, tag_id, lambda _locked: judgement, if_match)


def delete_tag(database: Database, tag_id: Id, if_match: IfMatch | None) -> None:
    try:
        with database.write() as connection:
            _judge_match(_lock(connection, tag_id), if_match)
            repository.remove(connection, tag_id)
    except IntegrityError as error:
        raise Problem(409, "Other rows refer to this tag.") from error


def list_related_of_tag(database: Database, tag_id: Id, query: ListQuery) -> Page:
    with database.read() as connection:
        if not repository.exists(connection, tag_id):
            raise not_found("tag")
        linked = repository.RELATED_LINKS.select(tag_id).order_by(None)
        return repository.list_page(connection, query, repository.COLUMNS["id"].in_(linked))


def link_related_of_tag(database: Database, tag_id: Id, other_id: Id) -> None:
    try:
        with database.write() as connection:
            _lock(connection, tag_id)
            if not repository.exists(connection, other_id):
                raise not_found("tag")
            linked = repository.RELATED_LINKS.ids(connection, tag_id)
            if other_id not in linked:
                repository.change(connection, tag_id, {"related_ids": [*linked, other_id]})
    except IntegrityError as error:
        raise unavailable("The tag was changed meanwhile; try again.") from error


def unlink_related_of_tag(database: Database, tag_id: Id, other_id: Id) -> None:
    with database.write() as connection:
        _lock(connection, tag_id)
        if not repository.exists(connection, other_id):
            raise not_found("tag")
        linked = repository.RELATED_LINKS.ids(connection, tag_id)
        if other_id in linked:
            left = [linked_id for linked_id in linked if linked_id != other_id]
            repository.change(connection, tag_id, {"related_ids": left})


def _change(
    database: Database,
    tag_id: Id,
    judge_body: Callable[[Locked], Judgement],
    if_match: IfMatch | None,
) -> Stored:
    values: Values = {}
    try:
        with database.write() as connection:
            locked = _lock(connection, tag_id)
            _judge_match(locked, if_match)
            judgement = judge_body(locked)
            changed = changes(judgement.accept(), locked.values)
            values = {**locked.values, **changed}
            if changed:
                repository.change(connection, tag_id, changed)
            return _stored(connection, tag_id)
    except IntegrityError as error:
        with database.explain(error) as connection:
            raise repository.refusal(connection, values, tag_id) from error


def _lock(connection: Connection, tag_id: Id) -> Locked:
    locked = repository.lock(connection, tag_id)
    if locked is None:
        raise not_found("tag")
    return locked


def _judge_match(locked: Locked, if_match: IfMatch | None) -> None:
    if if_match is not None:
        if_match.judge(entity_tag(TAG_QUERIES.shape, locked.version))


def _stored(connection: Connection, tag_id: Id) -> Stored:
    stored = repository.find(connection, tag_id)
    if stored is None:
        raise not_found("tag")
    return stored
