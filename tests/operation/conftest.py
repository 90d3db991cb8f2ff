"""Apps with a database and counts of their own, limited unless a test says otherwise."""

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from webapp.app import create_app

Make = Callable[..., Flask]


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """Return a function that makes an app with the settings that it is given."""

    def made(**settings: object) -> Flask:
        return create_app({"DATABASE_URL": f"sqlite:///{tmp_path / 'links.sqlite3'}", "LIMITS": True, **settings})

    return made
