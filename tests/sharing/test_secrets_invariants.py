"""What holds for every paste with a secret in it, shown by pastes that nobody chose; and what searching costs."""

import json
import random
import re
from collections.abc import Iterator
from functools import partial

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from tests.core.deployments import deployments
from tests.core.strategies import FORMS, create_options, damaged, pastes
from tests.core.test_corpus import FILES, FOLDER
from tests.effort import in_ordinary_pastes
from tests.sharing import secrets_made as made
from webapp.core import SourceError, convert
from webapp.core.path import Json
from webapp.sharing.secrets import find, names, without

ANY = settings(
    derandomize=True,
    deadline=None,
    max_examples=200,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large],
)
SECRETS = st.from_regex(r"[a-z]{2}[0-9][A-Za-z0-9]{12,30}Zz9", fullmatch=True)
PLANTED = st.sampled_from([*((f"{name}=", "") for name in made.NAMES), ("X=Server=s;Password=", ";A=b"), ("X=http://u:", "@h:1/x"), ("X=AccountName=a;AccountKey=", ";B=c")])  # fmt: skip # noqa: E501


def account(paste: str) -> list[tuple[object, ...]]:
    """Return what converting changes, without values."""
    return [(one.rule.id, one.op, one.path) for module in convert(paste).modules for one in module.changes]


def shape(value: Json) -> Json:
    """Return a value with nothing but its structure, keys and types."""
    if isinstance(value, dict):
        return {key: shape(child) for key, child in value.items()}
    return [shape(child) for child in value] if isinstance(value, list) else type(value).__name__


@ANY
@given(create_options(), st.integers(0, len(FORMS) - 1), PLANTED, SECRETS)
def test_a_planted_secret_goes_and_nothing_else_does(
    options: dict[str, Json], form: int, around: tuple[str, str], secret: str
) -> None:
    env = options.get("Env")
    options["Env"] = [*(env if isinstance(env, list) else []), secret.join(around)]
    paste = FORMS[form](options)
    assume(secret in paste)
    found = find(paste)
    replaced = without(paste, [one.id for one in found])
    assert secret not in replaced
    assert secret not in str(found)
    assert find(replaced) == ()
    assert account(replaced) == account(paste)
    assert [shape(one.options) for one in convert(replaced).document.modules] == [
        shape(one.options) for one in convert(paste).document.modules
    ]


@ANY
@given(deployments(), SECRETS, st.integers(0, 1_000))
def test_a_secret_in_a_string_of_a_deployment_goes_and_the_rest_stays(paste: str, secret: str, seed: int) -> None:
    places = [match.end() for match in re.finditer(r'"value": *"', paste)]
    assume(places)
    place = random.Random(seed).choice(places)  # noqa: S311
    planted = f"{paste[:place]}http://u:{secret}@h/{paste[place:]}"
    replaced = without(planted, [one.id for one in find(planted)])
    assert secret not in replaced
    assert find(replaced) == ()
    assert shape(json.loads(replaced)) == shape(json.loads(planted))


@ANY
@given(pastes() | damaged() | deployments() | st.text())
def test_nothing_is_left_once_all_is_replaced_and_what_could_be_read_still_can(paste: str) -> None:
    found = find(paste)
    replaced = without(paste, [one.id for one in found])
    assert find(replaced) == ()
    assert len({one.id for one in found}) == len(found)
    assert found or replaced == paste
    try:
        before = convert(paste)
    except SourceError:
        return
    assert convert(replaced).kind == before.kind


@ANY
@given(st.lists(st.sampled_from(['"', "\\", "'", "PASSWORD=", "token", ":", "cr4zyA1b2", "{", "}", ",", "\n", "${X}", "--key ", "//", "@", "sig=", "eyJ", "*/", ";"]), max_size=40))  # fmt: skip # noqa: E501
def test_no_text_however_broken_stops_the_search_or_is_found_twice(pieces: list[str]) -> None:
    text = "".join(pieces)
    places = [(one.line, one.column) for one in find(text)]
    assert places == sorted(set(places))
    assert find(without(text, [one.id for one in find(text)])) == ()


