"""What the rule about credentials of registries promises beyond its examples."""

import json

import pytest

from tests.core import invariants
from tests.core.rules.hearing import said
from webapp.core import Conversion, convert
from webapp.core.path import Json

GUID = "9c2f1f6d-0c3e-4b7a-8d5e-6f708192a3b4"


def credential(address: Json, user: Json = "puller", word: str = "hunter2") -> dict[str, Json]:
    return {"address": address, "username": user, "password": word}


def deployed(image: str, **credentials: Json) -> Conversion:
    document = {
        "runtime": {"type": "docker", "settings": {"registryCredentials": credentials}},
        "modules": {"scorer": {"type": "docker", "settings": {"image": image, "createOptions": {}}}},
    }
    conversion = convert(json.dumps(document, indent=2))
    invariants.hold(conversion)
    invariants.converting_again_changes_nothing(conversion)
    return conversion


def heard(image: str, **credentials: Json) -> list[str]:
    return [severity for severity, _ in said(deployed(image, **credentials), "registry_credentials")]


class TestRegistryCredentials:
    @pytest.mark.parametrize(
        ("address", "user"),
        [
            ("10.0.0.5:5000", "puller"),
            ("10.0.0.5", "${USER}"),
            ("registry.3.example", "puller"),
            ("contoso..io", "puller"),
            ("a-registry-with-quite-a-long-name.io", GUID + "a"),
            ("1234.io", "5678"),
            ("", "1234"),
        ],
    )
    def test_a_name_that_the_agent_can_not_make_is_told(self, address: str, user: str) -> None:
        assert heard("contoso.azurecr.io/scorer:1", lab=credential(address, user)) == ["warning"]

    @pytest.mark.parametrize(
        ("address", "user"),
        [
            ("contoso.azurecr.io", "puller"),
            ("contoso.azurecr.io", "1234"),
            ("https://contoso.azurecr.io/v2/", GUID),
            ("localhost:5000", "puller"),
            ("https://index.docker.io/v1/", "hub"),
            ("${ADDRESS}", "1"),
            ("contoso.io", "$USER"),
            (None, "puller"),
            ("10.0.0.5", None),
            (5, "puller"),
        ],
    )
    def test_a_name_that_it_can_make_or_that_comes_later_is_not(self, address: Json, user: Json) -> None:
        assert heard("contoso.azurecr.io/scorer:1", lab=credential(address, user)) == []

    @pytest.mark.parametrize("image", ["10.0.0.5:5000/scorer:1", " 10.0.0.5:5000/vision/scorer"])
    def test_it_is_an_error_where_a_module_takes_its_image_from_there(self, image: str) -> None:
        conversion = deployed(image, lab=credential("10.0.0.5:5000"))
        ((severity, message),) = said(conversion, "registry_credentials")
        assert severity == "error"
        assert "`scorer`" in message
        (note,) = [note for note in conversion.findings if note.rule.id == "registry_credentials"]
        assert note.path == ("runtime", "settings", "registryCredentials", "lab")

    @pytest.mark.parametrize("image", ["10.0.0.5/scorer:1", "scorer:1", "host/scorer:1", "${IMAGE}"])
    def test_another_port_or_no_registry_is_no_match(self, image: str) -> None:
        assert heard(image, lab=credential("10.0.0.5:5000")) == ["warning"]

    def test_an_address_with_a_scheme_matches_no_image(self) -> None:
        assert heard("10.0.0.5/scorer:1", lab=credential("https://10.0.0.5")) == ["warning"]

    def test_case_makes_no_difference_to_a_match(self) -> None:
        assert heard("Registry.3.example/scorer:1", lab=credential("registry.3.EXAMPLE")) == ["error"]

    @pytest.mark.parametrize(
        "other",
        [
            credential("https://contoso.io"),
            credential("CONTOSO.io"),
            credential("contoso.io", word="other"),
            credential("contoso.io", "pul_ler"),
        ],
    )
    def test_two_that_get_one_secret_are_told(self, other: Json) -> None:
        conversion = deployed("contoso.io/a:1", one=credential("contoso.io"), two=other)
        ((severity, message),) = said(conversion, "registry_credentials")
        assert severity == "warning"
        assert "`one` (line 6)" in message

    def test_two_that_say_the_same_or_have_a_secret_each_are_fine(self) -> None:
        assert heard("contoso.io/a:1", one=credential("contoso.io"), two=credential("contoso.io")) == []
        assert heard("contoso.io/a:1", one=credential("contoso.io"), two=credential("contoso.io", "other")) == []
        assert heard("contoso.io/a:1", one=credential("contoso.io", "$A"), two=credential("contoso.io", "$B")) == []

    def test_no_user_and_no_password_is_repeated(self) -> None:
        conversion = deployed(
            "10.0.0.5/a:1",
            a=credential("10.0.0.5", "secretuser"),
            b=credential("contoso.io", "secretuser"),
            c=credential("https://contoso.io", "secretuser"),
        )
        texts = [f"{note.message} {note.remedy}" for note in conversion.findings]
        assert len(texts) >= 2
        assert not any("secretuser" in text or "hunter2" in text for text in texts)

    def test_a_layer_can_name_them_in_its_key(self) -> None:
        layer = {
            "modulesContent": {
                "$edgeAgent": {
                    "properties.desired.runtime.settings.registryCredentials.lab": credential("10.0.0.5"),
                    "properties.desired.runtime.settings.registryCredentials": {"lab": credential("10.0.0.5")},
                    "properties.desired.modules.a": {"settings": {"image": "a/b:1", "createOptions": {}}},
                }
            }
        }
        found = said(convert(json.dumps(layer)), "registry_credentials")
        assert [severity for severity, _ in found] == ["warning", "warning"]
        assert all("of `lab`, for" in message for _, message in found)

    def test_what_stands_in_another_modules_twin_is_not_edgeagents(self) -> None:
        twin = {"properties.desired": {"registryCredentials": {"lab": credential("10.0.0.5")}}}
        agent = {"properties.desired": {"modules": {"a": {"settings": {"image": "10.0.0.5/a:1"}}}}}
        document = {"modulesContent": {"$edgeAgent": agent, "a": twin}}
        assert not said(convert(json.dumps(document)), "registry_credentials")

    @pytest.mark.parametrize("section", [None, [], "${CREDENTIALS}", {"lab": None}, {"lab": "${LAB}"}, {}])
    def test_a_section_of_another_form_is_passed_over(self, section: Json) -> None:
        document = {"runtime": {"settings": {"registryCredentials": section}}, "modules": {"a": {"settings": {}}}}
        assert not said(convert(json.dumps(document)), "registry_credentials")

    def test_what_a_device_has_reported_is_not_read(self) -> None:
        side = {
            "runtime": {"settings": {"registryCredentials": {"lab": credential("10.0.0.5")}}},
            "modules": {"a": {"type": "docker", "settings": {"image": "10.0.0.5/a:1"}}},
        }
        twin = {"properties": {"desired": {"modules": side["modules"]}, "reported": side}}
        assert not said(convert(json.dumps(twin)), "registry_credentials")
