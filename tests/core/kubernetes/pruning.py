"""Makes the schemas in `webapp/core/kubernetes/schemas` anew from the packages that hold them whole.

Run as `python -m tests.core.kubernetes.pruning FOLDER`, where `FOLDER` holds both packages as they are published:

    pip download --no-deps --no-binary :all: --dest FOLDER kubernetes-validate==1.22.3
    pip download --no-deps --dest FOLDER kubernetes-validate==1.37.0
"""

import json
import sys
import tarfile
import zipfile
from pathlib import Path
from typing import Any

from webapp.core.kubernetes.schema import FOLDER, KINDS, VERSIONS

_PACKAGES = ("kubernetes-validate-1.22.3.tar.gz", "kubernetes_validate-1.37.0-py3-none-any.whl")
_API = {"Deployment": "apps-v1"}
_JUDGING = ("$ref", "additionalProperties", "enum", "items", "oneOf", "properties", "required", "type")
# What the packages say of a schema, and what is no judgement as JSON Schema draft 2020-12 has it (`format`).
_TELLING = ("$id", "$schema", "default", "description", "format")


class Package:
    """The members of a published package."""

    def __init__(self, file: Path) -> None:
        wheel = file.suffix == ".whl"
        self._archive = zipfile.ZipFile(file) if wheel else tarfile.open(file)  # noqa: SIM115 - open as long as this is
        names = self._archive.namelist() if isinstance(self._archive, zipfile.ZipFile) else self._archive.getnames()
        self._members = {name.partition("/kubernetes-json-schema/")[2]: name for name in names}

    def __contains__(self, version: str) -> bool:
        return f"v{version}.0-local-strict/_definitions.json" in self._members

    def read(self, version: str, name: str) -> Any:
        """Return a member of the strict schemas of a version."""
        member = self._members[f"v{version}.0-local-strict/{name}.json"]
        if isinstance(self._archive, zipfile.ZipFile):
            return json.loads(self._archive.read(member))
        found = self._archive.extractfile(member)
        assert found is not None
        return json.load(found)


def packages(folder: Path) -> dict[str, Package]:
    """Return the package that holds each version; none where a package is not in the folder."""
    files = [folder / name for name in _PACKAGES]
    if not all(file.is_file() for file in files):
        return {}
    opened = [Package(file) for file in files]
    return {version: next(one for one in opened if version in one) for version in VERSIONS}


def original(package: Package, version: str, kind: str) -> Any:
    """Return the whole schema of a kind as it is published, with all definitions beside it."""
    whole = package.read(version, "_definitions")
    schema = package.read(version, f"{kind.lower()}-{_API.get(kind, 'v1')}")
    key = "$defs" if "$defs" in whole else "definitions"
    text = json.dumps({**schema, key: whole[key]})
    for before in ("/api/_definitions.json#", "_definitions.json#"):
        text = text.replace(f'"$ref": "{before}', '"$ref": "#')
    return {**json.loads(text), "$schema": "https://json-schema.org/draft/2020-12/schema"}


def pruned(package: Package, version: str) -> dict[str, Any]:
    """Return the definitions of the five kinds and of all that they refer to, by the last part of their names."""
    kept: dict[str, Any] = {}
    for kind in KINDS:
        schema = original(package, version, kind)
        known = schema.pop("$defs", None) or schema.pop("definitions")
        schema = known[schema["$ref"].rpartition("/")[2]] if "$ref" in schema else schema
        kept[kind] = _stripped(schema)
        waiting = _named(schema)
        while waiting:
            name = waiting.pop()
            bare = _stripped(known[name])
            if kept.setdefault(name.rpartition(".")[2], bare) != bare:
                raise ValueError(f"{version}: two definitions would be called like {name}")
            waiting |= {one for one in _named(known[name]) if one.rpartition(".")[2] not in kept}
    return kept


def _named(schema: Any) -> set[str]:
    """Return the names of the definitions that a schema refers to."""
    if isinstance(schema, list):
        return set().union(*map(_named, schema))
    if not isinstance(schema, dict):
        return set()
    own = {schema["$ref"].rpartition("/")[2]} if isinstance(schema.get("$ref"), str) else set()
    return own.union(*map(_named, schema.values()))


def _stripped(schema: Any) -> Any:
    """Return a schema with what judges, and nothing else. Raises `ValueError` for a word that is not known here."""
    if isinstance(schema, bool):
        return schema
    strange = [word for word in schema if word not in _JUDGING + _TELLING and not word.startswith("x-kubernetes-")]
    if strange:
        raise ValueError(f"a schema says {', '.join(strange)}")
    return {word: _judgement(word, schema[word]) for word in _JUDGING if word in schema}


def _judgement(word: str, value: Any) -> Any:
    if word == "$ref":
        return "#/$defs/" + value.rpartition("/")[2].rpartition(".")[2]
    if word == "properties":
        return {name: _stripped(child) for name, child in sorted(value.items())}
    if word == "oneOf":
        return [_stripped(child) for child in value]
    return _stripped(value) if word in ("additionalProperties", "items") else value


def main() -> None:
    """Write all schemas anew."""
    found = packages(Path(sys.argv[1]))
    if not found:
        raise SystemExit(f"Both of {', '.join(_PACKAGES)} must be in the folder.")
    for version, package in found.items():
        text = json.dumps({"$defs": pruned(package, version)}, sort_keys=True, separators=(",", ":"))
        (FOLDER / f"{version}.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
