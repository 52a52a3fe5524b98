"""What requests about books carry."""

from typing import Annotated

from fastapi import Depends, Path

from app.books.queries import BOOK_QUERIES
from app.dependencies import list_query_of, row_query_of
from app.http.queries import ListQuery, Selection

BookId = Annotated[int, Path(alias="id")]
PathAuthorId = Annotated[int, Path(alias="author_id")]
PathTagId = Annotated[int, Path(alias="tag_id")]
BookListQuery = Annotated[ListQuery, Depends(list_query_of(BOOK_QUERIES))]
BookSelection = Annotated[Selection, Depends(row_query_of(BOOK_QUERIES))]
