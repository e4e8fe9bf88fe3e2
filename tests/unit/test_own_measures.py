"""Own measures: sums and levels over months and reps, and targets met in their direction.

All cases are computed by hand.
"""

from __future__ import annotations

from decimal import Decimal

import pytest

from desktop.errors import Issue
from desktop.services.plans.measure_texts import plain_number, read_number
from desktop.services.plans.measures_data import (
    MeasureCell,
    MeasureEntry,
    Person,
    Side,
    make_row,
    total_of,
)
from desktop.services.rules.own_measures import (
    LESS_IS_BETTER,
    NOTHING_DUE,
    Standing,
    Verdict,
    Way,
    over_months,
    over_reps,
    standing,
    together,
)

D = Decimal
SUM, LEVEL = Way(True, True), Way(True, False)
LESS_SUM, LESS_LEVEL = Way(False, True), Way(False, False)


def numbers(text: str) -> list[Decimal | None]:
    """Return numbers from words; `-` is None."""
    return [None if word == "-" else D(word) for word in text.split()]


@pytest.mark.parametrize(("months", "adds_up", "expected"), [
    ("3 - 4.5", True, "7.5"),
    ("3 - 4.5", False, "4.5"),
    ("3 4.5 -", False, "4.5"),
    ("0 -", True, "0"),
    ("- -", True, "-"),
    ("- -", False, "-"),
])  # fmt: skip
def test_months_add_up_or_the_last_one_counts(months: str, adds_up: bool, expected: str) -> None:
    assert over_months(numbers(months), adds_up=adds_up) == numbers(expected)[0]


@pytest.mark.parametrize(("reps", "branch", "adds_up", "expected"), [
    ("3 4 -", "-", True, "7"),
    ("3 4 -", "10", True, "17"),
    ("3 4 -", "-", False, "3.5"),
    ("1 1 2", "-", False, "1.333333"),
    ("1 2 2", "-", False, "1.666667"),
    ("3 4", "5", False, "5"),
    ("- -", "-", False, "-"),
    ("", "2", True, "2"),
])  # fmt: skip
def test_reps_add_up_or_their_mean_counts(
    reps: str, branch: str, adds_up: bool, expected: str
) -> None:
    assert over_reps(numbers(reps), numbers(branch)[0], adds_up=adds_up) == numbers(expected)[0]


@pytest.mark.parametrize(("targets", "reached", "way", "variance", "verdict"), [
    # Only January and February are reached: 20 were due, and 23 came.
    ("10 10 10", "12 11 -", SUM, "3", Verdict.MET),
    ("10 10 10", "12 7 -", SUM, "-1", Verdict.MISSED),
    ("10 10", "10 10", SUM, "0", Verdict.MET),
    # Of a level the last month with both counts: 82 of 84.
    ("80 84 90", "85 82 -", LEVEL, "-2", Verdict.MISSED),
    # A month without a target is not held against anything.
    ("80 - 90", "85 10 -", LEVEL, "5", Verdict.MET),
    # Less is better: 7 complaints where 9 were allowed are two better.
    ("5 4", "3 4", LESS_SUM, "2", Verdict.MET),
    ("5 4", "6 4", LESS_SUM, "-1", Verdict.MISSED),
    ("30 28", "30 31", LESS_LEVEL, "-3", Verdict.MISSED),
    ("5 4", "- -", SUM, "-", Verdict.OPEN),
    ("- -", "5 4", SUM, "-", Verdict.OPEN),
])  # fmt: skip
def test_a_target_is_met_or_missed_in_its_direction(
    targets: str, reached: str, way: Way, variance: str, verdict: Verdict
) -> None:
    found = standing(numbers(targets), numbers(reached), way)
    assert (found.variance, found.verdict) == (numbers(variance)[0], verdict)


def test_attainment_is_reached_by_due_where_more_is_better_alone() -> None:
    assert Standing(SUM, D(20), D(23)).attainment.value == D("1.15")
    assert Standing(SUM, D(0), D(23)).attainment.reason == NOTHING_DUE
    assert Standing(SUM).attainment.reason == NOTHING_DUE
    assert Standing(LESS_SUM, D(9), D(0)).attainment.reason == LESS_IS_BETTER


def test_all_together_only_those_count_who_have_something_to_compare() -> None:
    reps = [Standing(SUM, D(20), D(23)), Standing(SUM, D(10), D(6)), Standing(SUM)]
    found = together(reps, Standing(SUM), SUM)
    assert (found.due, found.reached, found.variance) == (D(30), D(29), D(-1))
    levels = [Standing(LEVEL, D(80), D(90)), Standing(LEVEL, D(84), D(78))]
    found = together(levels, Standing(LEVEL), LEVEL)
    assert (found.due, found.reached, found.verdict) == (D(82), D(84), Verdict.MET)
    found = together(levels, Standing(LEVEL, D(83), D(81)), LEVEL)
    assert (found.due, found.reached, found.verdict) == (D(83), D(81), Verdict.MISSED)


def test_a_row_has_quarters_and_a_year_and_all_rows_come_to_a_total() -> None:
    first = [MeasureCell(D(month), D(month) if month < 3 else None) for month in range(1, 13)]
    second = [MeasureCell(D(2), D(1) if month < 2 else None) for month in range(1, 13)]
    rows = [
        make_row(Person(1), SUM, first),
        make_row(Person(2), SUM, second),
        make_row(Person(None), SUM, [MeasureCell()] * 12),
    ]
    # 1 + … + 12 = 78; the second quarter is 4 + 5 + 6.
    assert (rows[0].year(Side.TARGET), rows[0].quarter(Side.TARGET, 1)) == (D(78), D(15))
    total = total_of(rows, SUM)
    assert total.values(Side.TARGET)[:2] == (D(3), D(4))
    assert (total.year(Side.TARGET), total.year(Side.ACTUAL)) == (D(102), D(4))
    # January and February of the first (3 of 3), January of the second (1 of 2).
    assert (total.standing.due, total.standing.reached) == (D(5), D(4))
    assert rows[2].is_empty and not rows[0].is_empty


ENTRY = MeasureEntry("Share", "%", 1)


@pytest.mark.parametrize(("text", "expected"), [
    ("12", D(12)),
    (" 12.5 % ", D("12.5")),
    ("１２．５％", D("12.5")),
    ("1,200", D(1200)),
    ("-3", D(-3)),
    ("", None),
    ("  ", None),
])  # fmt: skip
def test_a_number_is_read_as_it_is_typed(text: str, expected: Decimal | None) -> None:
    assert read_number(text, ENTRY) == expected


@pytest.mark.parametrize(("text", "code"), [
    ("much", "measure_number_form"),
    ("%", "measure_number_form"),
    ("1.25", "measure_decimals"),
    ("1000000000000", "measure_range"),
    ("9" * 30, "measure_number_form"),
])  # fmt: skip
def test_what_is_no_number_of_the_measure_is_refused(text: str, code: str) -> None:
    found = read_number(text, ENTRY, "here")
    assert isinstance(found, Issue)
    assert (found.code, found.column) == (code, "here")


def test_a_field_begins_with_the_plain_number() -> None:
    found = [plain_number(one) for one in (None, D("1200.500000"), D("3.000000"), D(100))]
    assert found == ["", "1200.5", "3", "100"]
