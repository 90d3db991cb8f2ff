"""`convert`: files or standard input, one after the other; what fails stops nothing but itself."""

from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path

from webapp.cli import rendering, writing
from webapp.cli.choosing import answered, unused
from webapp.cli.outcome import Outcome, converted, failed
from webapp.cli.output import emit, say
from webapp.cli.reading import STDIN, names, read, shown_name
from webapp.cli.telling import tell, watched
from webapp.core import Conversion, SourceError


def run(arguments: Namespace) -> int:
    """Convert all inputs and return the highest status: 0 nothing open, 1 something open, 2 not read or written."""
    given = names(arguments.files)
    paths = [None if name == STDIN else Path(name) for name in given]
    targets = _targets(arguments, paths)
    outcomes = [_outcome(path, arguments.choose) for path in watched(paths, "converted")]
    wrong = [] if failed(outcomes) else unused(arguments.choose, (found for _, found in converted(outcomes)))
    if wrong:
        arguments.refuse(" ".join(wrong))
    written = _written(arguments, outcomes, targets)
    tell(outcomes, arguments.quiet)
    return max(written, *(outcome.status for outcome in outcomes))


def _targets(arguments: Namespace, paths: Sequence[Path | None]) -> writing.Targets:
    """Return where each result goes; nothing where it goes to standard output. Refuse what can't be meant."""
    kind, folder = arguments.format, arguments.output
    if arguments.in_place:
        if kind != "text":
            arguments.refuse(f"--in-place is for text; say --output DIR to write {kind}")
        if None in paths:
            arguments.refuse("--in-place needs a FILE; standard input has no place to write to")
        return {path: path for path in paths if path}
    if folder is None and len(paths) > 1 and kind in ("text", "patch"):
        arguments.refuse(f"{kind} of {len(paths)} inputs can't be told apart in one stream; say --output DIR")
    if folder is None:
        return {}
    if kind in rendering.WHOLE:
        targets: writing.Targets = {}
        why = writing.overwriting(paths, [Path(folder) / rendering.WHOLE[kind]])
    else:
        targets = writing.targets(paths, Path(folder), kind)
        why = writing.refusal(targets)
    if why:
        arguments.refuse(why)
    return targets


def _outcome(path: Path | None, choices: Sequence[str]) -> Outcome:
    name, source = shown_name(path), None
    try:
        source = read(path)
        return Outcome(name, path, source, answered(source.text, choices))
    except SourceError as error:
        return Outcome(name, path, source, error)


def _written(arguments: Namespace, outcomes: list[Outcome], targets: writing.Targets) -> int:
    """Write what could be converted; return 2 where a file could not be written, else 0."""
    kind, folder, done = arguments.format, arguments.output, converted(outcomes)
    if not done and (folder is None or kind not in rendering.WHOLE):
        return 0
    if kind in rendering.WHOLE:
        text = rendering.whole(kind, outcomes)
        if folder is not None:
            return _write(Path(folder) / rendering.WHOLE[kind], text.encode())
        emit(text)
    elif targets:
        return max(_result(kind, one, found, targets) for one, found in watched(done, "written"))
    else:
        for one, found in done:
            alone = len(outcomes) == 1
            emit(rendering.one(kind, found) if alone else rendering.line(one.name, found))
    return 0


def _result(kind: str, outcome: Outcome, conversion: Conversion, targets: writing.Targets) -> int:
    target = targets[outcome.path]
    if target == outcome.path and outcome.source and conversion.text == outcome.source.text:
        return 0
    if kind == "text" and outcome.source:
        return _write(target, outcome.source.encoded(conversion.text))
    return _write(target, rendering.one(kind, conversion).encode())


def _write(path: Path, data: bytes) -> int:
    try:
        writing.write(path, data)
    except OSError as error:
        say(f"{path}: The result can't be written: {error.strerror}.")
        return 2
    return 0
