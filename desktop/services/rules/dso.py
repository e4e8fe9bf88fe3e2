"""Days sales outstanding, simple and by count-back, and what they split into.

METRICS.md, section 3, C5, C6, C8 and C9. Amounts are numbers of one currency and one unit,
credit sales and receivable both with tax.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from desktop.i18n import N_
from desktop.ratio import Number, Ratio

NO_SALES = N_("no sales")
NOTHING_COLLECTABLE = N_("nothing collectable")
#: More is owed than was ever sold: the days of all months are its lower bound.
BEYOND_HISTORY = N_("> {days} days")


@dataclass(frozen=True, slots=True)
class SalesMonth:
    """The credit sales of a month, and its days (those up to the as-of day, if it still runs)."""

    days: int
    credit_sales: Number


def simple(receivable: Number, credit_sales: Number, days: int) -> Ratio:
    """Return C5: receivable at the end ÷ credit sales of the period × days of the period."""
    if credit_sales <= 0:
        return Ratio.undefined(NO_SALES)
    return Ratio.of(receivable * days, credit_sales, NO_SALES)


def count_back(receivable: Number, months: Sequence[SalesMonth]) -> Ratio:
    """Return C6: how many of the latest days' sales make up the receivable.

    `months` are in order, the oldest first. The latest month's sales are taken off first, with
    all its days; the month that uses up the rest counts pro rata. A month without sales adds its
    days; one with a negative sum gives back what it takes. Nothing receivable is 0 days. A
    receivable that exceeds all history is undefined, with the note "> n days".
    """
    if receivable <= 0:
        return Ratio.of(0, 1, NO_SALES)
    days = 0
    left = receivable
    for month in reversed(months):
        if left <= month.credit_sales:
            exact = days * month.credit_sales + month.days * left
            return Ratio.of(exact, month.credit_sales, NO_SALES)
        left -= month.credit_sales
        days += month.days
    return Ratio.undefined(BEYOND_HISTORY.format(days=days))


def best_possible(not_due: Number, credit_sales: Number, days: int) -> Ratio:
    """Return C8: the days outstanding if everyone paid on the day agreed."""
    return simple(not_due, credit_sales, days)


def average_days_delinquent(
    receivable: Number, not_due: Number, credit_sales: Number, days: int
) -> Ratio:
    """Return C8: DSO less the best possible DSO, the part that late payers are to blame for."""
    return simple(receivable - not_due, credit_sales, days)


def collection_effectiveness(
    receivable_start: Number,
    credit_sales: Number,
    receivable_end: Number,
    not_due_end: Number,
    months: int,
) -> Ratio:
    """Return C9, the collection effectiveness index, as a fraction of one.

    (start + credit sales ÷ N − end) ÷ (start + credit sales ÷ N − not due at the end), with N
    months in the period; both sides are multiplied by N to stay exact.
    """
    top = (receivable_start - receivable_end) * months + credit_sales
    bottom = (receivable_start - not_due_end) * months + credit_sales
    if bottom <= 0:
        return Ratio.undefined(NOTHING_COLLECTABLE)
    return Ratio.of(top, bottom, NOTHING_COLLECTABLE)
