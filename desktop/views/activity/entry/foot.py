"""Below the grid: what is wrong with the cell, how a column is typed, how many rows wait."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop.i18n import _
from desktop.tone import Tone
from desktop.views.activity.entry.desk import CellProblem
from desktop.views.activity.entry.words import (
    problems_words,
    question_words,
    save_good_words,
    standing_words,
)
from desktop.views.icons import icon, show_shape, status_icon
from desktop.views.palette import colours_of
from desktop.views.plain_text import label, tool_tip


class QuestionLine(QFrame):
    """Asks whether the good rows are saved alone: two verbs, Esc is neither.

    Signals:
        save_wanted(): the good rows are to be saved.
        problem_wanted(): the first problem is to be shown.
        left(): neither.
    """

    save_wanted = Signal()
    problem_wanted = Signal()
    left = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("role", "message")
        self._shape, self.words = QLabel(self), label("", self)
        self.words.setWordWrap(True)
        self.save, self.problem = QPushButton(self), QPushButton(self)
        self.save.clicked.connect(lambda: self._end(self.save_wanted.emit))
        self.problem.clicked.connect(lambda: self._end(self.problem_wanted.emit))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 6, 16, 6)
        layout.setSpacing(12)
        layout.addWidget(self._shape)
        layout.addWidget(self.words, 1)
        layout.addWidget(self.save)
        layout.addWidget(self.problem)
        self.hide()

    def ask(self, good: int, bad: int) -> None:
        """Ask, and take the keyboard."""
        self.words.setText(question_words(good, bad))
        self.save.setText(save_good_words(good, bad))
        self.save.setVisible(good > 0)
        self.problem.setText(_("Show the first problem"))
        show_shape(self._shape, Tone.BAD, self)
        self.show()
        (self.save if good else self.problem).setFocus(Qt.FocusReason.OtherFocusReason)
        self.words.setAccessibleName(self.words.text())
        event = QAccessibleEvent(self.words, QAccessible.Event.Alert)
        QAccessible.updateAccessibility(event)

    def _end(self, act: Callable[[], None]) -> None:
        self.hide()
        act()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the question away on Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self._end(self.left.emit)
        else:
            super().keyPressEvent(event)


class Foot(QFrame):
    """The line of the current cell, and the verbs of the sheet.

    Signals:
        wanted(str key): a button was pressed; the key is that of the page's action.
    """

    wanted = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._tone = Tone.NONE
        self._has_bad = False
        self._shape, self.cell = QLabel(self), label("", self)
        self.standing = label("", self, role="muted")
        self.problems, self.undo = QPushButton(self), QPushButton(self)
        self.redo, self.save = QPushButton(self), QPushButton(self)
        for key, button in self._buttons.items():
            # They take the keyboard by Tab, not by a click: the cell keeps it.
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(lambda _on=False, name=key: self.wanted.emit(name))
        self._build()
        self.retranslate()

    @property
    def _buttons(self) -> dict[str, QPushButton]:
        return {
            "problem": self.problems, "undo": self.undo, "redo": self.redo, "save": self.save,
        }  # fmt: skip

    def _build(self) -> None:
        told = QHBoxLayout()
        told.setSpacing(8)
        told.addWidget(self._shape, 0, Qt.AlignmentFlag.AlignTop)
        told.addWidget(self.cell, 1)
        self.cell.setWordWrap(True)
        verbs = QHBoxLayout()
        verbs.setSpacing(8)
        verbs.addWidget(self.standing)
        verbs.addStretch(1)
        for button in self._buttons.values():
            verbs.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 6, 16, 8)
        layout.setSpacing(6)
        layout.addLayout(told)
        layout.addLayout(verbs)

    def show_cell(self, problem: CellProblem | None, hint: str) -> None:
        """Say what is wrong with the current cell; where nothing is, how its column is typed."""
        self._tone = Tone.NONE
        if problem is not None:
            self._tone = Tone.WATCH if problem.is_warning else Tone.BAD
        self.cell.setText(problem.words if problem is not None else hint)
        role = "" if problem is not None else "muted"
        if self.cell.property("role") != role:
            self.cell.setProperty("role", role)
            self.cell.style().unpolish(self.cell)
            self.cell.style().polish(self.cell)
        show_shape(self._shape, self._tone, self)

    def show_standing(self, begun: int, bad_rows: int, bad_cells: int, *, is_saving: bool) -> None:
        """Say how many rows wait, and how many problems there are."""
        self._has_bad = bad_cells > 0
        words = _("Saving…") if is_saving else standing_words(begun, bad_rows)
        self.standing.setText(words)
        self.problems.setText(problems_words(bad_cells))
        self.problems.setVisible(self._has_bad)
        self.save.setEnabled(begun > 0 and not is_saving)
        self._paint()

    def show_undo(self, undo: str | None, redo: str | None) -> None:
        """Say what would be undone and done again; None is nothing."""
        for button, what, words, nothing in (
            (self.undo, undo, _("Undo: {what} (Ctrl+Z)"), _("Nothing to undo")),
            (self.redo, redo, _("Do again: {what} (Ctrl+Y)"), _("Nothing to do again")),
        ):
            button.setEnabled(what is not None)
            button.setToolTip(tool_tip(nothing if what is None else words.format(what=what)))

    def retranslate(self) -> None:
        """Show all words in the language of the moment."""
        self.undo.setText(_("Undo"))
        self.redo.setText(_("Redo"))
        self.save.setText(_("Save"))
        self.save.setToolTip(_("Save the rows of the sheet (Ctrl+S)"))
        self.problems.setToolTip(_("Go to the next problem (Ctrl+.)"))
        self._paint()

    def changeEvent(self, event: QEvent) -> None:
        """Follow a new palette or font."""
        super().changeEvent(event)
        kinds = (QEvent.Type.PaletteChange, QEvent.Type.FontChange)
        if event.type() in kinds and hasattr(self, "save"):
            self._paint()
            show_shape(self._shape, self._tone, self)

    def _paint(self) -> None:
        palette = self.palette()
        size = self.fontMetrics().ascent()
        for name, button in self._buttons.items():
            shape = status_icon(Tone.BAD, colours_of(palette))
            button.setIcon(shape if name == "problem" else icon(name, palette))
            button.setIconSize(QSize(size, size))
