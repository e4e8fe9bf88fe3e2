"""The activity of each rep beside the period before and the branch, and visits by month."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import reduce
from operator import add

from sqlalchemy.orm import Session

from desktop.enums import Dimension
from desktop.money import from_minor
from desktop.periods import Period
from desktop.services.activity.data import ActivityFigures, MonthVisits, RepActivityRow
from desktop.services.activity.gather import Known, gather, load_known
from desktop.services.activity.gather_days import field_people
from desktop.services.activity.gathered import Figures, Gathered
from desktop.services.activity.plan_facts import coverage_by_rep
from desktop.services.activity.visit_facts import visit_days
from desktop.services.figures.frame import Frame
from desktop.services.figures.span import Span
from desktop.services.plans.axes import Axis
from desktop.services.rules.coverage import CoverageParts
from desktop.services.rules.efficiency import (
    MINIMUM_VISITS,
    EfficiencyParts,
    efficiency,
    is_small_base,
)
from desktop.services.rules.evidence import twin
from desktop.services.rules.fielddays import Employment, in_days

NOTHING = Figures(EfficiencyParts(), 0, 0, 0)


@dataclass(frozen=True, slots=True)
class _Side:
    """One period's figures by rep code, and of the branch."""

    frame: Frame
    by_rep: dict[tuple[str, ...], Figures]
    total: Figures
    coverage: dict[int, CoverageParts]

    def of_rep(self, rep_id: int) -> ActivityFigures:
        figures = self.by_rep.get((self.frame.reps[rep_id].code,), NOTHING)
        return self._made(figures, self.coverage.get(rep_id, CoverageParts()))

    def of_branch(self) -> ActivityFigures:
        return self._made(self.total, reduce(add, self.coverage.values(), CoverageParts()))

    def _made(self, figures: Figures, coverage: CoverageParts) -> ActivityFigures:
        decimals = self.frame.branch.decimals
        ratios = efficiency(figures.parts, decimals)
        return ActivityFigures(
            visits=figures.parts.visits,
            field_days=in_days(figures.parts.field_halves),
            net_sales=from_minor(figures.parts.net_sales, decimals),
            expenses=from_minor(figures.parts.expenses, decimals),
            ratios=ratios,
            coverage=coverage.coverage,
            plan_done_rate=coverage.plan_done_rate,
            has_small_base=is_small_base(ratios.revenue_per_call, MINIMUM_VISITS),
            twin=twin(figures.parts, figures.rejected, figures.verified),
        )


def _side(session: Session, frame: Frame, span: Span, known: Known) -> _Side:
    found: Gathered = gather(session, frame, span, (Axis.REP,), known, with_evidence=True)
    return _Side(
        frame,
        found.by((Dimension.REP,)),
        found.total(),
        coverage_by_rep(session, frame, span.elapsed),
    )


def people_of(session: Session, frame: Frame, period: Period) -> tuple[int, ...]:
    """Return the ids of those who sell and were employed in the period, in the order of codes."""
    found = [
        frame.reps[rep_id]
        for rep_id in field_people(session, frame)
        if Employment(frame.reps[rep_id].hire_date, frame.reps[rep_id].leave_date).within(period)
    ]
    return tuple(rep.id for rep in sorted(found, key=lambda rep: rep.code))


def rep_activity(session: Session, frame: Frame, span: Span) -> tuple[RepActivityRow, ...]:
    """Return a row for everyone who sells and was employed in the period, by code."""
    known = load_known(
        session, frame, span.elapsed.last, min(span.period.start, span.period.previous().start)
    )
    now = _side(session, frame, span, known)
    before = _side(session, frame, Span(span.period.previous(), span.as_of), known)
    branch = now.of_branch()
    return tuple(
        RepActivityRow(
            frame.reps[rep_id].code,
            frame.reps[rep_id].name,
            span.period,
            now.of_rep(rep_id),
            before.of_rep(rep_id),
            branch,
        )
        for rep_id in people_of(session, frame, span.period)
    )


def visits_by_month(session: Session, frame: Frame, period: Period) -> tuple[MonthVisits, ...]:
    """Return the valid visits of each month of the period by rep, months without any included."""
    counts: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for one in visit_days(session, frame, period):
        counts[one.month][frame.reps[one.rep_id].code] += one.visits
    return tuple(
        MonthVisits(month, tuple(sorted(counts[month.ordinal].items())))
        for month in period.months()
    )
