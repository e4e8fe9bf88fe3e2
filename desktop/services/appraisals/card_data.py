"""Who a scorecard is about, by which definitions, and the line of the list it is chosen from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from desktop.money import from_minor
from desktop.ratio import Ratio
from desktop.services.activity.gathered import Figures
from desktop.services.activity.rep_figures import NOTHING
from desktop.services.appraisals.data import (
    ResultKind,
    ResultStatus,
    ScorecardDefinitions,
    ScorecardIdentity,
)
from desktop.services.appraisals.results import Compared, Cubes, result_lines
from desktop.services.figures.frame import Frame, RepFacts
from desktop.services.figures.timelines import Timelines
from desktop.services.rules.customerflow import LOST_AFTER_DAYS
from desktop.services.rules.efficiency import (
    MINIMUM_CUSTOMERS,
    MINIMUM_ORDERS,
    MINIMUM_VISITS,
    efficiency,
)
from desktop.services.rules.visits import ORDER_WINDOW_DAYS


@dataclass(frozen=True, slots=True)
class ScorecardSummary:
    """A rep in the list of a period's scorecards; money in whole currency."""

    rep_code: str
    rep_name: str
    title: str
    net_sales: Decimal
    sales_target: Decimal | None
    attainment: Ratio
    pace: Ratio
    status: ResultStatus
    collections: Decimal
    customers: int
    new_customers: int
    visits: int
    calls_per_day: Ratio
    cost_ratio: Ratio


def summary_of(
    frame: Frame, cubes: Cubes, rep: RepFacts, figures: Mapping[tuple[str, ...], Figures]
) -> ScorecardSummary:
    """Return the line of one rep."""
    own = figures.get((rep.code,), NOTHING)
    decimals = frame.branch.decimals
    ratios = efficiency(own.parts, decimals)
    lines = result_lines(frame, cubes, rep.code, Compared(own, None, None), own, 1)
    sales = next(line for line in lines if line.kind is ResultKind.SALES)
    return ScorecardSummary(
        rep.code,
        rep.name,
        rep.title,
        from_minor(own.parts.net_sales, decimals),
        sales.target,
        sales.attainment,
        sales.pace,
        sales.status,
        from_minor(own.parts.collections, decimals),
        own.customers,
        own.new_customers,
        own.parts.visits,
        ratios.calls_per_day,
        ratios.cost_ratio,
    )


def identity_of(frame: Frame, rep: RepFacts, timelines: Timelines, day: date) -> ScorecardIdentity:
    """Return whose scorecard it is, with the customers looked after on the day."""
    manager = None if rep.manager_id is None else frame.reps[rep.manager_id]
    place = None if rep.territory_id is None else frame.territories[rep.territory_id]
    return ScorecardIdentity(
        branch_code="",
        branch_name=frame.branch.name,
        rep_code=rep.code,
        rep_name=rep.name,
        title=rep.title,
        manager_code="" if manager is None else manager.code,
        manager_name="" if manager is None else manager.name,
        territory_code="" if place is None else place.code,
        territory_name="" if place is None else place.name,
        hire_date=rep.hire_date,
        leave_date=rep.leave_date,
        tenure_months=None if rep.hire_date is None else whole_months(rep.hire_date, day),
        customers=sum(
            timelines.owner_on(customer_id, day) == rep.id for customer_id in timelines.owners
        ),
    )


def whole_months(first: date, last: date) -> int:
    """Return the whole months from one day to another; 0 where the other comes first."""
    months = (last.year - first.year) * 12 + last.month - first.month
    return max(0, months - (last.day < first.day))


def definitions_of(frame: Frame, plan_name: str) -> ScorecardDefinitions:
    """Return the definitions in force."""
    return ScorecardDefinitions(
        sales_basis=frame.branch.sales_basis,
        order_window_days=ORDER_WINDOW_DAYS,
        lost_after_days=LOST_AFTER_DAYS,
        plan_name=plan_name,
        minimum_visits=MINIMUM_VISITS,
        minimum_orders=MINIMUM_ORDERS,
        minimum_customers=MINIMUM_CUSTOMERS,
    )
