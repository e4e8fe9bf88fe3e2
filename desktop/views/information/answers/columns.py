"""Columns of what is unanswered, of the answer times, and of what notes were worth; no Qt."""

from __future__ import annotations

from desktop.i18n import N_, _
from desktop.services import formats
from desktop.services.exports.people import CellKind
from desktop.services.information.answers_data import InformationValue, OwedAnswer, PersonTimes
from desktop.services.information.names import STATES
from desktop.tone import Tone
from desktop.views.column import (
    Align,
    Column,
    count_column,
    date_column,
    ratio_column,
    status_column,
    text_column,
)
from desktop.views.information.words import grade_tone, grade_words, hours_words, type_words


def kind_words(row: OwedAnswer) -> str:
    """Return what waits for an answer: a type of note, or a question."""
    return _("Question") if row.type is None else type_words(row.type)


def owed_columns() -> tuple[Column[OwedAnswer], ...]:
    """Return the columns of what is unanswered."""
    return (
        status_column("state", N_("State"), lambda row: _(STATES[row.state][0]),
                      lambda row: STATES[row.state][1],
                      sort_value=lambda row: list(STATES).index(row.state)),
        text_column("owes", N_("Owes it"), lambda row: row.owes, strong=True),
        text_column("kind", N_("What"), kind_words),
        text_column("text", N_("What it says"), lambda row: row.text, tip=lambda row: row.text,
                    characters=30),
        date_column("due", N_("Due"), lambda row: row.due_on),
        Column("severity", N_("Severity"), lambda row: grade_words(row.severity),
               lambda row: row.severity, tone=lambda row: grade_tone(row.severity)),
        text_column("of", N_("Told by"), lambda row: "" if row.is_question else row.of),
        text_column("subject", N_("About"), lambda row: row.subject, tip=lambda row: row.subject,
                    characters=16),
        date_column("since", N_("Since"), lambda row: row.since, is_hidden=True),
        text_column("read", N_("Read"), _read_words, is_hidden=True),
    )  # fmt: skip


def person_columns() -> tuple[Column[PersonTimes], ...]:
    """Return the columns of the managers' own answer times."""
    return (
        text_column("name", N_("Manager"), lambda row: row.name, strong=True),
        count_column("notes", N_("Notes"), lambda row: row.times.notes,
                     header_tip=N_("Notes that were this person's to answer")),
        count_column("unanswered", N_("Unanswered"), lambda row: row.times.unanswered,
                     tone=lambda row: Tone.WATCH if row.times.unanswered else Tone.NONE),
        Column("read", N_("Until read"), lambda row: hours_words(row.times.median_read),
               lambda row: row.times.median_read, align=Align.END, kind=CellKind.NUMBER,
               decimals=1, header_tip=N_("Median from receipt to reading; runs on working days"),
               tip=lambda row: _exact(row, is_read=True)),
        Column("answered", N_("Until answered"), lambda row: hours_words(row.times.median_answered),
               lambda row: row.times.median_answered, align=Align.END, kind=CellKind.NUMBER,
               decimals=1, header_tip=N_("Median from receipt to the answer; runs on working days"),
               tip=lambda row: _exact(row, is_read=False)),
        ratio_column("on_time", N_("In time"), lambda row: row.times.on_time,
                     reason=lambda _reason: _("Nothing was due yet."),
                     header_tip=N_("Answered by its day ÷ all that were due")),
    )  # fmt: skip


def value_columns() -> tuple[Column[InformationValue], ...]:
    """Return the columns of what the reps' notes were worth."""
    return (
        text_column("name", N_("Rep"), lambda row: row.name, strong=True),
        count_column("notes", N_("Notes"), lambda row: row.notes),
        count_column("rated", N_("Rated"), lambda row: row.rated),
        count_column("points", N_("Points earned"), lambda row: row.points,
                     header_tip=N_("Quality times use, added up; 6 a day at most")),
        text_column("code", N_("Rep no."), lambda row: row.code, is_hidden=True),
    )  # fmt: skip


def _exact(row: PersonTimes, *, is_read: bool) -> str:
    hours = row.times.median_read if is_read else row.times.median_answered
    if hours is None:
        return _("No note yet to measure.")
    return _("{count} hours of the running clock").format(count=formats.number(hours, 1))


def _read_words(row: OwedAnswer) -> str:
    if row.is_question:
        return ""
    return _("Read") if row.is_read else _("Unread")
