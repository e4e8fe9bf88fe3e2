"""The first columns of a table held in place while the others scroll beneath them."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Slot
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QTableView

from desktop.views.palette import colours_of
from desktop.views.sort_header import SortHeader


class FrozenColumns(QTableView):
    """A view of the same rows and selection, laid over the left edge of its table.

    It shows the first `count` columns and only while the table is scrolled sideways: otherwise
    the table's own cells are there to be seen. The keyboard stays with the table.
    """

    def __init__(self, table: QTableView, count: int) -> None:
        super().__init__(table)
        self._table, self._count = table, count
        self.setHorizontalHeader(SortHeader(self))
        self.setModel(table.model())
        self.setSelectionModel(table.selectionModel())
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setProperty("role", table.property("role"))
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.setContextMenuPolicy(table.contextMenuPolicy())
        self._wire()
        self.hide()

    def _wire(self) -> None:
        table, header = self._table, self.horizontalHeader()
        header.setVisible(not table.horizontalHeader().isHidden())
        header.setHighlightSections(False)
        header.setSectionsClickable(True)
        header.setSortIndicatorShown(True)
        header.sectionClicked.connect(self._sort)
        header.sectionResized.connect(self._pass_width)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        table.horizontalHeader().sortIndicatorChanged.connect(
            lambda place, order: header.setSortIndicator(place, order)
        )
        table.horizontalHeader().sectionResized.connect(self.follow)
        table.horizontalScrollBar().valueChanged.connect(self.follow)
        table.verticalScrollBar().valueChanged.connect(self.verticalScrollBar().setValue)
        self.verticalScrollBar().valueChanged.connect(table.verticalScrollBar().setValue)
        self.doubleClicked.connect(table.doubleClicked)
        self.customContextMenuRequested.connect(table.customContextMenuRequested)
        table.installEventFilter(self)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self.follow)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the table's size."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.FontChange):
            self._soon.start()
        return super().eventFilter(watched, event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Let the wheel scroll the table beneath."""
        self._table.wheelEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the cells, the rows' hairlines and the edge under which the others scroll."""
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        colours = colours_of(self.palette())
        painter.setPen(QColor(colours.line))
        for row in range(max(self.rowAt(0), 0), self.model().rowCount()):
            bottom = self.rowViewportPosition(row) + self.rowHeight(row) - 1
            if bottom > self.viewport().height():
                break
            painter.drawLine(0, bottom, self.viewport().width(), bottom)
        painter.setPen(QColor(colours.edge))
        edge = self.viewport().width() - 1
        painter.drawLine(edge, 0, edge, self.viewport().height())

    @Slot()
    def follow(self) -> None:
        """Take the table's widths, heights and place; hide where nothing is scrolled away."""
        table = self._table
        if table.horizontalScrollBar().value() == 0:
            self.hide()
            return
        self.blockSignals(True)
        self.setIconSize(table.iconSize())
        height = table.verticalHeader().defaultSectionSize()
        self.verticalHeader().setMinimumSectionSize(height)
        self.verticalHeader().setDefaultSectionSize(height)
        width = 0
        header = self.horizontalHeader()
        header.blockSignals(True)
        header.setMinimumSectionSize(table.horizontalHeader().minimumSectionSize())
        for place in range(self.model().columnCount()):
            hidden = place >= self._count or table.isColumnHidden(place)
            self.setColumnHidden(place, hidden)
            if not hidden:
                self.setColumnWidth(place, table.columnWidth(place))
                width += table.columnWidth(place)
        header.blockSignals(False)
        header.setFixedHeight(table.horizontalHeader().height())
        self.blockSignals(False)
        # It has the table's own frame, so it lies exactly over the table's corner.
        bar = table.horizontalScrollBar()
        room = bar.height() if bar.isVisible() else 0
        self.setGeometry(0, 0, width + 2 * table.frameWidth(), table.height() - room)
        self.show()
        self.raise_()
        self.verticalScrollBar().setValue(table.verticalScrollBar().value())
        self.viewport().update()

    @Slot(int)
    def _sort(self, place: int) -> None:
        header = self._table.horizontalHeader()
        is_again = header.sortIndicatorSection() == place
        up, down = Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder
        is_up = is_again and header.sortIndicatorOrder() == up
        header.setSortIndicator(place, down if is_up else up)

    @Slot(int, int, int)
    def _pass_width(self, place: int, _old: int, new: int) -> None:
        if new:
            self._table.setColumnWidth(place, new)
