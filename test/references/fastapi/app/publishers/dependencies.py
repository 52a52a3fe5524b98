"""What requests about publishers carry."""

from typing import Annotated

from fastapi import Depends, Path

from app.dependencies import list_query_of, row_query_of
from app.http.queries import ListQuery, Selection
from app.publishers.queries import PUBLISHER_QUERIES

PublisherId = Annotated[str, Path(alias="id")]
PublisherListQuery = Annotated[ListQuery, Depends(list_query_of(PUBLISHER_QUERIES))]
PublisherSelection = Annotated[Selection, Depends(row_query_of(PUBLISHER_QUERIES))]
