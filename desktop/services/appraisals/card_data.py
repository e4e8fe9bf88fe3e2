"""Who a scorecard is about, by which definitions, and the line of the list it is chosen from."""

from __future__ import annotations

from datetime import date

from desktop.services.appraisals.data import (
    ScorecardDefinitions,
    ScorecardIdentity,
)
from desktop.services.figures.frame import Frame, RepFacts
from desktop.services.figures.timelines import Timelines
from desktop.services.rules.customerflow import LOST_AFTER_DAYS
from desktop.services.rules.efficiency import (
    MINIMUM_CUSTOMERS,
    MINIMUM_ORDERS,
    MINIMUM_VISITS,
)
from desktop.services.rules.visits import ORDER_WINDOW_DAYS


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
