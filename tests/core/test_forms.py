"""Every form in which people paste: what is recognised, where its modules stand, and what form the answer has."""

import json
from collections.abc import Callable

import pytest

from tests.core import invariants
from webapp.core import Conversion, SourceError, convert
from webapp.core.carrier import minified
from webapp.core.forms import Form, recognised
from webapp.core.message import Message
from webapp.core.paste_back import patch
from webapp.core.path import Json, at

# ruff: noqa: E501  tables: a line for what belongs together
ENTRY: dict[str, Json] = {"type": "docker", "settings": {"image": "a:1", "createOptions": ""}}
DESIRED: dict[str, Json] = {"systemModules": {"edgeHub": ENTRY}, "modules": {"camera": ENTRY, "scorer": ENTRY}}
ALL = ["edgeHub", "camera", "scorer"]
CONTAINER: dict[str, Json] = {"Id": "0123456789ab", "Name": "/camera", "Config": {"Hostname": "0123"}, "HostConfig": {}}


@pytest.mark.parametrize(
    ("value", "kind", "names"),
    [
        ({"modulesContent": {"$edgeAgent": {"properties.desired": DESIRED}}}, "deployment", ALL),
        ({"moduleContent": {"$edgeAgent": {"properties.desired": DESIRED}}}, "deployment", ALL),
        ({"id": "x", "content": {"modulesContent": {"$edgeAgent": {"properties.desired": DESIRED}}}}, "deployment", ALL),
        ({"$edgeAgent": {"properties.desired": DESIRED}}, "deployment", ALL),
        (DESIRED, "deployment", ALL),
        ({"deploymentConfig": DESIRED}, "deployment", ALL),
        ({"properties": {"desired": DESIRED, "reported": DESIRED}}, "deployment", ALL),
        ({"properties": {"reported": DESIRED}}, "deployment", ALL),
        ({"modules": {"camera": ENTRY}}, "deployment", ["camera"]),
        ({"camera": ENTRY, "scorer": ENTRY}, "deployment", ["camera", "scorer"]),
        ({"modulesContent": {"$edgeAgent": {"properties.desired.modules.camera": ENTRY}}}, "layered-deployment", ["camera"]),
        ({"modulesContent": {"$edgeHub": {"properties.desired.routes.a": "FROM /* INTO $upstream"}}}, "layered-deployment", []),
        ({"properties.desired.modules.camera": ENTRY}, "layered-deployment", ["camera"]),
        ({"modulesContent": {"$edgeAgent": {"properties.desired": {"modules": {}}}}}, "deployment", []),
        ({"properties.desired.modules": {"camera": ENTRY}}, "layered-deployment", ["camera"]),
        ({"properties.desired.modules.camera.settings": ENTRY["settings"]}, "layered-deployment", ["camera"]),
        ({"$edgeAgent": {"properties.desired": DESIRED}, "opc": {"properties.desired": {"modules": {"x": ENTRY}}}}, "deployment", ALL),
        ({"camera": ENTRY}, "module", ["camera"]),
        (ENTRY, "module", [None]),
        ({"image": "a:1", "createOptions": "{}"}, "module", [None]),
        ([CONTAINER, CONTAINER], "docker-inspect", ["camera", "camera"]),
        (CONTAINER, "docker-inspect", ["camera"]),
        ({"HostConfig": {}}, "create-options", [None]),
        ({"Env": [], "content": "x"}, "create-options", [None]),
        ({}, "create-options", [None]),
    ],
)  # fmt: skip
def test_what_was_pasted_is_recognised(value: Json, kind: str, names: list[str | None]) -> None:
    form = recognised(value)
    assert isinstance(form, Form)
    assert (form.kind, [entry.name for entry in form.entries]) == (kind, names)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ({"name": "app", "version": "1.0.0", "dependencies": {}}, "a package's manifest"),
        ({"$schema-version": "0.0.1", "image": {"repository": "a"}, "language": "csharp"}, "module.json of a solution"),
        ({"version": "3", "services": {"a": {}}, "volumes": {}}, "a compose file"),
        ({"apiVersion": "v1", "kind": "Pod", "spec": {"volumes": []}}, "a Kubernetes object"),
        ({"account": {}, "changes": []}, "is one of createOptions: `account, changes`."),
        ({"a": 1, "b": {}}, "is one of createOptions: `a, b`."),
        ({"a": 1, "b": {}, "c": 1, "d": 1, "e" * 99: 2}, "`a, b, c` and 2 more"),
    ],
)  # fmt: skip
def test_an_object_that_is_something_else_is_not_emptied_as_createoptions(value: Json, said: str) -> None:
    form = recognised(value)
    assert isinstance(form, Message)
    assert said in str(form)


