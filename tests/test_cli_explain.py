"""`explain`: a rule, a statement, the list, and what is said where there is neither."""

import pytest

from webapp.cli import main
from webapp.core.guidance import statements
from webapp.core.registry import BY_ID
from webapp.formats import plain

Captured = pytest.CaptureFixture[str]


@pytest.mark.parametrize("name", ["host_network", "Host-Network"])
def test_a_rules_page_is_printed_as_wide_as_the_terminal(
    name: str, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    assert main(["explain", name]) == 0
    assert capsys.readouterr().out == plain.page(BY_ID["host_network"], 60)


@pytest.mark.parametrize(("columns", "width"), [("5", 40), ("300", 100)])
def test_lines_are_never_too_short_or_too_long_to_read(
    columns: str, width: int, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    assert main(["explain", "binds"]) == 0
    assert capsys.readouterr().out == plain.page(BY_ID["binds"], width)


@pytest.mark.parametrize("name", ["G12", "g12"])
def test_a_statement_is_explained_too(name: str, capsys: Captured) -> None:
    assert main(["explain", name]) == 0
    assert capsys.readouterr().out == plain.statement(statements()["G12"])


def test_without_a_rule_all_are_listed(capsys: Captured) -> None:
    assert main(["explain"]) == 0
    assert capsys.readouterr().out == plain.index()


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("bind", "There is no rule `bind`. Did you mean `binds`, `double_bindings`, `unusable_bindings`"),
        ("hots_network", "There is no rule `hots_network`. Did you mean `host_network`"),
        ("gpus", "Did you mean `gpu`"),
        ("zzzz", "There is no rule `zzzz`. `explain` without a name lists all rules."),
        ("", "There is no rule ``. `explain` without a name lists all rules."),
    ],
)
def test_an_unknown_rule_is_told_with_what_may_be_meant(name: str, told: str, capsys: Captured) -> None:
    assert main(["explain", name]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert told in said.err
