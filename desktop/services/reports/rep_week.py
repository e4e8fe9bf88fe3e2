"""A rep's week on one page: its days, its figures beside others, and what is missing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import IO

from desktop.i18n import _, ngettext, speaking
from desktop.services import formats
from desktop.services.reports.layout import (
    BAND,
    BOTTOM,
    INK,
    LEFT,
    MUTED,
    PALE,
    RIGHT,
    WIDTH,
    Align,
    Cell,
    Column,
    Sheet,
)
from desktop.services.reports.marks import tone_sign
from desktop.services.reports.numbers import DASH
from desktop.services.reports.page_parts import (
    FOOT,
    Printed,
    band,
    clipped,
    facts,
    file_name,
    foot,
    new_sheet,
    substitutes,
)
from desktop.services.reports.plan_words import fingerprint, moment
from desktop.services.reports.rep_week_data import PrintedDay, PrintedGap, PrintedLine, RepWeekData

_SIZE, _DAY, _LINE, _LEAST = 6.6, 11.0, 9.4, 6.2
_FIGURE_ROW = 9.6
#: The figures take the left part of the page's foot, what is missing the right one.
_LEFT_PART, _BETWEEN = 296.0, 14.0
#: Left edges of a line's columns: time, kind, customer, words, figure (right edge), mark.
_KIND, _CUSTOMER, _WORDS = LEFT + 50, LEFT + 134, LEFT + 278
_FIGURE, _MARK = RIGHT - 84, RIGHT - 78


@dataclass(frozen=True, slots=True)
class _Room:
    """How high a line is, and how many lines each day can show."""

    line: float
    most: int


def write(data: RepWeekData, stream: IO[bytes], printed_at: datetime, language: str) -> Printed:
    """Write the week as PDF, one page, and return what was printed.

    Lines grow smaller where there are many; a day that has still more says how many are left
    out. Equal data, moment and language give equal bytes.

    Raises:
        StorageError: `font_missing`.
        ValueError: a language that the program does not speak.
    """
    with speaking(language):
        title = _("Week of {name}").format(name=data.rep_name)
        sheet = new_sheet(stream, language, title, data.branch_name)
        _page(sheet, data, printed_at)
        sheet.new_page()
        sheet.canvas.save()
    return Printed(1, sheet.misprints.issues())


def rep_week_file_name(data: RepWeekData) -> str:
    """Return a file name that every file system takes: `week_R07_Li-Na_2026-11-16.pdf`."""
    return file_name("week", data.rep_code, data.rep_name, data.monday.isoformat())


def _page(sheet: Sheet, data: RepWeekData, printed_at: datetime) -> None:
    y = band(sheet, data.branch_name, data.rep_name, _("Rep's week"), data.week)
    pairs = (
        (_("No."), data.rep_code),
        (_("Manager"), data.manager_name or DASH),
        (_("Territory"), data.territory_name or DASH),
        (_("Plan"), data.plan),
        (_("Currency"), data.currency),
    )
    y = facts(sheet, pairs, y) - 8
    floor = BOTTOM + FOOT + 6
    below = 34 + _FIGURE_ROW * len(data.figures) + 22 * len(data.pace) + 14
    y = _days(sheet, data.days, y, floor + below) - 6
    _figures(sheet, data, y)
    _gaps(sheet, data.gaps, y, floor + 12)
    lines = clipped(sheet, data.note, 5.9, WIDTH, 1)
    sheet.paragraph(LEFT, floor + 4, lines, 5.9, 7, MUTED)
    substitutes(sheet, floor - 3)
    words = _("{branch} · {code} · printed {moment} · figures {fingerprint}").format(
        branch=data.branch_name, code=data.rep_code, moment=moment(printed_at),
        fingerprint=fingerprint(data),
    )  # fmt: skip
    foot(sheet, words, 1, 1)


def _room(days: tuple[PrintedDay, ...], height: float) -> _Room:
    """Return the line's height that lets everything in, else the most lines of a day."""
    left = height - _DAY * len(days)
    longest = max((len(day.lines) for day in days), default=0)
    for most in range(longest, 0, -1):
        count = sum(min(len(day.lines), most) for day in days)
        if left / max(count, 1) >= _LEAST:
            return _Room(min(left / max(count, 1), _LINE), most)
    return _Room(_LEAST, 1)


