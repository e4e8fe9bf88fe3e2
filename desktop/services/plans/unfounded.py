"""Targets that rest on nothing but a typed number, with who typed them and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.enums import Dimension, Metric, PlanLevel
from desktop.models import AppUser, PlanBasis, PlanLine, PlanVersion, Product
from desktop.periods import Month
from desktop.services.figures.frame import Frame, NodeFacts, load_frame
from desktop.services.figures.timelines import load_timelines
from desktop.services.plans.comparison_data import NamedRow
from desktop.services.plans.cube import unit_of
from desktop.services.plans.reasons_data import TYPED
from desktop.services.plans.target_queries import customer_owner, pool_owner
from desktop.services.plans.version_records import find_version
from desktop.services.uow import UnitOfWork

#: In the arrays of a version's lines this stands where there is no id.
_NONE = -1


@dataclass(frozen=True, slots=True)
class UnfoundedRow:
    """Lines that one typed number made, or that nothing says anything about.

    `scope` names what the number was typed for, from the widest; it is empty for the whole
    branch, and for lines without a pedigree it is their rep. `amount` is what these lines are
    now, in whole currency, pieces or counts, and `share` their part of the metric's total.
    `is_typed` is false where there is no pedigree at all.
    """

    metric: Metric
    level: PlanLevel
    first: Month
    last: Month
    scope: tuple[tuple[Dimension, NamedRow], ...]
    lines: int
    amount: Decimal
    share: Decimal | None
    is_typed: bool
    reason: str = ""
    by: str = ""
    at: datetime | None = None


class UnfoundedNumbers:
    """Lists what a version has no better basis for than a typed number."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    def of(self, version_id: int) -> tuple[UnfoundedRow, ...]:
        """Return the rows by metric and level, the largest amount first.

        Of a line's pedigrees the latest counts. A line without one, that came from no file,
        rests on nothing either.

        Raises:
            InputError: `plan_version_gone`.
        """
        with self._uow.read() as session:
            frame = load_frame(session, customers=True, products=True)
            record = find_version(session, frame.branch, version_id)
            bases = _bases(session, record)
            found: list[UnfoundedRow] = []
            for metric, level in _columns(session, record):
                lines = _Lines(session, frame, record, metric, level)
                wanted = (str(metric), str(level))
                mine = [one for one in bases if (one[0].metric, one[0].level) == wanted]
                found.extend(sorted(_typed(frame, lines, mine), key=lambda row: -row.amount))
                found.extend(_without(frame, lines))
            return tuple(found)


_Bases = list[tuple[PlanBasis, str]]


def _bases(session: Session, record: PlanVersion) -> _Bases:
    rows = session.execute(
        select(PlanBasis, func.coalesce(AppUser.name, ""))
        .outerjoin(AppUser, AppUser.id == PlanBasis.made_by_id)
        .where(PlanBasis.branch_id == record.branch_id, PlanBasis.version_id == record.id)
        .order_by(PlanBasis.id.desc())
    )
    return [(basis, name) for basis, name in rows]


def _columns(session: Session, record: PlanVersion) -> list[tuple[Metric, PlanLevel]]:
    rows = session.execute(
        select(PlanLine.metric, PlanLine.level)
        .where(PlanLine.branch_id == record.branch_id, PlanLine.version_id == record.id)
        .distinct()
    )
    known = {(Metric(metric), PlanLevel(level)) for metric, level in rows}
    return [(metric, level) for metric in Metric for level in PlanLevel if (metric, level) in known]


class _Lines:
    """The lines of a metric and level as arrays; `open` marks those not spoken for yet."""

    def __init__(
        self,
        session: Session,
        frame: Frame,
        record: PlanVersion,
        metric: Metric,
        level: PlanLevel,
    ) -> None:
        import numpy as np

        self.metric, self.level = metric, level
        self.unit = unit_of(metric, frame.branch.decimals)
        timelines = load_timelines(session, frame)
        owners: dict[tuple[int | None, ...], tuple[int | None, int | None]] = {}
        rows = []
        for month, customer, pool, area, product, group, batch, amount in session.execute(
            select(
                PlanLine.month, PlanLine.customer_id, PlanLine.pool_rep_id,
                PlanLine.pool_territory_id, PlanLine.product_id,
                func.coalesce(PlanLine.product_group_id, Product.group_id),
                PlanLine.batch_id, PlanLine.amount,
            )
            .outerjoin(Product, Product.id == PlanLine.product_id)
            .where(
                PlanLine.branch_id == record.branch_id,
                PlanLine.version_id == record.id,
                PlanLine.metric == str(metric),
                PlanLine.level == str(level),
            )
        ):  # fmt: skip
            key = (month, customer, pool, area)
            if key not in owners:
                owners[key] = (
                    pool_owner(frame, pool, area) if customer is None
                    else customer_owner(frame, timelines, customer, month)
                )  # fmt: skip
            places = (customer, *owners[key], product, group)
            ids = [_NONE if one is None else one for one in places]
            rows.append((month, *ids, batch is not None, amount))
        table = np.array(rows, dtype=np.int64).reshape(-1, 8)
        self.month, self.amount = table[:, 0], table[:, 7]
        self.ids = {
            Dimension.CUSTOMER: table[:, 1],
            Dimension.REP: table[:, 2],
            Dimension.TERRITORY: table[:, 3],
            Dimension.PRODUCT: table[:, 4],
            Dimension.PRODUCT_GROUP: table[:, 5],
        }
        self.is_imported = table[:, 6].astype(bool)
        self.is_open = np.ones(len(table), dtype=bool)
        self.total = int(self.amount.sum())

    def take(self, chosen: Any) -> tuple[int, Decimal, Decimal | None]:
        """Return how many lines are chosen, what they add up to, and their share of all."""
        amount = int(self.amount[chosen].sum())
        share = Decimal(amount) / self.total if self.total else None
        return int(chosen.sum()), amount * self.unit, share


