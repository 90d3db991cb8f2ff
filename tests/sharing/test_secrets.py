"""Secrets are found by form and by name, what stands for one is left alone, and places are those of the paste."""

import json

import pytest

from tests.sharing import secrets_made as made
from webapp.core.carrier import chunked
from webapp.core.path import Json
from webapp.sharing.secrets import KINDS, Secret, answers_secrets, find, without

S = "cr4zy-Pa55phrase"


def at_its_place(paste: str, one: Secret, secret: str) -> bool:
    """Tell whether a secret stands where it is said to."""
    return paste.splitlines()[one.line - 1].startswith(secret, one.column - 1)


def only(paste: str) -> Secret:
    """Return the one secret in a paste, and see that it can be taken out."""
    (one,) = find(paste)
    assert one.kind in KINDS
    assert find(without(paste, [one.id])) == ()
    return one


@pytest.mark.parametrize(("text", "secret", "kind"), made.IN_A_TEXT.values(), ids=list(made.IN_A_TEXT))
def test_a_secret_is_known_by_its_form_and_only_it_is_replaced(text: str, secret: str, kind: str) -> None:
    paste = json.dumps(made.options(f"CAMERA={text}"), indent=1)
    one = only(paste)
    assert (one.kind, one.path) == (kind, "/Env/1")
    written = json.dumps(secret)[1:-1]
    assert at_its_place(paste, one, written.splitlines()[0]) or written not in paste
    variable = json.loads(without(paste, [one.id]))["Env"][1]
    before, _, after = f"CAMERA={text}".partition(secret)
    assert variable.startswith(f"{before}${{")
    assert variable.endswith(f"}}{after}")
    assert secret not in str(one)


@pytest.mark.parametrize("name", made.NAMES)
def test_a_variable_whose_name_says_so_is_secret_in_every_form_of_a_setting(name: str) -> None:
    for value in (
        {"Env": [f"{name}={S}"]},
        {"settings": {"image": "a", "createOptions": {}}, "env": {name: {"value": S}}},
        {"Labels": {name: S}},
        {"Env": [json.dumps({name: S})]},
        {"Cmd": [f"--{name}={S}"]},
        {"Cmd": [f"--{name}", S]},
    ):
        paste = json.dumps(value)
        one = only(paste)
        assert at_its_place(paste, one, S)
        assert one.kind == "password-variable"


@pytest.mark.parametrize("name", made.OTHER_NAMES)
def test_a_name_that_only_sounds_like_one_is_none(name: str) -> None:
    assert find(json.dumps({"Env": [f"{name}={S}"], "Labels": {name: S}})) == ()


@pytest.mark.parametrize("stand_in", made.STAND_INS)
def test_what_stands_for_a_secret_is_none(stand_in: str) -> None:
    for paste in (
        json.dumps({"Env": [f"DB_PASSWORD={stand_in}"], "Labels": {"API_KEY": stand_in}}),
        json.dumps({"Cmd": [f"--password={stand_in}", "--token", stand_in]}),
        json.dumps({"registryCredentials": {"a": {"password": stand_in}}}),
        "{ broken " + json.dumps({"Env": [f"DB_PASSWORD={stand_in}"], "token": stand_in}),
    ):
        assert find(paste) == ()


@pytest.mark.parametrize("stand_in", ["${X}", "<key>", "REDACTED", "$KEY", "{{X}}"])
def test_what_stands_for_a_part_of_a_text_is_none(stand_in: str) -> None:
    texts = (
        f"HostName=h;SharedAccessKey={stand_in}",
        f"AccountName=a;AccountKey={stand_in};",
        f"Server=s;Password={stand_in};A=b",
        f"https://u:{stand_in}@h/",
        f"https://h/?sv=1&sig={stand_in}&se=1",
        f"Bearer {stand_in}",
        f"x --password {stand_in} y",
    )
    assert find(json.dumps({"Env": [f"A={text}" for text in texts]})) == ()


