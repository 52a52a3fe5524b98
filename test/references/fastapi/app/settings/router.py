"""Routes of settings."""

from fastapi import Request, Response

from app.dependencies import DatabaseDep, IfMatchDep
from app.responses import page_response, row_response, selected_response
from app.routing import ContractRouter, Unjudged
from app.settings import service
from app.settings.dependencies import SettingId, SettingListQuery, SettingSelection
from app.settings.queries import SETTING_QUERIES
from app.settings.schemas import SettingUpdate

router = ContractRouter(tags=["Setting"])


@router.get("/settings", operation_id="listSettings")
def list_settings(request: Request, query: SettingListQuery, database: DatabaseDep) -> Response:
    return page_response(request, query, service.list_settings(database, query))


@router.get("/settings/{id:integer_id}", operation_id="retrieveSetting")
def retrieve_setting(
    request: Request, setting_id: SettingId, selection: SettingSelection, database: DatabaseDep
) -> Response:
    stored = service.retrieve_setting(database, setting_id, selection)
    return selected_response(request, stored, SETTING_QUERIES.shape, selection)


@router.patch("/settings/{id:integer_id}", operation_id="updateSetting")
def update_setting(
    setting_id: SettingId,
    body: Unjudged[SettingUpdate],
    if_match: IfMatchDep,
    database: DatabaseDep,
) -> Response:
    return row_response(
        service.update_setting(database, setting_id, body.document, if_match), SETTING_QUERIES.shape
    )
