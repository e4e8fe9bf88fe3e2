"""The settings file: typed, whole, forgiving, without passwords."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from desktop.services.settings import (
    ColumnLayout,
    Settings,
    SettingsFile,
    ThemeChoice,
    without_password,
)


def test_what_was_changed_is_there_at_the_next_start(tmp_path: Path) -> None:
    path = tmp_path / "new" / "settings.json"
    file = SettingsFile(path)
    file.change(language="zh_CN", theme=ThemeChoice.DARK, text_percent=125)
    layout = ColumnLayout(("b", "a"), (("a", 120),), ("c",))
    file.keep_layout("accounts", layout)
    again = SettingsFile(path)
    assert again.value == file.value
    assert again.layout("accounts") == layout


def test_keys_of_a_newer_program_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.write_text('{"version": 9, "hologram": {"on": true}}', encoding="utf-8")
    SettingsFile(path).change(text_percent=110)
    assert json.loads(path.read_text(encoding="utf-8"))["hologram"] == {"on": True}


def test_values_of_a_wrong_type_take_the_default(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.write_text(
        '{"language": "xx", "theme": 3, "text_percent": "big", "recent": "no", "layouts": []}',
        encoding="utf-8",
    )
    assert SettingsFile(path).value == Settings()


@pytest.mark.parametrize("content", ["{", "[1, 2]", "\x00"])
def test_a_damaged_file_is_set_aside_and_not_lost(tmp_path: Path, content: str) -> None:
    path = tmp_path / "settings.json"
    path.write_text(content, encoding="utf-8")
    assert SettingsFile(path).value == Settings()
    assert (tmp_path / "settings.json.damaged").read_text(encoding="utf-8") == content


def test_the_newest_database_is_first_and_stands_once(tmp_path: Path) -> None:
    file = SettingsFile(tmp_path / "settings.json")
    for name in ("a", "b", "a"):
        file.remember_database(name)
    assert file.value.recent == ("a", "b")
    assert file.value.last_database == "a"
    file.forget_database("a")
    assert (file.value.recent, file.value.last_database) == (("b",), "")


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("/data/east.branchbook", "/data/east.branchbook"),
        ("postgresql://li:s3cret@host:5433/east", "postgresql://li@host:5433/east"),
        ("postgresql://li@host/east", "postgresql://li@host/east"),
        ("postgresql://:s3cret@host/east", "postgresql://host/east"),
    ],
)
def test_a_password_never_comes_into_the_file(tmp_path: Path, url: str, kept: str) -> None:
    assert without_password(url) == kept
    file = SettingsFile(tmp_path / "settings.json")
    file.remember_database(url)
    assert "s3cret" not in (tmp_path / "settings.json").read_text(encoding="utf-8")
