"""Routes of countries."""

from fastapi import Request, Response

from app.countries import service
from app.countries.dependencies import CountryId, CountryListQuery, CountrySelection
from app.countries.queries import COUNTRY_QUERIES
from app.countries.schemas import CountryCreate, CountryReplace, CountryUpdate
from app.dependencies import DatabaseDep, IfMatchDep
from app.responses import (
    created_response,
    no_content,
    page_response,
    row_response,
    selected_response,
)
from app.routing import ContractRouter, Unjudged

COLLECTION = "/api/v1/countries"

router = ContractRouter(tags=["Country"])


@router.get("/countries", operation_id="listCountries")
def list_countries(request: Request, query: CountryListQuery, database: DatabaseDep) -> Response:
    return page_response(request, query, service.list_countries(database, query))


@router.post("/countries", operation_id="createCountry", status_code=201)
def create_country(body: Unjudged[CountryCreate], database: DatabaseDep) -> Response:
    return created_response(
        service.create_country(database, body.document), COUNTRY_QUERIES.shape, COLLECTION
    )


@router.get("/countries/{id:country_key}", operation_id="retrieveCountry")
def retrieve_country(
    request: Request, country_id: CountryId, selection: CountrySelection, database: DatabaseDep
) -> Response:
    stored = service.retrieve_country(database, country_id, selection)
    return selected_response(request, stored, COUNTRY_QUERIES.shape, selection)


@router.put("/countries/{id:country_key}", operation_id="replaceCountry")
def replace_country(
    country_id: CountryId,
    body: Unjudged[CountryReplace],
    if_match: IfMatchDep,
    database: DatabaseDep,
) -> Response:
    return row_response(
        service.replace_country(database, country_id, body.document, if_match),
        COUNTRY_QUERIES.shape,
    )


@router.patch("/countries/{id:country_key}", operation_id="updateCountry")
def update_country(
    country_id: CountryId,
    body: Unjudged[CountryUpdate],
    if_match: IfMatchDep,
    database: DatabaseDep,
) -> Response:
    return row_response(
        service.update_country(database, country_id, body.document, if_match), COUNTRY_QUERIES.shape
    )


@router.delete("/countries/{id:country_key}", operation_id="deleteCountry", status_code=204)
def delete_country(country_id: CountryId, if_match: IfMatchDep, database: DatabaseDep) -> Response:
    service.delete_country(database, country_id, if_match)
    return no_content()
