"""What the rep-week sheet calls things, the same on the screen and on paper."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time
from decimal import Decimal

from desktop.enums import ExpenseCategory, Metric, NotMadeReason, VisitChannel, WeekState
from desktop.i18n import N_, _, ngettext
from desktop.money import currency_symbol
from desktop.services import formats
from desktop.services.information.names import NOTE_TYPES
from desktop.services.rep_week.data import (
    DayState,
    FigureKey,
    GapKind,
    LineKind,
    LineMark,
    PaceRow,
    RepWeek,
    WeekDay,
    WeekGap,
    WeekLine,
)
from desktop.tone import Tone

_KINDS: Mapping[LineKind, str] = {
    LineKind.VISIT: N_("Visit"),
    LineKind.ORDER: N_("Order"),
    LineKind.COLLECTION: N_("Collection"),
    LineKind.EXPENSE: N_("Expense"),
    LineKind.NOTE: N_("Market note"),
    LineKind.PLAN: N_("Planned visit"),
}
_CHANNELS: Mapping[str, str] = {
    VisitChannel.PHONE: N_("Phone"),
    VisitChannel.ONLINE: N_("Online"),
    VisitChannel.EXHIBITION: N_("Exhibition"),
}
_CATEGORIES: Mapping[str, str] = {
    ExpenseCategory.TRAVEL: N_("Travel"),
    ExpenseCategory.MEALS: N_("Meals"),
    ExpenseCategory.ENTERTAINMENT: N_("Entertainment"),
    ExpenseCategory.GIFT: N_("Gifts"),
    ExpenseCategory.PROMOTION: N_("Promotion"),
    ExpenseCategory.COMMUNICATION: N_("Communication"),
    ExpenseCategory.OTHER: N_("Other"),
}
_REASONS: Mapping[str, str] = {
    NotMadeReason.CUSTOMER_CANCELLED: N_("The customer cancelled"),
    NotMadeReason.CUSTOMER_ABSENT: N_("The customer was not there"),
    NotMadeReason.REP_ILL: N_("The rep was ill"),
    NotMadeReason.REP_ELSEWHERE: N_("The rep was needed elsewhere"),
    NotMadeReason.ROADS: N_("Roads or weather"),
    NotMadeReason.NOT_NEEDED: N_("Not needed any more"),
    NotMadeReason.FORGOTTEN: N_("Forgotten"),
    NotMadeReason.OTHER: N_("Other"),
}
#: Outcomes that files write in a fixed word, whatever the branch's language is.
_OUTCOMES: Mapping[str, str] = {
    "closed": N_("Closed"),
    "absent": N_("Absent"),
    "ordered": N_("Ordered"),
}
MARKS: Mapping[LineMark, tuple[str, Tone]] = {
    LineMark.NONE: ("", Tone.NONE),
    LineMark.VALID: (N_("Valid"), Tone.GOOD),
    LineMark.OFF_PLAN: (N_("Off plan"), Tone.INFO),
    LineMark.ATTEMPT: (N_("Attempt"), Tone.WATCH),
    LineMark.CONTACT: (N_("Contact"), Tone.MUTED),
    LineMark.NOT_VALID: (N_("Not valid"), Tone.BAD),
    LineMark.REJECTED: (N_("Rejected"), Tone.BAD),
    LineMark.NOT_MADE: (N_("Not made"), Tone.WATCH),
    LineMark.MOVED: (N_("Moved"), Tone.INFO),
    LineMark.UNSAID: (N_("Unexplained"), Tone.BAD),
    LineMark.AHEAD: (N_("Still to be made"), Tone.MUTED),
}
_STATES: Mapping[DayState, str] = {
    DayState.FIELD: N_("Working day"),
    DayState.HALF: N_("Half a working day"),
    DayState.REST: N_("Day of rest"),
    DayState.AWAY: N_("Away"),
    DayState.NOT_EMPLOYED: N_("Not employed"),
}
_WEEKS: Mapping[WeekState, str] = {
    WeekState.DRAFT: N_("Week plan: draft"),
    WeekState.SUBMITTED: N_("Week plan: submitted"),
    WeekState.RETURNED: N_("Week plan: returned"),
    WeekState.APPROVED: N_("Week plan: approved"),
    WeekState.RECONCILED: N_("Week plan: reconciled"),
}
_FIGURES: Mapping[FigureKey, str] = {
    FigureKey.FIELD_DAYS: N_("Field days"),
    FigureKey.VISITS: N_("Valid visits"),
    FigureKey.CALLS_PER_DAY: N_("Visits a field day"),
    FigureKey.ATTEMPTS: N_("Attempts"),
    FigureKey.CONTACTS: N_("Other contacts"),
    FigureKey.MINUTES: N_("Minutes with customers"),
    FigureKey.PLANNED: N_("Visits planned"),
    FigureKey.PLAN_DONE: N_("Done as planned"),
    FigureKey.OFF_PLAN: N_("Off-plan visits"),
    FigureKey.NOTES: N_("Market notes"),
    FigureKey.ORDERS: N_("Orders"),
    FigureKey.ORDER_VALUE: N_("Order value"),
    FigureKey.SALES: N_("Net sales"),
    FigureKey.COLLECTIONS: N_("Collections"),
    FigureKey.EXPENSES: N_("Expenses claimed"),
}
_METRICS: Mapping[Metric, str] = {
    Metric.VISITS: N_("Visits"),
    Metric.SALES: N_("Sales"),
    Metric.COLLECTIONS: N_("Collections"),
}
GAPS: Mapping[GapKind, tuple[str, Tone]] = {
    GapKind.NO_REPORT: (N_("No report"), Tone.BAD),
    GapKind.LONG_GAP: (N_("Long gap"), Tone.WATCH),
    GapKind.PLAN_UNSAID: (N_("Plan not made"), Tone.WATCH),
    GapKind.OVERDUE: (N_("Not seen"), Tone.WATCH),
}
RESULTS = (
    FigureKey.ORDERS, FigureKey.ORDER_VALUE, FigureKey.SALES, FigureKey.COLLECTIONS,
)  # fmt: skip
MONEY = (FigureKey.ORDER_VALUE, FigureKey.SALES, FigureKey.COLLECTIONS, FigureKey.EXPENSES)
_TENTHS = (FigureKey.FIELD_DAYS, FigureKey.CALLS_PER_DAY)


def week_words(monday: date, sunday: date) -> str:
    """Return `Week 47 · 16 Nov – 22 Nov 2026`."""
    return _("Week {number} · {first} – {last}").format(
        number=monday.isocalendar().week, first=formats.short_day(monday), last=formats.day(sunday)
    )


def plan_words(state: WeekState | None) -> str:
    """Return how the week's plan stands."""
    return _("No week plan") if state is None else _(_WEEKS[state])


