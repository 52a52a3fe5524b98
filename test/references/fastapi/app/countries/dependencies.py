"""What requests about countries carry."""

from typing import Annotated

from fastapi import Depends, Path

from app.countries.queries import COUNTRY_QUERIES
from app.dependencies import list_query_of, row_query_of
from app.http.queries import ListQuery, Selection

CountryId = Annotated[str, Path(alias="id")]
CountryListQuery = Annotated[ListQuery, Depends(list_query_of(COUNTRY_QUERIES))]
CountrySelection = Annotated[Selection, Depends(row_query_of(COUNTRY_QUERIES))]
