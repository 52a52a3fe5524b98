"""What the service does with authors: judges what is asked, then writes it in one transaction."""

from collections.abc import Callable

from pydantic import JsonValue
from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from app.authors import repository
from app.authors.queries import AUTHOR_QUERIES
from app.authors.schemas import AuthorCreate, AuthorReplace, AuthorUpdate
from app.database import Database
from app.http.conditions import IfMatch, entity_tag
from app.http.problems import Problem, not_found
from app.http.queries import ListQuery, Selection
from app.listing import Page
from app.rows import Id, Locked, Stored
from app.validation.bodies import Judgement, Values, judge
from app.validation.rules import changes


def list_authors(database: Database, query: ListQuery) -> Page:
    with database.read() as connection:
        return repository.list_page(connection, query)


def retrieve_author(database: Database, author_id: Id, selection: Selection) -> Stored:
    with database.read() as connection:
        stored = repository.find(connection, author_id)
        if stored is None:
            raise not_found("author")
        repository.embed(connection, [stored.representation], selection.include)
        return stored


def create_author(database: Database, document: JsonValue) -> Stored:
    judgement = judge(AuthorCreate, document)
    try:
        with database.write() as connection:
            return repository.create(connection, judgement.accept())
    except IntegrityError as error:
        with database.explain(error) as connection:
            raise repository.refusal(connection, judgement.values) from error


def replace_author(
    database: Database,
    author_id: Id,
    document: JsonValue,
    if_match: IfMatch | None,
) -> Stored:
    judgement = judge(AuthorReplace, document)
    return _change(database, author_id, lambda _locked: judgement, if_match)


def update_author(
    database: Database,
    author_id: Id,
    document: JsonValue,
    if_match: IfMatch | None,
) -> Stored:
    def judge_body(locked: Locked) -> Judgement:
        return judge(AuthorUpdate, AuthorUpdate.merge_into(locked.values, document))

    return _change(database, author_id, judge_body, if_match)


def delete_author(database: Database, author_id: Id, if_match: IfMatch | None) -> None:
    try:
        with database.write() as connection:
            _judge_match(_lock(connection, author_id), if_match)
            repository.remove(connection, author_id)
    except IntegrityError as error:
        raise Problem(409, "Other rows refer to this author.") from error


def _change(
    database: Database,
    author_id: Id,
    judge_body: Callable[[Locked], Judgement],
    if_match: IfMatch | None,
) -> Stored:
    values: Values = {}
    try:
        with database.write() as connection:
            locked = _lock(connection, author_id)
            _judge_match(locked, if_match)
            judgement = judge_body(locked)
            changed = changes(judgement.accept(), locked.values)
            values = {**locked.values, **changed}
            if changed:
                repository.change(connection, author_id, changed)
            return _stored(connection, author_id)
    except IntegrityError as error:
        with database.explain(error) as connection:
            raise repository.refusal(connection, values, author_id) from error


def _lock(connection: Connection, author_id: Id) -> Locked:
    locked = repository.lock(connection, author_id)
    if locked is None:
        raise not_found("author")
    return locked


def _judge_match(locked: Locked, if_match: IfMatch | None) -> None:
    if if_match is not None:
        if_match.judge(entity_tag(AUTHOR_QUERIES.shape, locked.version))


def _stored(connection: Connection, author_id: Id) -> Stored:
    stored = repository.find(connection, author_id)
    if stored is None:
        raise not_found("author")
    return stored
