"""What the Plans tab decides: which board, which cell, which lines, where back; free of Qt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Protocol

from desktop.enums import Dimension
from desktop.i18n import _
from desktop.periods import FiscalCalendar, Period
from desktop.search_key import search_key
from desktop.services import formats
from desktop.services.charts.data import BarChart
from desktop.services.plans.data import (
    AttainmentBoard,
    AttainmentQuery,
    BoardCell,
    CellQuery,
    DocumentLineRow,
    LinesPage,
    PaceQuery,
    PaceSeries,
    PlanRow,
)
from desktop.views.plans.columns import BoardRow, layout_of
from desktop.views.plans.pictures import (
    Figures,
    bars_across,
    bars_down,
    figures_of,
    pace_chart,
    step_of,
    usual_day,
)
from desktop.views.plans.shown import (
    BoardShown,
    LinesShown,
    PlansView,
    here_words,
    hint_words,
    lines_note,
    lines_title,
    place_of,
    plan_names,
    rows_of,
    shown_figure,
)
from desktop.views.plans.state import (
    BoardState,
    PathStep,
    broken_down,
    gone_up,
    narrower,
    selection,
    settled,
    state_from,
    typed,
)
from desktop.views.plans.words import empty_words, label_words
from desktop.views.runner import Runner

#: How many lines are fetched at a time.
PAGE_LINES = 500


class PlansReader(Protocol):
    """What the tab asks of `PlansService`."""

    def board(self, query: AttainmentQuery) -> AttainmentBoard:
        """Return the board."""
        ...

    def pace_series(self, query: PaceQuery) -> PaceSeries:
        """Return the pace line of a selection."""
        ...

    def rows_behind(self, query: CellQuery) -> LinesPage:
        """Return a page of the lines behind a figure."""
        ...

    def plans(self) -> tuple[PlanRow, ...]:
        """Return the versions of all plans."""
        ...


class PlansController:
    """Decides for the Plans tab; every answer of the services comes through the runner."""

    def __init__(
        self,
        plans: PlansReader,
        runner: Runner,
        view: PlansView,
        state: BoardState,
        fiscal: FiscalCalendar,
    ) -> None:
        self._plans, self._runner, self._view = plans, runner, view
        self.state = state
        self.board: AttainmentBoard | None = None
        self.lines: LinesShown | None = None
        self._rows: tuple[BoardRow, ...] = ()
        self.text = ""
        self._fiscal = fiscal
        self._is_first = True
        self._may_follow = True

    # Loading

    def reload(self) -> None:
        """Ask for the board of the state, and for the lines where they are open."""
        state = self.state
        query = AttainmentQuery(
            state.metric, state.rows, state.columns, state.period.start, state.period.last,
            None, state.plan, state.within,
        )  # fmt: skip
        self._runner.query(
            lambda: self._read_board(query),
            lambda answer: self._board_came(state, *answer),
            owner=self._view,
            key="board",
        )

    def _read_board(
        self, query: AttainmentQuery
    ) -> tuple[AttainmentBoard, tuple[BoardRow, ...], tuple[PlanRow, ...]]:
        board = self._plans.board(query)
        return board, rows_of(board, query.rows), self._plans.plans()

    def _board_came(
        self,
        state: BoardState,
        board: AttainmentBoard,
        rows: tuple[BoardRow, ...],
        plans: tuple[PlanRow, ...],
    ) -> None:
        self._is_first = False
        if self._may_follow and not rows and board.as_of not in board.period:
            # A branch whose figures end before this year begins with the year that they end in.
            self.change(period=self._fiscal.period(self._fiscal.year_of(board.as_of)))
            return
        self._may_follow &= not rows
        self.board = board
        self._rows = rows
        self._view.show_plans(plan_names(plans), board)
        self._show_board()
        self._choose(*self.state.at)
        if self.state.lines is not None:
            self._ask_lines(())

    def _show_board(self) -> None:
        board = self.board
        if board is None:
            return
        state = self.state
        layout = layout_of(board, state.rows, state.columns, shown_figure(board, state))
        words = search_key(self.text).split()
        rows = tuple(row for row in self._rows if all(word in row.key for word in words))
        empty = _("No row has these words.") if words and self._rows else empty_words(state.metric)
        self._view.show_board(
            BoardShown(layout, rows, self.total_row(board), len(self._rows),
                       hint_words(board, state), empty, state.at)
        )  # fmt: skip

    def total_row(self, board: AttainmentBoard) -> BoardRow:
        """Return the line of totals."""
        return BoardRow(None, _("Total"), board.total, board.column_totals)

    def reload_words(self) -> None:
        """Make labels and sentences again in a new language, where something is shown."""
        if not self._is_first:
            self.reload()

    # What the user changes

    def change(self, **changes: object) -> None:
        """Change metric, rows, columns, period, plan or what the cells show; then reload."""
        wanted = replace(self.state, **changes)  # type: ignore[arg-type]
        found = settled(self.state, replace(wanted, lines=None))
        if found == self.state:
            self._view.show_state(found)
            return
        self._may_follow &= found.period == self.state.period
        only_show = replace(found, show=self.state.show) == self.state
        self.state = found
        self._view.show_state(found)
        if only_show:
            self._show_board()
        else:
            # What is still on the screen belongs to the state before: no cell of it is followed.
            self.board = None
            self.reload()

    def find(self, text: str) -> None:
        """Show only rows whose code, name or pinyin initials have these words."""
        if text != self.text:
            self.text = text
            self._show_board()

    def filter(self, text: str, period: Period | None, choices: Mapping[str, object]) -> None:
        """Do what the filters say: quick words, period, and choices by their keys."""
        self.find(text)
        self.change(period=period or self.state.period, **typed(choices))

    def swap(self) -> None:
        """Put the columns into the rows and the rows into the columns."""
        if self.state.columns is not None:
            self.change(rows=self.state.columns)

    def visit(self, facts: Mapping[str, object]) -> None:
        """Stand where another tab, or the way back, says."""
        found = state_from(facts, self.state)
        if (found.rows, found.path) != (self.state.rows, self.state.path):
            self.text = ""
        self._may_follow &= found.period == self.state.period
        self.state = found
        self.board = None
        self._view.show_state(self.state)
        self.reload()

    # The current cell

    def choose(self, row: str | None, column: str | None) -> None:
        """Make a cell current: row and column code, None for a total."""
        if (row, column) != self.state.at:
            self._choose(row, column)

    def _choose(self, row: str | None, column: str | None) -> None:
        board = self.board
        if board is None:
            return
        found = self._row(row)
        code = found.code if found is not None else None
        place = place_of(board, column)
        self.state = replace(self.state, at=(code, column if place is not None else None))
        figures = self._figures(board, found, place)
        self._view.show_figures(figures, self._bars(board, found))
        self._ask_pace(figures)

    def _row(self, code: str | None) -> BoardRow | None:
        return next((row for row in self._rows if row.code == code), None)

    def _figures(self, board: AttainmentBoard, row: BoardRow | None, place: int | None) -> Figures:
        whole = row or self.total_row(board)
        cell = whole.total if place is None else whole.cells[place]
        label = board.columns[place] if place is not None else None
        state = self.state
        if label is not None and state.columns is not None:
            where = label_words(state.columns, label.code, label.name)
        else:
            where = formats.period(board.period)
        title = row.label if row is not None else here_words(state)
        return figures_of(title, where, cell, board.metric, board.currency)

    def _bars(self, board: AttainmentBoard, row: BoardRow | None) -> BarChart:
        empty = _("There is nothing to draw here.")
        columns = self.state.columns
        if columns is None:
            return bars_down(board, self._rows, empty)
        layout = layout_of(board, self.state.rows, columns, self.state.show)
        headers = tuple(
            label_words(columns, column.code, column.name, is_short=layout.is_short)
            for column in board.columns
        )
        name = row.label if row is not None else here_words(self.state)
        return bars_across(board, row or self.total_row(board), name, headers, empty)

    def _ask_pace(self, figures: Figures) -> None:
        state = self.state
        period = state.period
        query = PaceQuery(
            state.metric, step_of(period.day_count), period.start, period.last, None, state.plan,
            (*state.within, *selection(self.steps_at(*state.at))),
        )  # fmt: skip
        self._runner.query(
            lambda: self._plans.pace_series(query),
            lambda series: self._pace_came(figures, series),
            owner=self._view,
            key="pace",
        )

    def _pace_came(self, figures: Figures, series: PaceSeries) -> None:
        found = replace(figures, facts=(*figures.facts, *usual_day(series)))
        title = _("Pace: {name}, {period}").format(name=figures.title, period=figures.place)
        chart = pace_chart(series, title, _("There is nothing to draw here."))
        self._view.show_pace(found if figures.facts else figures, chart)

    # Following a figure

    def steps_at(self, row: str | None, column: str | None) -> tuple[PathStep, ...]:
        """Return what a cell chooses beyond the path; a total chooses nothing."""
        board, state = self.board, self.state
        found: list[PathStep] = []
        if board is None:
            return ()
        for code, dimension, labels in (
            (row, state.rows, board.rows),
            (column, state.columns, board.columns),
        ):
            label = next((one for one in labels if one.code == code), None)
            if code is not None and dimension is not None and label is not None:
                found.append(PathStep(dimension, label.code, label.name))
        return tuple(found)

    def cell_at(self, row: str | None, column: str | None) -> BoardCell | None:
        """Return a cell of the board, totals included."""
        board = self.board
        if board is None:
            return None
        whole = self._row(row) or self.total_row(board)
        place = place_of(board, column)
        return whole.total if place is None else whole.cells[place]

    def open_lines(self, row: str | None, column: str | None) -> None:
        """Show the lines behind a cell, or say that there are none."""
        if self.board is None:
            return
        cell = self.cell_at(row, column)
        if cell is None or not cell.can_drill:
            self._view.say(_("No documents lie behind this figure."))
            return
        self._view.go(replace(self.state, lines=self.steps_at(row, column), at=(row, column)))

    def open_bar(self, key: object) -> None:
        """Show the lines behind a bar of the chart."""
        code = key if isinstance(key, str) else None
        row = self.state.at[0]
        if self.state.columns is None:
            self.open_lines(code, None)
        else:
            self.open_lines(row, code)

    def ways_down(self, row: str | None, column: str | None) -> tuple[Dimension, ...]:
        """Return the dimensions that a cell can be broken down by."""
        return narrower(self.state.metric, (*self.state.steps, *self.steps_at(row, column)))

    def break_down(self, row: str | None, column: str | None, dimension: Dimension) -> None:
        """Show a cell's own board by another dimension."""
        steps = self.steps_at(row, column)
        here = replace(self.state, at=(row, column))
        if steps:
            self._view.go(broken_down(here, steps, dimension))
        else:
            self._view.go(settled(here, replace(here, rows=dimension)))

    def go_up(self, level: int | None = None) -> None:
        """Leave the lines, or go back up to a level of the path (the last one)."""
        state = self.state
        if state.lines is not None and level in (None, len(state.path)):
            self._view.go(replace(state, lines=None))
        elif state.path:
            self._view.go(gone_up(state, len(state.path) - 1 if level is None else level))

    # Lines

    def more_lines(self, every: bool = False) -> None:
        """Fetch the next lines, or all that are left."""
        if self.lines is not None:
            self._ask_lines(self.lines.page.rows, every=every)

    def _ask_lines(self, known: tuple[DocumentLineRow, ...], every: bool = False) -> None:
        state = self.state
        left = self.lines.page.count - len(known) if every and self.lines else PAGE_LINES
        query = CellQuery(
            state.metric, (*state.within, *selection(state.lines or ())), state.period.start,
            state.period.last, None, len(known), max(left, 1),
        )  # fmt: skip
        self._runner.query(
            lambda: self._plans.rows_behind(query),
            lambda page: self._lines_came(state, page, query.offset),
            owner=self._view,
            key="lines",
        )

    def _lines_came(self, state: BoardState, page: LinesPage, offset: int) -> None:
        if self.state.lines != state.lines or self.board is None:
            return
        if offset and self.lines is not None:
            page = replace(page, rows=(*self.lines.page.rows, *page.rows))
        cell = self.cell_at(*state.at)
        actual = cell.actual if cell is not None else None
        ties = actual == page.total
        currency = self.board.currency
        note = lines_note(state.metric, currency, page, actual)
        self.lines = LinesShown(state.metric, lines_title(state), page, note, ties, currency)
        self._view.show_lines(self.lines)
