"""What the page of measures decides: what is shown, and what is typed into cells; free of Qt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from desktop.enums import PlanStatus
from desktop.errors import Issue
from desktop.i18n import _
from desktop.services import formats
from desktop.services.access import Action
from desktop.services.messages import issue_problem
from desktop.services.plans.measure_texts import plain_number, read_number
from desktop.services.plans.measures_data import (
    CellKey,
    Measure,
    MeasureCell,
    MeasuresBook,
    Side,
)
from desktop.services.plans.versions_data import VersionCard
from desktop.views.plans.measures.protocols import MeasuresShown, MeasuresView
from desktop.views.plans.measures.state import (
    MONTH,
    SOURCE,
    GridRow,
    MeasureLine,
    MeasuresState,
    TypedCells,
    grid_rows,
    place_of,
)
from desktop.views.plans.measures.words import person_words, wrong_cell_words
from desktop.views.plans.version_choice import IN_FORCE, first_version
from desktop.views.runner import Runner

_Answer = tuple[tuple[VersionCard, ...], MeasuresBook | None]
#: What was typed into cells of a row, by column.
Typed = tuple[GridRow, dict[str, str]]


class MeasuresController:
    """Keeps which measure of which version is shown, and what is typed until it is saved."""

    def __init__(self, services: Any, runner: Runner, view: MeasuresView) -> None:
        self._services, self._runner, self._view = services, runner, view
        self.state = MeasuresState()
        self.cards: tuple[VersionCard, ...] = ()
        self.book: MeasuresBook | None = None
        self.typed = TypedCells()
        self._shown_version: int | None = None

    @property
    def may_change(self) -> bool:
        """Whether the user may change plans, and there is one."""
        return self.book is not None and bool(self._services.actor.may(Action.CHANGE_PLAN))

    @property
    def may_type(self) -> bool:
        """Whether the cells that are shown can be typed into."""
        book = self.book
        wanted = PlanStatus.DRAFT if self.state.side is Side.TARGET else PlanStatus.IN_FORCE
        return book is not None and self.may_change and book.card.status is wanted

    @property
    def measure(self) -> Measure | None:
        """The measure that is shown."""
        return None if self.book is None else self.book.measure(self.state.measure_id)

    # What is shown

    def reload(self) -> None:
        """Ask for the versions and the measures of the chosen one."""
        services, wanted = self._services, self.state.version_id

        def read() -> _Answer:
            cards = services.plan_versions.cards()
            chosen = first_version(cards, wanted, IN_FORCE)
            return cards, None if chosen is None else services.plan_measures.book(chosen)

        self._runner.query(
            read, self._take, owner=self._view, key="measures", on_error=self._view.fail
        )

    def _take(self, answer: _Answer) -> None:
        before = self._shown_version
        self.cards, self.book = answer
        book = self.book
        if book is None:
            self.typed.clear()
            self.state = MeasuresState()
            self._view.show_nothing()
            return
        version_id = book.card.version_id
        self._shown_version = version_id
        if version_id != before:
            # Where a version stands says which of its numbers are typed now.
            is_in_force = book.card.status is PlanStatus.IN_FORCE
            side = Side.ACTUAL if is_in_force else Side.TARGET
            self.typed.clear()
            self.state = replace(self.state, version_id=version_id, side=side)
        self.typed.rebase(book)
        if book.measure(self.state.measure_id) is None:
            first = book.measures[0].id if book.measures else None
            self.state = replace(self.state, measure_id=first)
        self.show_again()

    def show_again(self) -> None:
        """Tell the page what it shows, in the language of the moment."""
        book, measure = self.book, self.measure
        if book is None:
            self._view.show_nothing()
            return
        lines = tuple(
            MeasureLine(one, self.typed.over(book, one).total, self.typed.of_measure(one.id))
            for one in book.measures
        )
        table = None if measure is None else self.typed.over(book, measure)
        rows = () if table is None else grid_rows(book, table, self.typed, self.state.side)
        self._view.show_measures(
            MeasuresShown(
                self.cards, book, self.state, lines, table, rows, len(self.typed),
                self.may_change, self.may_type,
            )
        )  # fmt: skip

    def choose_version(self, version_id: int) -> None:
        """Show another version; what is typed in the one before is forgotten."""
        if version_id != self.state.version_id:
            self.typed.clear()
            self.state = replace(self.state, version_id=version_id)
            self.reload()

    def choose_measure(self, measure_id: int) -> None:
        """Show another measure."""
        if measure_id != self.state.measure_id:
            self.state = replace(self.state, measure_id=measure_id)
            self.show_again()

    def stand_on(self, measure_id: int) -> None:
        """Show a measure that was made, as soon as it is read."""
        self.state = replace(self.state, measure_id=measure_id)

    def choose_side(self, side: Side) -> None:
        """Show targets, or what is reached."""
        if side is not self.state.side:
            self.state = replace(self.state, side=side)
            self.show_again()

    def turn(self) -> None:
        """Show the other one of targets and what is reached."""
        other = Side.ACTUAL if self.state.side is Side.TARGET else Side.TARGET
        self.choose_side(other)

    def discard(self) -> None:
        """Forget what is typed and not saved."""
        self.typed.clear()
        self.show_again()

    # Cells

    def begin_text(self, one: GridRow, column: str) -> str:
        """Return what the field of a cell begins with."""
        place = place_of(column)
        if place is None:
            return one.row.source
        return plain_number(one.row.cells[place].value(self.state.side))

    def type_cells(self, typed: Sequence[Typed]) -> str:
        """Take what was typed or pasted into cells, all or none; return why not, or ""."""
        book, measure = self.book, self.measure
        if book is None or measure is None or not self.may_type:
            return _("Nothing can be typed here.")
        for one, texts in typed:
            for column, text in texts.items():
                issue = self._problem(book, measure, column, text)
                if issue is not None:
                    return self._words(book, one, column, issue, is_one=_is_one(typed))
        for one, texts in typed:
            for column, text in texts.items():
                self._put(book, measure, one, column, text)
        self.show_again()
        return ""

    def _problem(
        self, book: MeasuresBook, measure: Measure, column: str, text: str
    ) -> Issue | None:
        place = place_of(column)
        if place is None:
            return None
        found = read_number(text, measure.entry)
        if isinstance(found, Issue):
            return found
        month = book.months[place]
        if self.state.side is Side.ACTUAL and found is not None and month > book.last_month:
            return Issue("measure_month_ahead", {"month": formats.month(month)})
        return None

    def _words(
        self, book: MeasuresBook, one: GridRow, column: str, issue: Issue, *, is_one: bool
    ) -> str:
        problem = issue_problem(issue)
        place = place_of(column)
        if is_one or place is None:
            return problem
        words = wrong_cell_words(
            person_words(one.row.person), formats.month(book.months[place]), problem
        )
        return _("{problem} Nothing was taken.").format(problem=words)

    def _put(
        self, book: MeasuresBook, measure: Measure, one: GridRow, column: str, text: str
    ) -> None:
        rep_id, place = one.row.person.rep_id, place_of(column)

        def put(ordinal: int, field: str) -> None:
            key = (measure.id, rep_id, ordinal)
            self.typed.put(book.cells.get(key, MeasureCell()), key, field, text)

        if place is not None:
            put(book.months[place].ordinal, str(self.state.side))
            return
        # A source is that of every number that he has reached.
        for month, cell in zip(book.months, one.row.cells, strict=True):
            if cell.actual is not None:
                put(month.ordinal, SOURCE)

    def show_problem(self, key: CellKey, side: Side, issue: Issue) -> None:
        """Go to the cell that saving refused, and say why."""
        book = self.book
        if book is None or book.measure(key[0]) is None:
            return
        self.state = replace(self.state, measure_id=key[0], side=side)
        self.show_again()
        texts = self.typed.texts(key)
        text = "" if texts is None else (texts.target if side is Side.TARGET else texts.actual)
        self._view.show_wrong_cell(key, side, text or "", issue_problem(issue))

    def column_of(self, key: CellKey) -> str:
        """Return the key of the column that a cell stands in."""
        assert self.book is not None
        ordinals = [month.ordinal for month in self.book.months]
        return f"{MONTH}{ordinals.index(key[2])}"


def _is_one(typed: Sequence[Typed]) -> bool:
    return len(typed) == 1 and len(typed[0][1]) == 1
