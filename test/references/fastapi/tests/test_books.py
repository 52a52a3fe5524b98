"""books over HTTP, on the rows of `seeds/`."""

import pytest
from fastapi.testclient import TestClient

from tests.service import listed_ids

PATH = "/api/v1/books"
ROW_PATH = "/api/v1/books/1"
BODY = {
    "title": "Title 6",
    "isbn": "4984223031332",
    "summary": None,
    "pages": 895,
    "sold": 894,
    "weight": 18.96,
    "price": "18.96",
    "discount": "18.95",
    "status": "retired",
    "in_print": False,
    "published_on": "2024-01-06",
    "available_from": "2024-01-01T16:30:00.005Z",
    "opens_at": "10:15:00",
    "ean_key": "018cc251-f405-7000-8000-000000000005",
    "supplier_note": "Supplier note 6",
    "keywords": ["Keywords 11", "Keywords 12"],
    "metadata": {"sample": 6},
    "author_id": 5,
    "editor_id": 3,
    "publisher_id": "018cc252-9044-7000-8000-000000009c44",
    "category_id": 3,
}
SHOWN = {
    "title": "Title 6",
    "isbn": "4984223031332",
    "summary": None,
    "pages": 895,
    "sold": 894,
    "weight": 18.96,
    "price": "18.96",
    "discount": "18.95",
    "status": "retired",
    "in_print": False,
    "published_on": "2024-01-06",
    "available_from": "2024-01-01T16:30:00.005Z",
    "opens_at": "10:15:00",
    "ean_key": "018cc251-f405-7000-8000-000000000005",
    "keywords": ["Keywords 11", "Keywords 12"],
    "metadata": {"sample": 6},
    "author_id": 5,
    "editor_id": 3,
    "publisher_id": "018cc252-9044-7000-8000-000000009c44",
    "category_id": 3,
}


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
        ("title=Title%201", ["1"]),
        ("pages=1", ["1"]),
        ("sold=0", ["1"]),
        ("status=draft", ["1", "4"]),
        ("in_print=true", ["1", "3", "5"]),
        ("published_on=2024-01-01", ["1"]),
        ("ean_key=018cc251-f400-7000-8000-000000000000", ["1"]),
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


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("author", "author_id"),
        ("editor", "editor_id"),
        ("publisher", "publisher_id"),
        ("category", "category_id"),
    ],
)
def test_shows_a_relation_within_a_row(client: TestClient, name: str, key: str) -> None:
    row = client.get(ROW_PATH, params={"include": name}).json()
    assert row[name]["id"] == row[key]


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


def test_refuses_a_second_row_with_what_must_be_unique(client: TestClient) -> None:
    assert client.post(PATH, json=BODY).status_code == 201
    second = client.post(PATH, json=BODY)
    assert second.status_code == 409
    assert "unique" in [fault["code"] for fault in second.json()["errors"]]


def test_refuses_properties_that_it_does_not_know(client: TestClient) -> None:
    response = client.post(PATH, json={**BODY, "no such property": 1})
    assert response.status_code == 422
    (fault,) = response.json()["errors"]
    assert (fault["pointer"], fault["code"]) == ("/no such property", "unknown_property")


