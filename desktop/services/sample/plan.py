"""The branch's sales plans, one a year: targets drawn from what was to be expected."""

from __future__ import annotations

from datetime import date

from desktop.enums import Metric
from desktop.periods import Month
from desktop.services.sample import stories
from desktop.services.sample.days import FIRST_DAY, WorkDays
from desktop.services.sample.dealers import Dealer
from desktop.services.sample.demand import expected
from desktop.services.sample.dice import total
from desktop.services.sample.goods import AIR_CONDITIONERS, LEAVES, seasons
from desktop.services.sample.people import BY_CODE, SELLERS
from desktop.services.sample.words import money_text

COLUMNS = (
    "period", "metric", "amount", "territory_code", "rep_code", "customer_code", "product_code",
    "group_code",
)  # fmt: skip

#: Targets are whole thousands of yuan, in fen.
_STEP = 100_000

#: Reps whose pool is divided: air conditioners by group, the rest in one line.
_BY_GROUP = ("R01", "R08", "R11")

#: Gross profit aimed at, over sales.
_MARGIN = 0.19

#: What a plan asks of the trade to be expected: some orders fail and some dealers stop.
_CAUTION = 0.9

_Cells = dict[tuple[str, Month], float]


def rows(year: int, work: WorkDays, dealers: tuple[Dealer, ...]) -> tuple[tuple[str, ...], ...]:
    """Return the rows of a year's targets file: sales, collections, profit, counts."""
    pool, customers, air = _sales(year, dealers)
    result: list[tuple[str, ...]] = []
    for (rep, month), amount in sorted(pool.items()):
        rest = amount
        if rep in _BY_GROUP:
            for group in AIR_CONDITIONERS:
                part = _round(air[rep, month, group])
                rest -= part
                result.append(_row(month, Metric.SALES, part, rep=rep, group=LEAVES[group]))
        result.append(_row(month, Metric.SALES, _round(rest), rep=rep))
    for (code, month), amount in sorted(customers.items()):
        result.append(_row(month, Metric.SALES, _round(amount), customer=code))
    whole = _whole(dealers, pool, customers)
    result += _collections(year, dealers)
    if year > FIRST_DAY.year:
        result += _profit(whole)
    result += _counts(year, work)
    return tuple(row for row in result if row[2] not in ("0", "0.00"))


def _row(
    period: Month | str, metric: Metric, amount: int, rep: str = "", customer: str = "",
    group: str = "",
) -> tuple[str, ...]:  # fmt: skip
    """Return a row of the file; money in fen, counts as they are."""
    text = money_text(amount) if metric.is_money else str(amount)
    return (str(period), metric.value, text, "", rep, customer, "", group)


def _round(fen: float) -> int:
    """Return an amount rounded to the plan's step, never below zero."""
    return max(0, int(fen / _STEP + 0.5) * _STEP)


def _holder(dealer: Dealer, month: Month) -> str:
    """Return whose target a dealer is part of: his owner in January.

    Nantong's plan was redrawn when its new rep came.
    """
    is_nantong = dealer.owners[0][1] == stories.BEFORE_NEW_REP
    return dealer.holder(month.start if is_nantong else date(month.year, 1, 1))


def _months(year: int) -> list[Month]:
    """Return the year's twelve months."""
    return [Month.at(year, number) for number in range(1, 13)]


def _is_planned(dealer: Dealer, year: int) -> bool:
    """Whether the plan counts on the dealer: he bought before, and his territory has a plan."""
    return dealer.city != stories.NO_TARGETS and dealer.is_trading(date(year, 1, 1))


def _wish(dealer: Dealer, month: Month) -> float:
    """Return what the plan wants of a dealer in a month, in fen."""
    rep = BY_CODE[_holder(dealer, month)]
    wish = expected(dealer, month) * _CAUTION * rep.ambition
    if rep.code == stories.NEW_REP and month.year == rep.hired.year:
        wish *= min(1.0, 0.7 + 0.05 * (month.number - 4))
    return wish


def _sales(
    year: int, dealers: tuple[Dealer, ...]
) -> tuple[_Cells, _Cells, dict[tuple[str, Month, int], float]]:
    """Return the reps' pools, the key accounts' targets, and air conditioners in the pools."""
    pool: _Cells = {}
    customers: _Cells = {}
    air: dict[tuple[str, Month, int], float] = {}
    for dealer in dealers:
        if not _is_planned(dealer, year):
            continue
        for month in _months(year):
            wish = _wish(dealer, month)
            if dealer.is_key:
                customers[dealer.code, month] = wish
                continue
            rep = _holder(dealer, month)
            pool[rep, month] = pool.get((rep, month), 0.0) + wish
            parts = [taste * part for taste, part in zip(dealer.mix, seasons(month), strict=True)]
            for group in AIR_CONDITIONERS:
                part = wish * parts[group] / total(parts)
                air[rep, month, group] = air.get((rep, month, group), 0.0) + part
    return pool, customers, air


def _whole(dealers: tuple[Dealer, ...], pool: _Cells, customers: _Cells) -> _Cells:
    """Return each rep's whole target a month, key accounts included."""
    whole = dict(pool)
    by_code = {dealer.code: dealer for dealer in dealers}
    for (code, month), amount in customers.items():
        rep = _holder(by_code[code], month)
        whole[rep, month] = whole.get((rep, month), 0.0) + amount
    return whole


def _collections(year: int, dealers: tuple[Dealer, ...]) -> list[tuple[str, ...]]:
    """Return targets of collections: the sales of one and two months before, with tax."""
    cells: _Cells = {}
    for dealer in dealers:
        if not _is_planned(dealer, year):
            continue
        for month in _months(year):
            before = [month.plus(-back) for back in (1, 2)]
            sold = total(expected(dealer, m) for m in before if m.start >= FIRST_DAY) / 2
            rep = _holder(dealer, month)
            cells[rep, month] = cells.get((rep, month), 0.0) + sold * 1.13 * 0.9
    return [
        _row(month, Metric.COLLECTIONS, _round(amount), rep=rep)
        for (rep, month), amount in sorted(cells.items())
    ]


def _profit(whole: _Cells) -> list[tuple[str, ...]]:
    """Return targets of gross profit, a quarter each."""
    quarters: dict[tuple[str, str], float] = {}
    for (rep, month), amount in whole.items():
        key = (rep, month.quarter)
        quarters[key] = quarters.get(key, 0.0) + amount * _MARGIN
    return [
        _row(quarter, Metric.PROFIT, _round(amount), rep=rep)
        for (rep, quarter), amount in sorted(quarters.items())
    ]


def _counts(year: int, work: WorkDays) -> list[tuple[str, ...]]:
    """Return targets of new customers (a quarter each) and of visits (a month each)."""
    result = []
    for rep in SELLERS:
        if rep.code.startswith("L"):
            continue
        for quarter in range(1, 5):
            if rep.works_on(date(year, quarter * 3 - 2, 1)):
                period = f"{year}-Q{quarter}"
                result.append(_row(period, Metric.NEW_CUSTOMERS, 1, rep=rep.code))
        for month in _months(year):
            if rep.works_on(month.start):
                days = len(work.between(month.start, month.period.last)) - 2
                visits = int(days * (0.6 + 0.75 * min(rep.visits, 3.6)) + 0.5)
                result.append(_row(month, Metric.VISITS, visits, rep=rep.code))
    return result
