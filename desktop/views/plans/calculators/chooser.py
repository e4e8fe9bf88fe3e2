"""The list of calculators: what each is called, and a line on what it is for."""

from __future__ import annotations

from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPalette, QStandardItem
from PySide6.QtGui import QStandardItemModel as ItemModel
from PySide6.QtWidgets import (
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from desktop.i18n import _
from desktop.services.calculators.registry import CALCULATORS
from desktop.views.palette import colours_of
from desktop.views.plain_text import tool_tip
from desktop.views.plans.calculators.words import calculator_words, purpose_words

_LINE_ROLE = int(Qt.ItemDataRole.UserRole) + 1
_NAME_ROLE = int(Qt.ItemDataRole.UserRole) + 2
_SIDE, _TOP = 16, 6


class TwoLines(QStyledItemDelegate):
    """Paints an entry's name above its line, both shortened where there is no room."""

    def sizeHint(
        self, option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Return the room of two lines."""
        return QSize(1, 2 * QFontMetrics(option.font).height() + 2 * _TOP)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Paint an entry; the chosen one as selected rows are painted everywhere."""
        view = option.widget
        state, area, font = option.state, QRect(option.rect), QFont(option.font)
        colours = colours_of(view.palette())
        is_chosen = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        if is_chosen:
            palette = option.palette
            painter.fillRect(area, palette.brush(QPalette.ColorRole.Highlight))
            ink = quiet = palette.color(QPalette.ColorRole.HighlightedText)
        else:
            ink, quiet = QColor(colours.text), QColor(colours.muted)
            if state & QStyle.StateFlag.State_MouseOver:
                painter.fillRect(area, QColor(colours.hover))
        inside = area.adjusted(_SIDE, _TOP, -_SIDE, -_TOP)
        half = inside.height() // 2
        bold = QFont(font)
        bold.setBold(True)
        for top, face, colour, role in (
            (0, bold, ink, Qt.ItemDataRole.DisplayRole),
            (half, font, quiet, _LINE_ROLE),
        ):
            text = QFontMetrics(face).elidedText(
                str(index.data(role)), Qt.TextElideMode.ElideRight, inside.width()
            )
            painter.setFont(face)
            painter.setPen(colour)
            line = QRect(inside.left(), inside.top() + top, inside.width(), half)
            painter.drawText(line, int(Qt.AlignmentFlag.AlignVCenter), text)
        painter.restore()


class CalculatorList(QListView):
    """The calculators, in the order in which the command line names them.

    Signals:
        chosen(str name): another one is current.
    """

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._items = ItemModel(self)
        self._is_setting = False
        self.setModel(self._items)
        self.setItemDelegate(TwoLines(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setMouseTracking(True)
        self.setUniformItemSizes(True)
        for name in CALCULATORS:
            item = QStandardItem()
            item.setData(name, _NAME_ROLE)
            self._items.appendRow(item)
        self.retranslate()
        self.selectionModel().currentChanged.connect(self._turned)

    def retranslate(self) -> None:
        """Name the calculators in the language of the moment."""
        self.setAccessibleName(_("Calculators"))
        for place, name in enumerate(CALCULATORS):
            item, line = self._items.item(place), purpose_words(name)
            words = calculator_words(name)
            item.setText(words)
            item.setData(line, _LINE_ROLE)
            item.setToolTip(tool_tip(title_words(name)))
            item.setAccessibleText(_("{name}: {line}").format(name=words, line=line))

    def choose(self, name: str) -> None:
        """Make a calculator current."""
        place = list(CALCULATORS).index(name)
        flag = QItemSelectionModel.SelectionFlag.ClearAndSelect
        self.selectionModel().setCurrentIndex(self._items.index(place, 0), flag)

    def changeEvent(self, event: QEvent) -> None:
        """Lay the entries out again for a new font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.scheduleDelayedItemsLayout()

    @Slot(QModelIndex, QModelIndex)
    def _turned(self, new: QModelIndex, _old: QModelIndex) -> None:
        if new.isValid():
            self.chosen.emit(str(new.data(_NAME_ROLE)))


def title_words(name: str) -> str:
    """Return what a calculator answers, as the command line says it, as a sentence's head."""
    title = _(CALCULATORS[name].title)
    return title[:1].upper() + title[1:]
