"""Commands and rows of plan versions and their life."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from desktop.enums import Metric, PlanStatus

#: Growth that a plan from last year may begin with: more than −100 %, at most a tenfold rise.
LEAST_GROWTH = Decimal(-1)
MOST_GROWTH = Decimal(9)
#: Fiscal years that a plan may be of.
FIRST_YEAR, LAST_YEAR = 1990, 2199


class PlanStep(StrEnum):
    """A step in a version's life; making, revising and discarding are commands of their own."""

    SUBMIT = "submit"
    SEND_BACK = "send_back"
    AGREE = "agree"
    PUT_IN_FORCE = "put_in_force"
    CLOSE = "close"


#: From which states a step leads, and to which one.
STEPS: dict[PlanStep, tuple[frozenset[PlanStatus], PlanStatus]] = {
    PlanStep.SUBMIT: (frozenset({PlanStatus.DRAFT}), PlanStatus.SUBMITTED),
    PlanStep.SEND_BACK: (frozenset({PlanStatus.SUBMITTED}), PlanStatus.DRAFT),
    PlanStep.AGREE: (frozenset({PlanStatus.SUBMITTED}), PlanStatus.AGREED),
    PlanStep.PUT_IN_FORCE: (frozenset({PlanStatus.AGREED}), PlanStatus.IN_FORCE),
    PlanStep.CLOSE: (frozenset({PlanStatus.IN_FORCE, PlanStatus.SUPERSEDED}), PlanStatus.CLOSED),
}


@dataclass(frozen=True, slots=True)
class MakePlan:
    """Make a plan for a fiscal year, with one draft version.

    With `growth` (0.08 is 8 % more) each of `metrics` begins with last year's results times
    (1 + growth), by month, customer and product; without it the version is empty.
    """

    name: str
    year: int
    growth: Decimal | None = None
    metrics: tuple[Metric, ...] = (Metric.SALES,)
    note: str = ""
    request_id: str = ""


@dataclass(frozen=True, slots=True)
class CopyPlan:
    """Make a plan for a fiscal year whose draft begins as a copy of a version's lines."""

    version_id: int
    name: str
    year: int
    note: str = ""
    request_id: str = ""


@dataclass(frozen=True, slots=True)
class TakeStep:
    """Lead a version one step on."""

    version_id: int
    expected_version: int
    step: PlanStep
    request_id: str = ""


@dataclass(frozen=True, slots=True)
class ReviseVersion:
    """Make a new draft beside a version that is no draft any more; what was agreed is kept."""

    version_id: int
    expected_version: int
    note: str = ""
    request_id: str = ""


@dataclass(frozen=True, slots=True)
class DiscardVersion:
    """Remove a draft with all that belongs to it, and its plan where nothing else is in that."""

    version_id: int
    expected_version: int
    request_id: str = ""


@dataclass(frozen=True, slots=True)
class VersionCard:
    """A version as it stands; `version` is what a command on it must expect.

    `steps` are those that its state allows, whoever asks. `year` is the fiscal year as people
    name it.
    """

    version_id: int
    version: int
    plan_id: int
    name: str
    fiscal_year: int
    year: str
    number: int
    status: PlanStatus
    parent_id: int | None
    note: str
    season_basis: str
    made_at: datetime
    submitted_at: datetime | None
    agreed_at: datetime | None
    in_force_from: date | None
    closed_at: datetime | None
    steps: tuple[PlanStep, ...]

    @property
    def is_draft(self) -> bool:
        """Whether its lines may be edited and it may be discarded."""
        return self.status is PlanStatus.DRAFT


def steps_from(status: PlanStatus) -> tuple[PlanStep, ...]:
    """Return the steps that a state allows, in the order of a version's life."""
    return tuple(step for step, (origins, _) in STEPS.items() if status in origins)
