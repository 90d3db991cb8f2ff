"""The guide for running it tells every setting, every metric and every limit as they are."""

import re
from pathlib import Path

import pytest
import yaml

from webapp.operation import metrics
from webapp.operation.limits import BY_ADDRESS, BY_SESSION
from webapp.settings import DEFAULTS

DOCS = Path(__file__).parents[2] / "docs"
GUIDE = (DOCS / "running.md").read_text(encoding="utf-8")
OF_GUNICORN = {"HOST", "PORT", "WEB_CONCURRENCY", "PROMETHEUS_MULTIPROC_DIR"}


def names(heading: str) -> list[str]:
    """Return what stands in the first column of the table below a heading."""
    table = GUIDE.partition(f"| {heading} |")[2].partition("\n\n")[0]
    return re.findall(r"^\| `([^`]+)` \|", table, re.MULTILINE)


def test_every_setting_is_in_the_guide_and_no_other() -> None:
    assert sorted(names("setting")) == sorted(DEFAULTS)


def test_every_variable_of_gunicorn_is_in_the_guide() -> None:
    config = (DOCS.parent / "gunicorn.conf.py").read_text(encoding="utf-8")
    read = set(re.findall(r'os\.environ(?:\.get\(|\[)["\']([A-Z_]+)', config))
    assert set(names("variable")) == read == OF_GUNICORN


def test_every_metric_is_in_the_guide_with_its_labels() -> None:
    told = dict(re.findall(r"^\| `(createoptions_\w+)` \| ([^|]*)\|", GUIDE, re.MULTILINE))
    described = {one.name + ("_total" if one.type == "counter" else "") for one in metrics.REGISTRY.collect()}
    assert set(told) == described


@pytest.mark.parametrize("budgets", [BY_SESSION, BY_ADDRESS])
def test_the_guide_states_the_limits_that_hold(budgets: dict[str, object]) -> None:
    for limit in budgets.values():
        amount, seconds = limit.amount, limit.get_expiry()  # type: ignore[attr-defined]
        time = f"{seconds} seconds" if seconds < 60 else f"{seconds // 60} minutes"
        assert f"{amount:,} in {time}" in GUIDE


@pytest.mark.parametrize("file", sorted((DOCS / "running").glob("compose*.yaml")), ids=lambda file: file.name)
def test_an_example_sets_only_settings_that_there_are(file: Path) -> None:
    services = yaml.safe_load(file.read_text(encoding="utf-8"))["services"]
    assert set(services["app"]["environment"]) <= set(DEFAULTS) | OF_GUNICORN


def test_the_alerts_ask_only_for_metrics_that_there_are() -> None:
    text = (DOCS / "running" / "alerts.yaml").read_text(encoding="utf-8")
    assert yaml.safe_load(text)["groups"][0]["rules"]
    asked = set(re.findall(r"createoptions_\w+", text))
    assert {name.removesuffix("_bucket") for name in asked} <= set(re.findall(r"createoptions_\w+", GUIDE))


def test_the_image_gets_everything_that_it_copies() -> None:
    folder = DOCS / "running"
    copied = re.findall(r"^COPY (?!--)(.+) \S+$", (folder / "Dockerfile").read_text(encoding="utf-8"), re.MULTILINE)
    sent = re.findall(r"^!(\S+)$", (folder / "Dockerfile.dockerignore").read_text(encoding="utf-8"), re.MULTILINE)
    wanted = {name for line in copied for name in line.split()}
    assert wanted == set(sent)
    assert all((DOCS.parent / name).exists() for name in wanted)
