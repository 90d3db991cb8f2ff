"""The views of a module on the page: what the device makes of it, and the picture."""

import json
import re
import xml.etree.ElementTree as ElementTree

import pytest
import yaml
from bs4 import BeautifulSoup, Tag
from flask.testing import FlaskClient

from tests.conftest import soup
from webapp.core import convert
from webapp.core.preview import preview
from webapp.views import devices

PASTE = json.dumps(
    {
        "Env": ["A=1"],
        "Hostname": "scorer",
        "HostConfig": {
            "Binds": ["/home/hcsshares/frames:/frames"],
            "PortBindings": {"80/tcp": [{"HostPort": "8080", "HostIp": "10.0.0.1"}]},
            "Memory": 536870912,
        },
    }
)
CALLED = '{"HostConfig":{"PortBindings":{"80/tcp":[{"HostPort":"80"}]}}}'
MODULES = {
    "hub": {"settings": {"image": "a/hub:1", "createOptions": PASTE}, "env": {"PEER": {"value": "http://cam:80"}}},
    "cam": {"settings": {"image": "a/cam:1", "createOptions": CALLED}},
    "later": {"settings": {"image": "a/later:1", "createOptions": "${LATER}"}},
}
WHOLE = json.dumps({"modules": MODULES})


def shown(client: FlaskClient, view: str, source: str = PASTE, **more: str) -> BeautifulSoup:
    response = client.post("/convert", data={"source": source, "view": view, **more})
    assert response.status_code == 200
    return soup(response)


def one(page: BeautifulSoup, selector: str) -> Tag:
    found = page.select(selector)
    assert len(found) == 1, (selector, len(found))
    return found[0]


def test_the_account_says_what_the_device_would_drop_before_and_after(client: FlaskClient) -> None:
    text = " ".join(one(shown(client, "options"), ".lost").text.split())
    assert text.startswith("As it stands, the device would drop 3 settings; converted, none.")


def test_a_module_that_the_device_would_refuse_is_counted(client: FlaskClient) -> None:
    refused = json.dumps({"HostConfig": {"Memory": "a lot"}})
    assert "As it stands, the device would refuse this; converted, it refuses it." in " ".join(
        one(shown(client, "options", refused), ".lost").text.split()
    )
    assert "The device would refuse the module" in one(shown(client, "kubernetes", refused), ".kubernetes").text


def test_the_view_is_kept_from_request_to_request(client: FlaskClient) -> None:
    page = shown(client, "kubernetes")
    assert one(page, "#views [aria-current]")["id"] == "view-kubernetes"
    again = soup(client.post("/convert", data={"source": PASTE, "viewed": str(one(page, "[name=viewed]")["value"])}))
    assert one(again, "#views [aria-current]")["id"] == "view-kubernetes"
    assert one(shown(client, "nonsense"), "#views [aria-current]")["id"] == "view-options"


def test_losses_stand_side_by_side_with_their_lines(client: FlaskClient) -> None:
    pasted, converted = shown(client, "kubernetes").select(".sides > div")
    assert [item.select_one("code").text for item in pasted.select("li")] == [  # type: ignore[union-attr]
        "/Hostname",
        "/HostConfig/PortBindings/80~1tcp/0/HostIp",
        "/HostConfig/Memory",
    ]
    assert all("line 1" in item.text for item in pasted.select("li"))
    assert not converted.select("li")


@pytest.mark.parametrize("source", [PASTE, WHOLE])
def test_settings_and_yaml_lead_to_each_other(client: FlaskClient, source: str) -> None:
    page = shown(client, "kubernetes", source)
    settings, objects = page.select(".pair .code")
    targets = {str(tag["id"]) for tag in page.select(".pair [id]")}
    links = [*settings.select("a"), *objects.select("a")]
    assert len(links) > 10
    assert all(str(link["href"])[1:] in targets for link in links)
    lit = {name for tag in page.select(".pair [data-c]") for name in str(tag["data-c"]).split()}
    assert {str(link["data-light"]) for link in links} <= lit
    for side in (settings, objects):
        assert {name for tag in side.select("[data-c]") for name in str(tag["data-c"]).split()} == lit


def test_a_line_of_yaml_names_the_setting_that_it_comes_from(client: FlaskClient) -> None:
    lines = shown(client, "kubernetes").select(".pair .code")[1].select("span")
    found = {str(tag.find(string=True)).strip(): tag.a.text for tag in lines if tag.a}
    assert found["- port: 8080"] == "HostPort"
    assert found["claimName: frames"] == "Source +1"
    assert found["memory: 512Mi" if "memory: 512Mi" in found else 'memory: "512Mi"'] == "memory"


