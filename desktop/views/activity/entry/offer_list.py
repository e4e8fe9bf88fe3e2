"""The list below a cell of what can be taken: it never has the keyboard, the cell's field does."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QAccessible, QAccessibleEvent, QColor, QMouseEvent, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from desktop.i18n import _
from desktop.views.activity.entry.completing import Offer
from desktop.views.palette import colours_of
from desktop.views.plain_text import digits_wide

_MOST_SHOWN = 8
_WIDEST_DIGITS = 60
_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_ACCESSIBLE = int(Qt.ItemDataRole.AccessibleTextRole)

Index = QModelIndex | QPersistentModelIndex


class OfferModel(QAbstractListModel):
    """Shows offers in their order."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.offers: tuple[Offer, ...] = ()

    def set_offers(self, offers: tuple[Offer, ...]) -> None:
        """Show other offers."""
        self.beginResetModel()
        self.offers = offers
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Return how many there are."""
        return 0 if parent.isValid() else len(self.offers)

    def data(self, index: Index, role: int = _DISPLAY) -> Any:
        """Return an offer's name, or name and detail as they are read out."""
        if not index.isValid() or role not in (_DISPLAY, _ACCESSIBLE):
            return None
        offer = self.offers[index.row()]
        return offer.name if role == _DISPLAY else f"{offer.name}, {offer.detail}"


class OfferDelegate(QStyledItemDelegate):
    """Paints a name and, quietly at the right, its detail."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the room of a line."""
        height = option.fontMetrics.height()
        offer = index.model().offers[index.row()]  # type: ignore[attr-defined]
        wide = option.fontMetrics.horizontalAdvance(f"{offer.name}   {offer.detail}")
        return QSize(wide + 2 * height, height + max(6, round(height * 0.4)))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint a line."""
        offer = index.model().offers[index.row()]  # type: ignore[attr-defined]
        widget = option.widget
        colours = colours_of(widget.palette())
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(option.rect, QColor(colours.tint))
        edge = round(option.fontMetrics.height() / 2)
        space = option.rect.adjusted(edge, 0, -edge, 0)
        flags = int(Qt.AlignmentFlag.AlignVCenter)
        quiet = option.fontMetrics.horizontalAdvance(offer.detail)
        painter.setPen(QColor(colours.muted))
        painter.drawText(space, flags | int(Qt.AlignmentFlag.AlignRight), offer.detail)
        painter.setPen(QColor(colours.text))
        room = space.width() - quiet - edge
        name = option.fontMetrics.elidedText(offer.name, Qt.TextElideMode.ElideRight, room)
        painter.drawText(space, flags | int(Qt.AlignmentFlag.AlignLeft), name)
        painter.restore()


class OfferList(QListView):
    """What a cell can be completed to, below it or, where there is no room, above.

    Signals:
        picked(Offer): a line was clicked.
    """

    picked = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._page = parent
        self._model = OfferModel(self)
        self.setModel(self._model)
        self.setItemDelegate(OfferDelegate(self))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setUniformItemSizes(True)
        self.hide()

    @property
    def current(self) -> Offer | None:
        """The line that Enter takes, None where the list is not shown or none is chosen."""
        row = self.currentIndex().row()
        return self._model.offers[row] if self.isVisible() and row >= 0 else None

    def show_offers(self, offers: tuple[Offer, ...], below: QRect, *, is_chosen: bool) -> None:
        """Show offers at a cell's rectangle on the screen; `is_chosen` stands on the first."""
        if not offers:
            self.hide()
            return
        self.setAccessibleName(_("What the cell can be completed to"))
        self._model.set_offers(offers)
        hint = self.itemDelegate().sizeHint(self._option(), self._model.index(0, 0))
        wide = max(
            self.itemDelegate().sizeHint(self._option(), self._model.index(row, 0)).width()
            for row in range(len(offers))
        )
        border = 2 * self.frameWidth()
        bar = self.verticalScrollBar().sizeHint().width() if len(offers) > _MOST_SHOWN else 0
        width = min(max(below.width(), wide + bar + border), digits_wide(self, _WIDEST_DIGITS))
        height = hint.height() * min(len(offers), _MOST_SHOWN) + border
        self.setGeometry(self._place(below, QSize(width, height)))
        if is_chosen:
            self.setCurrentIndex(self._model.index(0, 0))
            self._tell()
        self.show()
        self.raise_()

    def place_at(self, below: QRect) -> None:
        """Go along with a cell that moved."""
        self.setGeometry(self._place(below, self.size()))

    def step(self, down: int) -> None:
        """Go up or down in the list."""
        row = max(0, min(self.currentIndex().row() + down, self._model.rowCount() - 1))
        self.setCurrentIndex(self._model.index(row, 0))
        self._tell()

    def _tell(self) -> None:
        """Let a screen reader say the line, which has no keyboard of its own."""
        event = QAccessibleEvent(self, QAccessible.Event.Focus)
        event.setChild(self.currentIndex().row())
        QAccessible.updateAccessibility(event)

    def _option(self) -> QStyleOptionViewItem:
        option = QStyleOptionViewItem()
        self.initViewItemOption(option)
        return option

    def _place(self, below: QRect, size: QSize) -> QRect:
        page = self._page
        corner = page.mapFromGlobal(below.bottomLeft()) + QPoint(0, 1)
        if corner.y() + size.height() > page.height():
            above = page.mapFromGlobal(below.topLeft()).y() - size.height()
            corner.setY(max(above, 0) if above >= 0 else corner.y())
        corner.setX(max(0, min(corner.x(), page.width() - size.width())))
        return QRect(corner, size)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the line that is clicked."""
        index = self.indexAt(event.position().toPoint())
        if index.isValid():
            self.picked.emit(self._model.offers[index.row()])
