"""The table of the plan's editor: labels in the order people read, amounts from the cube's view.

Free of Qt. A cell is named by its row and column; the row after the last one is that of totals,
and so is the column after the last.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, ClassVar

from desktop.enums import Dimension, Metric
from desktop.i18n import N_, _
from desktop.periods import Month
from desktop.services import formats
from desktop.services.exports.people import ExportColumn
from desktop.services.plans.making_data import PlanBook
from desktop.services.rules.plan_cube.data import NONE
from desktop.services.rules.plan_cube.pivot import PivotView
from desktop.services.rules.plan_cube.reaching import reachable
from desktop.views.plans.making.figures import Figures, figures_for
from desktop.views.plans.making.state import MANY, Chosen, MakingState

if TYPE_CHECKING:
    from desktop.services.rules.plan_cube.data import Places

#: What has no member of a dimension, as a row or column is called.
_WITHOUT = {
    Dimension.REP: N_("Unassigned (no rep)"),
    Dimension.TERRITORY: N_("No territory"),
    Dimension.CUSTOMER: N_("No customer (pools)"),
    Dimension.PRODUCT_GROUP: N_("No product group"),
    Dimension.PRODUCT: N_("All products"),
}


@dataclass(frozen=True, slots=True)
class Label:
    """A row or column: the member, what it is called, how deep it lies in its tree.

    `place` is where the cube's view has it, None where nothing is planned there.
    """

    member: int
    text: str
    depth: int = 0
    place: int | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Sheet:
    """A view of the cube as it is shown."""

    rows_by: Dimension
    columns_by: Dimension
    rows: tuple[Label, ...]
    columns: tuple[Label, ...]
    figures: Figures
    view: PivotView
    #: A row's total stands before its other columns.
    has_total: ClassVar[bool] = True

    @property
    def mark(self) -> object:
        """What differs where other rows or columns are shown."""
        return self.rows_by, self.columns_by, row_marks(self.rows), row_marks(self.columns)

    @property
    def is_empty(self) -> bool:
        """Whether there is neither a row nor an amount."""
        return not self.rows and not self.view.total

    def metric_at(self, _column: int) -> Metric | None:
        """Return what a column is planned in; None of one that is not."""
        return self.figures.metric

    def column_of(self, _metric: Metric) -> int:
        """Return a column of a metric: all are of one."""
        return 0

    def stand(self, steps: Sequence[Chosen], _column: int) -> tuple[int, int]:
        """Return the cell that chooses these steps; what is not in sight is a total."""
        chosen = {step.dimension: step.member for step in steps}
        return (
            place_in(self.rows, chosen.get(self.rows_by)),
            place_in(self.columns, chosen.get(self.columns_by)),
        )

    def figures_at(self, _column: int) -> Figures:
        """Return how the amounts of a column are written."""
        return self.figures

    def name_at(self, _column: int) -> str:
        """Return what a column adds to the name of its cells; "" where its step says all."""
        return ""

    def heading(self, column: int) -> str:
        """Return what stands above a column."""
        return self.columns[column].text if column < len(self.columns) else _("Total")

    def heading_tip(self, column: int) -> str:
        """Return what is to be known of a column."""
        return self.heading(column)

    def note_at(self, _column: int) -> str:
        """Return why a column cannot be edited; "" where it can."""
        return ""

    def text(self, row: int, column: int) -> str:
        """Return a cell as it is shown."""
        return self.figures.cell(self.amount(row, column))

    def plain(self, row: int, column: int) -> str:
        """Return a cell as it is copied and edited."""
        return self.figures.plain(self.amount(row, column))

    def full(self, row: int, column: int) -> str:
        """Return a cell in full, as it is read out."""
        return self.figures.full(self.amount(row, column))

    def is_nothing(self, row: int, column: int) -> bool:
        """Whether a cell has nothing to look at."""
        return self.amount(row, column) == 0

    def export_column(self, column: int) -> ExportColumn:
        """Return a column as it is exported."""
        return ExportColumn(self.heading(column), *self.figures.export_kind)

    def value(self, row: int, column: int) -> Decimal | None:
        """Return a cell in whole currency, pieces or counts."""
        return self.figures.value(self.amount(row, column))

    def amount(self, row: int, column: int) -> int:
        """Return the stored amount of a cell, totals included."""
        view = self.view
        if row >= len(self.rows):
            if column >= len(self.columns):
                return view.total
            place = self.columns[column].place
            return 0 if place is None else int(view.column_totals[place])
        at = self.rows[row].place
        if at is None:
            return 0
        if column >= len(self.columns):
            return int(view.row_totals[at])
        place = self.columns[column].place
        return 0 if place is None else int(view.cells[at, place])

    def counts(self, row: int, column: int) -> tuple[int, int]:
        """Return how many lines lie behind a cell, and how many of them are locked."""
        down = self._places(self.rows, row)
        across = self._places(self.columns, column)
        if not down or not across:
            return 0, 0
        lines, locked = self.view.lines, self.view.locked
        # A total counts the tops of trees alone: these hold what is below them.
        return (
            sum(int(lines[at, to]) for at in down for to in across),
            sum(int(locked[at, to]) for at in down for to in across),
        )

    def steps(self, row: int, column: int) -> tuple[Chosen, ...]:
        """Return what a cell chooses of the table; a total chooses nothing."""
        found = []
        if row < len(self.rows):
            found.append(Chosen(self.rows_by, self.rows[row].member))
        if column < len(self.columns):
            found.append(Chosen(self.columns_by, self.columns[column].member))
        return tuple(found)

    def _places(self, labels: Sequence[Label], at: int) -> tuple[int, ...]:
        if at < len(labels):
            place = labels[at].place
            return () if place is None else (place,)
        return tuple(one.place for one in labels if one.place is not None and one.depth == 0)


def row_marks(labels: Sequence[Label]) -> tuple[object, ...]:
    """Return what differs where other members are shown, or in another way."""
    return tuple((one.member, one.text, one.depth) for one in labels)


def place_in(labels: Sequence[Label], member: int | None) -> int:
    """Return the place of a member among labels, the one after the last where it is not."""
    members = [one.member for one in labels]
    return members.index(member) if member is not None and member in members else len(labels)


def sheet_of(book: PlanBook, state: MakingState) -> Sheet:
    """Return the table of a state."""
    view = book.cube.view(state.rows, state.columns, state.selection, keep_empty=True)
    has_row, has_column = _any(view.lines.sum(axis=1)), _any(view.lines.sum(axis=0))
    rows = labels_of(book, state, state.rows, view.row_members, has_row)
    columns = labels_of(book, state, state.columns, view.column_members, has_column)
    return Sheet(state.rows, state.columns, rows, columns, figures_of(book, view), view)


def figures_of(book: PlanBook, view: PivotView) -> Figures:
    """Return how the amounts of a view are written: without decimals where all are whole."""
    fine = 10 ** max(0, -int(book.unit.as_tuple().exponent))
    return figures_for(book, is_whole=not bool((view.cells % fine).any()))


def _any(counts: Places) -> tuple[bool, ...]:
    return tuple(bool(count) for count in counts.tolist())


def labels_of(
    book: PlanBook,
    state: MakingState,
    by: Dimension,
    members: tuple[int, ...],
    has_lines: Sequence[bool],
) -> tuple[Label, ...]:
    """Return the labels of one axis, what has no member last.

    Without a line a member is shown where it can have one: reps, territories, groups and months
    always (those that are still planned for), customers and products where asked for.
    """
    within_reach = reachable(book.cube.shape, book.cube.lines, by, state.selection)
    may_be_empty = by not in MANY or state.with_empty
    paths = _paths(book, by)
    tops = {step.member for step in state.steps if step.dimension is by}
    found: list[Label] = []
    last: list[Label] = []
    for place, member in enumerate(members):
        is_planned = bool(has_lines[place])
        if not is_planned and (member not in within_reach or not may_be_empty):
            continue
        if tops and not tops & {member, *paths.get(member, ())}:
            # A tree broken down by itself: what lies above is not part of the table.
            continue
        if member == NONE:
            # Unassigned is always in sight; other things without a member where planned, or asked.
            is_wanted = by is Dimension.REP or (by in MANY and state.with_empty)
            if is_planned or (is_wanted and not _chosen(state, by)):
                last.append(Label(NONE, member_words(book, by, NONE), 0, place))
            continue
        if not is_planned and by is Dimension.REP and member in book.gone:
            continue
        found.append(Label(member, member_words(book, by, member, is_short=True), 0, place))
    return (*_as_tree(found, paths), *last)


def _as_tree(labels: list[Label], paths: Mapping[int, tuple[int, ...]]) -> tuple[Label, ...]:
    """Return labels with children below their parents, as deep as parents are shown."""
    if not paths:
        return tuple(labels)
    shown = {one.member for one in labels}
    ordered = sorted(labels, key=lambda one: (*paths[one.member], one.member))
    return tuple(
        replace(one, depth=sum(above in shown for above in paths[one.member])) for one in ordered
    )


def _chosen(state: MakingState, by: Dimension) -> bool:
    return any(step.dimension is by for step in state.steps)


def _paths(book: PlanBook, by: Dimension) -> dict[int, tuple[int, ...]]:
    """Return what lies above each member of a tree, the top first; nothing for other axes."""
    axes = book.cube.axes
    parents = {
        Dimension.TERRITORY: axes.territory_parent,
        Dimension.PRODUCT_GROUP: axes.group_parent,
    }.get(by, ())
    found: dict[int, tuple[int, ...]] = {}
    for member in range(len(parents)):
        path: tuple[int, ...] = ()
        above = parents[member]
        while above != NONE:
            path, above = (above, *path), parents[above]
        found[member] = path
    return found


def member_words(book: PlanBook, by: Dimension, member: int, *, is_short: bool = False) -> str:
    """Return what a member is called; `is_short` leaves the year out of months and quarters."""
    if by is Dimension.MONTH:
        month = Month(member)
        return formats.short_month(month) if is_short else formats.month(month)
    if by is Dimension.QUARTER:
        first = Month(member * 3)
        if is_short and book.fiscal.first_month == 1:
            return _("Q{number}").format(number=member % 4 + 1)
        return formats.quarter(first)
    if by is Dimension.YEAR:
        return book.fiscal.name(member)
    if member == NONE:
        return _(_WITHOUT[by])
    return book.member(by, member).name
