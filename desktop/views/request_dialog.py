"""Dialogs that return a command and stay open until it succeeded: nothing typed is lost."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QFrame,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from desktop.errors import Issue
from desktop.i18n import _
from desktop.tone import Tone
from desktop.views.message_bar import MessageBar
from desktop.views.plain_text import heading, label
from desktop.views.screen_room import digits_within, screen_room


class FormScroll(QScrollArea):
    """The form of a dialog: as large as it wants to be, and scrolled up and down beyond that."""

    def __init__(self, inside: QWidget, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(inside)
        self._inside = inside

    def sizeHint(self) -> QSize:
        """Return what the form wants, not what Qt holds to be enough of it."""
        return self._inside.sizeHint()

    def minimumSizeHint(self) -> QSize:
        """Return the least width of the form, and the height of some of its lines."""
        least = self._inside.minimumSizeHint()
        bar = self.verticalScrollBar().sizeHint().width()
        lines = 6 * self.fontMetrics().height()
        return QSize(least.width() + bar, min(least.height(), lines))

    def height_for(self, width: int) -> int:
        """Return the height of the whole form in this width."""
        layout = self._inside.layout()
        if layout is None:
            return self._inside.sizeHint().height()
        layout.activate()
        wanted = (
            layout.totalHeightForWidth(width)
            if layout.hasHeightForWidth()
            else layout.totalSizeHint().height()
        )
        # Below its least height, which Qt reckons without the width, it would be scrolled.
        return max(wanted, layout.totalMinimumSize().height())


class RequestDialog(QDialog):
    """A form with a message bar above and verbs below; both stay where the form is scrolled.

    A subclass adds fields by `add_field` and overrides `request()`. The caller connects
    `submitted`, gives the command to the runner, and on success calls `accept()`, on failure
    `show_error` or `show_issues`; meanwhile the form waits and keeps every word.

    Signals:
        submitted(command): the main button was pressed and the form is complete.
    """

    submitted = Signal(object)

    def __init__(self, title: str, verb: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.messages = MessageBar(self)
        self._fields: dict[str, tuple[QWidget, QLabel]] = {}
        self.form = QFormLayout()
        self.form.setHorizontalSpacing(16)
        self.form.setVerticalSpacing(12)
        self.form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        self.buttons.button(QDialogButtonBox.StandardButton.Cancel).setText(_("Cancel"))
        self.main_button = QPushButton(verb, self)
        self.main_button.setDefault(True)
        self.buttons.addButton(self.main_button, QDialogButtonBox.ButtonRole.AcceptRole)
        # As they stand: the verb, then the way out.
        self.setTabOrder(
            self.main_button, self.buttons.button(QDialogButtonBox.StandardButton.Cancel)
        )
        self.buttons.accepted.connect(self.submit)
        self.buttons.rejected.connect(self.reject)
        inside = QWidget(self)
        self.body = QVBoxLayout(inside)
        self.body.setContentsMargins(24, 20, 24, 0)
        self.body.setSpacing(16)
        caption = heading(title, self, role="title")
        caption.setWordWrap(True)
        self.body.addWidget(caption)
        self.body.addLayout(self.form)
        self.body.addStretch(1)
        self.scrolled = FormScroll(inside, self)
        foot = QVBoxLayout()
        foot.setContentsMargins(24, 16, 24, 16)
        foot.addWidget(self.buttons)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self.messages)
        outer.addWidget(self.scrolled, 1)
        outer.addLayout(foot)
        self.setMinimumWidth(digits_within(self, 76))

    def add_field(self, name: str, words: str, widget: QWidget, hint: str = "") -> None:
        """Add a field under its label (with a mnemonic); `name` is how issues call it."""
        caption = label(words, self)
        caption.setBuddy(widget)
        widget.setAccessibleName(words.replace("&", ""))
        note = label(hint, self, role="muted")
        note.setWordWrap(True)
        note.setProperty("hint", hint)
        note.setVisible(bool(hint))
        column = QVBoxLayout()
        column.setSpacing(4)
        column.addWidget(widget)
        column.addWidget(note)
        self.form.addRow(caption, column)
        self._fields[name] = (widget, note)
        widget.installEventFilter(self)

    def showEvent(self, event: QShowEvent) -> None:
        """Begin in the first field."""
        super().showEvent(event)
        self._fit()
        first = next(iter(self._fields.values()), None)
        if first is not None and self.focusWidget() is None:
            first[0].setFocus(Qt.FocusReason.TabFocusReason)

    def _fit(self) -> None:
        # Words that wrap need a height for their width, which Qt does not ask for by itself.
        layout = self.layout()
        if layout is None:
            return
        layout.activate()
        width = max(self.width(), layout.totalMinimumSize().width())
        outer = (
            layout.totalHeightForWidth(width)
            if layout.hasHeightForWidth()
            else layout.totalSizeHint().height()
        )
        whole = outer - self.scrolled.sizeHint().height() + self.scrolled.height_for(width)
        wanted = max(self.height(), whole)
        self.resize(width, min(wanted, screen_room(self).height()))

    def request(self) -> object | None:
        """Return the command that the form describes, or None after marking what is missing."""
        raise NotImplementedError

    @Slot()
    def submit(self) -> None:
        """Send the command and wait for the answer."""
        self.clear_issues()
        command = self.request()
        if command is not None:
            self.set_waiting(True)
            self.submitted.emit(command)

    def set_waiting(self, is_waiting: bool) -> None:
        """Hold the main button while the command is under way."""
        self.main_button.setEnabled(not is_waiting)
        self.setCursor(Qt.CursorShape.BusyCursor if is_waiting else Qt.CursorShape.ArrowCursor)

    def show_error(self, text: str) -> None:
        """Say why the command failed; the form is as it was."""
        self.set_waiting(False)
        self.messages.show_message(text, Tone.BAD)
        self._fit()

    def show_issues(self, issues: tuple[tuple[Issue, str], ...]) -> None:
        """Mark fields with words: pairs of an issue (its `column` is the field) and a sentence."""
        self.set_waiting(False)
        loose: list[str] = []
        first: QWidget | None = None
        for issue, words in issues:
            if issue.column in self._fields:
                self.mark(issue.column, words)
                first = first or self._fields[issue.column][0]
            else:
                loose.append(words)
        if loose:
            self.messages.show_message("\n".join(loose), Tone.BAD)
        if first is not None:
            first.setFocus()
            self.scrolled.ensureWidgetVisible(first)

    def mark(self, name: str, words: str) -> None:
        """Give a field a red edge and words beneath it."""
        widget, note = self._fields[name]
        _set_role(widget, "wrong")
        _set_role(note, "wrong")
        note.setText(words)
        note.show()
        widget.setAccessibleDescription(words)
        self._fit()

    def clear_issues(self) -> None:
        """Take all marks off."""
        self.messages.close_message()
        for widget, note in self._fields.values():
            _set_role(widget, "")
            _set_role(note, "muted")
            hint = str(note.property("hint") or "")
            note.setText(hint)
            note.setVisible(bool(hint))
            widget.setAccessibleDescription(hint)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the wheel from changing a field that has not the keyboard."""
        is_wheel = event.type() == QEvent.Type.Wheel
        if is_wheel and isinstance(watched, QWidget) and not watched.hasFocus():
            event.ignore()
            return True
        return super().eventFilter(watched, event)


def _set_role(widget: QWidget, role: str) -> None:
    if (widget.property("role") or "") != role:
        widget.setProperty("role", role)
        # The sheet is asked again only when the widget is polished again.
        widget.style().unpolish(widget)
        widget.style().polish(widget)
