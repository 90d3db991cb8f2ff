"""createOptions in strings: escaped, without quotes, in chunks; and where their characters stand in the paste."""

import json

import pytest

from webapp.core import SourceError, carrier
from webapp.core.path import Json
from webapp.core.source import Document, read


def spanned(document: Document, *path: str | int) -> str:
    start, end = document.span(document.modules[0], path)
    return document.text[start:end]


OPTIONS: dict[str, Json] = {"Env": ["Ä=\u00e9", "B=😀/", "C"], "HostConfig": {"Privileged": True}}
ESCAPED = (
    '{\\"Env\\":[\\"\\u00c4=\\u00e9\\",\\"B=\\ud83d\\ude00\\/\\",\\"C\\"],\\"HostConfig\\":{\\"Privileged\\":true}}'
)
CUT = ESCAPED.index("=")
FORMS = {
    "object": ESCAPED.replace("\\/", "/").replace('\\"', '"'),
    "string": f'"{ESCAPED}"',
    "unquoted": f"  {ESCAPED}\n",
    "string with a comment": f'\ufeff// x\n"{ESCAPED}" // y',
    "single quotes": "'" + ESCAPED.replace('\\"', '"') + "'",
    "entry": f'{{"m": {{"settings": {{"image": "a", "createOptions": "{ESCAPED}"}}}}}}',
    "chunks": f'{{"settings": {{"createOptions": "{ESCAPED[:CUT]}", "createOptions01": "{ESCAPED[CUT:]}"}}}}',
    "chunks in another order": f'{{"createOptions01": "{ESCAPED[CUT:]}", "createoptions": "{ESCAPED[:CUT]}"}}',
}


@pytest.mark.parametrize("form", FORMS)
def test_every_form_gives_the_same_options_and_right_places(form: str) -> None:
    document = read(FORMS[form])
    module = document.modules[0]
    assert module.options == OPTIONS
    assert "\\u00c4" in spanned(document, "Env", 0) or "Ä" in spanned(document, "Env", 0)
    assert spanned(document, "Env", 1).replace('\\"', '"').replace("\\/", "/") == '"B=\\ud83d\\ude00/"'
    assert spanned(document, "Env", 2).replace("\\", "") == '"C"'
    assert spanned(document, "HostConfig", "Privileged").replace("\\", "") == '"Privileged":true'
    assert spanned(document, "HostConfig", "Nothing") == spanned(document, "HostConfig")
    assert document.place(module, ("Env", 2)).line == (2 if "comment" in form else 1)


def test_places_in_strings_count_lines_of_the_paste() -> None:
    document = read('{\n "settings": {\n  "createOptions": "{\\"Env\\":\\n[\\"A=1\\"]}"\n }\n}')
    assert document.place(document.modules[0], ("Env", 0)) == (3, 33)


def test_tolerances_in_a_string_are_listed_where_they_stand() -> None:
    document = read('{"settings": {\n"createOptions": "{\'Env\': [],}"}}')
    assert [(repair.line, repair.column) for repair in document.repairs] == [(2, 20), (2, 29)]


def test_keys_that_repeat_in_a_string_are_found_with_their_line() -> None:
    document = read('{"settings":\n{"createOptions": "{\\"Env\\": [], \\"Env\\": [1]}"}}')
    assert document.modules[0].repeated == ((("Env",), 2),)


@pytest.mark.parametrize(
    "nothing", ['""', '"  "', '"null"', '"NULL "', "null", '"// x"', '"/* x */ "', "\"''\"", '"null /**/"', "{}"]
)
def test_no_options_are_no_error(nothing: str) -> None:
    document = read(f'{{"settings": {{"createOptions": {nothing}}}}}')
    assert document.modules[0].options == {}
    assert document.repairs is not None


@pytest.mark.parametrize("wrong", ["5", "true", "[]", '"[]"', '"5"', '"\\"{}\\""', '"x"'])
def test_anything_else_than_an_object_is_refused_where_it_stands(wrong: str) -> None:
    with pytest.raises(SourceError) as caught:
        read(f'{{"settings":\n{{"createOptions": {wrong}}}}}')
    assert caught.value.problems[0].line == 2


@pytest.mark.parametrize(
    ("keys", "wrong"),
    [
        (["createOptions01"], "createOptions01"),
        (["createOptions", "createOptions02"], "createOptions02"),
        (["createOptions", "createOptions00"], "createOptions00"),
        (["createOptions", "createoptions"], "createoptions"),
        (["createOptions", "createOptions" + "1" * 5000], "createOptions111"),
        (["createOptions", "createOptions1", "createOptions01"], "createOptions1"),
        (["createOptions", "oldCreateOptions", "createOptions01"], "oldCreateOptions"),
        (["createOptions", *[f"createOptions{number:02d}" for number in range(1, 101)]], "createOptions"),
    ],
)  # fmt: skip
def test_chunks_with_a_gap_or_twice_are_refused(keys: list[str], wrong: str) -> None:
    with pytest.raises(SourceError) as caught:
        read('{"settings": {\n' + ",\n".join(f'"{key}": ""' for key in keys) + "}}")
    message = str(caught.value)
    assert message.startswith(f"`{wrong}")
    assert "is not the chunk" in message
    assert caught.value.problems[0].line > 1


def test_chunks_may_be_padded_or_not_and_hold_objects() -> None:
    document = read(
        '{"settings": {"createOptions": "{\\"a\\": ", "createOptions1": {"b": [1]}, "createOptions2": "}"}}'
    )
    assert document.modules[0].options == {"a": {"b": [1]}}
    assert spanned(document, "a", "b")


def test_a_long_text_is_cut_into_chunks_that_are_read_again() -> None:
    options: dict[str, Json] = {"Cmd": ['é"\\' * 400]}
    chunks = carrier.chunked(carrier.minified(options))
    assert list(chunks)[:2] == ["createOptions", "createOptions01"]
    assert max(map(len, chunks.values())) == carrier.CHUNK
    assert read(json.dumps({"settings": dict(chunks)})).modules[0].options == options


def test_half_a_character_in_text_that_lost_its_quotes_is_refused() -> None:
    with pytest.raises(SourceError, match="lone surrogate"):
        read('{\\"a\\": \\"\\ud800\\"}')


def test_text_that_only_looks_escaped_is_explained() -> None:
    with pytest.raises(SourceError, match="not expected"):
        read('{\\"a\\": "b"}')
