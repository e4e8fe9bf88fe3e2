"""The one row of filters above a list: period, choices, quick filter, number of hits."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QAction, QKeyEvent, QPaintEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QStyle,
    QStyleOptionComboBox,
    QStylePainter,
    QToolButton,
    QWidget,
)

from desktop.i18n import _, ngettext
from desktop.periods import FiscalCalendar, Period
from desktop.services import formats
from desktop.views.icons import icon
from desktop.views.period_choice import Preset
from desktop.views.period_picker import PeriodPicker
from desktop.views.plain_text import digits_wide, label, tool_tip

QUICK_MS = 200

#: Options of a choice: pairs of a value and the function that gives its words when shown.
Options = Sequence[tuple[object, Callable[[], str]]]


@dataclass(frozen=True, slots=True)
class FilterState:
    """What is filtered by: the period (None without a picker), choices by key, quick text."""

    period: Period | None = None
    choices: Mapping[str, object] = field(default_factory=dict)
    text: str = ""


class ChoiceBox(QComboBox):
    """A choice that shortens its words with "…" where the row is narrow; the tip has them whole."""

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the field, its words as far as there is room."""
        painter, option = QStylePainter(self), QStyleOptionComboBox()
        self.initStyleOption(option)
        whole = str(option.currentText)
        control, field = QStyle.ComplexControl.CC_ComboBox, QStyle.SubControl.SC_ComboBoxEditField
        room = self.style().subControlRect(control, option, field, self).width()
        if not option.currentIcon.isNull():
            # Fusion leaves this much between the icon and the words.
            room -= option.iconSize.width() + 4
        words = self.fontMetrics().elidedText(whole, Qt.TextElideMode.ElideRight, room)
        option.currentText = words
        painter.drawComplexControl(control, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)
        self.setToolTip(tool_tip(whole) if words != whole else "")


