"""What requests about settings carry."""

from typing import Annotated

from fastapi import Depends, Path

from app.dependencies import list_query_of, row_query_of
from app.http.queries import ListQuery, Selection
from app.settings.queries import SETTING_QUERIES

SettingId = Annotated[int, Path(alias="id")]
SettingListQuery = Annotated[ListQuery, Depends(list_query_of(SETTING_QUERIES))]
SettingSelection = Annotated[Selection, Depends(row_query_of(SETTING_QUERIES))]