@pytest.mark.parametrize(
    "value", ["config-file", "sensor-key-01", "Camera_1", "primary", "/etc/key", "a b c 1 2 3", "8080", "key1"]
)
def test_under_a_name_that_only_makes_it_likely_a_plain_word_is_none(value: str) -> None:
    assert find(json.dumps({"Env": [f"PRIMARY_KEY={value}"], "Labels": {"key": value}})) == ()


def test_under_such_a_name_a_random_looking_value_is_one() -> None:
    assert only(json.dumps({"Env": ["PRIMARY_KEY=0f8fad5bd9cb469fa165"]})).name == "PRIMARY_KEY"


def manifest(settings: dict[str, Json]) -> str:
    """Return a deployment with one module."""
    modules: Json = {"camera": {"type": "docker", "settings": {"image": "a/b:1", **settings}}}
    runtime: Json = {
        "settings": {"registryCredentials": {"acr": {"username": "me", "password": "cr4zy", "address": "a"}}}
    }
    desired: Json = {"runtime": runtime, "modules": modules}
    return json.dumps({"modulesContent": {"$edgeAgent": {"properties.desired": desired}}}, indent=2)


HEAD = "/modulesContent/$edgeAgent/properties.desired"


def test_in_a_deployment_the_pointer_is_that_of_the_document_and_a_registry_is_told_apart() -> None:
    paste = manifest({"createOptions": json.dumps(made.options(f"DB_PASSWORD={S}"))})
    assert [(one.kind, one.path) for one in find(paste)] == [
        ("registry-password", f"{HEAD}/runtime/settings/registryCredentials/acr/password"),
        ("password-variable", f"{HEAD}/modules/camera/settings/createOptions/Env/1"),
    ]
    assert at_its_place(paste, find(paste)[1], S)


@pytest.mark.parametrize("cut", range(480, 513, 4))
@pytest.mark.parametrize("broken", ["", "!"])
def test_a_secret_that_is_cut_by_a_chunk_is_found_and_goes_whole(cut: int, broken: str) -> None:
    options = json.dumps({"Env": ["A=" + "x" * (cut - 20), f"DB_PASSWORD={S}", "B=2"]})
    paste = manifest(dict(chunked(options))) + broken
    replaced = without(paste, [one.id for one in find(paste)])
    assert S[:6] not in replaced
    assert S[-6:] not in replaced
    settings = json.loads(replaced.removesuffix("!"))["modulesContent"]["$edgeAgent"]["properties.desired"]["modules"]
    pieces = settings["camera"]["settings"]
    inner = json.loads(pieces["createOptions"] + pieces["createOptions01"])
    assert inner["Env"][1:] == ["DB_PASSWORD=${DB_PASSWORD}", "B=2"]


@pytest.mark.parametrize(
    "paste",
    [
        json.dumps(json.dumps({"Env": [f"DB_PASSWORD={S}"]})),
        json.dumps(json.dumps({"Env": [f"DB_PASSWORD={S}"]}))[1:-1],
        "{'Env': ['DB_PASSWORD=" + S + "',]}",
        "{Env: ['A=1'], Labels: {password: '" + S + "'}}",
        '{"Env": ["DB_\\u0050ASSWORD\\u003d' + S + '"]}',
        '// DB_PASSWORD=' + S + '\n{"Env": ["A=1"]}',
        '{"Env": ["A=1"] /* "token": "' + S + '"*/}',
        '{"Env": ["A=1"], "Labels": {"password": "' + S + '", "password": "${X}"}}',
        '{"Env": ["A=1"], "Labels": {"x --password=' + S + '": "b"}}',
        f"docker run -e DB_PASSWORD={S} -p 80:80 image",
        f'docker run -e DB_PASSWORD="{S}" image',
        f"A=1\nDB_PASSWORD={S}\nB=2",
        '{"Env": ["DB_PASSWORD=' + S + '" "A=1"',
        '"createOptions": "{\\"Env\\":[\\"DB_PASSWORD=' + S + '\\",',
        f"services:\n  db:\n    password: {S}\n",
        '[{"name": "DB_PASSWORD", "value": "' + S + '"}]',
    ],
)  # fmt: skip
def test_a_secret_is_found_in_whatever_was_pasted_and_nothing_else_is_touched(paste: str) -> None:
    one = only(paste)
    assert at_its_place(paste, one, S)
    before, after = paste.split(S)
    replaced = without(paste, [one.id])
    assert replaced.startswith(f"{before}${{")
    assert replaced.endswith(f"}}{after}")


