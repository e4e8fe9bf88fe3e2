"""The rep's target sheet: his year in figures, why it is so, and his signature or objection."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import IO, TYPE_CHECKING

from desktop.errors import InputError, Issue
from desktop.i18n import _, speaking
from desktop.services.reports import target_sheet_answer as answers
from desktop.services.reports import target_sheet_measures as measures
from desktop.services.reports import target_sheet_tables as tables
from desktop.services.reports.fonts import Faces, faces
from desktop.services.reports.layout import BOTTOM, Misprints, Sheet
from desktop.services.reports.numbers import DASH, day
from desktop.services.reports.page_parts import (
    FOOT,
    SIGNATURES,
    Printed,
    band,
    facts,
    file_name,
    foot,
    new_canvas,
    sentence,
    sentence_height,
    signatures,
    substitutes,
)
from desktop.services.reports.plan_pages_data import TargetSheetData
from desktop.services.reports.plan_words import (
    PlanFigures,
    definition_sentence,
    fingerprint,
    moment,
    plan_status,
    plan_title,
    span_title,
    year_title,
)
from desktop.services.reports.scorecard import Progress

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

_GAP = 9.0
#: Fewer rows of customers than this say too little: the lower part then goes to a second page.
_LEAST_ROWS = 6


def write(data: TargetSheetData, stream: IO[bytes], printed_at: datetime, language: str) -> Printed:
    """Write the target sheet as PDF and return what was printed.

    One page; two where the reasons or the answer leave no room for the customers. Equal data,
    moment and language give equal bytes; the moment is printed as it is given.

    Raises:
        StorageError: `font_missing`, where the font files are not there.
        ValueError: a language that the program does not speak.
    """
    return write_many((data,), stream, printed_at, language)


def write_many(
    datas: Iterable[TargetSheetData],
    stream: IO[bytes],
    printed_at: datetime,
    language: str,
    progress: Progress | None = None,
    total: int = 0,
) -> Printed:
    """Write target sheets into one file with a bookmark each; the data may be a generator.

    `progress` hears of each finished one; `total` is what it is told to expect.

    Raises:
        InputError: `nothing_to_print`, where there is not one sheet.
        StorageError: `font_missing`.
        ValueError: a language that the program does not speak.
    """
    with speaking(language):
        known = faces()
        canvas = new_canvas(stream, language)
        misprints = Misprints()
        pages = count = 0
        for count, data in enumerate(datas, 1):
            own = Misprints()
            if count == 1:
                _describe(canvas, data, known)
            pages += _pages(Sheet(canvas, known, own), data, printed_at)
            misprints.texts.update(own.texts)
            if progress is not None:
                progress.step(count, total)
        if not count:
            raise InputError(Issue("nothing_to_print"))
        if count > 1:
            canvas.showOutline()
        canvas.save()
    return Printed(pages, misprints.issues())


def target_sheet_file_name(data: TargetSheetData) -> str:
    """Return a file name that every file system takes: `targets_R07_Zhang-Wei_2027.pdf`."""
    return file_name("targets", data.rep_code, data.rep_name, data.identity.year_name)


def _describe(canvas: Canvas, data: TargetSheetData, known: Faces) -> None:
    title = _("Targets of {code} {name}, {year}").format(
        code=data.rep_code, name=data.rep_name, year=year_title(data.identity)
    )
    canvas.setTitle(known.fit(title).text)
    canvas.setAuthor(known.fit(data.identity.branch_name).text)
    canvas.setCreator("Branchbook")
    canvas.setSubject(known.fit(f"targets {data.rep_code} {data.identity.year_name}").text)


def _pages(sheet: Sheet, data: TargetSheetData, printed_at: datetime) -> int:
    """Draw one rep's pages and return how many they are."""
    key = f"targets-{sheet.canvas.getPageNumber()}"
    title = sheet.faces.fit(f"{data.rep_code} {data.rep_name}".strip()).text
    sheet.canvas.bookmarkPage(key)
    sheet.canvas.addOutlineEntry(title, key, 0)
    figures = PlanFigures(tables.amounts_of(data))
    y = tables.by_month(sheet, data, figures, _head(sheet, data) - _GAP)
    floor = BOTTOM + FOOT
    room = y - _GAP - floor
    rows = tables.customer_rows(sheet, data, figures, room - _lower_height(sheet, data))
    pages = 1 if rows >= min(len(data.customers), _LEAST_ROWS) else 2
    if pages == 2:
        rows = tables.customer_rows(sheet, data, figures, room - 10)
    y = tables.by_customer(sheet, data, figures, y - _GAP, rows)
    stamp = fingerprint(data)
    if pages == 2:
        substitutes(sheet, floor + 9)
        _foot(sheet, data, printed_at, stamp, (1, pages))
        sheet.new_page()
        y = _head(sheet, data)
    _lower(sheet, data, y - _GAP)
    _foot(sheet, data, printed_at, stamp, (pages, pages))
    sheet.new_page()
    return pages


def _head(sheet: Sheet, data: TargetSheetData) -> float:
    """Draw the band and the facts; return y below them."""
    plan = data.identity
    y = band(sheet, plan.branch_name, data.rep_name, _("Target sheet"), year_title(plan))
    pairs = (
        (_("No."), data.rep_code),
        (_("Post"), data.title or DASH),
        (_("Manager"), data.manager_name or DASH),
        (_("Territory"), data.territory_name or DASH),
        (_("Plan"), plan_title(plan)),
        (_("Status"), plan_status(plan.status)),
        (_("Period"), span_title(plan)),
        (_("As of"), day(data.as_of)),
    )
    return facts(sheet, pairs, y)


def _lower_height(sheet: Sheet, data: TargetSheetData) -> float:
    words = definition_sentence(data.definitions, data.identity.currency)
    reasons = tables.reasons_height(sheet, data)
    small = sentence_height(sheet, words) + 9
    own = measures.height(sheet, data) + (_GAP if data.measures else 0.0)
    box = answers.least_height(sheet, data.answer)
    return own + _GAP + reasons + 6 + small + 8 + box + SIGNATURES


def _lower(sheet: Sheet, data: TargetSheetData, top: float) -> None:
    """Draw own measures, reasons, definitions, the answer and the lines to sign on."""
    y = top
    if data.measures:
        y = measures.draw(sheet, data, y) - _GAP
    if data.reasons:
        y = tables.reasons(sheet, data, y) - 6
    words = definition_sentence(data.definitions, data.identity.currency)
    y = substitutes(sheet, sentence(sheet, words, y))
    floor = BOTTOM + FOOT
    answers.draw(sheet, data.answer, y - 6, floor + SIGNATURES + 4)
    people = ((_("Rep"), data.rep_name), (_("Manager"), data.manager_name))
    note = _("A signature acknowledges receipt; whether the targets are accepted is said above.")
    signatures(sheet, floor, people, note)


def _foot(
    sheet: Sheet, data: TargetSheetData, printed_at: datetime, stamp: str, page: tuple[int, int]
) -> None:
    words = _("{branch} · {plan} · {code} · printed {moment} · figures {fingerprint}").format(
        branch=data.identity.branch_name,
        plan=plan_title(data.identity),
        code=data.rep_code,
        moment=moment(printed_at),
        fingerprint=stamp,
    )
    foot(sheet, words, *page)
