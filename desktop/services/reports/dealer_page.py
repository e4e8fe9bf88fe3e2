"""A customer on one page for the rep's bag: what to say, what stands open, room to write."""

from __future__ import annotations

from datetime import datetime
from typing import IO

from desktop.i18n import _, ngettext, speaking
from desktop.services import formats
from desktop.services.reports.dealer_page_data import BagFact, DealerPageData
from desktop.services.reports.layout import (
    BAND,
    BOTTOM,
    INK,
    LEFT,
    MUTED,
    PALE,
    RIGHT,
    RULE,
    WHITE,
    WIDTH,
    Align,
    Sheet,
)
from desktop.services.reports.marks import tone_sign
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
from desktop.tone import Tone

_SIZE, _LEAD = 9.0, 12.0
_SMALL, _LINE = 7.6, 15.0
_GAP = 18.0
#: Lines to write on stand so far apart; a page has at least so many of them.
_WRITE, _LEAST_WRITE = 22.0, 5
#: Lines that a point, a promise and a fact may take, and promises that are printed.
_POINT_LINES, _PROMISE_LINES, _FACT_LINES, _MOST_PROMISES = 3, 2, 2, 6
_HALF = (WIDTH - 24) / 2


def write(data: DealerPageData, stream: IO[bytes], printed_at: datetime, language: str) -> Printed:
    """Write the page as PDF and return what was printed.

    Always one page: what would not fit is cut with three dots, and said how much. Equal data,
    moment and language give equal bytes.

    Raises:
        StorageError: `font_missing`.
        ValueError: a language that the program does not speak.
    """
    with speaking(language):
        title = _("Page for {name}").format(name=data.customer_name)
        sheet = new_sheet(stream, language, title, data.branch_name)
        _page(sheet, data, printed_at)
        sheet.new_page()
        sheet.canvas.save()
    return Printed(1, sheet.misprints.issues())


def dealer_page_file_name(data: DealerPageData) -> str:
    """Return a file name that every file system takes: `customer_C07_Hua-Xin_2026-07-31.pdf`."""
    return file_name("customer", data.customer_code, data.customer_name, data.as_of.isoformat())


def _page(sheet: Sheet, data: DealerPageData, printed_at: datetime) -> None:
    as_of = _("as of {day}").format(day=formats.day(data.as_of))
    y = band(sheet, data.branch_name, data.customer_name, _("For the rep's bag"), as_of)
    y = facts(sheet, [(one.name, one.value) for one in data.facts], y) - _GAP
    y = _points(sheet, data.points, y) - _GAP
    left = _orders(sheet, data, y)
    right = _standing(sheet, data.standing, y)
    y = min(left, right) - _GAP
    y = _promises(sheet, data.promises, y) - _GAP
    floor = BOTTOM + FOOT
    if sheet.misprints.texts:
        substitutes(sheet, floor + 8)
        floor += 10
    _writing(sheet, y, floor)
    words = _("{branch} · {code} · printed {moment} · figures {fingerprint}").format(
        branch=data.branch_name, code=data.customer_code, moment=moment(printed_at),
        fingerprint=fingerprint(data),
    )  # fmt: skip
    foot(sheet, words, 1, 1)


def _points(sheet: Sheet, points: tuple[str, ...], top: float) -> float:
    y = sheet.heading(LEFT, top, WIDTH, _("To talk about")) - 4
    if not points:
        sheet.text(LEFT, y - 12, _("Nothing presses: ask how business goes."), _SIZE, colour=MUTED)
        return y - 18
    for number, words in enumerate(points, 1):
        lines = clipped(sheet, words, _SIZE + 1, WIDTH - 28, _POINT_LINES)
        deep = _LEAD * len(lines) + 9
        sheet.area(LEFT, y - deep + 5, 18, deep - 7, BAND)
        sheet.text(
            LEFT + 9, y - (deep - 3) / 2 - 3.6, str(number), _SIZE + 1, bold=True, colour=WHITE,
            align=Align.CENTRE,
        )  # fmt: skip
        sheet.paragraph(LEFT + 27, y - 12, lines, _SIZE + 1, _LEAD, INK)
        y -= deep
    return y


