"""What a budget's drivers are counted by: planned visits, days and sales, and what came of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from desktop.enums import BudgetDriverKind, Dimension, Metric
from desktop.models import BudgetDriver, PlanVersion
from desktop.periods import Month, Period
from desktop.services.activity.gather import gather, load_known
from desktop.services.activity.gather_days import add_days
from desktop.services.activity.gathered import Gathered
from desktop.services.figures.frame import Frame
from desktop.services.figures.span import Span
from desktop.services.plans.axes import Axis, Leaf
from desktop.services.plans.target_queries import PlanChoice, TargetReader
from desktop.services.rules.budgeting import Volume

#: A rep's month; no rep is what nobody has.
_Key = tuple[int | None, int]


@dataclass(frozen=True, slots=True)
class DriverLeaf:
    """A leaf that a driver gives to: the rep, None where there is none, and the volume."""

    rep_id: int | None
    volume: Volume


@dataclass(frozen=True, slots=True)
class PlannedVolumes:
    """What a version plans, by month, rep, territory and product; half-days by rep and month."""

    frame: Frame
    months: tuple[Month, ...]
    sales: Mapping[Leaf, int]
    visits: Mapping[Leaf, int]
    halves: Mapping[_Key, int]

    @property
    def total_sales(self) -> int:
        """Planned net sales of the year, in minor units."""
        return sum(self.sales.values())

    def of(self, driver: BudgetDriver) -> tuple[DriverLeaf, ...]:
        """Return the leaves of a driver by month, then rep, with what is planned of each."""
        sums: dict[_Key, list[int]] = defaultdict(lambda: [0, 0, 0])
        for (month, rep, territory, product), amount in self.sales.items():
            is_product = driver.product_id in (None, product)
            if month is not None and is_product and self._counts(driver, rep, territory):
                sums[rep, month][2] += amount
        for (month, rep, territory), count in self.visits.items():
            if month is not None and self._counts(driver, rep, territory):
                sums[rep, month][0] += count
        for (rep, month), halves in self.halves.items():
            place = None if rep is None else self.frame.reps[rep].territory_id
            if self._counts(driver, rep, place):
                sums[rep, month][1] += halves
        if driver.kind == BudgetDriverKind.FIXED:
            sums = self._selling(driver, sums)
        return tuple(
            DriverLeaf(rep, Volume(month, *sums[rep, month]))
            for rep, month in sorted(sums, key=lambda key: (key[1], key[0] is None, key[0] or 0))
        )

    def _counts(self, driver: BudgetDriver, rep: int | None, territory: int | None) -> bool:
        if driver.rep_id is not None:
            return rep == driver.rep_id
        return driver.territory_id is None or is_below(self.frame, territory, driver.territory_id)

    def _selling(
        self, driver: BudgetDriver, sums: Mapping[_Key, list[int]]
    ) -> defaultdict[_Key, list[int]]:
        """Return who shares a fixed amount: whoever is to sell in the month, else nobody."""
        found: defaultdict[_Key, list[int]] = defaultdict(lambda: [0, 0, 0])
        for month in self.months:
            here = {key: one for key, one in sums.items() if key[1] == month.ordinal and one[2] > 0}
            found.update(here or {(driver.rep_id, month.ordinal): [0, 0, 0]})
        return found


def is_below(frame: Frame, node: int | None, top: int) -> bool:
    """Whether a territory is another one or lies in it."""
    while node is not None and node != top:
        node = frame.territories[node].parent_id
    return node == top


def planned_volumes(session: Session, frame: Frame, version: PlanVersion) -> PlannedVolumes:
    """Return what a version plans; days are those in the field by calendar, employment, leave."""
    year = frame.branch.fiscal.period(version.fiscal_year)
    choices = (PlanChoice(version.id, version.fiscal_year, "", version.number, ""),)

    def targets(metric: Metric, *axes: Axis) -> dict[Leaf, int]:
        sums: dict[Leaf, int] = defaultdict(int)
        reader = TargetReader(session, frame, metric, choices)
        for leaf, (amount, _lines) in reader.rows(axes, year):
            sums[leaf] += amount
        return sums

    places = (Axis.MONTH, Axis.REP, Axis.TERRITORY)
    return PlannedVolumes(
        frame,
        year.months(),
        targets(Metric.SALES, *places, Axis.PRODUCT),
        targets(Metric.VISITS, *places),
        _field_halves(session, frame, year),
    )


def _field_halves(session: Session, frame: Frame, year: Period) -> dict[_Key, int]:
    found = Gathered(frame, (Axis.REP, Axis.MONTH))
    add_days(session, found, year)
    return {
        key: volume.field_halves for key, volume in _by_rep_and_month(frame, found, year).items()
    }


@dataclass(frozen=True, slots=True)
class ActualVolumes:
    """What there was, by rep and month: visits, half-days in the field, net sales."""

    frame: Frame
    by_rep: Mapping[_Key, Volume]

    def of(self, driver: BudgetDriver) -> Sequence[Volume]:
        """Return what there was of a driver, a volume for each rep's month."""
        return [
            volume for (rep, _month), volume in self.by_rep.items() if self._counts(driver, rep)
        ]

    def _counts(self, driver: BudgetDriver, rep: int | None) -> bool:
        if driver.rep_id is not None:
            return rep == driver.rep_id
        if driver.territory_id is None:
            return True
        place = None if rep is None else self.frame.reps[rep].territory_id
        return is_below(self.frame, place, driver.territory_id)


def actual_volumes(session: Session, frame: Frame, period: Period) -> ActualVolumes:
    """Return what there was in whole months that are over; nothing in an empty period."""
    if not period.day_count:
        return ActualVolumes(frame, {})
    known = load_known(session, frame, period.last, period.start)
    span = Span(period, period.last)
    gathered = gather(session, frame, span, (Axis.REP, Axis.MONTH), known)
    return ActualVolumes(frame, _by_rep_and_month(frame, gathered, period))


def _by_rep_and_month(frame: Frame, found: Gathered, period: Period) -> dict[_Key, Volume]:
    ids = {rep.code: rep.id for rep in frame.reps.values()}
    ordinals = {str(month): month.ordinal for month in period.months()}
    return {
        (ids.get(rep), ordinals[month]): Volume(
            ordinals[month],
            figures.parts.visits,
            figures.parts.field_halves,
            figures.parts.net_sales,
        )
        for (rep, month), figures in found.by((Dimension.REP, Dimension.MONTH)).items()
        if month in ordinals
    }
