"""What the report calendar says; free of Qt."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from desktop.enums import ReportCycle, ReportSource
from desktop.i18n import N_, _, ngettext
from desktop.periods import Month, Period
from desktop.services import formats
from desktop.services.information.report_data import (
    DueCell,
    DutyRow,
    Reminder,
    ReportCalendar,
)
from desktop.services.rules.report_calendar import MINIMUM_REPORTS, DueState, Punctuality
from desktop.tone import Tone

#: The mark of a ratio that rests on few cases.
SMALL_BASE = "◇"
STATES: Mapping[DueState, tuple[str, Tone]] = {
    DueState.ON_TIME: (N_("On time"), Tone.GOOD),
    DueState.LATE: (N_("Late"), Tone.WATCH),
    DueState.MISSING: (N_("Missing"), Tone.BAD),
    DueState.TODAY: (N_("Due today"), Tone.INFO),
    DueState.UNTIMED: (N_("Came"), Tone.MUTED),
    DueState.EXCUSED: (N_("Excused"), Tone.MUTED),
    DueState.NOT_YET: (N_("Not due yet"), Tone.NONE),
}
CYCLES: Mapping[ReportCycle, str] = {
    ReportCycle.DAILY: N_("Every day in the field"),
    ReportCycle.WEEKLY: N_("Every week"),
    ReportCycle.MONTHLY: N_("Every month"),
    ReportCycle.SPECIAL: N_("Once"),
}
SOURCES: Mapping[ReportSource, str] = {
    ReportSource.HAND: N_("Ticked off by hand"),
    ReportSource.VISITS: N_("The visits are the report"),
}


def state_words(cell: DueCell | None) -> str:
    """Return how a report stands; "" where none is owed."""
    return "" if cell is None else _(STATES[cell.state][0])


def state_tone(cell: DueCell | None) -> Tone:
    """Return the shape and colour of how a report stands."""
    return Tone.NONE if cell is None else STATES[cell.state][1]


def head_words(period: Period, cycle: ReportCycle) -> str:
    """Return the head of a period's column: a day with its weekday, a week's Monday, a month."""
    if cycle is ReportCycle.MONTHLY:
        return formats.month(Month.of(period.start))
    if cycle is ReportCycle.DAILY:
        return _("{weekday} {day}").format(
            weekday=formats.short_weekday(period.start.weekday()),
            day=formats.short_day(period.start),
        )
    return formats.short_day(period.start)


def about_words(period: Period) -> str:
    """Return which days a report is about."""
    if period.day_count == 1:
        return formats.day(period.start)
    if period == Month.of(period.start).period:
        return formats.month(Month.of(period.start))
    return _("{first} – {last}").format(
        first=formats.short_day(period.start), last=formats.day(period.last)
    )


def cell_tip(name: str, cell: DueCell | None) -> str:
    """Return everything that is known about a report."""
    if cell is None:
        return _("Nothing is owed here: a day off, on leave, or not employed.")
    facts = {"name": name, "about": about_words(cell.period), "day": formats.day(cell.due_on)}
    lines = [_("{name}, about {about}, due {day}").format(**facts)]
    if cell.received_at is not None:
        moment = formats.instant(cell.received_at)
        lines.append(_("Received {moment}").format(moment=moment))
    if cell.state is DueState.UNTIMED:
        lines.append(_("The visits were imported without saying when the report came."))
    return "\n".join([*lines, *([cell.note] if cell.note else [])])


def ratio_words(figures: Punctuality) -> str:
    """Return a punctuality in percent, with the mark of a small base behind it; "—" for none."""
    words = formats.ratio(figures.ratio)
    return f"{words} {SMALL_BASE}" if figures.is_small_base else words


def ratio_tip(figures: Punctuality) -> str:
    """Return what a punctuality is made of."""
    if not figures.due:
        return _("No report was due.")
    facts = {"on_time": figures.on_time, "due": figures.due, "late": figures.late,
             "missing": figures.missing}  # fmt: skip
    words = _("{on_time} of {due} on time, {late} late, {missing} missing.").format(**facts)
    if not figures.is_small_base:
        return words
    return _("{figure} {mark} Small base: fewer than {minimum} reports.").format(
        figure=words, mark=SMALL_BASE, minimum=MINIMUM_REPORTS
    )


def sum_words(calendar: ReportCalendar) -> tuple[str, Tone]:
    """Return how the reports of the duty that is shown came, with its tone."""
    figures = calendar.total
    if calendar.duty is None:
        return _("No report is asked for."), Tone.MUTED
    if not figures.due:
        return _("None of these reports was due yet."), Tone.MUTED
    facts = {"ratio": ratio_words(figures), "parts": ratio_tip(figures),
             "all": ratio_words(calendar.all_duties)}  # fmt: skip
    tone = Tone.BAD if figures.missing else Tone.WATCH if figures.late else Tone.GOOD
    return _("Punctuality {ratio}: {parts} All reports of the period: {all}.").format(**facts), tone


def duty_words(row: DutyRow) -> str:
    """Return what a duty is called in a list: one that is over says so."""
    return _("{name} (ended)").format(name=row.entry.name) if row.is_over else row.entry.name


def rule_words(row: DutyRow) -> str:
    """Return from whom a report is due and when."""
    entry = row.entry
    who = row.rep_name or _("every rep")
    facts = {"who": who, "cycle": _(CYCLES[entry.cycle]), "source": _(SOURCES[entry.source])}
    if entry.due_after == 0:
        return _("{cycle}, from {who}, due by the last working day of its days. {source}.").format(
            **facts
        )
    return ngettext(
        "{cycle}, from {who}, due {count} working day after. {source}.",
        "{cycle}, from {who}, due {count} working days after. {source}.",
        entry.due_after,
    ).format(count=entry.due_after, **facts)


def empty_words(calendar: ReportCalendar, *, is_filtered: bool) -> str:
    """Return the sentence of a matrix without rows."""
    if calendar.duty is None:
        return _("No report is asked for yet. Ask for one with Ctrl+N: a daily, weekly, monthly "
                 "or special one.")  # fmt: skip
    if is_filtered:
        return _("No rep fits the filter.")
    return _("Nobody owes this report in the period.")


def reminder_words(calendar: ReportCalendar) -> str:
    """Return how many people are to be reminded today."""
    count = len(calendar.reminders)
    if not count:
        return _("Nobody is to be reminded today.")
    return ngettext(
        "{count} person is to be reminded today.", "{count} people are to be reminded today.", count
    ).format(count=formats.number(count))


def reminder_text(reminders: tuple[Reminder, ...], today: date) -> str:
    """Return the text that is sent to those who are to be reminded, a block for each."""
    blocks = []
    for one in reminders:
        lines = [_("{name}, please hand in:").format(name=one.name)]
        for name, cell in one.reports:
            facts = {"report": name, "about": about_words(cell.period)}
            if cell.due_on == today:
                lines.append(_("- {report}, {about}: due today").format(**facts))
            else:
                day = formats.day(cell.due_on)
                lines.append(_("- {report}, {about}: was due {day}").format(day=day, **facts))
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks)
