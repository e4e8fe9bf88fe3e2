"""The activity ratios K1 to K9 of a rep, a group or the branch: sums over sums, never means.

Everything that a ratio needs is additive (`EfficiencyParts`), so a group's parts are the sums of
its members' parts. Source: METRICS.md, section 2.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from desktop.i18n import N_
from desktop.money import from_minor
from desktop.ratio import Ratio
from desktop.services.rules.fielddays import in_days

#: A ratio on a smaller base than this prints with the "small base" mark (METRICS.md, 1).
MINIMUM_VISITS = 20
MINIMUM_ORDERS = 5
MINIMUM_CUSTOMERS = 10

NO_VISITS = N_("no visits")
NO_TIMED_VISITS = N_("no timed visits")
NO_FIELD_DAYS = N_("no field days")
NO_SALES = N_("no sales")
COST_WITHOUT_VISITS = N_("cost without visits")
DAYS_BELONG_TO_REPS = N_("days belong to reps")


@dataclass(frozen=True, slots=True)
class EfficiencyParts:
    """What the ratios are made of: money in minor units, days in halves, the rest counts.

    `order_value` is the net value of orders attributed to visits (K3b), `productive` counts
    visits with at least one order, `minutes` are those of the timed visits.
    """

    net_sales: int = 0
    collections: int = 0
    gross_profit: int = 0
    scheduled_halves: int = 0
    field_halves: int = 0
    active_days: int = 0
    visits: int = 0
    timed_visits: int = 0
    minutes: int = 0
    productive: int = 0
    orders: int = 0
    order_value: int = 0
    expenses: int = 0
    entertainment: int = 0


@dataclass(frozen=True, slots=True)
class Efficiency:
    """The ratios, named as the columns of the report `kpi`; money in whole currency."""

    calls_per_day: Ratio
    minutes_per_call: Ratio
    revenue_per_call: Ratio
    order_value_per_call: Ratio
    order_value_per_day: Ratio
    cost_per_call: Ratio
    entertainment_per_call: Ratio
    orders_per_100: Ratio
    productive_rate: Ratio
    cost_ratio: Ratio


def efficiency(parts: EfficiencyParts, decimals: int, has_days: bool = True) -> Efficiency:
    """Return the ratios of these parts, in a currency with this many decimals.

    `has_days` is False for rows that are no people (a territory, a customer, a class): days
    belong to reps, so what is divided by days is undefined there.
    """
    days = in_days(parts.field_halves)

    def money(minor: int) -> Decimal:
        return from_minor(minor, decimals)

    def per_day(numerator: int | Decimal) -> Ratio:
        if not has_days:
            return Ratio.undefined(DAYS_BELONG_TO_REPS)
        return Ratio.of(numerator, days, NO_FIELD_DAYS)

    def per_call(numerator: int | Decimal) -> Ratio:
        return Ratio.of(numerator, parts.visits, NO_VISITS)

    def cost_per_call(minor: int) -> Ratio:
        reason = COST_WITHOUT_VISITS if minor > 0 else NO_VISITS
        return Ratio.of(money(minor), parts.visits, reason)

    return Efficiency(
        calls_per_day=per_day(parts.visits),
        minutes_per_call=Ratio.of(parts.minutes, parts.timed_visits, NO_TIMED_VISITS),
        revenue_per_call=per_call(money(parts.net_sales)),
        order_value_per_call=per_call(money(parts.order_value)),
        order_value_per_day=per_day(money(parts.order_value)),
        cost_per_call=cost_per_call(parts.expenses),
        entertainment_per_call=cost_per_call(parts.entertainment),
        orders_per_100=per_call(parts.orders * 100),
        productive_rate=per_call(parts.productive),
        cost_ratio=cost_ratio(parts, decimals),
    )


def cost_ratio(parts: EfficiencyParts, decimals: int) -> Ratio:
    """Return expenses as a share of net sales (K9); undefined unless there were net sales."""
    if parts.net_sales <= 0:
        return Ratio(from_minor(parts.expenses, decimals), Decimal(0), NO_SALES)
    return Ratio.of(
        from_minor(parts.expenses, decimals), from_minor(parts.net_sales, decimals), NO_SALES
    )


def is_small_base(ratio: Ratio, minimum: int) -> bool:
    """Return whether a defined ratio rests on fewer cases than the minimum."""
    return ratio.is_defined and ratio.denominator < minimum


def exact(ratio: Ratio) -> Fraction | None:
    """Return the quotient as a fraction, or None where it is undefined."""
    if not ratio.is_defined:
        return None
    return Fraction(ratio.numerator) / Fraction(ratio.denominator)


def broken_identities(parts: EfficiencyParts, ratios: Efficiency, decimals: int) -> tuple[str, ...]:
    """Return the identities of METRICS.md, section 2, that do not hold exactly; none is right.

    An identity with an undefined ratio says nothing and is passed over.
    """
    sales = Fraction(from_minor(parts.net_sales, decimals))
    cost = Fraction(from_minor(parts.expenses, decimals))
    k1, k3, k3b, k3d, k4, k6, k9 = (
        exact(ratio)
        for ratio in (
            ratios.calls_per_day,
            ratios.revenue_per_call,
            ratios.order_value_per_call,
            ratios.order_value_per_day,
            ratios.cost_per_call,
            ratios.orders_per_100,
            ratios.cost_ratio,
        )
    )
    pairs: Sequence[tuple[str, Fraction | None, Fraction | None]] = (
        ("K3 = sales / V", k3, sales / parts.visits if parts.visits else None),
        ("K4 x V = cost", _product(k4, Fraction(parts.visits)), cost),
        ("K9 = K4 / K3", _product(k9, k3), k4),
        ("K3d = K1 x K3b", k3d, _product(k1, k3b)),
        (
            "K6 x V / 100 = orders",
            _product(k6, Fraction(parts.visits, 100)),
            Fraction(parts.orders),
        ),
    )
    return tuple(
        name
        for name, left, right in pairs
        if left is not None and right is not None and left != right
    )


def _product(left: Fraction | None, right: Fraction | None) -> Fraction | None:
    return None if left is None or right is None else left * right
