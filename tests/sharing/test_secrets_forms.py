"""Nothing of a secret is left behind, placeholders tell secrets apart, and what only looks like one is left alone."""

import json
import re

import pytest

from webapp.core.path import Json
from webapp.sharing.secrets import find, without

S = "cr4zy-Pa55phrase"
HASH = "$" + "apr1$" + "hbUmKx1x$" + "aB3dE5gH7jK9mN1pQ3sT5u"
HOOK = "T00000000/B00000000/"


def masked(paste: str) -> str:
    """Return a paste with every secret replaced."""
    return without(paste, [one.id for one in find(paste)])


@pytest.mark.parametrize(
    ("paste", "left"),
    [
        ({"Cmd": ["--password=ab&cd99;ef,gh"]}, {"Cmd": ["--password=${PASSWORD}"]}),
        ({"Env": ["CFG=[a]\npassword=correct horse\n"]}, {"Env": ["CFG=[a]\npassword=${CFG_PASSWORD}\n"]}),
        ({"Env": ["OPTS=--password=ab&cd99"]}, {"Env": ["OPTS=--password=${OPTS_PASSWORD}"]}),
        ({"Env": ["CFG=a\npassword: hunterword\nb: c"]}, {"Env": ["CFG=a\npassword: ${CFG_PASSWORD}\nb: c"]}),
        ({"Cmd": ["sh", "-c", "x --password=ab;cd && y"]}, {"Cmd": ["sh", "-c", "x --password=${CMD_PASSWORD} && y"]}),
    ],
)
def test_nothing_of_a_secret_is_left_and_what_is_beside_it_stays(paste: Json, left: Json) -> None:
    assert json.loads(masked(json.dumps(paste))) == left


def test_a_secret_goes_whole_from_an_option_in_a_text_that_can_not_be_read() -> None:
    assert masked('{"Cmd":["--password=ab&cd99;ef,gh"') == '{"Cmd":["--password=${PASSWORD}"'


def modules(*variables: str) -> str:
    """Return a deployment with a module for each variable."""
    found: dict[str, Json] = {
        f"m{number}": {"settings": {"image": "a", "createOptions": json.dumps({"Env": [one]})}}
        for number, one in enumerate(variables)
    }
    desired: Json = {"modules": found}
    return json.dumps({"modulesContent": {"$edgeAgent": {"properties.desired": desired}}}, indent=1)


@pytest.mark.parametrize(
    "elsewhere", [f"ARGS=x {S} y", f"URL=http://h/?x={S}", f"A={S}", json.dumps({"a": S})], ids=lambda one: one[:4]
)
def test_a_value_that_is_a_secret_in_one_place_is_found_in_every_other_with_its_own_line(elsewhere: str) -> None:
    paste = modules(f"DB_PASSWORD={S}", elsewhere)
    lines = [number for number, line in enumerate(paste.splitlines(), 1) if S in line]
    assert [one.line for one in find(paste)] == lines
    assert S not in masked(paste)


def test_a_value_that_is_a_secret_elsewhere_is_found_in_comments_and_in_texts_that_can_not_be_read() -> None:
    for paste in (f'{{"Env": ["DB_PASSWORD={S}"]}} // it is {S}', f'{{"Env": ["DB_PASSWORD={S}"], ! "{S}"'):
        assert len(find(paste)) == 2
        assert S not in masked(paste)


def test_what_was_known_by_another_place_only_goes_with_that_one() -> None:
    paste = json.dumps({"Env": [f"DB_PASSWORD={S}"], "Cmd": ["login", S]})
    first, second = find(paste)
    assert S not in without(paste, [first.id])
    assert find(without(paste, [second.id])) == (first,)


@pytest.mark.parametrize("value", ["postgres", "12345678", "short1"])
def test_plain_words_and_short_values_are_not_looked_for_elsewhere(value: str) -> None:
    assert len(find(json.dumps({"Env": [f"POSTGRES_PASSWORD={value}", f"POSTGRES_USER={value}"]}))) == 1


