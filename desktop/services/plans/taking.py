"""Targets by customer and month laid onto a draft's lines: exact, locks and bounds kept."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from desktop.services.plans.making import MOST_PEDIGREES
from desktop.services.plans.planning_data import LinePlaces, LineValues, PlanSheet, SaveEdit
from desktop.services.plans.reasons_data import Pedigree, Scope
from desktop.services.rules.plan_cube.data import NONE
from desktop.services.rules.spreading import Unit, Unspreadable, spread


@dataclass(frozen=True, slots=True, order=True)
class Owner:
    """Whose a target is: a customer's, or the pool of a rep or a territory; 0 is none."""

    customer_id: int = 0
    rep_id: int = 0
    territory_id: int = 0


@dataclass(frozen=True, slots=True)
class Wanted:
    """A year by month (in stored units) for an owner, with what it rests on."""

    owner: Owner
    months: tuple[int, ...]
    pedigree: Pedigree | None = None


@dataclass(slots=True)
class _Made:
    """The columns of the edit while it is put together."""

    changed: dict[int, int] = field(default_factory=dict)
    places: list[tuple[int, Owner, int]] = field(default_factory=list)
    kept: int = 0
    amount: int = 0


@dataclass(frozen=True, slots=True)
class TargetsEdit:
    """The command that writes them, their sum, and how many months stay as they are."""

    command: SaveEdit
    amount: int
    kept: int


def targets_edit(
    sheet: PlanSheet, wanted: Sequence[Wanted], whole: Pedigree, request_id: str = ""
) -> TargetsEdit:
    """Return the edit that gives each owner's month its amount.

    Lines that are there share it in proportion to what they have (by product), within locks and
    bounds; where there is none a line for all products is made. Where the amount does not fit the
    month stays as it is. `whole` stands for all of it, and for what pedigrees cannot name (pools);
    of more customers than anybody reads it stands alone.
    """
    lines, made = sheet.lines, _Made()
    cells = _cells(sheet)
    first = sheet.axes.first_month
    for one in wanted:
        for place, amount in enumerate(one.months):
            _give(sheet, made, cells.get((first + place, one.owner), ()), amount,
                  (first + place, one.owner))  # fmt: skip
    ids = [int(lines.key[at]) for at in made.changed]
    own = [one.pedigree for one in wanted if one.pedigree is not None]
    changed = LineValues(
        list(made.changed.values()),
        [bool(lines.locked[at]) for at in made.changed],
        [int(lines.minimum[at]) or None for at in made.changed],
        [None if lines.maximum[at] == NONE else int(lines.maximum[at]) for at in made.changed],
    )
    count = len(made.places)
    command = SaveEdit(
        sheet.card.version_id, sheet.card.version, sheet.metric, sheet.level,
        ids, changed,
        tuple(range(-1, -count - 1, -1)),
        LinePlaces(
            [month for month, _owner, _amount in made.places],
            [owner.customer_id or None for _month, owner, _amount in made.places],
            [owner.rep_id or None for _month, owner, _amount in made.places],
            [owner.territory_id or None for _month, owner, _amount in made.places],
            [None] * count,
            [None] * count,
        ),
        LineValues(
            [amount for _month, _owner, amount in made.places],
            [False] * count, [None] * count, [None] * count,
        ),
        (),
        (whole, *(own if len(own) <= MOST_PEDIGREES else ())),
        request_id,
    )  # fmt: skip
    return TargetsEdit(command, made.amount, made.kept)


def year_scope(sheet: PlanSheet, customer_id: int | None = None) -> Scope:
    """Return the whole year of the sheet, of one customer or of all."""
    first = sheet.axes.first_month
    return Scope(first, first + sheet.axes.months - 1, customer_id)


def _give(
    sheet: PlanSheet,
    made: _Made,
    places: Sequence[int],
    amount: int,
    at: tuple[int, Owner],
) -> None:
    lines = sheet.lines
    if not places:
        if amount:
            made.places.append((*at, amount))
            made.amount += amount
        return
    units = [
        Unit(
            int(lines.amount[one]), int(lines.minimum[one]),
            None if lines.maximum[one] == NONE else int(lines.maximum[one]),
            int(lines.amount[one]) if lines.locked[one] else None,
        )
        for one in places
    ]  # fmt: skip
    try:
        amounts = spread(amount, units).amounts
    except Unspreadable:
        made.kept += 1
        made.amount += sum(int(lines.amount[one]) for one in places)
        return
    made.amount += amount
    made.changed.update(zip(places, amounts, strict=True))


def _cells(sheet: PlanSheet) -> Mapping[tuple[int, Owner], list[int]]:
    """Return the places of the lines by month and owner."""
    lines, found = sheet.lines, defaultdict[tuple[int, Owner], list[int]](list)
    columns = (lines.month, lines.customer, lines.pool_rep, lines.pool_territory)
    for at, (month, customer, rep, territory) in enumerate(zip(*columns, strict=True)):
        owner = Owner(
            0 if customer == NONE else sheet.customers[customer].id,
            0 if rep == NONE else sheet.reps[rep].id,
            0 if territory == NONE else sheet.territories[territory].id,
        )
        found[int(month), owner].append(at)
    return found
