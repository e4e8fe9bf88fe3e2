"""Export of a tab's table: asks for the file, writes in a worker, says where it is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.i18n import _, ngettext
from desktop.services import formats
from desktop.services.exports.people import ExportTable, safe_file_name, write_table
from desktop.services.settings import SettingsFile
from desktop.tone import Tone
from desktop.views.message_bar import MessageAction
from desktop.views.runner import Runner

Tell = Callable[[str, Tone, tuple[MessageAction, ...]], None]


class TableExporter(QObject):
    """Writes tables as XLSX or CSV where the user chooses, into the last folder used."""

    def __init__(self, runner: Runner, settings: SettingsFile, tell: Tell, window: QWidget) -> None:
        super().__init__(window)
        self._runner, self._settings, self._tell = runner, settings, tell
        self._window = window

    def ask(self, table: ExportTable) -> QFileDialog:
        """Open the file dialog for a table; the export starts when a file is chosen."""
        folder = self._settings.value.export_folder or str(Path.home())
        dialog = QFileDialog(self._window, _("Export “{title}”").format(title=table.title), folder)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        excel, csv = _("Excel workbook (*.xlsx)"), _("CSV for Excel (*.csv)")
        dialog.setNameFilters([excel, csv])
        dialog.setDefaultSuffix("xlsx")
        dialog.filterSelected.connect(
            lambda chosen: dialog.setDefaultSuffix("csv" if chosen == csv else "xlsx")
        )
        dialog.selectFile(f"{safe_file_name(table.title)}.xlsx")
        dialog.fileSelected.connect(lambda path: self.write(table, Path(path)))
        dialog.open()
        return dialog

    def write(self, table: ExportTable, path: Path) -> None:
        """Write the table to this file in a worker and say so."""
        if path.suffix.lower() not in (".xlsx", ".csv"):
            path = path.with_name(path.name + ".xlsx")
        self._settings.change(export_folder=str(path.parent))
        self._runner.query(
            lambda: write_table(table, path),
            lambda count: self._written(path, count),
            owner=self._window,
        )

    def _written(self, path: Path, count: int) -> None:
        words = ngettext(
            "{count} row written to {path}.", "{count} rows written to {path}.", count
        ).format(count=formats.number(count), path=path)
        folder = MessageAction(
            _("Open folder"),
            lambda: _open(path.parent),
        )
        self._tell(words, Tone.GOOD, (MessageAction(_("Open file"), lambda: _open(path)), folder))


def _open(path: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
