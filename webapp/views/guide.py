"""The reference: every rule, and the guidance that the rules rest on."""

from flask import Blueprint, abort, render_template

from webapp.core import guidance
from webapp.core.registry import BY_ID
from webapp.core.rule import SECTIONS

blueprint = Blueprint("guide", __name__)


@blueprint.get("/rules")
def rules() -> str:
    """List the rules by section."""
    sections = [
        (guidance.section(name), [page for page in guidance.pages() if page.rule.section == name]) for name in SECTIONS
    ]
    return render_template("rules.html", sections=sections)


@blueprint.get("/rules/<name>")
def rule(name: str) -> str:
    """Show one rule: what it does, why, and its examples."""
    if name not in BY_ID:
        abort(404)
    page = guidance.page(name)
    return render_template("rule.html", page=page, section=guidance.section(page.rule.section))


@blueprint.get("/guidance")
def statements() -> str:
    """List the numbered statements, each with its place in the article."""
    return render_template("guidance.html", sections=[guidance.section(name) for name in ("about", *SECTIONS)])
