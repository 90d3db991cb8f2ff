"""The kill test in small; `python -m tests.load.kill` is the whole of it, with the real server."""

from pathlib import Path

import pytest

from tests.load import kill
from tests.sharing.conftest import NOW
from webapp.sharing.store import Store


def test_links_that_were_acknowledged_outlive_kills(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert kill.main(["--rounds", "2", "--store", "--database", url]) == 0
    *rounds, total = capsys.readouterr().out.splitlines()
    assert len(rounds) == 2
    assert total.startswith("2 rounds, ") and total.endswith(" links acknowledged, 0 lost")


def test_a_link_that_was_lost_is_told(store: Store, url: str, tmp_path: Path) -> None:
    store.keep("there", b"there", NOW, None)
    store.keep("other", b"something else", NOW, None)
    kept = {name: name for name in ("there", "other", "lost")}
    assert kill.lost_by_store(url, tmp_path, kept) == ["other", "lost"]
    assert kill.lost_of_all(url, kept) == ["lost"]
