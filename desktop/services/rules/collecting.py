"""How well money comes in: the collection rates, what is overdue, and how late it is.

METRICS.md, section 3, C1 to C4, C10 and C11. Amounts are whole minor units of one currency;
sales and receivables both with tax.
"""

from __future__ import annotations

from collections.abc import Iterable

from desktop.i18n import N_
from desktop.ratio import Number, Ratio
from desktop.services.rules.dso import NO_SALES, NOTHING_COLLECTABLE

NOTHING_DUE = N_("nothing due")
NO_RECEIVABLE = N_("no receivable")
NO_TARGET = N_("no target")
NOTHING_LATE_OR_PAID = N_("no items")


def _over(numerator: Number, denominator: Number, reason: str) -> Ratio:
    """Return a ratio that is undefined unless there is something to divide by."""
    if denominator <= 0:
        return Ratio.undefined(reason)
    return Ratio.of(numerator, denominator, reason)


def collected_to_sales(collected: Number, invoiced: Number) -> Ratio:
    """Return C1: collected ÷ invoiced with tax; above one where old debts came in."""
    return _over(collected, invoiced, NO_SALES)


def collected_to_collectable(
    receivable_start: Number, invoiced: Number, receivable_end: Number
) -> Ratio:
    """Return C2: (start + invoiced − end) ÷ (start + invoiced)."""
    collectable = receivable_start + invoiced
    return _over(collectable - receivable_end, collectable, NOTHING_COLLECTABLE)


def collected_due_rate(collected_of_due: Number, due: Number) -> Ratio:
    """Return C3: collected against items due by the period's end ÷ what was due.

    `due` is what was overdue at the start and what fell due in the period.
    """
    return _over(collected_of_due, due, NOTHING_DUE)


def collection_attainment(collected: Number, target: Number) -> Ratio:
    """Return C4: collected ÷ the target for collections."""
    return _over(collected, target, NO_TARGET)


def overdue_rate(overdue: Number, receivable: Number) -> Ratio:
    """Return C10: overdue ÷ the whole receivable; undefined, not zero, without a receivable."""
    return _over(overdue, receivable, NO_RECEIVABLE)


def weighted_days_late(items: Iterable[tuple[Number, int]]) -> Ratio:
    """Return C11: Σ amount × days late ÷ Σ amount over pairs of an amount and its days late.

    Paid items and open ones are asked for separately and never averaged together: an open
    item's days still grow.
    """
    top: Number = 0
    bottom: Number = 0
    for amount, days in items:
        top += amount * days
        bottom += amount
    return _over(top, bottom, NOTHING_LATE_OR_PAID)
