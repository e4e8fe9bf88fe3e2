"""What to talk about at a customer: up to three points out of what the office knows of him.

Points come in a fixed order of urgency: money that is overdue, a promise of ours, orders that
fell or stay away, what a competitor does, what alike customers buy and he does not, a long gap,
and last what went well. Each has its own threshold below; ratios compare a customer with his own
habit only, never with other customers, save for the products of alike ones.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from itertools import pairwise

from desktop.ratio import Ratio

#: So many points a customer: more are not remembered on the way in.
MOST_POINTS = 3
#: Orders of so many days are laid beside the mean of as many days in the nine months before,
#: and beside the same days of the year before: a season is no fall.
RECENT_DAYS, HABIT_SPANS, YEAR_DAYS = 91, 3, 364
#: Below and above these shares of the habit orders have fallen, or grown.
FALLEN_BELOW, GROWN_ABOVE = Decimal("0.7"), Decimal("1.3")
#: A rhythm is known from so many orders on; an order is late past so many times the usual gap.
LEAST_ORDERS, LATE_TIMES = 4, Decimal("1.5")
#: A promise is spoken of so many days before it is due; a competitor's price for so long.
PROMISE_AHEAD_DAYS, PRICE_DAYS = 7, 45
#: A product is offered when at least so many alike customers, and such a share, buy it.
LEAST_BUYERS, LEAST_SHARE = 3, Decimal("0.3")

NO_HABIT = "no orders in the months before"


class PointKind(StrEnum):
    """What a talking point is about, in the order of urgency."""

    OVERDUE = "overdue"
    PROMISE = "promise"
    FALLEN = "fallen"
    LATE_ORDER = "late_order"
    PRICE = "price"
    PRODUCT = "product"
    LONG_GAP = "long_gap"
    GROWN = "grown"


class PromiseKind(StrEnum):
    """What was promised to a customer: a visit on a day, or an answer by a day."""

    VISIT = "visit"
    ANSWER = "answer"


@dataclass(frozen=True, slots=True)
class OpenPromise:
    """A promise that is not kept yet; `text` is what an answer was asked for, or "" of a visit."""

    kind: PromiseKind
    due_on: date
    text: str = ""


@dataclass(frozen=True, slots=True)
class OrderHabit:
    """A customer's orders against his own habit.

    `recent` is the value of the last RECENT_DAYS days, `usual` the mean of as many days in the
    months before, `year_before` the value of the same days a year before; `days_since` the days
    since the last order, `usual_gap` the median of the days between orders (None where there are
    too few orders to tell).
    """

    recent: Decimal = Decimal(0)
    usual: Decimal = Decimal(0)
    year_before: Decimal = Decimal(0)
    days_since: int | None = None
    usual_gap: int | None = None

    @property
    def share(self) -> Ratio:
        """Recent orders ÷ usual ones; undefined without a habit."""
        return Ratio.of(self.recent, self.usual, NO_HABIT)

    @property
    def has_fallen(self) -> bool:
        """Whether recent orders are far below the usual ones, and below the year before."""
        if self.usual <= 0 or self.recent >= self.usual * FALLEN_BELOW:
            return False
        return self.year_before <= 0 or self.recent < self.year_before * FALLEN_BELOW

    @property
    def has_grown(self) -> bool:
        """Whether recent orders are far above the usual ones, and above the year before."""
        if self.usual <= 0 or self.recent <= self.usual * GROWN_ABOVE:
            return False
        return self.year_before <= 0 or self.recent > self.year_before * GROWN_ABOVE

    @property
    def is_late(self) -> bool:
        """Whether the next order stays away longer than it usually does."""
        if self.days_since is None or not self.usual_gap:
            return False
        return self.days_since > self.usual_gap * LATE_TIMES


@dataclass(frozen=True, slots=True)
class SeenPrice:
    """A competitor's latest price that was noted at the customer."""

    competitor: str
    product: str
    price: Decimal
    noted_on: date


@dataclass(frozen=True, slots=True)
class MissingProduct:
    """A product that `buyers` of `alike` customers bought lately, and this one did not."""

    product: str
    buyers: int
    alike: int

    @property
    def share(self) -> Ratio:
        """Buyers ÷ alike customers."""
        return Ratio.of(self.buyers, self.alike, "no alike customers")


@dataclass(frozen=True, slots=True)
class VisitGap:
    """Days since the last visit (None: never) and the interval of the customer's class."""

    days_since: int | None
    interval: int | None

    @property
    def is_due(self) -> bool:
        """Whether the customer was not visited for longer than his class's interval (V3)."""
        if self.interval is None:
            return False
        return self.days_since is None or self.days_since > self.interval


