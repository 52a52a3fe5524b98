"""What the service does with settings: judges what is asked, then writes it in one transaction."""

from collections.abc import Callable

from pydantic import JsonValue
from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from app.database import Database
from app.http.conditions import IfMatch, entity_tag
from app.http.problems import not_found
from app.http.queries import ListQuery, Selection
from app.listing import Page
from app.rows import Id, Locked, Stored
from app.settings import repository
from app.settings.queries import SETTING_QUERIES
from app.settings.schemas import SettingUpdate
from app.validation.bodies import Judgement, Values, judge
from app.validation.rules import changes


def list_settings(database: Database, query: ListQuery) -> Page:
    with database.read() as connection:
        return repository.list_page(connection, query)


def retrieve_setting(database: Database, setting_id: Id, selection: Selection) -> Stored:
    with database.read() as connection:
        stored = repository.find(connection, setting_id)
        if stored is None:
            raise not_found("setting")
        repository.embed(connection, [stored.representation], selection.include)
        return stored


def update_setting(
    database: Database,
    setting_id: Id,
    document: JsonValue,
    if_match: IfMatch | None,
) -> Stored:
    def judge_body(locked: Locked) -> Judgement:
        return judge(SettingUpdate, SettingUpdate.merge_into(locked.values, document))

    return _change(database, setting_id, judge_body, if_match)


def _change(
    database: Database,
    setting_id: Id,
    judge_body: Callable[[Locked], Judgement],
    if_match: IfMatch | None,
) -> Stored:
    values: Values = {}
    try:
        with database.write() as connection:
            locked = _lock(connection, setting_id)
            _judge_match(locked, if_match)
            judgement = judge_body(locked)
            changed = changes(judgement.accept(), locked.values)
            values = {**locked.values, **changed}
            if changed:
                repository.change(connection, setting_id, changed)
            return _stored(connection, setting_id)
    except IntegrityError as error:
        with database.explain(error) as connection:
            raise repository.refusal(connection, values, setting_id) from error


def _lock(connection: Connection, setting_id: Id) -> Locked:
    locked = repository.lock(connection, setting_id)
    if locked is None:
        raise not_found("setting")
    return locked


def _judge_match(locked: Locked, if_match: IfMatch | None) -> None:
    if if_match is not None:
        if_match.judge(entity_tag(SETTING_QUERIES.shape, locked.version))


def _stored(connection: Connection, setting_id: Id) -> Stored:
    stored = repository.find(connection, setting_id)
    if stored is None:
        raise not_found("setting")
    return stored
