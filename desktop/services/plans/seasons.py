"""The season curve that a plan of a year begins with, from the branch's own sales."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.models import PlanSeason, SalesMonth
from desktop.periods import Month
from desktop.services.database import DatabaseEngine
from desktop.services.figures.frame import BranchFacts, load_calendar
from desktop.services.rules.season import SeasonCurve, curve


def season_of_year(session: Session, branch: BranchFacts, year: int) -> SeasonCurve:
    """Return the curve of a new plan for the fiscal year, from the branch's net sales by month."""
    rows = session.execute(
        select(SalesMonth.month, func.sum(SalesMonth.net_minor))
        .where(SalesMonth.branch_id == branch.id)
        .group_by(SalesMonth.month)
    )
    net = {month: int(amount) for month, amount in rows}
    calendar = load_calendar(session, branch.id)
    months = branch.fiscal.period(year).months()
    return curve(
        net,
        Month(min(net)) if net else None,
        Month(max(net)) if net else None,
        branch.fiscal,
        year,
        {month.ordinal: calendar.count(month.period) for month in months},
    )


def stored_season(session: Session, branch: BranchFacts, version_id: int) -> SeasonCurve:
    """Return the curve that a version keeps, without the words of its basis."""
    rows = session.execute(
        select(PlanSeason.month, PlanSeason.weight)
        .where(PlanSeason.branch_id == branch.id, PlanSeason.version_id == version_id)
        .order_by(PlanSeason.month)
    )
    return SeasonCurve(tuple((month, weight) for month, weight in rows), "")


def keep_season(
    session: Session,
    database: DatabaseEngine,
    branch: BranchFacts,
    version_id: int,
    season: SeasonCurve,
) -> None:
    """Write the curve of a version that is being made."""
    database.bulk_insert(
        session,
        PlanSeason.__table__,  # type: ignore[arg-type]
        ["version_id", "month", "weight"],
        [(version_id, month, weight) for month, weight in season.weights],
        {"branch_id": branch.id},
    )
