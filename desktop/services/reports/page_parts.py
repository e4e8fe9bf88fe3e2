"""Parts that every printed page has: the file, the band on top, facts, signatures, the foot."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING

from desktop.errors import Issue
from desktop.i18n import _
from desktop.services.reports.fonts import REGULAR, code_points, faces
from desktop.services.reports.layout import (
    BAND,
    BOTTOM,
    INK,
    LEFT,
    MUTED,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    RIGHT,
    TOP,
    WHITE,
    WIDTH,
    Align,
    Misprints,
    Sheet,
)

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

#: What the foot of a page takes above the lower margin.
FOOT = 12.0
#: What the lines to sign on take above the foot.
SIGNATURES = 40.0
_PALE = (0.80, 0.87, 0.92)


@dataclass(frozen=True, slots=True)
class Printed:
    """What was written: its pages, and a warning for each text that lacks a character.

    Warnings have the code `glyph_missing`; `value` is the text and the facts hold
    `code_points`. The page shows a box instead and says so in a footnote.
    """

    pages: int
    warnings: tuple[Issue, ...]


def new_canvas(stream: IO[bytes], language: str) -> Canvas:
    """Return an empty A4 file whose bytes follow from what is drawn alone."""
    from reportlab.pdfgen.canvas import Canvas

    return Canvas(
        stream,
        pagesize=(PAGE_WIDTH, PAGE_HEIGHT),
        pageCompression=1,
        invariant=1,
        initialFontName=REGULAR,
        lang=language.replace("_", "-"),
    )


def new_sheet(
    stream: IO[bytes], language: str, title: str, branch_name: str, subject: str = ""
) -> Sheet:
    """Return the first page of a new file that names its title, its branch and its subject.

    Raises:
        StorageError: `font_missing`, where the font files are not there.
    """
    known = faces()
    canvas = new_canvas(stream, language)
    canvas.setTitle(known.fit(title).text)
    canvas.setAuthor(known.fit(branch_name).text)
    canvas.setCreator("Branchbook")
    if subject:
        canvas.setSubject(known.fit(subject).text)
    return Sheet(canvas, known, Misprints())


def band(sheet: Sheet, above: str, name: str, kind: str, title: str) -> float:
    """Draw the dark band: `name` under `above` at the left, `title` under `kind` at the right.

    Return y below it.
    """
    bottom = TOP - 43
    sheet.area(LEFT, bottom, WIDTH, 43, BAND)
    right = max(min(sheet.width(title, 14, True), WIDTH / 2), sheet.width(kind, 8))
    left = WIDTH - 24 - right - 18
    x = RIGHT - 12
    sheet.text(LEFT + 12, TOP - 14, above, 8, colour=_PALE, width=left)
    sheet.text(LEFT + 12, TOP - 33, name, 17, bold=True, colour=WHITE, width=left)
    sheet.text(x, TOP - 14, kind, 8, colour=_PALE, align=Align.RIGHT, width=right)
    sheet.text(
        x, TOP - 33, title, 14, bold=True, colour=WHITE, align=Align.RIGHT, width=right + 0.1
    )
    return bottom


def facts(sheet: Sheet, pairs: Sequence[tuple[str, str]], top: float) -> float:
    """Draw a line of facts, each under its label; return y below it."""
    natural = [max(sheet.width(label, 5.8), sheet.width(value, 7.2)) for label, value in pairs]
    widths = _share_out(natural, WIDTH - 10.0 * (len(pairs) - 1))
    # What is left over goes between the facts, so that the line always fills the width.
    gap = (WIDTH - sum(widths)) / max(len(pairs) - 1, 1)
    x = LEFT
    for (label, value), width in zip(pairs, widths, strict=True):
        sheet.text(x, top - 8, label, 5.8, colour=MUTED, width=width)
        sheet.text(x, top - 17, value, 7.2, width=width)
        x += width + gap
    sheet.rule(LEFT, top - 22, WIDTH)
    return top - 22


def _share_out(natural: Sequence[float], room: float) -> list[float]:
    """Return the widths wished for, the widest cut to one limit where the room is too small."""
    limit = room
    if sum(natural) > room:
        left, rest = room, sorted(natural)
        for place, width in enumerate(rest):
            limit = left / (len(rest) - place)
            if width > limit:
                break
            left -= width
    return [min(width, limit) + 0.01 for width in natural]


def clipped(sheet: Sheet, words: str, size: float, width: float, most: int) -> tuple[str, ...]:
    """Return the text in at most so many lines; what does not fit ends in three dots."""
    lines = sheet.wrap(words, size, width)
    if len(lines) <= most:
        return lines
    last = lines[most - 1]
    while last and sheet.width(f"{last}...", size) > width:
        last = last[:-1]
    return (*lines[: most - 1], f"{last.rstrip()}...")


def signatures(sheet: Sheet, bottom: float, people: Sequence[tuple[str, str]], note: str) -> None:
    """Draw a line to sign on for each post with its person's name, and a note below."""
    sheet.text(LEFT, bottom + 4, note, 5.8, colour=MUTED, width=WIDTH)
    gap = 18.0
    width = (WIDTH - gap * (len(people) - 1)) / len(people)
    for place, (post, name) in enumerate(people):
        x = LEFT + place * (width + gap)
        sheet.rule(x, bottom + 20, width, INK, 0.6)
        words = _("{post}: {name}").format(post=post, name=name) if name else post
        sheet.text(x, bottom + 13, words, 6.2, colour=MUTED, width=width - 32)
        sheet.text(x + width, bottom + 13, _("Date"), 6.2, colour=MUTED, align=Align.RIGHT)


