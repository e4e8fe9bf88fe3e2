"""Columns of the questions and of the answers to them; free of Qt."""

from __future__ import annotations

from desktop.i18n import N_, _
from desktop.services.information.question_data import QuestionRow, QuestionTaskRow
from desktop.tone import Tone
from desktop.views.column import (
    Column,
    count_column,
    date_column,
    status_column,
    text_column,
)
from desktop.views.information.questions.words import cycle_words
from desktop.views.information.words import ANSWER_STATES, type_words


def question_columns() -> tuple[Column[QuestionRow], ...]:
    """Return the columns of the questions."""
    return (
        text_column("text", N_("Question"), lambda row: row.text, tip=lambda row: row.text,
                    characters=38),
        text_column("cycle", N_("Asked"), cycle_words, characters=20),
        count_column("answered", N_("Replied"), lambda row: row.answered),
        count_column("late", N_("Late"), lambda row: row.late,
                     tone=lambda row: Tone.WATCH if row.late else Tone.NONE),
        count_column("tasks", N_("In all"), lambda row: row.asked,
                     header_tip=N_("Answers asked for so far, over all reps and months")),
        text_column("type", N_("Type"), lambda row: type_words(row.type), is_hidden=True),
        date_column("asked", N_("Asked on"), lambda row: row.asked_on, is_hidden=True),
        text_column("asker", N_("Asked by"), lambda row: row.asked_by, is_hidden=True),
        date_column("ended", N_("Withdrawn on"), lambda row: row.ended_on, is_hidden=True),
    )  # fmt: skip


def task_columns() -> tuple[Column[QuestionTaskRow], ...]:
    """Return the columns of the answers."""
    return (
        text_column("rep", N_("Asked of"), lambda row: row.rep_name, strong=True),
        status_column("state", N_("State"), lambda row: _(ANSWER_STATES[row.state][0]),
                      lambda row: ANSWER_STATES[row.state][1],
                      sort_value=lambda row: list(ANSWER_STATES).index(row.state)),
        date_column("due", N_("Due"), lambda row: row.due_on),
        text_column("question", N_("Question"), lambda row: row.question,
                    tip=lambda row: row.question, characters=22),
        text_column("answer", N_("The answer"), lambda row: row.answer, tip=lambda row: row.answer,
                    characters=26),
        date_column("answered", N_("Answered on"), lambda row: row.answered_on),
        text_column("owes", N_("Sees to it"), lambda row: row.owes if row.is_owed else "",
                    is_hidden=True),
        text_column("code", N_("Rep no."), lambda row: row.rep_code, is_hidden=True),
    )  # fmt: skip
