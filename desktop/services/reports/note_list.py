"""The list of market notes: what was learned, how it stands, who owes the answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import IO

from desktop.i18n import _, speaking
from desktop.services import formats
from desktop.services.reports.layout import BOTTOM, INK, LEFT, MUTED, RIGHT, RULE, TOP, WIDTH, Sheet
from desktop.services.reports.marks import tone_sign
from desktop.services.reports.note_list_data import ListedNote, NoteListData
from desktop.services.reports.numbers import DASH, day
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

_SIZE, _SMALL = 7.2, 6.0
_LINE, _SMALL_LINE = 9.0, 7.4
_GAP = 8.0
#: Left edges of the columns: day, type, words, state, who and by when.
_KIND, _TEXT, _STATE, _WHO = LEFT + 52, LEFT + 122, LEFT + 352, LEFT + 418
_FLOOR = BOTTOM + FOOT + 8
#: Where the list begins, below the band, the facts and the labels.
_HEAD_BOTTOM = TOP - 43 - 22 - _GAP - 18


@dataclass(frozen=True, slots=True)
class _Block:
    """A note ready to be drawn: its words, and small lines below."""

    note: ListedNote
    words: tuple[str, ...]
    below: tuple[str, ...]

    @property
    def height(self) -> float:
        told = _LINE * len(self.words) + _SMALL_LINE * len(self.below)
        return 4 + max(told, _LINE + _SMALL_LINE) + 4


def write(data: NoteListData, stream: IO[bytes], printed_at: datetime, language: str) -> Printed:
    """Write the list as PDF and return what was printed.

    As many pages as the notes need. Equal data, moment and language give equal bytes.

    Raises:
        StorageError: `font_missing`, where the font files are not there.
        ValueError: a language that the program does not speak.
    """
    with speaking(language):
        sheet = new_sheet(stream, language, _("Market notes"), data.branch_name)
        pages = _paged([_block(sheet, note) for note in data.notes])
        for number, page in enumerate(pages, 1):
            _page(sheet, data, page, (number, len(pages)), printed_at)
        sheet.canvas.save()
    return Printed(len(pages), sheet.misprints.issues())


def note_list_file_name(data: NoteListData) -> str:
    """Return a file name that every file system takes: `notes_East_2026-03-18.pdf`."""
    return file_name("notes", "", data.branch_name, data.as_of.isoformat())


def _paged(blocks: list[_Block]) -> list[list[_Block]]:
    pages: list[list[_Block]] = [[]]
    room = _HEAD_BOTTOM - _FLOOR
    for block in blocks:
        if block.height > room and pages[-1]:
            pages.append([])
            room = _HEAD_BOTTOM - _FLOOR
        pages[-1].append(block)
        room -= block.height
    return pages


def _block(sheet: Sheet, note: ListedNote) -> _Block:
    words = clipped(sheet, note.text, _SIZE, _STATE - _TEXT - 10, 3) or (DASH,)
    below: list[str] = []
    wide = _WHO - _TEXT - 10
    about = " · ".join(one for one in (note.rep, note.about) if one)
    if about:
        below += clipped(sheet, about, _SMALL, wide, 1)
    if note.answer:
        said = _("Answer: {words}").format(words=note.answer)
        below += clipped(sheet, said, _SMALL, wide, 2)
    return _Block(note, words, tuple(below))


def _page(
    sheet: Sheet,
    data: NoteListData,
    page: list[_Block],
    place: tuple[int, int],
    printed_at: datetime,
) -> None:
    y = _head(sheet, data)
    for at, block in enumerate(page):
        y = _draw(sheet, block, y, is_last=at == len(page) - 1)
    if place[0] == place[1]:
        substitutes(sheet, _FLOOR)
    words = _("{branch} · printed {moment} · figures {fingerprint}").format(
        branch=data.branch_name, moment=moment(printed_at), fingerprint=fingerprint(data)
    )
    foot(sheet, words, *place)
    sheet.new_page()


def _head(sheet: Sheet, data: NoteListData) -> float:
    y = band(sheet, _("Information"), data.branch_name, _("As of"), day(data.as_of))
    pairs = (
        (_("Notes"), _("{shown} of {count}").format(shown=len(data.notes), count=data.count)),
        (_("Without an answer"), formats.number(data.unanswered)),
        (_("Escalated"), formats.number(data.escalated)),
        (_("Late"), formats.number(data.late)),
    )
    y = facts(sheet, pairs, y) - _GAP
    labels = (
        (LEFT, _("Noted")), (_KIND, _("Type")), (_TEXT, _("What was learned")),
        (_STATE, _("State")), (_WHO, _("Answer by")),
    )  # fmt: skip
    for x, words in labels:
        sheet.text(x, y - 7, words, 5.9, colour=MUTED)
    sheet.rule(LEFT, y - 12, WIDTH)
    return y - 12


def _draw(sheet: Sheet, block: _Block, top: float, *, is_last: bool) -> float:
    """Draw a note; return y below it."""
    note, base = block.note, top - 4 - _LINE * 0.75
    sheet.text(LEFT, base, formats.day(note.noted_on), _SIZE, width=_KIND - LEFT - 6)
    sheet.text(_KIND, base, note.kind, _SIZE, width=_TEXT - _KIND - 8)
    sheet.text(_KIND, base - _LINE, note.grade, _SMALL, colour=MUTED, width=_TEXT - _KIND - 8)
    sheet.paragraph(_TEXT, base, block.words, _SIZE, _LINE, INK)
    tone_sign(sheet, _STATE, base - 0.3, 5.6, note.tone)
    sheet.text(_STATE + 9, base, note.state, _SIZE, width=_WHO - _STATE - 15)
    sheet.text(_WHO, base, note.who or DASH, _SIZE, width=RIGHT - _WHO)
    due = _("by {day}").format(day=formats.day(note.due_on))
    sheet.text(_WHO, base - _LINE, due, _SMALL, colour=MUTED, width=RIGHT - _WHO)
    y = base - _LINE * len(block.words)
    sheet.paragraph(_TEXT, y + 0.6, block.below, _SMALL, _SMALL_LINE)
    bottom = top - block.height
    if not is_last:
        sheet.rule(LEFT, bottom, WIDTH, RULE, 0.3)
    return bottom
