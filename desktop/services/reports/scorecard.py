"""The printed scorecard: one rep and period on A4, the same bytes for the same data."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import IO, TYPE_CHECKING, Protocol

from desktop.errors import InputError, Issue
from desktop.i18n import _, speaking
from desktop.periods import Period
from desktop.services.appraisals.data import ScorecardData
from desktop.services.reports import scorecard_lists as lists
from desktop.services.reports import scorecard_results as upper
from desktop.services.reports import scorecard_words as words
from desktop.services.reports.fonts import Faces, faces
from desktop.services.reports.layout import (
    BAND,
    BOTTOM,
    INK,
    LEFT,
    MUTED,
    RIGHT,
    RULE,
    WIDTH,
    Align,
    Misprints,
    Sheet,
)
from desktop.services.reports.numbers import day, period_code, period_title
from desktop.services.reports.page_parts import Printed, file_name, new_canvas, substitutes
from desktop.services.reports.scorecard_json import fingerprint

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

_GAP = 9.0
_SIGNATURES = 40.0
_FOOTER = 12.0


class Progress(Protocol):
    """Hears how far a long job is; may raise `Cancelled`."""

    def step(self, done: int, total: int) -> None:
        """Take note that `done` of `total` are finished."""
        ...


def write(data: ScorecardData, stream: IO[bytes], printed_on: date, language: str) -> Printed:
    """Write the scorecard as PDF and return what was printed.

    One page, or two where lists are longer than the first page shows. Equal data, date and
    language give equal bytes.

    Raises:
        StorageError: `font_missing`, where the font files are not there.
        ValueError: a language that the program does not speak.
    """
    return write_many((data,), stream, printed_on, language)


def write_many(
    datas: Iterable[ScorecardData],
    stream: IO[bytes],
    printed_on: date,
    language: str,
    progress: Progress | None = None,
    total: int = 0,
) -> Printed:
    """Write scorecards into one file with a bookmark each; the data may be a generator.

    `progress` hears of each finished one; `total` is what it is told to expect.

    Raises:
        InputError: `nothing_to_print`, where there is not one scorecard.
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
            pages += _scorecard(Sheet(canvas, known, own), data, printed_on)
            misprints.texts.update(own.texts)
            if progress is not None:
                progress.step(count, total)
        if not count:
            raise InputError(Issue("nothing_to_print"))
        if count > 1:
            canvas.showOutline()
        canvas.save()
    return Printed(pages, misprints.issues())


def scorecard_file_name(rep_code: str, name: str, period: Period) -> str:
    """Return a file name that every file system takes: `scorecard_R07_Li-Wei_2026-Q3.pdf`."""
    return file_name("scorecard", rep_code, name, period_code(period))


def _describe(canvas: Canvas, data: ScorecardData, known: Faces) -> None:
    who = data.identity
    canvas.setTitle(
        known.fit(
            _("Scorecard {code} {name}, {period}").format(
                code=who.rep_code, name=who.rep_name, period=period_title(data.period)
            )
        ).text
    )
    canvas.setAuthor(known.fit(who.branch_name).text)
    canvas.setCreator("Branchbook")
    canvas.setSubject(known.fit(f"scorecard {who.rep_code} {period_code(data.period)}").text)


def _scorecard(sheet: Sheet, data: ScorecardData, printed_on: date) -> int:
    """Draw one rep's pages and return how many they are."""
    who = data.identity
    pages = 2 if lists.needs_second_page(data) else 1
    key = f"scorecard-{sheet.canvas.getPageNumber()}"
    title = sheet.faces.fit(f"{who.rep_code} {who.rep_name}".strip()).text
    sheet.canvas.bookmarkPage(key)
    sheet.canvas.addOutlineEntry(title, key, 0)
    figures = upper.Figures(data.decimals, upper.Notes())
    y = upper.header(sheet, data)
    y = upper.identity(sheet, data, y)
    y = upper.tiles(sheet, data, figures, y - 7)
    y = upper.results(sheet, data, figures, y - _GAP)
    y = upper.activity(sheet, data, figures, y - _GAP)
    y = lists.receivables(sheet, data, figures, y - _GAP)
    y = lists.thirds(sheet, data, figures, y - _GAP)
    stamp = fingerprint(data)
    _closing(sheet, data, figures, y - 6)
    _footer(sheet, data, printed_on, stamp, (1, pages))
    sheet.new_page()
    if pages == 2:
        y = upper.header(sheet, data)
        lists.second_page(sheet, data, figures, y - _GAP, BOTTOM + _FOOTER + 16)
        substitutes(sheet, BOTTOM + _FOOTER + 11)
        _footer(sheet, data, printed_on, stamp, (2, pages))
        sheet.new_page()
    return pages


