"""The documents' lines behind a figure, fetched a page at a time, with their whole total."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop.enums import Metric
from desktop.i18n import N_, _
from desktop.services import formats
from desktop.services.exports.people import ExportTable
from desktop.services.settings import SettingsFile
from desktop.tone import Tone
from desktop.views.icons import status_icon
from desktop.views.palette import colours_of
from desktop.views.plain_text import label
from desktop.views.plans.columns import line_columns, line_total
from desktop.views.plans.controller import PAGE_LINES
from desktop.views.plans.shown import LinesShown
from desktop.views.table_pane import TablePane


class LinesPage(QWidget):
    """What is behind a figure: a list with its total, which is the figure.

    Signals:
        back_wanted(): Esc: back to the board.
        more_wanted(bool every): the next lines, or all that are left.
    """

    back_wanted = Signal()
    more_wanted = Signal(bool)

    def __init__(self, settings: SettingsFile, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: LinesShown | None = None
        self._metric: Metric | None = None
        self._settings = settings
        self.pane = TablePane((), name=N_("Lines behind the figure"), parent=self)
        self.table = self.pane.table
        self._shape = QLabel(self)
        self._note = label("", self, role="muted")
        self._more = QPushButton(self)
        self._every = QPushButton(self)
        self._build()
        self._more.clicked.connect(lambda _on=False: self.more_wanted.emit(False))
        self._every.clicked.connect(lambda _on=False: self.more_wanted.emit(True))
        leave = QShortcut(QKeySequence(Qt.Key.Key_Escape), self)
        leave.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        leave.activated.connect(self.back_wanted)
        self.retranslate()

    def _build(self) -> None:
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 8, 16, 8)
        foot.setSpacing(8)
        foot.addWidget(self._shape)
        foot.addWidget(self._note, 1)
        foot.addWidget(self._more)
        foot.addWidget(self._every)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.pane, 1)
        layout.addLayout(foot)

    def clear(self) -> None:
        """Show an empty list while the lines are asked for."""
        self._shown = None
        self._note.setText("")
        self._shape.hide()
        self._more.hide()
        self._every.hide()
        self.table.set_empty_text("")
        self.table.set_rows(())
        self.pane.set_totals(None)

    def show_lines(self, shown: LinesShown) -> None:
        """Show the lines fetched so far; the current one stays."""
        is_new = self._shown is None
        self._shown = shown
        self._show_columns(shown)
        self.table.set_rows(shown.page.rows)
        self.table.set_empty_text(_("No lines are behind this figure."))
        self.pane.set_totals({"amount": line_total(shown.page.total, shown.metric)})
        if is_new and shown.page.rows:
            self.table.selectRow(0)
        self._show_words()

    def exported(self, notes: tuple[tuple[str, str], ...]) -> ExportTable:
        """Return the lines fetched so far as a table for export."""
        title = self._shown.title if self._shown is not None else ""
        return self.pane.exported(title, notes)

    def retranslate(self) -> None:
        """Show all words in the language of the moment."""
        self.pane.retranslate()
        self._show_words()

    def changeEvent(self, event: QEvent) -> None:
        """Follow a new palette."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_every"):
            self._show_words()

    def _show_columns(self, shown: LinesShown) -> None:
        if shown.metric is self._metric:
            return
        self._metric = shown.metric
        self.table.set_rows(())
        self.table.rows_model.set_columns(line_columns(shown.metric, shown.currency))
        self.table.keep_layout(self._settings, f"plans.lines.{shown.metric}")

    @Slot()
    def _show_words(self) -> None:
        shown = self._shown
        if shown is None:
            return
        fetched, count = len(shown.page.rows), shown.page.count
        self._note.setText(shown.note)
        size = self.fontMetrics().ascent()
        tone = Tone.GOOD if shown.ties else Tone.WATCH
        shape = status_icon(tone, colours_of(self.palette()))
        self._shape.setPixmap(shape.pixmap(QSize(size, size)))
        self._shape.show()
        step = min(PAGE_LINES, count - fetched)
        self._more.setText(_("Show {count} more").format(count=formats.number(step)))
        self._every.setText(_("Show all {count}").format(count=formats.number(count)))
        self._more.setVisible(not shown.is_whole)
        self._every.setVisible(not shown.is_whole and count - fetched > PAGE_LINES)
