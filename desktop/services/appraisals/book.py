"""All scorecards of a period, read as one, and the list they are chosen from.

The lines of the list are made from the very cards that are printed, so a figure in the list and
the same figure on the page cannot differ. A group's figures divide sums, they are never means.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from desktop.periods import Period
from desktop.ratio import Ratio
from desktop.services.appraisals.data import (
    ResultKind,
    ResultLine,
    ResultStatus,
    ScorecardData,
    ScorecardDefinitions,
)
from desktop.services.pinyin import initials
from desktop.services.rules.attainment import NO_COST, NO_TARGET, ZERO_TARGET
from desktop.services.rules.collecting import overdue_rate
from desktop.services.rules.efficiency import (
    MINIMUM_VISITS,
    NO_FIELD_DAYS,
    NO_SALES,
    NO_VISITS,
    Efficiency,
)

_NOT_ASKED = Ratio.undefined("not asked")


@dataclass(frozen=True, slots=True)
class ScorecardLine:
    """A rep in the list, or a group of `people` reps: results and the process beside them.

    Codes and names are empty for a group. `letters` are the name's pinyin initials. `status` is
    None for a group in the middle of a period, whose pace is not known.
    """

    sales: ResultLine
    collections: ResultLine
    profit: ResultLine
    status: ResultStatus | None
    visits: int
    calls_per_day: Ratio
    orders_per_100: Ratio
    cost_ratio: Ratio
    receivable: Decimal
    overdue: Decimal
    overdue_rate: Ratio
    people: int = 1
    rep_code: str = ""
    rep_name: str = ""
    title: str = ""
    manager_code: str = ""
    manager_name: str = ""
    territory_code: str = ""
    territory_name: str = ""
    letters: str = ""

    @property
    def has_small_base(self) -> bool:
        """Whether what is divided by its visits or their days rests on too few of them."""
        return self.visits < MINIMUM_VISITS

    @property
    def orders(self) -> Decimal:
        """Orders that visits led to; K6 has them times a hundred above its line."""
        return self.orders_per_100.numerator / 100


@dataclass(frozen=True, slots=True)
class ScorecardBook:
    """The scorecards of everyone who sells and was employed in the period, in order of codes.

    `lines` has one line for each card. `branch` is the whole branch; its net sales exceed those
    of the lines by `unlisted_sales`, which belong to no rep of the list. Money in whole currency.
    """

    period: Period
    as_of: date
    currency: str
    definitions: ScorecardDefinitions
    cards: tuple[ScorecardData, ...]
    lines: tuple[ScorecardLine, ...]
    branch: ScorecardLine

    @property
    def unlisted_sales(self) -> Decimal:
        """Net sales of the branch that belong to nobody in the list."""
        listed = sum((line.sales.actual or Decimal(0) for line in self.lines), Decimal(0))
        return (self.branch.sales.actual or Decimal(0)) - listed

    def card(self, rep_code: str) -> ScorecardData | None:
        """Return the scorecard of a rep, or None where the list has no such rep."""
        return next((one for one in self.cards if one.identity.rep_code == rep_code), None)


def line_of(card: ScorecardData) -> ScorecardLine:
    """Return a card's line in the list."""
    who, owed = card.identity, card.receivables
    ratios = {line.name: line.ratio for line in card.activity}
    sales = _result(card.results, ResultKind.SALES)
    return ScorecardLine(
        sales=sales,
        collections=_result(card.results, ResultKind.COLLECTIONS),
        profit=_result(card.results, ResultKind.GROSS_PROFIT),
        status=sales.status,
        visits=card.days.visits,
        calls_per_day=ratios["calls_per_day"],
        orders_per_100=ratios["orders_per_100"],
        cost_ratio=ratios["cost_ratio"],
        receivable=owed.total,
        overdue=owed.overdue,
        overdue_rate=owed.overdue_rate,
        rep_code=who.rep_code,
        rep_name=who.rep_name,
        title=who.title,
        manager_code=who.manager_code,
        manager_name=who.manager_name,
        territory_code=who.territory_code,
        territory_name=who.territory_name,
        letters=initials(who.rep_name, is_person=True),
    )


def branch_line(
    results: Sequence[ResultLine], visits: int, ratios: Efficiency, overdue: Ratio, people: int
) -> ScorecardLine:
    """Return the line of the whole branch, from its own figures."""
    sales = _result(results, ResultKind.SALES)
    return ScorecardLine(
        sales=sales,
        collections=_result(results, ResultKind.COLLECTIONS),
        profit=_result(results, ResultKind.GROSS_PROFIT),
        status=sales.status,
        visits=visits,
        calls_per_day=ratios.calls_per_day,
        orders_per_100=ratios.orders_per_100,
        cost_ratio=ratios.cost_ratio,
        receivable=overdue.denominator,
        overdue=overdue.numerator,
        overdue_rate=overdue,
        people=people,
    )


def group_line(lines: Sequence[ScorecardLine], *, is_over: bool) -> ScorecardLine:
    """Return the line of some reps: sums, and sums divided by sums.

    Targets of those who have one, results of all. `is_over` says that the period is complete,
    so that the group's attainment is its pace as well. An order that visits of two reps led to
    counts for each of them.
    """
    sales = _summed(ResultKind.SALES, [line.sales for line in lines])
    receivable = sum((line.receivable for line in lines), Decimal(0))
    overdue = sum((line.overdue for line in lines), Decimal(0))
    expenses = sum((line.cost_ratio.numerator for line in lines), Decimal(0))
    sold = max(sales.actual or Decimal(0), Decimal(0))
    return ScorecardLine(
        sales=sales,
        collections=_summed(ResultKind.COLLECTIONS, [line.collections for line in lines]),
        profit=_summed(ResultKind.GROSS_PROFIT, [line.profit for line in lines]),
        status=sales.status if is_over else None,
        visits=sum(line.visits for line in lines),
        calls_per_day=Ratio.total(tuple(line.calls_per_day for line in lines), NO_FIELD_DAYS),
        orders_per_100=Ratio.total(tuple(line.orders_per_100 for line in lines), NO_VISITS),
        cost_ratio=Ratio.of(expenses, sold, NO_SALES),
        receivable=receivable,
        overdue=overdue,
        overdue_rate=overdue_rate(overdue, receivable),
        people=len(lines),
    )


def _result(results: Sequence[ResultLine], kind: ResultKind) -> ResultLine:
    return next(line for line in results if line.kind is kind)


def _summed(kind: ResultKind, parts: Sequence[ResultLine]) -> ResultLine:
    """Return the sum of one result; a profit that nobody's costs are known of stays unknown."""
    known = [part.actual for part in parts if part.actual is not None]
    is_unknown = len(known) < len(parts) and not any(known)
    actual = None if is_unknown else sum(known, Decimal(0))
    targets = [part.target for part in parts if part.target is not None]
    target = sum(targets, Decimal(0)) if targets else None
    return ResultLine(
        kind, actual, target, _attainment(actual, target), _NOT_ASKED, None, None,
        _NOT_ASKED, _NOT_ASKED, _NOT_ASKED,
    )  # fmt: skip


def _attainment(actual: Decimal | None, target: Decimal | None) -> Ratio:
    if target is None:
        return Ratio.undefined(NO_TARGET)
    if actual is None:
        return Ratio.undefined(NO_COST)
    return Ratio.of(actual, target, ZERO_TARGET)
