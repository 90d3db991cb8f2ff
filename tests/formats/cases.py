"""Pastes of every kind, by name: the examples of the menu, the article's, and whole deployments."""

import json

from tests.core.test_cases import CASES, DEPLOYMENTS
from webapp.views.pages import examples

ARTICLE = sorted((CASES / "article").glob("*.json"))
PASTES = {
    **{f"example {name}": example.source for name, example in examples().items()},
    **{
        f"article {file.stem}": json.dumps(json.loads(file.read_text(encoding="utf-8"))["pasted"], indent=2)
        for file in ARTICLE
    },
    **{f"deployment {file.stem}": file.read_text(encoding="utf-8") for file in DEPLOYMENTS},
}
