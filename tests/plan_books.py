"""Books of the plan's editor for tests, without a database: one metric each of a small branch."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

from desktop.enums import Metric, PlanLevel, PlanStatus
from desktop.periods import FiscalCalendar
from desktop.services.plans.making_data import PlanBook
from desktop.services.plans.planning_data import PlanMember, PlanSheet
from desktop.services.plans.versions_data import VersionCard, steps_from
from desktop.services.rules.plan_cube.data import NONE, LineColumns
from tests.plan_cubes import JANUARY, small_axes

CARD = VersionCard(
    7, 1, 3, "Next", 2026, "2026", 1, PlanStatus.DRAFT, None, "", "",
    datetime(2026, 1, 5, 9, tzinfo=UTC), None, None, None, None, steps_from(PlanStatus.DRAFT),
)  # fmt: skip
_UNITS = {Metric.QUANTITY: Decimal("0.000001")}


def members(*names: str) -> tuple[PlanMember, ...]:
    """Return members with ids from 1 on."""
    return tuple(PlanMember(at, f"{at:02d}", name) for at, name in enumerate(names, start=1))


def small_book(metric: Metric, amounts: tuple[int, ...] = (6, 6, 2), version: int = 1) -> PlanBook:
    """Return a draft's book with a line for each amount: customer 0's, one month after another.

    Goods are on the lines of metrics that are divided by them, as in a real plan.
    """
    goods = metric in (Metric.SALES, Metric.PROFIT, Metric.QUANTITY)
    count = len(amounts)
    lines = LineColumns.plain(
        tuple(JANUARY + place for place in range(count)),
        (0,) * count,
        ((0 if goods else NONE),) * count,
        amounts,
    )
    sheet = PlanSheet(
        CARD, metric, PlanLevel.BASE, 0, small_axes(), lines,
        reps=members("Li Na", "Bao Jie"),
        territories=members("North", "East", "West"),
        customers=members("East Stores", "West Trade", "Nobody's"),
        products=members("Lamp", "Fan"),
        groups=members("Goods", "Light", "Air"),
    )  # fmt: skip
    unit = Decimal("0.01") if metric.is_money else _UNITS.get(metric, Decimal(1))
    return PlanBook(sheet, version, "CNY", unit, FiscalCalendar(), sheet.cube())
