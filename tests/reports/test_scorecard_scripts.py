"""Names of many scripts on the scorecard: printed as they are, or a box with its number below."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desktop.services.appraisals.data import ScorecardData
from tests.reports import cards
from tests.reports.pages import boxes_of_pages, outside, overlaps, printed, texts

#: Scripts that the face holds.
PRINTED = {
    "Latin": "Zoë Müller-Ångström",
    "Vietnamese": "Nguyễn Phước",
    "Greek": "Αλεξανδρα Ωμεγα",
    "Cyrillic": "Жёлтый Щукин",
    "simplified Chinese": "欧阳震华",
    "traditional Chinese": "張偉東莞龍",
    "Japanese": "タナカ さくら",
}
#: Scripts that it lacks, with the first character.
BOXED = {
    "Hangul": ("한국어", "U+D55C"),
    "Arabic": ("محمد", "U+0645"),
    "Thai": ("สมชาย", "U+0E2A"),
    "Hebrew": ("שלום", "U+05E9"),
    "Devanagari": ("नमस्ते", "U+0928"),
    "Polish": ("Żółć", "U+017B"),
}


def named(name: str, lines: int) -> ScorecardData:
    """Return a card on which rep, manager, territory and every line bear the name."""
    base = cards.ordinary()
    long = f"{name} " * 12
    return cards.ordinary(
        identity=replace(
            base.identity, rep_name=name, manager_name=long, territory_name=long, branch_name=long
        ),
        receivables=cards.receivables(cards.overdue_items(lines, long)),
        new_customers=cards.customers(lines, long),
        lost_customers=cards.customers(lines, name),
    )


@pytest.mark.parametrize("lines", [0, 200])
@pytest.mark.parametrize("script", PRINTED)
def test_a_script_of_the_face_is_printed_as_it_is_written(script: str, lines: int) -> None:
    pdf, report = printed(named(PRINTED[script], lines))
    assert PRINTED[script] in texts(pdf)[0]
    assert report.warnings == ()
    for boxes in boxes_of_pages(pdf):
        assert (outside(boxes), overlaps(boxes)) == ([], [])


@pytest.mark.parametrize("lines", [0, 200])
@pytest.mark.parametrize("script", BOXED)
def test_a_script_that_the_face_lacks_is_named_by_number_and_never_dropped(
    script: str, lines: int
) -> None:
    name, number = BOXED[script]
    pdf, report = printed(named(name, lines))
    text = texts(pdf)[0]
    assert name not in text and "□" in text
    assert number in text
    assert {warning.code for warning in report.warnings} == {"glyph_missing"}
    for boxes in boxes_of_pages(pdf):
        assert (outside(boxes), overlaps(boxes)) == ([], [])
