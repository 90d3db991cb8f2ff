"""What the rule about volumes that become one claim promises beyond its examples."""

import json

import pytest

from tests.core import invariants
from tests.core.rules.hearing import said
from webapp.core import Conversion, convert
from webapp.core.path import Json


def volume(source: Json, *, read_only: bool = False, target: str = "/data") -> dict[str, Json]:
    return {"Type": "volume", "Source": source, "Target": target, **({"ReadOnly": True} if read_only else {})}


def deployed(**modules: list[Json]) -> Conversion:
    entries: dict[str, Json] = {
        name: {
            "type": "docker",
            "settings": {"image": "registry.example/module:1.0", "createOptions": {"HostConfig": {"Mounts": mounts}}},
        }
        for name, mounts in modules.items()
    }
    conversion = convert(json.dumps({"modules": entries}, indent=2))
    invariants.hold(conversion)
    invariants.converting_again_changes_nothing(conversion)
    return conversion


def heard(**modules: list[Json]) -> list[str]:
    return [severity for severity, _ in said(deployed(**modules), "shared_claims")]


def speakers(conversion: Conversion) -> list[str | None]:
    return [one.name for one in conversion.modules for note in one.findings if note.rule.id == "shared_claims"]


class TestSharedClaims:
    @pytest.mark.parametrize("other", ["app.data", "app data", "APP_DATA.", "_appdata"])
    def test_names_that_become_one_claim_are_an_error_of_the_later_module(self, other: str) -> None:
        conversion = deployed(a=[volume("app_data")], b=[volume(other)])
        ((severity, message),) = said(conversion, "shared_claims")
        assert severity == "error"
        assert "`appdata`" in message
        assert "`app_data` of the module `a` (line 10)" in message
        assert speakers(conversion) == ["b"]

    def test_names_that_differ_in_case_alone_are_a_warning(self) -> None:
        assert heard(a=[volume("appdata")], b=[volume("AppData")]) == ["warning"]

    def test_a_share_that_was_bound_counts_as_the_volume_that_it_becomes(self) -> None:
        entries: dict[str, Json] = {
            name: {"settings": {"image": "a/b:1", "createOptions": {"HostConfig": {"Binds": [f"{source}:/data"]}}}}
            for name, source in (("a", "/home/hcsshares/app-data"), ("b", "/home/hcsshares/App-Data"))
        }
        found = said(convert(json.dumps({"modules": entries})), "shared_claims")
        assert [severity for severity, _ in found] == ["warning"]

    def test_many_modules_with_one_other_spelling_are_told_once(self) -> None:
        modules: dict[str, list[Json]] = {f"m{number}": [volume("app.data")] for number in range(5)}
        assert heard(a=[volume("app_data")], **modules) == ["error"]

    def test_a_volume_that_is_read_first_and_written_later_is_told_to_both(self) -> None:
        conversion = deployed(a=[volume("models", read_only=True)], b=[volume("models")])
        found = said(conversion, "shared_claims")
        assert [severity for severity, _ in found] == ["warning", "warning"]
        assert all("ReadOnlyMany" in message for _, message in found)
        assert speakers(conversion) == ["a", "b"]

    def test_of_several_that_write_each_is_told_once(self) -> None:
        twice: list[Json] = [volume("models"), volume("models", target="/more")]
        conversion = deployed(a=[volume("models", read_only=True)], b=twice, c=twice)
        assert speakers(conversion) == ["a", "b", "c"]

    def test_one_share_of_several_modules_is_fine(self) -> None:
        assert heard(a=[volume("models")], b=[volume("models")], c=[volume("models", read_only=True)]) == []
        assert heard(a=[volume("models", read_only=True)], b=[volume("models", read_only=True)]) == []

    @pytest.mark.parametrize("source", ["${SHARE}", "<share>", "", "___", None])
    def test_what_is_filled_in_later_or_no_name_is_not_compared(self, source: Json) -> None:
        assert heard(a=[volume(source, read_only=True)], b=[volume(source)]) == []

    def test_two_names_within_one_module_are_for_another_rule(self) -> None:
        assert heard(a=[volume("app_data"), volume("app.data", target="/more")], b=[]) == []

    def test_createoptions_by_themselves_are_not_compared(self) -> None:
        assert not said(convert(json.dumps({"HostConfig": {"Mounts": [volume("a_b")]}})), "shared_claims")
