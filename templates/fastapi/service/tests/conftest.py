"""What tests are given: the whole application, as in production, on a database of their own."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from tests.databases import Databases, opened
from tests.service import service


@pytest.fixture(scope="session")
def databases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Databases]:
    folder: Path = tmp_path_factory.mktemp("databases")
    with opened(folder) as databases:
        yield databases


@pytest.fixture
def client(databases: Databases) -> Iterator[TestClient]:
    with databases.fresh() as url, TestClient(service(url), follow_redirects=False) as client:
        yield client
