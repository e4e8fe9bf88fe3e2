"""What a plan's lines weigh by potential: customers' figures, and what territories leave."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from desktop.services.figures.frame import BranchFacts
from desktop.services.plans.planning_data import PlanMember
from desktop.services.plans.potentials import read_figures
from desktop.services.plans.potentials_data import SubjectKind
from desktop.services.rules.plan_cube.cube import PlanCube
from desktop.services.rules.plan_cube.data import NONE, CubeAxes
from desktop.services.rules.potential import KnownPotential, potential_of_all

if TYPE_CHECKING:
    from desktop.services.rules.plan_cube.data import Whole


@dataclass(frozen=True, slots=True, eq=False)
class PotentialWeights:
    """The figures of potential by places on a book's axes, in minor units."""

    known: KnownPotential

    def weights(self, cube: PlanCube) -> Whole:
        """Return each line's part of its customer's potential, as the cube stands now.

        A customer's potential is divided over his lines in proportion to what they have (evenly
        where they have nothing), so that potential − present adds up to what is untapped of him.
        Customers without a figure share what their territory's figure leaves; without either, and
        in pools, the present amount stands for it.
        """
        import numpy as np

        customer, amount = cube.lines.customer, cube.lines.amount
        count = cube.axes.customers
        has_one = customer != NONE
        place = np.where(has_one, customer, 0)
        sums = np.zeros(count, dtype=np.int64)
        np.add.at(sums, customer[has_one], amount[has_one])
        counts = np.bincount(customer[has_one], minlength=count)
        present = {one: int(sums[one]) for one in np.flatnonzero(counts).tolist()}
        potential = np.zeros(count, dtype=np.int64)
        for one, value in potential_of_all(self.known, present).items():
            potential[one] = value
        # Weights may miss by a unit; what is spread by them is exact.
        share = np.where(
            sums[place] > 0,
            amount / np.maximum(sums[place], 1),
            1 / np.maximum(counts[place], 1),
        )
        mine: Whole = np.rint(potential[place] * share).astype(np.int64)
        found: Whole = np.where(has_one, mine, amount)
        return found


def read_weights(
    session: Session,
    branch: BranchFacts,
    axes: CubeAxes,
    customers: Sequence[PlanMember],
    territories: Sequence[PlanMember],
) -> PotentialWeights | None:
    """Return the figures that count on these axes; None where there is none."""
    at_customer = {one.id: place for place, one in enumerate(customers)}
    at_territory = {one.id: place for place, one in enumerate(territories)}
    own: dict[int, int] = {}
    areas: dict[int, int] = {}
    for (kind, subject), figures in read_figures(session, branch).items():
        places, found = (
            (at_customer, own) if kind is SubjectKind.CUSTOMER else (at_territory, areas)
        )
        if subject in places:
            found[places[subject]] = figures[-1].amount_minor
    if not own and not areas:
        return None
    above = {
        place: None if parent == NONE else parent
        for place, parent in enumerate(axes.territory_parent)
    }
    places_of = {place: _place(axes, place) for place in range(axes.customers)}
    return PotentialWeights(KnownPotential(own, areas, places_of, above))


def _place(axes: CubeAxes, customer: int) -> int | None:
    """Return a customer's territory in the year's first month: his own, else his rep's."""
    territory, rep = axes.territory_of[customer][0], axes.rep_of[customer][0]
    if territory == NONE and rep != NONE:
        territory = axes.rep_territory[rep]
    return None if territory == NONE else territory
