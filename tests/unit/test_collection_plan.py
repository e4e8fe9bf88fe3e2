"""What comes in by month, by hand: due months, habits, credit, and sums that are exact."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from desktop.periods import Month
from desktop.services.rules.collection_plan import (
    Cohort,
    Habit,
    OpenNow,
    collections_of,
    due_months,
    habit_of,
    mean_terms,
    with_tax,
)

JANUARY = Month.at(2027, 1).ordinal
LAST_DAY = date(2026, 12, 31)


def test_a_months_sales_fall_due_day_by_day() -> None:
    # Of 31 days of January + 30: the 1st falls into January, 28 into February, two into March.
    found = due_months(JANUARY, 30, 3_100)
    assert found == {JANUARY: 100, JANUARY + 1: 2_800, JANUARY + 2: 200}


def test_cash_sales_come_in_at_once() -> None:
    assert due_months(JANUARY, 0, 777) == {JANUARY: 777}


def test_by_terms_open_items_come_in_when_due_and_overdue_ones_first() -> None:
    opening = OpenNow(LAST_DAY, ((date(2026, 11, 1), 500), (date(2027, 2, 10), 300)))
    found = collections_of(opening, {JANUARY: 1_000}, 0, JANUARY)
    assert found.months == (1_500, 300) + (0,) * 10
    assert (found.opening, found.sales, found.before, found.left) == (800, 1_000, 0, 0)


def test_what_is_due_before_the_year_is_no_money_of_the_year() -> None:
    opening = OpenNow(date(2026, 11, 23), ((date(2026, 12, 10), 400), (date(2026, 11, 1), 50)))
    found = collections_of(opening, {JANUARY - 1: 600}, 60, JANUARY)
    # December + 60 days: the 1st and 2nd fall into January's end, the others into February and
    # one day, the 31st, into March; 31 parts of 600.
    assert found.before == 400
    assert found.months[0] == 50 + due_months(JANUARY - 1, 60, 600)[JANUARY]
    assert found.before + found.year + found.left == 450 + 600


def test_credit_takes_off_the_earliest_money() -> None:
    opening = OpenNow(LAST_DAY, ((date(2027, 1, 5), 100), (date(2027, 2, 5), 100)), credit=-150)
    found = collections_of(opening, {}, 30, JANUARY)
    assert found.months[:2] == (0, 50)
    assert (found.opening, found.left) == (50, 0)


def test_credit_beyond_all_money_stays_open() -> None:
    found = collections_of(OpenNow(LAST_DAY, (), credit=-70), {JANUARY: 20}, 0, JANUARY)
    assert (found.year, found.left) == (0, -50)


def test_a_habit_is_read_off_months_that_are_over() -> None:
    # Of 100 due in October 60 came at once and 20 a month later; of 100 due in December, the
    # last month known, 80 came at once. At once: 140 of 200. A month later: 20 of the 40 that
    # October still had open, so half of the 30 % that is left: 15 %.
    october, december = JANUARY - 3, JANUARY - 1
    found = habit_of(
        [Cohort(october, 100, {0: 60, 1: 20}), Cohort(december, 100, {0: 80})], december
    )
    assert found is not None
    assert found.shares[:3] == (Fraction(7, 10), Fraction(15, 100), Fraction(0))


def test_nothing_due_is_no_habit() -> None:
    assert habit_of([], JANUARY) is None
    assert habit_of([Cohort(JANUARY, 100, {})], JANUARY - 1) is None


def test_by_habit_money_comes_late_and_a_part_never() -> None:
    habit = Habit((Fraction(1, 2), Fraction(1, 4)))
    found = collections_of(OpenNow(LAST_DAY), {JANUARY: 1_000}, 0, JANUARY, habit)
    assert found.months[:3] == (500, 250, 0)
    assert found.left == 250


def test_what_is_late_already_goes_on_where_the_habit_stands() -> None:
    # Due in December, opening at its end: what was still open at lag 1 is half; of that half a
    # quarter of all, so half of it, comes in January.
    habit = Habit((Fraction(1, 2), Fraction(1, 4)))
    opening = OpenNow(LAST_DAY, ((date(2026, 12, 5), 80), (date(2026, 6, 1), 40)))
    found = collections_of(opening, {}, 0, JANUARY, habit)
    assert found.months[0] == 40
    assert found.left == 80


def test_what_the_habit_would_have_paid_comes_at_once() -> None:
    habit = Habit((Fraction(1), Fraction(0)))
    opening = OpenNow(LAST_DAY, ((date(2026, 12, 5), 80),))
    assert collections_of(opening, {}, 0, JANUARY, habit).months[0] == 80


def test_net_sales_get_the_branchs_own_tax() -> None:
    assert with_tax(1_000, Fraction(113, 100)) == 1_130
    assert with_tax(1, Fraction(3, 2)) == 2


def test_mean_terms_are_weighted_by_sales() -> None:
    assert mean_terms([(300, 30), (100, 60), (0, 365)]) == 38
    assert mean_terms([]) == 0
