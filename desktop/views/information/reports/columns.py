"""Columns of the report calendar and of the reminders; free of Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from desktop.enums import ReportCycle
from desktop.i18n import N_
from desktop.periods import Period
from desktop.services.exports.people import CellKind
from desktop.services.information.report_data import DueCell, Reminder, ReporterRow
from desktop.services.rules.report_calendar import DueState, Punctuality
from desktop.views.column import (
    Align,
    Column,
    count_column,
    date_column,
    status_column,
    text_column,
)
from desktop.views.information.reports.words import (
    about_words,
    cell_tip,
    head_words,
    ratio_tip,
    ratio_words,
    state_tone,
    state_words,
)

#: How many columns stand before the periods, and stay when these scroll.
LABELS = 2
_ORDER = (
    DueState.MISSING, DueState.LATE, DueState.TODAY, DueState.NOT_YET, DueState.UNTIMED,
    DueState.EXCUSED, DueState.ON_TIME,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ReminderRow:
    """One report that somebody is to be reminded of."""

    name: str
    report: str
    cell: DueCell


def reminder_rows(reminders: tuple[Reminder, ...]) -> tuple[ReminderRow, ...]:
    """Return the reports that people are to be reminded of, person by person."""
    return tuple(
        ReminderRow(one.name, report, cell) for one in reminders for report, cell in one.reports
    )


def matrix_columns(
    heads: tuple[Period, ...], cycle: ReportCycle
) -> tuple[Column[ReporterRow], ...]:
    """Return the columns of reps: name and punctuality, each period, then what it is made of."""
    return (
        text_column("rep", N_("Rep"), lambda row: row.name, strong=True, characters=14,
                    tip=lambda row: row.name),
        _ratio("punctuality", N_("On time %"), lambda row: row.figures),
        *(_period(place, head, cycle) for place, head in enumerate(heads)),
        count_column("late", N_("Late"), lambda row: row.figures.late),
        count_column("missing", N_("Missing"), lambda row: row.figures.missing),
        _ratio("all", N_("All reports %"), lambda row: row.all_duties),
        text_column("code", N_("Rep no."), lambda row: row.code, is_hidden=True),
    )  # fmt: skip


def _ratio(key: str, header: str, get: Callable[[ReporterRow], Punctuality]) -> Column[ReporterRow]:
    return Column(
        key, header, lambda row: ratio_words(get(row)), lambda row: get(row).ratio.value,
        align=Align.END, kind=CellKind.PERCENT, tip=lambda row: ratio_tip(get(row)),
        header_tip=N_("Reports that came by their day ÷ reports due: excused ones are left out"),
    )  # fmt: skip


def _period(place: int, head: Period, cycle: ReportCycle) -> Column[ReporterRow]:
    return status_column(
        f"p{head.start}", head_words(head, cycle),
        lambda row: state_words(row.cells[place]), lambda row: state_tone(row.cells[place]),
        sort_value=lambda row: _place(row.cells[place]),
        tip=lambda row: cell_tip(row.name, row.cells[place]),
    )  # fmt: skip


def _place(cell: DueCell | None) -> int | None:
    return None if cell is None else _ORDER.index(cell.state)


def reminder_columns() -> tuple[Column[ReminderRow], ...]:
    """Return the columns of the reminders."""
    return (
        text_column("name", N_("Rep"), lambda row: row.name, strong=True, characters=12),
        status_column("state", N_("State"), lambda row: state_words(row.cell),
                      lambda row: state_tone(row.cell)),
        text_column("report", N_("Report"), lambda row: row.report, characters=18,
                    tip=lambda row: row.report),
        text_column("about", N_("About"), lambda row: about_words(row.cell.period), characters=14,
                    sort_value=lambda row: row.cell.period),
        date_column("due", N_("Due"), lambda row: row.cell.due_on),
    )  # fmt: skip