def test_refuses_each_value_that_breaks_a_rule_with_the_rule(client: TestClient) -> None:
    refused: list[tuple[str, object, str, str]] = [
        ("title", 1, "/title", "type"),
        ("title", "", "/title", "min_length"),
        ("title", "\x00", "/title", "format"),
        ("isbn", 1, "/isbn", "type"),
        ("isbn", "📚📚📚📚📚📚📚📚📚📚📚📚", "/isbn", "min_length"),
        ("isbn", "aaaaaaaaaaaaaa", "/isbn", "max_length"),
        ("isbn", "!!!!!!!!!!!!!", "/isbn", "pattern"),
        ("summary", 1, "/summary", "type"),
        ("summary", "\x00", "/summary", "format"),
        ("pages", [], "/pages", "type"),
        ("pages", 1e300, "/pages", "max"),
        ("pages", 0, "/pages", "min"),
        ("sold", [], "/sold", "type"),
        ("sold", 1e300, "/sold", "max"),
        ("sold", -1, "/sold", "min"),
        ("weight", [], "/weight", "type"),
        ("weight", 0, "/weight", "min"),
        ("price", [], "/price", "type"),
        ("price", "", "/price", "format"),
        ("price", "100000000", "/price", "max"),
        ("price", "0.010", "/price", "scale"),
        ("discount", [], "/discount", "type"),
        ("discount", "", "/discount", "format"),
        ("discount", "100000000", "/discount", "max"),
        ("discount", "0.000", "/discount", "scale"),
        ("status", 1, "/status", "type"),
        ("status", "draftpublishedretired?", "/status", "enum"),
        ("in_print", 1, "/in_print", "type"),
        ("published_on", 1, "/published_on", "type"),
        ("published_on", "2023-1-1", "/published_on", "format"),
        ("available_from", 1, "/available_from", "type"),
        ("available_from", "2024-01-01T00:00:00", "/available_from", "format"),
        ("opens_at", 1, "/opens_at", "type"),
        ("opens_at", "12:00", "/opens_at", "format"),
        ("ean_key", 1, "/ean_key", "type"),
        ("ean_key", "0", "/ean_key", "format"),
        ("supplier_note", 1, "/supplier_note", "type"),
        ("supplier_note", "\x00", "/supplier_note", "format"),
        ("keywords", {}, "/keywords", "type"),
        ("keywords", [1], "/keywords/0", "type"),
        ("keywords", [""], "/keywords/0", "min_length"),
        ("keywords", ["aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"], "/keywords/0", "max_length"),
        ("keywords", ["\x00"], "/keywords/0", "format"),
        ("metadata", {"a": ["\x00"]}, "/metadata", "format"),
        ("author_id", [], "/author_id", "type"),
        ("editor_id", [], "/editor_id", "type"),
        ("publisher_id", 1, "/publisher_id", "type"),
        ("category_id", [], "/category_id", "type"),
        ("tag_ids", "1", "/tag_ids", "type"),
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
        "/author_id",
        "/isbn",
        "/pages",
        "/price",
        "/title",
    ]


def test_changes_a_row_that_nobody_else_has_changed_meanwhile(client: TestClient) -> None:
    change = {"summary": "Summary 7"}
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
    change = {"summary": "Summary 7"}
    before = client.get(ROW_PATH)
    headers = {"If-Match": before.headers["etag"]}
    response = client.put(ROW_PATH, json={**before.json(), **change}, headers=headers)
    assert response.status_code == 200
    replaced = response.json()
    assert {name: replaced[name] for name in change} == change
    assert client.get(ROW_PATH).json() == replaced


@pytest.mark.parametrize(
    ("path", "ids"),
    [
        ("/api/v1/authors/1/books", ["2"]),
    ],
)
def test_lists_what_belongs_to_a_row(client: TestClient, path: str, ids: list[str]) -> None:
    assert sorted(str(row_id) for row_id in listed_ids(client, path)) == ids


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/api/v1/books/1/tags", "tag_ids"),
    ],
)
def test_lists_what_is_linked(client: TestClient, path: str, name: str) -> None:
    assert set(listed_ids(client, path)) == set(client.get(ROW_PATH).json()[name])


@pytest.mark.parametrize(
    ("collection", "path", "target"),
    [
        ("/api/v1/books/1/tags", "/api/v1/books/1/tags/5", "5"),
    ],
)
def test_adds_and_removes_a_link(
    client: TestClient, collection: str, path: str, target: str
) -> None:
    for method, is_linked in (("PUT", True), ("PUT", True), ("DELETE", False), ("DELETE", False)):
        assert client.request(method, path).status_code == 204
        assert (target in map(str, listed_ids(client, collection))) is is_linked