def _typed(frame: Frame, lines: _Lines, bases: _Bases) -> Iterator[UnfoundedRow]:
    """Yield a row for each typed number that lines still rest on, the latest first."""
    for basis, person in bases:
        chosen = lines.is_open & (lines.month >= basis.first_month)
        chosen &= lines.month <= basis.last_month
        scope = _scope(basis)
        for dimension, wanted in scope.items():
            chosen &= _is_in(frame, lines, dimension, wanted)
        lines.is_open &= ~chosen
        if basis.method != TYPED or not chosen.any():
            continue
        count, amount, share = lines.take(chosen)
        yield UnfoundedRow(
            lines.metric, lines.level, Month(basis.first_month), Month(basis.last_month),
            tuple((one, _named(frame, one, wanted)) for one, wanted in scope.items()),
            count, amount, share, True, basis.reason, person, basis.made_at,
        )  # fmt: skip


def _without(frame: Frame, lines: _Lines) -> Iterator[UnfoundedRow]:
    """Yield a row for each rep who has lines that nothing was ever said about."""
    import numpy as np

    left = lines.is_open & ~lines.is_imported
    reps = lines.ids[Dimension.REP]
    rows = []
    for rep in np.unique(reps[left]).tolist():
        chosen = left & (reps == rep)
        months = lines.month[chosen]
        named = NamedRow() if rep == _NONE else _named(frame, Dimension.REP, rep)
        count, amount, share = lines.take(chosen)
        rows.append(
            UnfoundedRow(
                lines.metric, lines.level, Month(int(months.min())), Month(int(months.max())),
                ((Dimension.REP, named),), count, amount, share, False,
            )
        )  # fmt: skip
    yield from sorted(rows, key=lambda row: -row.amount)


def _scope(basis: PlanBasis) -> dict[Dimension, int]:
    """Return what a pedigree is narrowed to, the widest first."""
    asked = {
        Dimension.TERRITORY: basis.territory_id,
        Dimension.REP: basis.rep_id,
        Dimension.CUSTOMER: basis.customer_id,
        Dimension.PRODUCT_GROUP: basis.product_group_id,
        Dimension.PRODUCT: basis.product_id,
    }
    return {dimension: wanted for dimension, wanted in asked.items() if wanted is not None}


def _is_in(frame: Frame, lines: _Lines, dimension: Dimension, wanted: int) -> Any:
    """Return which lines lie in a row of a dimension; a tree's row holds all that is below it."""
    import numpy as np

    ids = lines.ids[dimension]
    if dimension is Dimension.TERRITORY:
        return np.isin(ids, _below(frame.territories, wanted))
    if dimension is Dimension.PRODUCT_GROUP:
        return np.isin(ids, _below(frame.groups, wanted))
    return ids == wanted


def _below(nodes: Mapping[int, NodeFacts], top: int) -> list[int]:
    found = []
    for node_id in nodes:
        above: int | None = node_id
        while above is not None and above != top:
            above = nodes[above].parent_id
        if above == top:
            found.append(node_id)
    return found


def _named(frame: Frame, dimension: Dimension, wanted: int) -> NamedRow:
    tables: dict[Dimension, Mapping[int, Any]] = {
        Dimension.TERRITORY: frame.territories,
        Dimension.REP: frame.reps,
        Dimension.CUSTOMER: frame.customers,
        Dimension.PRODUCT_GROUP: frame.groups,
        Dimension.PRODUCT: frame.products,
    }
    facts = tables[dimension][wanted]
    return NamedRow(facts.code, facts.name)
