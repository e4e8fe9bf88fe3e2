"""Columns of the lists of objectives, of tasks and of what is unlinked; free of Qt."""

from __future__ import annotations

from decimal import Decimal

from desktop.i18n import N_
from desktop.services import formats
from desktop.services.exports.people import CellKind
from desktop.services.plans.work_data import LooseEnd, ObjectiveRow, TaskRow
from desktop.tone import Tone
from desktop.views.column import (
    Align,
    Column,
    count_column,
    date_column,
    status_column,
    text_column,
)
from desktop.views.plans.work.state import STANDINGS
from desktop.views.plans.work.words import (
    lack_tone,
    lack_words,
    loose_words,
    milestone_words,
    milestones_words,
    objective_tip,
    objective_tone,
    objective_words,
    person_tip,
    person_tone,
    person_words,
    place_words,
    state_tone,
    state_words,
    task_tip,
)


def objective_columns() -> tuple[Column[ObjectiveRow], ...]:
    """Return the columns of the objectives."""
    return (
        text_column("text", N_("Objective"), lambda row: row.text, tip=objective_tip,
                    characters=20, strong=True),
        status_column("state", N_("State"), lambda row: objective_words(row.state),
                      lambda row: objective_tone(row.state), tip=objective_tip),
        date_column("due", N_("Due"), lambda row: row.due),
        count_column("tasks", N_("Tasks"), lambda row: row.tasks,
                     header_tip=N_("How many tasks serve it"),
                     tone=lambda row: Tone.NONE if row.tasks or row.closed_on else Tone.WATCH),
        text_column("person", N_("Answers for it"), lambda row: row.rep_name),
        text_column("criterion", N_("Reached when"), lambda row: row.criterion,
                    tip=lambda row: row.criterion, characters=24),
        text_column("evidence", N_("Evidence"), lambda row: row.evidence,
                    tip=lambda row: row.evidence, characters=24, is_hidden=True),
        date_column("closed", N_("Closed on"), lambda row: row.closed_on, is_hidden=True),
    )  # fmt: skip


def task_columns() -> tuple[Column[TaskRow], ...]:
    """Return the columns of the tasks."""
    return (
        text_column("name", N_("Task"), lambda row: row.name, tip=task_tip, characters=24,
                    strong=True),
        status_column("state", N_("State"), lambda row: state_words(row.state),
                      lambda row: state_tone(row.state),
                      sort_value=lambda row: STANDINGS.index(row.state)),
        status_column("person", N_("Accountable"), person_words, person_tone, tip=person_tip,
                      sort_value=lambda row: row.rep_name),
        Column("place", N_("Place"), place_words, place_words,
               tone=lambda row: Tone.NONE if row.has_place else Tone.WATCH),
        date_column("start", N_("First day"), lambda row: row.start),
        date_column("finish", N_("Last day"), lambda row: row.finish),
        Column("milestones", N_("Milestones"), milestones_words, milestones_words,
               tip=lambda row: "\n".join(milestone_words(one) for one in row.milestones),
               header_tip=N_("How many of them were done")),
        _money("contribution", N_("Brings"), N_("Net sales expected of it")),
        _money("budget", N_("Budget"), N_("What budget lines and open commitments give it")),
        text_column("objective", N_("Objective"), lambda row: row.objective,
                    tip=lambda row: row.objective, characters=18),
        text_column("responsibility", N_("Responsibility"), lambda row: row.responsibility,
                    tip=lambda row: row.responsibility, characters=24, is_hidden=True),
        date_column("done", N_("Done on"), lambda row: row.done_on, is_hidden=True),
        text_column("customer", N_("Customer no."), lambda row: row.customer_code,
                    is_hidden=True),
    )  # fmt: skip


def loose_columns() -> tuple[Column[LooseEnd], ...]:
    """Return the columns of what is unlinked."""
    return (
        status_column("lack", N_("What is missing"), lambda row: lack_words(row.lack), lack_tone),
        text_column("text", N_("Of what"), loose_words, tip=loose_words, characters=20),
        Column(
            "amount", N_("Amount"), lambda row: formats.number(row.amount),
            lambda row: row.amount, align=Align.END, kind=CellKind.MONEY, decimals=0,
            header_tip=N_("What a task brings, or how much money it is"),
        ),
    )  # fmt: skip


def _money(key: str, header: str, tip: str) -> Column[TaskRow]:
    def amount(row: TaskRow) -> Decimal | None:
        return row.contribution if key == "contribution" else row.budget

    return Column(
        key, header, lambda row: formats.number(amount(row)), amount,
        align=Align.END, kind=CellKind.MONEY, decimals=0, header_tip=tip,
    )  # fmt: skip
