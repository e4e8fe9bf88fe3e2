"""Edits of a plan's cube, worked out without touching it: new totals, locks, bounds, owners."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.errors import InputError, Issue, RuleViolation
from desktop.services.rules.plan_cube.creating import leaves_for, season_of
from desktop.services.rules.plan_cube.data import (
    LARGEST_TOTAL,
    NONE,
    PROPORTIONALLY,
    Edit,
    EditKind,
    FieldChange,
    LineField,
    Method,
    NewLines,
    OwnerChange,
    Selection,
    Spreading,
)
from desktop.services.rules.plan_cube.exact import Rounding, exact_sum, largest_remainders
from desktop.services.rules.plan_cube.filling import UNLIMITED, Filled, fill
from desktop.services.rules.plan_cube.lines import Lines, places_in

if TYPE_CHECKING:
    from desktop.services.rules.plan_cube.data import Marks, Places, Whole
    from desktop.services.rules.plan_cube.members import Shape


def total_edit(
    shape: Shape,
    lines: Lines,
    selection: Selection,
    new_total: int,
    how: Spreading = PROPORTIONALLY,
    *,
    first_key: int = -1,
    rounding: Rounding = largest_remainders,
) -> Edit:
    """Return the edit that gives a selection a new total.

    A selection without lines gets its leaves first (`leaves_for`), weighed by the season.

    Raises:
        InputError: the total is negative or beyond what a cube holds.
        RuleViolation: locks or bounds do not allow the total (`plan_total_below_least`,
            `plan_total_above_most`), or no line can lie in the selection.
    """
    import numpy as np

    places = places_in(shape, lines, selection)
    present = exact_sum(lines.amount[places])
    _require_holdable(lines, new_total, present)
    if not places.size:
        if new_total == 0:
            return Edit(EditKind.AMOUNTS)
        new = leaves_for(shape, lines, selection, first_key)
        filled = _first_amounts(shape, new, new_total, how, rounding)
        places = np.arange(len(lines), len(lines) + len(new.key))
        change = changed(LineField.AMOUNT, places, np.zeros_like(filled.parts), filled.parts)
        return Edit(EditKind.AMOUNTS, change, new, (), filled.was_even, 0, new_total)
    after = spread(lines, places, new_total, how, rounding)
    change = changed(LineField.AMOUNT, places, lines.amount[places], after.parts)
    return Edit(EditKind.AMOUNTS, change, None, (), after.was_even, present, new_total)


def _require_holdable(lines: Lines, new_total: int, present: int) -> None:
    if new_total < 0 or exact_sum(lines.amount) - present + new_total > LARGEST_TOTAL:
        raise InputError(Issue("plan_total_range", column="total", value=str(new_total)))


def _first_amounts(
    shape: Shape, new: NewLines, total: int, how: Spreading, rounding: Rounding
) -> Filled:
    import numpy as np

    weights = season_of(shape, new)
    if how.method is Method.EVEN:
        weights = np.ones_like(weights)
    return fill(total, weights, np.zeros_like(weights), np.full_like(weights, UNLIMITED), rounding)


@dataclass(frozen=True, slots=True, eq=False)
class _Room:
    """What lies between the bounds of the free lines: `base` is kept, the rest is spread."""

    base: Whole
    least: Whole
    most: Whole


def spread(
    lines: Lines,
    places: Places,
    new_total: int,
    how: Spreading,
    rounding: Rounding = largest_remainders,
) -> Filled:
    """Return the amounts that these lines have when together they make the new total.

    Locked lines keep theirs. When the total rises and a line was agreed, or when asked for, only
    the rise is spread, so that no line falls; when it is not to be spread so, no agreed line
    falls below what was agreed.

    Raises:
        RuleViolation: the total lies below the least or above the most that locks and bounds
            allow; the facts are in stored units.
    """
    amount, locked = lines.amount[places], lines.locked[places]
    free = places[~locked]
    now = amount[~locked]
    present = exact_sum(amount)
    held = present - exact_sum(now)
    rises = new_total > present
    room = _room(lines, places, free, rises, _only_rise(lines, places, how, rises))
    kept = held + exact_sum(room.base)
    _require_reachable(new_total, held, exact_sum(now), kept, room)
    filled = fill(
        new_total - kept, _weights(how, lines, free, rises), room.least, room.most, rounding
    )
    result = amount.copy()
    result[~locked] = room.base + filled.parts
    return Filled(result, filled.was_even)


def _only_rise(lines: Lines, places: Places, how: Spreading, rises: bool) -> bool:
    if not rises:
        return False
    if how.method is Method.UNTAPPED:
        return True
    if how.increment_only is None:
        return bool((lines.agreed[places] != NONE).any())
    return how.increment_only


def _room(lines: Lines, places: Places, free: Places, rises: bool, only_rise: bool) -> _Room:
    import numpy as np

    now, agreed = lines.amount[free], lines.agreed[free]
    least, most = lines.minimum[free], lines.maximum[free]
    most = np.where(most == NONE, UNLIMITED, most)
    if only_rise:
        # A line that is above its maximum already stays where it is.
        return _Room(now, np.maximum(least - now, 0), np.maximum(most - now, 0))
    if rises:
        least = np.maximum(least, np.minimum(agreed, now))
    return _Room(np.zeros_like(now), least, np.maximum(most, least))


def _weights(how: Spreading, lines: Lines, free: Places, rises: bool) -> Whole:
    import numpy as np

    now = lines.amount[free]
    if how.method is Method.PROPORTIONAL or (how.method is Method.UNTAPPED and not rises):
        return now
    if how.method is Method.EVEN:
        return np.ones_like(now)
    if how.weights is None or len(how.weights) != len(lines):
        raise ValueError(f"the method {how.method} needs an array with a value a line")
    given: Whole = np.asarray(how.weights, dtype=np.int64)[free]
    if how.method is Method.UNTAPPED:
        untapped: Whole = np.maximum(given - now, 0)
        return untapped
    if given.size and given.min() < 0:
        raise ValueError("a weight is never negative")
    return given


def _require_reachable(wanted: int, held: int, free: int, kept: int, room: _Room) -> None:
    least = kept + exact_sum(room.least)
    if wanted < least:
        raise RuleViolation(
            "plan_total_below_least", needed=wanted, least=least, locked=held, free=free
        )
    if room.most.size and room.most.max() >= UNLIMITED - LARGEST_TOTAL:
        return
    most = kept + exact_sum(room.most)
    if wanted > most:
        raise RuleViolation(
            "plan_total_above_most", needed=wanted, most=most, locked=held, free=free
        )


def changed(
    field: LineField, places: Places, before: Whole | Marks, after: Whole | Marks
) -> tuple[FieldChange, ...]:
    """Return the change of those lines whose value differs, or nothing."""
    differs = before != after
    if not differs.any():
        return ()
    return (FieldChange(field, places[differs], before[differs], after[differs]),)


def lock_edit(shape: Shape, lines: Lines, selection: Selection, locked: bool) -> Edit:
    """Return the edit that locks or unlocks every line of a selection."""
    import numpy as np

    places = places_in(shape, lines, selection)
    before = lines.locked[places]
    return Edit(
        EditKind.LOCK, changed(LineField.LOCKED, places, before, np.full_like(before, locked))
    )


def bounds_edit(
    shape: Shape, lines: Lines, selection: Selection, minimum: int, maximum: int
) -> Edit:
    """Return the edit that bounds each line of a selection (maximum NONE: unbounded above).

    Amounts stay as they are; the next spreading over the lines heeds the bounds.

    Raises:
        InputError: a bound is negative or too large, or the minimum is above the maximum.
    """
    import numpy as np

    if minimum < 0 or maximum < NONE or max(minimum, maximum) > LARGEST_TOTAL:
        wrong = minimum if minimum < 0 or minimum > LARGEST_TOTAL else maximum
        raise InputError(Issue("plan_total_range", column="minimum", value=str(wrong)))
    if maximum != NONE and minimum > maximum:
        raise InputError(
            Issue("plan_bounds_crossed", {"minimum": minimum, "maximum": maximum}, column="maximum")
        )
    places = places_in(shape, lines, selection)
    low, high = lines.minimum[places], lines.maximum[places]
    return Edit(
        EditKind.BOUNDS,
        changed(LineField.MINIMUM, places, low, np.full_like(low, minimum))
        + changed(LineField.MAXIMUM, places, high, np.full_like(high, maximum)),
    )


def reassign_edit(
    shape: Shape, lines: Lines, customer: int, months: Sequence[int], rep: int
) -> Edit:
    """Return the edit that gives a customer's months (ordinals) to another rep, or to NONE.

    No amount changes: the customer's lines of those months count for the other rep, and for his
    territory where the customer has none of his own.

    Raises:
        ValueError: there is no such customer, rep or month.
    """
    axes = shape.axes
    at = tuple(sorted({month - axes.first_month for month in months}))
    if not (0 <= customer < axes.customers and NONE <= rep < len(axes.rep_territory)):
        raise ValueError("no such customer or rep")
    if at and not (at[0] >= 0 and at[-1] < axes.months):
        raise ValueError("no such month")
    before = tuple(int(lines.rep_of[customer, month]) for month in at)
    if all(one == rep for one in before):
        return Edit(EditKind.REASSIGN)
    change = OwnerChange(customer, at, before, (rep,) * len(at))
    return Edit(EditKind.REASSIGN, owners=(change,))


def create_edit(shape: Shape, lines: Lines, selection: Selection, first_key: int) -> Edit:
    """Return the edit that makes the lines of a selection that has none, with nothing planned."""
    if places_in(shape, lines, selection).size:
        return Edit(EditKind.CREATE)
    return Edit(EditKind.CREATE, created=leaves_for(shape, lines, selection, first_key))
