"""What the controller tells the Activity tab, and how answers become it; free of Qt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from desktop.i18n import _, ngettext
from desktop.money import round_half_up
from desktop.services import formats
from desktop.services.activity.data import (
    RepActivityRow,
    RepMonth,
    VisitChoices,
    VisitDetail,
    VisitPage,
    VisitRow,
    VisitTotals,
)
from desktop.services.charts.data import BarChart, Series, Unit
from desktop.tone import Tone
from desktop.views.activity.state import ActivityState
from desktop.views.activity.words import (
    channel_words,
    counts_reason,
    counts_tone,
    counts_words,
    keyed_reason,
    lag_words,
    minutes_words,
    outcome_words,
    planned_words,
    received_reason,
    time_words,
)

_YEAR = 12


@dataclass(frozen=True, slots=True)
class VisitsShown:
    """A page of the list, which of its rows is current, and whether there is more."""

    rows: tuple[VisitRow, ...]
    current: int | None
    has_newer: bool
    has_older: bool
    empty: str
    customer: str


@dataclass(frozen=True, slots=True)
class Fact:
    """A field of a visit: its name, its words, and what to know of it."""

    name: str
    value: str
    tip: str = ""


@dataclass(frozen=True, slots=True)
class VisitShown:
    """The panel of one visit: who and when, what it counts as, its fields and its three facts."""

    visit_id: int
    customer: str
    when: str
    status: str
    status_tip: str
    tone: Tone
    fields: tuple[Fact, ...]
    clocks: tuple[Fact, ...]
    note: str


@dataclass(frozen=True, slots=True)
class RepsShown:
    """The figures of those reps that the quick filter leaves, and how many there are."""

    rows: tuple[RepActivityRow, ...]
    count: int
    current: str
    empty: str


class ActivityView(Protocol):
    """What the controller tells the tab."""

    def show_state(self, state: ActivityState, choices: VisitChoices) -> None:
        """Set filters, order and page to this state."""
        ...

    def show_visits(self, shown: VisitsShown) -> None:
        """Show a page of visits."""
        ...

    def show_totals(self, summary: str, pages: str) -> None:
        """Show the sums of the whole list in words, and which part of it the page is."""
        ...

    def show_position(self, start: int, total: int) -> None:
        """Show where the page stands in the list; a total of 0 says that it cannot be moved."""
        ...

    def show_visit(self, shown: VisitShown | None) -> None:
        """Show one visit; None where none is current."""
        ...

    def show_reps(self, shown: RepsShown) -> None:
        """Show the figures by rep."""
        ...

    def show_rep(self, row: RepActivityRow | None) -> None:
        """Show one rep; None where none is current."""
        ...

    def show_rep_charts(self, visits: BarChart, calls: BarChart) -> None:
        """Show the current rep's months."""
        ...

    def go(self, state: ActivityState) -> None:
        """Leave for another state, so that "back" returns here."""
        ...

    def open_customer(self, customer_id: int) -> None:
        """Leave for a customer's card."""
        ...

    def open_sales(self, facts: Mapping[str, object]) -> None:
        """Leave for the Plans tab, where net sales and their documents are."""
        ...


def summary_words(totals: VisitTotals) -> str:
    """Return the sums of the whole list: reports, valid visits, attempts, minutes."""
    reports = ngettext("{count} report", "{count} reports", totals.visits)
    valid = ngettext("{count} valid visit", "{count} valid visits", totals.valid)
    attempts = ngettext("{count} attempt", "{count} attempts", totals.attempts)
    minutes = ngettext("{count} minute", "{count} minutes", totals.minutes)
    parts = (
        (reports, totals.visits),
        (valid, totals.valid),
        (attempts, totals.attempts),
        (minutes, totals.minutes),
    )
    return "    ".join(words.format(count=formats.number(count)) for words, count in parts)


def page_words(start: int | None, count: int, total: int | None) -> str:
    """Return which rows of the list the page shows; "" where it shows none."""
    if count == 0:
        return ""
    if start is None:
        start = None if total is None else total - count
    if start is None:
        return ""
    first, last = formats.number(start + 1), formats.number(start + count)
    if total is None:
        return _("{first}–{last}").format(first=first, last=last)
    return _("{first}–{last} of {total}").format(
        first=first, last=last, total=formats.number(total)
    )


def empty_words(state: ActivityState) -> str:
    """Return the sentence of a list without visits."""
    if state.text:
        return _("No visit in this period has these words. Esc in the quick filter clears it.")
    if state.is_narrowed:
        return _("No visits in this period match the filters.")
    return _("No visits in this period. Choose another period above, or import visits (Ctrl+I).")


