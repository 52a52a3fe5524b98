"""Routes of tags."""

from fastapi import Request, Response

from app.dependencies import DatabaseDep, IfMatchDep
from app.responses import (
    created_response,
    no_content,
    page_response,
    row_response,
    selected_response,
)
from app.routing import ContractRouter, Unjudged
from app.tags import service
from app.tags.dependencies import PathRelatedId, TagId, TagListQuery, TagSelection
from app.tags.queries import TAG_QUERIES
from app.tags.schemas import TagCreate, TagReplace, TagUpdate

COLLECTION = "/api/v1/tags"

router = ContractRouter(tags=["Tag"])


@router.get("/tags", operation_id="listTags")
def list_tags(request: Request, query: TagListQuery, database: DatabaseDep) -> Response:
    return page_response(request, query, service.list_tags(database, query))


@router.post("/tags", operation_id="createTag", status_code=201)
def create_tag(body: Unjudged[TagCreate], database: DatabaseDep) -> Response:
    return created_response(
        service.create_tag(database, body.document), TAG_QUERIES.shape, COLLECTION
    )


@router.get("/tags/{id:integer_id}", operation_id="retrieveTag")
def retrieve_tag(
    request: Request, tag_id: TagId, selection: TagSelection, database: DatabaseDep
) -> Response:
    stored = service.retrieve_tag(database, tag_id, selection)
    return selected_response(request, stored, TAG_QUERIES.shape, selection)


@router.put("/tags/{id:integer_id}", operation_id="replaceTag")
def replace_tag(
    tag_id: TagId, body: Unjudged[TagReplace], if_match: IfMatchDep, database: DatabaseDep
) -> Response:
    return row_response(
        service.replace_tag(database, tag_id, body.document, if_match), TAG_QUERIES.shape
    )


@router.patch("/tags/{id:integer_id}", operation_id="updateTag")
def update_tag(
    tag_id: TagId, body: Unjudged[TagUpdate], if_match: IfMatchDep, database: DatabaseDep
) -> Response:
    return row_response(
        service.update_tag(database, tag_id, body.document, if_match), TAG_QUERIES.shape
    )


@router.delete("/tags/{id:integer_id}", operation_id="deleteTag", status_code=204)
def delete_tag(tag_id: TagId, if_match: IfMatchDep, database: DatabaseDep) -> Response:
    service.delete_tag(database, tag_id, if_match)
    return no_content()


@router.get("/tags/{id:integer_id}/related", operation_id="listRelatedOfTag")
def list_related_of_tag(
    request: Request, tag_id: TagId, query: TagListQuery, database: DatabaseDep
) -> Response:
    return page_response(request, query, service.list_related_of_tag(database, tag_id, query))


@router.put(
    "/tags/{id:integer_id}/related/{related_id:integer_id}",
    operation_id="linkRelatedOfTag",
    status_code=204,
)
def link_related_of_tag(tag_id: TagId, other_id: PathRelatedId, database: DatabaseDep) -> Response:
    service.link_related_of_tag(database, tag_id, other_id)
    return no_content()


@router.delete(
    "/tags/{id:integer_id}/related/{related_id:integer_id}",
    operation_id="unlinkRelatedOfTag",
    status_code=204,
)
def unlink_related_of_tag(
    tag_id: TagId, other_id: PathRelatedId, database: DatabaseDep
) -> Response:
    service.unlink_related_of_tag(database, tag_id, other_id)
    return no_content()
