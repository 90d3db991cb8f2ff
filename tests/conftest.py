"""What more than one test needs: the app, a client, a page read as HTML."""

import os
from collections.abc import Iterator

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from webapp.app import create_app


@pytest.fixture(scope="session", autouse=True)
def _settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep every app that a test makes, also in another process, off the database of this checkout."""
    before = dict(os.environ)
    database = tmp_path_factory.mktemp("store") / "links.sqlite3"
    key = "only for tests, and long enough for that"
    os.environ.update(DATABASE_URL=f"sqlite:///{database}", SECRET_KEY=key, LIMITS="0")
    yield
    os.environ.clear()
    os.environ.update(before)


@pytest.fixture(scope="session")
def app(_settings: None) -> Flask:
    return create_app({"TESTING": False})


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def soup(response: TestResponse) -> BeautifulSoup:
    """Return a response's HTML, to be asked by selector."""
    return BeautifulSoup(response.text, "html.parser")


def paste_of_any_size(client: FlaskClient, source: str, headers: dict[str, str] | None = None) -> TestResponse:
    """Post a paste as a browser does, in a multipart form; the test client would open a file for a large one."""
    head = b'--edge\r\nContent-Disposition: form-data; name="source"\r\n\r\n'
    body = head + source.encode("utf-8", "replace") + b"\r\n--edge--\r\n"
    return client.post("/convert", data=body, headers=headers, content_type="multipart/form-data; boundary=edge")