def visit_shown(detail: VisitDetail) -> VisitShown:
    """Return the panel of a visit."""
    row = detail.row
    when = " · ".join(
        words
        for words in (
            formats.day_and_weekday(row.day),
            time_words(row.starts_at, row.ends_at) if row.starts_at or row.ends_at else "",
            minutes_words(row.minutes) if row.minutes is not None else "",
        )
        if words
    )
    return VisitShown(
        row.id,
        row.customer_name,
        when,
        counts_words(row),
        counts_reason(row),
        counts_tone(row),
        _fields(detail),
        _clocks(detail),
        row.note,
    )


def _fields(detail: VisitDetail) -> tuple[Fact, ...]:
    row = detail.row
    found = [
        Fact(_("Code"), row.customer_code),
        Fact(_("Territory"), _named(detail.territory_name, detail.territory_code)),
        Fact(_("Rep"), _named(row.rep_name, row.rep_code)),
        Fact(_("Channel"), channel_words(row.channel)),
        Fact(_("Purpose"), row.purpose or formats.DASH),
        Fact(_("Outcome"), outcome_words(row.outcome) or formats.DASH),
        Fact(_("Planned"), planned_words(row.is_planned)),
        Fact(_("Order"), row.order_number or formats.DASH),
        Fact(_("Next visit"), formats.day_and_weekday(detail.next_visit_on)),
        Fact(_("Visit no."), row.visit_no or formats.DASH),
    ]
    if detail.rejected_on is not None:
        found.append(Fact(_("Rejected on"), formats.day(detail.rejected_on)))
    return tuple(found)


def _named(name: str, code: str) -> str:
    if not name and not code:
        return formats.DASH
    return _("{name} ({code})").format(name=name, code=code) if name and code else name or code


def _clocks(detail: VisitDetail) -> tuple[Fact, ...]:
    """Return who reported what when, when it came, and who keyed it in: three facts."""
    row = detail.row
    received = formats.instant(detail.received_at)
    if row.days_to_receive is not None:
        received = _("{when} ({lag})").format(when=received, lag=lag_words(row.days_to_receive))
    clerk = detail.keyed_by or _("unknown")
    when = formats.instant(detail.keyed_at)
    if row.is_imported:
        keyed = _("imported by {clerk}, {when}").format(clerk=clerk, when=when)
    else:
        keyed = _("{clerk}, {when} ({lag})").format(
            clerk=clerk, when=when, lag=lag_words(row.days_to_key)
        )
    return (
        Fact(
            _("Reported"),
            _("{rep}, for {day}").format(rep=row.rep_name, day=formats.day(row.day)),
            _("Whose report it is, and of which day."),
        ),
        Fact(_("Received"), received, received_reason(row)),
        Fact(_("Keyed"), keyed, keyed_reason(row)),
    )


def visits_chart(months: tuple[RepMonth, ...]) -> BarChart:
    """Return a rep's valid visits by month; a bar's key is its month."""
    return BarChart(
        _("Valid visits by month"),
        _month_names(months),
        (Series(_("Visits"), tuple(Decimal(one.visits) for one in months)),),
        unit=Unit.COUNT,
        keys=tuple(one.month for one in months),
        empty="" if months else _("This period has not begun yet."),
    )


def calls_chart(months: tuple[RepMonth, ...]) -> BarChart:
    """Return a rep's calls per day by month, the branch's as a mark at each bar."""
    return BarChart(
        _("Calls per day by month"),
        _month_names(months),
        (Series(_("Rep"), tuple(_rounded(one.calls_per_day.value) for one in months)),),
        targets=tuple(_rounded(one.branch_calls_per_day.value) for one in months),
        target_name=_("Branch"),
        unit=Unit.COUNT,
        keys=tuple(one.month for one in months),
        empty=_("There are no field days in these months."),
    )


def _rounded(value: Decimal | None) -> Decimal | None:
    # A hover shows a count as it is, so the rate is rounded to what its column shows.
    return None if value is None else round_half_up(value, 2)


def _month_names(months: tuple[RepMonth, ...]) -> tuple[str, ...]:
    # Up to a year, a month's name alone says which one it is.
    name = formats.short_month if len(months) <= _YEAR else formats.month
    return tuple(name(one.month) for one in months)


def visits_shown(state: ActivityState, page: VisitPage, current: int | None) -> VisitsShown:
    """Return a page of the state's list."""
    return VisitsShown(
        page.rows, current, page.has_previous, page.has_next, empty_words(state),
        _customer_words(state, page.rows),
    )  # fmt: skip


def _customer_words(state: ActivityState, rows: tuple[VisitRow, ...]) -> str:
    """Return the name of the customer that the list is narrowed to; "" where it is not."""
    if state.customer_id is None:
        return ""
    return rows[0].customer_name if rows else _("This customer")
