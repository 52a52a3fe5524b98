"""What holds for the service as a whole."""

import json
from pathlib import Path

import pytest
from alembic import command
from fastapi.openapi.utils import get_openapi
from fastapi.testclient import TestClient
from pydantic import JsonValue
from sqlalchemy import inspect

from app.database import Base, Database
from app.main import BASE_PATH
from tests.databases import Databases, configured, migrate
from tests.service import service

CONTRACT = json.loads((Path(__file__).parent.parent / "openapi.json").read_text(encoding="utf-8"))

KEYWORDS = (
    "minLength",
    "maxLength",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "minItems",
    "maxItems",
    "uniqueItems",
    "enum",
)
# Formats whose bounds a schema cannot hold, or holds in words only.
UNSHOWN = ("decimal", "date", "date-time", "time-local")


def test_health(client: TestClient) -> None:
    assert client.get("/healthz").json() == {"status": "ok"}
    assert client.get("/readyz").json() == {"status": "ready"}


def test_live_document_means_the_same_as_the_file(client: TestClient) -> None:
    assert client.get("/openapi.json").json() == CONTRACT


def test_every_operation_of_the_document_is_routed_and_no_other(databases: Databases) -> None:
    with databases.fresh() as url:
        app = service(url)
        own = get_openapi(title=app.title, version=app.version, routes=app.routes)
    assert _operations(own["paths"]) == _operations(CONTRACT["paths"])


def test_bodies_are_judged_by_the_properties_of_the_document(databases: Databases) -> None:
    with databases.fresh() as url:
        app = service(url)
        own = get_openapi(title=app.title, version=app.version, routes=app.routes)
    for name, schema in CONTRACT["components"]["schemas"].items():
        model = own.get("components", {}).get("schemas", {}).get(name)
        if model is None:
            continue
        writable = {key for key, rule in schema["properties"].items() if not rule.get("readOnly")}
        assert set(model.get("properties", {})) == writable, name
        assert set(model.get("required", [])) == set(schema.get("required", [])), name
        for key in writable:
            rule = schema["properties"][key]
            if rule.get("format") not in UNSHOWN:
                assert _rules(model["properties"][key]) == _rules(rule), f"{name}.{key}"


def test_documentation_loads_nothing_from_elsewhere(client: TestClient) -> None:
    page = client.get("/docs")
    assert page.status_code == 200
    assert "//" not in page.text.replace("</", "").replace("/>", "")
    for asset in ("swagger-ui-bundle.js", "swagger-ui.css"):
        assert asset in page.text
        assert client.get(f"/docs/{asset}").status_code == 200


@pytest.mark.parametrize("path", ["/", f"{BASE_PATH}/no-such-path", f"{BASE_PATH}/"])
def test_unknown_paths_are_problems(client: TestClient, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 404
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json()["request_id"] == response.headers["x-request-id"]


def test_migrations_go_up_and_down(databases: Databases) -> None:
    with databases.empty() as url:
        migrate(url)
        assert set(Base.metadata.tables) <= _tables(url)
        command.check(configured(url))
        command.downgrade(configured(url), "base")
        assert _tables(url) <= {"alembic_version"}


def _tables(url: str) -> set[str]:
    database = Database(url)
    try:
        return {
            name for name in inspect(database.engine).get_table_names() if "sqlite_" not in name
        }
    finally:
        database.close()


def _operations(paths: dict[str, dict[str, dict[str, str]]]) -> set[tuple[str, str, str]]:
    return {
        (path, method, operation["operationId"])
        for path, operations in paths.items()
        for method, operation in operations.items()
    }


def _rules(schema: dict[str, JsonValue]) -> dict[str, JsonValue]:
    """What both documents say of lengths and bounds; a value that may be null stands in `anyOf` in FastAPI's."""
    rules = {key: schema[key] for key in KEYWORDS if key in schema}
    enum = [schema["const"]] if "const" in schema else rules.get("enum")
    if isinstance(enum, list):
        rules["enum"] = [value for value in enum if value is not None]
    alternatives = schema.get("anyOf")
    for alternative in alternatives if isinstance(alternatives, list) else []:
        if isinstance(alternative, dict):
            rules |= _rules(alternative)
    return rules
