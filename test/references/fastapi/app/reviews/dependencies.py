"""What requests about reviews carry."""

from typing import Annotated

from fastapi import Depends, Path

from app.dependencies import list_query_of, row_query_of
from app.http.queries import ListQuery, Selection
from app.reviews.queries import REVIEW_QUERIES

ReviewId = Annotated[int, Path(alias="id")]
PathBookId = Annotated[int, Path(alias="book_id")]
ReviewListQuery = Annotated[ListQuery, Depends(list_query_of(REVIEW_QUERIES))]
ReviewSelection = Annotated[Selection, Depends(row_query_of(REVIEW_QUERIES))]
