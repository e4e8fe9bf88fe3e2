"""One grid of a panel with its title and "Open file…" above it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop.i18n import _, ngettext
from desktop.services.calculators.typed import TypedRow
from desktop.tone import Tone
from desktop.views.icons import status_icon
from desktop.views.palette import colours_of
from desktop.views.plain_text import heading, label, tool_tip
from desktop.views.plans.calculators.answering import Refusal
from desktop.views.plans.calculators.grid import InputTable
from desktop.views.plans.calculators.state import Grid
from desktop.views.plans.calculators.words import grid_words

_TABLES = ("*.csv", "*.txt", "*.xlsx", "*.xlsm", "*.xls", "*.ods")


class GridPanel(QWidget):
    """A grid, what it is, and the first thing that is wrong in it.

    Signals:
        file_chosen(Path): a file is to be read into the grid.
    """

    file_chosen = Signal(object)

    def __init__(self, calculator: str, grid: Grid, parent: QWidget) -> None:
        super().__init__(parent)
        self.key = grid.key
        title = grid_words(calculator, grid.key)
        self.table = InputTable(calculator, self)
        self.table.setAccessibleName(title)
        self.open = QPushButton(_("Open file…"), self)
        self.open.setToolTip(tool_tip(_("Read a CSV file or a workbook into this table")))
        self.open.setAccessibleName(_("Open a file for {table}").format(table=title))
        self.open.clicked.connect(lambda _on=False: self._ask_file())
        self._shape = QLabel(self)
        self.wrong = label("", self, role="wrong")
        self.wrong.setWordWrap(True)
        self.go = QPushButton(_("Go there"), self)
        self.go.setProperty("role", "link")
        self.go.clicked.connect(lambda _on=False: self._go())
        self._first: Refusal | None = None
        self._build(title)
        self.show_refusals(())

    def _build(self, title: str) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(heading(title, self))
        head.addStretch(1)
        head.addWidget(self.open)
        foot = QHBoxLayout()
        foot.setSpacing(6)
        foot.addWidget(self._shape, 0, Qt.AlignmentFlag.AlignTop)
        foot.addWidget(self.wrong, 1)
        foot.addWidget(self.go, 0, Qt.AlignmentFlag.AlignTop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(head)
        layout.addWidget(self.table, 1)
        layout.addLayout(foot)

    def show_rows(self, grid: Grid, rows: tuple[TypedRow, ...]) -> None:
        """Show the grid's columns and what was typed under them."""
        self.table.grid.set_grid(grid.columns, rows)
        self.table.fit_columns(is_growing=True)

    def show_refusals(self, refusals: Sequence[Refusal]) -> None:
        """Mark what is wrong at the cells, and say the first of it below."""
        self.table.grid.set_problems(
            {(one.row, one.column): one.sentence for one in refusals if one.row is not None}
        )
        self._first = refusals[0] if refusals else None
        more = len(refusals) - 1
        words = "" if self._first is None else self._first.words
        if more > 0:
            words = ngettext(
                "{sentence} {count} other problem is marked in the table.",
                "{sentence} {count} other problems are marked in the table.",
                more,
            ).format(sentence=words, count=more)
        size = self.fontMetrics().ascent()
        shape = status_icon(Tone.BAD, colours_of(self.palette()))
        self._shape.setPixmap(shape.pixmap(QSize(size, size)))
        self.wrong.setText(words)
        for widget in (self._shape, self.wrong):
            widget.setVisible(bool(words))
        self.go.setVisible(self._first is not None and self._first.row is not None)

    def _go(self) -> None:
        if self._first is not None and self._first.row is not None:
            self.table.stand_on(self._first.row, self._first.column)

    def _ask_file(self) -> None:
        dialog = QFileDialog(self, _("Open a table"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters(
            [_("Tables ({endings})").format(endings=" ".join(_TABLES)), _("All files (*)")]
        )
        dialog.fileSelected.connect(lambda path: self.file_chosen.emit(Path(path)))
        dialog.open()
