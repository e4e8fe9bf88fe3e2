"""Budgets: a file's periods become months, by working days."""

from __future__ import annotations

from sqlalchemy import select

from desktop.changes import Topic
from desktop.models import BudgetLine, Customer, Product, Rep, Territory
from desktop.money import split_exact
from desktop.periods import Month
from desktop.services.figures.frame import load_calendar
from desktop.services.imports.data import PeriodValue
from desktop.services.imports.loading.context import LoadContext, Writer
from desktop.services.rules.workdays import WorkCalendar

#: What a budget is for: category, rep, customer, product, territory.
_Key = tuple[str, int | None, int | None, int | None, int | None]

_PLACES = (BudgetLine.rep_id, BudgetLine.customer_id, BudgetLine.product_id,
           BudgetLine.territory_id)  # fmt: skip
#: So many warnings are said; a file of nothing but doubles is said by its first ones.
_MOST = 200


def load_budgets(context: LoadContext) -> Writer:
    """Check budgets and return what writes them, coarser periods spread over their months.

    A month's weight is its working days by the branch's calendar, and the months add up to the
    amount of the row exactly (largest remainder). A budget for what has one already is added to
    it, which is warned of.
    """
    keys: list[_Key] = list(
        zip(
            context.column("category"),
            context.resolve("rep_code", Rep),
            context.resolve("customer_code", Customer),
            context.resolve("product_code", Product),
            context.resolve("territory_code", Territory),
            strict=True,
        )
    )
    periods: list[PeriodValue] = context.column("period")
    _warn_of_known(context, keys, periods)

    def write() -> frozenset[Topic]:
        calendar = load_calendar(context.session, context.branch.id)
        amounts = context.column("amount")
        context.insert(
            BudgetLine,
            ["month", "amount_minor", "category", "rep_id", "customer_id", "product_id",
             "territory_id"],
            [
                (month, part, *keys[place])
                for place in context.good()
                for month, part in _spread(calendar, periods[place].period.months(), amounts[place])
            ],
        )  # fmt: skip
        return frozenset({Topic.PLANS})

    return write


def _spread(
    calendar: WorkCalendar, months: tuple[Month, ...], amount: int
) -> list[tuple[int, int]]:
    """Return (month, minor units) that add up to the amount; months with nothing are left out."""
    parts = split_exact(amount, [calendar.halves(month.period) for month in months])
    return [
        (month.ordinal, part)
        for month, part in zip(months, parts, strict=True)
        if part or len(months) == 1
    ]


def _warn_of_known(context: LoadContext, keys: list[_Key], periods: list[PeriodValue]) -> None:
    months = {month.ordinal for period in periods for month in period.period.months()}
    if not months:
        return
    stored = {
        tuple(row)
        for row in context.session.execute(
            select(BudgetLine.month, BudgetLine.category, *_PLACES)
            .where(
                BudgetLine.branch_id == context.branch.id,
                BudgetLine.month.between(min(months), max(months)),
            )
            .distinct()
        )
    }
    if not stored:
        return
    alike = [
        place
        for place in context.good()
        if any((month.ordinal, *keys[place]) in stored for month in periods[place].period.months())
    ]
    for place in alike[:_MOST]:
        context.warn(place, "period", "budget_known", count=len(alike))
