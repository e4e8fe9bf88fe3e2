"""What was gathered for the activity figures: rolled up at will, by any dimensions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, fields, replace

from desktop.enums import Dimension
from desktop.periods import Period
from desktop.services.figures.dimensions import PEOPLE, TIME, expanders
from desktop.services.figures.frame import Frame
from desktop.services.plans.axes import Axis, Leaf, View
from desktop.services.rules.efficiency import EfficiencyParts
from desktop.services.rules.rollup import roll_up, roll_up_sets

_PARTS = len(fields(EfficiencyParts))
#: The numbers of a gathered row: those of `EfficiencyParts`, customers won and lost, how many
#: lines of sales have a cost and how many have none, and the visits that there would be more if
#: none was rejected, and those that are verified.
NUMBERS = (
    *(one.name for one in fields(EfficiencyParts)),
    "new_customers",
    "lost_customers",
    "costed",
    "uncosted",
    "rejected",
    "verified",
)
_PLACE = {name: place for place, name in enumerate(NUMBERS)}
_DAYS = (Axis.REP, Axis.MONTH)
#: The axes of facts, in the order of `Gathered.leaf`.
_FACT_AXES = (Axis.REP, Axis.TERRITORY, Axis.CUSTOMER, Axis.MONTH)


@dataclass(frozen=True, slots=True)
class Figures:
    """What one row of `kpi` is made of; `customers` are those with a document of the basis.

    The gross profit is unknown where there are sales, but not one line has a cost. There would
    be `rejected` visits more had no checker rejected any; `verified` of the valid ones are borne
    out by more than the rep's word (both only where evidence was gathered).
    """

    parts: EfficiencyParts
    customers: int
    new_customers: int
    lost_customers: int
    is_profit_unknown: bool = False
    rejected: int = 0
    verified: int = 0

    @property
    def is_nothing(self) -> bool:
        """Whether nothing at all happened in the row."""
        counts = (self.customers, self.new_customers, self.lost_customers, self.rejected)
        return not any(counts) and self.parts == EfficiencyParts()


@dataclass(slots=True)
class Gathered:
    """Additive numbers by leaf, distinct members by leaf, and days by rep and month."""

    frame: Frame
    axes: tuple[Axis, ...]
    rows: dict[Leaf, list[int]] = field(default_factory=dict)
    days: dict[Leaf, list[int]] = field(default_factory=dict)
    buyers: set[tuple[Leaf, int]] = field(default_factory=set)
    shared_orders: set[tuple[Leaf, int]] = field(default_factory=set)
    _places: tuple[int, ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self._places = tuple(_FACT_AXES.index(axis) for axis in self.axes)

    def leaf(
        self, rep: int | None, territory: int | None, customer: int | None, month: int
    ) -> Leaf:
        """Return the leaf that a fact has on the gathered axes."""
        known = (rep, territory, customer, month)
        return tuple([known[place] for place in self._places])

    def add(self, leaf: Leaf, **numbers: int) -> None:
        """Add numbers, by name, to a leaf."""
        _add(self.rows, leaf, numbers)

    def add_days(self, rep: int, month: int, **numbers: int) -> None:
        """Add days, by name, to a rep's month."""
        _add(self.days, (rep, month), numbers)

    def numbers_of(self, leaf: Leaf, names: Iterable[str]) -> tuple[int, ...]:
        """Return numbers of a leaf by name, 0 where nothing was added."""
        row = self.rows.get(leaf)
        return tuple(0 if row is None else row[_PLACE[name]] for name in names)

    def active_days(self, rep: int, month: int) -> int:
        """Return the active days of a rep in a month."""
        row = self.days.get((rep, month))
        return 0 if row is None else row[_PLACE["active_days"]]

    def by(self, dimensions: Sequence[Dimension]) -> dict[tuple[str, ...], Figures]:
        """Return the figures of each combination of codes; with no dimensions, of everything."""
        view, expand = View.of(dimensions, self.axes), expanders(self.frame, dimensions)
        rows = [(view.leaf(leaf), numbers) for leaf, numbers in self.rows.items()]
        if has_days(dimensions):
            of_days = View.of(dimensions, _DAYS)
            rows += [(of_days.leaf(leaf), numbers) for leaf, numbers in self.days.items()]
        sums = roll_up(rows, expand)
        buyers = roll_up_sets(((view.leaf(leaf), one) for leaf, one in self.buyers), expand)
        shared = roll_up_sets(((view.leaf(leaf), one) for leaf, one in self.shared_orders), expand)
        nothing = [0] * len(NUMBERS)
        return {
            codes: _figures(
                sums.get(codes, nothing), len(buyers.get(codes, ())), len(shared.get(codes, ()))
            )
            for codes in sorted({*sums, *buyers, *shared})
        }

    def within(self, period: Period) -> Gathered:
        """Return what lies in these whole months; only where months were an axis.

        Distinct customers and orders stay distinct, which sums of months would not keep.
        """
        place = self.axes.index(Axis.MONTH)
        months = {month.ordinal for month in period.months()}
        return Gathered(
            self.frame,
            self.axes,
            {leaf: row for leaf, row in self.rows.items() if leaf[place] in months},
            {leaf: row for leaf, row in self.days.items() if leaf[1] in months},
            {one for one in self.buyers if one[0][place] in months},
            {one for one in self.shared_orders if one[0][place] in months},
        )

    def total(self) -> Figures:
        """Return the figures of the whole branch."""
        return self.by(()).get((), _figures([0] * len(NUMBERS), 0, 0))


def has_days(dimensions: Iterable[Dimension]) -> bool:
    """Return whether days can be divided so: they belong to reps, not to places or customers."""
    return all(dimension in (*PEOPLE, *TIME) for dimension in dimensions)


def _add(rows: dict[Leaf, list[int]], leaf: Leaf, numbers: dict[str, int]) -> None:
    row = rows.get(leaf)
    if row is None:
        row = rows[leaf] = [0] * len(NUMBERS)
    for name, value in numbers.items():
        row[_PLACE[name]] += value


def _figures(numbers: Sequence[int], customers: int, shared_orders: int) -> Figures:
    parts = EfficiencyParts(*numbers[:_PARTS])
    won, lost, costed, uncosted, rejected, verified = numbers[_PARTS:]
    whole = replace(parts, orders=parts.orders + shared_orders)
    is_unknown = costed == 0 and uncosted > 0
    return Figures(whole, customers, won, lost, is_unknown, rejected, verified)
