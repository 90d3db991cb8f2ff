"""`preview`: what the GPU device makes of a file or of standard input, as Kubernetes objects."""

from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path

from webapp.cli.choosing import answered, unused
from webapp.cli.outcome import Outcome
from webapp.cli.output import emit, say
from webapp.cli.reading import STDIN, read, shown_name
from webapp.cli.telling import LISTED, tell
from webapp.core import Conversion, SourceError
from webapp.core.device import AZURE_STACK_EDGE, Device, DeviceError, Loss, telling
from webapp.core.kubernetes import ObjectProblem, validate
from webapp.core.path import Path as Place
from webapp.core.path import pointer
from webapp.core.preview import Preview, Previewed, preview, tally
from webapp.formats import manifests
from webapp.formats.shortened import shortened


def run(arguments: Namespace) -> int:
    """Preview an input: 0 all is fine, 1 something is open or refused, 2 not readable."""
    if arguments.pasted and arguments.format != "yaml":
        arguments.refuse("--pasted is for yaml; json and svg show both, as pasted and as converted")
    target = _device(arguments)
    path = None if arguments.file in (None, STDIN) else Path(arguments.file)
    name, source = shown_name(path), None
    try:
        source = read(path)
        conversion = answered(source.text, arguments.choose)
    except SourceError as error:
        tell([Outcome(name, path, source, error)], arguments.quiet)
        return 2
    wrong = unused(arguments.choose, [conversion])
    if wrong:
        arguments.refuse(" ".join(wrong))
    found = preview(conversion, target)
    plan = found.pasted if arguments.pasted else found.converted
    objects = plan.objects if not plan.errors else ()
    refused = validate(objects)
    emit(manifests.stream(objects) if arguments.format == "yaml" else _rendered(arguments.format, found))
    outcome = Outcome(name, path, source, conversion)
    if not arguments.pasted:
        tell([outcome], arguments.quiet)
    if not arguments.quiet:
        _tell(name, found, refused, is_pasted=arguments.pasted)
    return int(bool(plan.errors or refused) or (not arguments.pasted and outcome.status > 0))


def _device(arguments: Namespace) -> Device:
    """Return the device that the options describe; it knows no password."""
    if not arguments.device:
        return AZURE_STACK_EDGE
    from webapp.formats.preview_device import device, masked, of_texts

    try:
        return masked(device(of_texts(dict(text.split("=", 1) for text in arguments.device)), AZURE_STACK_EDGE))
    except ValueError as error:
        arguments.refuse(str(error))
        raise


def _rendered(kind: str, found: Preview) -> str:
    if kind == "json":
        from webapp.formats.preview_answer import answer

        return answer(found).model_dump_json(indent=2) + "\n"
    from webapp.formats.picture import of_deployment, of_module, standalone

    alone = len(found.conversion.modules) == len(found.modules) == 1
    return standalone(of_module(found.modules[0]) if alone else of_deployment(found))


def _tell(name: str, found: Preview, refused: tuple[ObjectProblem, ...], *, is_pasted: bool) -> None:
    """Say what the device and Kubernetes refuse, what is dropped, and what the objects make up."""
    lines = [*_refusals(name, found, is_pasted), *_objections(name, refused), *_drops(name, found, is_pasted)]
    for line in lines[:LISTED]:
        say(line)
    if len(lines) > LISTED:
        say(f"{name}: and {len(lines) - LISTED:,} more; `--format json` shows all of them.")
    for line in _asides(name, found, is_pasted):
        say(line)


def _refusals(name: str, found: Preview, is_pasted: bool) -> Iterator[str]:
    plan = found.pasted if is_pasted else found.converted
    for error in plan.errors:
        known = [one for one in found.modules if (one.pasted if is_pasted else one.converted).name in error.modules]
        where = _at(name, found.conversion, known[0], error.path, is_pasted) if known else name
        yield f"{where}: refused by the device: {shortened(error.message)}{_setting(error)}"


def _setting(error: DeviceError | Loss) -> str:
    return f" [{pointer(error.path)}]" if error.path else ""


def _objections(name: str, refused: tuple[ObjectProblem, ...]) -> Iterator[str]:
    for one in refused:
        versions, place = ", ".join(one.versions), f"{one.kind} {one.name} {pointer(one.path)}".strip()
        yield f"{name}: refused by Kubernetes {versions}: {shortened(one.message)} [{place}]"


def _drops(name: str, found: Preview, is_pasted: bool) -> Iterator[str]:
    for one in found.modules:
        made = one.pasted if is_pasted else one.converted
        for loss in telling(made.losses) if not made.errors else ():
            where = _at(name, found.conversion, one, loss.path, is_pasted)
            yield f"{where}: dropped by the device: {shortened(loss.message)}{_setting(loss)}"


def _asides(name: str, found: Preview, is_pasted: bool) -> Iterator[str]:
    counts = tally(found.modules)
    before = _harm(counts.refused, counts.dropped)
    if before and not is_pasted:
        after = _harm(counts.still_refused, counts.still_dropped)
        yield f"{name}: as it stands, the device would {before}; converted, {f'it would {after}' if after else 'none'}."
    missing = sorted({word for one in found.modules for word in one.missing}, reverse=True)
    if missing:
        yield f"{name}: the paste has no {' and no '.join(missing)}; the objects have a stand-in."
    for one in found.unknown[:LISTED]:
        yield f"{name}: the createOptions of `{one.name}` are filled in later; it has no objects here."


def _harm(modules: int, settings: int) -> str:
    counts = (("refuse", modules, "module"), ("drop", settings, "setting"))
    told = (f"{verb} {count:,} {noun}{'s' if count > 1 else ''}" for verb, count, noun in counts if count)
    return " and ".join(told)


def _at(name: str, conversion: Conversion, one: Previewed, path: Place, is_pasted: bool) -> str:
    there = path if is_pasted else one.before(path)
    line, column = conversion.place(one.one, there)
    return f"{name}:{line}:{column}"
