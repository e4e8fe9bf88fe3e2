"""The lines of a plan as columns of whole numbers, with rep and territory derived."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from desktop.services.rules.plan_cube.data import (
    LARGEST_TOTAL,
    NONE,
    CubeAxes,
    LineColumns,
    NewLines,
    Selection,
)
from desktop.services.rules.plan_cube.exact import exact_sum
from desktop.services.rules.plan_cube.members import Shape

if TYPE_CHECKING:
    from desktop.services.rules.plan_cube.data import Marks, Places, Whole


@dataclass(slots=True, eq=False)
class Lines:
    """Columns of equal length; the place of a line in them is what everything else counts by.

    `month` is a place on the axis, not an ordinal. `rep` and `territory` are derived: of a
    customer's line from `rep_of` and `territory_of` (customer × month), of a pool's from the
    pool. Those two matrices change when customers are re-assigned.
    """

    key: Whole
    month: Whole
    customer: Whole
    pool_rep: Whole
    pool_territory: Whole
    product: Whole
    group: Whole
    amount: Whole
    locked: Marks
    minimum: Whole
    maximum: Whole
    agreed: Whole
    rep: Whole
    territory: Whole
    rep_of: Whole
    territory_of: Whole

    def __len__(self) -> int:
        return len(self.key)

    def copy(self) -> Lines:
        """Return columns of their own with the same values."""
        return Lines(*(getattr(self, field.name).copy() for field in fields(self)))

    def append(self, shape: Shape, new: NewLines) -> None:
        """Append lines with nothing planned, unlocked, unbounded and not agreed."""
        import numpy as np

        count = len(new.key)
        zeros, none = np.zeros(count, dtype=np.int64), np.full(count, NONE, dtype=np.int64)
        rep, territory = owners(
            shape, self.rep_of, self.territory_of, new.customer, new.month, new.pool_rep,
            new.pool_territory,
        )  # fmt: skip
        tail: Mapping[str, Whole | Marks] = {
            **{field.name: getattr(new, field.name) for field in fields(new)},
            "amount": zeros, "locked": zeros.astype(bool), "minimum": zeros, "maximum": none,
            "agreed": none, "rep": rep, "territory": territory,
        }  # fmt: skip
        for name, values in tail.items():
            setattr(self, name, np.concatenate((getattr(self, name), values)))

    def shorten(self, count: int) -> None:
        """Take the last lines off."""
        kept = len(self) - count
        for field in fields(self):
            if field.name not in ("rep_of", "territory_of"):
                setattr(self, field.name, getattr(self, field.name)[:kept].copy())

    def derive(self, shape: Shape, places: Places) -> None:
        """Derive rep and territory of these lines anew."""
        self.rep[places], self.territory[places] = owners(
            shape, self.rep_of, self.territory_of, self.customer[places], self.month[places],
            self.pool_rep[places], self.pool_territory[places],
        )  # fmt: skip


def owners(
    shape: Shape,
    rep_of: Whole,
    territory_of: Whole,
    customer: Whole,
    month: Whole,
    pool_rep: Whole,
    pool_territory: Whole,
) -> tuple[Whole, Whole]:
    """Return rep and territory of lines: the customer's in that month, or the pool's.

    Where there is no territory it is the rep's own, as in every figure of the program.
    """
    import numpy as np

    # NONE reads the last row, which is without rep and territory.
    of_customer = customer != NONE
    rep = np.where(of_customer, rep_of[customer, month], pool_rep)
    territory = np.where(of_customer, territory_of[customer, month], pool_territory)
    return rep, np.where(territory == NONE, shape.home[rep], territory)


def lines_of(shape: Shape, columns: LineColumns) -> Lines:
    """Return the lines of these columns.

    Raises:
        ValueError: columns of different lengths, keys that do not ascend, a member or a month
            outside the axes, a negative amount, or amounts above `LARGEST_TOTAL` together.
    """
    import numpy as np

    axes = shape.axes
    given = {
        field.name: np.array(
            getattr(columns, field.name), dtype=bool if field.name == "locked" else np.int64
        )
        for field in fields(columns)
    }
    given["month"] = given["month"] - axes.first_month
    _check(axes, given)
    groups = np.array([*axes.product_group, NONE], dtype=np.int64)
    given["group"] = np.where(given["product"] != NONE, groups[given["product"]], given["group"])
    rep_of = _matrix(axes.rep_of, axes.months)
    territory_of = _matrix(axes.territory_of, axes.months)
    rep, territory = owners(
        shape, rep_of, territory_of, given["customer"], given["month"], given["pool_rep"],
        given["pool_territory"],
    )  # fmt: skip
    return Lines(**given, rep=rep, territory=territory, rep_of=rep_of, territory_of=territory_of)


def _matrix(rows: tuple[tuple[int, ...], ...], months: int) -> Whole:
    import numpy as np

    return np.array([*rows, (NONE,) * months], dtype=np.int64).reshape(len(rows) + 1, months)


def _check(axes: CubeAxes, given: Mapping[str, Whole | Marks]) -> None:
    import numpy as np

    if len({len(values) for values in given.values()}) != 1:
        raise ValueError("columns of different lengths")
    key = given["key"]
    if key.size and (key[0] < 1 or (np.diff(key) <= 0).any()):
        raise ValueError("keys are positive and ascend")
    ends = {
        "month": (0, axes.months),
        "customer": (NONE, axes.customers),
        "pool_rep": (NONE, len(axes.rep_territory)),
        "pool_territory": (NONE, len(axes.territory_parent)),
        "product": (NONE, len(axes.product_group)),
        "group": (NONE, len(axes.group_parent)),
        "amount": (0, LARGEST_TOTAL + 1),
        "minimum": (0, LARGEST_TOTAL + 1),
        "maximum": (NONE, LARGEST_TOTAL + 1),
        "agreed": (NONE, LARGEST_TOTAL + 1),
    }
    for name, (least, end) in ends.items():
        values = given[name]
        if values.size and (values.min() < least or values.max() >= end):
            raise ValueError(f"a value of {name} is outside of its range")
    if exact_sum(np.asarray(given["amount"], dtype=np.int64)) > LARGEST_TOTAL:
        raise ValueError("the amounts are too large together")


@dataclass(frozen=True, slots=True, eq=False)
class Leaves:
    """What lines that are not there yet would count in."""

    month: Whole
    customer: Whole
    product: Whole
    group: Whole
    rep: Whole
    territory: Whole


def marked(shape: Shape, lines: Lines | Leaves, selection: Selection) -> Marks | None:
    """Return which lines lie in a selection, or None where all do."""
    found: Marks | None = None
    for dimension, wanted in selection.limits:
        members = shape.of(dimension)
        inside: Marks = members.chosen(wanted)[getattr(lines, members.column)]
        found = inside if found is None else found & inside
    return found


def places_in(shape: Shape, lines: Lines, selection: Selection) -> Places:
    """Return the places of the lines of a selection, ascending."""
    import numpy as np

    marks = marked(shape, lines, selection)
    return np.arange(len(lines)) if marks is None else np.flatnonzero(marks)
