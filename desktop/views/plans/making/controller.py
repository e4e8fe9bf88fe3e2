"""What the plan's editor decides: books, table, what is typed, saved, refused; no Qt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from desktop.enums import Dimension
from desktop.i18n import _
from desktop.services.access import Action
from desktop.services.plans.making_data import PlanBook
from desktop.services.rules.plan_cube.data import Selection
from desktop.tone import Tone
from desktop.views.plans.making.asking import Asking
from desktop.views.plans.making.desk import PlanDesk
from desktop.views.plans.making.desks import PlanDesks
from desktop.views.plans.making.dividing import dividing_first
from desktop.views.plans.making.sheet import sheet_of
from desktop.views.plans.making.shown import cell_shown, names_of, path_words, status_of
from desktop.views.plans.making.side_sheet import AnySheet, side_sheet_of
from desktop.views.plans.making.state import (
    Chosen,
    MakingState,
    broken_down,
    gone_up,
    narrower,
    settled,
    within,
)
from desktop.views.plans.making.view import At, MakingView
from desktop.views.plans.making.words import apart_words, note_words
from desktop.views.runner import Runner


class MakingController:
    """Decides for the editor; every answer of the services comes through the runner."""

    def __init__(self, services: Any, runner: Runner, view: MakingView) -> None:
        self._services, self._runner, self._view = services, runner, view
        self.state = MakingState()
        self.version_id = 0
        self.desks = PlanDesks()
        self.sheet: AnySheet | None = None
        self.at: At = (0, 0)
        self.asking = Asking(services, runner, view, self)
        self._is_loading = self._is_fresh = False

    # Loading

    @property
    def desk(self) -> PlanDesk | None:
        """The desk of the current metric; None until every book of the table is there."""
        if any(self.desks.of(one) is None for one in self.state.metrics):
            return None
        return self.desks.of(self.state.metric)

    @property
    def book(self) -> PlanBook | None:
        """The book of the current metric."""
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
        """Whether something typed would be lost, in sight or not."""
        return bool(self.desks.unsaved)

    def open(self, version_id: int) -> None:
        """Show a version; 0 is none."""
        self.version_id = version_id
        self.forget()
        self.state = replace(self.state, path=())
        self.at = (0, 0)
        if version_id:
            self.load()
        else:
            self.show()

    def load(self) -> None:
        """Ask for the books of the state; what was typed and not saved is dropped."""
        self._ask_books(is_fresh=True)

    def _ask_books(self, *, is_fresh: bool) -> None:
        """Ask for what the table needs: all of it anew, or what is missing."""
        version_id, level = self.version_id, self.state.level
        # The answer to what was asked before will not come any more.
        is_fresh = is_fresh or (self._is_loading and self._is_fresh)
        metrics = tuple(one for one in self.state.metrics if is_fresh or self.desks.of(one) is None)
        self._is_loading, self._is_fresh = True, is_fresh

        def came(books: tuple[PlanBook, ...]) -> None:
            if (version_id, level) == (self.version_id, self.state.level):
                self._books_came(books, is_fresh=is_fresh)

        self._runner.query(
            lambda: self._services.plan_making.books(version_id, metrics, level),
            came,
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
        self.asking.ask_measures()

    def _card_came(self, card: Any) -> None:
        book = self.book
        if book is None or card.version_id != book.card.version_id:
            return
        if self.has_unsaved:
            return
        if any(card.version != desk.book.version for desk in self.desks.all):
            self.load()

    def _failed(self, error: Exception) -> None:
        self._is_loading = False
        self._view.show_error(error)
        self.show()

    def forget(self) -> None:
        """Let go of the books, with all that was typed."""
        self.desks = PlanDesks()
        self.asking.measures = None

    def _books_came(self, books: tuple[PlanBook, ...], *, is_fresh: bool) -> None:
        others = {desk.book.version for desk in self.desks.all}
        if not is_fresh and not self.has_unsaved and others - {books[0].version}:
            # Another desk saved since the first books were read.
            self.load()
            return
        self.take_books(books, is_fresh=is_fresh)

    def take_books(self, books: Sequence[PlanBook], *, is_fresh: bool = True) -> None:
        """Work at these books from now on, beside those that are there or instead of them."""
        self._is_loading = False
        if is_fresh:
            self.desks = PlanDesks(books)
        else:
            self.desks.add(books)
        self._view.show_refusal("", Tone.NONE)
        if any(self.desks.of(one) is None for one in self.state.metrics):
            self._ask_books(is_fresh=False)
            return
        self._stand_on_metric()
        self.show_state()
        self.asking.compare()
        self.asking.ask_measures()

    # What is shown

    def show_state(self) -> None:
        """Show the table of the state."""
        self._view.show_state(self.state)
        self.show()

    def change(self, **changes: object) -> None:
        """Change rows, columns, method, metric or level; what is not there yet is loaded."""
        wanted = replace(self.state, **changes)  # type: ignore[arg-type]
        before, self.state = self.state, settled(self.state, wanted)
        if self.state.level is not before.level:
            self.forget()
        if replace(self.state, method=before.method) == before:
            self._view.show_state(self.state)
            return
        self.at = (self.at[0] if self.state.rows is before.rows else 0, 0)
        if not self.state.is_side and not before.is_side:
            self.at = (0, 0)
        if self.desk is None and self.version_id:
            self._view.show_state(self.state)
            self._ask_books(is_fresh=False)
            return
        self._stand_on_metric()
        self.show_state()
        self.asking.compare()
        if not before.is_side:
            self.asking.ask_measures()

    def _stand_on_metric(self) -> None:
        """Side by side the current cell is one of the metric that is chosen."""
        if self.state.is_side:
            self.at = (self.at[0], self.state.metrics.index(self.state.metric))

    def show(self) -> None:
        """Show the table, the totals and the current cell as they stand."""
        if self.state.is_side and not self.desks.are_aligned:
            self._part()
            return
        desk = self.desk
        if desk is None:
            self.sheet = None
            self._view.show_sheet(None, (), self._note())
            self._view.show_status(None)
            self._view.show_cell(None)
            return
        self.sheet = (
            side_sheet_of(self.desks, self.state, self.asking.measures)
            if self.state.is_side
            else sheet_of(desk.book, self.state)
        )
        rows, columns = len(self.sheet.rows), len(self.sheet.columns)
        last = columns if self.sheet.has_total else columns - 1
        self.at = (min(self.at[0], rows), min(self.at[1], last))
        self._view.show_sheet(self.sheet, path_words(desk.book, self.state), self._note())
        self._show_totals()
        self.show_cell()

    def _part(self) -> None:
        """Read books anew that lie on other members than the rest; unsaved ones stand alone."""
        if not self.has_unsaved:
            self.load()
            return
        self.state = replace(self.state, is_side=False, path=())
        self.show_state()
        self._view.show_refusal(apart_words(), Tone.WATCH)

    def _show_totals(self) -> None:
        desk, sheet = self.desk, self.sheet
        if desk is None or sheet is None:
            return
        column = sheet.column_of(self.state.metric)
        figures, name = sheet.figures_at(column), sheet.name_at(column)
        self._view.show_status(status_of(desk, figures, self.desks, name))

    def _note(self) -> str:
        card = None if self.book is None else self.book.card
        return note_words(card, has_version=bool(self.version_id), is_editable=self.is_editable)

    # The current cell

    def choose(self, at: At) -> None:
        """Make a cell current; side by side its metric becomes the one that is spoken of."""
        if at == self.at:
            return
        self.at = at
        metric = self.sheet.metric_at(at[1]) if self.sheet is not None else None
        if metric is not None and metric is not self.state.metric:
            self.state = replace(self.state, metric=metric)
            self._view.show_state(self.state)
            self._show_totals()
            self.asking.compare()
        self.show_cell()

    def selection_at(self, at: At) -> Selection:
        """Return the part of the plan behind a cell."""
        steps = self.sheet.steps(*at) if self.sheet is not None else ()
        return within(self.state.selection, steps)

    def names_at(self, at: At) -> tuple[str, ...]:
        """Return what a cell is called: what it chooses, and its metric among several."""
        book, sheet = self.book, self.sheet
        if book is None or sheet is None:
            return ()
        names = names_of(book, (*self.state.steps, *sheet.steps(*at)))
        metric = sheet.name_at(at[1])
        return (*(names or (_("Whole plan"),)), metric) if metric else names

    def show_cell(self) -> None:
        """Show the current cell as it stands."""
        desk, sheet = self.desk, self.sheet
        if desk is None or sheet is None:
            return
        selection, names = self.selection_at(self.at), self.names_at(self.at)
        self._view.show_cell(cell_shown(desk, sheet, self.at, selection, names))

    def ask_reasons(self) -> None:
        """Ask what the current cell rests on."""
        self.asking.ask_reasons()

    # The path

    def ways_down(self) -> tuple[Dimension, ...]:
        """Return what the current cell can be broken down by, what divides it now first."""
        if self.sheet is None or self.book is None:
            return ()
        ways = narrower(self.state, self.sheet.steps(*self.at))
        return dividing_first(self.book.cube, self.selection_at(self.at), ways)

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
        self._show_path()

    def go_up(self, level: int | None = None) -> None:
        """Go back up to a level of the path, the last one unless named."""
        if self.state.path:
            place = len(self.state.path) - 1 if level is None else level
            left = self.state.path[place].steps
            self.state = gone_up(self.state, place)
            self.at = (0, 0)
            self._show_path()
            self._stand_on(left)

    def _show_path(self) -> None:
        """Show the state's table; where metrics come to stand beside it their books are asked."""
        if self.desk is None:
            self._view.show_state(self.state)
            self._ask_books(is_fresh=False)
            return
        self._stand_on_metric()
        self.show_state()
        self.asking.ask_measures()

    def _stand_on(self, steps: Sequence[Chosen]) -> None:
        sheet = self.sheet
        if sheet is None or self.desk is None:
            return
        self.at = sheet.stand(steps, self.at[1])
        self.show()
