"""Readiness asks the store of short links; health does not."""

from types import SimpleNamespace

import pytest

from tests.operation.conftest import Make


@pytest.mark.parametrize(("reachable", "status"), [(True, 200), (False, 503)])
def test_the_server_is_ready_when_its_store_can_be_reached(make: Make, reachable: bool, status: int) -> None:
    app = make()
    app.extensions["store"] = SimpleNamespace(is_reachable=lambda: reachable)
    client = app.test_client()
    assert client.get("/readyz").status_code == status
    assert client.get("/healthz").status_code == 200


def test_what_is_missing_is_named(make: Make) -> None:
    app = make()
    app.extensions["store"] = SimpleNamespace(is_reachable=lambda: False)
    found = app.test_client().get("/readyz")
    assert found.mimetype == "application/problem+json"
    assert found.json and found.json["type"].endswith("not-ready")
    assert "store" in found.json["detail"]


def test_converting_goes_on_without_the_store(make: Make) -> None:
    app = make()
    app.extensions["store"] = SimpleNamespace(is_reachable=lambda: False)
    assert app.test_client().post("/convert", data={"source": "{}"}).status_code == 200
