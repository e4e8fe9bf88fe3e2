"""Customers by weight: A, B and C by their cumulative share of net sales."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from desktop.i18n import N_
from desktop.ratio import Ratio

#: Why shares have no value: nothing was sold, or more came back than went out.
NO_SALES = N_("no net sales")


@dataclass(frozen=True, slots=True)
class ClassedCustomer:
    """A customer's place: net sales in minor units, shares, and the class or an empty text.

    `share` is of all net sales; `cumulative` is that of this customer and all before.
    """

    code: str
    net: int
    share: Ratio
    cumulative: Ratio
    customer_class: str


def classify(
    amounts: Iterable[tuple[str, int]], share_a: Decimal, share_b: Decimal
) -> tuple[ClassedCustomer, ...]:
    """Return the customers by descending net sales, then code, each with its class.

    A customer is A while the cumulative share, the customer's own included, is at most
    `share_a`, then B while it is at most `share_b`, then C: who crosses a line belongs to the
    next class. Later customers never rise again, even where returns bring the cumulative share
    down. Without net sales shares and classes are undefined. Source: FORMATS.md, section 3.

    Raises:
        ValueError: the lines are not 0 <= share_a <= share_b <= 1.
    """
    if not 0 <= share_a <= share_b <= 1:
        raise ValueError("lines of classes rise from 0 to 1")
    ordered = sorted(amounts, key=lambda one: (-one[1], one[0]))
    total = sum(net for _, net in ordered)
    if total <= 0:
        none = Ratio.undefined(NO_SALES)
        return tuple(ClassedCustomer(code, net, none, none, "") for code, net in ordered)
    rows: list[ClassedCustomer] = []
    running, letter = 0, "A"
    for code, net in ordered:
        running += net
        if letter == "A" and running > share_a * total:
            letter = "B"
        if letter == "B" and running > share_b * total:
            letter = "C"
        share = Ratio.of(net, total, NO_SALES)
        rows.append(ClassedCustomer(code, net, share, Ratio.of(running, total, NO_SALES), letter))
    return tuple(rows)
