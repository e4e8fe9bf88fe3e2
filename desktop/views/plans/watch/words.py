"""What the page "Watch" says: sentences of the outlook, names of causes, reasons; free of Qt."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from desktop.enums import Dimension, Metric
from desktop.i18n import N_, _
from desktop.services import formats
from desktop.services.plans.data import BoardCell
from desktop.services.plans.watching_data import CauseSheet, WatchRow, WatchSheet
from desktop.services.rules.attainment import NO_DAYS_LEFT, PaceStatus
from desktop.services.rules.outlook import NO_HISTORY, NO_PAST_FORECAST
from desktop.services.rules.variance import Cause
from desktop.views.plans.sheets.words import whole_money
from desktop.views.plans.words import (
    amount_words,
    label_words,
    metric_words,
    rate_words,
    reason_words,
    status_words,
    without_targets_words,
)

_REASONS: Mapping[str, str] = {
    NO_HISTORY: N_("Nothing is known of the year before, so only what was seen so far counts."),
    NO_PAST_FORECAST: N_(
        "There is no earlier year whose forecast could be held against what came."
    ),
}

_CAUSES: Mapping[Cause, tuple[str, str]] = {
    Cause.LOST: (
        N_("Lost customers"),
        N_("Customers who bought in the year before and nothing in this period."),
    ),
    Cause.NEW: (N_("New customers"), N_("Customers whose first purchase ever lies in the period.")),
    Cause.RETURNED: (
        N_("Returned customers"),
        N_("Customers who had bought before, but nothing in the same days of the year before."),
    ),
    Cause.VOLUME: (
        N_("Volume"),
        N_("More or fewer pieces in all, at the shares and prices of the year before."),
    ),
    Cause.MIX: (
        N_("Mix"),
        N_("Other shares of dear and cheap products among the pieces, at the prices of the year "
           "before; products that were not sold then are counted here."),
    ),
    Cause.PRICE: (
        N_("Price"),
        N_("Price now less price before, times the quantity now, product by product."),
    ),
    Cause.UNSPLIT: (
        N_("Cannot be split"),
        N_("Lines without a product or a quantity, and products with more returned than sold."),
    ),
}  # fmt: skip

_MARGIN = (
    N_("Margin"),
    N_("Gross profit a piece now less before, times the quantity now, product by product."),
)


def name_words(row: WatchRow) -> str:
    """Return whose figures a row has."""
    if row.code is None:
        return _("Whole branch")
    return label_words(Dimension.REP, row.code, row.name)


def ahead_reason(note: str) -> str:
    """Return why a forecast has no value, as a sentence; "" where there is no reason to give."""
    return _(_REASONS[note]) if note in _REASONS else reason_words(note)


def rate_text(row: WatchRow) -> str:
    """Return where a row ends at the present rate, in percent of its target: "82% (74–91)"."""
    share = row.share(row.end.value)
    if share is None:
        return formats.DASH
    low, high = row.share(row.low.value), row.share(row.high.value)
    percent = formats.percent(share, 0)
    if low is None or high is None or low == high:
        return percent
    return _("{percent} ({low}–{high})").format(
        percent=percent, low=formats.number(low * 100), high=formats.number(high * 100)
    )


def pace_text(cell: BoardCell) -> str:
    """Return how a cell stands: the word and the pace, "Behind 93.1%"."""
    if cell.status is PaceStatus.UNKNOWN:
        return formats.DASH
    return _("{status} {percent}").format(
        status=status_words(cell.status), percent=formats.percent(cell.pace)
    )


def about_words(value: Decimal, metric: Metric, currency: str) -> str:
    """Return an amount that is a quotient or a guess: money without its cents."""
    if metric.is_money:
        return whole_money(value, currency)
    return rate_words(value, metric, currency)


def outlook_words(row: WatchRow, metric: Metric, currency: str) -> str:
    """Return where a row ends at the present rate, and what it takes to reach the target."""
    words = [_present_rate(row, metric, currency), _needed(row, metric, currency)]
    return " ".join(one for one in words if one)


def rate_tip(row: WatchRow, metric: Metric, currency: str) -> str:
    """Return the whole sentence of the present rate, and why it has no range."""
    lines = [outlook_words(row, metric, currency)]
    if row.low.value is None and row.end.value is not None:
        lines.append(ahead_reason(row.low.note or row.blended.note))
    return "\n".join(line for line in lines if line)


def _present_rate(row: WatchRow, metric: Metric, currency: str) -> str:
    name, end = name_words(row), row.end.value
    if end is None:
        reason = ahead_reason(row.end.note or row.cell.pace_note)
        return _("{name}: {reason}").format(name=name, reason=reason)
    share = row.share(end)
    if share is None:
        amount = about_words(end, metric, currency)
        return _("{name}: at the present rate {amount}.").format(name=name, amount=amount)
    percent = formats.percent(share, 0)
    low, high = row.share(row.low.value), row.share(row.high.value)
    if low is None or high is None or low == high:
        return _("{name}: at the present rate {percent} of the target.").format(
            name=name, percent=percent
        )
    return _("{name}: at the present rate {percent} of the target ({low}–{high}).").format(
        name=name, percent=percent,
        low=formats.number(low * 100), high=formats.percent(high, 0),
    )  # fmt: skip


def _needed(row: WatchRow, metric: Metric, currency: str) -> str:
    needed, times = row.cell.required_per_day, row.times_usual
    if needed is None:
        is_late = row.cell.target is not None and not row.cell.pace_note
        return reason_words(NO_DAYS_LEFT) if is_late else ""
    if needed <= 0:
        return _("The target is reached already.")
    amount = about_words(needed, metric, currency)
    if times is None:
        return _("Each working day left must bring {amount}.").format(amount=amount)
    return _(
        "Each working day left must bring {amount}, {times} times the average day so far."
    ).format(amount=amount, times=formats.number(times, 2))


def bullet_words(row: WatchRow, metric: Metric, currency: str) -> str:
    """Return what a bullet bar shows, as lines."""
    cell = row.cell
    if cell.target is None or cell.target <= 0:
        return _("{name}: {reason}").format(
            name=name_words(row), reason=reason_words(cell.attainment_note)
        )

    def amount(value: Decimal | None) -> str:
        return amount_words(value, metric, currency)

    lines = [
        name_words(row),
        _("Actual: {actual}").format(actual=amount(cell.actual)),
        _("Target: {target}").format(target=amount(cell.target)),
    ]
    if cell.expected is not None:
        expected = about_words(cell.expected, metric, currency)
        lines.append(_("Expected by now: {amount}").format(amount=expected))
    if row.end.value is not None:
        forecast = about_words(row.end.value, metric, currency)
        lines.append(_("Forecast: {amount}").format(amount=forecast))
    return "\n".join(lines)


def hint_words(sheet: WatchSheet) -> str:
    """Return what to know of the plan behind the figures; "" where there is nothing to say."""
    if not sheet.plans:
        return _(
            "No plan is in force in this period, so there is nothing to measure against. Make one "
            "on the page “Plan” and put it in force, or import targets (Ctrl+I)."
        )
    if sheet.total.cell.target is None and sheet.rows:
        return without_targets_words(sheet.metric)
    return ""


def as_of_words(sheet: WatchSheet) -> str:
    """Return as of when and by which plans the figures are."""
    day = formats.day(sheet.as_of)
    if not sheet.plans:
        return _("As of {day}").format(day=day)
    return _("As of {day} · {plans}").format(day=day, plans=", ".join(sheet.plans))


def month_tip(row: WatchRow, month: str, cell: BoardCell | None, metric: Metric, currency: str,
              ) -> str:  # fmt: skip
    """Return a cell of the heat map in full: attainment and pace, or why it is empty."""
    place = _("{name}, {month}").format(name=name_words(row), month=month)
    if cell is None:
        return _("{place}\nThere is neither a target nor a result here.").format(place=place)
    lines = [
        place,
        _("Actual: {actual}").format(actual=amount_words(cell.actual, metric, currency)),
        _("Target: {target}").format(target=amount_words(cell.target, metric, currency)),
    ]
    if cell.pace is None:
        lines.append(reason_words(cell.pace_note or cell.attainment_note))
    else:
        lines.append(_("Attainment: {percent}").format(percent=formats.percent(cell.attainment)))
        lines.append(_("Of what was due by now: {percent}").format(
            percent=formats.percent(cell.pace)))  # fmt: skip
    return "\n".join(line for line in lines if line)


# The difference to the year before


def cause_words(cause: Cause, metric: Metric) -> str:
    """Return a cause's name; of profit the price is the margin."""
    if cause is Cause.PRICE and metric is Metric.PROFIT:
        return _(_MARGIN[0])
    return _(_CAUSES[cause][0])


def cause_meaning(cause: Cause, metric: Metric) -> str:
    """Return what a cause means, as a sentence."""
    if cause is Cause.PRICE and metric is Metric.PROFIT:
        return _(_MARGIN[1])
    return _(_CAUSES[cause][1])


def causes_title(sheet: CauseSheet) -> str:
    """Return what the waterfall is of."""
    return _("{metric}: from {before} to {now}").format(
        metric=metric_words(sheet.metric),
        before=formats.period(sheet.base),
        now=formats.period(sheet.period),
    )


def no_causes_words() -> str:
    """Return why there is no waterfall of a metric without prices."""
    return _("What price, mix, volume and customers did is shown for net sales and gross profit.")


def cause_title(sheet: CauseSheet, cause: Cause) -> str:
    """Return what the rows behind a bar are."""
    return _("{cause}: {period} against {base}").format(
        cause=cause_words(cause, sheet.metric),
        period=formats.period(sheet.period),
        base=formats.period(sheet.base),
    )
