"""At the left of the tasks: the objectives they serve, and what is not linked to anything."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPushButton, QSplitter, QVBoxLayout, QWidget

from desktop.i18n import N_, _
from desktop.services.plans.work_data import LooseEnd, ObjectiveRow, WorkBook
from desktop.services.settings import SettingsFile
from desktop.views.filter_bar import ChoiceBox
from desktop.views.plain_text import heading
from desktop.views.plans.work.columns import loose_columns, objective_columns
from desktop.views.plans.work.state import counts_of
from desktop.views.plans.work.words import (
    counted_words,
    loose_title,
    no_loose_words,
    no_objectives_words,
)
from desktop.views.table_view import TableView


class LeftSide(QSplitter):
    """Objectives above, what is unlinked below.

    Signals:
        wanted(str key): a button of the objectives was pressed: "objective" or "close".
        lack_chosen(str): one kind of what is unlinked is to be shown, "" all of it.
    """

    wanted = Signal(str)
    lack_chosen = Signal(str)

    def __init__(self, settings: SettingsFile, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Vertical, parent)
        upper, lower = QWidget(self), QWidget(self)
        self._book: WorkBook | None = None
        self._may_enter = False
        self.title, self.loose_title = heading("", upper), heading("", lower)
        self.add, self.close_button = QPushButton(upper), QPushButton(upper)
        self.objectives = TableView(
            objective_columns(), name=N_("Objectives"), row_id=lambda row: row.id, parent=upper
        )
        self.lacks: QComboBox = ChoiceBox(lower)
        self.loose = TableView(
            loose_columns(), name=N_("Unlinked"), parent=lower,
            row_id=lambda row: (str(row.lack), row.record_id, row.category),
        )  # fmt: skip
        self.objectives.keep_layout(settings, "plans.work.objectives")
        self.loose.keep_layout(settings, "plans.work.loose")
        self._lay(upper, (self.title, self.add, self.close_button), self.objectives)
        self._lay(lower, (self.loose_title, self.lacks), self.loose)
        self.setChildrenCollapsible(False)
        self.setHandleWidth(5)
        self.setStretchFactor(0, 3)
        self.setStretchFactor(1, 2)
        self.add.clicked.connect(lambda _on=False: self.wanted.emit("objective"))
        self.close_button.clicked.connect(lambda _on=False: self.wanted.emit("close"))
        self.objectives.current_changed.connect(self._fit_buttons)
        self.lacks.currentIndexChanged.connect(self._lack_changed)

    def _lay(self, holder: QWidget, head: tuple[QWidget, ...], table: TableView) -> None:
        line = QHBoxLayout()
        line.setContentsMargins(16, 8, 8, 8)
        line.setSpacing(8)
        line.addWidget(head[0], 1)
        for widget in head[1:]:
            line.addWidget(widget)
        layout = QVBoxLayout(holder)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(line)
        layout.addWidget(table, 1)
        self.addWidget(holder)

    def show_book(self, book: WorkBook | None, lack: str, may_enter: bool) -> None:
        """Show the objectives and the kinds of what is unlinked."""
        self._book, self._may_enter = book, may_enter
        self.objectives.set_rows(() if book is None else book.objectives)
        if book is not None and book.objectives and self.objectives.current_row() is None:
            self.objectives.select_row(book.objectives[0].id)
        self._fill_lacks(lack)
        self._fit_buttons()

    def _fill_lacks(self, lack: str) -> None:
        ends = () if self._book is None else self._book.loose
        self.loose_title.setText(loose_title(len(ends)))
        self.lacks.blockSignals(True)
        self.lacks.clear()
        self.lacks.addItem(_("All of them"), "")
        for kind, count in counts_of(ends).items():
            self.lacks.addItem(counted_words(kind, count), str(kind))
        self.lacks.setCurrentIndex(max(self.lacks.findData(lack), 0))
        self.lacks.blockSignals(False)
        self.lacks.setEnabled(bool(ends))

    def show_loose(self, ends: tuple[LooseEnd, ...]) -> None:
        """Show what is unlinked."""
        has_plan = self._book is not None
        self.loose.set_empty_text(no_loose_words() if has_plan else "")
        self.loose.set_rows(ends)

    @property
    def objective(self) -> ObjectiveRow | None:
        """The current objective."""
        row = self.objectives.current_row()
        return row if isinstance(row, ObjectiveRow) else None

    def retranslate(self) -> None:
        """Show all words in the language of the moment."""
        self.title.setText(_("Objectives"))
        self.add.setText(_("&Objective…"))
        self.add.setToolTip(_("Enter what is to be reached besides figures (Ctrl+G)"))
        self.add.setAccessibleName(_("New objective"))
        self.close_button.setToolTip(_("Close the current objective by its evidence (Ctrl+J)"))
        self.lacks.setAccessibleName(_("What is missing"))
        self.objectives.set_empty_text(no_objectives_words() if self._book is not None else "")
        self.objectives.retranslate()
        self.loose.retranslate()
        self._fill_lacks(str(self.lacks.currentData() or ""))
        self._fit_buttons()

    @Slot()
    def _fit_buttons(self) -> None:
        row = self.objective
        is_closed = row is not None and row.closed_on is not None
        self.close_button.setText(_("&Evidence…") if is_closed else _("&Close it…"))
        self.close_button.setEnabled(row is not None and self._may_enter)
        self.add.setEnabled(self._may_enter)
        self.objectives.set_empty_text(no_objectives_words() if self._book is not None else "")

    @Slot()
    def _lack_changed(self) -> None:
        self.lack_chosen.emit(str(self.lacks.currentData() or ""))
