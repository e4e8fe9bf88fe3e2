"""Commands and rows of the branch's own measures: targets and results by rep and month.

Values are Decimals in the measure's unit; None is not given.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from desktop.periods import Month
from desktop.services.plans.versions_data import VersionCard
from desktop.services.rules.own_measures import (
    Standing,
    Way,
    over_months,
    over_reps,
    standing,
    together,
)

#: The most decimals that a measure can have.
MOST_DECIMALS = 6


class Side(StrEnum):
    """Which of a month's two numbers is meant."""

    TARGET = "target"
    ACTUAL = "actual"


@dataclass(frozen=True, slots=True)
class MeasureEntry:
    """What a measure is: its name, its unit ("" = a bare number), how it counts."""

    name: str
    unit: str = ""
    decimals: int = 0
    more_is_better: bool = True
    adds_up: bool = True
    definition: str = ""

    @property
    def way(self) -> Way:
        """Its direction, and whether it adds up."""
        return Way(self.more_is_better, self.adds_up)


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure of the branch; `version` is what a command on it must expect."""

    id: int
    version: int
    entry: MeasureEntry


@dataclass(frozen=True, slots=True)
class AddMeasure:
    """Make a measure."""

    entry: MeasureEntry
    request_id: str = ""


@dataclass(frozen=True, slots=True)
class ChangeMeasure:
    """Change what a measure is; its numbers stay as they are."""

    measure_id: int
    expected_version: int
    entry: MeasureEntry
    request_id: str = ""


@dataclass(frozen=True, slots=True)
class RemoveMeasure:
    """Take a measure out that no version has numbers of."""

    measure_id: int
    expected_version: int
    request_id: str = ""


@dataclass(frozen=True, slots=True)
class MeasureCell:
    """A month's numbers of one rep, or of the branch itself; `version` 0: nothing is kept yet.

    `source` says where the result comes from.
    """

    target: Decimal | None = None
    actual: Decimal | None = None
    source: str = ""
    version: int = 0

    def value(self, side: Side) -> Decimal | None:
        """Return one of its numbers."""
        return self.target if side is Side.TARGET else self.actual


#: What names a cell: its measure, its rep (None: the branch itself) and its month's ordinal.
CellKey = tuple[int, int | None, int]


@dataclass(frozen=True, slots=True)
class CellTexts:
    """What was typed for a cell; None is untouched, "" empties it.

    `expected_version` is that of the cell as it was seen.
    """

    key: CellKey
    target: str | None = None
    actual: str | None = None
    source: str | None = None
    expected_version: int = 0


@dataclass(frozen=True, slots=True)
class SaveCells:
    """Save what was typed for cells of a version, all or none."""

    version_id: int
    cells: tuple[CellTexts, ...]
    request_id: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """Whom a row is of; without an id it is the branch itself."""

    rep_id: int | None
    code: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class MeasureRow:
    """A rep's twelve months of a measure, or the branch's own, or what all come to."""

    person: Person
    way: Way
    cells: tuple[MeasureCell, ...]
    standing: Standing

    def values(self, side: Side) -> tuple[Decimal | None, ...]:
        """Return its twelve numbers."""
        return tuple(cell.value(side) for cell in self.cells)

    def quarter(self, side: Side, place: int) -> Decimal | None:
        """Return what a quarter (from 0) comes to."""
        months = self.values(side)[3 * place : 3 * place + 3]
        return over_months(months, adds_up=self.way.adds_up)

    def year(self, side: Side) -> Decimal | None:
        """Return what the year comes to."""
        return over_months(self.values(side), adds_up=self.way.adds_up)

    @property
    def source(self) -> str:
        """Where its results come from; several sources stand one after the other."""
        found = dict.fromkeys(cell.source for cell in self.cells if cell.source)
        return "; ".join(found)

    @property
    def is_empty(self) -> bool:
        """Whether not one number is given."""
        return all(one.target is None and one.actual is None for one in self.cells)


@dataclass(frozen=True, slots=True)
class MeasureTable:
    """All rows of a measure, and what they come to month by month."""

    measure: Measure
    rows: tuple[MeasureRow, ...]
    total: MeasureRow


@dataclass(frozen=True, slots=True)
class MeasuresBook:
    """A version's own measures with every number that is kept; `last_month` is the present one.

    `people` are its reps by code, and the branch itself last.
    """

    card: VersionCard
    months: tuple[Month, ...]
    last_month: Month
    measures: tuple[Measure, ...]
    people: tuple[Person, ...]
    cells: Mapping[CellKey, MeasureCell]

    def measure(self, measure_id: int | None) -> Measure | None:
        """Return a measure, or None where there is none of this id."""
        return next((one for one in self.measures if one.id == measure_id), None)

    def table(
        self, measure: Measure, typed: Mapping[CellKey, MeasureCell] | None = None
    ) -> MeasureTable:
        """Return a measure's rows; cells that were `typed` stand in place of those kept."""
        rows = []
        for person in self.people:
            keys = [(measure.id, person.rep_id, month.ordinal) for month in self.months]
            kept = [self.cells.get(key, MeasureCell()) for key in keys]
            cells = kept if typed is None else [
                typed.get(key, cell) for key, cell in zip(keys, kept, strict=True)
            ]  # fmt: skip
            rows.append(make_row(person, measure.entry.way, cells))
        return MeasureTable(measure, tuple(rows), total_of(rows, measure.entry.way))


def make_row(person: Person, way: Way, cells: Sequence[MeasureCell]) -> MeasureRow:
    """Return a row of these months, with how it stands."""
    found = standing([one.target for one in cells], [one.actual for one in cells], way)
    return MeasureRow(person, way, tuple(cells), found)


def total_of(rows: Sequence[MeasureRow], way: Way) -> MeasureRow:
    """Return what rows come to: month by month, and how all stand together."""
    reps = [row for row in rows if row.person.rep_id is not None]
    own = next((row for row in rows if row.person.rep_id is None), None)

    def month(side: Side, place: int) -> Decimal | None:
        branch = None if own is None else own.cells[place].value(side)
        return over_reps(
            [row.cells[place].value(side) for row in reps], branch, adds_up=way.adds_up
        )

    count = len(rows[0].cells) if rows else 0
    cells = tuple(
        MeasureCell(month(Side.TARGET, place), month(Side.ACTUAL, place)) for place in range(count)
    )
    stands = together(
        [row.standing for row in reps], Standing(way) if own is None else own.standing, way
    )
    return MeasureRow(Person(None), way, cells, stands)
