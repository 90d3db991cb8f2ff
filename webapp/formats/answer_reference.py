"""The rules and the guidance as JSON answers. They change with the code only."""

from functools import cache

from markupsafe import Markup
from pydantic import BaseModel, ConfigDict, Field

from webapp.core import RULESET
from webapp.core import guidance as pages
from webapp.core.edit import Sure
from webapp.core.rule import SECTIONS, Section
from webapp.formats.answer_models import JsonValue

_FROZEN = ConfigDict(frozen=True)


class RuleExample(BaseModel):
    """A paste and what becomes of it; these examples are the tests of the rule."""

    model_config = _FROZEN
    title: str = Field(description="What it shows.")
    choices: dict[str, str] = Field(description="The answers given to questions, by question id.")
    pasted: str = Field(description="The text as pasted.")
    converted: JsonValue = Field(description="The converted JSON value.")


class Rule(BaseModel):
    """One rule."""

    model_config = _FROZEN
    id: str = Field(description="The id that changes, findings, questions and the ledger name.", examples=["binds"])
    section: Section = Field(description="The section of the guidance that it belongs to.")
    title: str = Field(description="What it does, in a few words.")
    summary: str = Field(
        description="What it changes and why that matters, as plain text; backticks stand around code."
    )
    summary_html: str = Field(description="The same as HTML.")
    guidance: list[str] = Field(description="Statements of the guidance that it rests on.", examples=[["G5", "G6"]])
    sure: Sure = Field(description="How sure it is, where a change or finding does not say otherwise.")
    url: str = Field(description="Its page on this server, with reasons, examples and references.")
    examples: list[RuleExample] = Field(description="Pastes and what becomes of them.")


class Rules(BaseModel):
    """Every rule, in the order of the guidance."""

    model_config = _FROZEN
    ruleset: str = Field(description="Version of the rules.")
    rules: list[Rule] = Field(description="The rules.")


class Statement(BaseModel):
    """One of the numbered statements of the guidance, in our words."""

    model_config = _FROZEN
    id: str = Field(description="Its number, by which rules, changes and findings cite it.", examples=["G9"])
    section: str = Field(
        description="Where it belongs; `about` is the article's introduction.",
        json_schema_extra={"enum": ["about", *SECTIONS]},
    )
    text: str = Field(description="What it says, as plain text; backticks stand around code.")
    url: str = Field(description="Where Microsoft's article says it.")


class Guidance(BaseModel):
    """The statements that the rules rest on, in the order of their numbers."""

    model_config = _FROZEN
    article: str = Field(description="The article of Microsoft that they come from.")
    statements: list[Statement] = Field(description="The statements.")


@cache
def rules() -> Rules:
    """Return every rule with its examples."""
    return Rules(ruleset=RULESET, rules=[_rule(page) for page in pages.pages()])


@cache
def guidance() -> Guidance:
    """Return the statements `G1` to `G44`."""
    section_of = {one.id: name for name in ("about", *SECTIONS) for one in pages.section(name).statements}
    found = [
        Statement(id=one.id, section=section_of[one.id], text=one.text, url=one.url)
        for one in pages.statements().values()
    ]
    return Guidance(article=pages.ARTICLE, statements=found)


def _rule(page: pages.Page) -> Rule:
    return Rule(
        id=page.rule.id,
        section=page.rule.section,
        title=page.title,
        summary=_text(page.summary),
        summary_html=page.summary,
        guidance=list(page.rule.guidance),
        sure=page.rule.sure,
        url=f"/rules/{page.rule.id}",
        examples=[
            RuleExample(title=one.title, choices=one.choices, pasted=one.pasted, converted=one.converted)
            for one in page.examples
        ],
    )


def _text(html: str) -> str:
    return Markup(html.replace("<code>", "`").replace("</code>", "`")).striptags()  # noqa: S704 - our own pages
