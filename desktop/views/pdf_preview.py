"""The page before paper: a PDF's pages on screen, zoom, save, print; the same file for all."""

from __future__ import annotations

import threading
from collections import OrderedDict
from decimal import Decimal
from pathlib import Path
from typing import Any

from PySide6.QtCore import QRectF, QSize, Qt, Slot
from PySide6.QtGui import QColor, QImage, QKeySequence, QPainter, QPaintEvent
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from desktop.errors import StorageError
from desktop.i18n import _, ngettext
from desktop.services import formats
from desktop.services.atomic_file import write_whole
from desktop.services.exports.people import safe_file_name
from desktop.tone import Tone
from desktop.views.filter_bar import tool_button
from desktop.views.message_bar import MessageBar
from desktop.views.palette import colours_of
from desktop.views.plain_text import digits_wide, label

_GAP = 16
_KEPT_PAGES = 8
_ZOOMS = (0.5, 0.75, 1.0, 1.25, 1.5, 2.0, 3.0)
# PDFium is not made for two threads at once.
_PDFIUM = threading.Lock()


class PdfPages:
    """The pages of a PDF as pictures."""

    def __init__(self, content: bytes) -> None:
        import pypdfium2

        with _PDFIUM:
            self._document: Any = pypdfium2.PdfDocument(content)
            self.sizes: tuple[tuple[float, float], ...] = tuple(
                self._document.get_page_size(number) for number in range(len(self._document))
            )

    def picture(self, number: int, scale: float) -> QImage:
        """Return a page drawn at `scale` pixels a point."""
        with _PDFIUM:
            bitmap = self._document[number].render(scale=scale)
            data = bytes(bitmap.buffer)
            width, height, stride = bitmap.width, bitmap.height, bitmap.stride
        image = QImage(data, width, height, stride, QImage.Format.Format_BGR888)
        # Copied, because the picture would otherwise point into memory that Python frees.
        return image.copy()

    def close(self) -> None:
        """Let the document go."""
        with _PDFIUM:
            self._document.close()


