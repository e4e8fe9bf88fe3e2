"""What is typed into the plan's table: taken, or refused with its arithmetic; free of Qt."""

from __future__ import annotations

from collections.abc import Sequence

from desktop.enums import Metric
from desktop.errors import KnownError
from desktop.services.rules.plan_cube.data import NONE
from desktop.tone import Tone
from desktop.views.plans.making.controller import MakingController
from desktop.views.plans.making.desks import MetricCell, Wish
from desktop.views.plans.making.view import At, MakingView
from desktop.views.plans.making.words import at_words, even_words, refusal_words, unfit_words


class PlanTyping:
    """Gives the desks of a controller what its user types, locks and takes back."""

    def __init__(self, control: MakingController, view: MakingView) -> None:
        self._control, self._view = control, view

    def type_text(self, at: At, text: str) -> bool:
        """Give a cell what was typed; return whether it was taken, else the page says why."""
        return self.type_block({at: text})

    def type_block(self, texts: dict[At, str]) -> bool:
        """Give several cells what was typed or pasted, all or none; each by its own unit."""
        sheet = self._control.sheet
        if sheet is None or not self._control.is_editable:
            return True
        is_block = len(texts) > 1
        wishes: list[Wish] = []
        places: list[At] = []
        for at, text in texts.items():
            metric = sheet.metric_at(at[1])
            if metric is None:
                self._refuse(at, sheet.note_at(at[1]), is_block=is_block)
                return False
            figures, present = sheet.figures_at(at[1]), sheet.amount(*at)
            try:
                wanted = figures.parse(text, present) if text.strip() else present
            except ValueError:
                self._refuse(at, unfit_words(text.strip(), figures), is_block=is_block)
                return False
            # What is pasted is given even where it is there already: others may not move it.
            if wanted != present or is_block:
                wishes.append(Wish(metric, self._control.selection_at(at), wanted))
                places.append(at)
        given = self._control.desks.give(wishes, self._control.state.method)
        if given.refused is not None:
            at = places[given.place]
            self._refuse(at, self._why(given.refused, at), is_block=is_block)
            return False
        self._view.show_refusal(even_words() if given.was_even else "", Tone.INFO)
        if wishes:
            self._control.show()
        return True

    def clear(self, cells: Sequence[At]) -> None:
        """Plan nothing in cells; what is computed in between stays what it is."""
        sheet = self._control.sheet
        if sheet is not None:
            self.type_block({at: "0" for at in cells if sheet.metric_at(at[1]) is not None})

    def _why(self, error: KnownError, at: At) -> str:
        book, sheet = self._control.book, self._control.sheet
        assert book is not None and sheet is not None
        # The books of all metrics have the same members.
        return refusal_words(error, book, sheet.figures_at(at[1]))

    def _refuse(self, at: At, words: str, *, is_block: bool) -> None:
        """Say why; of a block the cell is named and marked, a single one stays open."""
        if is_block:
            named = at_words(self._control.names_at(at), words)
            self._view.show_refusal(named, Tone.BAD, (at, words))
        else:
            self._view.show_refusal(words, Tone.BAD)

    def lock(self, cells: Sequence[At]) -> None:
        """Lock the lines of cells, or unlock them where all are locked."""
        found = [one for one in map(self._cell, cells) if one is not None]
        if not found or not self._control.is_editable:
            return
        self._control.desks.lock(found)
        self._view.show_refusal("", Tone.NONE)
        self._control.show()

    def bound(self, at: At, minimum: str, maximum: str) -> tuple[str, str] | None:
        """Bound each line of a cell; return the field and the words where that is refused."""
        sheet, cell = self._control.sheet, self._cell(at)
        if sheet is None or cell is None:
            return None
        figures = sheet.figures_at(at[1])
        found = []
        for field, text, empty in (("minimum", minimum, 0), ("maximum", maximum, NONE)):
            try:
                found.append(figures.parse(text, 0) if text.strip() else empty)
            except ValueError:
                return field, unfit_words(text.strip(), figures)
        if found[1] != NONE and found[1] < 0:
            found[1] = -2
        try:
            self._control.desks.bound(cell, found[0], found[1])
        except KnownError as error:
            return "maximum", self._why(error, at)
        self._view.show_refusal("", Tone.NONE)
        self._control.show()
        return None

    def _cell(self, at: At) -> MetricCell | None:
        metric = None if self._control.sheet is None else self._control.sheet.metric_at(at[1])
        return None if metric is None else (metric, self._control.selection_at(at))

    def undo(self) -> None:
        """Take the last step back, and show a metric that it touched."""
        self._moved(self._control.desks.undo())

    def redo(self) -> None:
        """Do again what was taken back, and show a metric that it touched."""
        self._moved(self._control.desks.redo())

    def _moved(self, metrics: tuple[Metric, ...]) -> None:
        if not metrics:
            return
        self._view.show_refusal("", Tone.NONE)
        if not set(metrics) & set(self._control.state.metrics):
            self._control.change(metric=metrics[0])
        else:
            self._control.show()
