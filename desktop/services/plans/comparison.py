"""Two plan versions laid side by side: what differs, by line and in sums."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.enums import Dimension
from desktop.models import PlanLine, PlanVersion, Product
from desktop.periods import Month
from desktop.services.figures.frame import (
    CustomerFacts,
    Frame,
    NodeFacts,
    ProductFacts,
    RepFacts,
    load_frame,
)
from desktop.services.figures.sql import whole_sum
from desktop.services.figures.timelines import Timelines, load_timelines
from desktop.services.plans.comparison_data import (
    COMPARED_BY,
    CompareVersions,
    Difference,
    LineChange,
    LineDifference,
    NamedRow,
    SumDifference,
    VersionComparison,
)
from desktop.services.plans.cube import unit_of
from desktop.services.plans.target_queries import customer_owner, pool_owner
from desktop.services.plans.version_records import find_version
from desktop.services.uow import UnitOfWork

#: Months after the first of the year, customer, rep and territory of a pool, product, group.
_Key = tuple[int, int | None, int | None, int | None, int | None, int | None]
#: Ids that a line counts in: rep, territory, customer, group, product, month of the year.
_Places = tuple[int | None, ...]
_Named = RepFacts | NodeFacts | CustomerFacts | ProductFacts


class PlanComparisons:
    """Lays two versions side by side."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    def compare(self, query: CompareVersions) -> VersionComparison:
        """Return what differs between two versions.

        Raises:
            InputError: `plan_version_gone`, one of them is not there (any more).
        """
        with self._uow.read() as session:
            frame = load_frame(session, customers=True, products=True)
            old = find_version(session, frame.branch, query.old_id)
            new = find_version(session, frame.branch, query.new_id)
            timelines = load_timelines(session, frame)
            before = _Side(session, frame, timelines, old, query)
            after = _Side(session, frame, timelines, new, query)
            return _Comparing(frame, query, before, after).result()


class _Side:
    """One version: its amounts by line, and whom each line counts for."""

    def __init__(
        self,
        session: Session,
        frame: Frame,
        timelines: Timelines,
        record: PlanVersion,
        query: CompareVersions,
    ) -> None:
        self._frame, self._timelines = frame, timelines
        self.first = frame.branch.fiscal.period(record.fiscal_year).months()[0].ordinal
        group = func.coalesce(PlanLine.product_group_id, Product.group_id)
        columns = (
            PlanLine.month, PlanLine.customer_id, PlanLine.pool_rep_id,
            PlanLine.pool_territory_id, PlanLine.product_id, group,
        )  # fmt: skip
        rows = session.execute(
            select(*columns, whole_sum(PlanLine.amount))
            .select_from(PlanLine)
            .outerjoin(Product, Product.id == PlanLine.product_id)
            .where(
                PlanLine.branch_id == frame.branch.id,
                PlanLine.version_id == record.id,
                PlanLine.metric == query.metric.value,
                PlanLine.level == query.level.value,
            )
            .group_by(*columns)
        )
        self.amounts: dict[_Key, int] = {}
        for month, *rest, amount in rows:
            customer, rep, territory, product, group_id = rest
            key = (month - self.first, customer, rep, territory, product, group_id)
            self.amounts[key] = int(amount)

    def places(self, key: _Key) -> _Places:
        """Return the ids that a line counts in, in the order of `COMPARED_BY`."""
        offset, customer, pool_rep, pool_territory, product, group = key
        if customer is None:
            rep, territory = pool_owner(self._frame, pool_rep, pool_territory)
        else:
            month = self.first + offset
            rep, territory = customer_owner(self._frame, self._timelines, customer, month)
        return (rep, territory, customer, group, product, offset)


@dataclass(slots=True)
class _Comparing:
    """Adds two sides up."""

    frame: Frame
    query: CompareVersions
    old: _Side
    new: _Side

    def result(self) -> VersionComparison:
        """Return the rows of the comparison."""
        before, after = self._sums(self.old), self._sums(self.new)
        keys = self.old.amounts.keys() | self.new.amounts.keys()
        changed = [
            key for key in keys if self.old.amounts.get(key, 0) != self.new.amounts.get(key, 0)
        ]
        total = (sum(self.old.amounts.values()), sum(self.new.amounts.values()))
        return VersionComparison(
            self.query,
            self._difference(*total),
            tuple(
                self._rows(dimension, before[place], after[place])
                for place, dimension in enumerate(COMPARED_BY)
            ),
            tuple(map(self._line, sorted(changed, key=self._weight))),
            len(keys) - len(changed),
        )

    def _sums(self, side: _Side) -> tuple[dict[int | None, int], ...]:
        sums: tuple[dict[int | None, int], ...] = tuple(defaultdict(int) for _ in COMPARED_BY)
        for key, amount in side.amounts.items():
            for found, place in zip(sums, side.places(key), strict=True):
                found[place] += amount
        return sums

    def _weight(self, key: _Key) -> tuple[int, ...]:
        """Return what orders lines: the largest change first, then their places."""
        change = self.new.amounts.get(key, 0) - self.old.amounts.get(key, 0)
        return (-abs(change), *(-1 if part is None else part for part in key))

    def _difference(self, old: int, new: int) -> Difference:
        unit: Decimal = unit_of(self.query.metric, self.frame.branch.decimals)
        return Difference(old * unit, new * unit)

    def _rows(
        self, dimension: Dimension, before: dict[int | None, int], after: dict[int | None, int]
    ) -> tuple[SumDifference, ...]:
        found = []
        for leaf in before.keys() | after.keys():
            amounts = self._difference(before.get(leaf, 0), after.get(leaf, 0))
            found.append((leaf, SumDifference(self._named(dimension, leaf), amounts)))
        if dimension is Dimension.MONTH:
            found.sort(key=lambda pair: pair[0] or 0)
        else:
            found.sort(key=lambda pair: (-abs(pair[1].amounts.change), pair[1].row.code))
        return tuple(row for _, row in found)

    def _line(self, key: _Key) -> LineDifference:
        old, new = self.old.amounts.get(key), self.new.amounts.get(key)
        side = self.old if new is None else self.new
        kind = LineChange.CHANGED
        if old is None or new is None:
            kind = LineChange.ADDED if old is None else LineChange.GONE
        rep, territory, customer, group, product, offset = side.places(key)
        return LineDifference(
            kind=kind,
            month=Month(self.new.first + (offset or 0)),
            customer=self._named(Dimension.CUSTOMER, customer),
            rep=self._named(Dimension.REP, rep),
            territory=self._named(Dimension.TERRITORY, territory),
            product=self._named(Dimension.PRODUCT, product),
            group=self._named(Dimension.PRODUCT_GROUP, group),
            amounts=self._difference(old or 0, new or 0),
        )

    def _named(self, dimension: Dimension, leaf: int | None) -> NamedRow:
        if leaf is None:
            return NamedRow()
        match dimension:
            case Dimension.MONTH:
                month = str(Month(self.new.first + leaf))
                return NamedRow(month, month)
            case Dimension.REP:
                facts: _Named = self.frame.reps[leaf]
            case Dimension.TERRITORY:
                facts = self.frame.territories[leaf]
            case Dimension.CUSTOMER:
                facts = self.frame.customers[leaf]
            case Dimension.PRODUCT_GROUP:
                facts = self.frame.groups[leaf]
            case _:
                facts = self.frame.products[leaf]
        return NamedRow(facts.code, facts.name)