@pytest.mark.parametrize("value", [{"hostconfig": {}}, {"HostConfg": {}}, {"PortBindings": {}}, {"image": "a:1"}])
def test_a_single_name_of_createoptions_is_enough_also_misspelled_or_misplaced(value: Json) -> None:
    assert isinstance(recognised(value), Form)


@pytest.mark.parametrize("member", ["later", {"status": "stopped"}, 7, []])
@pytest.mark.parametrize(
    "key", ["modules.camera", "systemModules.edgeHub", "modules.camera.env", "modules.camera.settings.createOptions"]
)
def test_what_a_layer_says_of_a_module_and_is_no_entry_is_told(key: str, member: Json) -> None:
    form = recognised({"modulesContent": {"$edgeAgent": {f"properties.desired.{key}": member}}})
    assert isinstance(form, Form)
    assert form.unread == [("modulesContent", "$edgeAgent", f"properties.desired.{key}")]


def test_modules_below_the_twin_of_another_module_are_not_the_devices() -> None:
    manifest: Json = {"modulesContent": {"$edgeAgent": {"properties.desired": DESIRED}, "opc": {"properties.desired": {"modules": {"x": ENTRY}}}}}  # fmt: skip
    form = recognised(manifest)
    assert isinstance(form, Form)
    assert [entry.name for entry in form.entries] == ALL


def with_modules(modules: Json) -> str:
    return json.dumps({"modulesContent": {"$edgeAgent": {"properties.desired": {"modules": modules}}}}, indent=2)


def settings(**members: Json) -> dict[str, Json]:
    return {"type": "docker", "settings": {"image": "a:1", **members}}


def modules_of(conversion: Conversion) -> dict[str, dict[str, dict[str, str]]]:
    """Read the modules out of the converted text."""
    agent = json.loads(conversion.text)["modulesContent"]["$edgeAgent"]
    return agent["properties.desired"]["modules"]  # type: ignore[no-any-return]


SHARE = '{"HostConfig":{"Binds":["/home/hcsshares/in1:/in"]}}'
MOUNT = '{"HostConfig":{"Mounts":[{"Target":"/in","Source":"in1","Type":"volume"}]}}'


def test_a_string_stays_a_string_and_an_object_an_object() -> None:
    text = with_modules({"a": settings(createOptions=SHARE), "b": settings(createOptions=json.loads(SHARE))})
    modules = modules_of(convert(text))
    assert modules["a"]["settings"]["createOptions"] == MOUNT
    assert modules["b"]["settings"]["createOptions"] == json.loads(MOUNT)


def test_chunks_are_read_in_order_and_written_again() -> None:
    options = minified({"Env": ["A:B=" + "x" * 1008]})
    assert len(options) == 1024
    chunks: dict[str, Json] = {"createOptions01": options[512:], "createOptions": options[:512]}
    conversion = convert(with_modules({"a": settings(**chunks)}))
    written = modules_of(conversion)["a"]["settings"]
    assert list(written) == ["image", "createOptions01", "createOptions", "createOptions02"]
    whole = written["createOptions"] + written["createOptions01"] + written["createOptions02"]
    assert json.loads(whole) == {"Env": ["A__B=" + "x" * 1008]}
    assert [len(written[key]) for key in ("createOptions", "createOptions01")] == [512, 512]
    assert {str(one["path"]).rpartition("/")[2]: one["op"] for one in conversion.patch} == {
        "createOptions": "replace",
        "createOptions01": "replace",
        "createOptions02": "add",
    }


