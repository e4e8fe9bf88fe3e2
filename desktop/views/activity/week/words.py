"""What the page of weeks calls things, and what it says of them; free of Qt."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from desktop.enums import NotMadeReason, WeekState
from desktop.i18n import N_, _, ngettext
from desktop.services import formats
from desktop.services.rules.fielddays import in_days
from desktop.services.rules.week_proposal import Reason, ReasonKind
from desktop.services.weeks.data import (
    LineState,
    ProposalSheet,
    ProposedLine,
    WeekCard,
    WeekCoverage,
    WeekLine,
    WeekSheet,
)
from desktop.tone import Tone

STATES: Mapping[WeekState, tuple[str, Tone]] = {
    WeekState.DRAFT: (N_("Draft"), Tone.INFO),
    WeekState.SUBMITTED: (N_("Submitted"), Tone.WATCH),
    WeekState.RETURNED: (N_("Returned"), Tone.WATCH),
    WeekState.APPROVED: (N_("Approved"), Tone.GOOD),
    WeekState.RECONCILED: (N_("Reconciled"), Tone.GOOD),
}
LINES: Mapping[LineState, tuple[str, Tone]] = {
    LineState.DONE: (N_("Done"), Tone.GOOD),
    LineState.OPEN: (N_("Not made"), Tone.BAD),
    LineState.AHEAD: (N_("Planned"), Tone.INFO),
    LineState.MOVED: (N_("Moved"), Tone.MUTED),
    LineState.NOT_MADE: (N_("Explained"), Tone.WATCH),
}
REASONS: Mapping[NotMadeReason, str] = {
    NotMadeReason.CUSTOMER_CANCELLED: N_("The customer cancelled"),
    NotMadeReason.CUSTOMER_ABSENT: N_("Nobody was there"),
    NotMadeReason.REP_ILL: N_("The rep was ill"),
    NotMadeReason.REP_ELSEWHERE: N_("The rep was needed elsewhere"),
    NotMadeReason.ROADS: N_("Roads or weather"),
    NotMadeReason.NOT_NEEDED: N_("No longer needed"),
    NotMadeReason.FORGOTTEN: N_("Forgotten"),
    NotMadeReason.OTHER: N_("Another reason"),
}


def card_words(card: WeekCard) -> str:
    """Return the state of a rep's week."""
    if card.state is not None:
        return _(STATES[card.state][0])
    if card.is_missing:
        return _("No plan")
    return _("Draft") if card.planned else _("Not in the field")


def card_tone(card: WeekCard) -> Tone:
    """Return the tone of a rep's week: one without a plan is flagged."""
    if card.state is not None:
        return STATES[card.state][1]
    if card.is_missing:
        return Tone.BAD
    return Tone.INFO if card.planned else Tone.MUTED


def week_words(monday: date) -> str:
    """Return the name of a week: its number and its days."""
    return _("Week {number}, {first} to {last}").format(
        number=monday.isocalendar().week,
        first=formats.day(monday),
        last=formats.day(monday + timedelta(days=6)),
    )


def line_words(line: WeekLine) -> str:
    """Return what became of a planned visit."""
    return _(LINES[line.state][0])


def line_tone(line: WeekLine) -> Tone:
    """Return the tone of what became of it."""
    return LINES[line.state][1]


def line_tip(line: WeekLine) -> str:
    """Return what is to be known of a planned visit beyond its word."""
    if line.state is LineState.DONE:
        return _("Visited on {day}.").format(day=formats.day_and_weekday(line.done_on))
    if line.state is LineState.OPEN:
        return _("No visit within a day of the plan was reported. Give a reason or another day.")
    return told_words(line)


def told_words(line: WeekLine) -> str:
    """Return the reason that was told, with its note and the new day; nothing without one."""
    if line.reason is None:
        return ""
    words = _(REASONS[line.reason])
    if line.note:
        words = _("{reason}: {note}").format(reason=words, note=line.note)
    if line.moved_to is not None:
        words = _("To {day}. {reason}").format(
            day=formats.day_and_weekday(line.moved_to), reason=words
        )
    return words


def purpose_words(line: WeekLine) -> str:
    """Return why the visit is planned, or what was told of it."""
    return told_words(line) or line.purpose or formats.DASH


def state_words(sheet: WeekSheet) -> str:
    """Return in a sentence how a week stands."""
    match sheet.state:
        case None:
            if not sheet.lines:
                return _("No visit is planned. Let the week be proposed, or add visits.")
            return _("Visits are planned; nobody has submitted the week yet.")
        case WeekState.DRAFT:
            return _("A draft: submit it when it is complete.")
        case WeekState.SUBMITTED:
            return _("Submitted on {day}; it waits for approval.").format(
                day=formats.day(sheet.submitted_on)
            )
        case WeekState.RETURNED:
            return _("Returned by {who} on {day}: {note}").format(
                who=sheet.decided_by or _("unknown"), day=formats.day(sheet.decided_on),
                note=sheet.note,
            )  # fmt: skip
        case WeekState.APPROVED:
            return _("Approved by {who} on {day}.").format(
                who=sheet.decided_by or _("unknown"), day=formats.day(sheet.decided_on)
            )
    return _("Closed on {day}: every visit was made, moved or explained.").format(
        day=formats.day(sheet.reconciled_on)
    )


