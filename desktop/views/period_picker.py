"""A field that names a period: presets in a menu, arrows to the next and the one before."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QDate, Signal, Slot
from PySide6.QtWidgets import (
    QDateEdit,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QMenu,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop.i18n import _
from desktop.periods import FiscalCalendar, Period
from desktop.services import formats
from desktop.views.icons import icon
from desktop.views.period_choice import Preset, next_period, preset_period, preset_words
from desktop.views.plain_text import label


class PeriodPicker(QWidget):
    """Shows a period and lets it be chosen; the words are the period itself, not the preset.

    Signals:
        changed(Period): another period was chosen.
    """

    changed = Signal(object)

    def __init__(
        self,
        today: date,
        fiscal: FiscalCalendar,
        preset: Preset = Preset.THIS_MONTH,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._today, self._fiscal = today, fiscal
        self._period = preset_period(preset, today, fiscal)
        self._before, self._field, self._after = (QToolButton(self) for _i in range(3))
        self._field.setProperty("role", "field")
        self._field.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._menu = QMenu(self._field)
        self._menu.aboutToShow.connect(self._fill_menu)
        self._field.setMenu(self._menu)
        self._before.clicked.connect(self._go_back)
        self._after.clicked.connect(self._go_on)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for button in (self._before, self._field, self._after):
            layout.addWidget(button)
        self.setFocusProxy(self._field)
        self.retranslate()

    @property
    def period(self) -> Period:
        """The period chosen."""
        return self._period

    def set_period(self, period: Period) -> None:
        """Choose a period and tell it where it is another one."""
        if period != self._period:
            self._period = period
            self._show()
            self.changed.emit(period)

    def retranslate(self) -> None:
        """Show all words in the language of the moment."""
        self._before.setIcon(icon("left", self.palette()))
        self._after.setIcon(icon("right", self.palette()))
        self._before.setToolTip(_("The period before"))
        self._after.setToolTip(_("The period after"))
        self._before.setAccessibleName(_("The period before"))
        self._after.setAccessibleName(_("The period after"))
        self._show()

    def _show(self) -> None:
        words = formats.period(self._period, self._fiscal)
        self._field.setText(words)
        self._field.setAccessibleName(_("Period: {period}").format(period=words))
        self._field.setToolTip(
            _("{first} to {last}").format(
                first=formats.day(self._period.start), last=formats.day(self._period.last)
            )
        )

    @Slot()
    def _fill_menu(self) -> None:
        self._menu.clear()
        for preset in Preset:
            if preset is Preset.CUSTOM:
                self._menu.addSeparator()
                self._menu.addAction(preset_words(preset), self._ask)
                continue
            period = preset_period(preset, self._today, self._fiscal)
            action = self._menu.addAction(preset_words(preset))
            action.setCheckable(True)
            action.setChecked(period == self._period)
            action.triggered.connect(lambda _on=False, p=period: self.set_period(p))

    @Slot()
    def _go_back(self) -> None:
        self.set_period(self._period.previous())

    @Slot()
    def _go_on(self) -> None:
        self.set_period(next_period(self._period))

    @Slot()
    def _ask(self) -> None:
        dialog = PeriodDialog(self._period, self)
        dialog.chosen.connect(self.set_period)
        dialog.open()


class PeriodDialog(QDialog):
    """Asks for the first and the last day of a period.

    Signals:
        chosen(Period): OK with two days in order.
    """

    chosen = Signal(object)

    def __init__(self, period: Period, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Other period"))
        self._first, self._last = _day_field(period.start, self), _day_field(period.last, self)
        self._first.setAccessibleName(_("First day"))
        self._last.setAccessibleName(_("Last day"))
        self._words = label("", self, role="wrong")
        form = QFormLayout()
        form.addRow(_("&First day"), self._first)
        form.addRow(_("&Last day"), self._last)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        self._choose = buttons.addButton(
            _("Show this period"), QDialogButtonBox.ButtonRole.AcceptRole
        )
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 16)
        layout.setSpacing(12)
        layout.addLayout(form)
        layout.addWidget(self._words)
        layout.addWidget(buttons)
        self._first.dateChanged.connect(self._check)
        self._last.dateChanged.connect(self._check)

    @Slot()
    def _check(self) -> None:
        is_right = self._first.date() <= self._last.date()
        self._words.setText("" if is_right else _("The last day is before the first."))
        self._choose.setEnabled(is_right)

    @Slot()
    def accept(self) -> None:
        """Tell the period and close."""
        self.chosen.emit(Period.inclusive(_day_of(self._first), _day_of(self._last)))
        super().accept()


def _day_field(day: date, parent: QWidget) -> QDateEdit:
    field = QDateEdit(QDate(day.year, day.month, day.day), parent)
    field.setCalendarPopup(True)
    field.setDisplayFormat("yyyy-MM-dd")
    return field


def _day_of(field: QDateEdit) -> date:
    found = field.date()
    return date(found.year(), found.month(), found.day())
