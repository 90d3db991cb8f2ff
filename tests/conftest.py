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