def test_the_yaml_is_what_the_core_makes_and_is_downloaded_for_all_modules(client: FlaskClient) -> None:
    text = one(shown(client, "kubernetes", WHOLE), "#kubernetes-text").text
    assert list(yaml.safe_load_all(text)) == list(preview(convert(WHOLE)).modules[0].converted.objects)
    response = client.post("/download?as=kubernetes", data={"source": WHOLE})
    assert response.headers["Content-Type"].startswith("application/yaml")
    assert list(yaml.safe_load_all(response.text)) == list(preview(convert(WHOLE)).objects)


def test_settings_of_the_device_count_and_are_kept_by_the_other_views(client: FlaskClient) -> None:
    given = {"device.namespace": "plant-7", "device.port_mapping_service_type": "NodePort"}
    page = shown(client, "kubernetes", **given)
    assert "namespace: plant-7" in one(page, "#kubernetes-text").text
    assert "type: NodePort" in one(page, "#kubernetes-text").text
    assert one(page, "#device-namespace")["value"] == "plant-7"
    hidden = {
        str(tag["name"]): str(tag["value"]) for tag in shown(client, "options", **given).select("[name^='device.']")
    }
    assert hidden == given
    assert "namespace: plant-7" in client.post("/download?as=kubernetes", data={"source": PASTE, **given}).text


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("persistent_volume_claim_size_mb", "much"),
        ("persistent_volume_claim_size_mb", "9" * 12),
        ("namespace", ""),
        ("namespace", "Bad_NS"),
        ("storage_class_name", "My Class"),
        ("port_mapping_service_type", "External"),
        ("run_as_non_root", "maybe"),
    ],
)
def test_a_setting_of_the_device_that_does_not_fit_is_told_and_its_default_counts(
    client: FlaskClient, name: str, value: str
) -> None:
    given = devices.read({devices.PREFIX + name: value})
    assert given.device == devices.DEFAULT.device
    assert given.wrong == {name: value}
    page = shown(client, "kubernetes", **{devices.PREFIX + name: value})
    assert "This does not fit; the default is in force." in one(page, ".device").text


def test_every_setting_that_can_be_changed_is_one_of_the_device() -> None:
    changed = devices.read({devices.PREFIX + one.name: _other(one) for one in devices.SETTINGS})
    assert not changed.wrong
    assert len(changed.changed) == len(devices.SETTINGS)
    assert changed.device != devices.DEFAULT.device


def _other(one: devices.Setting) -> str:
    if one.options:
        return next(option for option in reversed(one.options) if option != devices.DEFAULT.value(one))
    return "7" if one.kind == "number" else "other"


def test_pictures_come_with_words_and_as_files(client: FlaskClient) -> None:
    page = shown(client, "picture", WHOLE)
    assert len(page.select("svg[role=img]")) == 4
    ids = [str(tag["id"]) for tag in page.select("[id]")]
    assert len(ids) == len(set(ids))
    assert "frames" in page.select(".picture-text")[0].text
    assert "calls cam" in " ".join(page.select(".picture-text")[1].text.split())
    for wanted in ("picture", "deployment"):
        response = client.post(f"/download?as={wanted}", data={"source": WHOLE, "opened": "1"})
        assert response.headers["Content-Type"].startswith("image/svg+xml")
        assert ElementTree.fromstring(response.text).tag.endswith("svg")  # noqa: S314
    assert "its createOptions are filled in later" in response.text


def test_objects_of_a_deployment_that_the_device_refuses_are_replaced_by_the_reason(client: FlaskClient) -> None:
    text = client.post("/download?as=kubernetes", data={"source": '{"Env": 3}'}).text
    assert text.startswith("# The device refuses this:\n# ")


def test_binds_that_become_longer_mounts_are_still_read() -> None:
    binds = [f"/home/hcsshares/s{number}:/c{number}" for number in range(3_800)]
    assert not preview(convert(json.dumps({"HostConfig": {"Binds": binds}}))).errors


def test_a_module_that_is_filled_in_later_has_no_preview(client: FlaskClient) -> None:
    for view in ("kubernetes", "picture"):
        page = shown(client, view, WHOLE, open="3")
        assert "filled in later, so nothing can be said" in page.text
    assert client.post("/download?as=picture", data={"source": WHOLE, "opened": "3"}).status_code == 404
    assert client.post("/download?as=nonsense", data={"source": WHOLE}).status_code == 404


def test_what_was_pasted_opens_no_tag_in_any_view(client: FlaskClient) -> None:
    evil = '"><script>alert(1)</script><svg onload=x>'
    options = {
        "Env": [f"{evil}={evil}"],
        "Labels": {evil: evil},
        "HostConfig": {"Binds": [f"/{evil}:/{evil}"]},
        evil: evil,
    }
    source = json.dumps({"modules": {evil: {"settings": {"image": evil, "createOptions": options}}}})
    for view in ("kubernetes", "picture"):
        text = client.post("/convert", data={"source": source, "view": view, "device.namespace": evil}).text
        assert not re.search(r"<script>|<svg onload", text)
