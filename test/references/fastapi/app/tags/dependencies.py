"""What requests about tags carry."""

from typing import Annotated

from fastapi import Depends, Path

from app.dependencies import list_query_of, row_query_of
from app.http.queries import ListQuery, Selection
from app.tags.queries import TAG_QUERIES

TagId = Annotated[int, Path(alias="id")]
PathRelatedId = Annotated[int, Path(alias="related_id")]
TagListQuery = Annotated[ListQuery, Depends(list_query_of(TAG_QUERIES))]
TagSelection = Annotated[Selection, Depends(row_query_of(TAG_QUERIES))]
