"""What a plan's cube is made of and asked for: axes, columns of lines, selections, methods.

Members of an axis are counted from 0 in the order that they are shown in; NONE stands for "no
rep", "no territory", "a pool instead of a customer", "all products" and "no group". Months,
quarters and years are named by what they are: the month's ordinal (`Month.ordinal`), the
ordinal divided by three, and the fiscal year as people name it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from desktop.enums import Dimension

if TYPE_CHECKING:
    import numpy
    from numpy.typing import NDArray

    Whole = NDArray[numpy.int64]
    Places = NDArray[numpy.intp]
    Marks = NDArray[numpy.bool_]
    Column = Sequence[int] | NDArray[numpy.int64]

#: No member, no maximum, nothing agreed.
NONE = -1

#: The largest total of a cube in stored units; sums of 64 bits cannot overflow below it.
LARGEST_TOTAL = 10**18

#: What a plan's view may be divided and narrowed by.
DIMENSIONS = (
    Dimension.REP,
    Dimension.TERRITORY,
    Dimension.CUSTOMER,
    Dimension.PRODUCT,
    Dimension.PRODUCT_GROUP,
    Dimension.MONTH,
    Dimension.QUARTER,
    Dimension.YEAR,
)


class Method(StrEnum):
    """How a new total goes to the lines below it (PLANNING.md, section 5).

    PROPORTIONAL to the present amounts; EVEN; by WEIGHTS that are given; by the PRIOR_YEAR, which
    is given likewise; UNTAPPED: the rise by what the given potential leaves above the present
    amount (a fall is proportional).
    """

    PROPORTIONAL = "proportional"
    EVEN = "even"
    WEIGHTS = "weights"
    PRIOR_YEAR = "prior_year"
    UNTAPPED = "untapped"

    @property
    def takes_weights(self) -> bool:
        """Whether an array must be given with it."""
        return self in (Method.WEIGHTS, Method.PRIOR_YEAR, Method.UNTAPPED)


@dataclass(frozen=True, slots=True)
class CubeAxes:
    """The members of the axes and what lies above them.

    `months` are consecutive, from `first_month` on (an ordinal). `rep_of` and `territory_of`
    give for each customer a member a month: who looks after him then, and where; without a
    territory of his own he counts in his rep's. `season` weighs the months where lines are made
    for a cell that has none; empty is even. A fiscal year begins with the month
    `year_starts_in` (1 to 12) and is named by its end.
    """

    first_month: int
    months: int
    rep_territory: tuple[int, ...]
    territory_parent: tuple[int, ...]
    product_group: tuple[int, ...]
    group_parent: tuple[int, ...]
    rep_of: tuple[tuple[int, ...], ...]
    territory_of: tuple[tuple[int, ...], ...]
    season: tuple[int, ...] = ()
    year_starts_in: int = 1

    @property
    def customers(self) -> int:
        """How many customers there are."""
        return len(self.rep_of)


@dataclass(frozen=True, slots=True, eq=False)
class LineColumns:
    """The lines of one metric of a plan, a value a line in each column.

    Keys are positive and ascend. A line has a customer, or is the pool of `pool_rep` or of
    `pool_territory` (or of neither, which is unassigned). `group` is heeded where there is no
    product. Amounts are whole stored units and not negative; `maximum` and `agreed` are NONE
    where there is none; `minimum` is 0 then.
    """

    key: Column
    month: Column
    customer: Column
    pool_rep: Column
    pool_territory: Column
    product: Column
    group: Column
    amount: Column
    locked: Sequence[bool] | Marks
    minimum: Column
    maximum: Column
    agreed: Column

    @classmethod
    def plain(
        cls,
        month: Column,
        customer: Column,
        product: Column,
        amount: Column,
        *,
        pool_rep: Column | None = None,
        pool_territory: Column | None = None,
        group: Column | None = None,
        agreed: Column | None = None,
    ) -> LineColumns:
        """Return lines with keys from 1 on, without locks and bounds, as far as nothing is said."""
        count = len(month)
        none = (NONE,) * count
        return cls(
            tuple(range(1, count + 1)), month, customer,
            none if pool_rep is None else pool_rep,
            none if pool_territory is None else pool_territory,
            product,
            none if group is None else group,
            amount, (False,) * count, (0,) * count, none,
            none if agreed is None else agreed,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Selection:
    """A cell, or a part of the plan: the lines that lie within all of its limits.

    A limit names a dimension and the members of it that count; members of territory and product
    group stand for all that is below them, too. Without limits it is the whole plan.
    """

    limits: tuple[tuple[Dimension, frozenset[int]], ...] = ()

    def within(self, dimension: Dimension, *members: int) -> Selection:
        """Return what of the selection lies in these members as well."""
        return Selection((*self.limits, (dimension, frozenset(members))))


EVERYTHING = Selection()


@dataclass(frozen=True, slots=True)
class Spreading:
    """How a new total is spread: the method, and an array of it with a value a line of the cube.

    `increment_only` spreads nothing but the rise, so that no line falls; None decides by itself:
    it does so where a line of the selection was agreed. Falls are never spread so.
    """

    method: Method = Method.PROPORTIONAL
    weights: Whole | None = None
    increment_only: bool | None = None


PROPORTIONALLY = Spreading()


class EditKind(StrEnum):
    """What an edit did."""

    AMOUNTS = "amounts"
    LOCK = "lock"
    BOUNDS = "bounds"
    REASSIGN = "reassign"
    CREATE = "create"
    FIT = "fit"


class LineField(StrEnum):
    """A column of the lines that edits change."""

    AMOUNT = "amount"
    LOCKED = "locked"
    MINIMUM = "minimum"
    MAXIMUM = "maximum"


@dataclass(frozen=True, slots=True, eq=False)
class FieldChange:
    """What an edit did to one column: the places of the lines that changed, before and after."""

    field: LineField
    places: Places
    before: Whole | Marks
    after: Whole | Marks


@dataclass(frozen=True, slots=True, eq=False)
class OwnerChange:
    """The reps of one customer in some months (places on the axis), before and after."""

    customer: int
    months: tuple[int, ...]
    before: tuple[int, ...]
    after: tuple[int, ...]


@dataclass(frozen=True, slots=True, eq=False)
class NewLines:
    """Lines that an edit appends, with nothing planned yet; `key` is negative until saved."""

    key: Whole
    month: Whole
    customer: Whole
    pool_rep: Whole
    pool_territory: Whole
    product: Whole
    group: Whole


@dataclass(frozen=True, slots=True, eq=False)
class Edit:
    """What one command did to a cube, complete enough to take it back and to do it again.

    `was_even` says that there was nothing to weigh by, so that even parts were made: worth a
    word to the user. `total_before` and `total_after` are those of the selection.
    """

    kind: EditKind
    changes: tuple[FieldChange, ...] = ()
    created: NewLines | None = None
    owners: tuple[OwnerChange, ...] = ()
    was_even: bool = False
    total_before: int = 0
    total_after: int = 0

    @property
    def is_empty(self) -> bool:
        """Whether nothing changed."""
        return not (self.changes or self.created or self.owners)

    @property
    def weight(self) -> int:
        """How many values it keeps, for the size of what is remembered."""
        made = 0 if self.created is None else len(self.created.key)
        return sum(len(one.places) for one in self.changes) + made + len(self.owners)


@dataclass(frozen=True, slots=True)
class Unsaved:
    """How a cube differs from what was saved: places of lines, and keys of lines that are gone.

    Lines are read from the cube by their places; those of `created` are in `changed` not again.
    """

    changed: tuple[int, ...]
    created: tuple[int, ...]
    removed: tuple[int, ...]

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to save."""
        return not (self.changed or self.created or self.removed)
