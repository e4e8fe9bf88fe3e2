"""Edits of a cube carried over to another one of the same plan: a draft, or a newer state."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.services.rules.plan_cube.data import (
    LARGEST_TOTAL,
    NONE,
    Edit,
    EditKind,
    FieldChange,
    LineField,
    NewLines,
)
from desktop.services.rules.plan_cube.editing import changed
from desktop.services.rules.plan_cube.exact import exact_sum

if TYPE_CHECKING:
    from desktop.services.rules.plan_cube.data import Unsaved
    from desktop.services.rules.plan_cube.lines import Lines
    from desktop.services.rules.plan_cube.members import Shape

#: Month's place, customer, pool's rep, pool's territory, product, group.
Identity = tuple[int, int, int, int, int, int]

_IDENTITY = ("month", "customer", "pool_rep", "pool_territory", "product", "group")


@dataclass(frozen=True, slots=True)
class PatchedLine:
    """A line as it was left: whose it is, and everything about it that an edit changes."""

    identity: Identity
    amount: int
    locked: bool
    minimum: int
    maximum: int


def identities(lines: Lines) -> list[Identity]:
    """Return what tells each line from the others, by place."""
    columns = (getattr(lines, name).tolist() for name in _IDENTITY)
    return list(zip(*columns, strict=True))


def patch_of(lines: Lines, unsaved: Unsaved) -> tuple[PatchedLine, ...]:
    """Return the lines that were changed or made since they were saved, as they stand now."""
    found = []
    known = identities(lines)
    for place in sorted({*unsaved.changed, *unsaved.created}):
        found.append(
            PatchedLine(
                known[place],
                int(lines.amount[place]),
                bool(lines.locked[place]),
                int(lines.minimum[place]),
                int(lines.maximum[place]),
            )
        )
    return tuple(found)


def patch_edit(
    shape: Shape, lines: Lines, patch: tuple[PatchedLine, ...], first_key: int
) -> Edit | None:
    """Return the one edit that leaves the patch's lines as the patch has them.

    Lines that are not there are made. None where the patch does not fit: a member or a month
    that the axes do not have, or amounts too large together.
    """
    import numpy as np

    if not all(_fits(shape, one.identity) for one in patch):
        return None
    known = {identity: place for place, identity in enumerate(identities(lines))}
    fresh = [one.identity for one in patch if one.identity not in known]
    for place, identity in enumerate(fresh, len(lines)):
        known[identity] = place
    places = np.array([known[one.identity] for one in patch], dtype=np.intp)
    order = np.argsort(places)
    count = len(lines)
    values: Mapping[LineField, list[int]] = {
        LineField.AMOUNT: [one.amount for one in patch],
        LineField.LOCKED: [int(one.locked) for one in patch],
        LineField.MINIMUM: [one.minimum for one in patch],
        LineField.MAXIMUM: [one.maximum for one in patch],
    }
    empty = {LineField.AMOUNT: 0, LineField.LOCKED: 0, LineField.MINIMUM: 0,
             LineField.MAXIMUM: NONE}  # fmt: skip
    changes: tuple[FieldChange, ...] = ()
    for field, after in values.items():
        column = getattr(lines, field.value)
        tail = np.full(len(fresh), empty[field], dtype=column.dtype)
        before = np.concatenate((column, tail))[places]
        new = np.array(after, dtype=np.int64).astype(column.dtype)
        changes += changed(field, places[order], before[order], new[order])
        if field is LineField.AMOUNT:
            rest = exact_sum(lines.amount) - exact_sum(before)
            if rest + exact_sum(new) > LARGEST_TOTAL:
                return None
    created = None
    if fresh:
        keys = np.arange(first_key, first_key - len(fresh), -1, dtype=np.int64)
        table = np.array(fresh, dtype=np.int64).reshape(-1, len(_IDENTITY))
        created = NewLines(keys, *(column.copy() for column in table.T))
    total = exact_sum(lines.amount[places[places < count]])
    return Edit(
        EditKind.AMOUNTS, changes, created,
        total_before=total, total_after=sum(values[LineField.AMOUNT]),
    )  # fmt: skip


def _fits(shape: Shape, identity: Identity) -> bool:
    axes = shape.axes
    ends = (
        axes.months, axes.customers, len(axes.rep_territory), len(axes.territory_parent),
        len(axes.product_group), len(axes.group_parent),
    )  # fmt: skip
    if not 0 <= identity[0] < ends[0]:
        return False
    return all(NONE <= part < end for part, end in zip(identity[1:], ends[1:], strict=True))
