"""The words of the printed scorecard: names of lines, bases, statuses and definitions."""

from __future__ import annotations

from desktop.enums import AgeFrom, SalesBasis
from desktop.i18n import N_, _, ngettext
from desktop.services.appraisals.data import (
    AgingBucket,
    ResultKind,
    ResultStatus,
    ScorecardDefinitions,
)
from desktop.services.reports.numbers import DASH
from desktop.services.rules.dso import BEYOND_HISTORY

_RESULTS = {
    ResultKind.SALES: N_("Net sales"),
    ResultKind.COLLECTIONS: N_("Collections"),
    ResultKind.GROSS_PROFIT: N_("Gross profit"),
    ResultKind.CUSTOMERS: N_("Customers buying"),
    ResultKind.NEW_CUSTOMERS: N_("New customers"),
}

_STATUSES = {
    ResultStatus.ON_TRACK: N_("On track"),
    ResultStatus.BEHIND: N_("Behind"),
    ResultStatus.AT_RISK: N_("At risk"),
    ResultStatus.NO_TARGET: N_("No target"),
}

_LINES = {
    "calls_per_day": N_("Visits per field day"),
    "minutes_per_call": N_("Minutes per timed visit"),
    "revenue_per_call": N_("Net sales per visit"),
    "order_value_per_call": N_("Order value per visit"),
    "order_value_per_day": N_("Order value per day"),
    "cost_per_call": N_("Cost per visit"),
    "entertainment_per_call": N_("Entertainment per visit"),
    "orders_per_100": N_("Orders per 100 visits"),
    "productive_rate": N_("Visits with an order"),
    "new_customers": N_("New customers"),
    "lost_customers": N_("Lost customers"),
    "cost_ratio": N_("Cost to net sales"),
    "plan_done_rate": N_("Planned visits done"),
    "coverage": N_("Customers covered"),
    "frequency_compliance": N_("Visit frequency kept"),
    "unplanned_rate": N_("Unplanned visits"),
    "active_rate": N_("Active field days"),
    "backfill_rate": N_("Keyed after 48 hours"),
    "report_punctuality": N_("Reports on time"),
    "returns_rate": N_("Returns to net sales"),
}

_COSTS = {
    "field_expenses": N_("Cost is field expenses."),
    "field_expenses_and_pay": N_("Cost is field expenses and pay."),
    "full_cost": N_("Cost is the full cost of the sales force."),
}


def result_name(kind: ResultKind) -> str:
    """Return the name of a result."""
    return _(_RESULTS[kind])


def status_name(status: ResultStatus) -> str:
    """Return the word that stands beside the status's shape."""
    return _(_STATUSES[status])


def line_name(name: str) -> str:
    """Return the name of an activity ratio or line of discipline; an unknown one as it is."""
    return _(_LINES[name]) if name in _LINES else name.replace("_", " ")


def reason_words(reason: str) -> str:
    """Return why a figure is undefined, in the language of the page."""
    lead, _gap, tail = BEYOND_HISTORY.partition("{days}")
    days = reason.removeprefix(lead).removesuffix(tail)
    if days.isdigit():
        return _(BEYOND_HISTORY).format(days=days)
    return _(reason).replace("_", " ")


def bucket_name(bucket: AgingBucket) -> str:
    """Return the age of a bucket in days: "Not due", "1–30 days", "Over 365 days"."""
    if bucket.upper is None:
        return _("Over {days} days").format(days=bucket.lower - 1)
    if bucket.upper <= 0:
        return _("Not due")
    return _("{first}–{last} days").format(first=bucket.lower, last=bucket.upper)


def tenure(months: int | None) -> str:
    """Return years and months in the post's service."""
    if months is None:
        return DASH
    if months < 12:
        return ngettext("{count} month", "{count} months", months).format(count=months)
    return _("{years} y {months} m").format(years=months // 12, months=months % 12)


def definition_lines(words: ScorecardDefinitions, currency: str) -> list[str]:
    """Return the definitions in force as sentences, for the small print."""
    basis = (
        _("Net sales are invoices less credit notes, without tax, by document date.")
        if words.sales_basis is SalesBasis.INVOICED
        else _("Net sales are orders less returns and cancelled lines, without tax, by order date.")
    )
    age = (
        _("Ages count from the due date; a document due on the as-of day is not overdue.")
        if words.age_from is AgeFrom.DUE
        else _("Ages count from the document's date.")
    )
    return [
        _("Amounts in {currency}, key figures in whole units; receivables include tax.").format(
            currency=currency
        ),
        basis,
        _("Attainment is actual ÷ target. Measured by where the period should stand in working "
            "days, on track is from 99%, behind from 81%, at risk below 81%."
        ),
        _("A visit is one on site, identified, finished and counted once; field days are "
          "scheduled days less leave, training and office days."),
        _(_COSTS.get(words.cost_basis, words.cost_basis)),
        _("An order counts for a visit when the customer orders within {days} days of it or it "
          "names the visit.").format(days=words.order_window_days),
        _("New: first net sale ever. Lost: no purchase for {days} days or three of the "
          "customer's own intervals, whichever is longer.").format(days=words.lost_after_days),
        age,
        _("Collected of due: received against what was overdue at the start or fell due in the "
          "period. DSO: receivable × days ÷ credit sales."),
        _("The branch's ratios divide sums; for counts and amounts its average is per rep."),
        _("◇ Small base: fewer than {visits} visits, {orders} orders or {customers} customers; "
          "read with care.").format(
            visits=words.minimum_visits,
            orders=words.minimum_orders,
            customers=words.minimum_customers,
        ),
    ]  # fmt: skip
