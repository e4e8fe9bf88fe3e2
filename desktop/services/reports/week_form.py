"""A rep's form of a week on one landscape page: a line a visit, the columns as they are keyed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import IO

from desktop.i18n import _, speaking
from desktop.services import formats
from desktop.services.reports.fonts import code_points
from desktop.services.reports.layout import (
    BAND,
    INK,
    MUTED,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    PALE,
    RULE,
    WHITE,
    Align,
    Sheet,
)
from desktop.services.reports.page_parts import Printed, clipped, file_name, new_sheet
from desktop.services.reports.visit_form_data import FormField, FormLine, VisitFormData

#: The page lies on its side.
_WIDE, _HIGH = PAGE_HEIGHT, PAGE_WIDTH
_LEFT, _RIGHT, _TOP, _BOTTOM = 26.0, _WIDE - 26.0, _HIGH - 22.0, 22.0
_BAND, _HEADS, _FOOT = 34.0, 22.0, 44.0
_SIZE = 6.6
#: A line to write on is so deep, and one with more visits than that never less than the other.
_LINE, _LEAST_LINE = 20.0, 15.0
#: Fields are never narrower than this.
_LEAST = 27.0
#: On paper a customer's name stands beside his code, so that his field is wider than on screen.
_WIDER = {"customer_code": 1.6}


def write(datas: Sequence[VisitFormData], stream: IO[bytes], language: str) -> Printed:
    """Write the forms of some reps as PDF and return what was printed.

    One page a rep; a week with more planned visits than that goes on on the next. Below the
    planned visits are lines for the others. Equal data and language give equal bytes.

    Raises:
        IndexError: no form at all.
        StorageError: `font_missing`.
        ValueError: a language that the program does not speak.
    """
    with speaking(language):
        first = datas[0]
        title = _("Visits of the week from {day}").format(day=formats.day(first.monday))
        sheet = new_sheet(stream, language, title, first.branch_name)
        sheet.canvas.setPageSize((_WIDE, _HIGH))
        count = 0
        for data in datas:
            pages = _pages(data.lines)
            for number, lines in enumerate(pages, 1):
                _page(sheet, data, lines, (number, len(pages)))
                sheet.new_page()
            count += len(pages)
        sheet.canvas.save()
    return Printed(count, sheet.misprints.issues())


def week_form_file_name(datas: Sequence[VisitFormData]) -> str:
    """Return a file name that every file system takes: `visits_R07_Li-Na_2026-07-27.pdf`.

    Forms of several reps are named by their branch.
    """
    first = datas[0]
    if len(datas) > 1:
        return file_name("visits", "", first.branch_name, first.monday.isoformat())
    return file_name("visits", first.rep_code, first.rep_name, first.monday.isoformat())


def _room() -> float:
    return _TOP - _BAND - _HEADS - _FOOT - _BOTTOM


def _pages(lines: tuple[FormLine, ...]) -> list[tuple[FormLine, ...]]:
    most = int(_room() / _LEAST_LINE)
    found = [lines[place : place + most] for place in range(0, len(lines), most)]
    return found or [()]


def _page(
    sheet: Sheet, data: VisitFormData, lines: tuple[FormLine, ...], place: tuple[int, int]
) -> None:
    _band(sheet, data)
    widths = _widths(data.fields)
    y = _heads(sheet, data.fields, widths)
    roomy = int(_room() / _LINE)
    depth = _LINE if len(lines) <= roomy else _LEAST_LINE
    rows = int(_room() / depth)
    before: date | None = None
    for row in range(rows):
        line = lines[row] if row < len(lines) else None
        _line(sheet, data.fields, widths, (y, depth), line)
        if line is not None and before is not None and line.day != before:
            sheet.rule(_LEFT, y, _RIGHT - _LEFT, INK, 0.9)
        before = line.day if line is not None else None
        y -= depth
    _uprights(sheet, widths, y)
    _foot(sheet, data, place)


def _band(sheet: Sheet, data: VisitFormData) -> None:
    last = data.monday + timedelta(days=6)
    sheet.area(_LEFT, _TOP - 28, _RIGHT - _LEFT, 28, BAND)
    who = _("{code} · {name}").format(code=data.rep_code, name=data.rep_name)
    span = _("{first} to {last}").format(first=formats.day(data.monday), last=formats.day(last))
    right = sheet.text(
        _RIGHT - 10, _TOP - 18.5, span, 11, bold=True, colour=WHITE, align=Align.RIGHT
    )
    kind = _("Visits of the week")
    taken = sheet.text(_LEFT + 10, _TOP - 18.5, kind, 9, colour=WHITE)
    room = _RIGHT - _LEFT - right - taken - 60
    name = sheet.text(
        _LEFT + 24 + taken, _TOP - 18.8, who, 13, bold=True, colour=WHITE, width=room * 0.7
    )
    sheet.text(
        _LEFT + 36 + taken + name, _TOP - 18.5, data.branch_name, 8, colour=WHITE,
        width=max(room - name, 20),
    )  # fmt: skip


def _widths(fields: tuple[FormField, ...]) -> list[float]:
    """Return the fields' widths, in proportion to those of the screen, none too narrow."""
    room = _RIGHT - _LEFT
    wanted = [field.width * _WIDER.get(field.key, 1.0) for field in fields]
    unit = room / sum(wanted)
    narrow = [one * unit < _LEAST for one in wanted]
    rest = sum(one for one, is_narrow in zip(wanted, narrow, strict=True) if not is_narrow)
    left = room - _LEAST * sum(narrow)
    return [
        _LEAST if is_narrow else one * left / rest
        for one, is_narrow in zip(wanted, narrow, strict=True)
    ]