def storage(key: str) -> str:
    """Return a connection string."""
    return f"DefaultEndpointsProtocol=https;AccountName=a;AccountKey={key}"


KEYS = tuple(f"{letter}B3d{number}" * 14 + "==" for number, letter in enumerate("xyz"))


def test_different_secrets_have_different_placeholders_also_when_masked_one_after_the_other() -> None:
    entries = {
        f"m{number}": {"settings": {"image": "a"}, "env": {"STORAGE": {"value": storage(key)}}}
        for number, key in enumerate((*KEYS, KEYS[0]))
    }
    paste = json.dumps({"modulesContent": {"$edgeAgent": {"properties.desired": {"modules": entries}}}})
    at_once = re.findall(r"\$\{\w+\}", masked(paste))
    assert at_once == [f"${{STORAGE_ACCOUNTKEY{number}}}" for number in ("", "_2", "_3", "")]
    while found := find(paste):
        paste = without(paste, [found[0].id])
    one_by_one = re.findall(r"\$\{\w+\}", paste)
    assert len(set(one_by_one)) == len(one_by_one) == 4


@pytest.mark.parametrize(
    ("variable", "left"),
    [
        (f"STORAGE={storage(KEYS[0])}", storage("${STORAGE_ACCOUNTKEY}")),
        ("U=http://me:cr4zy@h", "http://me:${U_PASSWORD}@h"),
        ("DB_PASSWORD=cr4zy", "${DB_PASSWORD}"),
        ('DB_PASSWORD="cr4zy"', "${DB_PASSWORD}"),
    ],
)
def test_a_placeholder_is_named_by_the_setting_and_the_part_of_its_value(variable: str, left: str) -> None:
    (written,) = json.loads(masked(json.dumps({"Env": [variable]})))["Env"]
    assert written.partition("=")[2] == left


def test_a_placeholder_of_the_paste_is_not_given_to_a_secret() -> None:
    assert "${DB_PASSWORD_2}" in masked(json.dumps({"Env": ["DB_PASSWORD=cr4zy", "X=${DB_PASSWORD}"]}))


@pytest.mark.parametrize(
    "credentials",
    [{"my-acr": {"password": S, "address": "b.io"}}, [{"password": S, "username": "u", "address": "my.acr"}]],
)
def test_the_placeholder_of_a_registry_password_has_the_name_of_the_credential_or_its_address(
    credentials: Json,
) -> None:
    desired: Json = {"runtime": {"settings": {"registryCredentials": credentials}}, "modules": {}}
    paste = {"modulesContent": {"$edgeAgent": {"properties.desired": desired}}}
    assert "${MY_ACR_PASSWORD}" in masked(json.dumps(paste))


