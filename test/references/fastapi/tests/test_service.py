"""What holds for the service as a whole."""

import json
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from fastapi import APIRouter, FastAPI, HTTPException
from fastapi.openapi.utils import get_openapi
from fastapi.testclient import TestClient
from pydantic import BaseModel
from sqlalchemy import inspect

from app.database import Base, Database
from app.deletion import delete_rows
from app.http.problems import Problem
from app.main import BASE_PATH
from app.routing import ContractRoute
from tests.databases import Databases, configured, migrate
from tests.service import service

CONTRACT = json.loads((Path(__file__).parent.parent / "openapi.json").read_text(encoding="utf-8"))

# More than a statement may have parameters.
MANY = 300_000

KEYWORDS = (
    "format",
    "minLength",
    "maxLength",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "minItems",
    "maxItems",
    "uniqueItems",
    "additionalProperties",
)
# Said of numbers beside their bounds, for the programs of clients.
WIDTHS = ("int32", "int64", "double")
ANY_TYPE = {"array", "boolean", "integer", "null", "number", "object", "string"}


def test_health(client: TestClient) -> None:
    assert client.get("/healthz").json() == {"status": "ok"}
    assert client.get("/readyz").json() == {"status": "ready"}


def test_live_document_says_all_that_the_file_says(client: TestClient) -> None:
    live = client.get("/openapi.json").json()
    assert _known(live, CONTRACT) == CONTRACT


def test_every_operation_of_the_document_is_routed(databases: Databases) -> None:
    own = _own_document(databases)
    assert _operations(own["paths"]) >= _operations(CONTRACT["paths"])


def test_bodies_are_judged_by_the_schemas_of_the_document(databases: Databases) -> None:
    own = _own_document(databases).get("components", {}).get("schemas", {})
    described = CONTRACT["components"]["schemas"]
    for name in described.keys() & own.keys():
        # What a part of a row asks for, a patch of the row need not say.
        skipped = {"required"} if name.endswith("Update") else set()
        ruled = _rules(own[name], own, skipped)
        assert ruled == _rules(described[name], described, skipped), name
        assert set(own[name].get("required", [])) == set(described[name].get("required", [])), name