def _heads(sheet: Sheet, fields: tuple[FormField, ...], widths: list[float]) -> float:
    top, x = _TOP - _BAND, _LEFT
    sheet.area(_LEFT, top - _HEADS, _RIGHT - _LEFT, _HEADS, PALE)
    for field, width in zip(fields, widths, strict=True):
        lines = clipped(sheet, field.title, _SIZE, width - 5, 2)
        y = top - (13.5 if len(lines) == 1 else 9.5)
        for words in lines:
            sheet.text(
                x + 3, y, words, _SIZE, bold=field.is_required,
                colour=INK if field.is_required else MUTED, width=width - 4,
            )  # fmt: skip
            y -= 8
        x += width
    sheet.rule(_LEFT, top - _HEADS, _RIGHT - _LEFT, INK, 0.9)
    return top - _HEADS


def _line(
    sheet: Sheet,
    fields: tuple[FormField, ...],
    widths: list[float],
    place: tuple[float, float],
    line: FormLine | None,
) -> None:
    (top, depth), x = place, _LEFT
    for field, width in zip(fields, widths, strict=True):
        words = _cell(field, line)
        if words:
            size = _SIZE if depth >= _LINE else _SIZE - 0.8
            lines = clipped(sheet, words, size, width - 5, 2)
            lead = size + 0.8
            y = top - depth / 2 - size * 0.36 + lead * (len(lines) - 1) / 2
            sheet.paragraph(x + 3, y, lines, size, lead, INK)
        x += width
    sheet.rule(_LEFT, top - depth, _RIGHT - _LEFT, RULE, 0.5)


def _cell(field: FormField, line: FormLine | None) -> str:
    if line is None:
        return ""
    if field.key == "date":
        weekday = formats.short_weekday(line.day.weekday())
        return _("{weekday} {day}").format(weekday=weekday, day=formats.short_day(line.day))
    if field.key == "planned":
        return field.choices[0] if field.choices else ""
    return line.cell(field.key)


def _uprights(sheet: Sheet, widths: list[float], bottom: float) -> None:
    sheet.stroke(RULE, 0.5)
    top, x = _TOP - _BAND, _LEFT
    for width in (0.0, *widths):
        x += width
        sheet.canvas.line(x, top, x, bottom)


def _foot(sheet: Sheet, data: VisitFormData, place: tuple[int, int]) -> None:
    y = _BOTTOM + 30
    for field in data.fields:
        if field.choices and len(field.choices) > 2:
            words = _("{field}: {choices}").format(
                field=field.title, choices=" / ".join(field.choices)
            )
            sheet.text(_LEFT, y, words, 6, colour=MUTED, width=_RIGHT - _LEFT)
            y -= 8
    rule = _("Bold columns are needed. Minutes are not, where start and end are given.")
    missing = sheet.misprints.characters()
    if missing:
        boxes = _("□ stands for characters that the font lacks: {code_points}").format(
            code_points=code_points(missing)
        )
        sheet.text(_LEFT, y, boxes, 6, bold=True, colour=MUTED, width=_RIGHT - _LEFT)
    sheet.text(_LEFT, _BOTTOM, rule, 6, colour=MUTED, width=(_RIGHT - _LEFT) * 0.5)
    signed = _("Handed in on")
    middle = _LEFT + (_RIGHT - _LEFT) * 0.56
    taken = sheet.text(middle, _BOTTOM, signed, 6, colour=MUTED)
    sheet.rule(middle + taken + 5, _BOTTOM - 1, 90, INK, 0.5)
    page = _("Page {number} of {count}").format(number=place[0], count=place[1])
    sheet.text(_RIGHT, _BOTTOM, page, 6, colour=MUTED, align=Align.RIGHT)
