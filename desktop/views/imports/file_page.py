"""The wizard's first page: which file, and what is in it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QUrl, Signal, Slot
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop.enums import ImportKind
from desktop.i18n import N_, _
from desktop.services.imports.data import ColumnSpec
from desktop.services.imports.kinds import KINDS, kind_spec
from desktop.views.column import Column, text_column
from desktop.views.imports.state import WizardState
from desktop.views.imports.words import column_words, kind_words
from desktop.views.plain_text import heading, label
from desktop.views.table_view import TableView

_COLUMNS: tuple[Column[ColumnSpec], ...] = (
    Column("name", N_("Column"), column_words, column_words, strong=True, is_sortable=False),
    text_column(
        "required", N_("Required"), lambda one: _("required") if one.required else ""
    ),
    text_column("header", N_("Header in the file"), lambda one: one.template_header),
    text_column("help", N_("Meaning"), lambda one: _(one.help) if one.help else "", characters=60),
)  # fmt: skip


class FilePage(QWidget):
    """Asks for the file, by dialog, typing or dropping, and for its kind.

    Signals:
        file_chosen(Path): a file was chosen or dropped, or its path typed.
        kind_chosen(ImportKind): the user says what is in it.
        template_wanted(Path): write an empty template there.
    """

    file_chosen = Signal(object)
    kind_chosen = Signal(object)
    template_wanted = Signal(object)

    def __init__(self, folder: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._folder = folder
        self.setAcceptDrops(True)
        self.path = QLineEdit(self)
        self.path.setPlaceholderText(_("Drop a file here or choose one"))
        self.path.setClearButtonEnabled(True)
        self.path.textEdited.connect(self._typed)
        browse = QPushButton(_("&Browse…"), self)
        browse.clicked.connect(self._browse)
        self.kind = QComboBox(self)
        for kind in KINDS:
            self.kind.addItem(kind_words(kind), kind)
        self.kind.setMaxVisibleItems(len(KINDS))
        self.kind.activated.connect(self._kind_activated)
        self._form(browse)
        self._title = heading("", self)
        self.columns = TableView(_COLUMNS, name=N_("Columns of this kind of file"), parent=self)
        self.columns.setSortingEnabled(False)
        template = QPushButton(_("Save an empty &template…"), self)
        template.clicked.connect(self._ask_template)
        row = QHBoxLayout()
        row.addWidget(self._title, 1)
        row.addWidget(template)
        body = self.layout()
        assert isinstance(body, QVBoxLayout)
        body.addSpacing(8)
        body.addLayout(row)
        body.addWidget(self.columns, 1)
        for button in (browse, template):
            button.setAutoDefault(False)

    def _form(self, browse: QPushButton) -> None:
        frame = QFrame(self)
        frame.setProperty("role", "card")
        grid = QGridLayout(frame)
        grid.setContentsMargins(16, 14, 16, 14)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(10)
        for row, (words, field) in enumerate(
            ((_("&File"), self.path), (_("&What it is"), self.kind))
        ):
            caption = label(words, frame)
            caption.setBuddy(field)
            field.setAccessibleName(words.replace("&", ""))
            grid.addWidget(caption, row, 0)
            grid.addWidget(field, row, 1)
        grid.addWidget(browse, 0, 2)
        words = _("CSV, text, XLSX, XLS or ODS; headers in English or Chinese.")
        grid.addWidget(label(words, frame, role="muted"), 2, 1, 1, 2)
        grid.setColumnStretch(1, 1)
        body = QVBoxLayout(self)
        body.setContentsMargins(24, 16, 24, 8)
        body.setSpacing(8)
        body.addWidget(frame)

    def show_state(self, state: WizardState) -> None:
        """Show the file and the kind."""
        text = "" if state.path is None else str(state.path)
        if self.path.text().strip() != text:
            self.path.setText(text)
        self.kind.setCurrentIndex(self.kind.findData(state.kind))
        self._title.setText(_("Columns of the kind “{kind}”").format(kind=kind_words(state.kind)))
        if self.columns.rows_model.rows != kind_spec(state.kind).columns:
            self.columns.set_rows(kind_spec(state.kind).columns)

    def focus_first(self) -> None:
        """Put the keyboard into the file's field."""
        self.path.setFocus()

    # Inside

    @Slot()
    def _typed(self) -> None:
        text = self.path.text().strip().strip('"')
        self.file_chosen.emit(Path(text) if text else None)

    @Slot()
    def _kind_activated(self) -> None:
        self.kind_chosen.emit(ImportKind(self.kind.currentData()))

    @Slot()
    def _browse(self) -> None:
        typed = self.path.text().strip()
        folder = str(Path(typed).parent) if typed else self._folder or str(Path.home())
        dialog = QFileDialog(self, _("Choose the file to import"), folder)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters([
            _("Tables (*.csv *.txt *.tsv *.xlsx *.xlsm *.xls *.ods)"),
            _("All files (*)"),
        ])  # fmt: skip
        dialog.fileSelected.connect(lambda path: self.file_chosen.emit(Path(path)))
        dialog.open()

    @Slot()
    def _ask_template(self) -> None:
        kind = ImportKind(self.kind.currentData())
        dialog = QFileDialog(self, _("Save an empty template"), self._folder or str(Path.home()))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters([_("Excel workbook (*.xlsx)")])
        dialog.setDefaultSuffix("xlsx")
        dialog.selectFile(f"{kind}.xlsx")
        dialog.fileSelected.connect(lambda path: self.template_wanted.emit(Path(path)))
        dialog.open()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take a drag that holds one file."""
        if _dropped(event.mimeData().urls()) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take the file that was dropped."""
        path = _dropped(event.mimeData().urls())
        if path is not None:
            event.acceptProposedAction()
            self.file_chosen.emit(path)


def _dropped(urls: list[QUrl]) -> Path | None:
    if len(urls) != 1 or not urls[0].isLocalFile():
        return None
    return Path(urls[0].toLocalFile())
