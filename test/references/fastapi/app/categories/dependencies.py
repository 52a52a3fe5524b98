"""What requests about categories carry."""

from typing import Annotated

from fastapi import Depends, Path

from app.categories.queries import CATEGORY_QUERIES
from app.dependencies import list_query_of, row_query_of
from app.http.queries import ListQuery, Selection

CategoryId = Annotated[int, Path(alias="id")]
CategoryListQuery = Annotated[ListQuery, Depends(list_query_of(CATEGORY_QUERIES))]
CategorySelection = Annotated[Selection, Depends(row_query_of(CATEGORY_QUERIES))]
