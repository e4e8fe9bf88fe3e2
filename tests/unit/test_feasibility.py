"""Whether a target can be reached: hand-computed cases of each comparison."""

from __future__ import annotations

from decimal import Decimal

import pytest

from desktop.services.rules.feasibility import (
    NO_BUDGET,
    NO_COST,
    NO_DAYS,
    NO_HISTORY,
    NO_LIMITS,
    NO_RECORD,
    NO_TARGET,
    CreditRoom,
    Finding,
    Verdict,
    against_budget,
    against_capacity,
    against_credit,
    against_history,
    binding,
    judge,
    peak_owed,
)

FEASIBLE, STRETCH, INFEASIBLE, NOT_JUDGED = Verdict


def number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def term(finding: Finding, name: str) -> Decimal | None:
    return next(one.value for one in finding.terms if one.name == name)


@pytest.mark.parametrize(
    ("target", "last", "before", "verdict", "beyond"),
    [
        # Last year grew by a quarter: up to 35 % more is feasible, up to 55 % a stretch.
        ("135", "100", "80", FEASIBLE, "0.10"),
        ("136", "100", "80", STRETCH, "0.11"),
        ("155", "100", "80", STRETCH, "0.30"),
        ("156", "100", "80", INFEASIBLE, "0.31"),
        # A fall counts as no growth, and so does a year that is not known.
        ("110", "100", "200", FEASIBLE, "0.1"),
        ("111", "100", "200", STRETCH, "0.11"),
        ("131", "100", None, INFEASIBLE, "0.31"),
        ("131", "100", "0", INFEASIBLE, "0.31"),
        ("50", "100", "100", FEASIBLE, "-0.5"),
    ],
)
def test_a_target_is_held_against_the_growth_of_last_year(
    target: str, last: str, before: str | None, verdict: Verdict, beyond: str
) -> None:
    found = against_history(Decimal(target), Decimal(last), number(before))
    assert (found.verdict, term(found, "beyond")) == (verdict, Decimal(beyond))


@pytest.mark.parametrize(
    ("target", "last", "note"),
    [
        (None, "1", NO_TARGET),
        ("0", "1", NO_TARGET),
        ("1", None, NO_HISTORY),
        ("1", "0", NO_HISTORY),
        ("1", "-5", NO_HISTORY),
    ],
)
def test_without_a_year_behind_it_history_says_nothing(
    target: str | None, last: str | None, note: str
) -> None:
    found = against_history(number(target), number(last), None)
    assert (found.verdict, found.note) == (NOT_JUDGED, note)


@pytest.mark.parametrize(
    ("needed", "days", "calls", "verdict"),
    [
        # 200 days at 5 visits are 1,000.
        ("1000", "200", "5", FEASIBLE),
        ("1100", "200", "5", FEASIBLE),
        ("1101", "200", "5", STRETCH),
        ("1300", "200", "5", STRETCH),
        ("1301", "200", "5", INFEASIBLE),
        ("1", "0", "5", INFEASIBLE),
        ("1", "200", "0", INFEASIBLE),
    ],
)
def test_visits_needed_are_held_against_the_days_in_the_field(
    needed: str, days: str, calls: str, verdict: Verdict
) -> None:
    found = against_capacity(Decimal(1), Decimal(needed), Decimal(days), Decimal(calls))
    assert found.verdict is verdict
    assert term(found, "visits_available") == Decimal(days) * Decimal(calls)


def test_without_days_or_visits_to_learn_from_capacity_says_why() -> None:
    none = against_capacity(Decimal(1), None, Decimal(200), None)
    assert (none.verdict, none.note) == (NOT_JUDGED, NO_RECORD)
    assert against_capacity(Decimal(1), Decimal(1), Decimal(0), Decimal(5)).note == NO_DAYS
    assert against_capacity(None, Decimal(1), Decimal(1), Decimal(1)).note == NO_TARGET
    # An empty cell needs no visits, and there is nothing to judge.
    empty = against_capacity(Decimal(0), Decimal(0), Decimal(1), Decimal(1))
    assert (empty.verdict, empty.note) == (NOT_JUDGED, NO_TARGET)
    assert against_capacity(Decimal(1), Decimal(0), Decimal(0), Decimal(1)).verdict is NOT_JUDGED


