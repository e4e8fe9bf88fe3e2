"""What leaves the front tab: its table as a file, its page on paper; and the sheet of keys."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from desktop.i18n import _
from desktop.services.settings import SettingsFile
from desktop.tone import Tone
from desktop.views.crash import BugDialog
from desktop.views.message_bar import MessageAction
from desktop.views.runner import Runner
from desktop.views.tab import PrintRequest, TabPage

# Exports, previews and sheets are loaded when they are wanted: the window stands before.

Tell = Callable[[str, Tone, tuple[MessageAction, ...]], None]


class Documents(QObject):
    """Exports, previews and prints for the window, and opens its sheets."""

    def __init__(
        self,
        runner: Runner,
        settings: SettingsFile,
        tell: Tell,
        log_file: Path | None,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._runner, self._settings, self._tell = runner, settings, tell
        self._window, self._log_file = window, log_file

    def export(self, page: TabPage | None) -> None:
        """Export what a tab shows."""
        table = page.export_table() if page is not None else None
        if table is None:
            self._tell(_("There is no list to export on this tab."), Tone.INFO, ())
        else:
            from desktop.views.exporting import TableExporter

            TableExporter(self._runner, self._settings, self._tell, self._window).ask(table)

    def print_page(self, page: TabPage | None) -> None:
        """Preview a tab's page."""
        request = page.print_request() if page is not None else None
        if request is None:
            self._tell(_("There is no page to print on this tab."), Tone.INFO, ())
        else:
            self.preview(request)

    @Slot(object)
    def preview(self, request: PrintRequest) -> None:
        """Make a document in a worker and show its preview."""
        self._runner.query(
            request.make_pdf,
            lambda pdf: self._show_pdf(request, pdf),
            owner=self._window,
            key="preview",
        )

    @Slot(object)
    def show_bug(self, error: BaseException) -> None:
        """Open the bug dialog; the window stays."""
        dialog = BugDialog(error, log_file=self._log_file, parent=self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def show_keys(self, actions: Iterable[QAction]) -> None:
        """Show all keys on one sheet."""
        from desktop.views.keyboard_sheet import KeyboardSheet

        sheet = KeyboardSheet(actions, self._window)
        sheet.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        sheet.open()

    def _show_pdf(self, request: PrintRequest, pdf: bytes) -> None:
        from desktop.views.pdf_preview import PdfPreview

        preview = PdfPreview(
            request.title,
            pdf,
            file_name=request.file_name,
            folder=request.folder,
            parent=self._window,
        )
        preview.open()
