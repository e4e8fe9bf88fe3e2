"""What a new plan would hold, before it is made: lines and totals by metric."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import func, select

from desktop.clock import Clock
from desktop.enums import Metric, PlanLevel
from desktop.errors import RuleViolation
from desktop.models import PlanLine
from desktop.periods import Month
from desktop.services.figures.frame import load_frame
from desktop.services.figures.sql import whole_sum
from desktop.services.plans.cube import unit_of
from desktop.services.plans.last_year import grown_lines
from desktop.services.plans.version_records import find_version
from desktop.services.plans.versions_data import CopyPlan, MakePlan
from desktop.services.uow import UnitOfWork


@dataclass(frozen=True, slots=True)
class MetricPreview:
    """One metric of a plan that would be made.

    `total` is in whole currency, pieces or counts; `baseline` is the result that it rests on,
    of the months from `first` to `last`, all None for a copy. Where there is nothing to rest
    on, `is_possible` is false and the plan cannot begin with this metric.
    """

    metric: Metric
    lines: int
    total: Decimal
    baseline: Decimal | None = None
    first: Month | None = None
    last: Month | None = None
    is_possible: bool = True


class PlanPreviews:
    """Says what making a plan would give; it writes nothing."""

    def __init__(self, uow: UnitOfWork, clock: Clock) -> None:
        self._uow = uow
        self._clock = clock

    def of_new(self, command: MakePlan) -> tuple[MetricPreview, ...]:
        """Return what the command's metrics would begin with; nothing for an empty plan."""
        if command.growth is None:
            return ()
        found = []
        with self._uow.read() as session:
            frame = load_frame(session)
            today = self._clock.today()
            for metric in dict.fromkeys(command.metrics):
                unit = unit_of(metric, frame.branch.decimals)
                try:
                    grown = grown_lines(session, frame, metric, command.year, command.growth, today)
                except RuleViolation:
                    nothing = MetricPreview(metric, 0, Decimal(0), is_possible=False)
                    found.append(nothing)
                    continue
                behind = [month for _, month in grown.months]
                found.append(
                    MetricPreview(
                        metric, len(grown.lines), grown.total * unit, grown.baseline * unit,
                        min(behind), max(behind),
                    )
                )  # fmt: skip
        return tuple(found)

    def of_copy(self, command: CopyPlan) -> tuple[MetricPreview, ...]:
        """Return the metrics that a copy would hold, those promised and not those hoped for.

        Raises:
            InputError: `plan_version_gone`.
        """
        with self._uow.read() as session:
            branch = load_frame(session).branch
            origin = find_version(session, branch, command.version_id)
            rows = session.execute(
                select(PlanLine.metric, whole_sum(PlanLine.amount), func.count())
                .where(
                    PlanLine.branch_id == branch.id,
                    PlanLine.version_id == origin.id,
                    PlanLine.level == PlanLevel.BASE.value,
                )
                .group_by(PlanLine.metric)
            )
            sums = {Metric(word): (amount, lines) for word, amount, lines in rows}
            return tuple(
                MetricPreview(
                    metric, sums[metric][1], sums[metric][0] * unit_of(metric, branch.decimals)
                )
                for metric in Metric
                if metric in sums
            )
