"""The pages of the rules and the statements of the guidance as plain text, from their Markdown."""

from collections.abc import Iterable, Iterator
from functools import cache
from textwrap import fill, indent

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from webapp.core import guidance
from webapp.core.guidance import ARTICLE, Statement
from webapp.core.registry import BY_ID, FOLDER, RULES
from webapp.core.rule import SECTIONS, Rule

WIDTH = 80
_MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table")
_LABELS = ("Pasted", "Converted")


@cache
def markdown(rule: Rule) -> str:
    """Return a rule's page as Markdown whose links lead to the article."""
    file = FOLDER / rule.folder / f"{rule.id}.md"
    return file.read_text(encoding="utf-8").replace("](article#", f"]({ARTICLE}#")


def title(rule: Rule) -> str:
    """Return the title of a rule's page."""
    return markdown(rule).partition("\n")[0].removeprefix("# ").strip()


def summary(rule: Rule) -> str:
    """Return what a rule does as one paragraph; backticks stand around code."""
    head = markdown(rule).partition("\n## ")[0].partition("\n")[2]
    return " ".join(flat(head).split())


def flat(text: str) -> str:
    """Return Markdown as text whose paragraphs are not wrapped."""
    return "\n\n".join(_blocks(_tree(text).children, width=10_000))


def page(rule: Rule, width: int = WIDTH) -> str:
    """Return all that is known of a rule: what it does, why, examples, references, and the statements it rests on."""
    heading, *rest = _blocks(_tree(markdown(rule)).children, width)
    known = guidance.statements()
    rests = f"Rule `{rule.id}`, section {guidance.section(rule.section).title}: {rule.sure}."
    cited = [_statement(known[name], width) for name in rule.guidance]
    more = [_underlined("Guidance", "-"), *cited] if cited else []
    return "\n\n".join([heading, fill(rests, width), *rest, *more]) + "\n"


def statement(one: Statement, width: int = WIDTH) -> str:
    """Return a statement of the guidance, where the article says it, and the rules that rest on it."""
    rules = [rule for rule in RULES if one.id in rule.guidance]
    told = "Rules that rest on it:\n" + _named(rules, width) if rules else "No rule rests on it alone."
    return f"{_statement(one, width)}\n\n{told}\n"


def index(width: int = WIDTH) -> str:
    """Return the rules by section, each with its title."""
    parts = []
    for name in SECTIONS:
        heading = _underlined(guidance.section(name).title, "-")
        parts.append(f"{heading}\n" + _named([rule for rule in RULES if rule.section == name], width))
    return "\n\n".join(parts) + "\n"


def _named(rules: Iterable[Rule], width: int) -> str:
    size = max(len(name) for name in BY_ID)
    lines = (f"{rule.id:{size}}  {title(rule)}" for rule in rules)
    return "\n".join(_wrapped(line, width, hanging=size + 2) for line in lines)


def _statement(one: Statement, width: int) -> str:
    return f"{_wrapped(f'{one.id:5}{flat(one.text)}', width, hanging=5)}\n     {one.url}"


def _tree(text: str) -> SyntaxTreeNode:
    return SyntaxTreeNode(_MARKDOWN.parse(text))


def _blocks(nodes: Iterable[SyntaxTreeNode], width: int) -> Iterator[str]:
    """Yield headings, paragraphs, lists, tables and code; of an example's fences, each is told what it shows."""
    fences = 0
    for node in nodes:
        if node.type == "heading":
            fences = 0
            yield _underlined(_inline(node), "=" if node.tag == "h1" else "-")
        elif node.type == "fence":
            choices = node.info.endswith(" choices")
            label = "Answered" if choices else _LABELS[fences % 2]
            fences += not choices
            yield f"{label}:\n" + indent(node.content.rstrip("\n"), "    ")
        elif node.type in ("bullet_list", "ordered_list"):
            yield "\n".join(_item(item, width) for item in node.children)
        elif node.type == "table":
            yield "\n".join(" | ".join(_inline(cell) for cell in row.children) for row in _rows(node))
        else:
            yield _wrapped(_inline(node), width)


def _rows(table: SyntaxTreeNode) -> Iterator[SyntaxTreeNode]:
    for part in table.children:
        yield from part.children


def _item(item: SyntaxTreeNode, width: int) -> str:
    """An item that is a link is two lines, so that the address can be copied whole."""
    (inner,) = item.children[0].children
    if [child.type for child in inner.children] == ["link"]:
        return f"{_wrapped('- ' + _text(inner.children[0]), width, hanging=2)}\n  {inner.children[0].attrs['href']}"
    return _wrapped("- " + _inline(item), width, hanging=2)


def _inline(node: SyntaxTreeNode) -> str:
    if node.type == "link":
        return f"{_text(node)} ({node.attrs['href']})"
    if node.type == "code_inline":
        return f"`{node.content}`"
    if node.type in ("softbreak", "hardbreak"):
        return " "
    return _text(node) if node.children else node.content


def _text(node: SyntaxTreeNode) -> str:
    return "".join(_inline(child) for child in node.children)


def _underlined(text: str, line: str) -> str:
    return f"{text}\n{line * len(text)}"


def _wrapped(text: str, width: int, hanging: int = 0) -> str:
    return fill(text, width, subsequent_indent=" " * hanging, break_long_words=False, break_on_hyphens=False)
