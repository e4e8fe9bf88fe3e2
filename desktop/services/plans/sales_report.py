"""The report `sales`: what was sold, what it cost, and to how many, a row a cell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy.orm import Session

from desktop.enums import Dimension, Metric
from desktop.money import from_minor
from desktop.periods import Period
from desktop.ratio import Ratio
from desktop.services.figures.data import (
    ColumnKind,
    ReportColumn,
    ReportRequest,
    ReportTable,
    Value,
    undefinable,
)
from desktop.services.figures.dimensions import (
    definitions,
    dimension_columns,
    expanders,
    require_allowed,
)
from desktop.services.figures.frame import Frame
from desktop.services.figures.span import resolve
from desktop.services.plans.axes import Leaf, View, axes_of
from desktop.services.plans.cube import dimensions_for, frame_for
from desktop.services.plans.sales_queries import Measures, SalesReader, crosses_lines
from desktop.services.rules.attainment import NO_COST
from desktop.services.rules.classes import NO_SALES
from desktop.services.rules.rollup import Codes, Expand, roll_up, roll_up_sets

SALES_COLUMNS = (
    ReportColumn("quantity", ColumnKind.QUANTITY),
    ReportColumn("net_sales", ColumnKind.MONEY),
    *undefinable("cost", ColumnKind.MONEY),
    *undefinable("gross_profit", ColumnKind.MONEY),
    *undefinable("margin", ColumnKind.RATIO),
    ReportColumn("orders", ColumnKind.COUNT),
    ReportColumn("customers", ColumnKind.COUNT),
)


@dataclass(frozen=True, slots=True)
class SalesCell:
    """A cell's sums, in stored units; lines without a cost are counted once."""

    quantity: int
    net: int
    costed_net: int
    cost: int
    costed: int
    uncosted: int
    orders: int
    customers: int

    @property
    def margin(self) -> Ratio:
        """Gross profit over net sales, both of the lines whose cost is known."""
        if self.costed == 0 and self.uncosted > 0:
            return Ratio.undefined(NO_COST)
        return Ratio.of(self.costed_net - self.cost, self.costed_net, NO_SALES)

    def values(self, decimals: int) -> tuple[Value, ...]:
        """Return the values of `SALES_COLUMNS`."""
        margin = self.margin
        is_unknown = self.costed == 0 and self.uncosted > 0
        profit = self.costed_net - self.cost
        return (
            Decimal(self.quantity).scaleb(-6),
            from_minor(self.net, decimals),
            None if is_unknown else from_minor(self.cost, decimals),
            NO_COST if is_unknown else "",
            None if is_unknown else from_minor(profit, decimals),
            NO_COST if is_unknown else "",
            margin.value,
            without_cost(self.uncosted) or margin.reason,
            self.orders,
            self.customers,
        )


def without_cost(lines: int) -> str:
    """Return the note that counts the lines left out of gross profit and margin."""
    if lines == 0:
        return ""
    return "1 line without cost" if lines == 1 else f"{lines} lines without cost"


def sales_table(session: Session, request: ReportRequest, today: date) -> ReportTable:
    """Return the report; documents after the as-of day do not exist yet.

    Raises:
        InputError: a dimension without meaning, or a period backwards.
    """
    require_allowed(request, *dimensions_for(Metric.SALES))
    frame = frame_for(session, request.by)
    span = resolve(session, frame, request, today)
    sums = SalesSums.read(session, frame, request.by, span.elapsed)
    decimals = frame.branch.decimals
    cells = sums.cells(request.by)
    rows = tuple((*codes, *cell.values(decimals)) for codes, cell in cells.items())
    total = (*("" for _ in request.by), *sums.total().values(decimals))
    return ReportTable(
        request.name,
        span.period,
        span.as_of,
        frame.branch.currency,
        decimals,
        (*dimension_columns(request.by), *SALES_COLUMNS),
        rows if request.by else (total,),
        total,
        definitions(frame, span),
    )


@dataclass(frozen=True, slots=True)
class SalesSums:
    """What was read of a period's sales by leaf, from which rows and total are summed.

    `counted` are documents that have one leaf each (leaf, customer, how many); `members` those
    that may have several (leaf, customer, document): these are counted as sets.
    """

    frame: Frame
    dimensions: tuple[Dimension, ...]
    lines: tuple[tuple[Leaf, Measures], ...]
    without_cost: tuple[tuple[Leaf, int], ...]
    counted: tuple[tuple[Leaf, int, int], ...]
    members: tuple[tuple[Leaf, int, int], ...]

    @classmethod
    def read(
        cls, session: Session, frame: Frame, dimensions: Sequence[Dimension], period: Period
    ) -> SalesSums:
        """Return the sums of a period by the axes of the dimensions."""
        axes = axes_of(dimensions)
        reader = SalesReader(session, frame)
        crosses = crosses_lines(axes)
        members: Iterable[tuple[Leaf, int, int]] = ()
        if crosses or reader.by_rep(axes):
            members = reader.document_members(axes, period, only_shared=not crosses)
        return cls(
            frame,
            tuple(dimensions),
            tuple(reader.lines(axes, period)),
            tuple(reader.shared_without_cost(axes, period)),
            () if crosses else tuple(reader.document_counts(axes, period)),
            tuple(members),
        )

    def cells(self, by: Sequence[Dimension]) -> dict[Codes, SalesCell]:
        """Return the cells of these dimensions in the order of their codes, empty ones left out."""
        view = View.of(by, axes_of(self.dimensions))
        expand = expanders(self.frame, by)
        sums = roll_up(((view.leaf(leaf), values) for leaf, values in self.lines), expand)
        orders = roll_up(((view.leaf(leaf), (count,)) for leaf, _, count in self.counted), expand)
        shared = _sets(view, expand, ((leaf, document) for leaf, _, document in self.members))
        uncosted = _sets(view, expand, self.without_cost)
        customers = _sets(view, expand, self._customers())
        found: dict[Codes, SalesCell] = {}
        for codes, values in sums.items():
            quantity, net, costed_net, cost, costed, plain = values
            cell = SalesCell(
                quantity, net, costed_net, cost, costed,
                plain + len(uncosted.get(codes, ())),
                orders.get(codes, [0])[0] + len(shared.get(codes, ())),
                len(customers.get(codes, ())),
            )  # fmt: skip
            if cell.orders:
                found[codes] = cell
        return found

    def total(self) -> SalesCell:
        """Return the total; over nothing, all zeros."""
        return self.cells(()).get((), SalesCell(0, 0, 0, 0, 0, 0, 0, 0))

    def _customers(self) -> Iterator[tuple[Leaf, int]]:
        for rows in (self.counted, self.members):
            for leaf, customer, _ in rows:
                yield leaf, customer


def _sets(
    view: View, expand: Sequence[Expand], rows: Iterable[tuple[Leaf, int]]
) -> dict[Codes, set[int]]:
    return roll_up_sets(((view.leaf(leaf), member) for leaf, member in rows), expand)
