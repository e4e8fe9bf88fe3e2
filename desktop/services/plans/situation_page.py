"""The situation sheets of a plan as PDF, ready to be previewed or printed."""

from __future__ import annotations

import io
from datetime import datetime

from desktop.services.plans.printing import PlanPdf
from desktop.services.plans.situation_data import SituationBook
from desktop.services.reports.fonts import DRAWING
from desktop.services.reports.situation_sheet_data import MarketLine, OwnLine, SituationData


def print_situation(book: SituationBook, printed_at: datetime, language: str) -> PlanPdf:
    """Return both sheets, a page each, and the name of their file.

    Raises:
        StorageError: `font_missing`.
        ValueError: a language that the program does not speak.
    """
    from desktop.services.reports.situation_sheet import situation_file_name, write

    data = situation_data(book)
    stream = io.BytesIO()
    with DRAWING:
        printed = write(data, stream, printed_at, language)
    return PlanPdf(situation_file_name(data), stream.getvalue(), printed.pages, printed.warnings)


def situation_data(book: SituationBook) -> SituationData:
    """Return a plan's sheets as the printed pages take them."""
    card = book.card
    return SituationData(
        book.branch, card.name, card.number, card.status, card.year, book.currency,
        tuple(
            MarketLine(
                row.entry.area, row.entry.name, row.entry.value, row.entry.unit,
                row.entry.source, row.entry.as_of, row.entry.note,
            )
            for row in book.market
        ),
        tuple(
            OwnLine(
                row.area, row.name, row.unit, row.values, row.change, row.source, row.as_of
            )
            for row in book.own
        ),
        book.years, book.as_of, book.is_whole,
    )  # fmt: skip
