"""Whether a target can be reached: against history, the visits there are, and credit.

Each finding keeps its arithmetic, so that whoever reads the verdict can do it again. The bounds
are the program's own conventions, named below; PLANNING.md, section 0, asks for the comparison
and leaves them open.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from desktop.services.rules.programme import EASY_RISE, HARD_RISE

#: Growth beyond last year's own (a fall counts as none) that is still feasible, and a stretch.
EASY_GROWTH = Decimal("0.10")
HARD_GROWTH = Decimal("0.30")
#: Part of a target above customers' credit limits that is still a stretch.
HARD_CREDIT = Decimal("0.05")

#: Why there is no verdict; stable words.
NO_TARGET = "no target"
NO_HISTORY = "no history"
NO_RECORD = "no visits to learn from"
NO_DAYS = "no field days"
NO_LIMITS = "no credit limits"
NO_COST = "no expenses to learn from"
NO_BUDGET = "no budget"


class Verdict(StrEnum):
    """What a comparison says of a target; the words are those of the printed pages."""

    FEASIBLE = "feasible"
    STRETCH = "stretch"
    INFEASIBLE = "infeasible"
    NOT_JUDGED = "not_judged"


class Against(StrEnum):
    """What a target is compared with."""

    HISTORY = "history"
    CAPACITY = "capacity"
    CREDIT = "credit"
    BUDGET = "budget"


#: What a target uses up; past results are none of them.
RESOURCES = frozenset({Against.CAPACITY, Against.CREDIT, Against.BUDGET})


@dataclass(frozen=True, slots=True)
class Term:
    """A figure of the arithmetic under a stable name; None is not known."""

    name: str
    value: Decimal | None


@dataclass(frozen=True, slots=True)
class Finding:
    """A comparison: its verdict, the arithmetic in the order it is done, why there is none."""

    against: Against
    verdict: Verdict
    terms: tuple[Term, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class CreditRoom:
    """A customer's limit beside the most he would owe of the planned sales alone."""

    peak: Decimal
    limit: Decimal


def judge(findings: Sequence[Finding]) -> Verdict:
    """Return the worst verdict; what could not be judged does not count."""
    order = (Verdict.INFEASIBLE, Verdict.STRETCH, Verdict.FEASIBLE)
    known = {one.verdict for one in findings}
    return next((verdict for verdict in order if verdict in known), Verdict.NOT_JUDGED)


def binding(findings: Sequence[Finding]) -> Finding | None:
    """Return the resource that limits the target first, None where all of them are enough.

    It is the one with the worst verdict and, of several, the one that lacks the largest part.
    """
    order = (Verdict.FEASIBLE, Verdict.STRETCH, Verdict.INFEASIBLE)
    short = [
        (order.index(one.verdict), _beyond(one), -place, one)
        for place, one in enumerate(findings)
        if one.against in RESOURCES and one.verdict in order[1:]
    ]
    return max(short)[-1] if short else None


def _beyond(found: Finding) -> Decimal:
    known = [term.value for term in found.terms if term.name == "beyond" and term.value is not None]
    return known[0] if known else Decimal("Infinity")


def against_history(
    target: Decimal | None, last: Decimal | None, before: Decimal | None
) -> Finding:
    """Compare the growth that a target needs with last year's own growth.

    Feasible up to last year's growth and ten points, a stretch up to thirty points; a fall
    counts as no growth, and so does a year that there is nothing before. Where nothing is
    planned there is nothing to judge.

    Args:
        target: the target.
        last: the result of the same months a year before.
        before: the result of the year before that; None where it is not known.
    """
    terms = (Term("target", target), Term("last_year", last), Term("year_before", before))
    if not target:
        return Finding(Against.HISTORY, Verdict.NOT_JUDGED, terms, NO_TARGET)
    if last is None or last <= 0:
        return Finding(Against.HISTORY, Verdict.NOT_JUDGED, terms, NO_HISTORY)
    needed = target / last - 1
    own = last / before - 1 if before is not None and before > 0 else None
    rise = needed - max(own or Decimal(0), Decimal(0))
    return Finding(
        Against.HISTORY,
        _graded(rise, EASY_GROWTH, HARD_GROWTH),
        (*terms, Term("needed_growth", needed), Term("own_growth", own), Term("beyond", rise)),
    )


