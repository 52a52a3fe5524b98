"""Routes of reviews."""

from fastapi import Request, Response

from app.dependencies import DatabaseDep, IfMatchDep
from app.responses import (
    created_response,
    no_content,
    page_response,
    row_response,
    selected_response,
)
from app.reviews import service
from app.reviews.dependencies import PathBookId, ReviewId, ReviewListQuery, ReviewSelection
from app.reviews.queries import REVIEW_QUERIES
from app.reviews.schemas import ReviewCreate, ReviewReplace, ReviewUpdate
from app.routing import ContractRouter, Unjudged
from app.validation.rules import Parent

COLLECTION = "/api/v1/reviews"

router = ContractRouter(tags=["Review"])


@router.get("/reviews", operation_id="listReviews")
def list_reviews(request: Request, query: ReviewListQuery, database: DatabaseDep) -> Response:
    return page_response(request, query, service.list_reviews(database, query))


@router.post("/reviews", operation_id="createReview", status_code=201)
def create_review(body: Unjudged[ReviewCreate], database: DatabaseDep) -> Response:
    return created_response(
        service.create_review(database, body.document), REVIEW_QUERIES.shape, COLLECTION
    )


@router.get("/reviews/{id:integer_id}", operation_id="retrieveReview")
def retrieve_review(
    request: Request, review_id: ReviewId, selection: ReviewSelection, database: DatabaseDep
) -> Response:
    stored = service.retrieve_review(database, review_id, selection)
    return selected_response(request, stored, REVIEW_QUERIES.shape, selection)


@router.put("/reviews/{id:integer_id}", operation_id="replaceReview")
def replace_review(
    review_id: ReviewId, body: Unjudged[ReviewReplace], if_match: IfMatchDep, database: DatabaseDep
) -> Response:
    return row_response(
        service.replace_review(database, review_id, body.document, if_match), REVIEW_QUERIES.shape
    )


@router.patch("/reviews/{id:integer_id}", operation_id="updateReview")
def update_review(
    review_id: ReviewId, body: Unjudged[ReviewUpdate], if_match: IfMatchDep, database: DatabaseDep
) -> Response:
    return row_response(
        service.update_review(database, review_id, body.document, if_match), REVIEW_QUERIES.shape
    )


@router.delete("/reviews/{id:integer_id}", operation_id="deleteReview", status_code=204)
def delete_review(review_id: ReviewId, if_match: IfMatchDep, database: DatabaseDep) -> Response:
    service.delete_review(database, review_id, if_match)
    return no_content()


@router.get("/books/{book_id:integer_id}/reviews", operation_id="listReviewsByBook")
def list_reviews_by_book(
    request: Request, parent_id: PathBookId, query: ReviewListQuery, database: DatabaseDep
) -> Response:
    return page_response(
        request, query, service.list_reviews(database, query, Parent("book_id", parent_id))
    )


@router.post(
    "/books/{book_id:integer_id}/reviews", operation_id="createReviewByBook", status_code=201
)
def create_review_by_book(
    parent_id: PathBookId, body: Unjudged[ReviewCreate], database: DatabaseDep
) -> Response:
    return created_response(
        service.create_review(database, body.document, Parent("book_id", parent_id)),
        REVIEW_QUERIES.shape,
        COLLECTION,
    )


@router.get(
    "/books/{book_id:integer_id}/reviews/{id:integer_id}", operation_id="retrieveReviewByBook"
)
def retrieve_review_by_book(
    request: Request,
    parent_id: PathBookId,
    review_id: ReviewId,
    selection: ReviewSelection,
    database: DatabaseDep,
) -> Response:
    stored = service.retrieve_review(database, review_id, selection, Parent("book_id", parent_id))
    return selected_response(request, stored, REVIEW_QUERIES.shape, selection)


@router.put(
    "/books/{book_id:integer_id}/reviews/{id:integer_id}", operation_id="replaceReviewByBook"
)
def replace_review_by_book(
    parent_id: PathBookId,
    review_id: ReviewId,
    body: Unjudged[ReviewReplace],
    if_match: IfMatchDep,
    database: DatabaseDep,
) -> Response:
    return row_response(
        service.replace_review(
            database, review_id, body.document, if_match, Parent("book_id", parent_id)
        ),
        REVIEW_QUERIES.shape,
    )


@router.patch(
    "/books/{book_id:integer_id}/reviews/{id:integer_id}", operation_id="updateReviewByBook"
)
def update_review_by_book(
    parent_id: PathBookId,
    review_id: ReviewId,
    body: Unjudged[ReviewUpdate],
    if_match: IfMatchDep,
    database: DatabaseDep,
) -> Response:
    return row_response(
        service.update_review(
            database, review_id, body.document, if_match, Parent("book_id", parent_id)
        ),
        REVIEW_QUERIES.shape,
    )


@router.delete(
    "/books/{book_id:integer_id}/reviews/{id:integer_id}",
    operation_id="deleteReviewByBook",
    status_code=204,
)
def delete_review_by_book(
    parent_id: PathBookId, review_id: ReviewId, if_match: IfMatchDep, database: DatabaseDep
) -> Response:
    service.delete_review(database, review_id, if_match, Parent("book_id", parent_id))
    return no_content()