class FilterBar(QWidget):
    """A row of filters, made by `add_period`, `add_choice`, `add_quick`, `add_button`.

    Signals:
        changed(FilterState): a filter changed; typing is told 200 ms after the last key.
        left_down(): Down or Enter in the quick filter: the list wants the keyboard.
    """

    changed = Signal(object)
    left_down = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._periods: list[PeriodPicker] = []
        self._choices: dict[str, tuple[QComboBox, QLabel, Callable[[], str], Options]] = {}
        self._buttons: list[tuple[QPushButton, Callable[[], str]]] = []
        self._quick: QLineEdit | None = None
        self._limits: dict[QWidget, tuple[int, int]] = {}
        self._hits: tuple[int, int | None] | None = None
        self._told = FilterState()
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(16, 8, 16, 8)
        self._layout.setSpacing(8)
        self._hit_words = label("", self, role="muted")
        self._layout.addStretch(1)
        self._layout.addWidget(self._hit_words)
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(QUICK_MS)
        self._typing.timeout.connect(self._tell)

    def add_period(
        self, today: date, fiscal: FiscalCalendar, preset: Preset = Preset.THIS_MONTH
    ) -> PeriodPicker:
        """Add the period's field and return it."""
        picker = PeriodPicker(today, fiscal, preset, self)
        picker.changed.connect(self._tell)
        self._periods.append(picker)
        self._insert(picker)
        self._told = self.state()
        return picker

    def add_choice(self, key: str, words: Callable[[], str], options: Options) -> QComboBox:
        """Add a choice of one; `words` names it (a label before the box and for the reader)."""
        box = ChoiceBox(self)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.limit(box, 9, 32)
        name = label(words(), self, role="muted")
        name.setBuddy(box)
        self._choices[key] = (box, name, words, ())
        self._insert(name)
        self._insert(box)
        self.set_options(key, options)
        box.currentIndexChanged.connect(self._tell)
        self._told = self.state()
        return box

    def set_options(self, key: str, options: Options) -> None:
        """Give a choice other options; what was chosen stays where it is still offered."""
        box, name, words, _old = self._choices[key]
        chosen = box.currentData()
        self._choices[key] = (box, name, words, tuple(options))
        box.blockSignals(True)
        box.clear()
        for value, text in options:
            box.addItem(text(), value)
        place = next((i for i, (value, _t) in enumerate(options) if value == chosen), 0)
        box.setCurrentIndex(place)
        box.blockSignals(False)
        box.setAccessibleName(words())
        self._tell()

    def add_quick(self) -> QLineEdit:
        """Add the quick filter and return it."""
        quick = QLineEdit(self)
        quick.setClearButtonEnabled(True)
        self.limit(quick, 10, 28)
        quick.addAction(self._glass(), QLineEdit.ActionPosition.LeadingPosition)
        quick.textChanged.connect(self._typed)
        quick.installEventFilter(self)
        self._quick = quick
        self._insert(quick)
        self._name_quick()
        return quick

    def add_button(self, words: Callable[[], str], act: Callable[[], None]) -> QPushButton:
        """Add a button at the end of the row."""
        button = QPushButton(words(), self)
        button.clicked.connect(lambda _on=False: act())
        self._buttons.append((button, words))
        self._layout.addWidget(button)
        return button

    def add_widget(self, widget: QWidget) -> None:
        """Add another widget (a tab's own tool button) at the end of the row."""
        self._layout.addWidget(widget)

    def limit(self, field: QWidget, least: int, most: int) -> None:
        """Keep a field between these widths, in digits, at every text size."""
        self._limits[field] = (least, most)
        field.setMinimumWidth(digits_wide(self, least))
        field.setMaximumWidth(digits_wide(self, most))

    def state(self) -> FilterState:
        """Return what is filtered by now."""
        return FilterState(
            period=self._periods[0].period if self._periods else None,
            choices={key: parts[0].currentData() for key, parts in self._choices.items()},
            text=self._quick.text().strip() if self._quick is not None else "",
        )

    def set_state(self, state: FilterState) -> None:
        """Filter by this (a saved view, a drill-down); told once where it is new."""
        if state.period is not None and self._periods:
            self._periods[0].blockSignals(True)
            self._periods[0].set_period(state.period)
            self._periods[0].blockSignals(False)
        for key, value in state.choices.items():
            if key in self._choices:
                box, _n, _w, options = self._choices[key]
                place = next((i for i, (one, _t) in enumerate(options) if one == value), -1)
                if place >= 0:
                    box.blockSignals(True)
                    box.setCurrentIndex(place)
                    box.blockSignals(False)
        # Where the words are the same the field is left alone: cursor and spaces are the user's.
        if self._quick is not None and self._quick.text().strip() != state.text.strip():
            self._quick.blockSignals(True)
            self._quick.setText(state.text)
            self._quick.blockSignals(False)
        self._tell()

    def set_hits(self, count: int | None, total: int | None = None) -> None:
        """Say how many rows were found, of how many where that is known; None says nothing."""
        self._hits = None if count is None else (count, total)
        self._show_hits()

    def focus_quick(self) -> None:
        """Put the keyboard into the quick filter, its text selected."""
        if self._quick is not None:
            self._quick.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self._quick.selectAll()

    def retranslate(self) -> None:
        """Show all words in the language of the moment."""
        for picker in self._periods:
            picker.retranslate()
        for box, name, words, options in self._choices.values():
            name.setText(words())
            box.setAccessibleName(words())
            for place, (_value, text) in enumerate(options):
                box.setItemText(place, text())
        for button, words in self._buttons:
            button.setText(words())
        self._name_quick()
        self._show_hits()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Clear the quick filter on Esc and leave it on Down or Enter."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Escape and self._quick is not None and self._quick.text():
                self._quick.clear()
                self._typing.stop()
                self._tell()
                return True
            if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._typing.stop()
                self._tell()
                self.left_down.emit()
                return True
        return super().eventFilter(watched, event)

    def changeEvent(self, event: QEvent) -> None:
        """Follow a new palette or font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            for field, (least, most) in getattr(self, "_limits", {}).items():
                self.limit(field, least, most)
        if event.type() == QEvent.Type.PaletteChange and getattr(self, "_periods", None):
            for picker in self._periods:
                picker.retranslate()

    def _insert(self, widget: QWidget) -> None:
        # Before the stretch and the number of hits, which end the row.
        self._layout.insertWidget(self._layout.indexOf(self._hit_words) - 1, widget)

    def _glass(self) -> QAction:
        return QAction(icon("search", self.palette()), "", self)

    def _name_quick(self) -> None:
        if self._quick is not None:
            self._quick.setPlaceholderText(_("Find (Ctrl+F)"))
            self._quick.setToolTip(_("Show only rows with these words (Ctrl+F); Esc clears"))
            self._quick.setAccessibleName(_("Quick filter"))

    def _show_hits(self) -> None:
        if self._hits is None:
            self._hit_words.setText("")
            return
        count, total = self._hits
        if total is None or total == count:
            words = ngettext("{count} row", "{count} rows", count).format(
                count=formats.number(count)
            )
        else:
            words = _("{count} of {total} rows").format(
                count=formats.number(count), total=formats.number(total)
            )
        self._hit_words.setText(words)

    @Slot()
    def _typed(self) -> None:
        self._typing.start()

    @Slot()
    def _tell(self) -> None:
        state = self.state()
        if state != self._told:
            self._told = state
            self.changed.emit(state)


def tool_button(icon_name: str, words: str, parent: QWidget) -> QToolButton:
    """Return a tool button with an icon whose words are its tip and its name for the reader."""
    button = QToolButton(parent)
    button.setIcon(icon(icon_name, parent.palette()))
    button.setToolTip(words)
    button.setAccessibleName(words)
    return button
