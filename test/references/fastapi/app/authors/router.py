"""Routes of authors."""

from fastapi import Request, Response

from app.authors import service
from app.authors.dependencies import AuthorId, AuthorListQuery, AuthorSelection
from app.authors.queries import AUTHOR_QUERIES
from app.authors.schemas import AuthorCreate, AuthorReplace, AuthorUpdate
from app.dependencies import DatabaseDep, IfMatchDep
from app.responses import (
    created_response,
    no_content,
    page_response,
    row_response,
    selected_response,
)
from app.routing import ContractRouter, Unjudged

COLLECTION = "/api/v1/authors"

router = ContractRouter(tags=["Author"])


@router.get("/authors", operation_id="listAuthors")
def list_authors(request: Request, query: AuthorListQuery, database: DatabaseDep) -> Response:
    return page_response(request, query, service.list_authors(database, query))


@router.post("/authors", operation_id="createAuthor", status_code=201)
def create_author(body: Unjudged[AuthorCreate], database: DatabaseDep) -> Response:
    return created_response(
        service.create_author(database, body.document), AUTHOR_QUERIES.shape, COLLECTION
    )


@router.get("/authors/{id:integer_id}", operation_id="retrieveAuthor")
def retrieve_author(
    request: Request, author_id: AuthorId, selection: AuthorSelection, database: DatabaseDep
) -> Response:
    stored = service.retrieve_author(database, author_id, selection)
    return selected_response(request, stored, AUTHOR_QUERIES.shape, selection)


@router.put("/authors/{id:integer_id}", operation_id="replaceAuthor")
def replace_author(
    author_id: AuthorId, body: Unjudged[AuthorReplace], if_match: IfMatchDep, database: DatabaseDep
) -> Response:
    return row_response(
        service.replace_author(database, author_id, body.document, if_match), AUTHOR_QUERIES.shape
    )


@router.patch("/authors/{id:integer_id}", operation_id="updateAuthor")
def update_author(
    author_id: AuthorId, body: Unjudged[AuthorUpdate], if_match: IfMatchDep, database: DatabaseDep
) -> Response:
    return row_response(
        service.update_author(database, author_id, body.document, if_match), AUTHOR_QUERIES.shape
    )


@router.delete("/authors/{id:integer_id}", operation_id="deleteAuthor", status_code=204)
def delete_author(author_id: AuthorId, if_match: IfMatchDep, database: DatabaseDep) -> Response:
    service.delete_author(database, author_id, if_match)
    return no_content()
