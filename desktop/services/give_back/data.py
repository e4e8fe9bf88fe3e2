"""What a clerk or a rep sees of a customer at once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from desktop.periods import Month
from desktop.ratio import Ratio
from desktop.services.rules.talking_points import (
    MissingProduct,
    OpenPromise,
    OrderHabit,
    SeenPrice,
    TalkingPoint,
    VisitGap,
)


@dataclass(frozen=True, slots=True)
class LastOrder:
    """An order, or an invoice where the branch has no orders; `value` is net."""

    number: str
    day: date
    value: Decimal


@dataclass(frozen=True, slots=True)
class LastVisit:
    """The last valid visit: on which day, by whom, what came of it."""

    day: date
    rep_name: str
    outcome: str


@dataclass(frozen=True, slots=True)
class RepProgress:
    """A rep's month so far: net sales against the target of the whole month.

    `target` is None where no plan in force has one for him; the attainment is then undefined.
    """

    rep_code: str
    rep_name: str
    month: Month
    target: Decimal | None
    actual: Decimal
    attainment: Ratio


@dataclass(frozen=True, slots=True)
class GiveBack:
    """A customer as the office knows him at the end of `as_of`.

    `orders` are the last three, the latest first; `promises` the open ones, the earliest first;
    `customer_class` is "" where he has none, `progress` None where no rep is named.
    """

    as_of: date
    currency: str
    customer_id: int
    customer_code: str
    customer_name: str
    customer_class: str
    is_key_account: bool
    phone: str
    address: str
    orders: tuple[LastOrder, ...]
    habit: OrderHabit
    receivable: Decimal
    overdue: Decimal
    days_overdue: int
    promises: tuple[OpenPromise, ...]
    last_visit: LastVisit | None
    gap: VisitGap
    price: SeenPrice | None
    product: MissingProduct | None
    progress: RepProgress | None
    points: tuple[TalkingPoint, ...]
