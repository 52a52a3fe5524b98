"""What the service does with books: judges what is asked, then writes it in one transaction."""

from collections.abc import Callable

from pydantic import JsonValue
from sqlalchemy import ColumnElement, Connection
from sqlalchemy.exc import IntegrityError

from app.authors import repository as authors
from app.books import repository
from app.books.queries import BOOK_QUERIES
from app.books.schemas import CHECKS, IMMUTABLE, BookCreate, BookReplace, BookUpdate
from app.database import Database
from app.http.conditions import IfMatch, entity_tag
from app.http.problems import Problem, not_found, unavailable
from app.http.queries import ListQuery, Selection
from app.listing import Page
from app.rows import Id, Locked, Stored
from app.tags import repository as tags
from app.validation.bodies import Judgement, Values, judge
from app.validation.rules import (
    Parent,
    changes,
    judge_checks,
    judge_immutable,
    judge_parent,
    with_parent,
)


def list_books(database: Database, query: ListQuery, parent: Parent | None = None) -> Page:
    with database.read() as connection:
        return repository.list_page(connection, query, *_among(connection, parent))


def retrieve_book(
    database: Database, book_id: Id, selection: Selection, parent: Parent | None = None
) -> Stored:
    with database.read() as connection:
        stored = repository.find(connection, book_id, *_among(connection, parent))
        if stored is None:
            raise not_found("book")
        repository.embed(connection, [stored.representation], selection.include)
        return stored


def create_book(database: Database, document: JsonValue, parent: Parent | None = None) -> Stored:
    judgement = judge(BookCreate, with_parent(document, parent))
    judge_parent(judgement, parent)
    judge_checks(judgement, {}, CHECKS)
    try:
        with database.write() as connection:
            _among(connection, parent)
            created = repository.create(connection, judgement.accept())
            return _stored(connection, created)
    except IntegrityError as error:
        with database.explain(error) as connection:
            raise repository.refusal(connection, judgement.values) from error


def replace_book(
    database: Database,
    book_id: Id,
    document: JsonValue,
    if_match: IfMatch | None,
    parent: Parent | None = None,
) -> Stored:
    judgement = judge(BookReplace, with_parent(document, parent))
    return _change(database, book_id, lambda _locked: judgement, if_match, parent)


def update_book(
    database: Database,
    book_id: Id,
    document: JsonValue,
    if_match: IfMatch | None,
    parent: Parent | None = None,
) -> Stored:
    def judge_body(locked: Locked) -> Judgement:
        return judge(BookUpdate, BookUpdate.merge_into(locked.values, document))

    return _change(database, book_id, judge_body, if_match, parent)


def delete_book(
    database: Database, book_id: Id, if_match: IfMatch | None, parent: Parent | None = None
) -> None:
    try:
        with database.write() as connection:
            _judge_match(_lock(connection, book_id, parent), if_match)
            repository.remove(connection, book_id)
    except IntegrityError as error:
        raise Problem(409, "Other rows refer to this book.") from error


def list_tags_of_book(database: Database, book_id: Id, query: ListQuery) -> Page:
    with database.read() as connection:
        if not repository.exists(connection, book_id):
            raise not_found("book")
        linked = repository.TAGS_LINKS.select(book_id).order_by(None)
        return tags.list_page(connection, query, tags.COLUMNS["id"].in_(linked))


def link_tags_of_book(database: Database, book_id: Id, other_id: Id) -> None:
    try:
        with database.write() as connection:
            _lock(connection, book_id)
            if not tags.exists(connection, other_id):
                raise not_found("tag")
            linked = repository.TAGS_LINKS.ids(connection, book_id)
            if other_id not in linked:
                repository.change(connection, book_id, {"tag_ids": [*linked, other_id]})
    except IntegrityError as error:
        raise unavailable("The book was changed meanwhile; try again.") from error


def unlink_tags_of_book(database: Database, book_id: Id, other_id: Id) -> None:
    with database.write() as connection:
        _lock(connection, book_id)
        if not tags.exists(connection, other_id):
            raise not_found("tag")
        linked = repository.TAGS_LINKS.ids(connection, book_id)
        if other_id in linked:
            left = [linked_id for linked_id in linked if linked_id != other_id]
            repository.change(connection, book_id, {"tag_ids": left})


def _change(
    database: Database,
    book_id: Id,
    judge_body: Callable[[Locked], Judgement],
    if_match: IfMatch | None,
    parent: Parent | None,
) -> Stored:
    values: Values = {}
    try:
        with database.write() as connection:
            locked = _lock(connection, book_id, parent)
            _judge_match(locked, if_match)
            judgement = judge_body(locked)
            judge_parent(judgement, parent)
            judge_immutable(judgement, locked.values, IMMUTABLE)
            judge_checks(judgement, locked.values, CHECKS)
            changed = changes(judgement.accept(), locked.values)
            values = {**locked.values, **changed}
            if changed:
                repository.change(connection, book_id, changed)
            return _stored(connection, book_id)
    except IntegrityError as error:
        with database.explain(error) as connection:
            raise repository.refusal(connection, values, book_id) from error


def _lock(connection: Connection, book_id: Id, parent: Parent | None = None) -> Locked:
    locked = repository.lock(connection, book_id, *_among(connection, parent))
    if locked is None:
        raise not_found("book")
    return locked


def _judge_match(locked: Locked, if_match: IfMatch | None) -> None:
    if if_match is not None:
        if_match.judge(entity_tag(BOOK_QUERIES.shape, locked.version))


def _stored(connection: Connection, book_id: Id) -> Stored:
    stored = repository.find(connection, book_id)
    if stored is None:
        raise not_found("book")
    return stored


def _among(connection: Connection, parent: Parent | None) -> tuple[ColumnElement[bool], ...]:
    """The books under the path of a parent, which must be there."""
    if parent is None:
        return ()
    match parent.name:
        case "author_id":
            if not authors.exists(connection, parent.id):
                raise not_found("author")
        case name:
            raise ValueError(f"nothing stands under {name}")
    return (repository.COLUMNS[parent.name] == parent.id,)
