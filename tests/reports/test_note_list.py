"""The printed list of market notes."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime

import pytest
from pypdf import PdfReader

from desktop.services.reports.note_list import note_list_file_name, write
from desktop.services.reports.note_list_data import ListedNote, NoteListData
from desktop.tone import Tone

MOMENT = datetime(2026, 3, 18, 9, 30, tzinfo=UTC)


def note(number: int, words: str = "Cheaper <b>now</b>", answer: str = "") -> ListedNote:
    return ListedNote(
        date(2026, 3, 10), "Competitor", f"{number} {words}", "Wang Lei", "East · Northwind",
        "Late", Tone.WATCH, "Chen", date(2026, 3, 16), answer,
    )  # fmt: skip


def listed(*notes: ListedNote) -> NoteListData:
    return NoteListData("East", date(2026, 3, 18), notes, len(notes) + 1, 3, 1, 2)


def drawn(data: NoteListData, language: str = "en") -> tuple[list[str], bytes]:
    stream = io.BytesIO()
    printed = write(data, stream, MOMENT, language)
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(stream.getvalue())).pages]
    assert (len(pages), printed.warnings) == (printed.pages, ())
    return pages, stream.getvalue()


def test_a_note_has_its_words_its_state_and_who_answers() -> None:
    (page,), _content = drawn(listed(note(1), note(2, answer="Wait and see")))
    for words in (
        "1 Cheaper <b>now</b>", "Wang Lei · East · Northwind", "Late", "Chen", "by 16 Mar 2026",
        "Answer: Wait and see", "2 of 3", "Page 1 of 1",
    ):  # fmt: skip
        assert words in page


def test_as_many_pages_as_the_notes_need_and_equal_bytes() -> None:
    data = listed(*(note(number, "many words " * 30) for number in range(40)))
    pages, content = drawn(data)
    assert len(pages) == 3 and "39 many" in pages[-1]
    assert drawn(data)[1] == content


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_a_list_without_notes_is_one_page(language: str) -> None:
    pages, _content = drawn(listed(), language)
    assert len(pages) == 1


def test_the_file_is_named_by_branch_and_day() -> None:
    assert note_list_file_name(listed()) == "notes_East_2026-03-18.pdf"