def test_a_string_that_outgrows_512_characters_is_chunked() -> None:
    long = minified({"Env": ["A:B=" + "x" * 496]})
    assert len(long) == 512
    written = modules_of(convert(with_modules({"a": settings(createOptions=long)})))["a"]["settings"]
    assert {key: len(value) for key, value in written.items()} == {
        "image": 3,
        "createOptions": 512,
        "createOptions01": 1,
    }


def test_a_string_that_shrinks_loses_its_chunks() -> None:
    short = json.dumps({"Hostname": "x" * 500, "Cmd": ["a"]})
    text = with_modules({"a": settings(createOptions=short[:300], createOptions01=short[300:])})
    assert modules_of(convert(text))["a"]["settings"] == {"image": "a:1", "createOptions": '{"Cmd": ["a"]}'}


@pytest.mark.parametrize(
    "placeholder", ["${OPTIONS}", "$OPTIONS", "<options>", "{{options}}", "%CO%", "#{co}#", "__CO__", " ${OPTIONS} "]
)
def test_a_placeholder_in_place_of_create_options_is_left_standing(placeholder: str) -> None:
    text = with_modules({"a": settings(createOptions=placeholder), "edgeHub": settings(createOptions=placeholder)})
    conversion = convert(text)
    assert conversion.text == text
    assert not conversion.patch


def test_every_module_that_can_not_be_read_is_told_with_its_name_line_and_one_text_to_accept() -> None:
    text = with_modules(
        {"a": settings(createOptions='{"Env": ["A=1" "B=2"]}'), "b": settings(createOptions="{'Tty': True}")}
    )
    with pytest.raises(SourceError) as caught:
        convert(text)
    told = [(str(problem.message), problem.line) for problem in caught.value.problems]
    assert [line for _, line in told] == [10, 17]
    assert told[0][0].startswith("In module `a`: A comma is missing")
    assert told[1][0].startswith("In module `b`: ")
    assert caught.value.repaired is not None
    invariants.hold(convert(caught.value.repaired))


def test_chunks_that_do_not_fit_together_are_told_with_the_module() -> None:
    with pytest.raises(SourceError, match="In module `a`: `createOptions02` is not the chunk") as caught:
        convert(with_modules({"a": settings(createOptions="{", createOptions02="}")}))
    assert caught.value.problems[0].line == 11


def test_a_key_that_stands_twice_around_the_modules_is_an_error_with_both_lines() -> None:
    text = '{"modules": {\n"a": {"settings": {"image": "a:1"}},\n"a": {"settings": {"image": "a:2"}}}}'
    conversion = convert(text)
    assert [(note.severity, str(note.message)) for note in conversion.findings] == [
        (
            "error",
            "`a` stands twice, first in line 2. Whatever reads the deployment first, a tool or IoT Hub, keeps one of "
            "them, as a rule the last, or refuses it.",
        )
    ]


def test_ids_of_questions_carry_the_modules_name_where_there_can_be_several() -> None:
    text = with_modules({"a": settings(createOptions={"HostConfig": {"Binds": ["/data:/data"]}})})
    assert "a/binds:/HostConfig/Binds/0" in {asked.id for asked in convert(text).modules[0].questions}
    answered = convert(text, {"a/binds:/HostConfig/Binds/0": "share:data"})
    assert answered.modules[0].create_options["HostConfig"]["Mounts"][0]["Type"] == "volume"  # type: ignore[index,call-overload]


def test_two_modules_of_one_name_have_ids_of_their_own() -> None:
    same = {"m": settings(createOptions={"HostConfig": {"Binds": ["/data:/data"]}})}
    conversion = convert(json.dumps({"systemModules": same, "modules": same}))
    ids = [asked.id for one in conversion.modules for asked in one.questions if asked.rule.id == "binds"]
    assert ids == ["m/binds:/HostConfig/Binds/0", "m~2/binds:/HostConfig/Binds/0"]


