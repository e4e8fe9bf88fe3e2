"""One grid of a panel with its title and "Open file…" above it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

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
_ACROSS = (QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.RightToLeft)


class InputArea(QWidget):
    """Fields over grids: these stand side by side where there is room, else one below another.

    `tables` is the layout of the grids, None before there are any.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.tables: QBoxLayout | None = None

    def minimumSizeHint(self) -> QSize:
        """Return the least size; the widest grid alone decides how narrow it can be."""
        found = super().minimumSizeHint()
        widths = self._widths()
        if len(widths) > 1 and self._is_across():
            found.setWidth(found.width() - sum(widths) + max(widths))
        return found

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay the grids out for another width."""
        super().resizeEvent(event)
        self._fit()

    def event(self, event: QEvent) -> bool:
        """Lay the grids out again where one of them has other words."""
        found = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self._fit()
        return found

    def _is_across(self) -> bool:
        return self.tables is not None and self.tables.direction() in _ACROSS

    def _widths(self) -> list[int]:
        if self.tables is None:
            return []
        items = [self.tables.itemAt(place) for place in range(self.tables.count())]
        return [one.minimumSize().width() for one in items if one is not None]

    def _fit(self) -> None:
        layout = self.layout()
        if layout is None:
            return
        if self.tables is not None:
            gaps = self.tables.spacing() * max(self.tables.count() - 1, 0)
            margins = layout.contentsMargins()
            room = self.width() - margins.left() - margins.right()
            is_narrow = sum(self._widths()) + gaps > room
            way = QBoxLayout.Direction.TopToBottom if is_narrow else _ACROSS[0]
            if self.tables.direction() is not way:
                self.tables.setDirection(way)
        # Words that wrap need more than Qt thinks of as their least height.
        least = layout.minimumHeightForWidth(self.width()) if layout.hasHeightForWidth() else 0
        if self.minimumHeight() != least:
            self.setMinimumHeight(max(least, 0))


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
