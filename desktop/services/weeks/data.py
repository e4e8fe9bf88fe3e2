"""Rows and commands of reps' weeks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from desktop.enums import NotMadeReason, PlanFate, WeekState
from desktop.periods import Period
from desktop.ratio import Ratio
from desktop.services.plans.work_data import Choice
from desktop.services.rules.coverage import NOTHING_PLANNED, CoverageParts
from desktop.services.rules.week_plan import WorkDay
from desktop.services.rules.week_proposal import Reason


class LineState(StrEnum):
    """What became of a planned visit; `OPEN` is to be explained, `AHEAD` still to come."""

    DONE = "done"
    OPEN = "open"
    AHEAD = "ahead"
    MOVED = "moved"
    NOT_MADE = "not_made"


@dataclass(frozen=True, slots=True)
class WeekLine:
    """A planned visit; `done_on` the visit that did it, `fate_version` 0 without a reason told.

    `seen_on` is the last visit before the planned day.
    """

    plan_id: int
    version: int
    customer_id: int
    code: str
    customer: str
    customer_class: str
    territory: str
    day: date
    purpose: str
    overdue: Decimal
    seen_on: date | None
    state: LineState
    done_on: date | None = None
    fate: PlanFate | None = None
    fate_version: int = 0
    reason: NotMadeReason | None = None
    note: str = ""
    moved_to: date | None = None


@dataclass(frozen=True, slots=True)
class OffPlanVisit:
    """Visits of a day that no plan named."""

    customer_id: int
    customer: str
    day: date
    visits: int


@dataclass(frozen=True, slots=True)
class WeekCoverage:
    """Plan and done of some days; `made` are all visits, `over` those beyond a customer's plan."""

    period: Period
    parts: CoverageParts
    made: int
    unplanned: int
    over: int

    @property
    def over_share(self) -> Ratio:
        """Σ max(0, visits − planned) ÷ Σ visits, over the customers on the plan (V2)."""
        return Ratio.of(self.over, self.parts.within_plan + self.over, NOTHING_PLANNED)


@dataclass(frozen=True, slots=True)
class WeekSheet:
    """A rep's week; `state` None where nobody planned it, `version` 0 then."""

    rep: Choice
    manager: str
    territory: str
    branch: str
    monday: date
    today: date
    state: WeekState | None
    version: int
    submitted_on: date | None
    decided_on: date | None
    decided_by: str
    reconciled_on: date | None
    note: str
    days: tuple[WorkDay, ...]
    calls_per_day: Decimal
    capacity: int
    lines: tuple[WeekLine, ...]
    off_plan: tuple[OffPlanVisit, ...]
    coverage: tuple[WeekCoverage, ...]
    customers: tuple[Choice, ...]
    is_own: bool = False

    @property
    def period(self) -> Period:
        """Monday to Sunday."""
        return week_of(self.monday)

    @property
    def is_draft(self) -> bool:
        """Whether lines may be added, moved and taken out freely."""
        return self.state in (None, WeekState.DRAFT, WeekState.RETURNED)

    @property
    def unexplained(self) -> int:
        """How many lines are neither done nor moved nor have a reason."""
        return sum(one.state in (LineState.OPEN, LineState.AHEAD) for one in self.lines)


@dataclass(frozen=True, slots=True)
class WeekCard:
    """A rep's week in the list; `is_missing` flags one without a plan (R41)."""

    rep: Choice
    monday: date
    state: WeekState | None
    planned: int
    field_days: Decimal

    @property
    def is_missing(self) -> bool:
        """Whether he is in the field in the week and no visit is planned."""
        return self.field_days > 0 and not self.planned


@dataclass(frozen=True, slots=True)
class WeekRow:
    """A rep with the chosen week and those before it, the chosen one first."""

    rep: Choice
    weeks: tuple[WeekCard, ...]


@dataclass(frozen=True, slots=True)
class ProposedLine:
    """A visit that is proposed, with its reasons, and the customer's standing."""

    customer_id: int
    code: str
    customer: str
    customer_class: str
    territory: str
    day: date
    reasons: tuple[Reason, ...]

    @property
    def points(self) -> int:
        """The sum of the reasons' points."""
        return sum(one.points for one in self.reasons)


@dataclass(frozen=True, slots=True)
class ProposalSheet:
    """What is proposed for a week; `left_out` are customers without room, the best first."""

    rep: Choice
    monday: date
    version: int
    lines: tuple[ProposedLine, ...]
    capacity: int
    calls_per_day: Decimal
    field_days: Decimal
    standing: int
    left_out: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlannedLine:
    """A visit to be added: whom, when and why."""

    customer_id: int
    day: date
    purpose: str = ""


@dataclass(frozen=True, slots=True)
class SaveWeek:
    """Add, move and take out visits of a week that nobody has approved; `moved` are plan and day.

    `expected_version` is the week's, 0 where nobody planned it yet.
    """

    rep_id: int
    monday: date
    expected_version: int
    added: tuple[PlannedLine, ...] = ()
    moved: tuple[tuple[int, date], ...] = ()
    removed: tuple[int, ...] = ()
    request_id: str = ""


@dataclass(frozen=True, slots=True)
class StepWeek:
    """Submit, approve, return (with a note) or reconcile a week."""

    rep_id: int
    monday: date
    expected_version: int
    note: str = ""
    request_id: str = ""


@dataclass(frozen=True, slots=True)
class TellFate:
    """Say why a planned visit was not made; `move_to` plans another one for that day.

    `expected_version` is that of what was told before, 0 if nothing was.
    """

    plan_id: int
    expected_version: int
    reason: NotMadeReason
    note: str = ""
    move_to: date | None = None
    request_id: str = ""


def week_of(monday: date) -> Period:
    """Return the seven days from a Monday on."""
    return Period(monday, monday + timedelta(days=7))
