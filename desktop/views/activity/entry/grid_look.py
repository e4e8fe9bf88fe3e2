"""How the entry grid looks: rows as high as the letters ask, hairlines, columns that are kept."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Slot
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from desktop.i18n import _
from desktop.services.entries.data import EntrySpec
from desktop.services.settings import ColumnLayout, SettingsFile
from desktop.views.palette import colours_of
from desktop.views.sheet import cell_unit
from desktop.views.theme import BASE_POINTS

_KEEP_AFTER_MS = 400


def set_up(view: QTableView) -> None:
    """Let a table be typed into, without Qt's own ways of going on."""
    trigger = QAbstractItemView.EditTrigger
    view.setEditTriggers(trigger.AnyKeyPressed | trigger.DoubleClicked)
    view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
    view.setShowGrid(False)
    view.setWordWrap(False)
    view.setCornerButtonEnabled(False)
    view.setTabKeyNavigation(False)
    view.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    header, rows = view.horizontalHeader(), view.verticalHeader()
    header.setHighlightSections(False)
    rows.setHighlightSections(False)
    header.setSectionsMovable(True)
    header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
    rows.setProperty("role", "rows")
    rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    fit_rows(view)


def fit_rows(view: QTableView) -> None:
    """Give the rows the height of the font, and shapes that of its letters."""
    metrics = view.fontMetrics()
    height = metrics.height()
    view.setIconSize(QSize(metrics.ascent(), metrics.ascent()))
    view.verticalHeader().setMinimumSectionSize(height)
    view.verticalHeader().setDefaultSectionSize(height + max(8, round(height * 0.55)))


def paint_lines(view: QTableView, event: QPaintEvent) -> None:
    """Paint hairlines between rows and columns."""
    model = view.model()
    painter = QPainter(view.viewport())
    painter.setPen(QColor(colours_of(view.palette()).line))
    height = view.verticalHeader().defaultSectionSize()
    bottom = view.rowViewportPosition(model.rowCount() - 1) + height - 1
    lowest = min(event.rect().bottom(), bottom)
    y = view.rowViewportPosition(max(view.rowAt(event.rect().top()), 0)) + height - 1
    while y <= lowest:
        painter.drawLine(event.rect().left(), y, event.rect().right(), y)
        y += height
    for place in range(model.columnCount()):
        x = view.columnViewportPosition(place) + view.columnWidth(place) - 1
        painter.drawLine(x, event.rect().top(), x, lowest)
    painter.end()


def paint_words(view: QTableView, words: str) -> None:
    """Paint quiet words into the middle of a table that is all but empty."""
    painter = QPainter(view.viewport())
    painter.setPen(QColor(colours_of(view.palette()).muted))
    height = 2 * view.verticalHeader().defaultSectionSize()
    space = view.viewport().rect().adjusted(height, height, -height, -height)
    painter.drawText(space, int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap), words)
    painter.end()


class KeptColumns(QObject):
    """Gives each kind's columns their order and widths, and keeps what the user changes.

    Widths are kept as at 100 % text size.
    """

    def __init__(self, view: QTableView, settings: SettingsFile) -> None:
        super().__init__(view)
        self._view, self._settings = view, settings
        self._spec: EntrySpec | None = None
        self._is_setting = False
        self._chosen: set[str] = set()
        self._keep_soon = QTimer(self)
        self._keep_soon.setSingleShot(True)
        self._keep_soon.setInterval(_KEEP_AFTER_MS)
        self._keep_soon.timeout.connect(self.keep)
        view.horizontalHeader().sectionResized.connect(self._resized)
        view.horizontalHeader().sectionMoved.connect(self._moved)
        view.installEventFilter(self)

    def show_kind(self, spec: EntrySpec) -> None:
        """Put a kind's columns where they were left."""
        if self._keep_soon.isActive():
            self._keep_soon.stop()
            self.keep()
        self._spec = spec
        kept = self._settings.layout(self._key(spec)) or ColumnLayout()
        header, keys = self._view.horizontalHeader(), spec.keys
        order = [keys.index(key) for key in kept.order if key in keys]
        order += [place for place in range(len(keys)) if place not in order]
        self._is_setting = True
        for target, place in enumerate(order):
            header.moveSection(header.visualIndex(place), target)
        widths = dict(kept.widths)
        self._chosen = set(widths) & set(keys)
        for place, key in enumerate(keys):
            wide = round(widths[key] * self._scale()) if key in widths else self._natural(place)
            self._view.setColumnWidth(place, wide)
        self._is_setting = False

    @Slot()
    def keep(self) -> None:
        """Write order and chosen widths to the settings."""
        if self._spec is None:
            return
        header, keys = self._view.horizontalHeader(), self._spec.keys
        order = tuple(keys[header.logicalIndex(place)] for place in range(header.count()))
        widths = tuple(
            (key, round(self._view.columnWidth(place) / self._scale()))
            for place, key in enumerate(keys)
            if key in self._chosen
        )
        self._settings.keep_layout(self._key(self._spec), ColumnLayout(order, widths))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Measure again where the font is another."""
        if event.type() == QEvent.Type.FontChange and self._spec is not None:
            self.show_kind(self._spec)
        return super().eventFilter(watched, event)

    def _natural(self, place: int) -> int:
        """Return the width of a column's usual text, and of its title."""
        assert self._spec is not None
        column = self._spec.columns[place]
        bold = self._view.font()
        bold.setBold(True)
        metrics = self._view.fontMetrics()
        digit = metrics.horizontalAdvance("0")
        title = QFontMetrics(bold).horizontalAdvance(_(column.title))
        return max(title, column.width * digit) + 4 * cell_unit(metrics.height()) + digit

    def _key(self, spec: EntrySpec) -> str:
        return f"activity.entry.{spec.kind}"

    def _scale(self) -> float:
        return max(self._view.font().pointSizeF(), 1.0) / BASE_POINTS

    @Slot(int, int, int)
    def _resized(self, place: int, _old: int, new: int) -> None:
        if not self._is_setting and new > 0 and self._spec is not None:
            self._chosen.add(self._spec.keys[place])
            self._keep_soon.start()

    @Slot(int, int, int)
    def _moved(self, _place: int, _old: int, _new: int) -> None:
        if not self._is_setting:
            self._keep_soon.start()
