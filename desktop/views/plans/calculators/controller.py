"""What the page of calculators does: keeps each panel's figures and asks for its answer; no Qt."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import Protocol

from desktop.errors import KnownError, StorageError
from desktop.i18n import _, ngettext
from desktop.services.calculators.data import CalcColumn, Calculator
from desktop.services.calculators.examples import Example, example_of
from desktop.services.calculators.registry import CALCULATORS
from desktop.services.calculators.typed import (
    MOST_ROWS,
    OpenedTable,
    open_table,
    pasted_rows,
)
from desktop.services.messages import sentence
from desktop.views.plans.calculators.answering import (
    Answer,
    CallAnswer,
    answer_of,
    call_answer,
)
from desktop.views.plans.calculators.shelf import PanelShelf
from desktop.views.plans.calculators.state import (
    Grid,
    History,
    Typed,
    blank,
    grids_of,
    typed_example,
)
from desktop.views.plans.calculators.words import column_words
from desktop.views.runner import Runner

_CALLPLAN = "callplan"


class CalculatorsView(Protocol):
    """The page, as the controller knows it."""

    def show_calculator(self, calculator: Calculator) -> None:
        """Show another calculator's panel, still empty."""
        ...

    def show_typed(self, typed: Typed, grids: tuple[Grid, ...], example: Example | None) -> None:
        """Show what stands in the fields and grids, and the example's source where it is one."""
        ...

    def show_answer(self, answer: Answer) -> None:
        """Show an answer, or what stands against one."""
        ...

    def show_call(self, call: CallAnswer | None) -> None:
        """Show what hangs on a programme of visits; None where there is none."""
        ...

    def calculate_soon(self) -> None:
        """Call `calculate` once the typing rests."""
        ...

    def say(self, text: str) -> None:
        """Tell something in passing."""
        ...

    def fail(self, error: Exception) -> None:
        """Let the window say what went wrong."""
        ...


