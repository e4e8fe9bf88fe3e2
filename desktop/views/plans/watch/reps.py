"""The list of the page "Watch": the branch and its reps with their bullet bars."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop.i18n import N_, _
from desktop.services.charts.bullets import BulletBar, scale_of
from desktop.services.exports.people import ExportTable
from desktop.services.plans.watching_data import WatchRow, WatchSheet
from desktop.services.settings import SettingsFile
from desktop.tone import Tone
from desktop.views.chart_legend import Legend
from desktop.views.chart_pieces import LegendEntry
from desktop.views.icons import show_shape
from desktop.views.palette import colours_of, mixed
from desktop.views.plain_text import label
from desktop.views.plans.path_bar import Hint
from desktop.views.plans.watch.columns import BULLET, watch_columns
from desktop.views.plans.watch.heat import row_key
from desktop.views.plans.watch.painting import BulletDelegate
from desktop.views.plans.watch.pictures import bullet_of
from desktop.views.plans.watch.words import as_of_words, hint_words
from desktop.views.plans.words import status_tone
from desktop.views.table_selection import export_table
from desktop.views.table_view import TableView

_LIST = "plans.watch.reps"


class RepList(QWidget):
    """The sentence of the current row, the table, and what the bars' marks mean."""

    def __init__(self, settings: SettingsFile, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sheet: WatchSheet | None = None
        self._row: WatchRow | None = None
        self._layout_of: object = None
        self.hint = Hint(self)
        self._shape, self.outlook = QLabel(self), label("", self)
        self.outlook.setWordWrap(True)
        self.outlook.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._as_of = label("", self, role="muted")
        self._legend = Legend(self)
        self.table = TableView((), name=N_("Reps against the plan"), row_id=row_key, parent=self)
        self.table.keep_layout(settings, _LIST)
        self._bullets = BulletDelegate(_bar_of, self)
        self._plain = self.table.itemDelegate()
        head = QHBoxLayout()
        head.setContentsMargins(16, 0, 16, 8)
        head.setSpacing(8)
        head.addWidget(self._shape, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self.outlook, 1)
        head.addWidget(self._as_of, 0, Qt.AlignmentFlag.AlignTop)
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 4, 16, 4)
        foot.addWidget(self._legend, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.hint)
        layout.addLayout(head)
        layout.addWidget(self.table, 1)
        layout.addLayout(foot)
        self._shape.hide()

    def show_sheet(self, sheet: WatchSheet | None, rows: tuple[WatchRow, ...], empty: str) -> None:
        """Show these rows, the bars on one scale."""
        self._sheet = sheet
        self.table.set_empty_text(empty)
        self.hint.show_text("" if sheet is None else hint_words(sheet))
        self._as_of.setText("" if sheet is None else as_of_words(sheet))
        if sheet is not None:
            self._set_columns(sheet)
        self._bullets.scale = scale_of(bullet_of(row) for row in rows)
        self.table.set_rows(rows)
        self._show_legend()

    def show_outlook(self, row: WatchRow | None, text: str) -> None:
        """Say where the current row ends."""
        self._row = row
        self.outlook.setText(text)
        self._paint_shape()

    def stand_on(self, row: WatchRow | None) -> None:
        """Make a row current where another one is."""
        if row is not None and self.table.current_row() != row:
            self.table.select_row(row_key(row))

    def exported(self, title: str, notes: tuple[tuple[str, str], ...]) -> ExportTable:
        """Return the table without its bars for export."""
        columns = [one for one in self.table.shown_columns() if one.key != BULLET]
        return export_table(title, self.table.rows_model.rows, columns, None, notes)

    def retranslate(self) -> None:
        """Show all words in the language of the moment."""
        self.table.retranslate()
        self._show_legend()

    def changeEvent(self, event: QEvent) -> None:
        """Follow a new palette or font."""
        super().changeEvent(event)
        kinds = (QEvent.Type.PaletteChange, QEvent.Type.FontChange)
        if event.type() in kinds and hasattr(self, "_plain"):
            self._show_legend()
            self._paint_shape()

    def _set_columns(self, sheet: WatchSheet) -> None:
        layout = (sheet.metric, sheet.currency, sheet.decimals)
        if layout == self._layout_of:
            return
        self._layout_of = layout
        model = self.table.rows_model
        model.set_rows(())
        model.set_columns(watch_columns(*layout))
        for place, column in enumerate(model.columns):
            is_bar = column.key == BULLET
            self.table.setItemDelegateForColumn(place, self._bullets if is_bar else self._plain)
        self.table.column_layout.restore()

    def _show_legend(self) -> None:
        colours, sheet = colours_of(self.palette()), self._sheet
        if sheet is None or sheet.total.cell.target is None:
            self._legend.set_entries(())
            return
        self._legend.set_entries((
            LegendEntry(_("Actual"), colours.accent),
            LegendEntry(_("Target"), colours.text, "upright"),
            LegendEntry(_("Expected by now"), colours.muted, "upright"),
            LegendEntry(_("Forecast"), colours.text, "diamond"),
            LegendEntry(_("Four times out of five"), mixed(colours.accent, colours.base, 0.4)),
        ))  # fmt: skip

    def _paint_shape(self) -> None:
        tone = Tone.NONE if self._row is None else status_tone(self._row.cell.status)
        show_shape(self._shape, tone, self)


def _bar_of(row: object) -> BulletBar:
    return bullet_of(row) if isinstance(row, WatchRow) else BulletBar(None, None)