def _days(sheet: Sheet, days: tuple[PrintedDay, ...], top: float, bottom: float) -> float:
    """Draw the days; return y below them."""
    room = _room(days, top - bottom)
    y = top
    for day in days:
        sheet.area(LEFT, y - _DAY + 0.8, WIDTH, _DAY - 2.4, PALE)
        base = y - _DAY + 2.9
        sheet.text(LEFT + 3, base, day.name, 6.8, bold=True, colour=BAND, width=74)
        sheet.text(LEFT + 84, base, day.state, 6.4, colour=MUTED, width=180)
        sheet.text(RIGHT - 3, base, day.summary, 6.4, align=Align.RIGHT, width=250)
        y -= _DAY
        shown = day.lines
        if len(shown) > room.most:
            shown = shown[: room.most - 1]
        for line in shown:
            _line(sheet, line, y, room.line)
            y -= room.line
        more = len(day.lines) - len(shown)
        if more:
            words = ngettext("and {count} more", "and {count} more", more)
            sheet.text(
                _KIND, y - room.line * 0.72, words.format(count=formats.number(more)),
                min(_SIZE, room.line * 0.74), colour=MUTED,
            )  # fmt: skip
            y -= room.line
    return y


def _line(sheet: Sheet, line: PrintedLine, top: float, height: float) -> None:
    size = min(_SIZE, height * 0.74)
    base = top - height * 0.72
    sheet.text(LEFT + 3, base, line.time, size, colour=MUTED, width=_KIND - LEFT - 6)
    sheet.text(_KIND, base, line.kind, size, width=_CUSTOMER - _KIND - 6)
    sheet.text(_CUSTOMER, base, line.customer, size, width=_WORDS - _CUSTOMER - 6)
    figure = sheet.width(line.figure, size)
    words = clipped(sheet, line.words, size, _FIGURE - _WORDS - figure - 8, 1)
    sheet.paragraph(_WORDS, base, words, size, size, INK)
    sheet.text(_FIGURE, base, line.figure, size, align=Align.RIGHT, width=90)
    if line.mark:
        tone_sign(sheet, _MARK, base - 0.2, size * 0.8, line.tone)
        sheet.text(_MARK + 8, base, line.mark, size, width=RIGHT - _MARK - 9)


def _figures(sheet: Sheet, data: RepWeekData, top: float) -> None:
    y = sheet.heading(LEFT, top, _LEFT_PART, _("Figures of the week"))
    wide = (_LEFT_PART - 88) / 4
    columns = (Column(88, Align.LEFT), *(Column(wide) for _n in range(4)))
    labels = ("", _("This week"), _("Week before"), _("Branch's mean"), _("Target"))
    y = sheet.header_row(LEFT, y, columns, labels)
    for place, row in enumerate(data.figures):
        bold = row.is_result
        cells = [
            Cell(text, bold=bold and at < 2)
            for at, text in enumerate((row.name, row.week, row.before, row.mean, row.target))
        ]
        last = place == len(data.figures) - 1
        y = sheet.row(LEFT, y, columns, cells, height=_FIGURE_ROW, size=6.4, last=last)
    y -= 5
    for pace in data.pace:
        tone_sign(sheet, LEFT, y - 6.4, 5, pace.tone)
        lines = clipped(sheet, pace.words, 6.2, _LEFT_PART - 10, 2)
        sheet.paragraph(LEFT + 9, y - 6, lines, 6.2, 7.6, INK)
        y -= 4 + 7.6 * len(lines)


def _gaps(sheet: Sheet, gaps: tuple[PrintedGap, ...], top: float, bottom: float) -> None:
    left, width = LEFT + _LEFT_PART + _BETWEEN, WIDTH - _LEFT_PART - _BETWEEN
    y = sheet.heading(left, top, width, _("What is missing"), formats.number(len(gaps)))
    if not gaps:
        sheet.text(left, y - 10, _("Nothing is missing in this week."), 6.4, colour=MUTED,
                   width=width)  # fmt: skip
        return
    for place, gap in enumerate(gaps):
        lines = clipped(sheet, gap.words, 6.2, width - 48, 2)
        height = 3 + 7.4 * len(lines)
        is_last = place == len(gaps) - 1
        if y - height - (0 if is_last else 9) < bottom:
            more = len(gaps) - place
            words = ngettext("and {count} more", "and {count} more", more)
            sheet.text(left + 46, y - 8, words.format(count=formats.number(more)), 6.2,
                       colour=MUTED)  # fmt: skip
            return
        tone_sign(sheet, left, y - 7.6, 5, gap.tone)
        sheet.text(left + 9, y - 7.4, gap.day, 6.2, width=36)
        sheet.paragraph(left + 46, y - 7.4, lines, 6.2, 7.4, INK)
        y -= height
