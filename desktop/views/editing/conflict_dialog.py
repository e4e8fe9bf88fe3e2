"""The dialog for two desks that changed one thing: field by field before, yours, theirs."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QMouseEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from desktop.i18n import _, ngettext
from desktop.views.editing.conflict import Conflict, ConflictField, Side
from desktop.views.plain_text import digits_wide, heading, label

#: A longer text is shortened: nobody chooses by its end.
_LONGEST = 300
#: The dialog's own margins at left and right, and room for a scroll bar.
_MARGINS = 24 + 24 + 16
_TOP = Qt.AlignmentFlag.AlignTop


class VersionCell(QWidget):
    """A version of a field: a button and the whole text, which wraps; a click on either chooses."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.button = QRadioButton(self)
        # As high as a line, so that the button stands beside the first one.
        self.button.setFixedHeight(self.fontMetrics().height())
        words = label(text, self)
        words.setWordWrap(True)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.button, 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(words, 1)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose this version."""
        self.button.setChecked(True)
        event.accept()


class ConflictDialog(QDialog):
    """Shows both versions of each field that differs; what one desk alone changed is chosen.

    Saving waits until every field is chosen. Going back leaves the form as it was typed.

    Signals:
        chosen(dict): the text of each field, by its key.
    """

    chosen = Signal(object)

    def __init__(self, conflict: Conflict, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(conflict.title)
        self.conflict = conflict
        self._sides: dict[str, Side] = {}
        self.buttons: dict[tuple[str, Side], QRadioButton] = {}
        self._open = label("", self, role="wrong")
        self.every_mine = QPushButton(_("All &yours"), self)
        self.every_theirs = QPushButton(_("All &theirs"), self)
        self.back = QPushButton(_("&Back to the form"), self)
        self.save = QPushButton(_("&Save the choice"), self)
        self._build()
        self._wire()
        for key, side in conflict.proposals.items():
            self.buttons[key, side].setChecked(True)
        self._show_open()

    def _build(self) -> None:
        said = label(self.conflict.sentence, self)
        said.setWordWrap(True)
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        table = self._table()
        area.setWidget(table)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        choose = QHBoxLayout()
        choose.setSpacing(8)
        for button in (self.every_mine, self.every_theirs):
            button.setAutoDefault(False)
            choose.addWidget(button)
        choose.addStretch(1)
        choose.addWidget(self._open)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addStretch(1)
        self.back.setAutoDefault(False)
        foot.addWidget(self.back)
        foot.addWidget(self.save)
        self.save.setDefault(True)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(24, 20, 24, 16)
        outer.setSpacing(12)
        outer.addWidget(heading(self.conflict.title, self, role="title"))
        outer.addWidget(said)
        outer.addWidget(area, 1)
        outer.addLayout(choose)
        outer.addLayout(foot)
        self._area, self._versions = area, table
        self.resize(digits_wide(self, 130), 0)

    def _table(self) -> QWidget:
        table = QWidget(self)
        grid = QGridLayout(table)
        grid.setContentsMargins(0, 0, 16, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(10)
        heads = ("", _("When you opened it"), _("Yours"), _("Theirs"))
        for column, words in enumerate(heads):
            grid.addWidget(label(words, table, role="muted"), 0, column)
            grid.setColumnStretch(column, 2 if column else 1)
        for line, field in enumerate(self.conflict.fields, start=1):
            self._add_line(grid, line, field)
        grid.setRowStretch(len(self.conflict.fields) + 1, 1)
        return table

    def _add_line(self, grid: QGridLayout, line: int, field: ConflictField) -> None:
        name = heading(field.label, self)
        before = label(_shown(field.before), self, role="muted")
        before.setWordWrap(True)
        grid.addWidget(name, line, 0, _TOP)
        grid.addWidget(before, line, 1, _TOP)
        group = QButtonGroup(self)
        sides = ((Side.YOURS, _("{field}: yours, {text}")),
                 (Side.THEIRS, _("{field}: theirs, {text}")))  # fmt: skip
        for column, (side, words) in enumerate(sides, start=2):
            text = field.of(side)
            cell = VersionCell(_shown(text), self)
            button = cell.button
            button.setAccessibleName(words.format(field=field.label, text=_shown(text)))
            button.toggled.connect(
                lambda is_on, k=field.key, s=side: self._choose(k, s) if is_on else None
            )
            group.addButton(button)
            grid.addWidget(cell, line, column, _TOP)
            self.buttons[field.key, side] = button

    def _wire(self) -> None:
        self.every_mine.clicked.connect(lambda: self._choose_all(Side.YOURS))
        self.every_theirs.clicked.connect(lambda: self._choose_all(Side.THEIRS))
        self.back.clicked.connect(self.reject)
        self.save.clicked.connect(self._send)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the table the height of its wrapped texts, which Qt guesses too high."""
        super().resizeEvent(event)
        self._fit()

    def showEvent(self, event: QShowEvent) -> None:
        """Begin at the first field that wants a choice, else at the button that saves."""
        super().showEvent(event)
        self._fit()
        layout = self.layout()
        if layout is not None:
            layout.activate()
            self.resize(self.width(), max(self.height(), layout.minimumSize().height()))
        wanted = next((one for one in self.conflict.fields if one.key not in self._sides), None)
        first = self.save if wanted is None else self.buttons[wanted.key, Side.YOURS]
        first.setFocus(Qt.FocusReason.TabFocusReason)

    def _fit(self) -> None:
        grid = self._versions.layout()
        needed = grid.heightForWidth(self.width() - _MARGINS) if grid is not None else 0
        self._versions.setFixedHeight(needed)
        # More fields than fit into a small screen are scrolled to.
        self._area.setMinimumHeight(min(needed + 2, 22 * self.fontMetrics().height()))

    def _choose(self, key: str, side: Side) -> None:
        self._sides[key] = side
        self._show_open()

    def _choose_all(self, side: Side) -> None:
        for field in self.conflict.fields:
            self.buttons[field.key, side].setChecked(True)

    def _show_open(self) -> None:
        count = sum(1 for field in self.conflict.fields if field.key not in self._sides)
        self.save.setEnabled(not count)
        self._open.setText(
            ngettext(
                "{count} field was changed by both: choose.",
                "{count} fields were changed by both: choose.",
                count,
            ).format(count=count)
            if count
            else ""
        )

    @Slot()
    def _send(self) -> None:
        result = self.conflict.result(self._sides)
        if result is not None:
            self.chosen.emit(result)
            self.accept()


def _shown(text: str) -> str:
    """Return a field's text short enough for its place; nothing is said to be nothing."""
    if not text:
        return _("(empty)")
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