def against_capacity(
    target: Decimal | None,
    needed: Decimal | None,
    field_days: Decimal,
    calls_per_day: Decimal | None,
) -> Finding:
    """Compare the visits that a target needs with those that the days in the field give.

    Feasible up to ten percent more a day than now, a stretch up to thirty, as for a rep's
    programme (`desktop.services.rules.programme`).

    Args:
        target: the target.
        needed: visits that it needs; None where nothing tells.
        field_days: days in the field in the target's months.
        calls_per_day: visits a day as they are made now; None where there are none.
    """
    available = None if calls_per_day is None else field_days * calls_per_day
    terms = (
        Term("visits_needed", needed),
        Term("field_days", field_days),
        Term("calls_per_day", calls_per_day),
        Term("visits_available", available),
    )
    if not target:
        return Finding(Against.CAPACITY, Verdict.NOT_JUDGED, terms, NO_TARGET)
    if needed is None or available is None:
        return Finding(Against.CAPACITY, Verdict.NOT_JUDGED, terms, NO_RECORD)
    if needed <= 0:
        return Finding(Against.CAPACITY, Verdict.NOT_JUDGED, terms, NO_TARGET)
    if available <= 0:
        return Finding(Against.CAPACITY, Verdict.INFEASIBLE, terms, NO_DAYS)
    rise = needed / available - 1
    return Finding(
        Against.CAPACITY, _graded(rise, EASY_RISE, HARD_RISE), (*terms, Term("beyond", rise))
    )


def against_credit(target: Decimal | None, rooms: Sequence[CreditRoom]) -> Finding:
    """Compare what customers would owe of planned sales with their credit limits.

    What lies above the limits, added up, is set against the target: none is feasible, up to
    five percent a stretch. Customers without a limit have no room to speak of and are left out.
    """
    above = sum((max(room.peak - room.limit, Decimal(0)) for room in rooms), Decimal(0))
    terms = (
        Term("customers_with_limit", Decimal(len(rooms))),
        Term("customers_above", Decimal(sum(room.peak > room.limit for room in rooms))),
        Term("above_limits", above),
    )
    if target is None or target <= 0:
        return Finding(Against.CREDIT, Verdict.NOT_JUDGED, terms, NO_TARGET)
    if not rooms:
        return Finding(Against.CREDIT, Verdict.NOT_JUDGED, terms, NO_LIMITS)
    share = above / target
    return Finding(
        Against.CREDIT, _graded(share, Decimal(0), HARD_CREDIT), (*terms, Term("beyond", share))
    )


def against_budget(
    target: Decimal | None,
    needed: Decimal | None,
    cost_per_visit: Decimal | None,
    budget: Decimal | None,
) -> Finding:
    """Compare what the visits that a target needs would cost with the budget for them.

    Feasible up to ten percent above the budget, a stretch up to thirty, as for the visits.

    Args:
        target: the target.
        needed: visits that it needs; None where nothing tells.
        cost_per_visit: expenses a visit as they are now; None where there are none.
        budget: what may be spent; None where no budget is given.
    """
    cost = None if needed is None or cost_per_visit is None else needed * cost_per_visit
    terms = (
        Term("visits_needed", needed),
        Term("cost_per_visit", cost_per_visit),
        Term("cost_needed", cost),
        Term("budget", budget),
    )
    if not target:
        return Finding(Against.BUDGET, Verdict.NOT_JUDGED, terms, NO_TARGET)
    if not budget:
        return Finding(Against.BUDGET, Verdict.NOT_JUDGED, terms, NO_BUDGET)
    if cost is None:
        return Finding(Against.BUDGET, Verdict.NOT_JUDGED, terms, NO_COST)
    rise = cost / budget - 1
    return Finding(
        Against.BUDGET, _graded(rise, EASY_RISE, HARD_RISE), (*terms, Term("beyond", rise))
    )


def peak_owed(by_month: Sequence[Decimal], terms_days: int) -> Decimal:
    """Return the most that is owed at once of sales by month, each paid when it is due.

    Sales of a month are owed from its beginning for the days of the terms, counted in whole
    months and rounded up; sales on no terms are paid at once.
    """
    months = -(-max(terms_days, 0) // 30)
    return max(
        (
            sum(by_month[max(0, at - months + 1) : at + 1], Decimal(0))
            for at in range(len(by_month))
        ),
        default=Decimal(0),
    ) if months else Decimal(0)  # fmt: skip


def _graded(value: Decimal, easy: Decimal, hard: Decimal) -> Verdict:
    if value <= easy:
        return Verdict.FEASIBLE
    return Verdict.STRETCH if value <= hard else Verdict.INFEASIBLE
