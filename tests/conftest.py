"""What more than one test needs: the app, a client, a page read as HTML."""

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from webapp.app import create_app


@pytest.fixture(scope="session")
def app() -> Flask:
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
