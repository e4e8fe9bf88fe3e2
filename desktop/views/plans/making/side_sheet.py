"""The table of metrics side by side: one kind of rows, a column for each metric; free of Qt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, ClassVar

from desktop.enums import Dimension, Metric
from desktop.services.exports.people import ExportColumn
from desktop.services.plans.making_data import PlanBook
from desktop.services.plans.measures_data import MeasuresBook
from desktop.views.plans.making.desks import PlanDesks
from desktop.views.plans.making.figures import Figures
from desktop.views.plans.making.own_targets import own_columns
from desktop.views.plans.making.sheet import (
    Label,
    Sheet,
    figures_of,
    labels_of,
    place_in,
    row_marks,
)
from desktop.views.plans.making.side_columns import MetricColumn, RatioColumn, SideColumn
from desktop.views.plans.making.state import Chosen, MakingState

if TYPE_CHECKING:
    from desktop.services.rules.plan_cube.pivot import PivotView

#: What is shown in percent of net sales.
_OF_SALES = (Metric.COLLECTIONS, Metric.PROFIT)


@dataclass(frozen=True, slots=True, eq=False)
class SideSheet:
    """Metrics by row. There is no total of a row: its columns have different units.

    The row after the last one is that of totals, each within its own metric.
    """

    rows_by: Dimension
    rows: tuple[Label, ...]
    columns: tuple[SideColumn, ...]
    has_total: ClassVar[bool] = False

    @property
    def mark(self) -> object:
        """What differs where other rows or columns are shown."""
        return self.rows_by, row_marks(self.rows), tuple(one.heading for one in self.columns)

    @property
    def is_empty(self) -> bool:
        """Whether there is neither a row nor an amount."""
        return not self.rows and not any(self.amount(0, place) for place in self._planned())

    def _planned(self) -> tuple[int, ...]:
        return tuple(place for place, one in enumerate(self.columns) if one.metric is not None)

    def column_of(self, metric: Metric) -> int:
        """Return the column of a metric, the first where there is none."""
        found = (place for place, one in enumerate(self.columns) if one.metric is metric)
        return next(found, 0)

    def metric_at(self, column: int) -> Metric | None:
        """Return what a column is planned in; None of one that is not."""
        return self.columns[column].metric

    def figures_at(self, column: int) -> Figures:
        """Return how the amounts of a column are written.

        Raises:
            ValueError: nothing is planned in the column.
        """
        found = self.columns[column]
        if not isinstance(found, MetricColumn):
            raise ValueError("nothing is planned in this column")
        return found.figures

    def name_at(self, column: int) -> str:
        """Return what a column adds to the name of its cells."""
        return self.columns[column].name

    def heading(self, column: int) -> str:
        """Return what stands above a column."""
        return self.columns[column].heading

    def heading_tip(self, column: int) -> str:
        """Return what is to be known of a column."""
        found = self.columns[column]
        return f"{found.heading}\n{found.note}" if found.note else found.heading

    def note_at(self, column: int) -> str:
        """Return why a column cannot be edited; "" where it can."""
        return self.columns[column].note

    def amount(self, row: int, column: int) -> int:
        """Return the stored amount of a cell, totals included; 0 where nothing is planned."""
        found = self.columns[column]
        return found.amounts[row] if isinstance(found, MetricColumn) else 0

    def counts(self, row: int, column: int) -> tuple[int, int]:
        """Return how many lines lie behind a cell, and how many of them are locked."""
        found = self.columns[column]
        if not isinstance(found, MetricColumn):
            return 0, 0
        return found.lines[row], found.locked[row]

    def stand(self, steps: Sequence[Chosen], column: int) -> tuple[int, int]:
        """Return the cell of this column that chooses these steps."""
        chosen = {step.dimension: step.member for step in steps}
        return place_in(self.rows, chosen.get(self.rows_by)), column

    def steps(self, row: int, _column: int) -> tuple[Chosen, ...]:
        """Return what a cell chooses of the table; a total chooses nothing."""
        return (Chosen(self.rows_by, self.rows[row].member),) if row < len(self.rows) else ()

    def text(self, row: int, column: int) -> str:
        """Return a cell as it is shown."""
        return self.columns[column].text(row)

    def plain(self, row: int, column: int) -> str:
        """Return a cell as it is copied and edited."""
        return self.columns[column].plain(row)

    def full(self, row: int, column: int) -> str:
        """Return a cell in full, as it is read out."""
        return self.columns[column].full(row)

    def is_nothing(self, row: int, column: int) -> bool:
        """Whether a cell has nothing to look at."""
        return not self.columns[column].value(row)

    def export_column(self, column: int) -> ExportColumn:
        """Return a column as it is exported."""
        return self.columns[column].export()

    def value(self, row: int, column: int) -> Decimal | None:
        """Return a cell as it is exported."""
        return self.columns[column].value(row)


#: What the editor shows: two dimensions of one metric, or metrics side by side.
AnySheet = Sheet | SideSheet


def side_sheet_of(desks: PlanDesks, state: MakingState, measures: MeasuresBook | None) -> SideSheet:
    """Return the table of a state's metrics; their books have been read."""
    found = [desk for desk in map(desks.of, state.metrics) if desk is not None]
    books = [desk.book for desk in found]
    views = [book.cube.view(state.rows, None, state.selection, keep_empty=True) for book in books]
    # All books lie on the same axes, so that a row has the same place in every view.
    has_lines = [any(counts) for counts in zip(*(_lines(view) for view in views), strict=True)]
    first = books[0]
    rows = labels_of(first, state, state.rows, views[0].row_members, has_lines)
    planned = {
        book.metric: _column(book, view, rows) for book, view in zip(books, views, strict=True)
    }
    sales = planned.get(Metric.SALES)
    ratios = [
        RatioColumn(planned[one], sales)
        for one in _OF_SALES
        if sales is not None and one in planned
    ]
    own = own_columns(measures, first, state, rows)
    return SideSheet(state.rows, rows, (*planned.values(), *ratios, *own))


def _lines(view: PivotView) -> list[int]:
    found: list[int] = view.lines[:, 0].tolist()
    return found


def _column(book: PlanBook, view: PivotView, rows: tuple[Label, ...]) -> MetricColumn:
    cells, lines, locked = (table[:, 0].tolist() for table in (view.cells, view.lines, view.locked))
    places = [one.place for one in rows if one.place is not None]
    # A total counts the tops of trees alone: these hold what is below them.
    tops = [one.place for one in rows if one.place is not None and one.depth == 0]
    return MetricColumn(
        figures_of(book, view),
        (*(cells[at] for at in places), view.total),
        (*(lines[at] for at in places), sum(lines[at] for at in tops)),
        (*(locked[at] for at in places), sum(locked[at] for at in tops)),
    )