def time_words(start: time | None, end: time | None) -> str:
    """Return `09:10–10:05`, or what of it is known; nothing where nobody said."""
    if start is None:
        return ""
    return f"{start:%H:%M}" if end is None else f"{start:%H:%M}–{end:%H:%M}"


def kind_words(line: WeekLine) -> str:
    """Return what a line is: its kind, with the channel, category or type where there is one."""
    kind = _(_KINDS[line.kind])
    detail = ""
    if line.kind is LineKind.VISIT:
        detail = _CHANNELS.get(line.code, "")
    elif line.kind is LineKind.EXPENSE:
        detail = _CATEGORIES.get(line.code, "")
    elif line.kind is LineKind.NOTE:
        detail = next((words for one, words in NOTE_TYPES.items() if one.value == line.code), "")
    if not detail:
        return kind
    return _("{kind}: {detail}").format(kind=kind, detail=_(detail))


def line_words(line: WeekLine) -> str:
    """Return what is said of a line, in the user's own words where they are his."""
    text = _(_OUTCOMES[line.text]) if line.text in _OUTCOMES else line.text
    reason = _(_REASONS[line.code]) if line.kind is LineKind.PLAN and line.code else ""
    if line.kind is LineKind.VISIT and line.more:
        text = _("{text} (with {names})").format(text=text, names=line.more)
    elif line.kind is LineKind.EXPENSE and line.more:
        text = _("{text} (guests: {names})").format(text=text, names=line.more)
    elif line.more:
        reason = line.more
    return " · ".join(part for part in (reason, text) if part)


def mark_words(mark: LineMark) -> str:
    """Return how a line counts."""
    words = MARKS[mark][0]
    return _(words) if words else ""


def day_state_words(day: WeekDay) -> str:
    """Return whether the rep was to be in the field, with the reason where he was away."""
    if day.state is DayState.AWAY and day.away:
        return _("Away: {reason}").format(reason=day.away)
    return _(_STATES[day.state])


