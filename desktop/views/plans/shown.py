"""What the controller tells the Plans tab, and how a board becomes its lines; free of Qt."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from desktop.enums import Dimension, Metric
from desktop.i18n import _, ngettext
from desktop.search_key import search_key
from desktop.services import formats
from desktop.services.charts.data import BarChart, PaceChart
from desktop.services.pinyin import initials
from desktop.services.plans.data import AttainmentBoard, LinesPage, PlanRow
from desktop.views.plans.columns import BoardRow, Layout
from desktop.views.plans.pictures import Figures
from desktop.views.plans.state import TIME, BoardState
from desktop.views.plans.words import (
    Show,
    amount_words,
    dimension_words,
    label_words,
    metric_words,
    show_words,
    without_targets_words,
)


@dataclass(frozen=True, slots=True)
class BoardShown:
    """A board as the tab shows it: the rows that the quick filter leaves, and the totals."""

    layout: Layout
    rows: tuple[BoardRow, ...]
    total: BoardRow
    count: int
    hint: str
    empty: str
    at: tuple[str | None, str | None]


@dataclass(frozen=True, slots=True)
class LinesShown:
    """The lines behind a figure as far as they were fetched, and whether they tie with it."""

    metric: Metric
    title: str
    page: LinesPage
    note: str
    ties: bool
    currency: str

    @property
    def is_whole(self) -> bool:
        """Whether every line is there."""
        return len(self.page.rows) >= self.page.count


class PlansView(Protocol):
    """What the controller tells the tab."""

    def show_state(self, state: BoardState) -> None:
        """Set filters, path and page to this state."""
        ...

    def show_board(self, shown: BoardShown) -> None:
        """Show a board."""
        ...

    def show_plans(self, plans: tuple[str, ...], board: AttainmentBoard) -> None:
        """Show the names of the plans to choose from, and what is in force."""
        ...

    def show_figures(self, figures: Figures, bars: BarChart | None) -> None:
        """Show the current cell; None leaves the bars as they are."""
        ...

    def show_pace(self, figures: Figures, chart: PaceChart) -> None:
        """Show the current cell's pace line, and its figures with the usual day."""
        ...

    def show_lines(self, shown: LinesShown) -> None:
        """Show the lines behind a figure."""
        ...

    def go(self, state: BoardState) -> None:
        """Leave for another state, so that "back" returns here."""
        ...

    def say(self, text: str) -> None:
        """Tell something in passing."""
        ...


def rows_of(board: AttainmentBoard, rows: Dimension) -> tuple[BoardRow, ...]:
    """Return the board's lines with their labels; what has no code stands first.

    Made in a worker: reading names in pinyin takes its time at first.
    """
    found: list[BoardRow] = []
    for label, total, cells in zip(board.rows, board.row_totals, board.cells, strict=True):
        words = label_words(rows, label.code, label.name)
        letters = initials(words, is_person=rows in (Dimension.REP, Dimension.MANAGER))
        key = search_key(f"{label.code} {words} {letters}")
        found.append(BoardRow(label.code, words, total, cells, letters, key))
    return tuple(sorted(found, key=lambda row: row.code != ""))


def shown_figure(board: AttainmentBoard, state: BoardState) -> Show:
    """Return what the cells show: without any target the actuals, whatever was asked for."""
    return Show.ACTUAL if board.total.target is None else state.show


def hint_words(board: AttainmentBoard, state: BoardState) -> str:
    """Return what to know of the plan behind the board; "" where there is nothing to say."""
    if not board.plans:
        if state.plan:
            text = _("The plan “{plan}” has no targets in this period; only actuals are shown.")
            return text.format(plan=state.plan)
        return _(
            "No plan is in force in this period, so only actuals are shown. "
            "Import targets (Ctrl+I) and put their plan in force, or choose a plan above."
        )
    if board.total.target is None and board.rows:
        return without_targets_words(state.metric)
    return ""


def lines_title(state: BoardState) -> str:
    """Return what the lines are behind: the metric, the path, the cell and the period."""
    steps = (*state.steps, *(state.lines or ()))
    words = [metric_words(state.metric), *(step.words for step in steps)]
    if not any(step.dimension in TIME for step in steps):
        words.append(formats.period(state.period))
    return " · ".join(words)


def lines_note(metric: Metric, currency: str, page: LinesPage, actual: Decimal | None) -> str:
    """Return how many lines there are, how many are shown, and whether they are the figure."""
    total = amount_words(page.total, metric, currency)
    count = formats.number(page.count)
    fetched = formats.number(len(page.rows))
    if actual != page.total:
        return _(
            "{count} lines add up to {total}, but the figure is {actual}: reload with F5."
        ).format(count=count, total=total, actual=amount_words(actual, metric, currency))
    if len(page.rows) < page.count:
        return _("{fetched} of {count} lines; all of them add up to the figure, {total}.").format(
            fetched=fetched, count=count, total=total
        )
    return ngettext(
        "{count} line; it is the figure, {total}.",
        "{count} lines; they add up to the figure, {total}.",
        page.count,
    ).format(count=count, total=total)


def here_words(state: BoardState) -> str:
    """Return whose figures the board's totals are: what was chosen on the way, times left out."""
    words = [step.words for step in state.steps if step.dimension not in TIME]
    return " · ".join(words) or _("Whole branch")


def path_names(state: BoardState) -> tuple[str, ...]:
    """Return what the levels of the path are called, the whole branch first."""
    cell = (metric_words(state.metric), *(step.words for step in state.lines or ()))
    return (
        _("Whole branch"),
        *(" · ".join(step.words for step in level.steps) for level in state.path),
        *((_("Lines: {title}").format(title=" · ".join(cell)),) if state.lines is not None else ()),
    )


def plan_names(plans: tuple[PlanRow, ...]) -> tuple[str, ...]:
    """Return the names of plans, each once, the latest year's first."""
    return tuple(dict.fromkeys(plan.name for plan in plans))


def export_title(state: BoardState) -> str:
    """Return what an exported board is called."""
    rows = dimension_words(state.rows)
    if state.columns is None:
        return _("{metric} by {rows}").format(metric=metric_words(state.metric), rows=rows)
    return _("{metric} by {rows} and {columns}").format(
        metric=metric_words(state.metric), rows=rows, columns=dimension_words(state.columns)
    )


def export_notes(state: BoardState, board: AttainmentBoard | None) -> tuple[tuple[str, str], ...]:
    """Return what a reader of an exported board must know: pairs of a term and its words."""
    if board is None:
        return ()
    return (
        (_("Period"), formats.period(board.period)),
        (_("As of"), formats.day(board.as_of)),
        (_("Metric"), metric_words(state.metric)),
        (_("Shown figure"), show_words(state.show)),
        (_("Plan"), ", ".join(board.plans) or formats.DASH),
        (_("Currency"), board.currency),
        (_("Part of the branch"), " › ".join(path_names(state))),
    )


def place_of(board: AttainmentBoard, code: str | None) -> int | None:
    """Return the place of a column by its code; None for the total."""
    if code is None:
        return None
    return next((n for n, label in enumerate(board.columns) if label.code == code), None)
