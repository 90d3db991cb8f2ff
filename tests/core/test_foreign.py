"""Texts that fail to be JSON as a whole are told as what they are: YAML, templates, tails."""

import pytest

from webapp.core import SourceError, dialect
from webapp.core.dialect.brackets import unopened
from webapp.core.dialect.faults import DialectError
from webapp.core.source import read


def refused(text: str) -> tuple[str, str, tuple[int, int], str | None]:
    """Return message, hint, place and repaired text of a paste."""
    with pytest.raises(SourceError) as caught:
        read(text)
    problem = caught.value.problems[0]
    return str(problem.message), str(problem.hint), (problem.line, problem.column), caught.value.repaired


COMPOSE = "a compose file in YAML"
KUBERNETES = "a Kubernetes object in YAML"
YAML = "like YAML"


@pytest.mark.parametrize(
    ("text", "what", "place"),
    [
        ("services:\n  a:\n    image: b", COMPOSE, (1, 1)),
        ('# x\n\nversion: "3"\r\nservices:\r\n  a:\r\n    ports:\r\n    - "80:80"\r\n', COMPOSE, (3, 1)),
        ("---\napiVersion: v1\nkind: Pod\nspec:\n  containers:\n  - name: a\n", KUBERNETES, (2, 1)),
        ("  apiVersion: v1\n  kind: Pod\n  spec:\n    command: [\n      a\n    ]\n", KUBERNETES, (1, 3)),
        ("HostConfig:\n  Binds:\n  - /a:/b", YAML, (1, 1)),
        ("Env: [A=1]\nExposedPorts: # open\n\n  # more\n  80/tcp: {}", YAML, (1, 1)),
        ("- Env:\n  - A=1\n", YAML, (1, 1)),
    ],
)
def test_yaml_is_told_and_not_repaired(text: str, what: str, place: tuple[int, int]) -> None:
    message, hint, told, repaired = refused(text)
    assert what in message
    assert message.endswith("createOptions are JSON.")
    assert ("`yq" if what == YAML else "`docker inspect`") in hint
    assert told == place
    assert repaired is None


@pytest.mark.parametrize(
    ("text", "repaired"),
    [
        ("Tty: True\nUser: 'x'", "Tty: true,\nUser: 'x'"),
        ("HostConfig:\n  {Privileged: True}", "HostConfig:\n  {Privileged: true}"),
        ('HostConfig: {\n  Binds:\n    ["/a:/b" "/c:/d"]\n}', None),
        ("User: 'x',\nHostConfig:\n  Tty: True", None),
        ("HostConfig:\n  Tty: True\n}", None),
        ('"HostConfig":\n  "Binds": []', None),
    ],
)
def test_json_without_braces_or_quotes_is_no_yaml(text: str, repaired: str | None) -> None:
    message, _, _, mended = refused(text)
    assert "YAML" not in message
    assert repaired is None or mended == repaired


@pytest.mark.parametrize(
    ("text", "mark", "place"),
    [
        ('{"a": {"b": 1}\n ["$spi_dev"]\n ["$x"]\n}', '["$spi_dev"]', (2, 2)),
        ('{"a": 1,\n [$x],\n "b": 2}', "[$x]", (2, 2)),
        ('{\n ${MORE}\n "b": 2}', "${MORE}", (2, 2)),
        ('"a": 1\n%MORE%\n"b": 2', "%MORE%", (2, 1)),
        ('{"a": 1, {{#each x}} "b": 2 {{/each}}}', "{{#each x}}", (1, 10)),
        ('{"a": 1\n{% if x %}, "b": 2{% endif %}}', "{% if x %}", (2, 1)),
        ("{% if x %}{}{% endif %}", "{% if x %}", (1, 1)),
        ('{"a": [{{x}}]}', "{{x}}", (1, 8)),
        ('{"a": [1, 2 {{x}}]}', "{{x}}", (1, 13)),
    ],
)
def test_a_generators_placeholder_is_told_as_such(text: str, mark: str, place: tuple[int, int]) -> None:
    message, hint, told, repaired = refused(text)
    assert message == f"`{mark}` seems to be a placeholder of the tool that generates this text."
    assert "filled in first" in hint
    assert told == place
    assert repaired is None


@pytest.mark.parametrize(
    ("text", "repaired"),
    [
        ('{"Env": ["a"\n ${X}\n]}', '{"Env": ["a",\n ${X}\n]}'),
        ('{"Cmd": [["a"]\n ["$x"]\n]}', '{"Cmd": [["a"],\n ["$x"]\n]}'),
        ('{"User": "a" "Cmd": ["$x"]}', '{"User": "a", "Cmd": ["$x"]}'),
    ],
)
def test_a_value_that_is_a_placeholder_is_no_reason_to_give_up(text: str, repaired: str) -> None:
    assert refused(text)[3] == repaired


def test_doubled_braces_are_no_placeholder() -> None:
    assert "placeholder" not in refused('{{"a": 1}}')[0]


TAILS = [
    '}\n },\n "modules": {}\n }\n}',
    '], "a": 1}',
    '"status": "running",\n "settings": {"image": "x:1"}\n },\n "b": {"settings": {}}\n }\n}',
    ',\n "modules": {}\n }\n}',
    '"/a:/b"\n ]\n }\n}',
    'dge-hub:1.0",\n "createOptions": "{}"\n },\n "b": {}\n }\n}',
    'image": "a:1",\n "createOptions": "{}"\n }\n}',
]


@pytest.mark.parametrize("text", TAILS)
def test_of_a_text_that_begins_in_the_middle_the_beginning_is_asked_for(text: str) -> None:
    assert refused(text)[1] == "The beginning is missing; paste the text from its first line on."


@pytest.mark.parametrize(
    "text",
    [
        '{"a": 1}}}',
        '"a": 1}',
        ',"a": 1',
        '"a": 1,, "b": {}}}',
        '"a": {"b": [1}]}}',
        'HostConfig: {"Binds": ["/a:/b]}',
        'log "x" {}',
    ],
)
def test_of_a_text_that_is_broken_elsewhere_it_is_not(text: str) -> None:
    assert "beginning" not in refused(text)[1]


def test_a_member_without_the_braces_around_it_keeps_its_repair() -> None:
    assert refused('"Tty": true\n }\n}')[3] == '{"Tty": true\n }\n'


def test_what_is_wrong_inside_a_string_is_told_the_same_way() -> None:
    message, _, place, _ = refused('{"settings": {"createOptions": "HostConfig:\\n  Binds:\\n  - /a:/b"}}')
    assert message == "This looks like YAML; createOptions are JSON."
    assert place == (1, 33)
    with pytest.raises(DialectError, match="looks like YAML"):
        dialect.read("HostConfig:\n  Binds:\n  - /a:/b")


@pytest.mark.parametrize(
    ("text", "brackets", "count"),
    [
        ("}{}}", "{}", 2),
        ("{]}]", "{}[]", 2),
        ("{]}]", "{}", 0),
        ('"}\\"}" \'}\' // }\n/* }\n} */ }', "{}", 1),
        ('"}\n}', "{}", 1),
        ("/* }", "{}", 0),
    ],
)
def test_brackets_that_nothing_opens_are_counted_outside_of_strings_and_comments(
    text: str, brackets: str, count: int
) -> None:
    assert unopened(text, brackets) == count
