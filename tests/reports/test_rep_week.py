"""The printed rep-week sheet: one page, whatever stands in it, in both languages."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from desktop.services.reports.rep_week import rep_week_file_name, write
from desktop.services.reports.rep_week_data import (
    PrintedDay,
    PrintedFigure,
    PrintedGap,
    PrintedLine,
    PrintedPace,
    RepWeekData,
)
from desktop.tone import Tone
from tests.reports.pages import boxes_of_pages, outside, overlaps, texts

MOMENT = datetime(2026, 6, 22, 9, 30, tzinfo=UTC)
LONG = "Hangzhou Anqu <b>Electrical</b> Trading and Installation Company Limited"


def data(lines: int = 4, gaps: int = 3) -> RepWeekData:
    one = PrintedLine(
        "09:00–09:30", "Expense: Communication", LONG, "said " * 30, "116,790.00", "Unexplained",
        Tone.BAD,
    )  # fmt: skip
    days = tuple(
        PrintedDay(f"Mon {day} Jun", "Working day", "4 visits · 3 of 4 planned done",
                   (one,) * lines)
        for day in range(15, 22)
    )  # fmt: skip
    figures = tuple(
        PrintedFigure(f"Figure {n}", "225,590.00", "1", "140,793.75", "342,380.95", n % 2 == 0)
        for n in range(15)
    )
    return RepWeekData(
        "East", "R1", "Wang Lei", "Chen", "Hangzhou", "Week 25 · 15 Jun – 21 Jun 2026",
        date(2026, 6, 15), "No week plan", "CNY", days, figures,
        (PrintedPace("Sales, Jun 2026: ¥1 of ¥2 (50.0%); by now ¥1, pace 100.0%. " * 2,
                     Tone.GOOD),) * 3,
        (PrintedGap("16 Jun", f"{LONG}: planned, not made, and nobody said why.",
                    Tone.WATCH),) * gaps,
        "Known up to 21 Jun 2026.",
    )  # fmt: skip


def made(found: RepWeekData, language: str = "en") -> bytes:
    stream = io.BytesIO()
    printed = write(found, stream, MOMENT, language)
    assert (printed.pages, printed.warnings) == (1, ())
    return stream.getvalue()


def test_days_figures_and_gaps_stand_on_it() -> None:
    content = made(data())
    (text,) = texts(content)
    for words in ("Wang Lei", "Mon 15 Jun", "116,790.00", "Unexplained", "Figure 14", "16 Jun"):
        assert words in text
    # A text of other people is no markup; the same week gives the same bytes.
    assert "<b>Electrical</b>" in text
    assert made(data()) == content
    assert rep_week_file_name(data()) == "week_R1_Wang-Lei_2026-06-15.pdf"


@pytest.mark.parametrize(("lines", "gaps"), [(0, 0), (6, 3), (40, 60)])
@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_nothing_leaves_the_page_or_lies_on_something_else(
    lines: int, gaps: int, language: str
) -> None:
    (boxes,) = boxes_of_pages(made(data(lines, gaps), language))
    assert outside(boxes) == [] and overlaps(boxes) == []


def test_what_has_no_room_is_counted() -> None:
    (text,) = texts(made(data(60, 60)))
    assert text.count("more") == 8


def test_a_week_without_anything_says_so() -> None:
    empty = replace(data(0, 0), pace=(), manager_name="", territory_name="")
    (text,) = texts(made(empty))
    assert "Nothing is missing in this week." in text
