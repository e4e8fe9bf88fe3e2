"""The columns of the budget's lists; free of Qt."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from desktop.i18n import N_
from desktop.services import formats
from desktop.services.exports.people import CellKind
from desktop.services.plans.budget_data import (
    BudgetBook,
    BudgetRow,
    BudgetSum,
    CommitmentRow,
    DriverRow,
    TypedRow,
)
from desktop.services.plans.budget_rows import ExpenseRow
from desktop.services.rules.budgeting import Standing
from desktop.tone import Tone
from desktop.views.column import (
    Align,
    Column,
    date_column,
    money_column,
    status_column,
    text_column,
)
from desktop.views.plans.budget.state import BudgetState, Show
from desktop.views.plans.budget.words import (
    category_words,
    ceiling_tip,
    commitment_tip,
    commitment_tone,
    commitment_words,
    kind_words,
    name_words,
    rate_words,
    rows_words,
    standing_tone,
    standing_words,
    state_tip,
    state_tone,
    state_words,
    subject_words,
    visit_words,
    volume_words,
)


def budget_columns(book: BudgetBook, state: BudgetState) -> tuple[Column[BudgetRow], ...]:
    """Return the columns of the budget: the row, its year, then the chosen figure by month."""
    return (
        text_column("name", rows_words(state.rows), lambda row: name_words(row, state.rows),
                    strong=True, tip=lambda row: name_words(row, state.rows)),
        status_column("standing", N_("Used"), standing_words, standing_tone,
                      sort_value=lambda row: row.total.used.value),
        *(_year(show, book.currency) for show in
          (Show.BUDGET, Show.COMMITTED, Show.ACTUAL, Show.REMAINING)),
        *(_month(place, formats.short_month(month), state.show)
          for place, month in enumerate(book.months)),
    )  # fmt: skip


_HEADERS = {
    Show.BUDGET: (N_("Budget"), N_("What may be spent in the plan's year")),
    Show.COMMITTED: (N_("Promised"), N_("Promised and neither claimed nor released")),
    Show.ACTUAL: (N_("Spent"), N_("Expenses claimed in the plan's year")),
    Show.REMAINING: (N_("Remaining"), N_("Budget less what is promised and what is spent")),
}


def _year(show: Show, currency: str) -> Column[BudgetRow]:
    header, tip = _HEADERS[show]
    is_rest = show is Show.REMAINING
    return money_column(
        str(show), header, lambda row: show.of(row.total), currency, header_tip=tip,
        strong=is_rest, is_hidden=show is Show.COMMITTED,
    )  # fmt: skip


def _month(place: int, header: str, show: Show) -> Column[BudgetRow]:
    def value(row: BudgetRow) -> Decimal:
        return show.of(row.months[place])

    def tone(row: BudgetRow) -> Tone:
        # Where there is no budget at all the row says so once.
        return Tone.BAD if row.months[place].standing is Standing.OVERSPENT else Tone.NONE

    def text(row: BudgetRow) -> str:
        is_empty = row.months[place] == BudgetSum()
        return formats.DASH if is_empty else formats.number(value(row), 0)

    return Column(
        f"month{place}", header, text, value, align=Align.END, kind=CellKind.MONEY, decimals=0,
        tone=tone if show in (Show.REMAINING, Show.ACTUAL) else None,
    )  # fmt: skip


def totals_of(book: BudgetBook, state: BudgetState) -> dict[str, object]:
    """Return the last line's raw values by column key."""
    total = book.total
    found: dict[str, object] = {str(show): show.of(total.total) for show in Show}
    found["standing"] = standing_words(total)
    for place, one in enumerate(total.months):
        found[f"month{place}"] = state.show.of(one)
    return found


