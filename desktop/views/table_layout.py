"""The order, widths and hidden columns of one table, kept between starts by column key."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, QTimer, Slot
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QMenu, QTableView

from desktop.i18n import _
from desktop.services.settings import ColumnLayout, SettingsFile
from desktop.views.itemmodels.row_table import RowTableModel
from desktop.views.sheet import cell_unit
from desktop.views.theme import BASE_POINTS

_MEASURED_ROWS = 50
_WIDEST_CHARACTERS = 36


class TableLayout(QObject):
    """Gives a table's columns their places and widths, and keeps what the user changes.

    Widths are stored as at 100 % text size. A column that is new since the layout was kept
    stands after the one it follows in the definition.
    """

    def __init__(self, view: QTableView, model: RowTableModel) -> None:
        super().__init__(view)
        self._view = view
        self._model = model
        self._settings: SettingsFile | None = None
        self._key = ""
        self._restoring = False
        self._measured = False
        self._is_behind = False
        self._custom: set[str] = set()
        self._totals: tuple[str, ...] = ()
        self._save_soon = QTimer(self)
        self._save_soon.setSingleShot(True)
        self._save_soon.setInterval(400)
        self._save_soon.timeout.connect(self.save)
        header = view.horizontalHeader()
        header.sectionResized.connect(self._section_resized)
        header.sectionMoved.connect(self._section_moved)

    def keep_in(self, settings: SettingsFile, key: str) -> None:
        """Take the layout kept under this key and keep changes there."""
        self._settings, self._key = settings, key
        self.restore()

    def restore(self) -> None:
        """Put columns where the kept layout, else their definition, has them."""
        kept = self._settings.layout(self._key) if self._settings is not None else None
        columns = self._model.columns
        header = self._view.horizontalHeader()
        self._restoring = True
        try:
            hidden = {c.key for c in columns if c.is_hidden} if kept is None else set(kept.hidden)
            for place, column in enumerate(columns):
                self._view.setColumnHidden(place, column.key in hidden)
            order = self._order(kept.order if kept is not None else ())
            for target, place in enumerate(order):
                header.moveSection(header.visualIndex(place), target)
            widths = dict(kept.widths) if kept is not None else {}
            self._custom = {key for key in widths}
            for place, column in enumerate(columns):
                if column.key in widths:
                    self._view.setColumnWidth(place, round(widths[column.key] * self._scale()))
        finally:
            self._restoring = False
        self._measured = False
        self.measure()

    def measure(self) -> None:
        """Set widths that nobody chose from the headers and the first rows, once there are rows.

        Only fifty rows are looked at: measuring all of a long list would block the window.
        """
        if self._measured and self._model.rowCount():
            return
        self._measured = self._model.rowCount() > 0
        self._restoring = True
        try:
            for place, column in enumerate(self._model.columns):
                if column.key not in self._custom:
                    self._view.setColumnWidth(place, self._natural_width(place))
        finally:
            self._restoring = False

    def make_room_for(self, texts: tuple[str, ...]) -> None:
        """Widen columns for these bold texts of the totals, one a column."""
        if texts != self._totals:
            self._totals = texts
            self._measured = False
            self.measure()

    def remeasure(self) -> None:
        """Measure again, because font or language changed; a table not seen, when it is shown."""
        self._is_behind = not self._view.isVisible()
        if not self._is_behind:
            self._measured = False
            self.restore()

    def catch_up(self) -> None:
        """Measure what changed while the table was not seen."""
        if self._is_behind:
            self.remeasure()

    def fill_menu(self, menu: QMenu) -> None:
        """Add a checkable entry per column and "Reset columns"."""
        header = self._view.horizontalHeader()
        shown = [p for p in range(header.count()) if not self._view.isColumnHidden(p)]
        for visual in range(header.count()):
            place = header.logicalIndex(visual)
            column = self._model.columns[place]
            action = menu.addAction(_(column.header) if column.header else column.key)
            action.setCheckable(True)
            action.setChecked(place in shown)
            # The last column cannot be hidden: nobody would find the menu again.
            action.setEnabled(place not in shown or len(shown) > 1)
            action.toggled.connect(lambda on, p=place: self.show_column(p, on))
        menu.addSeparator()
        menu.addAction(_("Reset columns")).triggered.connect(self.reset)

    def show_column(self, place: int, on: bool) -> None:
        """Show or hide a column and keep that."""
        self._view.setColumnHidden(place, not on)
        self.measure()
        self._save_soon.start()

    @Slot()
    def reset(self) -> None:
        """Go back to the defined columns and widths."""
        if self._settings is not None:
            self._settings.keep_layout(self._key, ColumnLayout(
                hidden=tuple(c.key for c in self._model.columns if c.is_hidden)
            ))  # fmt: skip
        self._custom.clear()
        self.restore()

    @Slot()
    def save(self) -> None:
        """Write the layout to the settings file."""
        if self._settings is None:
            return
        header, columns = self._view.horizontalHeader(), self._model.columns
        order = [columns[header.logicalIndex(visual)].key for visual in range(header.count())]
        widths = tuple(
            (column.key, round(self._view.columnWidth(place) / self._scale()))
            for place, column in enumerate(columns)
            if column.key in self._custom and not self._view.isColumnHidden(place)
        )
        hidden = tuple(
            column.key for p, column in enumerate(columns) if self._view.isColumnHidden(p)
        )
        self._settings.keep_layout(self._key, ColumnLayout(tuple(order), widths, hidden))

    def flush(self) -> None:
        """Write at once what would be written soon."""
        if self._save_soon.isActive():
            self._save_soon.stop()
            self.save()

    def _order(self, keys: tuple[str, ...]) -> list[int]:
        places = {column.key: place for place, column in enumerate(self._model.columns)}
        order = [places[key] for key in keys if key in places]
        for place in range(len(self._model.columns)):
            if place not in order:
                after = order.index(place - 1) + 1 if place - 1 in order else 0
                order.insert(after, place)
        return order

    def _natural_width(self, place: int) -> int:
        column = self._model.columns[place]
        metrics = QFontMetrics(self._view.font())
        letter = metrics.horizontalAdvance("0")
        # The sheet's padding on both sides and Qt's own margin; the shape's square.
        room = 4 * cell_unit(metrics.height()) + letter
        if column.tone is not None:
            room += self._view.iconSize().width() + letter
        if column.characters:
            return column.characters * letter + room
        header = str(
            self._model.headerData(
                place, Qt.Orientation.Horizontal, int(Qt.ItemDataRole.DisplayRole)
            )
        )
        # Room for the sort arrow beside the header's words.
        widest = metrics.horizontalAdvance(header) + 2 * cell_unit(metrics.height())
        lines = range(min(self._model.rowCount(), _MEASURED_ROWS))
        for text in {self._model.texts(line)[place] for line in lines}:
            widest = max(widest, metrics.horizontalAdvance(text))
        if column.strong:
            widest = round(widest * 1.08)
        if place < len(self._totals):
            bold = QFont(self._view.font())
            bold.setBold(True)
            widest = max(widest, QFontMetrics(bold).horizontalAdvance(self._totals[place]))
        return max(min(widest, _WIDEST_CHARACTERS * letter), 4 * letter) + room

    def _scale(self) -> float:
        return max(self._view.font().pointSizeF(), 1.0) / BASE_POINTS

    @Slot(int, int, int)
    def _section_resized(self, place: int, _old: int, new: int) -> None:
        if not self._restoring and new > 0 and place < len(self._model.columns):
            self._custom.add(self._model.columns[place].key)
            self._save_soon.start()

    @Slot(int, int, int)
    def _section_moved(self, _place: int, _old: int, _new: int) -> None:
        if not self._restoring:
            self._save_soon.start()
