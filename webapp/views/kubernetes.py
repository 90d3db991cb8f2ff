"""What the device makes of the open module, for the page: objects as YAML beside the settings that they come from."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from itertools import islice

from markupsafe import Markup

from webapp.core.convert import Conversion
from webapp.core.device import DeviceError, Loss, Target, Translation, telling
from webapp.core.diff import printed
from webapp.core.kubernetes import validate
from webapp.core.path import Json, Path, at, pointer
from webapp.core.preview import Preview, Previewed
from webapp.core.problem import Place
from webapp.formats import manifests
from webapp.formats.manifests import YamlLine
from webapp.formats.markup import code
from webapp.views.listing import code_of

LIMIT = 2_000
LOST = 50
_TITLED = 8


@dataclass(frozen=True, slots=True)
class Lost:
    """A setting that the device drops, or for which it refuses the module; `place` is in the paste, if it is there."""

    pointer: str
    message: Markup
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Side:
    """What becomes of one version of a module: `refused` says why nothing does, `dropped` what is lost."""

    refused: tuple[Lost, ...]
    dropped: tuple[Lost, ...]
    count: int


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why Kubernetes would not take an object, in some versions."""

    kind: str
    name: str
    pointer: str
    message: Markup
    versions: str


@dataclass(frozen=True, slots=True)
class KubernetesView:
    """The open module as the device sees it. `settings` and `yaml` are listings that light up each other's lines."""

    pasted: Side
    converted: Side
    settings: Markup
    yaml: Markup
    text: str
    cut: bool
    refusals: tuple[Refusal, ...]
    missing: tuple[str, ...]


def kubernetes_view(preview: Preview, found: Previewed, prefix: str) -> KubernetesView:
    """Arrange what becomes of a module; `prefix` stands before the names of lines."""
    written = list(manifests.lines(found.converted.objects))
    links = _Links(found.converted, prefix)
    shown = list(islice(_yaml(written, links, found.one.create_options), LIMIT + 1))
    settings = list(islice(_settings(found, links), LIMIT + 1))
    refusals = [
        Refusal(one.kind, one.name, pointer(one.path), code(one.message), ", ".join(one.versions))
        for one in validate(found.converted.objects)
    ]
    return KubernetesView(
        _side(preview.conversion, found, found.pasted, pasted=True),
        _side(preview.conversion, found, found.converted, pasted=False),
        Markup("".join(settings[:LIMIT])),  # noqa: S704 - every line escapes what it prints
        Markup("".join(shown[:LIMIT])),  # noqa: S704
        manifests.joined(written),
        max(len(shown), len(settings)) > LIMIT,
        tuple(refusals),
        found.missing,
    )


def _side(conversion: Conversion, found: Previewed, translation: Translation, *, pasted: bool) -> Side:
    losses = telling(translation.losses)
    refused = tuple(_lost(conversion, found, one, pasted=pasted) for one in translation.errors)
    dropped = () if refused else tuple(_lost(conversion, found, one, pasted=pasted) for one in losses[:LOST])
    return Side(refused, dropped, 0 if refused else len(losses))


def _lost(conversion: Conversion, found: Previewed, one: Loss | DeviceError, *, pasted: bool) -> Lost:
    place = conversion.place(found.one, one.path) if pasted else None
    return Lost(pointer(one.path), code(one.message), place)


class _Links:
    """Which lines belong to each other: settings by number, with the fields that each has reached."""

    def __init__(self, translation: Translation, prefix: str) -> None:
        self.prefix = prefix
        self.numbers: dict[Path, int] = {path: number for number, path in enumerate(translation.reached)}
        self.reached: Mapping[Path, tuple[Target, ...]] = translation.reached
        names = [(str(one["kind"]), at(one, ("metadata", "name"))) for one in translation.objects]
        objects = {name: number for number, name in enumerate(names)}
        self._left: dict[tuple[int, Path], list[int]] = {}
        for path, targets in translation.reached.items():
            for target in targets:
                field = objects[target.kind, target.name], target.path
                self._left.setdefault(field, []).append(self.numbers[path])

    def sources(self, number: int, path: Path) -> list[int]:
        """Return, once, the settings that reached a field, or a container of which this is the first line."""
        found: list[int] = []
        for size in range(1, len(path) + 1):
            found += self._left.pop((number, path[:size]), ())
        return found

    def name(self, number: int) -> str:
        """Return by what the lines of a setting are known."""
        return f"{self.prefix}k{number}"


def _settings(found: Previewed, links: _Links) -> Iterator[str]:
    """Print the converted createOptions; a line whose setting reached something links to where."""
    lost = {loss.path: loss for loss in found.converted.losses}
    for number, line in enumerate(printed(found.one.create_options), 1):
        shown = code_of(line)
        known = None if line.ends else links.numbers.get(line.path)
        if known is not None:
            name, targets = links.name(known), links.reached[line.path]
            kinds = list(dict.fromkeys(one.kind for one in targets))
            more = f" +{len(kinds) - 1}" if len(kinds) > 1 else ""
            where = escape(", ".join(f"{one.kind} {one.pointer}" for one in targets[:_TITLED]))
            told = f'title="{where}" aria-label="{_last(line.path, quote=True)} reaches {where}"'
            link = f'<a href="#{name}-y" data-light="{name}" {told}>{kinds[0]}{more}</a>'
            yield f'<span id="{name}" data-n="{number}" data-c="{name}">{shown}{link}</span>'
        elif not line.ends and line.path in lost:
            word = "says nothing" if lost[line.path].harmless else "dropped"
            yield f'<span class="gone" data-n="{number}">{shown}<em>{word}</em></span>'
        else:
            yield f'<span data-n="{number}">{shown}</span>'


def _yaml(written: Sequence[YamlLine], links: _Links, options: Json) -> Iterator[str]:
    """Print the lines of the objects; a line that states a setting links to it."""
    met: set[int] = set()
    paths = list(links.numbers)
    for row, line in enumerate(written, 1):
        text = escape(line.text, quote=False)
        sources = [] if line.number is None else links.sources(line.number, line.path)
        if not sources:
            yield f'<span data-n="{row}">{text or " "}</span>'
            continue
        first = next((one for one in sources if str(at(options, paths[one])) in line.text), sources[0])
        names = " ".join(links.name(one) for one in sources)
        new = [links.name(one) for one in sources if one not in met]
        met.update(sources)
        anchor = f' id="{new[0]}-y"' if new else ""
        others = "".join(f'<b id="{name}-y"></b>' for name in new[1:])
        more = f" +{len(sources) - 1}" if len(sources) > 1 else ""
        link = f'<a href="#{links.name(first)}" data-light="{links.name(first)}">{_last(paths[first])}{more}</a>'
        yield f'<span{anchor} data-n="{row}" data-c="{names}">{others}{text}{link}</span>'


def _last(path: Path, *, quote: bool = False) -> str:
    """Return the end of a path, as much as names the setting, as HTML."""
    shown = pointer(path[-2:] if isinstance(path[-1], int) else path[-1:]).lstrip("/")
    return escape(shown if len(shown) <= 32 else f"{shown[:31]}…", quote=quote)