def _closing(sheet: Sheet, data: ScorecardData, figures: upper.Figures, top: float) -> None:
    """Draw the small print, the box for comments and the lines to sign on."""
    y = _small_print(sheet, data, figures, top)
    floor = BOTTOM + _FOOTER
    _signatures(sheet, floor)
    _comments(sheet, floor + _SIGNATURES, y - 4)


def _small_print(sheet: Sheet, data: ScorecardData, figures: upper.Figures, top: float) -> float:
    width = (WIDTH - 16) / 2
    sentences = words.definition_lines(data.definitions, data.currency)
    lines = [*sheet.wrap(" ".join(sentences), 5.3, width)]
    notes = "   ".join(figures.notes.lines())
    if notes:
        lines += sheet.wrap(notes, 5.3, width)
    half = (len(lines) + 1) // 2
    one = sheet.paragraph(LEFT, top - 5, lines[:half], 5.3, 6.5)
    two = sheet.paragraph(LEFT + width + 16, top - 5, lines[half:], 5.3, 6.5)
    bottom = min(one, two) + 5
    return substitutes(sheet, bottom)


def _comments(sheet: Sheet, bottom: float, top: float) -> None:
    """Draw the box in which the rep answers, as deep as the page has room."""
    height = top - bottom - 4
    sheet.box(LEFT, bottom + 4, WIDTH, height, RULE, 0.6)
    sheet.text(LEFT + 6, top - 9, _("Comments of the rep"), 6.6, bold=True, colour=BAND)
    x = RIGHT - 6
    for choice in (_("I wish to appeal"), _("I do not agree"), _("I agree")):
        x -= sheet.text(x, top - 9, choice, 6.6, align=Align.RIGHT) + 9
        sheet.box(x, top - 9.6, 6, 6, INK, 0.6)
        x -= 12
    line = top - 24
    while line > bottom + 8:
        sheet.rule(LEFT + 6, line, WIDTH - 12, RULE, 0.3)
        line -= 13


def _signatures(sheet: Sheet, bottom: float) -> None:
    sheet.text(
        LEFT, bottom + 4,
        _("A signature acknowledges receipt, not agreement."), 5.8, colour=MUTED,
    )  # fmt: skip
    gap = 18.0
    width = (WIDTH - 2 * gap) / 3
    for place, who in enumerate((_("Rep"), _("Appraiser"), _("Reviewer"))):
        x = LEFT + place * (width + gap)
        sheet.rule(x, bottom + 18, width, INK, 0.6)
        sheet.text(x, bottom + 11.5, who, 6.2, colour=MUTED)
        sheet.text(x + width, bottom + 11.5, _("Date"), 6.2, colour=MUTED, align=Align.RIGHT)


def _footer(
    sheet: Sheet, data: ScorecardData, printed_on: date, stamp: str, page: tuple[int, int]
) -> None:
    number, pages = page
    sheet.rule(LEFT, BOTTOM + 8, WIDTH)
    words_left = _("{branch} · {code} · printed on {date} · figures {fingerprint}").format(
        branch=data.identity.branch_name,
        code=data.identity.rep_code,
        date=day(printed_on),
        fingerprint=stamp,
    )
    sheet.text(LEFT, BOTTOM, words_left, 5.8, colour=MUTED, width=WIDTH - 70)
    sheet.text(
        RIGHT, BOTTOM, _("Page {number} of {count}").format(number=number, count=pages), 5.8,
        colour=MUTED, align=Align.RIGHT,
    )  # fmt: skip
