"""The preview: pages as pictures, zoom, save, print to paper."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QColor
from PySide6.QtPrintSupport import QPrinter
from pytestqt.qtbot import QtBot
from reportlab.pdfgen.canvas import Canvas

from desktop.views.look import Look
from desktop.views.pdf_preview import PdfPreview
from tests.gui.conftest import destroy


def _pdf() -> bytes:
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=(300, 400), invariant=1)
    for colour in ((1, 0, 0), (0, 0, 1)):
        canvas.setFillColorRGB(*colour)
        canvas.rect(50, 50, 200, 300, stroke=0, fill=1)
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


@pytest.fixture
def preview(qtbot: QtBot, look: Look) -> Iterator[PdfPreview]:
    """Return the preview of a red and a blue page."""
    found = PdfPreview("Scorecard: Li/Q3", _pdf())
    found.show()
    yield found
    found.reject()
    destroy(found)


def test_pages_are_painted_in_their_colours(preview: PdfPreview) -> None:
    image = preview.canvas.grab().toImage()
    seen = {image.pixelColor(image.width() // 2, y).name() for y in range(0, image.height(), 8)}
    assert {QColor("red").name(), QColor("blue").name()} <= seen


def test_zoom_goes_in_steps_and_stops_at_the_ends(preview: PdfPreview) -> None:
    before = preview.canvas.minimumWidth()
    preview.step_zoom(1)
    assert preview.canvas.minimumWidth() > before
    for _step in range(12):
        preview.step_zoom(-1)
    assert preview.canvas.zoom == 0.5


def test_the_pdf_is_saved_as_it_is(preview: PdfPreview, tmp_path: Path) -> None:
    preview.save_to(tmp_path / "card.pdf")
    assert (tmp_path / "card.pdf").read_bytes() == _pdf()
    assert "card.pdf" in preview.messages.text


def test_a_folder_that_refuses_is_said(preview: PdfPreview, tmp_path: Path) -> None:
    preview.save_to(tmp_path / "nowhere" / "card.pdf")
    assert "could not be written" in preview.messages.text


def test_all_pages_are_drawn_on_the_printers_paper(preview: PdfPreview, tmp_path: Path) -> None:
    import pypdf

    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "paper.pdf"))
    preview.print_on(printer)
    assert len(pypdf.PdfReader(tmp_path / "paper.pdf").pages) == 2
