"""What the plan's editor decides: which book, which table, what is typed, saved, refused; no Qt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Protocol

from desktop.enums import Dimension, Metric
from desktop.i18n import _
from desktop.services.access import Action
from desktop.services.plans.making_data import LastYear, PlanBook
from desktop.services.plans.potential_weights import PotentialWeights
from desktop.services.rules.plan_cube.data import Selection
from desktop.tone import Tone
from desktop.views.plans.making.desk import PlanDesk
from desktop.views.plans.making.reasons import blocks_of
from desktop.views.plans.making.sheet import Sheet, sheet_of
from desktop.views.plans.making.shown import (
    Block,
    CellShown,
    StatusShown,
    cell_shown,
    names_of,
    status_of,
)
from desktop.views.plans.making.state import (
    Chosen,
    MakingState,
    broken_down,
    gone_up,
    narrower,
    settled,
    within,
)
from desktop.views.runner import Runner

#: A cell of the table: row and column, where the one after the last is the total.
At = tuple[int, int]


class MakingView(Protocol):
    """What the controller tells the page."""

    def show_state(self, state: MakingState) -> None:
        """Set the choices to this state."""
        ...

    def show_sheet(self, sheet: Sheet | None, path: tuple[str, ...], note: str) -> None:
        """Show a table; `note` says why it cannot be edited or has no rows."""
        ...

    def show_status(self, shown: StatusShown | None) -> None:
        """Show the totals."""
        ...

    def show_refusal(self, words: str, tone: Tone) -> None:
        """Say under the table why a number was not taken, or what to know of it; "" is silent."""
        ...

    def show_cell(self, shown: CellShown | None) -> None:
        """Show the current cell."""
        ...

    def show_reasons(self, blocks: tuple[Block, ...]) -> None:
        """Show what the current cell rests on."""
        ...

    def show_error(self, error: Exception) -> None:
        """Hand on what the window answers."""
        ...


class MakingController:
    """Decides for the editor; every answer of the services comes through the runner."""

    def __init__(self, services: Any, runner: Runner, view: MakingView) -> None:
        self._services, self._runner, self._view = services, runner, view
        self.state = MakingState()
        self.version_id = 0
        self.desk: PlanDesk | None = None
        self.sheet: Sheet | None = None
        self.at: At = (0, 0)
        self._is_loading = False

    # Loading

    @property
    def book(self) -> PlanBook | None:
        """The book that is worked at."""
        return None if self.desk is None else self.desk.book

    @property
    def is_editable(self) -> bool:
        """Whether this user may change the version that is shown."""
        book = self.book
        if book is None or self._is_loading or not book.card.is_draft:
            return False
        actor = self._services.actor
        return bool(actor.user_id) and bool(actor.may(Action.CHANGE_PLAN))

    @property
    def has_unsaved(self) -> bool:
        """Whether something typed would be lost."""
        return self.desk is not None and bool(self.desk.unsaved)

    def open(self, version_id: int) -> None:
        """Show a version; 0 is none."""
        self.version_id = version_id
        self.desk = None
        self.state = replace(self.state, path=())
        self.at = (0, 0)
        if version_id:
            self.load()
        else:
            self.show()

    def load(self) -> None:
        """Ask for the book of the state; what was typed and not saved is dropped."""
        version_id, metric, level = self.version_id, self.state.metric, self.state.level
        self._is_loading = True
        self._runner.query(
            lambda: self._services.plan_making.book(version_id, metric, level),
            self.take_book,
            owner=self._view,
            key="book",
            on_error=self._failed,
        )

    def look_again(self) -> None:
        """Load anew where another version number is in the database and nothing is unsaved."""
        if not self.version_id:
            return
        version_id = self.version_id
        self._runner.query(
            lambda: self._services.plan_versions.card(version_id),
            self._card_came,
            owner=self._view,
            key="card",
            on_error=lambda _error: None,
        )

    def _card_came(self, card: Any) -> None:
        book = self.book
        if book is None or card.version_id != book.card.version_id:
            return
        if card.version != book.version and not self.has_unsaved:
            self.load()

    def _failed(self, error: Exception) -> None:
        self._is_loading = False
        self._view.show_error(error)
        self.show()

    def forget(self) -> None:
        """Let go of the book, with all that was typed."""
        self.desk = None

    def take_book(self, book: PlanBook) -> None:
        """Work at a book from now on."""
        self._is_loading = False
        self.desk = PlanDesk(book)
        self._view.show_refusal("", Tone.NONE)
        self.show_state()
        self._runner.query(
            lambda: self._services.plan_making.last_year(book),
            lambda found: self._last_year_came(book, found),
            owner=self._view,
            key="last year",
            on_error=lambda _error: None,
        )

        if book.metric is Metric.SALES:
            self._runner.query(
                lambda: self._services.plan_making.potential(book),
                lambda found: self._potential_came(book, found),
                owner=self._view,
                key="potential",
                on_error=lambda _error: None,
            )

    def _potential_came(self, book: PlanBook, found: PotentialWeights | None) -> None:
        if self.desk is not None and self.desk.book is book and found is not None:
            self.desk.potential = found
            self._view.show_state(self.state)

    def _last_year_came(self, book: PlanBook, found: LastYear | None) -> None:
        if self.desk is not None and self.desk.book is book:
            self.desk.last_year = found
            self._view.show_state(self.state)
            self._show_cell()

    # What is shown

    def show_state(self) -> None:
        """Show the table of the state."""
        self._view.show_state(self.state)
        self.show()

    def change(self, **changes: object) -> None:
        """Change rows, columns, method, metric or level; another metric or level is loaded."""
        wanted = replace(self.state, **changes)  # type: ignore[arg-type]
        found = settled(self.state, wanted)
        before, self.state = self.state, found
        if (found.metric, found.level) != (before.metric, before.level):
            self.desk = None
            self._view.show_state(found)
            if self.version_id:
                self.load()
        elif replace(found, method=before.method) != before:
            self.at = (0, 0)
            self.show_state()
        else:
            self._view.show_state(found)

    def show(self) -> None:
        """Show the table, the totals and the current cell as they stand."""
        desk = self.desk
        if desk is None:
            self.sheet = None
            self._view.show_sheet(None, (), self._note())
            self._view.show_status(None)
            self._view.show_cell(None)
            return
        self.sheet = sheet_of(desk.book, self.state)
        rows, columns = len(self.sheet.rows), len(self.sheet.columns)
        self.at = (min(self.at[0], rows), min(self.at[1], columns))
        path = (_("Whole plan"), *(" · ".join(names_of(desk.book, level.steps))
                                   for level in self.state.path))  # fmt: skip
        self._view.show_sheet(self.sheet, path, self._note())
        self._show_totals()
        self._show_cell()

    def _show_totals(self) -> None:
        if self.desk is not None and self.sheet is not None:
            self._view.show_status(status_of(self.desk, self.sheet.figures))

    def _note(self) -> str:
        book = self.book
        if book is None:
            if self.version_id:
                return ""
            return _("There is no plan yet. “New plan…” above makes one.")
        if not book.card.is_draft:
            return _(
                "Only drafts are edited; this version is not one any more. “Revise…” above makes "
                "a new draft of it."
            )
        if not self.is_editable:
            return _("Your roles do not include changing plans; you can look at this one.")
        return ""

    # The current cell

    def choose(self, at: At) -> None:
        """Make a cell current."""
        if at != self.at:
            self.at = at
            self._show_cell()

    def selection_at(self, at: At) -> Selection:
        """Return the part of the plan behind a cell."""
        steps = self.sheet.steps(*at) if self.sheet is not None else ()
        return within(self.state.selection, steps)

    def _show_cell(self) -> None:
        desk, sheet = self.desk, self.sheet
        if desk is None or sheet is None:
            return
        selection = self.selection_at(self.at)
        steps = (*self.state.steps, *sheet.steps(*self.at))
        names = names_of(desk.book, steps)
        self._view.show_cell(cell_shown(desk, sheet, self.at, selection, names))

    def ask_reasons(self) -> None:
        """Ask what the current cell rests on."""
        desk, sheet = self.desk, self.sheet
        if desk is None or sheet is None:
            return
        selection, amount = self.selection_at(self.at), sheet.amount(*self.at)
        # The worker looks at a copy: the window may go on editing.
        book, figures = replace(desk.book, cube=desk.book.cube.copy()), sheet.figures
        self._runner.query(
            lambda: self._services.plan_making.reasons(book, selection, amount),
            lambda found: self._view.show_reasons(blocks_of(found, figures)),
            owner=self._view,
            key="reasons",
            on_error=self._view.show_error,
        )

    def ways_down(self) -> tuple[Dimension, ...]:
        """Return the dimensions that the current cell can be broken down by."""
        if self.sheet is None:
            return ()
        return narrower(self.state, self.sheet.steps(*self.at))

    def break_down(self, by: Dimension) -> None:
        """Show the current cell's own table by another dimension."""
        if self.sheet is None:
            return
        steps = self.sheet.steps(*self.at)
        if not steps:
            self.change(rows=by)
            return
        self.state = broken_down(self.state, steps, by)
        self.at = (0, 0)
        self.show_state()

    def go_up(self, level: int | None = None) -> None:
        """Go back up to a level of the path, the last one unless named."""
        if self.state.path:
            place = len(self.state.path) - 1 if level is None else level
            left = self.state.path[place].steps
            self.state = gone_up(self.state, place)
            self.at = (0, 0)
            self.show_state()
            self._stand_on(left)

    def _stand_on(self, steps: Sequence[Chosen]) -> None:
        sheet = self.sheet
        if sheet is None:
            return
        chosen = {step.dimension: step.member for step in steps}
        rows = [one.member for one in sheet.rows]
        columns = [one.member for one in sheet.columns]
        row, column = chosen.get(sheet.rows_by), chosen.get(sheet.columns_by)
        self.at = (
            rows.index(row) if row in rows else len(rows),
            columns.index(column) if column in columns else len(columns),
        )
        self.show()
