"""The settings of a server: read from the environment, or refused with the setting's name and never its value."""

import pytest

from webapp import app
from webapp.settings import DEFAULTS, SettingError, from_environment


def test_without_an_environment_every_setting_has_its_default() -> None:
    assert from_environment({}) == DEFAULTS


def test_every_kind_of_setting_is_read() -> None:
    given = {
        "PUBLIC_URL": " https://convert.example/tools ",
        "TRUSTED_PROXIES": "2",
        "LIMITS": "off",
        "ACCESS_LOG": "1",
    }
    read = from_environment(given)
    assert [read[name] for name in given] == ["https://convert.example/tools", 2, False, True]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TRUSTED_PROXIES", "-1"),
        ("TRUSTED_PROXIES", "many"),
        ("LIMITS", "perhaps"),
        ("SECRET_KEY", "hunter2"),
        ("PUBLIC_URL", "hunter2.example"),
        ("PUBLIC_URL", "https://hunter2.example/?a=b"),
        ("FRAME_ANCESTORS", "https://hunter2.example; script-src *"),
    ],
)
def test_what_cannot_be_read_is_refused_by_name(name: str, value: str) -> None:
    with pytest.raises(SettingError, match=f"^{name} ") as refused:
        from_environment({name: value})
    assert "hunter2" not in str(refused.value)


def test_a_server_ends_with_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "mysql://hunter2@host/name")
    with pytest.raises(SystemExit, match="DATABASE_URL"):
        app.served()
