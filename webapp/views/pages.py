"""The converter: paste in, result out, with and without script."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from urllib.parse import unquote

from flask import Blueprint, Response, abort, make_response, render_template, request

from webapp.core import Conversion, SourceError
from webapp.core.preview import preview
from webapp.formats.markup import code
from webapp.formats.picture import of_deployment, of_module, standalone
from webapp.views import answers, devices, forms, htmx
from webapp.views import panel as panels
from webapp.views.opened import Opened
from webapp.views.result import VIEWS, Result, Showing, arrange

MORE = 20
blueprint = Blueprint("pages", __name__)


@dataclass(frozen=True, slots=True)
class Example:
    """A paste to try, with where it comes from."""

    slug: str
    title: str
    about: str
    source: str


@cache
def examples() -> dict[str, Example]:
    """Return the examples of the menu, in the order of their file."""
    data = tomllib.loads((Path(__file__).parent / "examples.toml").read_text(encoding="utf-8"))
    return {
        slug: Example(slug, item["title"], item["about"], item["source"].strip("\n")) for slug, item in data.items()
    }


@blueprint.app_context_processor
def _known() -> dict[str, object]:
    return {"views": VIEWS, "device_settings": devices.SETTINGS, "forms": forms.LABELS}


@blueprint.get("/")
def index() -> str:
    """Show the empty converter, or one of the examples converted."""
    slug = request.args.get("example")
    if slug is None:
        return _page("", None)
    example = examples().get(slug) or abort(404)
    given = answers.Answers()
    return whole(converted(example.source, given), given, example=example)


@blueprint.post("/convert")
def convert_paste() -> Response | str:
    """Convert the form's paste with its answers; a fragment for htmx, a whole page otherwise."""
    source, given = form()
    hidden = panels.masked(source, request.form)
    source = source if hidden is None else hidden
    if htmx.wants_fragment() and not source.strip():
        return htmx.fragment(render_template("_welcome.html", fragment=True))
    conversion = converted(source, given)
    shown = None if hidden is None else panels.panel(conversion, request.form)
    if not htmx.wants_fragment():
        return whole(conversion, given, panel=shown)
    result = _result(conversion, given)
    accepted = source if request.form.get("accept") or shown else None
    html = render_template("_result.html", result=result, accepted=accepted, panel=shown, fragment=True)
    return htmx.fragment(html)


@blueprint.post("/download")
def download() -> Response:
    """Return the converted text as a file, or with `?as=` the objects, or a picture, of the converted version."""
    conversion = answers.converted(*form())
    wanted = request.args.get("as", "text")
    if wanted == "text":
        name = "deployment.json" if "deployment" in conversion.kind else "createOptions.json"
        return _file(conversion.text, name, "application/json")
    previewed = preview(conversion, devices.read(request.form).device)
    if wanted == "kubernetes":
        return _file(forms.kubernetes_yaml(previewed), "kubernetes.yaml", "application/yaml")
    if wanted == "deployment":
        return _file(standalone(of_deployment(previewed)), "deployment.svg", "image/svg+xml")
    number = max(_number(request.form.get("opened", "")), 1) - 1
    found = previewed.of.get(number) if wanted == "picture" else None
    return _file(standalone(of_module(found)), "module.svg", "image/svg+xml") if found else abort(404)


def _file(content: str, name: str, kind: str) -> Response:
    response = make_response(content)
    response.headers["Content-Type"] = f"{kind}; charset=utf-8"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@blueprint.after_request
def _vary(response: Response) -> Response:
    response.vary.add("HX-Request")
    return response


def problem(error: SourceError) -> Response:
    """Show why a paste can't be read, beside the paste; while a person is still typing, in a low voice."""
    source = "" if error.status == 413 else error.source
    shown = explain(error, source)
    if not htmx.wants_fragment():
        return Response(_page(source, None, problem=shown), error.status)
    typing = request.form.get("how") == "typed"
    html = render_template("_typing.html" if typing else "_problem.html", problem=shown, fragment=True)
    return htmx.fragment(html, error.status, "#typing" if typing else "#problem")


def explain(error: SourceError, source: str) -> Mapping[str, object]:
    """Return what the template prints of an error: the cause, the lines around it with a caret, the repair."""
    first, further = error.problems[0], error.problems[1:]
    lines = source.split("\n")
    line = lines[first.line - 1] if 0 < first.line <= len(lines) else ""
    start = max(first.column - 61, 0)
    cut = "…" if start else ""
    return {
        "message": code(first.message),
        "hint": code(first.hint),
        "line": first.line,
        "column": first.column,
        "before": _window(lines[first.line - 2], start) if 1 < first.line <= len(lines) else None,
        "excerpt": _window(line, start),
        "caret": " " * (max(first.column - 1 - start, 0) + len(cut)) + "^",
        "more": [(code(one.message), one.line, one.column) for one in further[:MORE]],
        "more_left_out": max(len(further) - MORE, 0),
        "repaired": error.repaired,
        "fixes": [(fix.line, code(fix.message)) for fix in error.fixes],
    }


def _window(line: str, start: int) -> str:
    """Return 120 characters of a line, with `…` where it goes on."""
    end = start + 120
    return ("…" if start else "") + line[start:end] + ("…" if line[end:] else "")


def whole(conversion: Conversion, given: answers.Answers, **more: object) -> str:
    """Return the whole page with the result of the form; `more` is for the template."""
    return _page(conversion.document.text, _result(conversion, given), **more)


def of_link(link: Opened, **more: object) -> str:
    """Return the page with what a link carries, seen as its query says; `more` is for the template."""
    showing = replace(_showing(request.args), open=_number(request.args.get("module", "")))
    return _page(link.record.source, arrange(link.conversion, {}, showing, link.given), link=link, **more)


def kept(status: int, title: str, advice: str) -> Response:
    """Return the page with the form's paste and a word on why it was not converted."""
    source, _ = form()
    return Response(_page(source, None, refused={"title": title, "advice": advice}), status)


def _page(source: str, result: Result | None, **more: object) -> str:
    more.setdefault("problem", None)
    return render_template("convert.html", source=source, result=result, examples=examples(), **more)


def converted(source: str, given: answers.Answers) -> Conversion:
    """Convert the form's paste; one answer may count for all questions like it."""
    conversion = answers.converted(source, given)
    if alike := request.form.get("alike"):
        return answers.converted(source, answers.spread(conversion, given, unquote(alike)))
    return conversion


def _result(conversion: Conversion, given: answers.Answers) -> Result:
    return arrange(conversion, given.pending, _showing(request.form), devices.read(request.form))


def _showing(asked: Mapping[str, str]) -> Showing:
    """Read what the person looks at: a button that was pressed, else what was open before. A new text opens anew."""
    pressed = _number(asked.get("open", ""))
    listed = asked.get("list") or asked.get("listed", "")
    before = 0 if asked.get("fresh") else _number(asked.get("opened", ""))
    view = asked.get("view") or asked.get("viewed", "")
    return Showing(
        pressed or before, listed == "open", bool(pressed), next((one for one in VIEWS if one == view), "options")
    )


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0


def form() -> tuple[str, answers.Answers]:
    """Read the paste and the answers; browsers send line ends as CR LF, which no one pasted."""
    field = "repaired" if request.form.get("accept") else "source"
    return request.form.get(field, "").replace("\r\n", "\n"), answers.read(request.form)
