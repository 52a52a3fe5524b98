"""What requests about authors carry."""

from typing import Annotated

from fastapi import Depends, Path

from app.authors.queries import AUTHOR_QUERIES
from app.dependencies import list_query_of, row_query_of
from app.http.queries import ListQuery, Selection

AuthorId = Annotated[int, Path(alias="id")]
AuthorListQuery = Annotated[ListQuery, Depends(list_query_of(AUTHOR_QUERIES))]
AuthorSelection = Annotated[Selection, Depends(row_query_of(AUTHOR_QUERIES))]
