"""What holds for every conversion, whatever was pasted; used with made-up pastes and with real ones."""

import json
from collections.abc import Iterator

import jsonpatch

from webapp.core import Conversion, convert, dialect
from webapp.core.converted import Change, ConvertedModule
from webapp.core.path import Json, Path, at, has, leaves


def same(left: Json, right: Json) -> bool:
    """Tell whether two values are the same JSON: `1` and `true` are not."""
    return json.dumps(left) == json.dumps(right) or _sorted(left) == _sorted(right)


def _sorted(value: Json) -> str:
    return json.dumps(value, sort_keys=True)


def every_leaf_has_one_verdict(conversion: Conversion) -> None:
    for one in conversion.modules:
        assert [entry.path for entry in one.ledger] == leaves(one.module.options)
        assert sum(one.account.values()) == len(one.ledger)
        assert all(entry.rule is not None for entry in one.ledger if entry.verdict != "kept"), one.ledger


def patch_leads_to_the_result(conversion: Conversion) -> None:
    pasted = json.loads(json.dumps(conversion.document.value))
    patched = jsonpatch.apply_patch(pasted, json.loads(json.dumps(conversion.patch)))
    assert same(patched, conversion.converted), said(conversion)
    assert same(dialect.read(conversion.text).value, conversion.converted)
    if not conversion.document.repairs:
        assert same(json.loads(conversion.text), conversion.converted)


def what_the_patch_does_not_name_keeps_its_bytes(conversion: Conversion) -> None:
    """Every pasted value that no operation of the patch names, or a part of which it names, stands untouched."""
    document = conversion.document
    if document.repairs or document.repeated or any(one.module.repeated for one in conversion.modules):
        return  # what was tolerated is made strict, and a doubled key is written once: both are more than the patch
    named = {
        _until_array(_steps(document.value, str(operation.get("from", operation["path"]))))
        for operation in conversion.patch
    }
    touched = [(splice.start, splice.end) for splice in conversion.splices]
    for leaf in leaves(document.value):
        if not any(leaf[: len(path)] == path[: len(leaf)] for path in named):
            span = document.placed.span(leaf)
            assert not any(start < span.end and end > span.value for start, end in touched), (leaf, named)


def _steps(value: Json, pointed: str) -> Path:
    """Turn a JSON Pointer into a path; steps into arrays become numbers, `-` stays."""
    path: Path = ()
    for step in pointed.split("/")[1:]:
        name = step.replace("~1", "/").replace("~0", "~")
        path += (int(name),) if isinstance(at(value, path), list) and name.isdigit() else (name,)
    return path


def _until_array(path: Path) -> Path:
    """Cut a path before its first index: removals shift what follows, so the whole array counts as named."""
    return path[: next((size for size, step in enumerate(path) if isinstance(step, int) or step == "-"), len(path))]


def converting_again_changes_nothing(conversion: Conversion) -> None:
    again = convert(conversion.text)
    changes = [f"{change.rule.id} {change.op} {change.path}" for change in all_changes(again)]
    assert not changes, (changes, conversion.text)
    assert same(again.converted, conversion.converted)


def no_two_edits_meet(conversion: Conversion) -> None:
    for one in conversion.modules:
        for heard in one.said.rounds:
            for part in ("createOptions", "env"):
                mine = {id(edit) for edit in heard.edits_of(part)}
                changes = [change for change in one.changes if id(change.edit) in mine]
                _apart([(path, change) for change in changes for path in _written(change)])
                _apart([(path, change) for change in changes for path in _touched(one, change)])


def _written(change: Change) -> Iterator[Path]:
    if change.to is not None and "-" not in change.to:
        yield change.to


def _touched(one: ConvertedModule, change: Change) -> Iterator[Path]:
    if change.edit.op in ("remove", "move"):
        yield change.edit.path
    elif has(one.module.options, change.edit.to):
        yield change.edit.to


def _apart(places: list[tuple[Path, Change]]) -> None:
    seen: dict[Path, Change] = {}
    for path, change in sorted(places, key=lambda place: len(place[0])):
        for size in range(len(path) + 1):
            other = seen.get(path[:size])
            assert other is None, (change.rule.id, path, other.rule.id if other else "", path[:size])
        seen[path] = change


def everything_is_placed(conversion: Conversion) -> None:
    text = conversion.document.text
    rows = text.count("\n") + 1
    for one in conversion.modules:
        said = [(change.path, change.edit.part) for change in one.changes]
        said += [(note.path, note.part) for note in one.findings] + [
            (asked.path, asked.part) for asked in one.questions
        ]
        said += [(path, "createOptions") for path in leaves(one.module.options)]
        for path, part in said:
            assert 1 <= conversion.place(one, path, part).line <= rows
            start, end = conversion.document.span(one.module, path, part)
            assert 0 <= start <= end <= len(text)
    for path in [note.path for note in conversion.findings] + [change.path for change in conversion.changes]:
        assert 1 <= conversion.where(path).line <= rows
    for repair in conversion.document.repairs:
        assert 1 <= repair.line <= rows


def all_changes(conversion: Conversion) -> list[Change]:
    """Return the changes of every module and of what stands around them."""
    return [*(change for one in conversion.modules for change in one.changes), *conversion.changes]


def said(conversion: Conversion) -> list[str]:
    """Return what was done, for the message of a failed assertion."""
    return [f"{change.rule.id} {change.op} {change.path} {change.to}" for change in all_changes(conversion)]


def hold(conversion: Conversion) -> None:
    every_leaf_has_one_verdict(conversion)
    patch_leads_to_the_result(conversion)
    what_the_patch_does_not_name_keeps_its_bytes(conversion)
    no_two_edits_meet(conversion)
    everything_is_placed(conversion)


def remembered(conversion: Conversion, answers: dict[str, str]) -> dict[str, str]:
    """Return answers by what they are about, so that they can be given again when indexes have moved."""
    found: dict[str, str] = {}
    doubtful: set[str] = set()
    for about, name in _subjects(conversion):
        if name in answers and found.setdefault(about, answers[name]) != answers[name]:
            doubtful.add(about)
    return {about: answer for about, answer in found.items() if about not in doubtful}


def answered_again(source: str, known: dict[str, str]) -> Conversion:
    """Convert with the answers that are remembered, question by question as they come up."""
    answers: dict[str, str] = {}
    while True:
        conversion = convert(source, answers, lenient=True)
        more = {name: known[about] for about, name in _subjects(conversion) if about in known and name not in answers}
        if not more:
            return conversion
        answers |= more


def _subjects(conversion: Conversion) -> Iterator[tuple[str, str]]:
    """What each question is about: its rule, its topic and the value; one switch for many settings stays one."""
    for one in conversion.modules:
        for asked in one.questions:
            options: Json = dict(one.module.env) if asked.part == "env" else one.module.options
            value = json.dumps(at(options, asked.path)) if asked.path else ""
            yield f"{asked.rule.id}#{asked.id.partition('#')[2]} {value}", asked.id
