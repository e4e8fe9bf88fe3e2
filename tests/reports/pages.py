"""Reading printed pages again: their texts, and the boxes that the texts take."""

from __future__ import annotations

import io

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from desktop.services.appraisals.data import ScorecardData
from desktop.services.reports.scorecard import Printed, write
from tests.reports import cards

Box = tuple[float, float, float, float]


def printed(data: ScorecardData, language: str = "en") -> tuple[bytes, Printed]:
    """Return the scorecard's file and what printing it told."""
    stream = io.BytesIO()
    report = write(data, stream, cards.PRINTED_ON, language)
    return stream.getvalue(), report


def texts(pdf: bytes) -> list[str]:
    """Return the text of each page."""
    return [page.get_textpage().get_text_range() for page in pdfium.PdfDocument(pdf)]


def boxes_of_pages(pdf: bytes) -> list[list[Box]]:
    """Return left, bottom, right and top of every text of each page, by their left."""
    return [
        sorted(
            thing.get_bounds() for thing in page.get_objects(filter=[pdfium_c.FPDF_PAGEOBJ_TEXT])
        )
        for page in pdfium.PdfDocument(pdf)
    ]


def overlaps(boxes: list[Box]) -> list[tuple[Box, Box]]:
    """Return the pairs of boxes that share more than a hair; boxes are sorted by their left."""
    found = []
    for place, one in enumerate(boxes):
        for other in boxes[place + 1 :]:
            if other[0] >= one[2] - 0.4:
                break
            if min(one[3], other[3]) - max(one[1], other[1]) > 0.4:
                found.append((one, other))
    return found


def outside(boxes: list[Box]) -> list[Box]:
    """Return the boxes that leave the printable part of an A4 page."""
    return [
        (left, bottom, right, top)
        for left, bottom, right, top in boxes
        if left < 24 or right > 595.3 - 24 or bottom < 18 or top > 842 - 18
    ]
