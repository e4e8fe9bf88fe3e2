"""The sign-off sheet of a policy: its words, and a line to sign for each name."""

from __future__ import annotations

from datetime import datetime
from typing import IO

from desktop.i18n import _, speaking
from desktop.services import formats
from desktop.services.reports.layout import BOTTOM, INK, LEFT, MUTED, RIGHT, RULE, TOP, WIDTH, Sheet
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
from desktop.services.reports.policy_sheet_data import PolicySheetData, SheetPerson

_SIZE, _LINE, _SMALL = 8.6, 11.6, 5.9
_ROW = 27.0
#: Left edges of the columns after the name: the signature, the day, the question.
_SIGN, _DAY, _ASKED = LEFT + 132, LEFT + 286, LEFT + 356
_FLOOR = BOTTOM + FOOT + 8
#: Where the words begin, below the band and the facts.
_HEAD_BOTTOM = TOP - 43 - 22
_LABELS = 20.0


def write(data: PolicySheetData, stream: IO[bytes], printed_at: datetime, language: str) -> Printed:
    """Write the sheet as PDF and return what was printed.

    As many pages as the words and the names need. Equal data, moment and language give equal
    bytes.

    Raises:
        StorageError: `font_missing`, where the font files are not there.
        ValueError: a language that the program does not speak.
    """
    with speaking(language):
        sheet = new_sheet(stream, language, _("Sign-off sheet"), data.branch_name, data.title)
        pages = _paged(sheet, data)
        for number, (lines, people) in enumerate(pages, 1):
            _page(sheet, data, lines, people)
            if number == len(pages):
                substitutes(sheet, _FLOOR)
            words = _("{branch} · printed {moment} · figures {fingerprint}").format(
                branch=data.branch_name, moment=moment(printed_at), fingerprint=fingerprint(data)
            )
            foot(sheet, words, number, len(pages))
            sheet.new_page()
        sheet.canvas.save()
    return Printed(len(pages), sheet.misprints.issues())


def policy_sheet_file_name(data: PolicySheetData) -> str:
    """Return a file name that every file system takes: `policy_Price-list_2026-03-18.pdf`."""
    return file_name("policy", "", data.title, data.announced_on.isoformat())


_Page = tuple[tuple[str, ...], tuple[SheetPerson, ...]]


def _paged(sheet: Sheet, data: PolicySheetData) -> list[_Page]:
    """Return each page's lines of words and names; words come first and may fill pages."""
    lines = [
        line for told in data.text.splitlines() for line in sheet.wrap(told, _SIZE, WIDTH) or ("",)
    ]
    names = list(data.people)
    pages: list[_Page] = []
    whole = _HEAD_BOTTOM - 12 - _FLOOR
    while lines or names or not pages:
        taken = min(len(lines), int(whole / _LINE))
        room = whole - taken * _LINE - 14 - _LABELS
        fits = max(int(room / _ROW), 0) if taken == len(lines) else 0
        pages.append((tuple(lines[:taken]), tuple(names[:fits])))
        del lines[:taken], names[:fits]
    return pages


def _page(
    sheet: Sheet, data: PolicySheetData, lines: tuple[str, ...], people: tuple[SheetPerson, ...]
) -> None:
    due = formats.day(data.due_on)
    y = band(sheet, _("Policy"), data.title, _("Acknowledge by"), due)
    pairs = (
        (_("Branch"), data.branch_name),
        (_("Announced on"), formats.day(data.announced_on)),
        (_("Announced by"), data.announced_by or DASH),
        (_("Told to"), formats.number(len(data.people))),
    )
    y = facts(sheet, pairs, y) - 12
    if lines:
        y = sheet.paragraph(LEFT, y - _SIZE, lines, _SIZE, _LINE, INK)
    if not people:
        return
    y -= 14
    labels = (
        (LEFT, _("Name")), (_SIGN, _("I have read and understood it: signature")),
        (_DAY, _("Date")), (_ASKED, _("Questions and objections")),
    )  # fmt: skip
    for x, words in labels:
        sheet.text(x, y, words, _SMALL, colour=MUTED)
    y -= 5
    sheet.rule(LEFT, y, WIDTH)
    for one in people:
        _person(sheet, one, y)
        y -= _ROW


def _person(sheet: Sheet, one: SheetPerson, top: float) -> None:
    """Draw a name with its line to sign on, or with what is written down already."""
    base = top - _ROW + 8
    sheet.text(LEFT, base, one.name, _SIZE, width=_SIGN - LEFT - 12)
    sheet.text(LEFT, base + 10, one.code, _SMALL, colour=MUTED, width=_SIGN - LEFT - 12)
    if one.said:
        for line in clipped(sheet, one.said, _SIZE, _ASKED - _SIGN - 8, 1):
            sheet.text(_SIGN, base, line, _SIZE, colour=MUTED)
    else:
        sheet.rule(_SIGN, base - 2, _DAY - _SIGN - 14, INK, 0.5)
        sheet.rule(_DAY, base - 2, _ASKED - _DAY - 14, INK, 0.5)
    sheet.rule(_ASKED, base - 2, RIGHT - _ASKED, RULE, 0.5)
