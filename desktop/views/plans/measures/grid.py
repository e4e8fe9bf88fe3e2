"""A measure by rep and month: what it is, the numbers to type, and what is not saved."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop.i18n import N_, _
from desktop.services.settings import SettingsFile
from desktop.tone import Tone
from desktop.views.column import Column
from desktop.views.icons import status_icon
from desktop.views.palette import colours_of
from desktop.views.plain_text import heading, label
from desktop.views.plans.entry_table import EntryTable
from desktop.views.plans.measures.columns import grid_columns, grid_totals
from desktop.views.plans.measures.protocols import MeasuresShown
from desktop.views.plans.measures.words import (
    hint_words,
    kind_words,
    measure_words,
    unsaved_words,
)
from desktop.views.table_pane import TablePane

_CLEAR = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)


class NumbersTable(EntryTable):
    """The cells of a measure; Del empties those that are selected.

    Signals:
        cleared(tuple cells): pairs of a row and the key of a column are to be emptied.
    """

    cleared = Signal(object)

    def __init__(
        self,
        columns: Sequence[Column[Any]],
        *,
        name: str,
        row_id: Callable[[Any], object],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(name=name, row_id=row_id, parent=parent)
        self.rows_model.set_columns(columns)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Empty the selected cells by Del; the rest is typing and going about."""
        if event.key() in _CLEAR and not event.modifiers() and self.is_open:
            cells = tuple(
                (self.rows_model.row(index.row()), self.rows_model.columns[index.column()].key)
                for index in self.selectionModel().selectedIndexes()
                if self.may_edit(index)
            )
            if cells:
                self.cleared.emit(cells)
            return
        super().keyPressEvent(event)


class _NumbersPane(TablePane):
    table_type = NumbersTable


class MeasureGrid(QWidget):
    """The heading, the grid with its totals, and the line below.

    Signals:
        save_wanted(), discard_wanted(): a button was pressed.
    """

    save_wanted = Signal()
    discard_wanted = Signal()

    def __init__(self, settings: SettingsFile, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self._layout_of: object = None
        self.title, self.about = heading("", self), label("", self, role="muted")
        self.pane = _NumbersPane(
            (), name=N_("Numbers of the measure"), row_id=lambda one: one.row.person.rep_id or 0,
            parent=self,
        )  # fmt: skip
        table = self.pane.table
        assert isinstance(table, NumbersTable)
        self.table = table
        self._shape, self.refusal = QLabel(self), label("", self, role="wrong")
        self.hint, self.unsaved = label("", self, role="muted"), label("", self)
        self._mark = QLabel(self)
        self.discard, self.save = QPushButton(self), QPushButton(self)
        self._build()
        self.retranslate()

    def _build(self) -> None:
        for words in (self.about, self.refusal, self.hint):
            words.setWordWrap(True)
        head = QVBoxLayout()
        head.setContentsMargins(16, 12, 16, 8)
        head.setSpacing(4)
        head.addWidget(self.title)
        head.addWidget(self.about)
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 8, 16, 8)
        foot.setSpacing(8)
        foot.addWidget(self._shape)
        foot.addWidget(self.refusal, 1)
        foot.addWidget(self.hint, 1)
        foot.addWidget(self._mark)
        for one in (self.unsaved, self.discard, self.save):
            foot.addWidget(one)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(self.pane, 1)
        layout.addLayout(foot)
        self.table.refused.connect(self.show_refusal)
        self.discard.clicked.connect(lambda _on=False: self.discard_wanted.emit())
        self.save.clicked.connect(lambda _on=False: self.save_wanted.emit())
        self.show_refusal("")

    def show_measures(self, shown: MeasuresShown) -> None:
        """Show the chosen measure's grid; the current cell stays where it can."""
        table, state = shown.table, shown.state
        self.title.setText("" if table is None else measure_words(table.measure.entry))
        self.about.setText("" if table is None else kind_words(table.measure.entry))
        self.hint.setText(
            "" if table is None
            else hint_words(shown.book, state.side, may_change=shown.may_change)
        )  # fmt: skip
        self.table.is_open = shown.may_type
        if table is None:
            self._layout_of = None
            self.table.set_rows(())
            self.table.rows_model.set_columns(())
            self.pane.set_totals(None)
        else:
            # What a column writes depends on the measure's decimals, and its layout on the side.
            layout = (state.side, table.measure.entry.decimals, shown.book.months)
            if layout != self._layout_of:
                self._layout_of = layout
                self.table.set_rows(())
                self.table.rows_model.set_columns(
                    grid_columns(shown.book, table.measure, state.side)
                )
                self.table.keep_layout(self._settings, f"plans.measures.{state.side}")
            self.table.set_rows(shown.rows)
            self.pane.set_totals(grid_totals(table.measure, table.total, state.side))
        self.unsaved.setText(unsaved_words(shown.unsaved))
        for one in (self.discard, self.save):
            one.setVisible(shown.may_change and table is not None)
            one.setEnabled(bool(shown.unsaved))
        self._paint()

    def show_refusal(self, words: str) -> None:
        """Say why a text was not taken; "" takes the sentence away."""
        self.refusal.setText(words)
        for one in (self.refusal, self._shape):
            one.setVisible(bool(words))
        self.hint.setVisible(not words)

    def retranslate(self) -> None:
        """Show all words in the language of the moment; the numbers come with the measure."""
        self._layout_of = None
        self.pane.retranslate()
        self.discard.setText(_("Discard"))
        self.discard.setToolTip(_("Forget what was typed since the last save"))
        self.save.setText(_("Save"))
        self.save.setToolTip(_("Save all numbers that were typed (Ctrl+S)"))
        self._paint()

    def changeEvent(self, event: QEvent) -> None:
        """Draw the shapes again in a new palette."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "save"):
            self._paint()

    def _paint(self) -> None:
        size, colours = self.fontMetrics().ascent(), colours_of(self.palette())
        self._shape.setPixmap(status_icon(Tone.BAD, colours).pixmap(QSize(size, size)))
        self._mark.setPixmap(status_icon(Tone.INFO, colours).pixmap(QSize(size, size)))
        self._mark.setVisible(bool(self.unsaved.text()))
