"""edgeHub's three ports: where they are missing, under another number, or none of our business."""

import json
from typing import ClassVar

import pytest

from tests.core import invariants
from tests.core.rules.hearing import asked, said
from webapp.core import Conversion, convert
from webapp.core.path import Json

PLACE = "edgeHub/edgehub_ports:/HostConfig/PortBindings"
ALL: dict[str, Json] = {f"{port}/tcp": [{"HostPort": str(port)}] for port in (443, 5671, 8883)}


def hub(ports: Json = None, choices: dict[str, str] | None = None, status: Json = "running") -> Conversion:
    """Convert a deployment whose edgeHub has these bindings."""
    options: Json = {} if ports is None else {"HostConfig": {"PortBindings": ports}}
    return deployed(options, choices, status)


def deployed(options: Json, choices: dict[str, str] | None = None, status: Json = "running") -> Conversion:
    entry: Json = {"status": status, "settings": {"image": "azureiotedge-hub:1.1", "createOptions": options}}
    desired: Json = {"systemModules": {"edgeHub": entry}, "modules": {}}
    conversion = convert(
        json.dumps({"modulesContent": {"$edgeAgent": {"properties.desired": desired}}}, indent=2), choices
    )
    invariants.hold(conversion)
    return conversion


def bindings(conversion: Conversion) -> Json:
    config = conversion.modules[0].create_options.get("HostConfig")
    return config.get("PortBindings") if isinstance(config, dict) else None


def levels(conversion: Conversion) -> list[str]:
    return [level for level, _ in said(conversion, "edgehub_ports")]


class TestNoPorts:
    @pytest.mark.parametrize("ports", [None, {}, {"443/tcp": []}])
    def test_all_three_are_added_and_the_lack_is_told(self, ports: Json) -> None:
        conversion = hub(ports)
        assert bindings(conversion) == ALL
        assert levels(conversion) == ["warning"]
        assert asked(conversion, "edgehub_ports") == [PLACE]
        invariants.converting_again_changes_nothing(conversion)

    def test_other_bindings_stay_beside_them(self) -> None:
        conversion = hub({"9600/tcp": [{"HostPort": "9600"}]})
        assert bindings(conversion) == {"9600/tcp": [{"HostPort": "9600"}], **ALL}
        assert levels(conversion) == ["warning"]

    @pytest.mark.parametrize("ports", [None, {"9600/tcp": [{"HostPort": "9600"}]}])
    def test_who_confirms_is_told_nothing_any_more(self, ports: Json) -> None:
        assert levels(hub(ports, {PLACE: "add"})) == []

    def test_who_leaves_it_is_warned(self) -> None:
        conversion = hub(None, {PLACE: "leave"})
        assert bindings(conversion) is None
        assert levels(conversion) == ["warning"]


class TestSomePorts:
    SOME: ClassVar[Json] = {"8883/tcp": [{"HostPort": "8883"}]}

    def test_the_missing_ones_are_a_warning_with_their_protocols_and_stay_out(self) -> None:
        conversion = hub(self.SOME)
        assert bindings(conversion) == self.SOME
        ((level, text),) = said(conversion, "edgehub_ports")
        assert level == "warning"
        assert "443 (HTTPS, and AMQP or MQTT over WebSockets), 5671 (AMQP)" in text

    def test_they_can_be_added(self) -> None:
        conversion = hub(self.SOME, {PLACE: "add"})
        assert bindings(conversion) == ALL
        assert levels(conversion) == []
        invariants.converting_again_changes_nothing(conversion)

    def test_a_port_that_is_only_exposed_counts(self) -> None:
        conversion = deployed({"ExposedPorts": {"443/tcp": {}, "5671/tcp": {}, "8883/tcp": {}}})
        assert asked(conversion, "edgehub_ports") == []


