"""The page's listing of a deployment's text: every line under the number that it has in the paste and in the result."""

from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag

from tests.core.test_cases import DEPLOYMENTS
from webapp.core import Conversion, convert
from webapp.views.manifest import WIDE, manifest_lines


def lines_of(conversion: Conversion) -> list[Tag]:
    return list(BeautifulSoup(manifest_lines(conversion), "html.parser").select("span[data-o]"))


@pytest.mark.parametrize("file", DEPLOYMENTS, ids=lambda file: file.stem)
def test_each_line_has_its_numbers_in_the_paste_and_in_the_result(file: Path) -> None:
    conversion = convert(file.read_text(encoding="utf-8"))
    sides = {"data-o": conversion.document.text.split("\n"), "data-n": conversion.text.split("\n")}
    shown = lines_of(conversion)
    for line in shown:
        for side, text in sides.items():
            if line[side]:
                assert line.text[2:].removesuffix("…") == text[int(str(line[side])) - 1][:WIDE]
    assert any(line["data-o"] for line in shown)
    assert any(line["data-n"] for line in shown)


def test_unchanged_lines_are_numbered_anew_behind_each_change() -> None:
    options = '{"HostConfig": {\n"Binds": ["/home/hcsshares/films:/films"]\n}}'
    members = ",\n".join(f'"{name}": {{"settings": {{"image": "a",\n"createOptions": {options}}}}}' for name in "abc")
    pasted = f'{{"modulesContent": {{"$edgeAgent": {{"properties.desired": {{"modules": {{\n{members}\n}}}}}}}}}}'
    numbers = [(str(line["data-o"]), str(line["data-n"])) for line in lines_of(convert(pasted))]
    shifts = [int(new) - int(old) for old, new in numbers if old and new]
    assert shifts[0] == 0
    assert len(set(shifts)) == 4
    assert shifts == sorted(shifts)
