"""What a save of a plan's lines must keep: their bounds, their locks, their reasons."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from desktop.errors import InputError, Issue, RuleViolation
from desktop.periods import Month
from desktop.services.plans.planning_data import LineValues, SaveEdit
from desktop.services.plans.reasons_data import TYPED, Pedigree

#: The columns of a line that an edit may change.
EDITED = ("amount", "is_locked", "minimum", "maximum")
#: amount, locked, minimum, maximum.
Values = tuple[int, bool, int | None, int | None]
_WIDTH = 1 + len(EDITED)


@dataclass(frozen=True, slots=True)
class StoredLines:
    """Lines as they are stored, by id; `places` only where an edit makes or removes lines."""

    values: Mapping[int, Values]
    places: Mapping[int, tuple[int | None, ...]]

    @classmethod
    def of(cls, rows: Sequence[Any]) -> StoredLines:
        """Return them of rows of id, values and perhaps places."""
        values = {row[0]: (row[1], row[2], row[3], row[4]) for row in rows}
        has_places = bool(rows) and len(rows[0]) > _WIDTH
        return cls(values, {row[0]: tuple(row[_WIDTH:]) for row in rows} if has_places else {})


def _rows(values: LineValues) -> Iterable[Values]:
    return zip(values.amounts, values.locked, values.minimums, values.maximums, strict=True)


def changes_amounts(stored: StoredLines, command: SaveEdit) -> bool:
    """Whether the edit changes any target, and not only locks and bounds."""
    return (
        any(
            stored.values[line][0] != amount
            for line, amount in zip(command.changed_ids, command.changed.amounts, strict=True)
        )
        or any(command.new.amounts)
        or any(stored.values[line][0] for line in command.removed_ids)
    )


def require_reasons(pedigrees: Sequence[Pedigree]) -> None:
    """Refuse amounts without a pedigree, and typed ones without a reason.

    Raises:
        RuleViolation: `reason_missing`.
    """
    if not pedigrees or any(one.method == TYPED and not one.reason.strip() for one in pedigrees):
        raise RuleViolation("reason_missing")


def require_keepable(stored: StoredLines, command: SaveEdit) -> None:
    """Refuse lines that are not there, values that cannot be, and a second line of a place.

    Raises:
        InputError: `plan_line_gone`, a line that is not one of the version's metric and level.
        RuleViolation: `plan_amount_negative`, `plan_bounds_crossed`, `plan_line_out_of_bounds`,
            `plan_line_locked`, `plan_line_twice`; facts: the line's id (0 of a new one) and
            the amounts in stored units.
    """
    known = stored.values
    touched = [*command.changed_ids, *command.removed_ids]
    if len(set(touched)) != len(touched) or any(line not in known for line in touched):
        raise InputError(Issue("plan_line_gone"))
    for line, new in zip(command.changed_ids, _rows(command.changed), strict=True):
        old = known[line]
        if new == old:
            continue
        _require_possible(line, new)
        if old[1] and new[1] and old[0] != new[0]:
            raise RuleViolation("plan_line_locked", line=line, amount=old[0], wanted=new[0])
        if old[0] != new[0]:
            _require_within(line, new)
    for new in _rows(command.new):
        _require_possible(0, new)
        _require_within(0, new)
    for line in command.removed_ids:
        if known[line][1] and known[line][0]:
            raise RuleViolation("plan_line_locked", line=line, amount=known[line][0], wanted=0)
    _require_single(stored, command)


def _require_possible(line: int, values: Values) -> None:
    amount, _locked, minimum, maximum = values
    if amount < 0 or (minimum or 0) < 0:
        raise RuleViolation("plan_amount_negative", line=line, amount=amount)
    if minimum is not None and maximum is not None and minimum > maximum:
        raise RuleViolation("plan_bounds_crossed", line=line, minimum=minimum, maximum=maximum)


def _require_within(line: int, values: Values) -> None:
    amount, _locked, minimum, maximum = values
    if (minimum is not None and amount < minimum) or (maximum is not None and amount > maximum):
        raise RuleViolation(
            "plan_line_out_of_bounds", line=line, amount=amount,
            minimum=minimum or 0, maximum="" if maximum is None else maximum,
        )  # fmt: skip


def _require_single(stored: StoredLines, command: SaveEdit) -> None:
    """Refuse a new line where the version has one of the same month, customer and product."""
    if not command.new_keys:
        return
    at, gone = command.new_places, set(command.removed_ids)
    taken = {place for line, place in stored.places.items() if line not in gone}
    for place in zip(
        at.months, at.customers, at.pool_reps, at.pool_territories, at.products, at.groups,
        strict=True,
    ):  # fmt: skip
        if place in taken:
            raise RuleViolation("plan_line_twice", month=str(Month(place[0])))
        taken.add(place)
