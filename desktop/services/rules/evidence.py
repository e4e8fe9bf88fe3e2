"""Visits as reported and as verified, and the two ratios that are shown on both bases.

*As reported* counts what would be valid visits if no checker had rejected any; *valid* leaves the
rejected ones out; *verified* keeps of the valid ones those that something bears out beside the
rep's word: a check that confirmed them, somebody who went along, or an order of the same customer
that the report names. Source of the ratios: METRICS.md, section 2, K1 and K6.
"""

from __future__ import annotations

from dataclasses import dataclass

from desktop.i18n import N_
from desktop.ratio import Ratio
from desktop.services.rules.efficiency import (
    DAYS_BELONG_TO_REPS,
    NO_FIELD_DAYS,
    NO_VISITS,
    EfficiencyParts,
)
from desktop.services.rules.fielddays import in_days

NO_VERIFIED_VISITS = N_("no verified visits")

_NONE = Ratio.undefined(NO_VISITS)


@dataclass(frozen=True, slots=True)
class VisitBasis:
    """So many visits on one basis, and what follows from that: visits a day, orders per 100."""

    visits: int = 0
    calls_per_day: Ratio = _NONE
    orders_per_100: Ratio = _NONE


@dataclass(frozen=True, slots=True)
class Twin:
    """The same figures as reported and as verified."""

    reported: VisitBasis = VisitBasis()
    verified: VisitBasis = VisitBasis()


def twin(parts: EfficiencyParts, rejected: int, verified: int, has_days: bool = True) -> Twin:
    """Return both bases of these parts.

    `rejected` is how many visits more there would be if no checker had rejected any, `verified`
    how many of the valid ones are verified. All orders are divided by the visits of either basis.
    `has_days` is False for rows that are no people, to whom no days belong.
    """
    return Twin(
        _basis(parts, parts.visits + rejected, has_days, NO_VISITS),
        _basis(parts, verified, has_days, NO_VERIFIED_VISITS),
    )


def _basis(parts: EfficiencyParts, visits: int, has_days: bool, reason: str) -> VisitBasis:
    per_day = (
        Ratio.of(visits, in_days(parts.field_halves), NO_FIELD_DAYS)
        if has_days
        else Ratio.undefined(DAYS_BELONG_TO_REPS)
    )
    return VisitBasis(visits, per_day, Ratio.of(parts.orders * 100, visits, reason))