def _orders(sheet: Sheet, data: DealerPageData, top: float) -> float:
    y = sheet.heading(LEFT, top, _HALF, _("Last orders"))
    if not data.orders:
        sheet.text(LEFT, y - 14, _("No order is known."), _SIZE, colour=MUTED, width=_HALF)
        return y - 18
    for order in data.orders:
        base = y - 11
        sheet.text(LEFT, base, order.day, _SIZE, width=74)
        sheet.text(LEFT + 80, base, order.number, _SMALL, colour=MUTED, width=_HALF - 170)
        sheet.text(LEFT + _HALF, base, order.value, _SIZE, align=Align.RIGHT, width=84)
        sheet.rule(LEFT, y - _LINE, _HALF, RULE, 0.3)
        y -= _LINE
    return y


def _standing(sheet: Sheet, rows: tuple[BagFact, ...], top: float) -> float:
    x = LEFT + _HALF + 24
    y = sheet.heading(x, top, _HALF, _("How it stands"))
    name_width = min(max((sheet.width(one.name, _SMALL) for one in rows), default=0.0), 84) + 10
    for one in rows:
        lines = clipped(sheet, one.value, _SIZE, _HALF - name_width - 12, _FACT_LINES)
        sheet.text(x, y - 11, one.name, _SMALL, colour=MUTED, width=name_width - 6)
        if one.tone is not Tone.NONE:
            tone_sign(sheet, x + name_width, y - 11.2, 6.5, one.tone)
        sheet.paragraph(x + name_width + 11, y - 11, lines, _SIZE, _LEAD, INK)
        deep = _LINE + _LEAD * (len(lines) - 1)
        sheet.rule(x, y - deep, _HALF, RULE, 0.3)
        y -= deep
    return y


def _promises(sheet: Sheet, promises: tuple[str, ...], top: float) -> float:
    y = sheet.heading(LEFT, top, WIDTH, _("Open promises")) - 3
    if not promises:
        sheet.text(LEFT, y - 11, _("No promise is open."), _SIZE, colour=MUTED)
        return y - 15
    shown = promises[:_MOST_PROMISES]
    for words in shown:
        lines = clipped(sheet, words, _SIZE, WIDTH - 16, _PROMISE_LINES)
        sheet.box(LEFT, y - 12, 7, 7, INK, 0.6)
        sheet.paragraph(LEFT + 14, y - 11, lines, _SIZE, _LEAD, INK)
        y -= 4 + _LEAD * len(lines)
    if len(promises) > len(shown):
        more = len(promises) - len(shown)
        words = ngettext("and {count} more promise", "and {count} more promises", more)
        rest = words.format(count=more)
        sheet.text(LEFT + 14, y - 11, rest, _SMALL, colour=MUTED)
        y -= _LEAD
    return y


def _writing(sheet: Sheet, top: float, floor: float) -> None:
    """Draw lines to write on down to the floor, the last one for the next visit."""
    top = max(top, floor + _WRITE * _LEAST_WRITE + 12)
    y = sheet.heading(LEFT, top, WIDTH, _("What was said and agreed"), _("to be handed in"))
    bottom = floor + 30
    sheet.area(LEFT, bottom - 20, WIDTH, 24, PALE)
    for place, words in enumerate((_("Next visit on"), _("for what"))):
        x = LEFT + 6 + place * (WIDTH / 2)
        taken = sheet.text(x, bottom - 11, words, _SMALL, colour=MUTED)
        end = LEFT + WIDTH / 2 - 10 if place == 0 else RIGHT - 6
        sheet.rule(x + taken + 6, bottom - 13, end - x - taken - 6, INK, 0.5)
    y -= _WRITE
    while y > bottom + 12:
        sheet.rule(LEFT, y, WIDTH, RULE, 0.5)
        y -= _WRITE
