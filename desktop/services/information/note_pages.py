"""The printed list of notes, made of what the page shows."""

from __future__ import annotations

import io
from datetime import datetime

from desktop.i18n import _, speaking
from desktop.services import formats
from desktop.services.information.data import NotePage, NoteRow
from desktop.services.information.names import GRADES, NOTE_TYPES, STATES
from desktop.services.plans.printing import PlanPdf
from desktop.services.reports.fonts import DRAWING
from desktop.services.reports.note_list_data import ListedNote, NoteListData


def note_list(branch_name: str, page: NotePage) -> NoteListData:
    """Return the list of a page's notes, in the language of the moment."""
    return NoteListData(
        branch_name, page.as_of, tuple(_listed(one, page.currency) for one in page.rows),
        page.count, page.unanswered, page.escalated, page.late,
    )  # fmt: skip


def print_note_list(
    branch_name: str, page: NotePage, printed_at: datetime, language: str
) -> PlanPdf:
    """Return the list of notes as PDF and the name of its file.

    Raises:
        StorageError: `font_missing`.
        ValueError: a language that the program does not speak.
    """
    from desktop.services.reports.note_list import note_list_file_name, write

    with speaking(language):
        data = note_list(branch_name, page)
    stream = io.BytesIO()
    with DRAWING:
        printed = write(data, stream, printed_at, language)
    return PlanPdf(note_list_file_name(data), stream.getvalue(), printed.pages, printed.warnings)


def _listed(row: NoteRow, currency: str) -> ListedNote:
    words, tone = STATES[row.state]
    price = "" if row.price is None else formats.money(row.price, currency)
    parts = (
        row.customer.name if row.customer else "",
        row.competitor,
        row.product.name if row.product else "",
        price,
    )
    grade = "" if row.severity is None else _(GRADES[row.severity][0])
    is_done = row.answered_at is not None
    return ListedNote(
        row.noted_on, _(NOTE_TYPES[row.type]), row.text, row.rep.name if row.rep else "",
        " · ".join(part for part in parts if part), _(words), tone,
        row.answered_by if is_done else row.owes, row.due_on, row.answer, grade,
    )  # fmt: skip
