"""Scorecards as bytes and as files of a folder: names, failures, warnings, a stop."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pypdf
import pytest

from desktop.errors import Cancelled, InputError, StorageError
from desktop.services.appraisals.data import ScorecardData
from desktop.services.appraisals.printing import (
    one_file_name,
    print_files,
    print_one_file,
    print_scorecard,
    require_folder,
)
from tests.reports.cards import PRINTED_ON, THIRD_QUARTER, newcomer, ordinary

FIRST = "scorecard_R07_Zhang-Wei_2026-Q3.pdf"
SECOND = "scorecard_R31_Chen-Xi_2026-Q3.pdf"


class StopAfter:
    """A progress that is stopped after so many steps."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.steps: list[tuple[int, int]] = []

    def step(self, done: int, total: int) -> None:
        self.steps.append((done, total))
        if done >= self.most:
            raise Cancelled


def unprintable() -> ScorecardData:
    """Return a card whose rep's name the fonts cannot write."""
    card = ordinary()
    return replace(card, identity=replace(card.identity, rep_name="Wei 𰻝"))


def test_one_scorecard_is_bytes_with_the_name_of_its_file() -> None:
    page = print_scorecard(ordinary(), PRINTED_ON, "en")
    assert page.file_name == FIRST
    assert page.content.startswith(b"%PDF")
    assert page.content == print_scorecard(ordinary(), PRINTED_ON, "en").content


def test_every_rep_gets_a_file(tmp_path: Path) -> None:
    heard = StopAfter(9)
    printed = print_files((ordinary(), newcomer()), tmp_path, PRINTED_ON, "en", heard)
    assert [path.name for path in printed.paths] == [FIRST, SECOND]
    assert sorted(path.name for path in tmp_path.iterdir()) == [FIRST, SECOND]
    assert (printed.scorecards, printed.failures, printed.warnings) == (2, (), ())
    assert heard.steps == [(1, 2), (2, 2)]


def test_one_file_has_a_bookmark_for_every_rep(tmp_path: Path) -> None:
    printed = print_one_file((ordinary(), newcomer()), tmp_path, PRINTED_ON, "en")
    assert [path.name for path in printed.paths] == [one_file_name(THIRD_QUARTER)]
    assert printed.scorecards == 2
    assert len(pypdf.PdfReader(printed.paths[0]).outline) == 2


def test_a_file_that_refuses_does_not_stop_the_others(tmp_path: Path) -> None:
    (tmp_path / FIRST).mkdir()
    printed = print_files((ordinary(), newcomer()), tmp_path, PRINTED_ON, "en")
    assert [path.name for path in printed.paths] == [SECOND]
    (failure,) = printed.failures
    assert (failure.rep_code, failure.path.name) == ("R07", FIRST)
    assert failure.error.code == "file_unwritable"


@pytest.mark.parametrize("write", [print_files, print_one_file])
def test_a_batch_that_is_stopped_leaves_the_folder_as_it_was(write, tmp_path: Path) -> None:
    (tmp_path / SECOND).write_bytes(b"old")
    with pytest.raises(Cancelled):
        write((ordinary(), newcomer()), tmp_path, PRINTED_ON, "en", StopAfter(1))
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [(SECOND, b"old")]


def test_signs_that_the_fonts_lack_are_told_once(tmp_path: Path) -> None:
    page = print_scorecard(unprintable(), PRINTED_ON, "en")
    assert {issue.code for issue in page.warnings} == {"glyph_missing"}
    printed = print_files((unprintable(), unprintable()), tmp_path, PRINTED_ON, "en")
    assert printed.warnings == page.warnings


@pytest.mark.parametrize("write", [print_files, print_one_file])
def test_nothing_to_print_is_refused(write, tmp_path: Path) -> None:
    with pytest.raises(InputError):
        write((), tmp_path, PRINTED_ON, "en")


def test_a_folder_is_tried_before_anything_is_made(tmp_path: Path) -> None:
    require_folder(tmp_path)
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(InputError) as refused:
        require_folder(tmp_path / "nowhere")
    assert refused.value.issues[0].column == "folder"
    (tmp_path / "scorecards.pdf").mkdir()
    with pytest.raises(StorageError):
        require_folder(tmp_path)
