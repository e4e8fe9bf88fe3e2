"""The columns of a calculator's answer and of the sensitivity of a programme; free of Qt."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from desktop.i18n import N_, _
from desktop.money import round_half_up
from desktop.services import formats
from desktop.services.calculators.callplan_change import CapacityStep
from desktop.services.exports.people import CellKind
from desktop.services.figures.data import ColumnKind, ReportColumn, Value
from desktop.views.column import (
    Align,
    Column,
    count_column,
    money_column,
    text_column,
)
from desktop.views.plans.calculators.answering import Answer
from desktop.views.plans.calculators.words import column_words, note_words, value_words

#: Decimals of figures that are neither money nor counts, at most; zeros at the end are left out.
_DECIMALS = {
    ColumnKind.QUANTITY: 4,
    ColumnKind.DAYS: 2,
    ColumnKind.RATE: 2,
    ColumnKind.RATIO: 4,
}
_EXACT = 12


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """A row of an answer: its place, the number of the input's row it is of, its values."""

    place: int
    number: int | None
    values: tuple[Value, ...]


def answer_rows(answer: Answer) -> tuple[AnswerRow, ...]:
    """Return the rows of an answer."""
    if answer.table is None:
        return ()
    lines = answer.lines
    return tuple(
        AnswerRow(place, lines[place] + 1 if lines else None, values)
        for place, values in enumerate(answer.table.rows)
    )


def answer_columns(answer: Answer, currency: str) -> tuple[Column[AnswerRow], ...]:
    """Return the columns of an answer.

    A note on why a value is undefined becomes the tip of that value. Answers that name nothing
    begin with the number of the row that they are of.
    """
    table = answer.table
    if table is None:
        return ()
    found: list[Column[AnswerRow]] = []
    if answer.lines and not any(one.kind is ColumnKind.TEXT for one in table.columns):
        found.append(count_column("number", N_("Row"), lambda row: row.number))
    for place, column in enumerate(table.columns):
        if column.kind is not ColumnKind.NOTE:
            found.append(_column(answer.name, place, column, table.columns, currency))
    return tuple(found)


def _column(
    calculator: str,
    place: int,
    column: ReportColumn,
    columns: tuple[ReportColumn, ...],
    currency: str,
) -> Column[AnswerRow]:
    # The header is in the language already: a market's own names are in no catalogue.
    header = column_words(calculator, column.name)

    def value(row: AnswerRow) -> Value:
        return row.values[place]

    def number(row: AnswerRow) -> Decimal | None:
        found = row.values[place]
        return None if found is None else Decimal(str(found))

    if column.kind is ColumnKind.TEXT:
        return text_column(
            column.name, header, lambda row: value_words(column.name, str(value(row) or ""))
        )
    if column.kind is ColumnKind.COUNT:
        return count_column(
            column.name, header, lambda row: None if value(row) is None else int(str(value(row)))
        )
    has_note = place + 1 < len(columns) and columns[place + 1].kind is ColumnKind.NOTE

    def tip(row: AnswerRow) -> str:
        return note_words(str(row.values[place + 1] or "")) if has_note else ""

    if column.kind is ColumnKind.MONEY:
        return money_column(column.name, header, number, currency, tip=tip)
    if column.kind is ColumnKind.RATIO and column.name != "p":
        return Column(
            column.name, header, lambda row: formats.percent(number(row)), number,
            align=Align.END, kind=CellKind.PERCENT, tip=tip,
        )  # fmt: skip
    # Amounts of a step finer than the currency are exact, and stay so.
    decimals = _DECIMALS.get(column.kind, 2) if column.name != "amount" else _EXACT

    def text(row: AnswerRow) -> str:
        found = number(row)
        return formats.quantity(None if found is None else round_half_up(found, decimals))

    return Column(
        column.name, header, text, number,
        align=Align.END, kind=CellKind.NUMBER, decimals=decimals, tip=tip,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class StepRow:
    """A capacity and what it brings, against the given one."""

    step: CapacityStep
    now: Decimal | None

    @property
    def change(self) -> Decimal | None:
        """What the contribution changes by."""
        found = self.step.contribution
        return None if found is None or self.now is None else found - self.now


def step_rows(steps: tuple[CapacityStep, ...]) -> tuple[StepRow, ...]:
    """Return the rows of the sensitivity."""
    now = next((one.contribution for one in steps if one.percent == 0), None)
    return tuple(StepRow(step, now) for step in steps)


def step_columns(currency: str, *, by_hours: bool) -> tuple[Column[StepRow], ...]:
    """Return the columns of the sensitivity."""
    return (
        Column(
            "percent", N_("Change"),
            lambda row: _("as given") if row.step.percent == 0
            else formats.change(Decimal(row.step.percent) / 100, 0),
            lambda row: Decimal(row.step.percent) / 100,
            align=Align.END, kind=CellKind.PERCENT, is_sortable=False,
        ),
        Column(
            "capacity", N_("Hours") if by_hours else N_("Visits"),
            lambda row: formats.quantity(row.step.capacity), lambda row: row.step.capacity,
            align=Align.END, kind=CellKind.NUMBER, is_sortable=False,
        ),
        money_column(
            "expected_sales", N_("Expected sales"), lambda row: row.step.expected_sales, currency,
            tip=_too_few,
        ),
        money_column(
            "contribution", N_("Contribution"), lambda row: row.step.contribution, currency,
            tip=_too_few, strong=True,
        ),
        money_column(
            "difference", N_("Against as given"), lambda row: row.change, currency,
            tip=_too_few,
        ),
    )  # fmt: skip


def _too_few(row: StepRow) -> str:
    if row.step.contribution is not None:
        return ""
    return _("The minimum visits alone need more than this.")
