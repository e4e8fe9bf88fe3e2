"""Which version of a plan a page shows first; free of Qt."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from desktop.enums import PlanStatus
from desktop.services.plans.versions_data import VersionCard

#: For pages that make a plan: what is worked at, else what is in force.
AT_WORK = tuple(
    frozenset({status})
    for status in (PlanStatus.DRAFT, PlanStatus.SUBMITTED, PlanStatus.AGREED, PlanStatus.IN_FORCE)
)
#: For pages that look at a plan: what is in force.
IN_FORCE = (frozenset({PlanStatus.IN_FORCE}),)


def first_version(
    cards: Sequence[VersionCard], wanted: int | None, groups: Iterable[frozenset[PlanStatus]]
) -> int | None:
    """Return the version to show: the wanted one, else the first of the first group, else any."""
    if any(card.version_id == wanted for card in cards):
        return wanted
    for group in groups:
        for card in cards:
            if card.status in group:
                return card.version_id
    return cards[0].version_id if cards else None
