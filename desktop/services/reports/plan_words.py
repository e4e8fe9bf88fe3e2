"""The words of a plan's printed pages: metrics, statuses, verdicts, quarters, definitions."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from desktop.enums import (
    BridgeKind,
    BridgeStatus,
    Metric,
    PlanLevel,
    PlanSide,
    PlanStatus,
    SalesBasis,
)
from desktop.i18n import N_, _
from desktop.money import round_half_up
from desktop.periods import Month
from desktop.services import formats
from desktop.services.reports.numbers import DASH, amount, month_title, plain
from desktop.services.reports.plan_pages_data import (
    BridgeData,
    BridgeItem,
    Feasibility,
    PlanDefinitions,
    PlanIdentity,
    PlanMetric,
)
from desktop.tone import Tone

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

_METRICS = {
    Metric.SALES.value: N_("Net sales"),
    Metric.COLLECTIONS.value: N_("Collections"),
    Metric.PROFIT.value: N_("Gross profit"),
    Metric.QUANTITY.value: N_("Quantity sold"),
    Metric.NEW_CUSTOMERS.value: N_("New customers"),
    Metric.VISITS.value: N_("Visits"),
    "visits_needed": N_("Visits needed"),
    "orders_needed": N_("Orders needed"),
    "customers_needed": N_("Customers needed"),
}

_PLAN_STATUSES = {
    PlanStatus.DRAFT: N_("Draft"),
    PlanStatus.SUBMITTED: N_("Submitted"),
    PlanStatus.AGREED: N_("Agreed"),
    PlanStatus.IN_FORCE: N_("In force"),
    PlanStatus.CLOSED: N_("Plan closed"),
    PlanStatus.SUPERSEDED: N_("Superseded"),
}

_VERDICTS = {
    Feasibility.FEASIBLE: (N_("Feasible"), Tone.GOOD),
    Feasibility.STRETCH: (N_("Stretch"), Tone.WATCH),
    Feasibility.INFEASIBLE: (N_("Infeasible"), Tone.BAD),
    Feasibility.NOT_JUDGED: (N_("Not judged"), Tone.MUTED),
}

_BRIDGE_STATUSES = {
    BridgeStatus.ACCEPTED: (N_("Accepted"), Tone.GOOD),
    BridgeStatus.OPEN: (N_("Still open"), Tone.WATCH),
    BridgeStatus.REJECTED: (N_("Not accepted"), Tone.BAD),
}

_ITEMS = {
    BridgeKind.MARKET_GROWTH: N_("Market growth"),
    BridgeKind.PRICE: N_("Price changes"),
    BridgeKind.NEW_PRODUCTS: N_("New products"),
    BridgeKind.LOST_CUSTOMERS: N_("Lost customers"),
    BridgeKind.CAPACITY: N_("Capacity"),
    BridgeKind.ONE_OFFS: N_("One-off orders"),
    BridgeKind.OTHER: N_("Other"),
}

_SIDES = {PlanSide.HQ: N_("Headquarters"), PlanSide.BRANCH: N_("Branch")}


class PlanFigures:
    """Writes a page's amounts: money without decimals where no amount of the page has any."""

    def __init__(self, amounts: tuple[Decimal | None, ...]) -> None:
        self._is_whole = all(value is None or value == value.to_integral() for value in amounts)

    def write(self, value: Decimal | None, metric: PlanMetric, signed: bool = False) -> str:
        """Return the amount in full with thousands separators, or a dash where it is unknown."""
        if value is None:
            return DASH
        if metric.is_money:
            return amount(value, 0 if self._is_whole else metric.decimals, signed)
        text = plain(round_half_up(value, min(metric.decimals, 2)))
        return f"+{text}" if signed and value > 0 else text


def metric_name(metric: PlanMetric) -> str:
    """Return the metric's own name, or that of a built-in one; the stretch level says so."""
    name = metric.name or _(_METRICS.get(metric.code, metric.code))
    if metric.level is PlanLevel.STRETCH:
        return _("{metric} (stretch)").format(metric=name)
    return name


def plan_status(status: PlanStatus) -> str:
    """Return the word for where a plan is in its life."""
    return _(_PLAN_STATUSES[status])


def verdict(found: Feasibility) -> tuple[str, Tone]:
    """Return the word for a verdict and its weight."""
    words, tone = _VERDICTS[found]
    return _(words), tone


def bridge_status(status: BridgeStatus) -> tuple[str, Tone]:
    """Return the word for what became of an argument and its weight."""
    words, tone = _BRIDGE_STATUSES[status]
    return _(words), tone


def item_name(item: BridgeItem) -> str:
    """Return what a bar of the bridge is called."""
    return item.name or _(_ITEMS[item.kind])


def side_name(side: PlanSide) -> str:
    """Return who named a number."""
    return _(_SIDES[side])


def plan_title(identity: PlanIdentity) -> str:
    """Return the plan with its version: "2027, version 3"."""
    return _("{plan}, version {version}").format(plan=identity.plan_name, version=identity.version)


def year_title(identity: PlanIdentity) -> str:
    """Return the fiscal year as a heading; one that is not a calendar year says its months."""
    if identity.first_month.number == 1:
        return _("Year {year}").format(year=identity.year_name)
    return _("Fiscal year {year}").format(year=identity.year_name)


def span_title(identity: PlanIdentity) -> str:
    """Return the first and the last month of the plan's year."""
    months = identity.months
    return _("{first} to {last}").format(first=month_title(months[0]), last=month_title(months[-1]))


def quarter_name(first: Month) -> str:
    """Return the calendar quarter that begins with this month, else its first and last month."""
    if first.number % 3 == 1:
        return _("Q{quarter}").format(quarter=(first.number + 2) // 3)
    return _("{first}–{last}").format(
        first=formats.short_month(first), last=formats.short_month(first.plus(2))
    )


def moment(printed_at: datetime) -> str:
    """Return the moment of printing to the minute, as it was given."""
    return f"{printed_at:%Y-%m-%d %H:%M}"


def definition_sentence(words: PlanDefinitions, currency: str) -> str:
    """Return what the plan's figures mean, as one paragraph."""
    ordered = words.sales_basis is SalesBasis.ORDERED
    sentences = [
        _("The sales target counts orders by order date.")
        if ordered
        else _("The sales target counts invoices by document date."),
        _("Sales include tax.") if words.with_tax else _("Sales are without tax."),
        _("Returns are deducted.") if words.net_of_returns else _("Returns are not deducted."),
        _("Collections are money received."),
        _("Amounts in {currency}. Quarters and the year are sums of months.").format(
            currency=currency
        ),
        *words.others,
    ]
    return _joined(sentences)


def bridge_names(data: BridgeData) -> tuple[str, ...]:
    """Return the names of a bridge's items, in their order."""
    return tuple(item_name(item) for item in data.items)


def fingerprint(data: DataclassInstance) -> str:
    """Return twelve hexadecimal digits that stand for the figures, equal for equal data."""
    text = json.dumps(asdict(data), sort_keys=True, ensure_ascii=True, default=_plain_text)
    return hashlib.sha256(text.encode("ascii")).hexdigest()[:12]


def _plain_text(value: object) -> str:
    # 1 and 1.00 are the same figure.
    return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)


def _joined(sentences: list[str]) -> str:
    """Return sentences as a paragraph; Chinese ones need no blank between them."""
    text = ""
    for sentence in sentences:
        text += ("" if not text or text.endswith("。") else " ") + sentence
    return text
