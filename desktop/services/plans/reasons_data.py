"""Why a target is what it is: the pedigree that a command brings, and the rows that show it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from desktop.enums import Metric, PlanLevel

#: The method of a number that somebody typed; each other word names a calculation or a source.
TYPED = "typed"


@dataclass(frozen=True, slots=True)
class Scope:
    """The part of a version that a figure is of; None does not narrow. Months are ordinals."""

    first_month: int
    last_month: int
    customer_id: int | None = None
    rep_id: int | None = None
    territory_id: int | None = None
    product_id: int | None = None
    product_group_id: int | None = None


@dataclass(frozen=True, slots=True)
class BasisInput:
    """A figure that a target rests on, as text, with where it comes from and its date."""

    name: str
    value: str
    source: str
    date: str = ""


@dataclass(frozen=True, slots=True)
class Adjustment:
    """What was added to a baseline, signed, in the metric's stored unit."""

    name: str
    amount: int


@dataclass(frozen=True, slots=True)
class Pedigree:
    """How an amount was reached; of a typed one the reason is all there is, and is required."""

    scope: Scope
    amount: int
    method: str = TYPED
    reason: str = ""
    inputs: tuple[BasisInput, ...] = ()
    baseline: int | None = None
    adjustments: tuple[Adjustment, ...] = ()


class Fit(StrEnum):
    """How a pedigree's lines lie to those of the figure that is asked about.

    The same lines, more around them, some inside them, or some of them and others.
    """

    SAME = "same"
    AROUND = "around"
    INSIDE = "inside"
    ACROSS = "across"


@dataclass(frozen=True, slots=True)
class PedigreeRow:
    """A pedigree as it was written down; `made_by` is a name, empty where nobody is known."""

    basis_id: int
    metric: Metric
    level: PlanLevel
    pedigree: Pedigree
    made_by: str
    made_at: datetime
