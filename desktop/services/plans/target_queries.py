"""Targets by leaf: which version speaks for a year, and whom each line belongs to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from desktop.enums import Metric, PlanLevel, PlanStatus
from desktop.errors import InputError, Issue
from desktop.models import PlanLine, PlanSeason, PlanVersion, Product, SalesPlan
from desktop.periods import Month, Period
from desktop.search_key import search_key
from desktop.services.figures.frame import Frame
from desktop.services.figures.sql import whole_sum
from desktop.services.figures.timelines import Timelines, load_timelines
from desktop.services.plans.axes import Axis, Leaf
from desktop.services.rules.targets import apportion, month_share

#: Amount as stored, and how many lines it rests on.
Target = tuple[int, int]


@dataclass(frozen=True, slots=True)
class PlanChoice:
    """The version of a plan that gives a fiscal year its targets."""

    version_id: int
    year: int
    name: str
    number: int
    season_basis: str


def chosen_versions(session: Session, frame: Frame, name: str = "") -> tuple[PlanChoice, ...]:
    """Return the version that speaks for each fiscal year, in the order of years.

    With a name, the latest version of that plan; else the version in force.

    Raises:
        InputError: there is no plan of that name.
    """
    query = (
        select(
            PlanVersion.id, PlanVersion.fiscal_year, SalesPlan.name, PlanVersion.number,
            PlanVersion.season_basis,
        )
        .join(SalesPlan, SalesPlan.id == PlanVersion.plan_id)
        .where(PlanVersion.branch_id == frame.branch.id)
        .order_by(PlanVersion.fiscal_year, PlanVersion.number)
    )  # fmt: skip
    if name:
        query = query.where(SalesPlan.name_key == search_key(name))
    else:
        query = query.where(PlanVersion.status == PlanStatus.IN_FORCE.value)
    latest = {row.fiscal_year: PlanChoice(*row) for row in session.execute(query)}
    if name and not latest:
        raise InputError(Issue("plan_unknown", {"name": name}, column="plan", value=name))
    return tuple(latest.values())


def season_weights(session: Session, choices: Iterable[PlanChoice]) -> dict[int, int]:
    """Return the weight of each month of the chosen versions' season curves, by ordinal."""
    ids = [choice.version_id for choice in choices]
    rows = session.execute(
        select(PlanSeason.month, PlanSeason.weight).where(PlanSeason.version_id.in_(ids))
    )
    return {month: weight for month, weight in rows}


@dataclass(frozen=True, slots=True)
class _Line:
    """What decides whom a target belongs to."""

    month: int
    customer_id: int | None
    pool_rep_id: int | None
    pool_territory_id: int | None
    product_id: int | None
    group_id: int | None


_NEEDED: Mapping[Axis, tuple[str, ...]] = {
    Axis.REP: ("customer_id", "pool_rep_id"),
    Axis.TERRITORY: ("customer_id", "pool_rep_id", "pool_territory_id"),
    Axis.CUSTOMER: ("customer_id",),
    Axis.PRODUCT: ("product_id",),
    Axis.GROUP: ("group_id",),
    Axis.MONTH: (),
}


