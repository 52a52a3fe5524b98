"""Routes of categories."""

from fastapi import Request, Response

from app.categories import service
from app.categories.dependencies import CategoryId, CategoryListQuery, CategorySelection
from app.categories.queries import CATEGORY_QUERIES
from app.categories.schemas import CategoryCreate, CategoryReplace, CategoryUpdate
from app.dependencies import DatabaseDep, IfMatchDep
from app.responses import (
    created_response,
    no_content,
    page_response,
    row_response,
    selected_response,
)
from app.routing import ContractRouter, Unjudged

COLLECTION = "/api/v1/categories"

router = ContractRouter(tags=["Category"])


@router.get("/categories", operation_id="listCategories")
def list_categories(request: Request, query: CategoryListQuery, database: DatabaseDep) -> Response:
    return page_response(request, query, service.list_categories(database, query))


@router.post("/categories", operation_id="createCategory", status_code=201)
def create_category(body: Unjudged[CategoryCreate], database: DatabaseDep) -> Response:
    return created_response(
        service.create_category(database, body.document), CATEGORY_QUERIES.shape, COLLECTION
    )


@router.get("/categories/{id:integer_id}", operation_id="retrieveCategory")
def retrieve_category(
    request: Request, category_id: CategoryId, selection: CategorySelection, database: DatabaseDep
) -> Response:
    stored = service.retrieve_category(database, category_id, selection)
    return selected_response(request, stored, CATEGORY_QUERIES.shape, selection)


@router.put("/categories/{id:integer_id}", operation_id="replaceCategory")
def replace_category(
    category_id: CategoryId,
    body: Unjudged[CategoryReplace],
    if_match: IfMatchDep,
    database: DatabaseDep,
) -> Response:
    return row_response(
        service.replace_category(database, category_id, body.document, if_match),
        CATEGORY_QUERIES.shape,
    )


@router.patch("/categories/{id:integer_id}", operation_id="updateCategory")
def update_category(
    category_id: CategoryId,
    body: Unjudged[CategoryUpdate],
    if_match: IfMatchDep,
    database: DatabaseDep,
) -> Response:
    return row_response(
        service.update_category(database, category_id, body.document, if_match),
        CATEGORY_QUERIES.shape,
    )


@router.delete("/categories/{id:integer_id}", operation_id="deleteCategory", status_code=204)
def delete_category(
    category_id: CategoryId, if_match: IfMatchDep, database: DatabaseDep
) -> Response:
    service.delete_category(database, category_id, if_match)
    return no_content()
