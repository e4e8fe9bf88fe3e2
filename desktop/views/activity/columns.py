"""Columns of the two lists: reported visits, and the figures of each rep; free of Qt."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from desktop.i18n import N_, _
from desktop.ratio import Ratio
from desktop.services import formats
from desktop.services.activity.data import (
    ActivityFigures,
    RepActivityRow,
    VisitOrder,
    VisitRow,
)
from desktop.services.exports.people import CellKind
from desktop.services.rules.efficiency import MINIMUM_CUSTOMERS, MINIMUM_VISITS, is_small_base
from desktop.tone import Tone
from desktop.views.activity.words import (
    channel_words,
    counts_reason,
    counts_tone,
    counts_words,
    keyed_days,
    keyed_reason,
    lag_words,
    outcome_words,
    planned_words,
    reason_words,
    received_reason,
    time_words,
)
from desktop.views.column import Align, Column, date_column, text_column

#: Which columns of the list the service can sort by.
ORDERS: Mapping[str, VisitOrder] = {
    "day": VisitOrder.DAY,
    "minutes": VisitOrder.MINUTES,
    "rep": VisitOrder.REP,
    "customer": VisitOrder.CUSTOMER,
}

#: Stands before a figure that rests on few cases.
SMALL_BASE = "◇"


def visit_columns() -> tuple[Column[VisitRow], ...]:
    """Return the columns of the list of visits; only those of `ORDERS` can be sorted by."""
    found = (*_visit_parts(), *_report_parts())
    return tuple(replace(column, is_sortable=column.key in ORDERS) for column in found)


def _visit_parts() -> tuple[Column[VisitRow], ...]:
    """Return when, who, whom, and what came of it."""
    return (
        date_column("day", N_("Date"), lambda row: row.day),
        text_column("times", N_("Time"), lambda row: time_words(row.starts_at, row.ends_at)),
        Column(
            "minutes", N_("Min"), lambda row: formats.number(row.minutes),
            lambda row: row.minutes, align=Align.END, kind=CellKind.COUNT, decimals=0,
            header_tip=N_("Length in minutes; “—” where the visit was not timed."),
        ),
        text_column("rep", N_("Rep"), lambda row: row.rep_name),
        text_column("rep_code", N_("Rep's code"), lambda row: row.rep_code, is_hidden=True),
        text_column("customer", N_("Customer"), lambda row: row.customer_name),
        text_column(
            "customer_code", N_("Customer's code"), lambda row: row.customer_code, is_hidden=True
        ),
        Column(
            "counts", N_("Counts as"), counts_words, counts_words,
            tone=counts_tone, tip=counts_reason,
            header_tip=N_("Whether the report is a valid visit, an attempt or another contact."),
        ),
        text_column("outcome", N_("Outcome"), lambda row: outcome_words(row.outcome)),
    )  # fmt: skip


def _report_parts() -> tuple[Column[VisitRow], ...]:
    """Return the rest of the report, and when it came and was keyed."""
    return (
        text_column("purpose", N_("Purpose"), lambda row: row.purpose),
        text_column("channel", N_("Channel"), lambda row: channel_words(row.channel)),
        text_column("planned", N_("Planned"), lambda row: planned_words(row.is_planned)),
        text_column(
            "note", N_("Note"), lambda row: " ".join(row.note.split()), characters=36,
            tip=lambda row: row.note,
        ),
        Column(
            "received", N_("Received"), lambda row: lag_words(row.days_to_receive),
            lambda row: row.days_to_receive, align=Align.END, kind=CellKind.COUNT, decimals=0,
            tip=received_reason,
            header_tip=N_("Days from the visit until the office had the report."),
        ),
        Column(
            "keyed", N_("Keyed"), lambda row: lag_words(keyed_days(row)), keyed_days,
            align=Align.END, kind=CellKind.COUNT, decimals=0,
            tone=lambda row: Tone.WATCH if row.is_late else Tone.NONE, tip=keyed_reason,
            header_tip=N_("Days from the visit until it was typed in; late after 48 hours."),
        ),
        text_column("order", N_("Order"), lambda row: row.order_number, is_hidden=True),
        text_column("visit_no", N_("Visit no."), lambda row: row.visit_no, is_hidden=True),
    )  # fmt: skip


# Figures of reps


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of a rep: its names, how it is reckoned, how it is taken, written and marked.

    `header` is its name in full, `short` that of its column; both are marked with N_.
    `get` returns a count, days, an amount or a ratio. A ratio on fewer cases than `minimum` is
    marked as resting on a small base; 0 never is.
    """

    key: str
    header: str
    formula: str
    get: Callable[[ActivityFigures], Decimal | int | Ratio]
    kind: CellKind
    decimals: int = 0
    minimum: int = 0
    short: str = ""

    def value(self, figures: ActivityFigures) -> Decimal | int | None:
        """Return the raw value, or None where it is undefined."""
        found = self.get(figures)
        return found.value if isinstance(found, Ratio) else found

    def reason(self, figures: ActivityFigures) -> str:
        """Return why there is no value, as a sentence; "" where there is one."""
        found = self.get(figures)
        return reason_words(found.reason) if isinstance(found, Ratio) else ""

    def is_small(self, figures: ActivityFigures) -> bool:
        """Whether the figure rests on few cases."""
        found = self.get(figures)
        return (
            bool(self.minimum) and isinstance(found, Ratio) and is_small_base(found, self.minimum)
        )

    def words(self, figures: ActivityFigures) -> str:
        """Return the figure as people read it, its mark before it."""
        value = self.value(figures)
        if value is None:
            return formats.DASH
        if self.kind is CellKind.PERCENT:
            text = formats.percent(Decimal(value))
        else:
            text = formats.number(value, self.decimals)
        return f"{SMALL_BASE} {text}" if self.is_small(figures) else text

    def note(self, figures: ActivityFigures) -> str:
        """Return what to know of the figure: why it is undefined, or how few cases it has."""
        if self.is_small(figures):
            found = self.get(figures)
            assert isinstance(found, Ratio)
            return _("{mark} Small base: {count} of at least {minimum} cases.").format(
                mark=SMALL_BASE, count=formats.number(found.denominator), minimum=self.minimum
            )
        return self.reason(figures)