SIZE = 1 << 17
HOSTILE = (
    "://a:", "://", "://a:b@", "eyJ", "eyJaaaaaaaaa.", "a", "A_KEY=", '"A_KEY=', "'A_KEY=\"", "\\", '\\"', '\\\\"',
    '\\"password\\":\\"', '"password":"', "-----BEGIN PRIVATE KEY-----", "Pwd=;", ";Pwd=a;Uid=b", "sig=", "${", "$(",
    "{{", "<", "PASSWORD=${", "a_password ", "token: ", "--token ", "''", "a.b-", "AccountKey=<", "xox", "A/", " ",
    '"token":{"value":"cr4zy",', "[(", "$A_",
)  # fmt: skip


@pytest.mark.parametrize("piece", HOSTILE)
def test_a_hostile_text_is_searched_in_time_that_grows_with_its_length(piece: str) -> None:
    text = piece * (SIZE // len(piece))
    readable = json.dumps({"Env": ["TOKEN=" + text[: SIZE // 2]]})
    for around in (text, readable, "! " + readable, '{"password": "' + text):
        assert in_ordinary_pastes(partial(find, around)) < 120


def variable(value: str) -> str:
    """Return createOptions with one variable."""
    return json.dumps({"Env": [value]})


RISING = "".join('"password":' + "\\" * level + "'x" for level in range(1, 500))
ATTACKS = {
    "bracket": variable("PASSWORD=[" + "a" * (SIZE * 8 - 40)),
    "option in option": variable("--key=" * (SIZE // 6)),
    "SQL": variable("Server=x;" + "Password=" * (SIZE // 9)),
    "SQL, apart": variable("Server=x;" + "Password=a;" * (SIZE // 11)),
    "marks": "{" + RISING + '"' * SIZE * 2,
    "lines": variable("CFG=[a]\n" + "password=c h\n" * (SIZE // 13)),
    "variables": json.dumps({"Env": ["PASSWORD=" + "$A_" * 1300] * 32}),
    "alike": "! password='b" + "a" * 1000 + "' " + "a" * SIZE,
    "again": json.dumps({"Env": ["PASSWORD=a1B2c3D4e5", "a1B2c3D4e5 " * (SIZE // 11)]}),
    "mysql": "mysql -pa " * (SIZE // 10),
}


@pytest.mark.parametrize("paste", ATTACKS.values(), ids=list(ATTACKS))
def test_an_attack_on_the_search_costs_no_more_than_any_other_text(paste: str) -> None:
    assert in_ordinary_pastes(partial(find, paste)) < 120


def test_the_corpus_has_no_finding_that_stands_for_a_secret() -> None:
    """Told by other means than the search: a finding has a letter and a digit, and no sign of a placeholder near it."""
    if not FILES:
        pytest.skip(f"NO CORPUS in {FOLDER}: false alarms on other people's placeholders are not looked for")
    doubtful = [value for value in _values() if _is_doubtful(value)]
    assert doubtful == []


def _values() -> Iterator[str]:
    for file in FILES:
        text = file.read_bytes().decode(errors="replace")
        lines = text.splitlines()
        for one in find(text):
            yield re.split(r"[\"\\;&\s]", lines[one.line - 1][one.column - 1 :])[0]


def _is_doubtful(value: str) -> bool:
    marks = (
        "${",
        "$(",
        "{{",
        "<",
        ">",
        "%",
        "#",
        "__",
        "REDACTED",
        "***",
        "xxx",
        "your",
        "password",
        "secret",
        "change",
    )
    return any(mark in value for mark in marks) or value.startswith("$") or not re.search("[0-9]", value)


def test_the_corpus_has_placeholders_for_the_search_to_pass_over() -> None:
    if not FILES:
        pytest.skip(f"NO CORPUS in {FOLDER}: false alarms on other people's placeholders are not looked for")
    told = [
        match for file in FILES for match in re.findall(r'"(\w+)" *: *"[<$#_][^"]', file.read_text(errors="replace"))
    ]
    assert sum(bool(names.strength(name)) for name in told) > 50
