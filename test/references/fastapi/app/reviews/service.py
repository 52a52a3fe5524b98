"""What the service does with reviews: judges what is asked, then writes it in one transaction."""

from collections.abc import Callable

from pydantic import JsonValue
from sqlalchemy import ColumnElement, Connection
from sqlalchemy.exc import IntegrityError

from app.books import repository as books
from app.database import Database
from app.http.conditions import IfMatch, entity_tag
from app.http.problems import Problem, not_found
from app.http.queries import ListQuery, Selection
from app.listing import Page
from app.reviews import repository
from app.reviews.queries import REVIEW_QUERIES
from app.reviews.schemas import ReviewCreate, ReviewReplace, ReviewUpdate
from app.rows import Id, Locked, Stored
from app.validation.bodies import Judgement, Values, judge
from app.validation.rules import Parent, changes, judge_parent, with_parent


def list_reviews(database: Database, query: ListQuery, parent: Parent | None = None) -> Page:
    with database.read() as connection:
        return repository.list_page(connection, query, *_among(connection, parent))


def retrieve_review(
    database: Database, review_id: Id, selection: Selection, parent: Parent | None = None
) -> Stored:
    with database.read() as connection:
        stored = repository.find(connection, review_id, *_among(connection, parent))
        if stored is None:
            raise not_found("review")
        repository.embed(connection, [stored.representation], selection.include)
        return stored


def create_review(database: Database, document: JsonValue, parent: Parent | None = None) -> Stored:
    judgement = judge(ReviewCreate, with_parent(document, parent))
    judge_parent(judgement, parent)
    try:
        with database.write() as connection:
            _among(connection, parent)
            return repository.create(connection, judgement.accept())
    except IntegrityError as error:
        with database.explain(error) as connection:
            raise repository.refusal(connection, judgement.values) from error


def replace_review(
    database: Database,
    review_id: Id,
    document: JsonValue,
    if_match: IfMatch | None,
    parent: Parent | None = None,
) -> Stored:
    judgement = judge(ReviewReplace, with_parent(document, parent))
    return _change(database, review_id, lambda _locked: judgement, if_match, parent)


def update_review(
    database: Database,
    review_id: Id,
    document: JsonValue,
    if_match: IfMatch | None,
    parent: Parent | None = None,
) -> Stored:
    judgement = judge(ReviewUpdate, document)
    return _change(database, review_id, lambda _locked: judgement, if_match, parent)


def delete_review(
    database: Database, review_id: Id, if_match: IfMatch | None, parent: Parent | None = None
) -> None:
    try:
        with database.write() as connection:
            _judge_match(_lock(connection, review_id, parent), if_match)
            repository.remove(connection, review_id)
    except IntegrityError as error:
        raise Problem(409, "Other rows refer to this review.") from error


def _change(
    database: Database,
    review_id: Id,
    judge_body: Callable[[Locked], Judgement],
    if_match: IfMatch | None,
    parent: Parent | None,
) -> Stored:
    values: Values = {}
    try:
        with database.write() as connection:
            locked = _lock(connection, review_id, parent)
            _judge_match(locked, if_match)
            judgement = judge_body(locked)
            judge_parent(judgement, parent)
            changed = changes(judgement.accept(), locked.values)
            values = {**locked.values, **changed}
            if changed:
                repository.change(connection, review_id, changed)
            return _stored(connection, review_id)
    except IntegrityError as error:
        with database.explain(error) as connection:
            raise repository.refusal(connection, values, review_id) from error


def _lock(connection: Connection, review_id: Id, parent: Parent | None = None) -> Locked:
    locked = repository.lock(connection, review_id, *_among(connection, parent))
    if locked is None:
        raise not_found("review")
    return locked


def _judge_match(locked: Locked, if_match: IfMatch | None) -> None:
    if if_match is None:
        raise Problem(428, "If-Match must name the version that was read.")
    if_match.judge(entity_tag(REVIEW_QUERIES.shape, locked.version))


def _stored(connection: Connection, review_id: Id) -> Stored:
    stored = repository.find(connection, review_id)
    if stored is None:
        raise not_found("review")
    return stored


def _among(connection: Connection, parent: Parent | None) -> tuple[ColumnElement[bool], ...]:
    """The reviews under the path of a parent, which must be there."""
    if parent is None:
        return ()
    match parent.name:
        case "book_id":
            if not books.exists(connection, parent.id):
                raise not_found("book")
        case name:
            raise ValueError(f"nothing stands under {name}")
    return (repository.COLUMNS[parent.name] == parent.id,)