def figures_shown(decimals: int) -> tuple[Figure, ...]:
    """Return the figures of a rep, process first, in a currency with this many decimals.

    Sales are large and shown in whole units; files have them exactly.
    """
    count, number, percent, money = (
        CellKind.COUNT, CellKind.NUMBER, CellKind.PERCENT, CellKind.MONEY,
    )  # fmt: skip
    return (
        Figure("visits", N_("Visits"), N_("Valid visits: on site, somebody met, not rejected."),
               lambda f: f.visits, count),
        Figure("field_days", N_("Field days"),
               N_("Working days less leave, training and office days."),
               lambda f: f.field_days, number, 1),
        Figure("calls_per_day", N_("Calls per day"), N_("Valid visits ÷ field days."),
               lambda f: f.ratios.calls_per_day, number, 2,
               short=N_("Calls/day")),
        Figure("minutes_per_call", N_("Minutes per call"),
               N_("Minutes of timed visits ÷ timed visits."),
               lambda f: f.ratios.minutes_per_call, number, 1, MINIMUM_VISITS,
               short=N_("Min/call")),
        Figure("orders_per_100", N_("Orders per 100"), N_("Orders × 100 ÷ valid visits."),
               lambda f: f.ratios.orders_per_100, number, 1, MINIMUM_VISITS,
               short=N_("Orders/100")),
        Figure("productive_rate", N_("Productive"),
               N_("Visits that an order followed within 7 days ÷ valid visits."),
               lambda f: f.ratios.productive_rate, percent, 1, MINIMUM_VISITS),
        Figure("cost_per_call", N_("Cost per call"), N_("Field expenses ÷ valid visits."),
               lambda f: f.ratios.cost_per_call, money, decimals, MINIMUM_VISITS,
               short=N_("Cost/call")),
        Figure("coverage", N_("Coverage"),
               N_("Planned customers visited at least once ÷ customers on the plan."),
               lambda f: f.coverage, percent, 1, MINIMUM_CUSTOMERS),
        Figure("plan_done_rate", N_("Plan done"),
               N_("Planned visits made within a day of their date ÷ planned visits."),
               lambda f: f.plan_done_rate, percent, 1, MINIMUM_VISITS),
        Figure(NET_SALES, N_("Net sales"), N_("Net sales credited to the rep."),
               lambda f: f.net_sales, money),
        Figure("revenue_per_call", N_("Sales per call"), N_("Net sales ÷ valid visits."),
               lambda f: f.ratios.revenue_per_call, money, 0, MINIMUM_VISITS,
               short=N_("Sales/call")),
        *_twins(),
    )  # fmt: skip


