"""Visits by judged response: how many to each customer, and how much hangs on the judgements.

Source: PLANNING.md, section 10; L. M. Lodish, "CALLPLAN", Management Science 18 (1971). The
judgements that a class begins with are conventions of this program, to be replaced by those of
the rep and his manager.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from desktop.enums import CustomerClass
from desktop.errors import InputError, Issue
from desktop.services.rules.response import Account, allocate, fit

#: Capacities, and strengths of the judged effect, that the answer is held against.
CHANGES = (Decimal("-0.2"), Decimal("-0.1"), Decimal(0), Decimal("0.1"), Decimal("0.2"))


@dataclass(frozen=True, slots=True)
class Judged:
    """Sales as multiples of the present ones: without visits, with half as many again, at most."""

    none: Decimal
    more: Decimal
    saturation: Decimal

    def changed(self, by: Decimal) -> Judged:
        """Return the judgement with effects stronger or weaker by a share.

        Sales without visits stay at zero or above.
        """
        strength = 1 + by
        return Judged(
            max(1 - (1 - self.none) * strength, Decimal(0)),
            1 + (self.more - 1) * strength,
            1 + (self.saturation - 1) * strength,
        )


#: What a class is taken for until somebody judges it: the better known, the less hangs on a visit.
ASSUMED: Mapping[str, Judged] = {
    CustomerClass.A.value: Judged(Decimal("0.6"), Decimal("1.12"), Decimal("1.25")),
    CustomerClass.B.value: Judged(Decimal("0.5"), Decimal("1.18"), Decimal("1.4")),
    CustomerClass.C.value: Judged(Decimal("0.4"), Decimal("1.2"), Decimal("1.5")),
    CustomerClass.D.value: Judged(Decimal("0.3"), Decimal("1.15"), Decimal("1.35")),
    "": Judged(Decimal("0.5"), Decimal("1.15"), Decimal("1.35")),
}


@dataclass(frozen=True, slots=True)
class JudgedCustomer:
    """A customer, his sales in the programme's months at `present` visits, and the judgement.

    `present` is one at least: where nobody went, one visit stands for the present ones.
    """

    customer_id: int
    name: str
    sales: Decimal
    present: int
    minimum: int
    judged: Judged


@dataclass(frozen=True, slots=True)
class Changed:
    """What the best programme brings with more or less of something."""

    by: Decimal
    visits: Decimal
    sales: Decimal


@dataclass(frozen=True, slots=True)
class Best:
    """The best visits by customer, what they should bring beside the present ones, and what if.

    `by_visits` is the best answer with more or fewer visits in all; a capacity below the minimum
    visits is left out. `by_effect` keeps the visits and makes the judged effects stronger or
    weaker. `minimum` are all minimum visits.
    """

    visits: Mapping[int, int]
    used: Decimal
    sales: Decimal
    present_sales: Decimal
    minimum: int
    is_exact: bool
    by_visits: tuple[Changed, ...]
    by_effect: tuple[Changed, ...]


def best_visits(customers: Sequence[JudgedCustomer], capacity: int) -> Best:
    """Return the whole visits that should bring most within the capacity and the minimums.

    Every unit of sales counts the same, whoever buys it.

    Raises:
        InputError: a judgement that cannot be (`response_none`, `response_more`, with the fact
            `customer`), or minimum visits above the capacity (`visits_minimum_over`).
    """
    accounts = _accounts(customers, Decimal(0))
    found = allocate(accounts, capacity)
    by_visits = []
    least = sum(one.minimum for one in customers)
    for change in CHANGES:
        room = int(capacity * (1 + change))
        if room >= least:
            other = found if not change else allocate(accounts, room)
            by_visits.append(Changed(change, Decimal(room), other.expected_sales))
    visits = {int(one.key): one.visits for one in found.allotments}
    return Best(
        visits,
        found.used,
        found.expected_sales,
        sum((one.sales for one in customers), Decimal(0)),
        least,
        found.is_exact,
        tuple(by_visits),
        tuple(
            Changed(
                change,
                found.used,
                sum(
                    (one.expected_sales(visits[int(one.key)])
                     for one in _accounts(customers, change)),
                    Decimal(0),
                ),
            )
            for change in CHANGES
        ),
    )  # fmt: skip


def _accounts(customers: Sequence[JudgedCustomer], change: Decimal) -> tuple[Account, ...]:
    found = []
    for one in customers:
        judged = one.judged.changed(change) if change else one.judged
        try:
            curve = fit(judged.none, judged.more, judged.saturation)
        except InputError as error:
            issues = (
                Issue(issue.code, {**issue.facts, "customer": one.name, "id": one.customer_id})
                for issue in error.issues
            )
            raise InputError(*issues) from error
        found.append(
            Account(
                str(one.customer_id), one.sales, Decimal(1), Decimal(max(one.present, 1)), curve,
                minimum=one.minimum,
            )
        )  # fmt: skip
    return tuple(found)
