"""What stands in the forms of the report calendar, read into commands; free of Qt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from desktop.enums import ReportCycle, ReportSource
from desktop.errors import InputError, Issue
from desktop.services import formats
from desktop.services.information.report_data import DueCell, DutyEntry, DutyRow
from desktop.services.plans.work_data import Choice
from desktop.views.information.notes.forms import chosen, one_line
from desktop.views.plans.work.forms import choice_words


@dataclass(frozen=True, slots=True)
class DutyTexts:
    """What stands in the form of a duty."""

    name: str = ""
    cycle: ReportCycle = ReportCycle.WEEKLY
    source: ReportSource = ReportSource.HAND
    due_after: str = "1"
    rep: str = ""
    starts_on: str = ""
    ends_on: str = ""


@dataclass(frozen=True, slots=True)
class TickTexts:
    """What stands in the form of reports that came in."""

    received_at: str = ""
    note: str = ""


def duty_texts(row: DutyRow | None, reps: Sequence[Choice], today: date) -> DutyTexts:
    """Return what the fields of a duty begin with."""
    if row is None:
        return DutyTexts(starts_on=str(today))
    entry = row.entry
    named = next((choice_words(one) for one in reps if one.id == entry.rep_id), row.rep_name)
    return DutyTexts(
        entry.name, entry.cycle, entry.source, str(entry.due_after), named, str(entry.starts_on),
        "" if entry.ends_on is None else str(entry.ends_on),
    )  # fmt: skip


def read_duty(
    texts: DutyTexts, row: DutyRow | None, reps: Sequence[Choice], today: date
) -> DutyEntry:
    """Return the duty that the fields say.

    Raises:
        InputError: with an issue for each field that cannot be read.
    """
    issues: list[Issue] = []
    if row is not None and row.entry.rep_id and texts.rep.strip() == row.rep_name:
        # Somebody who left is not offered any more and may stay named.
        rep_id: int | None = row.entry.rep_id
    else:
        rep_id = chosen(texts.rep, reps, "rep", issues)
    words = texts.due_after.strip() or "0"
    wait = int(words) if words.isascii() and words.isdigit() else -1
    if wait < 0:
        issues.append(Issue("duty_wait_form", column="due_after", value=words))
    starts_on = _day(texts.starts_on or str(today), "starts_on", today, issues) or today
    ends_on = _day(texts.ends_on, "ends_on", today, issues)
    if issues:
        raise InputError(*issues)
    return DutyEntry(
        one_line(texts.name), texts.cycle, texts.source, starts_on, wait, rep_id, ends_on
    )


def tick_texts(cells: Sequence[DueCell], now: datetime) -> TickTexts:
    """Return what the form of reports that came in begins with: now, or what is written down."""
    kept = [one for one in cells if one.version and one.received_at is not None]
    moments = {one.received_at for one in kept}
    moment = next(iter(moments)) if len(moments) == 1 else None
    notes = {one.note for one in kept}
    return TickTexts(
        f"{moment or now.astimezone():%Y-%m-%d %H:%M}", next(iter(notes)) if len(notes) == 1 else ""
    )


def read_moment(text: str, now: datetime, today: date) -> datetime | None:
    """Return the moment that a text says; None is now.

    A day without a time is its noon: what came on a day came on that day.

    Raises:
        InputError: `report_received_form`.
    """
    words = text.strip()
    if not words or words == f"{now.astimezone():%Y-%m-%d %H:%M}":
        return None
    day_words, _space, hour_words = words.partition(" ")
    try:
        day = formats.parse_day(day_words, today)
        if not hour_words and day == today:
            return None
        hour = datetime.strptime(hour_words.strip(), "%H:%M").time() if hour_words else time(12)
    except ValueError:
        issue = Issue("report_received_form", column="received_at", value=words)
        raise InputError(issue) from None
    return datetime.combine(day, hour).astimezone()


def _day(text: str, column: str, today: date, issues: list[Issue]) -> date | None:
    if not text.strip():
        return None
    try:
        return formats.parse_day(text, today)
    except ValueError:
        issues.append(Issue("task_day_form", column=column, value=text.strip()))
        return None
