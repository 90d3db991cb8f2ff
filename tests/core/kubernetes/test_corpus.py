"""Every object of every module that other people wrote, as converted: taken by all versions, or listed in the table."""

import os
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.core.test_corpus import FILES, FOLDER
from webapp.core import SourceError, convert
from webapp.core.converted import ConvertedModule
from webapp.core.device import AZURE_STACK_EDGE, DeviceModule, Translation, translate
from webapp.core.kubernetes import VERSIONS, validate

TABLE = Path(__file__).with_name("corpus.tsv")
_HEAD = ["file", "module", "count", "versions", "kind", "problem", "told"]


def modules() -> Iterator[tuple[Path, ConvertedModule]]:
    """Yield every module that can be read and whose createOptions are there."""
    for file in FILES:
        try:
            conversion = convert(file.read_bytes().decode(errors="replace"))
        except SourceError:
            continue
        yield from ((file, one) for one in conversion.modules if one.module.carrier != "placeholder")


def translated(one: ConvertedModule) -> Translation:
    """Translate a converted module; a paste without name or image has stand-ins."""
    name, image = one.converted_name or one.name or "module", one.module.image or "module:1.0"
    module = DeviceModule(name, image, env=one.env, create_options=one.create_options)
    return translate(module, AZURE_STACK_EDGE)


@cache
def judged() -> tuple[tuple[list[str], ...], int]:
    """Return the rows of the table, without head, and the number of objects."""
    rows, objects = Counter[tuple[str, ...]](), 0
    for file, one in modules():
        made = translated(one)
        objects += len(made.objects)
        found = [("", "refused by the agent", str(error.message)) for error in made.errors]
        found += [(", ".join(two.versions), two.kind, str(two.message)) for two in validate(made.objects)]
        rows.update((file.name, one.name or "", *_shown(entry), _told(one)) for entry in found)
    return tuple([*row[:2], str(count), *row[2:]] for row, count in sorted(rows.items())), objects


def _told(one: ConvertedModule) -> str:
    """Return what the conversion told of the module already: the rules of its errors and of its open questions."""
    rules = {note.rule.id for note in one.findings if note.severity == "error"}
    rules |= {asked.rule.id for asked in one.questions if not asked.answer}
    return ", ".join(sorted(rules)) or "nothing"


def _shown(found: tuple[str, str, str]) -> tuple[str, str, str]:
    return ("all" if found[0] == ", ".join(VERSIONS) else found[0], *found[1:])


def test_what_clusters_refuse_is_what_the_table_says() -> None:
    """`UPDATE_CASES=1` writes the table anew; its change is part of the review."""
    if not FILES:
        pytest.skip(f"NO CORPUS in {FOLDER}: the table in {TABLE.name} is not compared")
    found = [_HEAD, *judged()[0]]
    if os.environ.get("UPDATE_CASES"):
        TABLE.write_text("".join("\t".join(cells) + "\n" for cells in found), encoding="utf-8")
    assert found == [line.split("\t") for line in TABLE.read_text(encoding="utf-8").splitlines()]


def test_most_objects_are_taken_by_every_version() -> None:
    if not FILES:
        pytest.skip(f"NO CORPUS in {FOLDER}")
    rows, objects = judged()
    refused = sum(int(row[2]) for row in rows)
    assert objects > 1500 and refused < objects / 10
