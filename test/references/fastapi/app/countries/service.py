"""What the service does with countries: judges what is asked, then writes it in one transaction."""

from collections.abc import Callable

from pydantic import JsonValue
from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from app.countries import repository
from app.countries.queries import COUNTRY_QUERIES
from app.countries.schemas import IMMUTABLE, CountryCreate, CountryReplace, CountryUpdate
from app.database import Database
from app.http.conditions import IfMatch, entity_tag
from app.http.problems import Problem, not_found
from app.http.queries import ListQuery, Selection
from app.listing import Page
from app.rows import Id, Locked, Stored
from app.validation.bodies import Judgement, Values, judge
from app.validation.rules import changes, judge_immutable


def list_countries(database: Database, query: ListQuery) -> Page:
    with database.read() as connection:
        return repository.list_page(connection, query)


def retrieve_country(database: Database, country_id: Id, selection: Selection) -> Stored:
    with database.read() as connection:
        stored = repository.find(connection, country_id)
        if stored is None:
            raise not_found("country")
        repository.embed(connection, [stored.representation], selection.include)
        return stored


def create_country(database: Database, document: JsonValue) -> Stored:
    judgement = judge(CountryCreate, document)
    try:
        with database.write() as connection:
            return repository.create(connection, judgement.accept())
    except IntegrityError as error:
        with database.explain(error) as connection:
            raise repository.refusal(connection, judgement.values) from error


def replace_country(
    database: Database,
    country_id: Id,
    document: JsonValue,
    if_match: IfMatch | None,
) -> Stored:
    judgement = judge(CountryReplace, document)
    return _change(database, country_id, lambda _locked: judgement, if_match)


def update_country(
    database: Database,
    country_id: Id,
    document: JsonValue,
    if_match: IfMatch | None,
) -> Stored:
    judgement = judge(CountryUpdate, document)
    return _change(database, country_id, lambda _locked: judgement, if_match)


def delete_country(database: Database, country_id: Id, if_match: IfMatch | None) -> None:
    try:
        with database.write() as connection:
            _judge_match(_lock(connection, country_id), if_match)
            repository.remove(connection, country_id)
    except IntegrityError as error:
        raise Problem(409, "Other rows refer to this country.") from error


def _change(
    database: Database,
    country_id: Id,
    judge_body: Callable[[Locked], Judgement],
    if_match: IfMatch | None,
) -> Stored:
    values: Values = {}
    try:
        with database.write() as connection:
            locked = _lock(connection, country_id)
            _judge_match(locked, if_match)
            judgement = judge_body(locked)
            judge_immutable(judgement, locked.values, IMMUTABLE)
            changed = changes(judgement.accept(), locked.values)
            values = {**locked.values, **changed}
            if changed:
                repository.change(connection, country_id, changed)
            return _stored(connection, country_id)
    except IntegrityError as error:
        with database.explain(error) as connection:
            raise repository.refusal(connection, values, country_id) from error


def _lock(connection: Connection, country_id: Id) -> Locked:
    locked = repository.lock(connection, country_id)
    if locked is None:
        raise not_found("country")
    return locked


def _judge_match(locked: Locked, if_match: IfMatch | None) -> None:
    if if_match is not None:
        if_match.judge(entity_tag(COUNTRY_QUERIES.shape, locked.version))


def _stored(connection: Connection, country_id: Id) -> Stored:
    stored = repository.find(connection, country_id)
    if stored is None:
        raise not_found("country")
    return stored
