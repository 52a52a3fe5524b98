"""Routes of publishers."""

from fastapi import Request, Response

from app.dependencies import DatabaseDep, IfMatchDep
from app.publishers import service
from app.publishers.dependencies import PublisherId, PublisherListQuery, PublisherSelection
from app.publishers.queries import PUBLISHER_QUERIES
from app.publishers.schemas import PublisherCreate, PublisherReplace, PublisherUpdate
from app.responses import (
    created_response,
    no_content,
    page_response,
    row_response,
    selected_response,
)
from app.routing import ContractRouter, Unjudged

COLLECTION = "/api/v1/publishers"

router = ContractRouter(tags=["Publisher"])


@router.get("/publishers", operation_id="listPublishers")
def list_publishers(request: Request, query: PublisherListQuery, database: DatabaseDep) -> Response:
    return page_response(request, query, service.list_publishers(database, query))


@router.post("/publishers", operation_id="createPublisher", status_code=201)
def create_publisher(body: Unjudged[PublisherCreate], database: DatabaseDep) -> Response:
    return created_response(
        service.create_publisher(database, body.document), PUBLISHER_QUERIES.shape, COLLECTION
    )


@router.get("/publishers/{id:uuid_id}", operation_id="retrievePublisher")
def retrieve_publisher(
    request: Request,
    publisher_id: PublisherId,
    selection: PublisherSelection,
    database: DatabaseDep,
) -> Response:
    stored = service.retrieve_publisher(database, publisher_id, selection)
    return selected_response(request, stored, PUBLISHER_QUERIES.shape, selection)


@router.put("/publishers/{id:uuid_id}", operation_id="replacePublisher")
def replace_publisher(
    publisher_id: PublisherId,
    body: Unjudged[PublisherReplace],
    if_match: IfMatchDep,
    database: DatabaseDep,
) -> Response:
    return row_response(
        service.replace_publisher(database, publisher_id, body.document, if_match),
        PUBLISHER_QUERIES.shape,
    )


@router.patch("/publishers/{id:uuid_id}", operation_id="updatePublisher")
def update_publisher(
    publisher_id: PublisherId,
    body: Unjudged[PublisherUpdate],
    if_match: IfMatchDep,
    database: DatabaseDep,
) -> Response:
    return row_response(
        service.update_publisher(database, publisher_id, body.document, if_match),
        PUBLISHER_QUERIES.shape,
    )


@router.delete("/publishers/{id:uuid_id}", operation_id="deletePublisher", status_code=204)
def delete_publisher(
    publisher_id: PublisherId, if_match: IfMatchDep, database: DatabaseDep
) -> Response:
    service.delete_publisher(database, publisher_id, if_match)
    return no_content()