def test_a_password_with_a_quotation_mark_goes_whole_though_the_rest_can_not_be_read() -> None:
    assert (
        without('{"Env": ["DB_PASSWORD=cr4\\"zy"', ["password-variable:text#0"])
        == '{"Env": ["DB_PASSWORD=${DB_PASSWORD}"'
    )


def test_a_private_key_over_several_lines_goes_whole_from_a_text_that_can_not_be_read() -> None:
    paste = f"key: |\n{made.PEM}\nafter: 1"
    assert without(paste, [only(paste).id]) == "key: |\n${PRIVATE_KEY}\nafter: 1"


def test_a_public_key_and_a_certificate_are_none() -> None:
    for what in ("PUBLIC KEY", "CERTIFICATE"):
        assert find(json.dumps({"Env": [f"A={made.PEM.replace('RSA PRIVATE KEY', what)}"]})) == ()


def test_a_number_gets_a_placeholder_with_quotes_of_its_own() -> None:
    settings = {"image": "a", "createOptions": json.dumps({"Labels": {"password": 13579}})}
    entry = json.dumps({"settings": settings, "env": {"DB_PWD": {"value": 24680}}})
    replaced = without(entry, [one.id for one in find(entry)])
    read = json.loads(replaced)
    assert read["env"]["DB_PWD"]["value"] == "${DB_PWD}"
    assert json.loads(read["settings"]["createOptions"]) == {"Labels": {"password": "${PASSWORD}"}}


def test_only_the_chosen_ones_are_replaced_and_unknown_ids_are_passed_over() -> None:
    paste = json.dumps({"Env": [f"A_PASSWORD={S}", f"B_TOKEN={S}"]})
    first, second = find(paste)
    assert json.loads(without(paste, [second.id, "jwt:/nowhere#0"]))["Env"] == [f"A_PASSWORD={S}", "B_TOKEN=${B_TOKEN}"]
    assert without(paste, []) == paste
    assert find(without(paste, [second.id])) == (first,)


@pytest.mark.parametrize(
    "paste",
    [
        json.dumps({"Cmd": [f"x --password={S} --token={S} --secret={S}"]}),
        f"x --password={S}\n --token={S} {made.PEM}\n{made.PEM} --secret={S}",
        f'{{"Env": ["A_TOKEN={S}"]}} // a_token={S} b_token={S}\n// c_token={S}',
        json.dumps({"Cmd": [f"{made.JWT} {made.JWT} {made.JWT}"]}),
    ],
)
def test_an_id_never_comes_to_mean_another_secret_when_one_was_replaced(paste: str) -> None:
    ids = [one.id for one in find(paste)]
    assert len(set(ids)) == len(ids) > 2
    for gone in ids:
        assert [one.id for one in find(without(paste, [gone]))] == [one for one in ids if one != gone]


def test_an_id_tells_nothing_of_the_secret() -> None:
    one, other = (json.dumps({"Env": [f"DB_PASSWORD={value}"]}) for value in (S, "an0ther one"))
    assert find(one) == find(other)


@pytest.mark.parametrize("key", [f"password={S}", made.GITHUB, f"https://u:{S}@h/"])
def test_a_secret_in_a_key_is_in_no_pointer_name_or_id(key: str) -> None:
    paste = json.dumps({"Labels": {key: {"token": "an0ther one"}, "B": {key: "x"}}, "Env": ["A=1"]})
    found = find(paste)
    assert len(found) == 3
    assert S not in str(found)
    assert made.GITHUB not in str(found)
    assert find(without(paste, [one.id for one in found])) == ()


def test_free_texts_of_answers_are_searched_too() -> None:
    (one,) = answers_secrets({"proxy:/Env/0": f"url:http://me:{S}@proxy:80", "binds:/a": "share:frames"})
    assert (one.kind, one.path, one.line, one.column) == ("url-credentials", "", 0, 0)
    assert S not in str(one)
