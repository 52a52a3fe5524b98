"""Routes of books."""

from fastapi import Request, Response

from app.books import service
from app.books.dependencies import BookId, BookListQuery, BookSelection, PathAuthorId, PathTagId
from app.books.queries import BOOK_QUERIES
from app.books.schemas import BookCreate, BookReplace, BookUpdate
from app.dependencies import DatabaseDep, IfMatchDep
from app.responses import (
    created_response,
    no_content,
    page_response,
    row_response,
    selected_response,
)
from app.routing import ContractRouter, Unjudged
from app.tags.dependencies import TagListQuery
from app.validation.rules import Parent

COLLECTION = "/api/v1/books"

router = ContractRouter(tags=["Book"])


@router.get("/books", operation_id="listBooks")
def list_books(request: Request, query: BookListQuery, database: DatabaseDep) -> Response:
    return page_response(request, query, service.list_books(database, query))


@router.post("/books", operation_id="createBook", status_code=201)
def create_book(body: Unjudged[BookCreate], database: DatabaseDep) -> Response:
    return created_response(
        service.create_book(database, body.document), BOOK_QUERIES.shape, COLLECTION
    )


@router.get("/books/{id:integer_id}", operation_id="retrieveBook")
def retrieve_book(
    request: Request, book_id: BookId, selection: BookSelection, database: DatabaseDep
) -> Response:
    stored = service.retrieve_book(database, book_id, selection)
    return selected_response(request, stored, BOOK_QUERIES.shape, selection)


@router.put("/books/{id:integer_id}", operation_id="replaceBook")
def replace_book(
    book_id: BookId, body: Unjudged[BookReplace], if_match: IfMatchDep, database: DatabaseDep
) -> Response:
    return row_response(
        service.replace_book(database, book_id, body.document, if_match), BOOK_QUERIES.shape
    )


@router.patch("/books/{id:integer_id}", operation_id="updateBook")
def update_book(
    book_id: BookId, body: Unjudged[BookUpdate], if_match: IfMatchDep, database: DatabaseDep
) -> Response:
    return row_response(
        service.update_book(database, book_id, body.document, if_match), BOOK_QUERIES.shape
    )


@router.delete("/books/{id:integer_id}", operation_id="deleteBook", status_code=204)
def delete_book(book_id: BookId, if_match: IfMatchDep, database: DatabaseDep) -> Response:
    service.delete_book(database, book_id, if_match)
    return no_content()


@router.get("/authors/{author_id:integer_id}/books", operation_id="listBooksByAuthor")
def list_books_by_author(
    request: Request, parent_id: PathAuthorId, query: BookListQuery, database: DatabaseDep
) -> Response:
    return page_response(
        request, query, service.list_books(database, query, Parent("author_id", parent_id))
    )


@router.post(
    "/authors/{author_id:integer_id}/books", operation_id="createBookByAuthor", status_code=201
)
def create_book_by_author(
    parent_id: PathAuthorId, body: Unjudged[BookCreate], database: DatabaseDep
) -> Response:
    return created_response(
        service.create_book(database, body.document, Parent("author_id", parent_id)),
        BOOK_QUERIES.shape,
        COLLECTION,
    )


@router.get(
    "/authors/{author_id:integer_id}/books/{id:integer_id}", operation_id="retrieveBookByAuthor"
)
def retrieve_book_by_author(
    request: Request,
    parent_id: PathAuthorId,
    book_id: BookId,
    selection: BookSelection,
    database: DatabaseDep,
) -> Response:
    stored = service.retrieve_book(database, book_id, selection, Parent("author_id", parent_id))
    return selected_response(request, stored, BOOK_QUERIES.shape, selection)


@router.put(
    "/authors/{author_id:integer_id}/books/{id:integer_id}", operation_id="replaceBookByAuthor"
)
def replace_book_by_author(
    parent_id: PathAuthorId,
    book_id: BookId,
    body: Unjudged[BookReplace],
    if_match: IfMatchDep,
    database: DatabaseDep,
) -> Response:
    return row_response(
        service.replace_book(
            database, book_id, body.document, if_match, Parent("author_id", parent_id)
        ),
        BOOK_QUERIES.shape,
    )


@router.patch(
    "/authors/{author_id:integer_id}/books/{id:integer_id}", operation_id="updateBookByAuthor"
)
def update_book_by_author(
    parent_id: PathAuthorId,
    book_id: BookId,
    body: Unjudged[BookUpdate],
    if_match: IfMatchDep,
    database: DatabaseDep,
) -> Response:
    return row_response(
        service.update_book(
            database, book_id, body.document, if_match, Parent("author_id", parent_id)
        ),
        BOOK_QUERIES.shape,
    )


@router.delete(
    "/authors/{author_id:integer_id}/books/{id:integer_id}",
    operation_id="deleteBookByAuthor",
    status_code=204,
)
def delete_book_by_author(
    parent_id: PathAuthorId, book_id: BookId, if_match: IfMatchDep, database: DatabaseDep
) -> Response:
    service.delete_book(database, book_id, if_match, Parent("author_id", parent_id))
    return no_content()


@router.get("/books/{id:integer_id}/tags", operation_id="listTagsOfBook")
def list_tags_of_book(
    request: Request, book_id: BookId, query: TagListQuery, database: DatabaseDep
) -> Response:
    return page_response(request, query, service.list_tags_of_book(database, book_id, query))


@router.put(
    "/books/{id:integer_id}/tags/{tag_id:integer_id}",
    operation_id="linkTagsOfBook",
    status_code=204,
)
def link_tags_of_book(book_id: BookId, other_id: PathTagId, database: DatabaseDep) -> Response:
    service.link_tags_of_book(database, book_id, other_id)
    return no_content()


@router.delete(
    "/books/{id:integer_id}/tags/{tag_id:integer_id}",
    operation_id="unlinkTagsOfBook",
    status_code=204,
)
def unlink_tags_of_book(book_id: BookId, other_id: PathTagId, database: DatabaseDep) -> Response:
    service.unlink_tags_of_book(database, book_id, other_id)
    return no_content()