def test_what_inspect_shows_as_nothing_is_no_setting_and_what_docker_made_up_neither() -> None:
    shown: Json = [
        {
            "Id": "0123456789abcdef",
            "Name": "/camera",
            "Config": {
                "Hostname": "0123456789ab",
                "User": "",
                "Tty": False,
                "Env": ["A=1"],
                "Volumes": None,
                "Labels": {},
            },
            "HostConfig": {"Memory": 0, "Dns": [], "Binds": None, "Privileged": False, "CpuShares": 0},
        }
    ]
    conversion = convert(json.dumps(shown))
    assert conversion.modules[0].module.options == {"Env": ["A=1"]}
    assert conversion.converted == shown


def test_a_mount_that_only_inspect_shows_is_converted_and_stated_once() -> None:
    shown: Json = [
        {
            "Id": "01",
            "Name": "/camera",
            "Config": {},
            "HostConfig": {"Binds": ["/home/hcsshares/a:/a"]},
            "Mounts": [
                {"Type": "bind", "Source": "/home/hcsshares/a", "Destination": "/a", "RW": True},
                {"Type": "bind", "Source": "/home/hcsshares/b", "Destination": "/b", "RW": False},
            ],
        }
    ]
    conversion = convert(json.dumps(shown))
    assert conversion.converted == [
        {
            "Id": "01",
            "Name": "/camera",
            "Config": {},
            "HostConfig": {
                "Mounts": [
                    {"Type": "volume", "Source": "b", "Target": "/b", "ReadOnly": True},
                    {"Target": "/a", "Source": "a", "Type": "volume"},
                ]
            },
            "Mounts": [
                {"Type": "bind", "Source": "/home/hcsshares/a", "Destination": "/a", "RW": True},
                {"Type": "bind", "Source": "/home/hcsshares/b", "Destination": "/b", "RW": False},
            ],
        }
    ]
    invariants.hold(conversion)
    invariants.converting_again_changes_nothing(conversion)


def test_one_module_may_have_fifteen_thousand_values_and_all_of_them_sixty_thousand() -> None:
    big: dict[str, Json] = {"Cmd": ["x"] * 14_000}
    assert (
        len(
            convert(json.dumps({"modules": {f"m{number}": settings(createOptions=big) for number in range(3)}})).modules
        )
        == 3
    )
    with pytest.raises(SourceError, match="In module `m`: One module's createOptions hold more than 15,000 values"):
        convert(json.dumps({"modules": {"m": settings(createOptions={"Cmd": ["x"] * 15_000})}}))


def test_what_is_mounted_no_more_goes_from_what_inspect_shows_too() -> None:
    shown: Json = [
        {
            "Config": {"Volumes": {"/data": {}}},
            "HostConfig": {"Binds": ["/var/run/docker.sock:/var/run/docker.sock"]},
            "Mounts": [
                {"Type": "bind", "Destination": "/var/run/docker.sock"},
                {"Type": "volume", "Destination": "/data"},
            ],
        }
    ]
    answers = {"/single_files:/HostConfig/Binds/0": "remove", "/anonymous_volumes:/Volumes/~1data": "scratch"}
    conversion = convert(json.dumps(shown), answers)
    container = at(conversion.converted, (0,))
    assert isinstance(container, dict)
    assert container["HostConfig"] == {}
    assert container["Mounts"] == [{"Type": "volume", "Destination": "/data"}]
    invariants.hold(conversion)
    invariants.converting_again_changes_nothing(conversion)


@pytest.mark.parametrize("content", ["// nothing yet", "/* a */ // b", "  ", "null"])
def test_create_options_that_say_nothing_can_be_converted_and_placed(content: str) -> None:
    conversion = convert(with_modules({"edgeHub": settings(createOptions=content)}))
    invariants.everything_is_placed(conversion)


