"""Dialogs of the Appraisals tab: which scorecards to write where, and what went wrong."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop.errors import InputError, KnownError
from desktop.i18n import N_, _, ngettext
from desktop.services import formats
from desktop.services.appraisals.printing import PrintedFiles
from desktop.services.messages import issue_sentence, sentence
from desktop.views.appraisals.state import BatchOrder
from desktop.views.appraisals.words import printed_words
from desktop.views.column import text_column
from desktop.views.plain_text import digits_wide, label
from desktop.views.request_dialog import RequestDialog
from desktop.views.table_view import TableView


@dataclass(frozen=True, slots=True)
class BatchOffer:
    """What a batch can be made of: the period's name, everyone's codes, those of the list."""

    period: str
    everyone: tuple[str, ...]
    shown: tuple[str, ...]
    language: str
    folder: Path


class BatchDialog(RequestDialog):
    """Asks whose scorecards go where; returns a `BatchOrder`."""

    def __init__(self, offer: BatchOffer, parent: QWidget | None = None) -> None:
        super().__init__(
            _("Scorecards of {period}").format(period=offer.period), _("Write scorecards"), parent
        )
        self._offer = offer
        self.who, self.how, self.language = (QComboBox(self) for _i in range(3))
        for words, codes in self._choices():
            self.who.addItem(words, codes)
        self.how.addItem(_("A file for each rep"), False)
        self.how.addItem(_("One file with a bookmark for each rep"), True)
        for code, words in LANGUAGE_CHOICES:
            self.language.addItem(_(words), code)
        self.language.setCurrentIndex(max(self.language.findData(offer.language), 0))
        self.folder = QLineEdit(str(offer.folder), self)
        self.folder.setAccessibleName(_("Folder"))
        self.add_field("who", _("&Reps"), self.who)
        self.add_field("how", _("&Files"), self.how)
        self.add_field("language", _("&Language of the page"), self.language)
        self.add_field(
            "folder", _("F&older"), self._with_browse(), _("Files of the same name are replaced.")
        )

    def _with_browse(self) -> QWidget:
        row = QWidget(self)
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        browse = QPushButton(_("Browse…"), row)
        browse.setAutoDefault(False)
        browse.clicked.connect(self._browse)
        layout.addWidget(self.folder, 1)
        layout.addWidget(browse)
        row.setFocusProxy(self.folder)
        return row

    def _choices(self) -> list[tuple[str, tuple[str, ...]]]:
        offer = self._offer
        everyone = ngettext("The only rep", "All {count} reps", len(offer.everyone))
        found = [(everyone, offer.everyone)]
        if 0 < len(offer.shown) < len(offer.everyone):
            shown = ngettext("The rep shown", "The {count} reps shown", len(offer.shown))
            found.insert(0, (shown, offer.shown))
        return [(text.format(count=formats.number(len(codes))), codes) for text, codes in found]

    def request(self) -> BatchOrder | None:
        """Return the order, or None after marking an empty folder."""
        folder = self.folder.text().strip()
        if not folder:
            self.mark("folder", _("Name the folder that the files go to."))
            return None
        return BatchOrder(
            self.who.currentData(), Path(folder).expanduser(), self.language.currentData(),
            self.how.currentData(),
        )  # fmt: skip

    def show_failure(self, error: Exception) -> None:
        """Say why the batch cannot begin, at the field where there is one."""
        if isinstance(error, InputError):
            self.show_issues(tuple((one, issue_sentence(one)) for one in error.issues))
        elif isinstance(error, KnownError):
            self.show_error(sentence(error))
        else:
            raise error

    @Slot()
    def _browse(self) -> None:
        dialog = QFileDialog(self, _("Folder of the scorecards"), self.folder.text())
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly, True)
        dialog.fileSelected.connect(self.folder.setText)
        dialog.open()


#: The languages of a page; "" is the screen's. Each is named in itself.
LANGUAGE_CHOICES = (("", N_("As on the screen")), ("en", "English"), ("zh_CN", "中文"))


@dataclass(frozen=True, slots=True)
class _Trouble:
    who: str
    file: str
    what: str


class TroubleDialog(QDialog):
    """Lists what went wrong in a batch: the files that are not there, the signs that lack."""

    def __init__(self, printed: PrintedFiles, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Scorecards"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        summary = label(printed_words(printed), self)
        summary.setWordWrap(True)
        self.table = TableView(
            (
                text_column("who", N_("Rep"), lambda row: row.who),
                text_column("file", N_("File"), lambda row: row.file),
                text_column("what", N_("What went wrong"), lambda row: row.what, characters=60),
            ),
            name=N_("What went wrong"),
            parent=self,
        )
        self.table.horizontalHeader().setStretchLastSection(True)
        self.table.set_rows(_troubles(printed))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.button(QDialogButtonBox.StandardButton.Close).setText(_("Close"))
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 16)
        layout.setSpacing(12)
        layout.addWidget(summary)
        layout.addWidget(self.table, 1)
        layout.addWidget(buttons)
        self.resize(digits_wide(self, 110), self.fontMetrics().height() * 22)


def _troubles(printed: PrintedFiles) -> list[_Trouble]:
    failed = [
        _Trouble(
            f"{one.rep_code} {one.rep_name}".strip(),
            one.path.name,
            # What the system says; the file's name stands beside it.
            str(one.error.facts.get("reason") or sentence(one.error)),
        )
        for one in printed.failures
    ]
    return [*failed, *(_Trouble("", "", issue_sentence(issue)) for issue in printed.warnings)]
