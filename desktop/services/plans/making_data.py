"""What the plan's editor works at: a version's cube with the names of its members, and last year.

A book is made in a worker and then belongs to the window's thread alone: edits of its cube are
computed there at once, since they take a fiftieth of a second at most.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from desktop.enums import Dimension, Metric, PlanLevel
from desktop.periods import FiscalCalendar, Month
from desktop.services.plans.planning_data import PlanMember, PlanSheet
from desktop.services.plans.versions_data import VersionCard
from desktop.services.rules.plan_cube.cube import PlanCube
from desktop.services.rules.plan_cube.data import Selection
from desktop.services.rules.plan_cube.likeness import Key, weights_like

if TYPE_CHECKING:
    from desktop.services.plans.feasibility import Feasible
    from desktop.services.plans.reasons import FoundBasis
    from desktop.services.rules.plan_cube.data import Whole


@dataclass(frozen=True, slots=True, eq=False)
class PlanBook:
    """One metric and level of a version, ready to be edited.

    `unit` is the value of one stored unit; `version` is what the next save must expect. `gone`
    are the reps who are not employed in the plan's year: they are not offered where nothing is
    planned for them.
    """

    sheet: PlanSheet
    version: int
    currency: str
    unit: Decimal
    fiscal: FiscalCalendar
    cube: PlanCube
    gone: frozenset[int] = frozenset()

    @property
    def card(self) -> VersionCard:
        """The version as it stood when the book was read."""
        return self.sheet.card

    @property
    def metric(self) -> Metric:
        """What is planned."""
        return self.sheet.metric

    @property
    def level(self) -> PlanLevel:
        """How sure it is meant to be."""
        return self.sheet.level

    def members(self, dimension: Dimension) -> tuple[PlanMember, ...]:
        """Return the members of an axis, in the cube's order.

        Raises:
            KeyError: the dimension is one of time.
        """
        sheet = self.sheet
        return {
            Dimension.REP: sheet.reps,
            Dimension.TERRITORY: sheet.territories,
            Dimension.CUSTOMER: sheet.customers,
            Dimension.PRODUCT: sheet.products,
            Dimension.PRODUCT_GROUP: sheet.groups,
        }[dimension]

    def member(self, dimension: Dimension, index: int) -> PlanMember:
        """Return a member by its place on the axis."""
        return self.members(dimension)[index]


#: The dimensions whose members are records.
MEMBER_DIMENSIONS = (
    Dimension.REP,
    Dimension.TERRITORY,
    Dimension.CUSTOMER,
    Dimension.PRODUCT,
    Dimension.PRODUCT_GROUP,
)


@dataclass(frozen=True, slots=True, eq=False)
class LastYear:
    """Results of the months that the plan's months are compared with, in the plan's own cube.

    Results count for whoever looks after the customer in the plan's month, so that they compare
    with the plan. Returns may outweigh sales, and a cube holds nothing below zero: what was
    gained and what was taken back stand in two of them.
    """

    gained: PlanCube
    returned: PlanCube
    first: Month
    last: Month
    known: Mapping[Key, int]
    begun: Whole

    def total(self, selection: Selection) -> int:
        """Return the result of a part of the plan, in stored units."""
        return self.gained.total(selection) - self.returned.total(selection)

    def weights(self, cube: PlanCube) -> Whole:
        """Return for each line of the book's cube what its month, customer and product did.

        `begun` are the weights of the lines that the book was read with; lines that were made
        since stand behind these.
        """
        import numpy as np

        return np.concatenate((self.begun, weights_like(self.known, cube.lines, len(self.begun))))


@dataclass(frozen=True, slots=True, eq=False)
class SaveBook:
    """Save what a book holds unsaved.

    `touched` are the cells that numbers were given to; each gets a pedigree of this method and
    reason. `request_id` keeps it from being done twice.
    """

    book: PlanBook
    touched: tuple[Selection, ...]
    reason: str
    method: str
    request_id: str = ""


@dataclass(frozen=True, slots=True)
class LastTouch:
    """Who changed a version last, and when."""

    who: str
    at: datetime


@dataclass(frozen=True, slots=True)
class CellReasons:
    """What a cell's amount rests on, the latest pedigree first, and whether it can be reached.

    `is_known` is false for cells that pedigrees cannot name: what has no rep, no customer.
    """

    is_known: bool
    pedigrees: tuple[FoundBasis, ...] = ()
    feasible: Feasible | None = None
