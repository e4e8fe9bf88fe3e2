"""A row of the budget as chart data; free of Qt."""

from __future__ import annotations

from desktop.i18n import _
from desktop.services import formats
from desktop.services.charts.data import BarChart, Series
from desktop.services.plans.budget_data import BudgetBook, BudgetRow
from desktop.tone import Tone


def month_bars(book: BudgetBook, row: BudgetRow, name: str) -> BarChart:
    """Return what is spent and promised by month beside the budget; keys are the months' places."""
    has_promises = any(one.committed for one in row.months)
    series = [Series(_("Spent"), tuple(one.actual or None for one in row.months))]
    if has_promises:
        promised = tuple(one.committed or None for one in row.months)
        series.append(Series(_("Promised"), promised, Tone.MUTED))
    budgets = tuple(one.budget or None for one in row.months)
    is_empty = not any(budgets) and not any(one.actual or one.committed for one in row.months)
    return BarChart(
        name,
        () if is_empty else tuple(formats.short_month(month) for month in book.months),
        () if is_empty else tuple(series),
        targets=budgets if any(one is not None for one in budgets) and not is_empty else (),
        target_name=_("Budget"),
        currency=book.currency,
        keys=tuple(range(len(book.months))),
        empty=_("Nothing is budgeted or spent here."),
    )