@dataclass(frozen=True, slots=True)
class TargetReader:
    """Reads the targets of a metric from the chosen versions."""

    session: Session
    frame: Frame
    metric: Metric
    choices: tuple[PlanChoice, ...]

    def rows(self, axes: Sequence[Axis], period: Period) -> Iterator[tuple[Leaf, Target]]:
        """Yield targets by leaf; one leaf may come several times.

        Of a month that lies only partly in the period each line gives its share of working
        days, exactly: the lines of the month add up to the rounded share of their sum.
        """
        if not self.choices:
            return
        columns = _columns(axes)
        found: list[tuple[_Line, int, int]] = []
        whole = [
            month for month in period.months() if month.period.intersect(period) == month.period
        ]
        found.extend(self._sums(columns, whole))
        for month in period.months():
            if month not in whole:
                share = month_share(self.frame.calendar, month, period)
                found.extend(self._parts(columns, month, share))
        yield from self._placed(axes, found)

    def _sums(
        self, columns: Mapping[str, Any], months: Sequence[Month]
    ) -> Iterator[tuple[_Line, int, int]]:
        if not months:
            return
        ordinals = [month.ordinal for month in months]
        query = self._query(columns, ordinals[0], ordinals[-1]).add_columns(
            whole_sum(PlanLine.amount), func.count()
        )
        for row in self.session.execute(query.group_by(*columns.values())):
            yield _line(columns, row), row[-2], row[-1]

    def _parts(
        self, columns: Mapping[str, Any], month: Month, share: Fraction
    ) -> Iterator[tuple[_Line, int, int]]:
        query = self._query(columns, month.ordinal, month.ordinal).add_columns(PlanLine.amount)
        rows = self.session.execute(query.order_by(PlanLine.id)).all()
        parts = apportion([row[-1] for row in rows], share)
        for row, part in zip(rows, parts, strict=True):
            yield _line(columns, row), part, 1

    def _query(self, columns: Mapping[str, Any], first: int, last: int) -> Select[Any]:
        query = select(*columns.values()).where(
            PlanLine.branch_id == self.frame.branch.id,
            PlanLine.version_id.in_([choice.version_id for choice in self.choices]),
            PlanLine.metric == self.metric.value,
            PlanLine.level == PlanLevel.BASE.value,
            PlanLine.month >= first,
            PlanLine.month <= last,
        )
        if "group_id" in columns:
            query = query.select_from(PlanLine).outerjoin(
                Product, Product.id == PlanLine.product_id
            )
        return query

    def _placed(
        self, axes: Sequence[Axis], lines: Sequence[tuple[_Line, int, int]]
    ) -> Iterator[tuple[Leaf, Target]]:
        follows = Axis.REP in axes or Axis.TERRITORY in axes
        timelines = None
        if follows and any(line.customer_id is not None for line, _, _ in lines):
            timelines = load_timelines(self.session, self.frame)
        for line, amount, count in lines:
            rep_id, territory_id = self._owner(line, timelines)
            values = {
                Axis.REP: rep_id,
                Axis.TERRITORY: territory_id,
                Axis.CUSTOMER: line.customer_id,
                Axis.PRODUCT: line.product_id,
                Axis.GROUP: line.group_id,
                Axis.MONTH: line.month,
            }
            yield tuple(values[axis] for axis in axes), (amount, count)

    def _owner(self, line: _Line, timelines: Timelines | None) -> tuple[int | None, int | None]:
        """Return rep and territory of a line."""
        if line.customer_id is None or timelines is None:
            return pool_owner(self.frame, line.pool_rep_id, line.pool_territory_id)
        return customer_owner(self.frame, timelines, line.customer_id, line.month)


def customer_owner(
    frame: Frame, timelines: Timelines, customer_id: int, month: int
) -> tuple[int | None, int | None]:
    """Return rep and territory of a customer's line: who looks after him in that month."""
    rep_id = timelines.owner_in(customer_id, Month(month))
    territory_id = timelines.territory_in(customer_id, Month(month))
    if territory_id is None and rep_id is not None:
        territory_id = frame.reps[rep_id].territory_id
    return rep_id, territory_id


def pool_owner(
    frame: Frame, rep_id: int | None, territory_id: int | None
) -> tuple[int | None, int | None]:
    """Return rep and territory of a pool's line: those that it names, else the rep's territory."""
    if territory_id is None and rep_id is not None:
        territory_id = frame.reps[rep_id].territory_id
    return rep_id, territory_id


def _columns(axes: Sequence[Axis]) -> dict[str, Any]:
    """Return the columns that decide the leaves; fewer columns make fewer groups."""
    needed = {"month", *(field for axis in axes for field in _NEEDED[axis])}
    columns: dict[str, Any] = {
        "month": PlanLine.month,
        "customer_id": PlanLine.customer_id,
        "pool_rep_id": PlanLine.pool_rep_id,
        "pool_territory_id": PlanLine.pool_territory_id,
        "product_id": PlanLine.product_id,
        "group_id": func.coalesce(PlanLine.product_group_id, Product.group_id),
    }
    return {name: column for name, column in columns.items() if name in needed}


def _line(columns: Mapping[str, Any], row: Any) -> _Line:
    values: dict[str, Any] = dict(zip(columns, row, strict=False))
    return _Line(
        values["month"],
        values.get("customer_id"),
        values.get("pool_rep_id"),
        values.get("pool_territory_id"),
        values.get("product_id"),
        values.get("group_id"),
    )