def capacity_words(sheet: WeekSheet) -> str:
    """Return how many visits the week takes, with the arithmetic."""
    days = in_days(sum(one.halves for one in sheet.days))
    return _(
        "Field days {days} × {calls} calls a day = {capacity} visits; {count} planned."
    ).format(
        days=formats.quantity(days), calls=formats.number(sheet.calls_per_day, 1),
        capacity=formats.number(sheet.capacity), count=formats.number(len(sheet.lines)),
    )  # fmt: skip


def coverage_words(one: WeekCoverage) -> str:
    """Return plan and done of some days in a line."""
    parts = one.parts
    return _(
        "{first} to {last}: {visited} of {customers} planned customers reached ({coverage}); "
        "{done} of {planned} visits as planned ({rate}); frequency kept {frequency}; "
        "{unplanned} of {made} visits off plan; beyond the plan {over}."
    ).format(
        first=formats.short_day(one.period.start), last=formats.short_day(one.period.last),
        visited=formats.number(parts.visited), customers=formats.number(parts.planned_customers),
        coverage=formats.ratio(parts.coverage), done=formats.number(parts.done_as_planned),
        planned=formats.number(parts.planned_visits), rate=formats.ratio(parts.plan_done_rate),
        frequency=formats.ratio(parts.frequency_compliance),
        unplanned=formats.number(one.unplanned), made=formats.number(one.made),
        over=formats.ratio(one.over_share),
    )  # fmt: skip


def off_plan_words(sheet: WeekSheet) -> str:
    """Return the visits that no plan named; nothing where there are none."""
    if not sheet.off_plan:
        return ""
    names = ", ".join(
        _("{customer} ({day})").format(
            customer=one.customer, day=formats.short_weekday(one.day.weekday())
        )
        for one in sheet.off_plan
    )
    return _("Off plan: {names}.").format(names=names)


def reason_words(reason: Reason, currency: str) -> str:
    """Return why a customer is proposed, with the points."""
    match reason.kind:
        case ReasonKind.AGREED:
            words = _("next visit agreed for {day}").format(day=formats.short_day(reason.day))
        case ReasonKind.PROMISED:
            words = _("answer promised for {day}").format(day=formats.short_day(reason.day))
        case ReasonKind.NEVER:
            words = _("never visited")
        case ReasonKind.DUE:
            words = _("{days} days since the last visit, {interval} at most").format(
                days=reason.days, interval=reason.interval
            )
        case ReasonKind.OVERDUE:
            words = _("{amount} overdue").format(amount=formats.money(reason.amount, currency))
        case ReasonKind.PROGRAMME:
            words = ngettext(
                "{count} visit behind the programme", "{count} visits behind the programme",
                reason.behind,
            ).format(count=reason.behind)  # fmt: skip
    return words


def why_words(line: ProposedLine, currency: str) -> str:
    """Return all reasons of a proposed visit."""
    return "; ".join(reason_words(one, currency) for one in line.reasons)


def points_words(line: ProposedLine) -> str:
    """Return the arithmetic of a proposed visit's rank."""
    parts = " + ".join(str(one.points) for one in line.reasons)
    if len(line.reasons) == 1:
        return _("{points} points").format(points=line.points)
    return _("{parts} = {points} points").format(parts=parts, points=line.points)


def proposed_words(line: ProposedLine, currency: str) -> str:
    """Return a proposed visit in a line."""
    name = line.customer
    if line.customer_class:
        name = _("{customer} ({name})").format(customer=line.customer, name=line.customer_class)
    return _("{day} · {customer} · {why} · {points}").format(
        day=formats.day_and_weekday(line.day), customer=name, why=why_words(line, currency),
        points=points_words(line),
    )  # fmt: skip


def proposal_words(found: ProposalSheet) -> str:
    """Return the arithmetic of a proposal, and who found no room."""
    words = _(
        "Field days {days} × {calls} calls a day = {capacity} visits; {standing} planned already."
    ).format(
        days=formats.quantity(found.field_days), calls=formats.number(found.calls_per_day, 1),
        capacity=formats.number(found.capacity), standing=formats.number(found.standing),
    )  # fmt: skip
    if not found.left_out:
        return words
    return _("{words} No room for: {names}").format(words=words, names=", ".join(found.left_out))
