"""What comes in by month: open items and planned sales, by the terms agreed or by payment habit.

Amounts are ints in minor units, sales with tax; months are ordinals. Everything is split exactly:
opening + sales = what comes in before the year + its twelve months + what is left open.
Source: PLANNING.md, section 0 ("collection targets"); METRICS.md, section 3, C3, for the habit,
which is read off cohorts of due months as a life table reads off survival, so that documents
whose time is not over yet count with what is known of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from desktop.money import split_exact
from desktop.periods import Month

#: Money is followed up to so many months after the month that it was due in.
HABIT_MONTHS = 6
_YEAR = 12


@dataclass(frozen=True, slots=True)
class Cohort:
    """What fell due in a month, and what of it came in, by months after it (0: then or before)."""

    due_month: int
    amount: int
    paid: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class Habit:
    """The shares of what is due that come in 0, 1, 2 … months after the month it was due in.

    What is missing to one does not come in within these months.
    """

    shares: tuple[Fraction, ...]

    def from_lag(self, lag: int) -> tuple[Fraction, ...]:
        """Return the shares from a lag on of what was still open then, `rest` left out.

        Nothing where so much time has passed that nobody knows anything.
        """
        left = 1 - sum(self.shares[:lag], Fraction(0))
        if lag >= len(self.shares):
            return ()
        if left <= 0:
            # By his habit it would have been paid: then it comes at once.
            return (Fraction(1),)
        return tuple(share / left for share in self.shares[lag:])


def habit_of(cohorts: Iterable[Cohort], last_month: int) -> Habit | None:
    """Return the habit of these cohorts; None where nothing was due.

    `last_month` is the last month that is known whole. The share of a lag is what came in then ÷
    what was still open, of the cohorts for which that month is over, × what reaches this lag.
    """
    known = [one for one in cohorts if one.amount > 0 and one.due_month <= last_month]
    if not known:
        return None
    shares, left = [], Fraction(1)
    for lag in range(HABIT_MONTHS + 1):
        paid = still_open = 0
        for one in known:
            if one.due_month + lag <= last_month:
                came = sum(amount for at, amount in one.paid.items() if at < lag)
                paid += min(one.paid.get(lag, 0), max(one.amount - came, 0))
                still_open += max(one.amount - came, 0)
        share = left * Fraction(paid, still_open) if still_open else Fraction(0)
        shares.append(share)
        left -= share
    return Habit(tuple(shares))


def due_months(month: int, terms_days: int, amount: int) -> dict[int, int]:
    """Return in which months a month's sales fall due: one part a day of the month, exact."""
    counts: dict[int, int] = defaultdict(int)
    for day in Month(month).period.days():
        counts[Month.of(day + timedelta(days=terms_days)).ordinal] += 1
    return dict(zip(counts, split_exact(amount, list(counts.values())), strict=True))


@dataclass(frozen=True, slots=True)
class OpenNow:
    """What is open at the end of a day: documents by due date, and credit that reduces them.

    `credit` is not above zero: credit notes and money that pays nothing yet.
    """

    day: date
    items: tuple[tuple[date, int], ...] = ()
    credit: int = 0

    @property
    def total(self) -> int:
        """The receivable."""
        return sum(amount for _due, amount in self.items) + self.credit


@dataclass(frozen=True, slots=True)
class CollectionYear:
    """What comes in of opening and sales: before the year, by its months, and what is left."""

    opening: int
    sales: int
    before: int
    months: tuple[int, ...]

    @property
    def year(self) -> int:
        """The twelve months together."""
        return sum(self.months)

    @property
    def left(self) -> int:
        """What is still open when the year ends."""
        return self.opening + self.sales - self.before - self.year


def collections_of(
    opening: OpenNow,
    sales: Mapping[int, int],
    terms_days: int,
    first: int,
    habit: Habit | None = None,
) -> CollectionYear:
    """Return what comes in in the year that begins with the month `first`.

    By the terms (`habit` None) everything comes in in the month that it is due in, and what is
    overdue on the opening day in the year's first month, which is when it is asked for. By habit
    it comes in as the habit says; what is older than the habit's months is not expected. Credit
    takes its amount off the earliest money.

    Args:
        opening: what is open before the first of `sales`.
        sales: with tax by month (an ordinal), those between opening and year included; a month
            below zero counts as credit.
        terms_days: days from a sale to its due date.
        first: the year's first month.
        habit: how what is due comes in.
    """
    now = Month.of(opening.day + timedelta(days=1)).ordinal
    cash: dict[int, int] = defaultdict(int)
    for due, amount in opening.items:
        month = Month.of(due).ordinal
        if habit is None:
            cash[first if due <= opening.day else month] += amount
        else:
            _pay(cash, month, amount, habit, max(now - month, 0))
    credit = opening.credit + sum(amount for amount in sales.values() if amount < 0)
    for month, amount in sales.items():
        if amount <= 0:
            continue
        for due_month, part in due_months(month, terms_days, amount).items():
            if habit is None:
                cash[due_month] += part
            else:
                _pay(cash, due_month, part, habit, 0)
    _take_off(cash, -credit)
    return CollectionYear(
        opening.total,
        sum(sales.values()),
        sum(amount for month, amount in cash.items() if month < first),
        tuple(cash.get(first + place, 0) for place in range(_YEAR)),
    )


def _pay(cash: dict[int, int], due_month: int, amount: int, habit: Habit, lag: int) -> None:
    """Add what comes in of an amount by the habit; the rest is left open."""
    shares = habit.from_lag(lag)
    if not shares or amount <= 0:
        return
    rest = max(1 - sum(shares, Fraction(0)), Fraction(0))
    parts = split_exact(amount, [*shares, rest])
    for place, part in enumerate(parts[:-1]):
        if part:
            cash[due_month + lag + place] += part


def _take_off(cash: dict[int, int], credit: int) -> None:
    """Take credit off the earliest money, as far as there is any."""
    for month in sorted(cash):
        taken = min(cash[month], credit)
        cash[month] -= taken
        credit -= taken
        if not credit:
            return


def with_tax(net: int, ratio: Fraction) -> int:
    """Return a net amount with tax by the branch's own ratio, rounded half-up."""
    return int((net * ratio + Fraction(1, 2)).__floor__())


def mean_terms(pairs: Sequence[tuple[int, int]]) -> int:
    """Return the mean days of credit, weighted by what is sold on them, rounded half-up."""
    whole = sum(amount for amount, _days in pairs)
    if whole <= 0:
        return 0
    return with_tax(sum(amount * days for amount, days in pairs), Fraction(1, whole))