class TestOtherNumbers:
    PORTS: ClassVar[Json] = {**ALL, "8883/tcp": [{"HostPort": "18883"}]}
    QUESTION = PLACE + "/8883~1tcp"

    def test_the_host_port_becomes_the_usual_one(self) -> None:
        conversion = hub(self.PORTS)
        assert bindings(conversion) == ALL
        assert levels(conversion) == ["warning"]
        invariants.converting_again_changes_nothing(conversion)

    @pytest.mark.parametrize(("answer", "told"), [("equal", []), ("leave", ["warning"])])
    def test_an_answer_settles_it(self, answer: str, told: list[str]) -> None:
        assert levels(hub(self.PORTS, {self.QUESTION: answer})) == told

    @pytest.mark.parametrize(("answer", "port"), [("equal", 8883), ("leave", 18883)])
    def test_callers_of_the_host_port_follow_it_at_once(self, answer: str, port: int) -> None:
        texts: Json = ["A=mqtts://edgeHub:18883", "HUB_HOST=edgehub", "HUB_PORT=18883", "B=edgeHub:8883"]
        api: Json = {"settings": {"image": "x", "createOptions": {"Env": texts}}}
        hub: Json = {"settings": {"image": "x", "createOptions": {"HostConfig": {"PortBindings": self.PORTS}}}}
        document: Json = {"systemModules": {"edgeHub": hub}, "modules": {"api": api}}
        conversion = convert(json.dumps(document), {self.QUESTION: answer})
        assert conversion.modules[1].create_options == {
            "Env": [f"A=mqtts://edgeHub:{port}", "HUB_HOST=edgehub", f"HUB_PORT={port}", "B=edgeHub:8883"]
        }
        invariants.hold(conversion)
        if answer == "equal":
            invariants.converting_again_changes_nothing(conversion)

    def test_a_second_binding_to_the_usual_number_is_enough(self) -> None:
        ports: Json = {**ALL, "8883/tcp": [{"HostPort": "18883"}, {"HostPort": "8883"}]}
        assert "edgehub_ports" not in {note.rule.id for note in hub(ports).modules[0].findings}

    def test_called_ports_leaves_them_to_this_rule(self) -> None:
        api: Json = {"settings": {"image": "x", "createOptions": {"Env": ["A=amqps://edgeHub:5671", "B=edgehub:9600"]}}}
        hub: Json = {"edgeHub": {"settings": {"image": "x", "createOptions": {}}}}
        conversion = convert(json.dumps({"systemModules": hub, "modules": {"api": api}}))
        assert ["9600" in one for one in asked(conversion, "called_ports")] == [True]


class TestSilence:
    def test_all_three_are_fine(self) -> None:
        assert levels(hub(ALL)) == []
        assert asked(hub(ALL), "edgehub_ports") == []

    def test_a_stopped_hub_is_passed_over(self) -> None:
        assert levels(hub(status="stopped")) == []

    @pytest.mark.parametrize(
        "options",
        [
            "${OPTIONS}",
            {"HostConfig": "${CONFIG}"},
            {"HostConfig": {"PortBindings": "${PORTS}"}},
            {"HostConfig": {"PortBindings": {"${PORT}/tcp": [{"HostPort": "8883"}]}}},
            {"HostConfig": {"PortBindings": {"8883/tcp": [{"HostPort": "${PORT}"}]}}},
            {"HostConfig": {"PublishAllPorts": True}},
        ],
    )
    def test_ports_that_are_settled_later_are_passed_over(self, options: Json) -> None:
        assert asked(deployed(options), "edgehub_ports") == []

    def test_layers_bare_create_options_and_other_modules_are_passed_over(self) -> None:
        entry: Json = {"settings": {"image": "x", "createOptions": {}}}
        layer: Json = {"modulesContent": {"$edgeAgent": {"properties.desired.modules.edgeHub": entry}}}
        for paste in (layer, {"WorkingDir": "/app"}, {"modules": {"edgeHub2": entry, "camera": entry}}):
            assert asked(convert(json.dumps(paste)), "edgehub_ports") == []
