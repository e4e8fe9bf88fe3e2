"""Plans of visits against visits: what was done as planned, who was reached, how often.

Source: METRICS.md, section 3, V1, V2 and V4.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from desktop.i18n import N_
from desktop.ratio import Ratio

#: A planned visit is done by a visit of the same rep and customer so many days before or after.
PLAN_TOLERANCE_DAYS = 1

NOTHING_PLANNED = N_("nothing planned")


@dataclass(frozen=True, slots=True)
class CoverageParts:
    """Plans and visits of a rep, a group or the branch, as counts that add up."""

    planned_customers: int = 0
    visited: int = 0
    planned_visits: int = 0
    done_as_planned: int = 0
    within_plan: int = 0

    def __add__(self, other: CoverageParts) -> CoverageParts:
        return CoverageParts(
            self.planned_customers + other.planned_customers,
            self.visited + other.visited,
            self.planned_visits + other.planned_visits,
            self.done_as_planned + other.done_as_planned,
            self.within_plan + other.within_plan,
        )

    @property
    def coverage(self) -> Ratio:
        """Planned customers visited at least once ÷ customers on the plan (V1)."""
        return Ratio.of(self.visited, self.planned_customers, NOTHING_PLANNED)

    @property
    def plan_done_rate(self) -> Ratio:
        """Planned visits done on their day, within the tolerance ÷ planned visits (V4)."""
        return Ratio.of(self.done_as_planned, self.planned_visits, NOTHING_PLANNED)

    @property
    def frequency_compliance(self) -> Ratio:
        """Σ min(visits, planned) ÷ Σ planned (V2): too many here never hide too few there."""
        return Ratio.of(self.within_plan, self.planned_visits, NOTHING_PLANNED)


def covered(plans: Sequence[date], visits: Sequence[tuple[date, int]]) -> CoverageParts:
    """Return the parts of one rep and one customer on the plan.

    `plans` are the planned days, `visits` days with their number of visits, ascending, of the
    period and the tolerance around it. Each visit does one plan only, the earliest it can.
    """
    done = sum(day is not None for day in done_on(sorted(plans), visits))
    total = sum(count for _, count in visits)
    return CoverageParts(1, int(total > 0), len(plans), done, min(total, len(plans)))


def done_on(plans: Sequence[date], visits: Sequence[tuple[date, int]]) -> tuple[date | None, ...]:
    """Return the day of the visit that did each plan of one rep and one customer, or None (V4).

    `plans` are ascending, `visits` as in `covered`. Each visit does one plan only, the earliest
    it can.
    """
    left = dict(visits)
    found: list[date | None] = []
    for planned in plans:
        day = next(
            (
                day
                for day, count in left.items()
                if count and abs((day - planned).days) <= PLAN_TOLERANCE_DAYS
            ),
            None,
        )
        if day is not None:
            left[day] -= 1
        found.append(day)
    return tuple(found)