class PageCanvas(QWidget):
    """Paints the pages one below the other; only those in view are ever drawn."""

    def __init__(self, pages: PdfPages, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pages = pages
        self._zoom = 1.0
        self._drawn: OrderedDict[tuple[int, float], QImage] = OrderedDict()
        self._set_size()

    @property
    def zoom(self) -> float:
        """Size on screen against the paper's."""
        return self._zoom

    def set_zoom(self, zoom: float) -> None:
        """Show the pages at this size."""
        self._zoom = zoom
        self._drawn.clear()
        self._set_size()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the pages that are in view."""
        painter = QPainter(self)
        colours = colours_of(self.palette())
        painter.fillRect(event.rect(), QColor(colours.line))
        top = float(_GAP)
        for number, (width, height) in enumerate(self._pages.sizes):
            place = QRectF(0, top, width * self._scale(), height * self._scale())
            place.moveLeft((self.width() - place.width()) / 2)
            if place.intersects(QRectF(event.rect())):
                painter.drawImage(place, self._picture(number))
                painter.setPen(QColor(colours.edge))
                painter.drawRect(place)
            top = place.bottom() + _GAP

    def _scale(self) -> float:
        return self._zoom * self.logicalDpiX() / 72

    def _picture(self, number: int) -> QImage:
        key = (number, self._zoom)
        found = self._drawn.get(key)
        if found is None:
            found = self._pages.picture(number, self._scale() * self.devicePixelRatioF())
            self._drawn[key] = found
            if len(self._drawn) > _KEPT_PAGES:
                self._drawn.popitem(last=False)
        return found

    def _set_size(self) -> None:
        scale = self._scale()
        widest = max((width for width, _h in self._pages.sizes), default=0.0)
        height = sum(height * scale + _GAP for _w, height in self._pages.sizes)
        self.setMinimumSize(QSize(round(widest * scale) + 2 * _GAP, round(height) + _GAP))


class PdfPreview(QDialog):
    """Shows a PDF; it can be zoomed, saved as it is and printed."""

    def __init__(
        self,
        title: str,
        content: bytes,
        *,
        file_name: str = "",
        folder: Path | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint, True)
        self._content = content
        self._folder = folder or Path.home()
        self._file_name = safe_file_name(file_name or title)
        self._pages = PdfPages(content)
        self.messages = MessageBar(self)
        self.canvas = PageCanvas(self._pages, self)
        area = QScrollArea(self)
        area.setWidget(self.canvas)
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setAccessibleName(_("Pages of {title}").format(title=title))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(self._tools())
        layout.addWidget(self.messages)
        layout.addWidget(area, 1)
        self.resize(digits_wide(self, 120), self.fontMetrics().height() * 44)
        area.setFocus()

    def _tools(self) -> QHBoxLayout:
        count = len(self._pages.sizes)
        pages = ngettext("{count} page", "{count} pages", count).format(count=count)
        smaller = tool_button("zoom-out", _("Smaller (Ctrl+-)"), self)
        larger = tool_button("zoom-in", _("Larger (Ctrl++)"), self)
        smaller.setShortcut(QKeySequence("Ctrl+-"))
        larger.setShortcut(QKeySequence("Ctrl++"))
        smaller.clicked.connect(lambda _on=False: self.step_zoom(-1))
        larger.clicked.connect(lambda _on=False: self.step_zoom(1))
        self._zoom_words = label(formats.percent(Decimal(1), 0), self, role="muted")
        save = QPushButton(_("&Save as PDF…"), self)
        save.setAutoDefault(False)
        save.clicked.connect(self._ask_file)
        paper = QPushButton(_("&Print…"), self)
        paper.setDefault(True)
        paper.clicked.connect(self._ask_printer)
        row = QHBoxLayout()
        row.setContentsMargins(16, 8, 16, 8)
        row.setSpacing(8)
        for widget in (smaller, self._zoom_words, larger, label(pages, self, role="muted")):
            row.addWidget(widget)
        row.addStretch(1)
        row.addWidget(save)
        row.addWidget(paper)
        return row

    def step_zoom(self, direction: int) -> None:
        """Go to the next larger or smaller size."""
        now = self.canvas.zoom
        steps = [zoom for zoom in _ZOOMS if (zoom > now if direction > 0 else zoom < now)]
        if steps:
            zoom = min(steps) if direction > 0 else max(steps)
            self.canvas.set_zoom(zoom)
            self._zoom_words.setText(formats.percent(Decimal(str(zoom)), 0))

    def save_to(self, path: Path) -> None:
        """Write the PDF as it is, whole or not at all."""
        try:
            write_whole(path, lambda stream: _put(stream, self._content))
        except StorageError:
            text = _("The file {path} could not be written. Is it open elsewhere?")
            self.messages.show_message(text.format(path=path), Tone.BAD)
        else:
            text = _("Saved as {path}.").format(path=path)
            self.messages.show_message(text, Tone.GOOD, timeout_ms=8000)

    def print_on(self, printer: QPrinter) -> None:
        """Draw the chosen pages on a printer's paper, fitted and centred."""
        first = max(printer.fromPage(), 1)
        last = printer.toPage() or len(self._pages.sizes)
        painter = QPainter()
        if not painter.begin(printer):
            self.messages.show_message(_("The printer could not be reached."), Tone.BAD)
            return
        try:
            for number in range(first - 1, min(last, len(self._pages.sizes))):
                if number > first - 1:
                    printer.newPage()
                paper = QRectF(printer.pageRect(QPrinter.Unit.DevicePixel))
                width, height = self._pages.sizes[number]
                scale = min(paper.width() / width, paper.height() / height)
                # 300 dots an inch are enough for text; more only fills the spooler.
                image = self._pages.picture(number, min(scale, 300 / 72))
                target = QRectF(0, 0, width * scale, height * scale)
                target.moveLeft((paper.width() - target.width()) / 2)
                painter.drawImage(target, image)
        finally:
            painter.end()

    def done(self, result: int) -> None:
        """Close and let the document go."""
        super().done(result)
        self._pages.close()

    @Slot()
    def _ask_file(self) -> None:
        start = str(self._folder / f"{self._file_name}.pdf")
        dialog = QFileDialog(self, _("Save as PDF"), start, _("PDF files (*.pdf)"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("pdf")
        dialog.selectFile(f"{self._file_name}.pdf")
        dialog.fileSelected.connect(lambda path: self.save_to(Path(path)))
        dialog.open()

    @Slot()
    def _ask_printer(self) -> None:
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setDocName(self.windowTitle())
        dialog = QPrintDialog(printer, self)
        dialog.setMinMax(1, max(len(self._pages.sizes), 1))
        dialog.accepted.connect(lambda: self.print_on(printer))
        # QPrintDialog hides QDialog.open() behind its own old form.
        QDialog.open(dialog)


def _put(stream: Any, content: bytes) -> None:
    stream.write(content)