def test_documentation_loads_nothing_from_elsewhere(client: TestClient) -> None:
    page = client.get("/docs")
    assert page.status_code == 200
    assert "//" not in page.text.replace("</", "").replace("/>", "")
    for asset in ("swagger-ui-bundle.js", "swagger-ui.css"):
        assert asset in page.text
        found = client.get(f"/docs/{asset}")
        assert found.status_code == 200
        assert found.headers["cache-control"] == "no-cache"
        again = client.get(f"/docs/{asset}", headers={"If-None-Match": found.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")
        assert client.get(f"/docs/{asset}", headers={"If-None-Match": '"x"'}).status_code == 200


@pytest.mark.parametrize("path", ["/", f"{BASE_PATH}/no-such-path", f"{BASE_PATH}/"])
def test_unknown_paths_are_problems(client: TestClient, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 404
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json()["request_id"] == response.headers["x-request-id"]


def test_routes_of_ones_own_say_what_is_wrong(databases: Databases) -> None:
    with databases.fresh() as url, TestClient(_with_own_routes(service(url))) as client:
        missing = client.get("/reports/may").json()
        assert (missing["status"], missing["detail"]) == (404, "No report for May")
        gone = client.get("/reports/april")
        assert (gone.status_code, gone.json()["type"]) == (410, "about:blank")
        assert gone.json()["title"] == "Gone"
        assert client.post("/reports", json={"month": 5}).json() == {"month": 5}
        headers = {"Content-Type": "application/json"}
        assert client.post("/reports", content="{", headers=headers).status_code == 400
        wrong = client.post("/reports", json={"month": "May"})
        assert (wrong.status_code, wrong.json()["errors"][0]["pointer"]) == (422, "/month")
        assert client.post("/reports", content="[]" * 600_000).status_code == 413
        assert client.get("/reports?limit=2").json() == 2
        wrong = client.get("/reports?limit=two")
        assert (wrong.status_code, wrong.json()["errors"][0]["parameter"]) == (400, "limit")
        moved = client.get("/reports/june", follow_redirects=False)
        assert (moved.status_code, moved.headers["location"]) == (307, "/reports/may")


class Report(BaseModel):
    month: int


def _with_own_routes(app: FastAPI) -> FastAPI:
    @app.get("/reports/may")
    def may() -> None:
        raise HTTPException(404, "No report for May")

    @app.get("/reports/april")
    def april() -> None:
        raise HTTPException(410, "The report is gone")

    router = APIRouter(route_class=ContractRoute)

    @router.post("/reports")
    def add(report: Report) -> Report:
        return report

    @router.get("/reports")
    def reports(limit: int) -> int:
        return limit

    app.include_router(router)

    @app.get("/reports/june")
    def june() -> None:
        raise HTTPException(307, headers={"Location": "/reports/may"})

    return app


def test_a_database_without_migrations_is_not_ready(databases: Databases) -> None:
    with databases.empty() as url, TestClient(service(url)) as client:
        response = client.get("/readyz")
        assert (response.status_code, response.headers["retry-after"]) == (503, "1")
        migrate(url)
        assert client.get("/readyz").status_code == 200
        # What a later version of the service has done is no reason to stop while this one is being replaced.
        with _opened(url) as database, database.write() as connection:
            connection.exec_driver_sql("UPDATE alembic_version SET version_num = 'later'")
        assert client.get("/readyz").status_code == 200


def test_any_number_of_rows_is_deleted_at_once(databases: Databases) -> None:
    with databases.fresh() as url, _opened(url) as database, database.write() as connection:
        for table in (table for table in Base.metadata.tables.values() if "version" in table.info):
            (key,) = table.primary_key
            number = key.type.python_type is int
            ids = [n if number else str(uuid.UUID(int=n)) for n in range(2**40, 2**40 + MANY)]
            delete_rows(connection, table, ids)


def test_nothing_is_committed_once_the_service_stops(databases: Databases) -> None:
    with databases.fresh() as url, _opened(url) as database:
        database.refuse_commits()
        with pytest.raises(Problem), database.write() as connection:
            connection.exec_driver_sql("DELETE FROM alembic_version")
        assert database.is_ready()


@pytest.mark.parametrize("path", ["/healthz%0A", "/healthz%0a", "/docs%2Fswagger-ui.css"])
def test_paths_match_as_a_whole(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_migrations_go_up_and_down(databases: Databases) -> None:
    with databases.empty() as url:
        migrate(url)
        assert set(Base.metadata.tables) <= _tables(url)
        command.check(configured(url))
        command.downgrade(configured(url), "base")
        assert _tables(url) <= {"alembic_version"}


def _tables(url: str) -> set[str]:
    with _opened(url) as database:
        return {
            name for name in inspect(database.engine).get_table_names() if "sqlite_" not in name
        }


@contextmanager
def _opened(url: str) -> Iterator[Database]:
    database = Database(url)
    try:
        yield database
    finally:
        database.close()


def _known(live: Any, described: Any) -> Any:
    """What the file speaks of; other routes may stand beside it."""
    if isinstance(live, dict) and isinstance(described, dict):
        return {key: _known(live[key], described[key]) for key in live.keys() & described.keys()}
    return live


def _own_document(databases: Databases) -> dict[str, Any]:
    """What FastAPI says of the routes by itself."""
    with databases.fresh() as url:
        app = service(url)
        return get_openapi(title=app.title, version=app.version, routes=app.routes)


def _operations(paths: dict[str, dict[str, dict[str, Any]]]) -> set[tuple[str, ...]]:
    """Path, method, name, status of success, and what the path says."""
    return {
        (
            path,
            method,
            operation["operationId"],
            *sorted(status for status in operation["responses"] if status.startswith("2")),
            *sorted(
                f"{parameter['name']}: {parameter['schema']['type']}"
                for parameter in operation.get("parameters", [])
                if parameter.get("in") == "path"
            ),
        )
        for path, operations in paths.items()
        for method, operation in operations.items()
    }


def _rules(
    schema: dict[str, Any], components: dict[str, dict[str, Any]], skipped: set[str]
) -> dict[str, Any]:
    """What a schema asks of a value, in words that are the same for both documents."""
    if "$ref" in schema:
        return _rules(components[schema["$ref"].rsplit("/", 1)[1]], components, skipped)
    if "anyOf" in schema:
        # In FastAPI's document every value that may be null; in the other those with a name.
        alternatives = [_rules(one, components, skipped) for one in schema["anyOf"]]
        types = {kind for one in alternatives for kind in one["types"]}
        return {**alternatives[0], "types": types}
    kinds = schema.get("type", ANY_TYPE - {schema.get("not", {}).get("type")})
    rules: dict[str, Any] = {"types": {kinds} if isinstance(kinds, str) else set(kinds)}
    # The bounds of an exact decimal are text, which a schema cannot hold.
    shown = KEYWORDS if schema.get("format") != "decimal" else ("format",)
    rules |= {key: schema[key] for key in shown if schema.get(key) not in (None, *WIDTHS)}
    if "enum" in schema or "const" in schema:
        rules["enum"] = set(schema.get("enum", [schema.get("const")])) - {None}
    if "items" in schema:
        rules["items"] = _rules(schema["items"], components, skipped)
    if "properties" in schema:
        rules["properties"] = {
            key: _rules(value, components, skipped)
            for key, value in schema["properties"].items()
            if not value.get("readOnly")
        }
    if "required" not in skipped:
        rules["required"] = set(schema.get("required", []))
    return rules