@dataclass(frozen=True, slots=True)
class CustomerFacts:
    """What the points are derived from, at the end of a day."""

    as_of: date
    overdue: Decimal
    days_overdue: int
    promises: tuple[OpenPromise, ...]
    habit: OrderHabit
    gap: VisitGap
    price: SeenPrice | None = None
    product: MissingProduct | None = None


@dataclass(frozen=True, slots=True)
class TalkingPoint:
    """A point with the fact that it is about; `promise` is set for a promise alone."""

    kind: PointKind
    promise: OpenPromise | None = None


def talking_points(facts: CustomerFacts) -> tuple[TalkingPoint, ...]:
    """Return up to three points, the most urgent first."""
    found: list[TalkingPoint] = []
    if facts.overdue > 0:
        found.append(TalkingPoint(PointKind.OVERDUE))
    promise = _urgent(facts.promises, facts.as_of)
    if promise is not None:
        found.append(TalkingPoint(PointKind.PROMISE, promise))
    if facts.habit.has_fallen:
        found.append(TalkingPoint(PointKind.FALLEN))
    elif facts.habit.is_late:
        # Orders that fell say the same already.
        found.append(TalkingPoint(PointKind.LATE_ORDER))
    if facts.price is not None and (facts.as_of - facts.price.noted_on).days <= PRICE_DAYS:
        found.append(TalkingPoint(PointKind.PRICE))
    if facts.product is not None:
        found.append(TalkingPoint(PointKind.PRODUCT))
    if facts.gap.is_due and facts.gap.days_since is not None:
        found.append(TalkingPoint(PointKind.LONG_GAP))
    if facts.habit.has_grown:
        found.append(TalkingPoint(PointKind.GROWN))
    return tuple(found[:MOST_POINTS])


def _urgent(promises: Sequence[OpenPromise], as_of: date) -> OpenPromise | None:
    """Return the promise that is due first: an answer soon or late, a visit that is late.

    A visit that is agreed for later is the plan, and nothing to talk about now.
    """
    soon = as_of + timedelta(days=PROMISE_AHEAD_DAYS)
    due = [
        one
        for one in promises
        if (one.due_on <= soon if one.kind is PromiseKind.ANSWER else one.due_on < as_of)
    ]
    return min(due, key=lambda one: (one.due_on, one.kind, one.text), default=None)


def order_habit(orders: Sequence[tuple[date, Decimal]], as_of: date) -> OrderHabit:
    """Return the habit out of the orders since `first_needed`: day and value each, in any order.

    Later orders than `as_of` are left out. Orders of one day are one order of its rhythm, which
    is that of the last four spans of RECENT_DAYS.
    """
    first_recent = as_of - timedelta(days=RECENT_DAYS - 1)
    first = first_recent - timedelta(days=RECENT_DAYS * HABIT_SPANS)
    year = timedelta(days=YEAR_DAYS)
    known = [(day, value) for day, value in orders if first <= day <= as_of]
    same = (value for day, value in orders if first_recent - year <= day <= as_of - year)
    recent = sum((value for day, value in known if day >= first_recent), Decimal(0))
    before = sum((value for day, value in known if day < first_recent), Decimal(0))
    days = sorted({day for day, value in known if value > 0})
    gap = None
    if len(days) >= LEAST_ORDERS:
        gaps = sorted((b - a).days for a, b in pairwise(days))
        # Of an even number the lower middle one: a whole number of days, and the stricter.
        gap = gaps[(len(gaps) - 1) // 2]
    return OrderHabit(
        recent, before / HABIT_SPANS, sum(same, Decimal(0)),
        (as_of - days[-1]).days if days else None, gap,
    )  # fmt: skip


def first_needed(as_of: date) -> date:
    """Return the first day whose orders the habit looks at."""
    return as_of - timedelta(days=YEAR_DAYS + RECENT_DAYS - 1)


def missing_product(
    bought: Sequence[tuple[str, int]], own: frozenset[str], alike: int
) -> MissingProduct | None:
    """Return the product that most alike customers bought and he did not, if enough did.

    Args:
        bought: products with how many of the alike customers bought them.
        own: products that he bought.
        alike: how many alike customers there are, he himself not among them.
    """
    found = [
        MissingProduct(product, buyers, alike) for product, buyers in bought if product not in own
    ]
    best = min(found, key=lambda one: (-one.buyers, one.product), default=None)
    if best is None or best.buyers < LEAST_BUYERS:
        return None
    share = best.share.value
    return best if share is not None and share >= LEAST_SHARE else None


def class_interval(visits_a_month: Decimal | None) -> int | None:
    """Return how many days a class is left between visits: 30 ÷ its visits a month, half-up."""
    if visits_a_month is None or visits_a_month <= 0:
        return None
    return int((Decimal(30) / visits_a_month).quantize(Decimal(1), ROUND_HALF_UP))
