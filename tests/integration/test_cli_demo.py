"""The demonstration without a window: the sample is built once, and its pages are written."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from desktop.commands import demo
from desktop.commands.demo import last_closed_quarter
from desktop.periods import Period
from desktop.services.sample.days import AS_OF
from tests.command_line import CommandLine


@pytest.mark.parametrize(
    ("day", "first", "last"),
    [
        (date(2026, 11, 20), date(2026, 7, 1), date(2026, 9, 30)),
        (date(2026, 3, 31), date(2025, 10, 1), date(2025, 12, 31)),
        (date(2026, 4, 1), date(2026, 1, 1), date(2026, 3, 31)),
    ],
)
def test_the_last_closed_quarter_ends_before_the_day(day: date, first: date, last: date) -> None:
    assert last_closed_quarter(day) == Period.inclusive(first, last)


@pytest.mark.slow
def test_the_sample_is_built_once_and_its_scorecards_are_written(
    capsysbinary: pytest.CaptureFixture[bytes],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # Pictures are the window's matter and have their own tests.
    monkeypatch.setattr(demo, "_write_pictures", lambda *_arguments: ())
    line = CommandLine(capsysbinary)
    folder = tmp_path / "demo"
    first = line.bare("--lang", "en", "demo", "--dir", folder, "--no-window")
    assert (first.status, first.errors) == (0, ())
    pages = sorted((folder / "scorecards").iterdir())
    assert pages
    assert all(path.name.endswith("_2026-Q3.pdf") for path in pages)
    assert sorted(path.name for path in folder.iterdir()) == ["sample.db", "scorecards"]
    made = (folder / "sample.db").stat().st_mtime_ns
    second = line.bare("--lang", "en", "demo", "--dir", folder, "--no-window")
    assert second.status == 0
    assert "Building" not in second.text
    assert (folder / "sample.db").stat().st_mtime_ns == made
    sample = line.on(str(folder / "sample.db"))
    assert "nothing was found" in sample.must("check").text
    assert f'"as_of": "{AS_OF}"' in sample.must("report", "sales", "--format", "json").text


def test_a_database_that_is_no_sample_is_left_alone(
    capsysbinary: pytest.CaptureFixture[bytes], tmp_path: Path
) -> None:
    line = CommandLine(capsysbinary)
    line.must("new", tmp_path / "sample.db")
    ran = line("demo", "--dir", tmp_path, "--no-window")
    assert (ran.status, len(ran.errors)) == (2, 1)


def test_a_sample_that_was_not_finished_is_not_taken_for_one(
    capsysbinary: pytest.CaptureFixture[bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from desktop.errors import StorageError
    from desktop.services.sample import building

    def fail(path: Path, *_rest: object) -> None:
        path.write_bytes(b"half of it")
        raise StorageError("disk_error", address=str(path))

    monkeypatch.setattr(building, "_fill", fail)
    ran = CommandLine(capsysbinary)("demo", "--dir", tmp_path / "demo", "--no-window")
    assert (ran.status, len(ran.errors)) == (3, 1)
    assert list((tmp_path / "demo").iterdir()) == []