def driver_columns(currency: str) -> tuple[Column[DriverRow], ...]:
    """Return the columns of the drivers."""
    return (
        text_column("category", N_("Category"), lambda row: category_words(row.entry.category),
                    strong=True),
        status_column("state", N_("Lines"), state_words, state_tone,
                      tip=lambda row: state_tip(row, currency)),
        text_column("kind", N_("Grows with"), lambda row: kind_words(row.entry.kind)),
        Column("rate", N_("Rate"), lambda row: rate_words(row, currency),
               lambda row: row.entry.rate, align=Align.END),
        text_column("subject", N_("Whose"), subject_words, characters=14, tip=subject_words),
        Column("volume", N_("Planned"), lambda row: volume_words(row, currency),
               lambda row: row.volume, align=Align.END,
               header_tip=N_("Visits, days and net sales of the plan's year")),
        money_column("computed", N_("Gives"), lambda row: row.computed, currency, strong=True,
                     header_tip=N_("What it gives by the plan as it stands"),
                     tip=lambda row: ceiling_tip(row, currency),
                     tone=lambda row: Tone.WATCH if row.is_capped else Tone.NONE),
        money_column("put", N_("In the budget"), lambda row: row.put, currency,
                     header_tip=N_("What its lines hold since they were written last")),
        Column("ceiling", N_("Ceiling"), lambda row: formats.percent(row.entry.ceiling, 2),
               lambda row: row.entry.ceiling, align=Align.END, kind=CellKind.PERCENT,
               header_tip=N_("The most it may be of planned net sales")),
        text_column("note", N_("Note"), lambda row: row.entry.note, characters=20,
                    tip=lambda row: row.entry.note),
    )  # fmt: skip


def commitment_columns(currency: str) -> tuple[Column[CommitmentRow], ...]:
    """Return the columns of the promises."""
    return (
        Column("month", N_("Month"), lambda row: formats.month(row.month),
               lambda row: row.month.start, kind=CellKind.DATE),
        text_column("category", N_("Category"), lambda row: category_words(row.category)),
        money_column("amount", N_("Amount"), lambda row: row.amount, currency, strong=True),
        status_column("state", N_("State"), commitment_words, commitment_tone,
                      tip=commitment_tip),
        text_column("text", N_("What was promised"), lambda row: row.text, characters=20,
                    tip=commitment_tip),
        text_column("rep", N_("Rep"), lambda row: row.rep_name, characters=10),
        text_column("task", N_("Task"), lambda row: row.task_name, characters=16,
                    tip=lambda row: row.task_name),
        date_column("day", N_("Promised on"), lambda row: row.day),
    )  # fmt: skip


def typed_columns(currency: str) -> tuple[Column[TypedRow], ...]:
    """Return the columns of the typed amounts."""
    return (
        text_column("category", N_("Category"), lambda row: category_words(row.category),
                    strong=True),
        money_column("amount", N_("Amount"), lambda row: row.amount, currency, strong=True,
                     header_tip=N_("What was typed of the year")),
        text_column("task", N_("Task that it pays for"), lambda row: row.task_name,
                    characters=40, tip=lambda row: row.task_name),
    )  # fmt: skip


def expense_columns(currency: str) -> tuple[Column[ExpenseRow], ...]:
    """Return the columns of the expenses behind a figure."""

    def yes(get: Callable[[ExpenseRow], bool]) -> Callable[[ExpenseRow], Tone]:
        return lambda row: Tone.NONE if get(row) else Tone.WATCH

    return (
        date_column("day", N_("Day"), lambda row: row.day),
        text_column("rep", N_("Rep"), lambda row: row.rep_name, characters=12),
        text_column("category", N_("Category"), lambda row: category_words(row.category)),
        money_column("amount", N_("Amount"), lambda row: row.amount, currency, strong=True),
        text_column("customer", N_("Customer"), lambda row: row.customer_name, characters=20,
                    tip=lambda row: row.customer_name),
        status_column("visit", N_("Visit"), visit_words, yes(lambda row: row.has_visit)),
        text_column("guests", N_("Guests"), lambda row: row.guests, characters=14,
                    tip=lambda row: row.guests),
        text_column("note", N_("Note"), lambda row: row.note, characters=24,
                    tip=lambda row: row.note),
    )  # fmt: skip
