"""Results as files: where they go, and how they get there whole."""

import errno
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

_ENDINGS = {"text": "", "json": ".conversion.json", "patch": ".patch.json"}


Targets = Mapping[Path | None, Path]


def targets(files: Sequence[Path | None], folder: Path, kind: str) -> Targets:
    """Return where the result of each file goes; below the folder that all files share their paths are kept."""
    whole = {file: Path(os.path.normpath(file.absolute())) for file in files if file}
    shared = _shared([path.parent for path in whole.values()])
    found: dict[Path | None, Path] = {}
    for file in files:
        inside = whole[file].relative_to(shared or whole[file].parent) if file else Path("stdin.json")
        found[file] = folder / (inside.with_suffix(_ENDINGS[kind]) if _ENDINGS[kind] else inside)
    return found


def _shared(folders: Sequence[Path]) -> Path | None:
    """Return the folder that all folders are in; None where they are on different drives."""
    try:
        return Path(os.path.commonpath(folders))
    except ValueError:
        return None


def refusal(found: Targets) -> str | None:
    """Say why results can't be written to where they would go: they would replace an input, or each other."""
    taken: dict[object, tuple[Path | None, Path]] = {}
    for file, target in found.items():
        for mark in _marks(target):
            other, place = taken.setdefault(mark, (file, target))
            if other != file:
                names = " and ".join(f"`{one or '<stdin>'}`" for one in (other, file))
                told = f"{names} would both be written to `{target}`"
                if place == target:
                    return f"{told}; convert them one after the other"
                return f"{told}, which is the same file as `{place}`; name another DIR"
    return overwriting(found, found.values())


def overwriting(files: Iterable[Path | None], found: Iterable[Path]) -> str | None:
    """Say which result would replace an input, whatever name or link leads there."""
    inputs = {mark for file in files if file for mark in _marks(file)}
    target = next((target for target in found if not inputs.isdisjoint(_marks(target))), None)
    return f"--output would overwrite `{target}`, which is an input; name another DIR" if target else None


def _marks(path: Path) -> Iterator[object]:
    """Yield what tells a file from others; folders that ignore case have several names for one."""
    yield real(path)
    with suppress(OSError):
        known = path.stat()
        yield known.st_dev, known.st_ino


def real(path: Path) -> Path:
    """Return where a path leads, through links; where links lead in a circle, as far as they lead."""
    return Path(os.path.realpath(path))


def write(path: Path, data: bytes) -> None:
    """Write a file in one step: it is there as it was, or as it shall be. Folders on the way are made.

    Raises:
        OSError: it can't be written.
    """
    path = real(path)  # a link stays, and what it leads to is written
    if path.is_symlink():
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP))
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        beside.write_bytes(data)
        if path.exists():
            shutil.copymode(path, beside)
        beside.replace(path)
    except OSError:
        with suppress(OSError):
            beside.unlink()
        raise
