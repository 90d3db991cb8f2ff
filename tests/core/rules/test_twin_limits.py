"""What the limits of a twin promise beyond the examples of their page."""

import json

from tests.core.rules.hearing import said
from webapp.core import convert
from webapp.core.path import Json


def modules(**options: Json) -> str:
    return json.dumps(
        {"modules": {name: {"settings": {"image": "a:1", "createOptions": one}} for name, one in options.items()}}
    )


def labels(size: int) -> Json:
    """Labels that make createOptions of `size` characters when they are minified."""
    return {"Labels": {"a": "x" * (size - len('{"Labels":{"a":""}}'))}}


def test_createoptions_of_a_hundred_pieces_are_read_and_one_character_more_is_not() -> None:
    assert [severity for severity, _ in said(convert(modules(a=labels(51_200))), "twin_limits")] == ["warning"]
    conversion = convert(modules(a=labels(51_201)))
    assert [severity for severity, _ in said(conversion, "twin_limits")] == ["warning", "error"]
    told = next(note for note in conversion.modules[0].findings if note.rule.id == "twin_limits")
    assert "51,201 characters" in str(told.message)


def test_all_modules_together_have_32_kb() -> None:
    half = 16 * 1024
    assert not said(convert(modules(a=labels(half - 100), b=labels(half - 100))), "twin_limits")
    assert said(convert(modules(a=labels(half), b=labels(half))), "twin_limits")


def test_createoptions_alone_have_no_twin() -> None:
    assert not said(convert(json.dumps(labels(60_000))), "twin_limits")