def substitutes(sheet: Sheet, y: float) -> float:
    """Say which characters were printed as a box, if any; return y below that."""
    missing = sheet.misprints.characters()
    if not missing:
        return y
    words = _("□ stands for characters that the font lacks: {code_points}").format(
        code_points=code_points(missing)
    )
    sheet.text(LEFT, y - 5, words, 5.6, bold=True, colour=MUTED, width=WIDTH)
    return y - 7


def sentence(sheet: Sheet, words: str, top: float) -> float:
    """Draw small print over the whole width; return y below it."""
    return sheet.paragraph(LEFT, top - 5, sheet.wrap(words, 5.6, WIDTH), 5.6, 6.8) + 5


def sentence_height(sheet: Sheet, words: str) -> float:
    """Return how deep the small print will be."""
    return 6.8 * len(sheet.wrap(words, 5.6, WIDTH))


def file_name(kind: str, code: str, name: str, period: str) -> str:
    """Return a file name that every file system takes: `scorecard_R07_Li-Wei_2026-Q3.pdf`.

    Letters and digits of any script stay; all else becomes a hyphen. A code that had to be
    changed or cut is followed by six hexadecimal digits of itself, so that two of them never
    share a file. `period` is a code of the program's own and stays as it is.
    """
    short, person = _safe(code, 32), _safe(name, 40)
    if short != code:
        short += "-" + hashlib.sha256(code.encode("utf-8", "replace")).hexdigest()[:6]
    parts = [kind, short.strip("-"), person, period]
    return "_".join(part for part in parts if part) + ".pdf"


def _safe(text: str, length: int) -> str:
    kept = "".join(sign if sign.isalnum() else "-" for sign in unicodedata.normalize("NFC", text))
    return "-".join(part for part in kept.split("-") if part)[:length].strip("-")


def foot(sheet: Sheet, words: str, number: int, count: int) -> None:
    """Draw the foot of a page: what it is of and when it was made, and which page of how many."""
    sheet.rule(LEFT, BOTTOM + 8, WIDTH)
    sheet.text(LEFT, BOTTOM, words, 5.8, colour=MUTED, width=WIDTH - 70)
    page = _("Page {number} of {count}").format(number=number, count=count)
    sheet.text(RIGHT, BOTTOM, page, 5.8, colour=MUTED, align=Align.RIGHT)
