"""Which code answers, for the entity tags of what is made anew for every request."""

import hashlib
from functools import cache
from pathlib import Path

from webapp.core import RULESET

ROOT = Path(__file__).parents[2]
_CODE = ("webapp/**/*.py", "webapp/**/*.md", "webapp/**/*.toml", "templates/*.html", "static/*.*")


def tag(*parts: str) -> str:
    """Return an entity tag that changes with its parts, the version of the rules and the code; nothing is converted."""
    return hashlib.sha256("\0".join((*parts, RULESET, code())).encode("utf-8", "replace")).hexdigest()[:20]


@cache
def code() -> str:
    """Return a digest of the code, the rules' pages, the templates and the static files, the same on every machine."""
    digest = hashlib.sha256()
    for pattern in _CODE:
        for file in sorted(ROOT.glob(pattern)):
            digest.update(file.read_bytes())
    return digest.hexdigest()
