"""What is typed into the plan's table: taken, or refused with its arithmetic; free of Qt."""

from __future__ import annotations

from collections.abc import Sequence

from desktop.errors import KnownError
from desktop.services.rules.plan_cube.data import NONE
from desktop.tone import Tone
from desktop.views.plans.making.controller import At, MakingController, MakingView
from desktop.views.plans.making.words import even_words, refusal_words, unreadable_words


class PlanTyping:
    """Gives the desk of a controller what its user types, locks and takes back."""

    def __init__(self, control: MakingController, view: MakingView) -> None:
        self._control, self._view = control, view

    def type_text(self, at: At, text: str) -> bool:
        """Give a cell what was typed; return whether it was taken, else the page says why."""
        return self.type_block({at: text})

    def type_block(self, texts: dict[At, str]) -> bool:
        """Give several cells what was typed or pasted, all or none."""
        desk, sheet = self._control.desk, self._control.sheet
        if desk is None or sheet is None or not self._control.is_editable:
            return True
        wishes = []
        for at, text in texts.items():
            present = sheet.amount(*at)
            try:
                wanted = sheet.figures.parse(text, present) if text.strip() else present
            except ValueError:
                self._view.show_refusal(unreadable_words(text.strip()), Tone.BAD)
                return False
            # What is pasted is given even where it is there already: others may not move it.
            if wanted != present or len(texts) > 1:
                wishes.append((self._control.selection_at(at), wanted))
        try:
            was_even = desk.give(wishes, self._control.state.method)
        except KnownError as error:
            words = refusal_words(error, desk.book, sheet.figures)
            self._view.show_refusal(words, Tone.BAD)
            return False
        self._view.show_refusal(even_words() if was_even else "", Tone.INFO)
        if wishes:
            self._control.show()
        return True

    def lock(self, cells: Sequence[At]) -> None:
        """Lock the lines of cells, or unlock them where all are locked."""
        desk = self._control.desk
        if desk is None or not self._control.is_editable:
            return
        selections = [self._control.selection_at(at) for at in cells]
        desk.lock(selections, not desk.is_locked(selections))
        self._view.show_refusal("", Tone.NONE)
        self._control.show()

    def bound(self, at: At, minimum: str, maximum: str) -> tuple[str, str] | None:
        """Bound each line of a cell; return the field and the words where that is refused."""
        desk, sheet = self._control.desk, self._control.sheet
        if desk is None or sheet is None:
            return None
        found = []
        for field, text, empty in (("minimum", minimum, 0), ("maximum", maximum, NONE)):
            try:
                found.append(sheet.figures.parse(text, 0) if text.strip() else empty)
            except ValueError:
                return field, unreadable_words(text.strip())
        if found[1] != NONE and found[1] < 0:
            found[1] = -2
        try:
            desk.bound(self._control.selection_at(at), found[0], found[1])
        except KnownError as error:
            return "maximum", refusal_words(error, desk.book, sheet.figures)
        self._view.show_refusal("", Tone.NONE)
        self._control.show()
        return None

    def undo(self) -> None:
        """Take the last wish back."""
        desk = self._control.desk
        if desk is not None and desk.undo():
            self._view.show_refusal("", Tone.NONE)
            self._control.show()

    def redo(self) -> None:
        """Do again what was taken back."""
        desk = self._control.desk
        if desk is not None and desk.redo():
            self._view.show_refusal("", Tone.NONE)
            self._control.show()
