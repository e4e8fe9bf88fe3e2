"""A rep's months: valid visits and calls per day, beside those of the branch."""

from __future__ import annotations

from sqlalchemy.orm import Session

from desktop.enums import Dimension
from desktop.periods import Month, Period
from desktop.ratio import Ratio
from desktop.services.activity.data import RepMonth
from desktop.services.activity.gather_days import add_days
from desktop.services.activity.gathered import Figures, Gathered
from desktop.services.activity.visit_facts import visit_days
from desktop.services.figures.frame import Frame
from desktop.services.figures.span import Span
from desktop.services.plans.axes import Axis
from desktop.services.rules.efficiency import EfficiencyParts, efficiency

#: So many months are shown, whatever the period, so that there is something to compare with.
FEWEST_MONTHS = 12

_NOTHING = Figures(EfficiencyParts(), 0, 0, 0)


def rep_months(session: Session, frame: Frame, span: Span, rep_code: str) -> tuple[RepMonth, ...]:
    """Return the twelve months to the period's last elapsed one, or the period's where more."""
    if span.elapsed.day_count == 0:
        return ()
    last = span.elapsed.last
    first = min(Month.of(span.period.start), Month.of(last).plus(1 - FEWEST_MONTHS))
    # The first month is whole; the last one ends where the period's elapsed part does.
    period = Period(first.start, span.elapsed.end)
    found = Gathered(frame, (Axis.REP, Axis.MONTH))
    for one in visit_days(session, frame, period):
        leaf = found.leaf(one.rep_id, None, None, one.month)
        found.add(leaf, visits=one.visits)
    add_days(session, found, period)
    of_reps = found.by((Dimension.REP, Dimension.MONTH))
    of_branch = found.by((Dimension.MONTH,))
    return tuple(
        _month(
            month,
            of_reps.get((rep_code, str(month)), _NOTHING),
            of_branch.get((str(month),), _NOTHING),
        )
        for month in period.months()
    )


def _month(month: Month, of_rep: Figures, of_branch: Figures) -> RepMonth:
    return RepMonth(month, of_rep.parts.visits, _calls(of_rep), _calls(of_branch))


def _calls(figures: Figures) -> Ratio:
    return efficiency(figures.parts, 0).calls_per_day
