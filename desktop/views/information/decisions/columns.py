"""Columns of the decisions and of their notes; free of Qt."""

from __future__ import annotations

from desktop.i18n import N_
from desktop.services.information.decision_data import DecisionRow
from desktop.services.information.question_data import NoteChoice
from desktop.tone import Tone
from desktop.views.column import Column, count_column, date_column, text_column
from desktop.views.information.words import type_words


def decision_columns() -> tuple[Column[DecisionRow], ...]:
    """Return the columns of the decisions."""
    return (
        date_column("day", N_("Decided on"), lambda row: row.decided_on),
        text_column("text", N_("Decision"), lambda row: row.text, tip=lambda row: row.text,
                    characters=58),
        count_column("notes", N_("Notes"), lambda row: len(row.notes),
                     header_tip=N_("How many notes it rested on"),
                     tone=lambda row: Tone.NONE if row.notes else Tone.WATCH),
        text_column("by", N_("Decided by"), lambda row: row.decided_by),
    )  # fmt: skip


def rested_columns() -> tuple[Column[NoteChoice], ...]:
    """Return the columns of the notes of a decision."""
    return (
        date_column("noted", N_("Noted"), lambda row: row.noted_on),
        text_column("type", N_("Type"), lambda row: type_words(row.type)),
        text_column("text", N_("What was learned"), lambda row: row.text,
                    tip=lambda row: row.text, characters=34),
        text_column("rep", N_("Noted by"), lambda row: row.rep_name),
    )  # fmt: skip
