"""The options of a calculator as fields, what is wrong with them below in full width."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from desktop.i18n import _
from desktop.services.calculators.data import CalcOption, Calculator, OptionKind
from desktop.tone import Tone
from desktop.views.icons import status_icon
from desktop.views.palette import colours_of
from desktop.views.plain_text import digits_wide, label, tool_tip
from desktop.views.plans.calculators.state import Typed, field_options
from desktop.views.plans.calculators.words import choice_words, option_words

_ACROSS = 4


class OptionField(QWidget):
    """One option: its name, its field, and a line that stands below the form while it is wrong.

    Signals:
        changed(str option, object value): text or choice (str), or a flag (bool).
    """

    changed = Signal(str, object)

    def __init__(self, calculator: str, option: CalcOption, parent: QWidget) -> None:
        super().__init__(parent)
        self.option = option
        words = option_words(calculator, option.name)
        self.field: QLineEdit | QComboBox | QCheckBox = self._field(words)
        self.line = QWidget(parent)
        self._shape = QLabel(self.line)
        self.wrong = label("", self.line, role="wrong")
        self.wrong.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        # A flag says its name itself; the empty line keeps it level with the fields beside it.
        name = label("" if isinstance(self.field, QCheckBox) else words, self, role="muted")
        name.setBuddy(self.field)
        layout.addWidget(name)
        layout.addWidget(self.field)
        line = QHBoxLayout(self.line)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(6)
        line.addWidget(self._shape, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self.wrong, 1)
        self.show_wrong("")

    def _field(self, words: str) -> QLineEdit | QComboBox | QCheckBox:
        option = self.option
        if option.kind is OptionKind.FLAG:
            box = QCheckBox(words, self)
            box.toggled.connect(lambda is_on: self.changed.emit(option.name, is_on))
            return box
        if option.kind is OptionKind.CHOICE:
            choice = QComboBox(self)
            for value in option.choices:
                choice.addItem(choice_words(option.name, value), value)
            choice.setAccessibleName(words)
            choice.currentIndexChanged.connect(
                lambda _at: self.changed.emit(option.name, str(choice.currentData()))
            )
            return choice
        line = QLineEdit(self)
        line.setAccessibleName(words)
        default = "" if option.default is None else str(option.default)
        line.setPlaceholderText(_placeholder(option) or default)
        line.textEdited.connect(lambda text: self.changed.emit(option.name, text))
        return line

    def show_value(self, value: str | bool | None) -> None:
        """Show what the field holds; nobody is told."""
        field = self.field
        field.blockSignals(True)
        if isinstance(field, QCheckBox):
            field.setChecked(bool(value))
        elif isinstance(field, QComboBox):
            field.setCurrentIndex(max(field.findData(value), 0))
        elif field.text() != str(value or ""):
            field.setText(str(value or ""))
            # A long list is read from its beginning.
            field.setCursorPosition(0)
        field.blockSignals(False)

    def show_wrong(self, sentence: str) -> None:
        """Mark the field and say what is wrong with it, "" for nothing."""
        size = self.fontMetrics().ascent()
        shape = status_icon(Tone.BAD, colours_of(self.palette()))
        self._shape.setPixmap(shape.pixmap(QSize(size, size)))
        self.wrong.setText(sentence)
        self.line.setVisible(bool(sentence))
        told = _(self.option.help)
        self.field.setAccessibleDescription(f"{sentence} {told}" if sentence else told)
        self.field.setToolTip(tool_tip(f"{sentence}\n{told}" if sentence else told))
        role = "wrong" if sentence else ""
        if self.field.property("role") != role:
            self.field.setProperty("role", role)
            self.field.style().unpolish(self.field)
            self.field.style().polish(self.field)


def _placeholder(option: CalcOption) -> str:
    """Return how the words of a field look, for those that are lists."""
    return option.placeholder if option.kind is OptionKind.TEXT else ""


class OptionsForm(QWidget):
    """The fields of a calculator, side by side.

    Signals:
        changed(str option, object value): see `OptionField`.
    """

    changed = Signal(str, object)

    def __init__(self, calculator: Calculator, parent: QWidget) -> None:
        super().__init__(parent)
        self.fields: dict[str, OptionField] = {}
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(6)
        grid = QGridLayout()
        lines.addLayout(grid)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        for place, option in enumerate(field_options(calculator)):
            field = OptionField(calculator.name, option, self)
            field.changed.connect(self.changed)
            field.setMaximumWidth(digits_wide(self, 40))
            grid.addWidget(field, place // _ACROSS, place % _ACROSS)
            lines.addWidget(field.line)
            self.fields[option.name] = field
        for place in range(_ACROSS):
            grid.setColumnStretch(place, 1)
        self.setVisible(bool(self.fields))

    def show_typed(self, typed: Typed) -> None:
        """Show what the fields hold."""
        for name, field in self.fields.items():
            field.show_value(typed.options.get(name))

    def show_wrong(self, sentences: Mapping[str, str]) -> None:
        """Say at each field what is wrong with it."""
        for name, field in self.fields.items():
            field.show_wrong(sentences.get(name, ""))
