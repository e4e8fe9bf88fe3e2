"""Slips for visits, four to a page: the fields stand as they are keyed, from top to bottom."""

from __future__ import annotations

from typing import IO

from desktop.i18n import _, speaking
from desktop.services import formats
from desktop.services.reports.layout import (
    BAND,
    BOTTOM,
    INK,
    LEFT,
    MUTED,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    RIGHT,
    RULE,
    TOP,
    WHITE,
    Align,
    Sheet,
)
from desktop.services.reports.page_parts import Printed, file_name, new_sheet
from desktop.services.reports.visit_form_data import FormField, VisitSlipData

SLIPS_ON_A_PAGE = 4
#: More slips than this are a printer's order.
MOST_SLIPS = 400
_GUTTER = 26.0
_WIDTH = (RIGHT - LEFT - _GUTTER) / 2
_HEIGHT = (TOP - BOTTOM - _GUTTER) / 2
_HEAD, _FOOT = 26.0, 10.0
_LABEL = 64.0
_SIZE, _TICK = 7.4, 6.2
#: The least that a line of ticks takes.
_TICK_LINE = 9.8
#: What stays free above and below the ticks of a field.
_TICK_ROOM = 9.0


def write(data: VisitSlipData, stream: IO[bytes], language: str) -> Printed:
    """Write as many pages as the slips need and return what was printed.

    Pages are always full: what is left over is a slip more, not an empty quarter. Equal data and
    language give equal bytes.

    Raises:
        StorageError: `font_missing`.
        ValueError: a language that the program does not speak, or a number of slips that is none.
    """
    if not 1 <= data.count <= MOST_SLIPS:
        raise ValueError(f"{data.count} slips")
    pages = -(-data.count // SLIPS_ON_A_PAGE)
    with speaking(language):
        sheet = new_sheet(stream, language, _("Visit slips"), data.branch_name)
        for _number in range(pages):
            _cuts(sheet)
            for place in range(SLIPS_ON_A_PAGE):
                x = LEFT + (place % 2) * (_WIDTH + _GUTTER)
                top = TOP - (place // 2) * (_HEIGHT + _GUTTER)
                _slip(sheet, data, x, top)
            sheet.new_page()
        sheet.canvas.save()
    return Printed(pages, sheet.misprints.issues())


def slip_file_name(data: VisitSlipData) -> str:
    """Return a file name that every file system takes: `slips_R07_Li-Na_2026-07-31.pdf`."""
    return file_name(
        "slips", data.rep_code, data.rep_name, "" if data.day is None else data.day.isoformat()
    )


def _cuts(sheet: Sheet) -> None:
    sheet.stroke(RULE, 0.4)
    sheet.canvas.setDash(2, 3)
    middle, half = PAGE_WIDTH / 2, (TOP + BOTTOM) / 2
    sheet.canvas.line(middle, 14, middle, PAGE_HEIGHT - 14)
    sheet.canvas.line(14, half, PAGE_WIDTH - 14, half)
    sheet.canvas.setDash()


def _slip(sheet: Sheet, data: VisitSlipData, x: float, top: float) -> None:
    sheet.area(x, top - 19, _WIDTH, 19, BAND)
    taken = sheet.text(x + 6, top - 13, _("Report of a visit"), 9, bold=True, colour=WHITE)
    sheet.text(
        x + _WIDTH - 6, top - 12.6, data.branch_name, 6.6, colour=WHITE, align=Align.RIGHT,
        width=_WIDTH - taken - 22,
    )  # fmt: skip
    bottom = top - _HEIGHT
    depths = _depths(sheet, data.fields, _HEIGHT - _HEAD - _FOOT)
    y = top - _HEAD + 4
    known = {
        "rep_code": " · ".join(part for part in (data.rep_code, data.rep_name) if part),
        "date": "" if data.day is None else formats.day(data.day),
    }
    for field, depth in zip(data.fields, depths, strict=True):
        _field(sheet, field, (x, y, depth), known.get(field.key, ""))
        y -= depth
    words = _("Bold fields are needed. Minutes are not, where start and end are given.")
    sheet.text(x, bottom + 1, words, 5.4, colour=MUTED, width=_WIDTH)


def _depths(sheet: Sheet, fields: tuple[FormField, ...], room: float) -> list[float]:
    """Return how deep each field is: lines of ticks as they need, and the rest evenly."""
    needed = [
        _TICK_LINE * len(_tick_lines(sheet, field)) + _TICK_ROOM if field.choices else 0.0
        for field in fields
    ]
    open_fields = sum(1 for one in needed if not one) or 1
    each = (room - sum(needed)) / open_fields
    return [one or each for one in needed]


def _tick_lines(sheet: Sheet, field: FormField) -> list[list[str]]:
    """Return the words to tick in lines that fit the slip."""
    lines: list[list[str]] = [[]]
    room = left = _WIDTH - _LABEL
    for words in field.choices:
        taken = min(sheet.width(words, _TICK), room - 22) + 22
        if taken > left and lines[-1]:
            lines.append([])
            left = room
        lines[-1].append(words)
        left -= taken
    return lines


def _field(sheet: Sheet, field: FormField, place: tuple[float, float, float], known: str) -> None:
    x, top, depth = place
    line = top - depth
    base = line + 4.2 if not field.choices else top - 11.4
    sheet.text(
        x, base, field.title, _SIZE, bold=field.is_required,
        colour=INK if field.is_required else MUTED, width=_LABEL - 6,
    )  # fmt: skip
    left = x + _LABEL
    if field.choices:
        y = top - 11.4
        for words in _tick_lines(sheet, field):
            at = left
            for word in words:
                sheet.box(at, y - 0.6, 6, 6, INK, 0.5)
                at += 9 + sheet.text(at + 9, y, word, _TICK, width=_WIDTH - _LABEL - 22) + 13
            y -= _TICK_LINE
    elif known:
        sheet.text(left + 2, base, known, _SIZE + 0.8, width=_WIDTH - _LABEL - 4)
    # Words to tick stand on a line of the whole width; what is written has its own.
    start = x if field.choices else left
    weight, colour = (0.8, INK) if field.is_required else (0.4, RULE)
    sheet.rule(start, line, x + _WIDTH - start, colour, weight)