@pytest.mark.parametrize(
    ("needed", "cost", "budget", "verdict"),
    [
        # 100 visits at 12.50 are 1,250.
        ("100", "12.5", "1250", FEASIBLE),
        ("110", "12.5", "1250", FEASIBLE),
        ("111", "12.5", "1250", STRETCH),
        ("131", "12.5", "1250", INFEASIBLE),
    ],
)
def test_what_visits_cost_is_held_against_the_budget(
    needed: str, cost: str, budget: str, verdict: Verdict
) -> None:
    found = against_budget(Decimal(1), Decimal(needed), Decimal(cost), Decimal(budget))
    assert found.verdict is verdict
    assert term(found, "cost_needed") == Decimal(needed) * Decimal(cost)


def test_without_a_budget_or_expenses_nothing_is_said_of_the_budget() -> None:
    one = Decimal(1)
    assert against_budget(one, one, one, None).note == NO_BUDGET
    assert against_budget(one, one, None, one).note == NO_COST
    assert against_budget(one, None, one, one).note == NO_COST
    assert against_budget(Decimal(0), one, one, one).note == NO_TARGET


def test_the_resource_that_lacks_most_limits_first() -> None:
    history = against_history(Decimal(200), Decimal(100), None)
    visits = against_capacity(Decimal(1), Decimal(120), Decimal(20), Decimal(5))
    money = against_budget(Decimal(1), Decimal(125), Decimal(1), Decimal(100))
    assert binding([history, visits, money]) == money
    assert binding([history, visits]) == visits
    assert binding([history]) is None
    none_left = against_capacity(Decimal(1), Decimal(1), Decimal(0), Decimal(5))
    assert binding([none_left, against_budget(None, None, None, None)]) == none_left


@pytest.mark.parametrize(
    ("rooms", "above", "verdict"),
    [
        ([("100", "100"), ("30", "50")], "0", FEASIBLE),
        # 50 of 1,000 are exactly five percent.
        ([("130", "100"), ("70", "50")], "50", STRETCH),
        ([("131", "100"), ("70", "50")], "51", INFEASIBLE),
        # Room at one customer does not help another.
        ([("200", "100"), ("0", "5000")], "100", INFEASIBLE),
    ],
)
def test_what_customers_would_owe_is_held_against_their_limits(
    rooms: list[tuple[str, str]], above: str, verdict: Verdict
) -> None:
    found = against_credit(
        Decimal(1_000), [CreditRoom(Decimal(peak), Decimal(limit)) for peak, limit in rooms]
    )
    assert (found.verdict, term(found, "above_limits")) == (verdict, Decimal(above))


def test_without_limits_or_without_a_target_credit_says_nothing() -> None:
    assert against_credit(Decimal(5), []).note == NO_LIMITS
    assert against_credit(Decimal(0), [CreditRoom(Decimal(1), Decimal(1))]).note == NO_TARGET
    assert against_credit(None, []).verdict is NOT_JUDGED


@pytest.mark.parametrize(
    ("days", "peak"), [(0, 0), (-5, 0), (1, 40), (30, 40), (31, 70), (60, 70), (90, 80), (999, 100)]
)
def test_the_most_owed_is_the_dearest_run_of_months_within_the_terms(days: int, peak: int) -> None:
    months = [Decimal(one) for one in (10, 30, 40, 0, 20)]
    assert peak_owed(months, days) == peak


def test_nothing_planned_is_nothing_owed() -> None:
    assert peak_owed([], 30) == 0


@pytest.mark.parametrize(
    ("verdicts", "worst"),
    [
        ([], NOT_JUDGED),
        ([NOT_JUDGED], NOT_JUDGED),
        ([NOT_JUDGED, FEASIBLE], FEASIBLE),
        ([FEASIBLE, STRETCH, NOT_JUDGED], STRETCH),
        ([INFEASIBLE, STRETCH], INFEASIBLE),
    ],
)
def test_the_worst_comparison_that_could_be_made_decides(
    verdicts: list[Verdict], worst: Verdict
) -> None:
    finding = against_history(None, None, None)
    assert judge([Finding(finding.against, one, ()) for one in verdicts]) is worst