def day_words(day: WeekDay) -> str:
    """Return the visits of a day in words; nothing for a day without any."""
    if not (day.visits or day.lines_of(LineKind.VISIT)):
        return ""
    return ngettext("{count} visit", "{count} visits", day.visits).format(
        count=formats.number(day.visits)
    )


def day_plan_words(day: WeekDay) -> str:
    """Return how many of a day's planned visits were done; nothing where none was planned."""
    if not day.planned:
        return ""
    return _("{done} of {planned} planned done").format(
        done=formats.number(day.done), planned=formats.number(day.planned)
    )


def figure_words(key: FigureKey) -> str:
    """Return a figure's name."""
    return _(_FIGURES[key])


def value_words(key: FigureKey, value: Decimal | None, currency: str, *, is_mean: bool) -> str:
    """Return a figure as people read it; a mean of counts has one decimal."""
    if value is None:
        return formats.DASH
    if key in MONEY:
        return formats.money(value, currency, symbol=False)
    if key is FigureKey.PLAN_DONE:
        return formats.percent(value)
    return formats.number(value, 1 if key in _TENTHS or is_mean else 0)


def pace_words(row: PaceRow, currency: str) -> str:
    """Return in a sentence how far a month's target is, and how far it should be."""

    def amount(value: Decimal | None) -> str:
        if row.metric is Metric.VISITS:
            return formats.number(value)
        # Nobody steers by cents; a sentence with four amounts is read the easier without.
        return "" if value is None else f"{currency_symbol(currency)}{formats.number(value)}"

    metric, month = _(_METRICS[row.metric]), formats.month(row.month)
    if row.target is None:
        return _("{metric}, {month}: {actual}; there is no target.").format(
            metric=metric, month=month, actual=amount(row.actual)
        )
    return _(
        "{metric}, {month}: {actual} of {target} ({attainment}); by now {expected}, pace {pace}."
    ).format(
        metric=metric, month=month, actual=amount(row.actual), target=amount(row.target),
        attainment=formats.ratio(row.attainment), expected=amount(row.expected),
        pace=formats.ratio(row.pace),
    )  # fmt: skip


def pace_tone(row: PaceRow) -> Tone:
    """Return how a pace stands: at 99 % on track, below 81 % at risk (METRICS.md, A2)."""
    value = row.pace.value
    if value is None:
        return Tone.MUTED
    if value >= Decimal("0.99"):
        return Tone.GOOD
    return Tone.WATCH if value >= Decimal("0.81") else Tone.BAD


def gap_kind_words(gap: WeekGap) -> str:
    """Return what is missing in two words."""
    return _(GAPS[gap.kind][0])


def gap_words(gap: WeekGap) -> str:
    """Return what is missing, in a sentence."""
    match gap.kind:
        case GapKind.NO_REPORT:
            return _("A working day without any report of a visit.")
        case GapKind.LONG_GAP:
            return _("Nothing was reported for {count} minutes, {times}.").format(
                count=formats.number(gap.minutes), times=time_words(gap.start, gap.end)
            )
        case GapKind.PLAN_UNSAID:
            return _("{customer}: planned, not made, and nobody said why.").format(
                customer=gap.customer_name
            )
        case GapKind.OVERDUE:
            return _overdue_words(gap)


def _overdue_words(gap: WeekGap) -> str:
    if gap.days is None:
        return _("{customer} (class {kind}) was never visited; usual are {usual} days.").format(
            customer=gap.customer_name, kind=gap.customer_class, usual=gap.usual
        )
    return ngettext(
        "{customer} (class {kind}) was last visited {count} day ago; usual are {usual}.",
        "{customer} (class {kind}) was last visited {count} days ago; usual are {usual}.",
        gap.days,
    ).format(
        customer=gap.customer_name, kind=gap.customer_class, count=formats.number(gap.days),
        usual=gap.usual,
    )  # fmt: skip


def mean_words(week: RepWeek) -> str:
    """Return whom the branch's mean is of, and up to which day the week is known."""
    return ngettext(
        "Known up to {day}. The branch's mean is of {count} person in the field this week.",
        "Known up to {day}. The branch's mean is of {count} people in the field this week.",
        week.colleagues,
    ).format(day=formats.day(week.as_of), count=formats.number(week.colleagues))
