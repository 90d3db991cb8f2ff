"""The Markdown beside the rules and the sections: title, summary, reasons, examples, references.

Rendered once and kept: a page costs about two milliseconds. Raw HTML is off, and no pasted text comes through here.
"""

import json
import re
from dataclasses import dataclass
from functools import cache

from markdown_it import MarkdownIt

from webapp.core.path import Json
from webapp.core.registry import BY_ID, FOLDER, RULES
from webapp.core.rule import SECTIONS, Rule, folder_of

ARTICLE = "https://learn.microsoft.com/azure/databox-online/azure-stack-edge-gpu-modify-fpga-modules-gpu"
_MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table")
_HEADING = re.compile(r"^## (.+)$", re.MULTILINE)
_FENCE = re.compile(r"^```json(?: (\w+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_STATEMENT = re.compile(r"^- (G\d+) \(#([\w-]+)\): (.+?)(?=^- |\Z)", re.MULTILINE | re.DOTALL)
_CITED = re.compile(r"\bG(\d+)\b")


@dataclass(frozen=True, slots=True)
class Example:
    """A pasted and a converted document, with the answers given to questions."""

    title: str
    choices: dict[str, str]
    pasted: str
    converted: Json

    @property
    def printed(self) -> str:
        """The converted document as text."""
        return json.dumps(self.converted, indent=2, ensure_ascii=False)


@dataclass(frozen=True, slots=True)
class Page:
    """A rule's reference page; the parts for people are HTML."""

    rule: Rule
    title: str
    summary: str
    why: str
    examples: tuple[Example, ...]
    references: str
    headings: tuple[str, ...]
    cites: frozenset[str]


@dataclass(frozen=True, slots=True)
class Statement:
    """One of the numbered statements of the guidance, in our words, with the article's anchor."""

    id: str
    anchor: str
    text: str

    @property
    def url(self) -> str:
        """Where the article says it."""
        return f"{ARTICLE}#{self.anchor}"


@dataclass(frozen=True, slots=True)
class SectionPage:
    """A section's introduction and the statements that it rests on."""

    id: str
    title: str
    anchor: str
    introduction: str
    statements: tuple[Statement, ...]


@cache
def page(rule_id: str) -> Page:
    """Return a rule's page. Raises KeyError for an unknown rule."""
    rule = BY_ID[rule_id]
    text = (FOLDER / rule.folder / f"{rule.id}.md").read_text(encoding="utf-8")
    head, *parts = _HEADING.split(text)
    bodies = dict(zip(parts[::2], parts[1::2], strict=True))
    title, _, summary = head.removeprefix("# ").partition("\n")
    return Page(
        rule,
        title.strip(),
        _html(summary),
        _html(bodies.get("Why", "")),
        tuple(
            _example(name, body)
            for name, body in zip(parts[::2], parts[1::2], strict=True)
            if name.startswith("Example")
        ),
        _html(bodies.get("References", "")),
        tuple(parts[::2]),
        frozenset(f"G{number}" for number in _CITED.findall(text)),
    )


@cache
def pages() -> tuple[Page, ...]:
    """Return every rule's page in the order of the rules."""
    return tuple(page(rule.id) for rule in RULES)


@cache
def section(section_id: str) -> SectionPage:
    """Return a section's page; `about` is the article's introduction, which has no rules."""
    folder = FOLDER if section_id == "about" else FOLDER / folder_of(section_id)
    text = (folder / "_section.md").read_text(encoding="utf-8")
    head, _, statements = text.partition("## Statements")
    title, _, introduction = head.removeprefix("# ").partition("\n")
    found = tuple(
        Statement(number, anchor, " ".join(words.split())) for number, anchor, words in _STATEMENT.findall(statements)
    )
    return SectionPage(section_id, title.strip(), found[0].anchor, _html(introduction), found)


@cache
def statements() -> dict[str, Statement]:
    """Return all numbered statements by id."""
    found = [one for name in ("about", *SECTIONS) for one in section(name).statements]
    return {one.id: one for one in sorted(found, key=lambda one: int(one.id[1:]))}


def load() -> None:
    """Render everything now, so that no request pays for it."""
    pages()
    statements()


def _html(markdown: str) -> str:
    rendered = str(_MARKDOWN.render(markdown.replace("](article#", f"]({ARTICLE}#")))
    return _CITED.sub(r'<a class="statement" href="/guidance#G\1">G\1</a>', rendered)


def _example(heading: str, body: str) -> Example:
    fences = _FENCE.findall(body)
    choices: dict[str, str] = next((json.loads(text) for info, text in fences if info == "choices"), {})
    plain = [text for info, text in fences if info != "choices"]
    if len(plain) != 2:
        raise ValueError(f"{heading!r} needs two JSON fences, pasted and converted")
    return Example(heading.partition(":")[2].strip(), choices, plain[0], json.loads(plain[1]))
