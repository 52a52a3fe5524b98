"""settings over HTTP, on the rows of `seeds/`."""

import pytest
from fastapi.testclient import TestClient

from tests.service import listed_ids

PATH = "/api/v1/settings"
ROW_PATH = "/api/v1/settings/1"


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
        ("key=Key%201", ["1"]),
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
