"""Conversions as a SARIF 2.1.0 log, for code scanning and for editors.

Results are findings, questions without an answer, and one note a rule and module for what the conversion changes: a
note for each edit would bury the rest, none would show a file that has yet to be converted as clean. The edits
themselves are not `fixes`: those replace text, while a conversion replaces values; patch and text have them.
A question is a `warning` of kind `fail`, because other kinds have no level and code scanning does not show them.
"""

from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from typing import Any, NamedTuple

from webapp.core import guidance
from webapp.core.convert import RULESET, Conversion
from webapp.core.converted import Change, ConvertedModule, Note
from webapp.core.edit import Grounds
from webapp.core.message import Message
from webapp.core.module import Part
from webapp.core.path import Path, pointer
from webapp.core.problem import Problem, SourceError
from webapp.core.rule import Rule
from webapp.formats import plain
from webapp.formats.shortened import shortened

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
LEVELS = {"error": "error", "warning": "warning", "info": "note"}
FINGERPRINT = "createOptions/v1"
# GitHub's own key for fingerprints is left to GitHub: its upload warns of every value that it has not made itself.
Object = dict[str, Any]


class Found(NamedTuple):
    """One result before it is written: `template` is the same for results of one kind, `one` the module."""

    rule: Rule
    level: str
    text: str
    template: str
    path: Path
    part: Part
    because: Grounds
    one: ConvertedModule | None
    more: Mapping[str, object]


def sarif(
    conversions: Iterable[tuple[str, Conversion]],
    problems: Iterable[tuple[str, SourceError]] = (),
    version: str = "",
) -> Object:
    """Return one run over all conversions, each with the URI of its file; `problems` are files that can't be read."""
    found = [(uri, conversion, one) for uri, conversion in conversions for one in _found(conversion)]
    rules = {one.rule.id: one.rule for _, _, one in found}
    numbers = {name: number for number, name in enumerate(rules)}
    seen: dict[str, int] = {}
    notifications = [_notification(uri, problem) for uri, error in problems for problem in error.problems]
    driver = {
        "name": "createOptions Playground",
        **({"version": version} if version else {}),
        "rules": [_rule(rule) for rule in rules.values()],
        "properties": {"ruleset": RULESET},
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "invocations": [
            {"executionSuccessful": not notifications, "toolExecutionNotifications": notifications},
        ],
        "results": [_result(uri, conversion, one, numbers, seen) for uri, conversion, one in found],
    }
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def _found(conversion: Conversion) -> Iterator[Found]:
    yield from _said(conversion.findings, conversion.changes, None)
    for one in conversion.modules:
        yield from _said(one.findings, one.changes, one)
        for asked in one.questions:
            if asked.answer is None:
                answers = {"question": asked.id, "answers": [option.value for option in asked.options]}
                text, template = _plain(asked.prompt), asked.prompt.template
                yield Found(asked.rule, "warning", text, template, asked.path, asked.part, asked.because, one, answers)


def _said(notes: Iterable[Note], changes: Iterable[Change], one: ConvertedModule | None) -> Iterator[Found]:
    for note in notes:
        text = f"{_plain(note.message)} {_plain(note.remedy)}".strip()
        level, template = LEVELS[note.severity], note.message.template
        yield Found(note.rule, level, text, template, note.path, note.part, note.because, one, {})
    alike: dict[str, list[Change]] = {}
    for change in changes:
        alike.setdefault(change.rule.id, []).append(change)
    for first, *others in alike.values():
        left = f" And {len(others)} more of this rule." if others else ""
        text, more = f"To be converted: {_plain(first.summary)}{left}", {"changes": len(others) + 1}
        yield Found(first.rule, "note", text, "changes", first.path, first.edit.part, first.because, one, more)


def _plain(message: Message) -> str:
    """Return a message as SARIF's plain text; `[…](…)` in what was pasted makes no link."""
    return str(shortened(message)).replace("](", "\\](")


def _result(uri: str, conversion: Conversion, found: Found, numbers: Mapping[str, int], seen: dict[str, int]) -> Object:
    name = found.one.name if found.one else None
    where = "/".join(filter(None, (name, found.part))) + pointer(found.path)
    location = {
        "physicalLocation": {"artifactLocation": _artifact(uri), "region": _region(conversion, found)},
        "logicalLocations": [{"fullyQualifiedName": where, "kind": "member"}],
    }
    module = {"module": name} if name else {}
    because = found.because
    return {
        "ruleId": found.rule.id,
        "ruleIndex": numbers[found.rule.id],
        "level": found.level,
        "message": {"text": found.text},
        "locations": [location],
        "partialFingerprints": {FINGERPRINT: _fingerprint(uri, name, found, seen)},
        "properties": {**module, "guidance": list(because.guidance), "sure": because.sure, **found.more},
    }


def _region(conversion: Conversion, found: Found) -> Object:
    document = conversion.document
    if found.one is None:
        span = document.placed.span(found.path)
        start, end = span.start, span.end
    else:
        start, end = document.span(found.one.module, found.path, found.part)
    first, last = document.lines.place(start), document.lines.place(max(start, end))
    return {"startLine": first.line, "startColumn": first.column, "endLine": last.line, "endColumn": last.column}


def _fingerprint(uri: str, name: str | None, found: Found, seen: dict[str, int]) -> str:
    """Return what stays the same when lines move: no line, no index and no value goes in, but the order among equals.

    Values are left out because they can be secrets, and short secrets can be guessed from their hash.
    """
    steps = ["*" if isinstance(step, int) else step for step in found.path]
    key = "\0".join([uri, found.rule.id, name or "", found.part, pointer(tuple(steps)), found.template])
    seen[key] = seen.get(key, -1) + 1
    return sha256(f"{key}\0{seen[key]}".encode()).hexdigest()[:32]


def _artifact(uri: str) -> Object:
    return {"uri": uri} if uri.startswith("file:") else {"uri": uri, "uriBaseId": "%SRCROOT%"}


def _notification(uri: str, problem: Problem) -> Object:
    physical: Object = {"artifactLocation": _artifact(uri)}
    if problem.line:
        physical["region"] = {"startLine": problem.line, "startColumn": problem.column}
    return {
        "level": "error",
        "message": {"text": f"{_plain(problem.message)} {_plain(problem.hint)}".strip()},
        "locations": [{"physicalLocation": physical}],
    }


def _rule(rule: Rule) -> Object:
    known = guidance.statements()
    anchor = known[rule.guidance[0]].url if rule.guidance else guidance.section(rule.section).statements[0].url
    return {
        "id": rule.id,
        "name": "".join(part.capitalize() for part in rule.id.split("_")),
        "shortDescription": {"text": plain.title(rule)},
        "fullDescription": {"text": plain.summary(rule)},
        "help": {"text": plain.page(rule), "markdown": plain.markdown(rule)},
        "helpUri": anchor,
        "defaultConfiguration": {"level": "note" if rule.sure == "advice" else "warning"},
        "properties": {
            "tags": [rule.section],
            "section": rule.section,
            "guidance": list(rule.guidance),
            "sure": rule.sure,
        },
    }
