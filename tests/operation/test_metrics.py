"""The metrics count requests by closed sets of labels, and are shown only to who has the token."""

import pytest
from flask.testing import FlaskClient
from prometheus_client.parser import text_string_to_metric_families

from tests.operation.conftest import Make
from webapp.operation import metrics

TOKEN = "made-up-token"  # noqa: S105
SECRET = "hunter2"  # noqa: S105


@pytest.fixture
def client(make: Make) -> FlaskClient:
    return make(METRICS_TOKEN=TOKEN).test_client()


def scraped(client: FlaskClient) -> str:
    return client.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"}).text


def count(client: FlaskClient, name: str, **labels: str) -> float:
    """Return one sample, 0 where there is none."""
    families = text_string_to_metric_families(scraped(client))
    samples = (sample for family in families for sample in family.samples)
    return sum(one.value for one in samples if one.name == name and one.labels == labels)


def test_without_a_token_in_the_settings_there_are_no_metrics(make: Make) -> None:
    client = make().test_client()
    assert client.get("/metrics", headers={"Authorization": "Bearer "}).status_code == 404


@pytest.mark.parametrize("given", [None, "Bearer wrong", "Bearer ", TOKEN + "x", "Bearer \xfc"])
def test_who_has_not_the_token_is_refused(client: FlaskClient, given: str | None) -> None:
    headers = {"Authorization": given} if given is not None else {}
    assert client.get("/metrics", headers=headers).status_code == 401


def test_a_request_is_counted_by_endpoint_method_and_status(client: FlaskClient) -> None:
    labels = {"endpoint": "pages.convert_paste", "method": "POST", "status": "200"}
    before = count(client, "createoptions_requests_total", **labels)
    timed = count(client, "createoptions_request_seconds_count", endpoint="pages.convert_paste")
    client.post("/convert", data={"source": "{}"})
    assert count(client, "createoptions_requests_total", **labels) == before + 1
    assert count(client, "createoptions_request_seconds_count", endpoint="pages.convert_paste") == timed + 1


def test_a_failure_of_ours_is_counted_and_nothing_stays_under_way(make: Make) -> None:
    def fail() -> str:
        raise RuntimeError

    app = make(METRICS_TOKEN=TOKEN)
    app.add_url_rule("/fail", "fail", fail)
    client = app.test_client()
    assert client.get("/fail").status_code == 500
    assert count(client, "createoptions_requests_total", endpoint="fail", method="GET", status="500") == 1
    assert count(client, "createoptions_requests_in_flight") == 1  # the scrape itself


def test_nothing_that_a_client_writes_becomes_a_label(client: FlaskClient) -> None:
    client.open(f"/{SECRET}?{SECRET}={SECRET}", method=SECRET.upper())
    client.post("/convert", data={"source": f'{{"Env": ["A={SECRET}"]}}'})
    client.get(f"/c/1~{SECRET}")
    client.get(f"/rules/{SECRET}")
    found = scraped(client)
    assert SECRET not in found.lower()
    assert 'method="other"' in found


def test_other_modules_count_conversions_links_and_secrets_by_kind(client: FlaskClient) -> None:
    before = count(client, "createoptions_links_total", action="stored", form="p")
    metrics.count_link("stored", "p")
    metrics.count_conversion("deployment")
    metrics.count_secret("account-key")
    assert count(client, "createoptions_links_total", action="stored", form="p") == before + 1
    assert count(client, "createoptions_conversions_total", kind="deployment") >= 1
    assert count(client, "createoptions_secrets_found_total", kind="account-key") >= 1


def test_what_the_limits_refuse_is_counted(client: FlaskClient) -> None:
    before = count(client, "createoptions_limited_total", cost="conversion")
    client.get("/")
    statuses = [client.post("/convert").status_code for _ in range(62)]
    assert count(client, "createoptions_limited_total", cost="conversion") - before == statuses.count(429) > 0