SAID: dict[str, tuple[Json, str]] = {
    "redis": ({"Cmd": ["redis-server", "--requirepass", "cr4zy"]}, "cr4zy"),
    "redis, shell": ({"Cmd": ["sh", "-c", "redis-server --requirepass cr4zy"]}, "cr4zy"),
    "curl -u": ({"Cmd": ["curl", "-u", "a:cr4zy"]}, "cr4zy"),
    "curl -u, shell": ({"Cmd": ["sh", "-c", "curl -s -u a:cr4zy http://h"]}, "cr4zy"),
    "curl --user": ({"Cmd": ["sh", "-c", "curl --user a:cr4zy http://h"]}, "cr4zy"),
    "mysql -p": ({"Cmd": ["mysqladmin", "ping", "-pcr4zy"]}, "cr4zy"),
    "mysql -p, shell": ({"Cmd": ["sh", "-c", "mysql -u root -pcr4zy db"]}, "cr4zy"),
    "Go": ({"Env": ["DSN=root:cr4zy@tcp(db:3306)/x"]}, "cr4zy"),
    "token in a URL": ({"Env": ["REPO=https://a1B2c3D4e5F6g7H8@github.com/a/b"]}, "a1B2c3D4e5F6g7H8"),
    "basic": ({"Env": ["BASIC_AUTH=bob:cr4zy"]}, "cr4zy"),
    "credentials": ({"Env": ["MY_CREDENTIALS=user:pw12345"]}, "pw12345"),
    "htpasswd": ({"Labels": {"traefik.http.middlewares.a.basicauth.users": f"bob:{HASH}"}}, HASH),
    "wifi": ({"Env": ["WIFI_PSK=cr4zyones"]}, "cr4zyones"),
    "event grid": ({"Env": ["inbound__clientAuth__sasKeys__key1=cr4zyone"]}, "cr4zyone"),
    "function": ({"Env": ["URL=https://f/api/x?code=a1B2c3D4e5F6g7H8i9J0kL=="]}, "a1B2c3D4e5F6g7H8i9J0kL=="),
    "slack": ({"Env": [f"URL=https://hooks.slack.com/services/{HOOK}a1B2c3D4e5F6g7H8"]}, "a1B2c3D4e5F6g7H8"),
    "plural": ({"Env": ["PASSWORDS=cr4zy"]}, "cr4zy"),
    "keys": ({"Env": ["API_KEYS=cr4zy"]}, "cr4zy"),
    "environment": ({"Env": ["DB_PASSWORD_PROD=cr4zy"]}, "cr4zy"),
    "secret id": ({"Env": ["SECRET_ID=0f8fad5bd9cb469fa165"]}, "0f8fad5bd9cb469fa165"),
    "primary": ({"Labels": {"password": {"primary": "cr4zy"}}}, "cr4zy"),
    "XML": ({"Env": ["CFG=<a><password>cr4zy</password></a>"]}, "cr4zy"),
    "add": ({"Env": ['CFG=<add key="pwd" value="cr4zy"/>']}, "cr4zy"),
}  # fmt: skip


@pytest.mark.parametrize(("paste", "secret"), SAID.values(), ids=list(SAID))
def test_a_secret_is_known_by_the_command_the_setting_or_the_markup_it_is_in(paste: Json, secret: str) -> None:
    text = json.dumps(paste)
    (one,) = find(text)
    assert text[one.column - 1 :].startswith(json.dumps(secret)[1:-1])
    assert secret not in without(text, [one.id])
    assert find(without(text, [one.id])) == ()


def test_a_secret_in_a_comment_is_found() -> None:
    assert "hunter2" not in masked('{"Env": ["A=1"]} /* password: hunter2 */')


@pytest.mark.parametrize(
    "value",
    ["$ecretPa", "/aB3d/xYz9kkk", "[hunter]", "__hunter2secret", "ChangeOfHeart", "yourmother", "Iredacted99Xq"],
)
def test_a_value_that_only_looks_like_a_placeholder_is_a_secret(value: str) -> None:
    assert value not in masked(json.dumps({"Env": [f"DB_PASSWORD={value}"]}))


@pytest.mark.parametrize(
    "paste",
    [
        {"Env": ["PASSWORD=`cat /run/x`"]},
        {"Env": ["CFG=a\npassword: !secret foo"]},
        {"Env": ["PASSWORD=$[pw]"]},
        {"Env": ["CFG=a\nmax_token: 4096"]},
        {"Labels": {"max_token": 4096}},
        {"Env": ["TOKEN=4096"]},
        {"Env": ["HOTKEY=ctrl1alt2", "DONKEY=k1ng2kong3"]},
        {"Cmd": ["--token", "--pass-through"]},
        {"Cmd": ["curl", "-u", "${USER}:${PASS}"]},
        {"Cmd": ["docker", "run", "--user", "1000:1000"]},
    ],
)
def test_what_is_no_secret_is_left_alone(paste: Json) -> None:
    assert find(json.dumps(paste)) == ()