COMMENTED = '{\n  // the stream\n  "Env": ["RATE=${RATE}"],\n  "HostConfig": {"Memory": ${MEMORY}, "AutoRemove": true, "Privileged": true}\n}'


def test_createoptions_in_a_string_keep_their_layout_comments_and_bare_placeholders() -> None:
    text = with_modules({"a": settings(createOptions=COMMENTED)})
    after = modules_of(convert(text))["a"]["settings"]["createOptions"]
    assert after == COMMENTED.replace(', "AutoRemove": true', "")


def test_what_does_not_fit_any_more_in_the_layout_of_its_string_is_written_on_one_line() -> None:
    options: Json = {"ExposedPorts": {}, "Labels": {"a": "x" * 470, "b": ""}, "Hostname": "x" * 40}
    text = with_modules({"a": settings(createOptions=json.dumps(options, indent=8))})
    after = modules_of(convert(text))["a"]["settings"]
    assert list(after) == ["image", "createOptions"]
    assert after["createOptions"].startswith('{"Labels":{"a":"x')


def test_a_comment_is_never_given_up_for_room() -> None:
    commented = (
        '{/* why */ "Labels": {"a": "'
        + "x" * 470
        + '",\n\n\n\n\n\n"b": ""}, "Hostname": "'
        + "x" * 40
        + '", "Cmd": ["abcdefghijk"]}'
    )
    after = modules_of(convert(with_modules({"a": settings(createOptions=commented)})))["a"]["settings"]
    assert "createOptions01" in after
    assert "/* why */" in after["createOptions"]


@pytest.mark.parametrize("around", [json.dumps, lambda text: json.dumps(text)[1:-1]])
def test_a_deployment_packed_in_a_string_is_refused_with_what_is_inside_as_repair(around: Callable[[str], str]) -> None:
    inside = json.dumps({"modules": {"a": settings(createOptions="{}")}})
    with pytest.raises(SourceError, match="packed into a JSON string") as caught:
        convert(around(inside))
    assert caught.value.repaired == inside
    with pytest.raises(SourceError, match="looks like a package"):
        convert(around(json.dumps({"name": "a", "version": "1"})))


def test_a_key_that_stands_twice_outside_of_createoptions_stays_as_it_is() -> None:
    text = '{"modules": {"a": {"settings": {"createOptions": {"HostConfig": {"AutoRemove": true}}}}}, "x": {"y": 1, "y": 2}}'
    assert convert(text).text == text.replace('"AutoRemove": true', "").replace('{"HostConfig": {}}', "{}")


def test_where_members_come_or_go_beside_a_key_that_stands_twice_the_last_is_written() -> None:
    text = '{"modules": {"a": {"settings": {"image": "x:1", "image": "a:1", "createOptions": ""}, "env": {}}}}'
    conversion = convert(text.replace('""', json.dumps(json.dumps({"Labels": {"a": "x" * 600}, "Tty": True}))))
    assert json.loads(conversion.text) == conversion.converted
    assert conversion.text.count('"image"') == 1


def test_new_names_are_moved_in_the_turn_in_which_they_find_room() -> None:
    names: dict[tuple[str | int, ...], str] = {("m", "a"): "b", ("m", "b"): "c", ("m", "c"): "d", ("m",): "n"}
    moves = [(one["from"], one["path"]) for one in patch([], names)]
    assert moves == [("/m/c", "/m/d"), ("/m/b", "/m/c"), ("/m/a", "/m/b"), ("/m", "/n")]
    with pytest.raises(ValueError, match="circle"):
        patch([], {("a",): "b", ("b",): "a"})


def test_a_key_that_stands_twice_and_gets_another_name_is_written_once() -> None:
    text = '{"settings": {"image": "x", "createOptions": "{}"}, "env": {"A:B": {"value": "1"}, "A:B": {"value": "2"}}}'
    conversion = convert(text)
    assert json.loads(conversion.text) == conversion.converted
    assert "A:B" not in conversion.text
    assert not convert(conversion.text).modules[0].changes
