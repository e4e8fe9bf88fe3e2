"""The wizard's last page: what went in, what did not, and the way back."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize, Signal, Slot
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop.i18n import _, ngettext
from desktop.services import formats
from desktop.services.imports.service import ImportOutcome
from desktop.tone import Tone
from desktop.views.icons import status_icon
from desktop.views.imports.state import WizardState
from desktop.views.imports.words import kind_words
from desktop.views.palette import colours_of
from desktop.views.plain_text import heading, label


class ResultPage(QWidget):
    """Says what became of the file.

    Signals:
        undo_wanted(): ask what goes, then take the import back.
        refused_wanted(Path): write the refused rows there.
        another_wanted(): import another file.
    """

    undo_wanted = Signal()
    refused_wanted = Signal(object)
    another_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._folder = Path.home()
        self._outcome: ImportOutcome | None = None
        self._shape = QLabel(self)
        self.title = heading("", self, role="title")
        self.lines = label("", self)
        self.lines.setWordWrap(True)
        self.save = QPushButton(_("Save the &refused rows…"), self)
        self.undo = QPushButton(_("&Undo this import"), self)
        self.another = QPushButton(_("Import &another file"), self)
        self.save.clicked.connect(self._ask_refused)
        self.undo.clicked.connect(self.undo_wanted)
        self.another.clicked.connect(self.another_wanted)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button in (self.save, self.undo, self.another):
            button.setAutoDefault(False)
            buttons.addWidget(button)
        buttons.addStretch(1)
        words = QVBoxLayout()
        words.setSpacing(8)
        words.addWidget(self.title)
        words.addWidget(self.lines)
        words.addSpacing(8)
        words.addLayout(buttons)
        words.addStretch(1)
        body = QHBoxLayout(self)
        body.setContentsMargins(24, 40, 24, 8)
        body.setSpacing(16)
        column = QVBoxLayout()
        column.addWidget(self._shape)
        column.addStretch(1)
        body.addLayout(column)
        body.addLayout(words, 1)

    def show_state(self, state: WizardState) -> None:
        """Show the outcome, or that it was taken back."""
        outcome = state.outcome
        if outcome is None:
            return
        self._outcome = outcome
        if state.path is not None:
            self._folder = state.path.parent
        tone = Tone.MUTED if state.is_undone else Tone.GOOD
        size = self.fontMetrics().height() * 2
        shape = status_icon(tone, colours_of(self.palette()))
        self._shape.setPixmap(shape.pixmap(QSize(size, size)))
        self.title.setText(_title(outcome, is_undone=state.is_undone))
        self.lines.setText("\n".join(_lines(state, outcome)))
        self.save.setVisible(bool(outcome.refused))
        self.undo.setVisible(not state.is_undone)

    def focus_first(self) -> None:
        """Put the keyboard on the button that is likeliest wanted."""
        (self.save if self._outcome and self._outcome.refused else self.another).setFocus()

    @Slot()
    def _ask_refused(self) -> None:
        if self._outcome is None:
            return
        table = self._outcome.table
        name = Path(table.file_name)
        ending = ".csv" if table.separator else ".xlsx"
        suggested = _("{file} – refused rows").format(file=name.stem) + ending
        dialog = QFileDialog(self, _("Save the refused rows"), str(self._folder))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        filters = [_("Excel workbook (*.xlsx)"), _("CSV for Excel (*.csv)")]
        dialog.setNameFilters(filters if ending == ".xlsx" else filters[::-1])
        dialog.setDefaultSuffix(ending.lstrip("."))
        dialog.selectFile(suggested)
        dialog.fileSelected.connect(lambda path: self.refused_wanted.emit(Path(path)))
        dialog.open()


def _title(outcome: ImportOutcome, *, is_undone: bool) -> str:
    if is_undone:
        return _("The import was taken back")
    return ngettext("{count} row went in", "{count} rows went in", outcome.row_count).format(
        count=formats.number(outcome.row_count)
    )


def _lines(state: WizardState, outcome: ImportOutcome) -> list[str]:
    kind, file = kind_words(outcome.kind), outcome.table.file_name
    found = [
        _("{kind} from {file}, as import {batch}.").format(
            kind=kind, file=file, batch=outcome.batch_id
        )
    ]
    if state.is_undone:
        found.append(_("Nothing of it is in the book any more; the file can go in again."))
        return found
    if outcome.refused_count:
        found.append(
            ngettext(
                "{count} row did not go in; save it with its reason, mend it there and import "
                "that file.",
                "{count} rows did not go in; save them with their reasons, mend them there and "
                "import that file.",
                outcome.refused_count,
            ).format(count=formats.number(outcome.refused_count))
        )
    if outcome.rounded_count:
        found.append(
            ngettext(
                "{count} amount was rounded to the currency's decimals.",
                "{count} amounts were rounded to the currency's decimals.",
                outcome.rounded_count,
            ).format(count=formats.number(outcome.rounded_count))
        )
    return found
