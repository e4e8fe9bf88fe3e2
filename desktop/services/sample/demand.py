"""How much trade is to be expected of whom, when: what orders and targets are both made from."""

from __future__ import annotations

from datetime import date, timedelta

from desktop.periods import Month
from desktop.services.sample.days import SPRING_FESTIVAL, WorkDays
from desktop.services.sample.dealers import Dealer
from desktop.services.sample.dice import running
from desktop.services.sample.goods import seasons

#: The branch's growth: each year's level over the first.
LEVEL = {2024: 1.0, 2025: 1.08, 2026: 1.15}

#: What goods cost in each year, in thousandths of the standard cost.
COST_LEVEL = {2024: 985, 2025: 1000, 2026: 1012}


def expected(dealer: Dealer, month: Month) -> float:
    """Return the net sales in fen that a dealer is good for in a month, no story counted."""
    share = 0.0
    for taste, part in zip(dealer.mix, seasons(month), strict=True):
        share += taste * part
    year = month.year
    return dealer.yearly * LEVEL[year] * (1 + dealer.trend * (year - 2024)) * share


def day_weights(work: WorkDays, month: Month) -> tuple[tuple[date, ...], tuple[float, ...]]:
    """Return a month's working days and the running sums of how likely orders are on each.

    Orders crowd before 18 June, 11 November and the Spring Festival, and at the month's end.
    """
    days = tuple(work.between(month.start, month.end - timedelta(days=1)))
    festival = SPRING_FESTIVAL[month.year]
    weights = []
    for place, day in enumerate(days):
        weight = 1.0
        if place >= len(days) - 3:
            weight += 0.7
        if (day.month == 6 and 5 <= day.day <= 18) or (day.month == 11 and day.day <= 11):
            weight += 0.8
        if day.month == 10 and day.day >= 24:
            weight += 0.5
        if 3 <= (festival - day).days <= 20:
            weight += 0.7
        if 0 <= (day - festival).days <= 14:
            weight -= 0.6
        weights.append(weight)
    return days, running(weights)
