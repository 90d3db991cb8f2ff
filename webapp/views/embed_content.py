"""What an embed shows of a conversion, view by view, short enough to be loaded ten times on one page."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import escape
from itertools import islice

from flask import url_for
from markupsafe import Markup

from webapp.core import Conversion, guidance
from webapp.core.converted import ConvertedModule
from webapp.core.deployment import holds_several
from webapp.core.diff import SIGNS, Line, diff
from webapp.core.guidance import Page
from webapp.core.path import pointer
from webapp.core.preview import Previewed
from webapp.formats import manifests
from webapp.formats.markup import code
from webapp.formats.picture import Scene, of_deployment, of_module, plain
from webapp.views import embed_said
from webapp.views.embed_query import View, Wanted
from webapp.views.embed_said import Told
from webapp.views.listing import code_of, folded
from webapp.views.manifest import manifest_lines
from webapp.views.opened import Opened
from webapp.views.pictures import Picture, picture_of

# How much of a view is shown, in lines; the next one where a page would be too large.
STEPS = (600, 240, 60, 12)
WIDE = 300
LOST = 6


@dataclass(frozen=True, slots=True)
class Listing:
    """Lines as HTML, each a span. `look` is their class, `more` how many are left out."""

    lines: Markup
    look: str
    more: int


@dataclass(frozen=True, slots=True)
class Content:
    """What is shown. A view fills what it has: a listing, a picture, or a rule with what it said.

    `remark` is a sentence for where there is nothing to show; `lost` are settings that the device drops, and `refused`
    tells that they are reasons why it refuses the module instead.
    """

    remark: str = ""
    listing: Listing | None = None
    picture: Picture | None = None
    page: Page | None = None
    told: tuple[Told, ...] = ()
    more: int = 0
    spoke: tuple[Page, ...] = ()
    lost: tuple[tuple[str, Markup], ...] = ()
    lost_more: int = 0
    refused: bool = False


@dataclass(frozen=True, slots=True)
class _Scene:
    """A link with what is wanted of it. `one` is the module, None for all; `most` the number of lines."""

    link: Opened
    wanted: Wanted
    number: int | None
    most: int

    @property
    def conversion(self) -> Conversion:
        return self.link.conversion

    @property
    def one(self) -> ConvertedModule | None:
        return self.conversion.modules[self.number - 1] if self.number else None

    @property
    def found(self) -> Previewed | None:
        return self.link.previewed.of.get(self.number - 1) if self.number else None


def content(link: Opened, wanted: Wanted, number: int | None, most: int) -> Content:
    """Return what is shown of a link: of the module with this number, or of all; at most so many lines.

    A paste that holds one module only is shown as that module.

    Raises:
        SourceError: the paste can't be read.
    """
    if number is None and not holds_several(link.conversion.kind):
        number = 1
    return _MAKERS[wanted.view](_Scene(link, wanted, number, most))


def cut(lines: Iterable[str], look: str, most: int) -> Listing:
    """Take the first lines of a listing and count the others; the ends of long ones are left out already."""
    rest = iter(lines)
    first = list(islice(rest, most))
    return Listing(_joined(first), look, sum(1 for _ in rest))


def _joined(lines: Iterable[str]) -> Markup:
    return Markup("".join(lines))  # noqa: S704 - every line escapes what it prints


def _short(text: str) -> str:
    return text if len(text) <= WIDE else f"{text[:WIDE]}…"


def _line(line: Line) -> str:
    return code_of(line._replace(text=_short(line.text), key=line.key and _short(line.key)))


def _result(scene: _Scene) -> Content:
    lines = _converted(scene.conversion, scene.one) if scene.one else _whole_text(scene.conversion)
    return Content(listing=cut(lines, "lines", scene.most))


def _whole_text(conversion: Conversion) -> Iterator[str]:
    for number, text in enumerate(conversion.text.split("\n"), 1):
        yield f'<span data-n="{number}">{escape(_short(text), quote=False)}</span>'


def _converted(conversion: Conversion, one: ConvertedModule) -> Iterator[str]:
    number = 0
    for line in diff(conversion, one):
        if line.sign != "-":
            number += 1
            look = ' class="come"' if line.sign == "+" else ""
            yield f'<span{look} data-n="{number}">{_line(line)}</span>'


def _diff(scene: _Scene) -> Content:
    if scene.one is None:
        # One span a line, nothing inside.
        lines = [f"{line}</span>" for line in str(manifest_lines(scene.conversion)).split("</span>")[:-1]]
        return Content(listing=cut(lines, "diff", scene.most)) if lines else Content("Nothing changes in the text.")
    if not scene.one.changes:
        return Content("Nothing changes.")
    differing = list(_differing(scene.conversion, scene.one))
    shown = folded(differing[: scene.most])
    return Content(listing=Listing(_joined(shown), "diff", max(len(differing) - scene.most, 0)))


def _differing(conversion: Conversion, one: ConvertedModule) -> Iterator[tuple[bool, str]]:
    number, last = 0, None
    for line in diff(conversion, one):
        number += line.sign != "-"
        new = "" if line.sign == "-" else number
        rule = "" if line.change in (None, last) else _rule_link(one, line.change or 0)
        last = line.change
        yield (
            line.sign == " ",
            f'<span class="{SIGNS[line.sign]}" data-n="{new}">{line.sign} {_line(line)}{rule}</span>',
        )


def _rule_link(one: ConvertedModule, change: int) -> str:
    name = one.changes[change].rule.id
    return f' <a href="{url_for("guide.rule", name=name)}">{name}</a>'


def _rule(scene: _Scene) -> Content:
    modules = [scene.one] if scene.one else list(scene.conversion.modules)
    spoke = tuple(guidance.page(name) for name in embed_said.spoke(scene.conversion, modules))
    if not scene.wanted.rule:
        remark = "" if spoke else "No rule had anything to say."
        return Content(remark, spoke=spoke)
    told = embed_said.told(scene.conversion, modules, scene.wanted.rule)
    most = max(scene.most // 10, 3)
    remark = "" if told else "This rule had nothing to say here."
    page = guidance.page(scene.wanted.rule)
    return Content(remark, page=page, told=tuple(told[:most]), more=max(len(told) - most, 0))


def _picture(scene: _Scene) -> Content:
    if scene.number and scene.found is None:
        return Content(_LATER)
    drawn: Scene = of_module(scene.found) if scene.found else of_deployment(scene.link.previewed)
    if scene.most == STEPS[0]:
        return Content(picture=picture_of(drawn, "picture"))
    lines = (f"<span>{escape(_short(line), quote=False)}</span>" for line in plain(drawn).split("\n"))
    return Content("The picture is too large for an embed. In words:", cut(lines, "words", scene.most))


_LATER = "The createOptions of this module are filled in later, so nothing can be said of it here."


def _kubernetes(scene: _Scene) -> Content:
    if scene.number and scene.found is None:
        return Content(_LATER)
    preview, found = scene.link.previewed, scene.found
    errors = found.converted.errors if found else preview.errors
    objects = found.converted.objects if found else preview.objects
    losses = [loss for one in ([found] if found else preview.modules) for loss in one.still_dropped]
    lost = [(pointer(one.path), code(one.message)) for one in (errors or losses)]
    lines = () if errors else (_yaml(number, line.text) for number, line in enumerate(manifests.lines(objects), 1))
    listing = cut(lines, "lines", scene.most)
    return Content(
        "" if errors or listing.lines else "There is nothing for the device to make.",
        listing if listing.lines else None,
        lost=tuple(lost[:LOST]),
        lost_more=max(len(lost) - LOST, 0),
        refused=bool(errors),
    )


def _yaml(number: int, text: str) -> str:
    return f'<span data-n="{number}">{escape(_short(text), quote=False)}</span>'


_MAKERS: Mapping[View, Callable[[_Scene], Content]] = {
    "result": _result,
    "diff": _diff,
    "rule": _rule,
    "picture": _picture,
    "kubernetes": _kubernetes,
}
