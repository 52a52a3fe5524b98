"""publishers over HTTP, on the rows of `seeds/`."""

import pytest
from fastapi.testclient import TestClient

from tests.service import listed_ids

PATH = "/api/v1/publishers"
ROW_PATH = "/api/v1/publishers/018cc252-9040-7000-8000-000000009c40"
BODY = {"name": "Name 6", "homepage": None, "server": "192.0.2.5", "founded": 1893}
SHOWN = {"name": "Name 6", "homepage": None, "server": "192.0.2.5", "founded": 1893}


def test_lists_rows_page_by_page_each_of_them_once(client: TestClient) -> None:
    whole = client.get(PATH, params={"count": "true"}).json()
    assert whole["page"]["total"] == 5
    ids: list[object] = []
    params: dict[str, str] = {"limit": "2"}
    while len(ids) <= 5:
        page = client.get(PATH, params=params).json()
        ids += [row["id"] for row in page["data"]]
        if page["page"]["next_cursor"] is None:
            break
        params["cursor"] = page["page"]["next_cursor"]
    assert ids == [row["id"] for row in whole["data"]]
    assert len(set(ids)) == 5


def test_refuses_parameters_that_lists_do_not_have(client: TestClient) -> None:
    response = client.get(PATH, params={"no_such_parameter": "1"})
    assert response.status_code == 400
    assert response.headers["content-type"] == "application/problem+json"
    assert [fault["parameter"] for fault in response.json()["errors"]] == ["no_such_parameter"]


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("name=Name%201", ["018cc252-9040-7000-8000-000000009c40"]),
        ("founded=1400", ["018cc252-9040-7000-8000-000000009c40"]),
    ],
)
def test_finds_what_is_alike(client: TestClient, query: str, ids: list[str]) -> None:
    assert sorted(str(row_id) for row_id in listed_ids(client, f"{PATH}?{query}")) == ids


def test_orders_rows_as_it_is_asked_to(client: TestClient) -> None:
    ids = listed_ids(client, f"{PATH}?sort=id")
    assert len(ids) == 5
    assert listed_ids(client, f"{PATH}?sort=-id") == ids[::-1]


def test_shows_of_rows_what_it_is_asked_for(client: TestClient) -> None:
    page = client.get(PATH, params={"fields": "id", "limit": "1"}).json()
    assert [list(row) for row in page["data"]] == [["id"]]


def test_retrieves_a_row_and_says_where_it_has_not_changed(client: TestClient) -> None:
    response = client.get(ROW_PATH)
    assert response.status_code == 200
    again = client.get(ROW_PATH, headers={"If-None-Match": response.headers["etag"]})
    assert again.status_code == 304
    assert again.content == b""


def test_knows_no_row_of_another_form_of_id(client: TestClient) -> None:
    response = client.get(f"{PATH}/no such id")
    assert response.status_code == 404
    assert response.json()["status"] == 404


def test_creates_a_row(client: TestClient) -> None:
    response = client.post(PATH, json=BODY)
    assert response.status_code == 201
    created = response.json()
    assert {name: created[name] for name in SHOWN} == SHOWN
    found = client.get(response.headers["location"])
    assert found.json() == created
    assert found.headers["etag"] == response.headers["etag"]


def test_refuses_properties_that_it_does_not_know(client: TestClient) -> None:
    response = client.post(PATH, json={**BODY, "no such property": 1})
    assert response.status_code == 422
    (fault,) = response.json()["errors"]
    assert (fault["pointer"], fault["code"]) == ("/no such property", "unknown_property")


def test_refuses_each_value_that_breaks_a_rule_with_the_rule(client: TestClient) -> None:
    refused: list[tuple[str, object, str, str]] = [
        ("name", 1, "/name", "type"),
        ("name", "", "/name", "min_length"),
        ("name", "\x00", "/name", "format"),
        ("homepage", 1, "/homepage", "type"),
        ("homepage", "example.com", "/homepage", "format"),
        ("server", 1, "/server", "type"),
        ("server", "1.2.3", "/server", "format"),
        ("founded", [], "/founded", "type"),
        ("founded", 2101, "/founded", "max"),
        ("founded", 1399, "/founded", "min"),
    ]
    for name, value, pointer, code in refused:
        response = client.post(PATH, json={**BODY, name: value})
        assert response.status_code == 422, (name, value)
        faults = [(fault["pointer"], fault["code"]) for fault in response.json()["errors"]]
        assert faults == [(pointer, code)], (name, value)


def test_deletes_a_row(client: TestClient) -> None:
    created = client.post(PATH, json=BODY)
    path, headers = created.headers["location"], {"If-Match": created.headers["etag"]}
    assert client.delete(path, headers=headers).status_code == 204
    assert client.delete(path, headers=headers).status_code == 404


def test_names_everything_that_a_new_row_lacks(client: TestClient) -> None:
    response = client.post(PATH, json={})
    assert response.status_code == 422
    assert sorted(fault["pointer"] for fault in response.json()["errors"]) == [
        "/name",
    ]


def test_changes_a_row_that_nobody_else_has_changed_meanwhile(client: TestClient) -> None:
    change = {"name": "Name 6"}
    before = client.get(ROW_PATH)
    headers = {"If-Match": before.headers["etag"]}
    response = client.patch(ROW_PATH, json=change, headers=headers)
    assert response.status_code == 200
    changed = response.json()
    assert {name: changed[name] for name in change} == change
    assert response.headers["etag"] != before.headers["etag"]
    late = client.patch(ROW_PATH, json=change, headers=headers)
    assert late.status_code == 412
    assert client.get(ROW_PATH).json() == changed


def test_replaces_a_row_by_what_it_shows_of_itself_changed(client: TestClient) -> None:
    change = {"name": "Name 6"}
    before = client.get(ROW_PATH)
    headers = {"If-Match": before.headers["etag"]}
    response = client.put(ROW_PATH, json={**before.json(), **change}, headers=headers)
    assert response.status_code == 200
    replaced = response.json()
    assert {name: replaced[name] for name in change} == change
    assert client.get(ROW_PATH).json() == replaced