def _twins() -> tuple[Figure, ...]:
    """Return the figures that ghost visits would bend, as reported and as verified."""
    reported = N_("Every visit that was reported, as if no checker had rejected any.")
    verified = N_("Valid visits that a check, a companion or an order bears out.")
    number = CellKind.NUMBER
    return (
        Figure("calls_reported", N_("Calls per day, as reported"), reported,
               lambda f: f.twin.reported.calls_per_day, number, 2, short=N_("Calls/day rep.")),
        Figure("calls_verified", N_("Calls per day, verified"), verified,
               lambda f: f.twin.verified.calls_per_day, number, 2, short=N_("Calls/day ver.")),
        Figure("orders_reported", N_("Orders per 100, as reported"), reported,
               lambda f: f.twin.reported.orders_per_100, number, 1, MINIMUM_VISITS,
               short=N_("Orders/100 rep.")),
        Figure("orders_verified", N_("Orders per 100, verified"), verified,
               lambda f: f.twin.verified.orders_per_100, number, 1, MINIMUM_VISITS,
               short=N_("Orders/100 ver.")),
    )  # fmt: skip


#: Figures whose column is there but hidden until somebody wants it.
_HIDDEN = ("field_days", "revenue_per_call")
#: Figures whose value in the period before has a column of its own.
_BEFORE = ("visits", "calls_per_day")
BEFORE = "before_"
#: The one figure that is not made of visits.
NET_SALES = "net_sales"


def rep_columns(figures: tuple[Figure, ...]) -> tuple[Column[RepActivityRow], ...]:
    """Return the columns of the figures by rep; those of the period before follow their figure."""
    found: list[Column[RepActivityRow]] = [
        text_column("rep", N_("Rep"), lambda row: row.rep_name),
        text_column("code", N_("Code"), lambda row: row.rep_code, is_hidden=True),
    ]
    for figure in figures:
        found.append(_figure_column(figure))
        if figure.key in _BEFORE:
            found.append(_before_column(figure))
    return tuple(found)


def _figure_column(figure: Figure) -> Column[RepActivityRow]:
    return Column(
        figure.key, figure.short or figure.header,
        lambda row: figure.words(row.now), lambda row: figure.value(row.now),
        align=Align.END, kind=figure.kind, decimals=figure.decimals,
        tip=lambda row: figure_tip(figure, row), header_tip=figure.formula,
        is_hidden=figure.key in _HIDDEN,
    )  # fmt: skip


def _before_column(figure: Figure) -> Column[RepActivityRow]:
    return Column(
        BEFORE + figure.key, N_("Before"),
        lambda row: figure.words(row.previous), lambda row: figure.value(row.previous),
        align=Align.END, kind=figure.kind, decimals=figure.decimals,
        tip=lambda row: figure.note(row.previous),
        header_tip=N_("The figure on the left in the period before."),
    )  # fmt: skip


def figure_tip(figure: Figure, row: RepActivityRow) -> str:
    """Return a figure beside the period before and the branch, and what to know of it."""
    lines = [
        _("{name}: {value}").format(name=_(figure.header), value=figure.words(row.now)),
        _("Period before: {value}").format(value=figure.words(row.previous)),
        _("Branch: {value}").format(value=figure.words(row.branch)),
        figure.note(row.now),
    ]
    return "\n".join(line for line in lines if line)


def branch_values(
    figures: tuple[Figure, ...], rows: tuple[RepActivityRow, ...]
) -> dict[str, object] | None:
    """Return the branch's line under the list by column key; None without rows."""
    if not rows:
        return None
    found: dict[str, object] = {"rep": _("Branch")}
    for figure in figures:
        value = figure.value(rows[0].branch)
        found[figure.key] = formats.DASH if value is None else value
    return found


# The panel of one rep: a line for each figure


@dataclass(frozen=True, slots=True)
class FigureLine:
    """One figure of a rep in words: in the period, in the one before, and of the branch."""

    figure: Figure
    row: RepActivityRow


def line_columns() -> tuple[Column[FigureLine], ...]:
    """Return the columns of a rep's figures in the panel."""

    def column(
        key: str, header: str, side: Callable[[RepActivityRow], ActivityFigures], strong: bool
    ) -> Column[FigureLine]:
        return Column(
            key, header, lambda line: line.figure.words(side(line.row)),
            lambda line: line.figure.words(side(line.row)), align=Align.END,
            tip=lambda line: line.figure.note(side(line.row)), strong=strong, is_sortable=False,
        )  # fmt: skip

    name: Column[FigureLine] = Column(
        "figure", "", lambda line: _(line.figure.header), lambda line: _(line.figure.header),
        tip=lambda line: _("{name}: {value}").format(
            name=_(line.figure.header), value=_(line.figure.formula)
        ),
        is_sortable=False,
    )  # fmt: skip
    return (
        name,
        column("now", N_("Period"), lambda row: row.now, True),
        column("before", N_("Before"), lambda row: row.previous, False),
        column("branch", N_("Branch"), lambda row: row.branch, False),
    )