class CalculatorsController:
    """Keeps what was typed into every panel, with the way back while the program runs.

    With a shelf the figures are there again at the next start.
    """

    def __init__(
        self,
        runner: Runner,
        view: CalculatorsView,
        currency: str,
        shelf: PanelShelf | None = None,
    ) -> None:
        self._runner, self._view, self._currency = runner, view, currency
        self._shelf = shelf
        self._kept: dict[str, Typed] = {}
        self._histories: dict[str, History] = {}
        self._grids: dict[str, tuple[Grid, ...]] = {}
        #: The field whose letters make one step back together.
        self._field = ""
        self.name = ""
        self.answer: Answer | None = None
        self.call: CallAnswer | None = None

    @property
    def calculator(self) -> Calculator:
        """The calculator in front."""
        return CALCULATORS[self.name]

    @property
    def typed(self) -> Typed:
        """What stands in the panel in front."""
        return self._histories[self.name].now

    @property
    def grids(self) -> tuple[Grid, ...]:
        """The grids of the panel in front."""
        return self._grids[self.name]

    @property
    def can_undo(self) -> bool:
        """Whether there is a step back."""
        return bool(self.name and self._histories[self.name].before)

    @property
    def can_redo(self) -> bool:
        """Whether there is a step forward."""
        return bool(self.name and self._histories[self.name].after)

    # Choosing

    def choose(self, name: str) -> None:
        """Bring a calculator's panel to the front, with what was typed into it."""
        if name == self.name:
            return
        self.keep()
        self.name, self.answer, self.call = name, None, None
        if name not in self._histories:
            kept = None if self._shelf is None else self._shelf.find(self.calculator)
            self._kept[name] = kept or blank(self.calculator)
            self._histories[name] = History(self._kept[name])
        self._field = ""
        self._view.show_calculator(self.calculator)
        self._view.show_call(None)
        self._show()
        self.calculate()

    def show_again(self) -> None:
        """Show the panel in the language of the moment."""
        if self.name:
            self._view.show_calculator(self.calculator)
            self._show()
            self.calculate()

    # Typing

    def set_option(self, option: str, value: str | bool) -> None:
        """Take what was typed into a field; the letters of one field are one step back."""
        typed = self.typed.with_option(option, value)
        if typed == self.typed:
            return
        history = self._histories[self.name]
        if option == self._field and isinstance(value, str):
            self._histories[self.name] = History(typed, history.before)
        else:
            self._histories[self.name] = history.then(typed)
        self._field = option
        self._changed()

    def edit(self, key: str, cells: Iterable[tuple[int, str, str]]) -> None:
        """Take texts of cells: row from 0, column, text."""
        self._take(self.typed.with_cells(key, cells))

    def paste(self, key: str, row: int, column: int, text: str) -> None:
        """Take a block of cells from a spreadsheet at a cell."""
        columns = self._columns(key)
        rows = pasted_rows(text, columns, column, partial(column_words, self.name))
        cells = [
            (row + place, name, cell)
            for place, one in enumerate(rows)
            for name, cell in one.items()
        ]
        if row + len(rows) > MOST_ROWS:
            self._tell_cut()
        self.edit(key, cells)

    def remove_rows(self, key: str, rows: Iterable[int]) -> None:
        """Take rows out of a grid; those below move up."""
        gone = set(rows)
        kept = tuple(row for at, row in enumerate(self.typed.rows(key)) if at not in gone)
        self._take(self.typed.with_rows(key, kept))

    def clear(self) -> None:
        """Empty the panel; undo brings it back."""
        self._take(blank(self.calculator))

    def fill_example(self) -> None:
        """Fill the panel with the worked example; undo brings back what stood there."""
        self._take(typed_example(example_of(self.name)))

    def undo(self) -> None:
        """Go one step back."""
        self._turn(self._histories[self.name].back())

    def redo(self) -> None:
        """Go one step forward again."""
        self._turn(self._histories[self.name].forward())

    # Files

    def open_file(self, key: str, path: Path) -> None:
        """Read a CSV file or a workbook into a grid, in a worker."""
        name, columns = self.name, self._columns(key)
        self._runner.query(
            lambda: open_table(path, columns, partial(column_words, name)),
            lambda opened: self._opened(name, key, path, opened),
            owner=self._view,
            key="open",
            on_error=self._refused,
        )

    def _opened(self, name: str, key: str, path: Path, opened: OpenedTable) -> None:
        if name != self.name:
            return
        if not any(any(row.values()) for row in opened.rows):
            wanted = ", ".join(column_words(name, one.name) for one in self._columns(key))
            self._view.say(
                _("{file} has none of the columns {columns}; nothing was changed.").format(
                    file=path.name, columns=wanted
                )
            )
            return
        self._take(self.typed.with_rows(key, opened.rows))
        if opened.has_more:
            self._tell_cut()
        elif opened.skipped:
            self._view.say(
                ngettext(
                    "{count} column of the file is not used here: {names}.",
                    "{count} columns of the file are not used here: {names}.",
                    len(opened.skipped),
                ).format(count=len(opened.skipped), names=", ".join(opened.skipped))
            )

    def _tell_cut(self) -> None:
        self._view.say(
            _("Only the first {most} rows were taken; the command line takes any number.").format(
                most=MOST_ROWS
            )
        )

    def _refused(self, error: Exception) -> None:
        if isinstance(error, KnownError):
            self._view.say(sentence(error))
        else:
            self._view.fail(error)

    # The answer

    def calculate(self) -> None:
        """Ask for the answer to what stands in the panel, and keep that for the next start."""
        calculator, typed, grids = self.calculator, self.typed, self.grids
        self.keep()
        self._runner.query(
            lambda: answer_of(calculator, typed, grids, self._currency),
            self._came,
            owner=self._view,
            key="answer",
        )

    def keep(self) -> None:
        """Keep the figures of the panel in front for the next start."""
        if self._shelf is None or not self.name or self._kept[self.name] == self.typed:
            return
        self._kept[self.name] = self.typed
        try:
            self._shelf.put(self.calculator, self.typed)
        except StorageError as error:
            self._view.fail(error)

    def _came(self, answer: Answer) -> None:
        if answer.name != self.name:
            return
        self.answer = answer
        self._view.show_answer(answer)
        known, table = answer.known, answer.table
        if answer.name != _CALLPLAN or known is None or table is None:
            self._show_call(None)
            return
        self._runner.query(
            lambda: call_answer(known, table),
            lambda call: self._show_call(call) if answer is self.answer else None,
            owner=self._view,
            key="call",
        )

    def _show_call(self, call: CallAnswer | None) -> None:
        self.call = call
        self._view.show_call(call)

    # Inside

    def _columns(self, key: str) -> tuple[CalcColumn, ...]:
        return next(grid.columns for grid in self.grids if grid.key == key)

    def _take(self, typed: Typed) -> None:
        self._field = ""
        history = self._histories[self.name].then(typed)
        if history is not self._histories[self.name]:
            self._turn(history)

    def _turn(self, history: History) -> None:
        self._field = ""
        self._histories[self.name] = history
        self._changed()

    def _changed(self) -> None:
        self._show()
        self._view.calculate_soon()

    def _show(self) -> None:
        typed = self.typed
        self._grids[self.name] = grids_of(self.calculator, typed, self._grids.get(self.name, ()))
        example = example_of(self.name) if typed.is_example else None
        self._view.show_typed(typed, self.grids, example)
