"""A small vocabulary for drawing a page: text that fits, rules, boxes, tables, wrapped print."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING

from desktop.errors import Issue
from desktop.services.reports.fonts import Faces, Fitted, code_points

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

PAGE_WIDTH, PAGE_HEIGHT = 595.2756, 841.8898
LEFT, RIGHT = 32.0, PAGE_WIDTH - 32.0
TOP, BOTTOM = PAGE_HEIGHT - 24.0, 22.0
WIDTH = RIGHT - LEFT

Colour = tuple[float, float, float]


def _rgb(code: str) -> Colour:
    return (int(code[0:2], 16) / 255, int(code[2:4], 16) / 255, int(code[4:6], 16) / 255)


INK = _rgb("14202B")
MUTED = _rgb("55636E")
RULE = _rgb("C3CCD3")
PALE = _rgb("EDF2F5")
BAND = _rgb("0B3954")
WHITE = (1.0, 1.0, 1.0)
#: Okabe and Ito's colours, told apart with every kind of colour vision.
BLUE = _rgb("0072B2")
GREEN = _rgb("009E73")
ORANGE = _rgb("E69F00")
VERMILLION = _rgb("D55E00")

#: Characters that never begin a line of Chinese text.
_NOT_FIRST = frozenset("、。，．：；？！）〕］｝〉》」』】％%,.;:!?)]}")
#: Three dots on the line: the one sign sits in the middle of a Chinese face.
_ELLIPSIS = "..."
#: How far a text shrinks before it is cut.
_LEAST = 0.875


class Align(Enum):
    """Where a text sits in its place."""

    LEFT = "left"
    RIGHT = "right"
    CENTRE = "centre"


@dataclass(frozen=True, slots=True)
class Cell:
    """A table's cell; `mark` hangs behind a figure without moving its digits."""

    text: str
    mark: str = ""
    bold: bool = False
    colour: Colour = INK


@dataclass(frozen=True, slots=True)
class Column:
    """A table's column: its width in points and where its cells sit."""

    width: float
    align: Align = Align.RIGHT


@dataclass(slots=True)
class Misprints:
    """Characters that the faces lack, by the text that they stood in, in order of printing."""

    texts: dict[str, str] = field(default_factory=dict)

    def add(self, text: str, missing: str) -> None:
        """Remember a text that could not be printed as it is."""
        self.texts.setdefault(text, missing)

    def characters(self) -> str:
        """Return each missing character once."""
        return "".join(dict.fromkeys("".join(self.texts.values())))

    def issues(self) -> tuple[Issue, ...]:
        """Return a warning a text, code `glyph_missing`, naming the code points."""
        return tuple(
            Issue(
                "glyph_missing",
                {"code_points": code_points(missing)},
                value=text,
                is_warning=True,
            )
            for text, missing in self.texts.items()
        )


class Sheet:
    """A canvas in points, origin below left, that knows its faces and what it could not print."""

    def __init__(self, canvas: Canvas, faces: Faces, misprints: Misprints) -> None:
        self.canvas = canvas
        self.faces = faces
        self.misprints = misprints
        self._begin()

    def _begin(self) -> None:
        self._fill: Colour | None = None
        self._stroke: tuple[Colour, float] | None = None
        # All texts of a page go into one text object, drawn over everything else at its end:
        # one for each string, as the canvas makes them, costs a third of the time of a page.
        self._words = self.canvas.beginText()
        self._font: tuple[str, float] | None = None
        self._ink: Colour | None = None

    def new_page(self) -> None:
        """Finish the page; the graphics state starts afresh."""
        self.canvas.drawText(self._words)
        self.canvas.showPage()
        self._begin()

    def text(
        self,
        x: float,
        y: float,
        words: str,
        size: float = 7.0,
        *,
        bold: bool = False,
        colour: Colour = INK,
        align: Align = Align.LEFT,
        width: float | None = None,
    ) -> float:
        """Draw one line with its baseline at y and return its width.

        A text too wide for `width` shrinks by up to an eighth (figures, which must never be cut,
        as far as needed), then ends in an ellipsis.
        """
        if not words:
            return 0.0
        fitted = self._fitted(words, bold)
        drawn = fitted.unit_width * size
        if width is not None and drawn > width:
            fitted, size = self._squeeze(fitted, size, bold, width)
            drawn = fitted.unit_width * size
        if align is Align.RIGHT:
            x -= drawn
        elif align is Align.CENTRE:
            x -= drawn / 2
        if self._ink != colour:
            self._words.setFillColorRGB(*colour)
            self._ink = colour
        if self._font != (fitted.face, size):
            self._words.setFont(fitted.face, size)
            self._font = (fitted.face, size)
        # The same operator as setTextOrigin writes, in a hundredth of a point: reportlab's way of
        # writing numbers takes as long as all the rest of the text.
        self._words._code.append(f"1 0 0 1 {x:.2f} {y:.2f} Tm")
        self._words.textOut(fitted.text)
        return drawn

    def width(self, words: str, size: float, bold: bool = False) -> float:
        """Return how wide a line would be, unshrunk."""
        return self.faces.width(words, size, bold)

    def paragraph(
        self,
        x: float,
        y: float,
        lines: Sequence[str],
        size: float,
        leading: float,
        colour: Colour = MUTED,
    ) -> float:
        """Draw lines that `wrap` made, the first baseline at y; return y below the last."""
        for line in lines:
            self.text(x, y, line, size, colour=colour)
            y -= leading
        return y

    def wrap(self, words: str, size: float, width: float, cuts: bool = True) -> tuple[str, ...]:
        """Return the text in lines no wider than `width`, broken at blanks or between hanzi.

        A word wider than the line, such as an address, is cut, or left whole without `cuts`.
        """
        key = (words, size, width, cuts)
        found = self.faces.wrapped.get(key)
        if found is None:
            found = self.faces.wrapped[key] = tuple(self._wrap(words, size, width, cuts))
        return found

    def _wrap(self, words: str, size: float, width: float, cuts: bool) -> list[str]:
        lines: list[str] = []
        line = ""
        for piece in _pieces(words):
            longer = line + piece
            if line and self.width(longer.rstrip(), size) > width:
                lines.append(line.rstrip())
                longer = piece.lstrip()
            while cuts and self.width(longer.rstrip(), size) > width and len(longer) > 1:
                fits = self._longest(longer, size, width, False)
                lines.append(longer[:fits])
                longer = longer[fits:]
            line = longer
        if line.strip():
            lines.append(line.rstrip())
        return lines

    def fill(self, colour: Colour) -> None:
        """Set the colour of areas."""
        if self._fill != colour:
            self.canvas.setFillColorRGB(*colour)
            self._fill = colour

    def stroke(self, colour: Colour, weight: float) -> None:
        """Set colour and thickness of lines."""
        if self._stroke != (colour, weight):
            self.canvas.setStrokeColorRGB(*colour)
            self.canvas.setLineWidth(weight)
            self._stroke = (colour, weight)

    def area(self, x: float, y: float, width: float, height: float, colour: Colour) -> None:
        """Fill a rectangle."""
        self.fill(colour)
        self.canvas.rect(x, y, width, height, stroke=0, fill=1)

    def box(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        colour: Colour = RULE,
        weight: float = 0.6,
    ) -> None:
        """Outline a rectangle."""
        self.stroke(colour, weight)
        self.canvas.rect(x, y, width, height, stroke=1, fill=0)

    def rule(
        self, x: float, y: float, width: float, colour: Colour = RULE, weight: float = 0.4
    ) -> None:
        """Draw a horizontal line."""
        self.stroke(colour, weight)
        self.canvas.line(x, y, x + width, y)

    def heading(self, x: float, y: float, width: float, words: str, aside: str = "") -> float:
        """Draw a section's heading over a rule, with a muted aside; return y below it."""
        taken = self.text(x, y - 8, words, 8.2, bold=True, colour=BAND, width=width)
        if aside:
            self.text(
                x + width, y - 8, aside, 6, colour=MUTED, align=Align.RIGHT,
                width=max(width - taken - 10, 20),
            )  # fmt: skip
        self.rule(x, y - 11.5, width, BAND, 0.9)
        return y - 11.5

    def header_row(
        self, x: float, y: float, columns: Sequence[Column], labels: Sequence[str]
    ) -> float:
        """Draw muted column labels in up to two lines; return y below them."""
        rows = [
            self.wrap(label, 5.9, column.width - 6, cuts=False)[:2]
            for column, label in zip(columns, labels, strict=True)
        ]
        depth = max(len(lines) for lines in rows)
        for column, lines in zip(columns, rows, strict=True):
            baseline = y - 7.2 - 6.6 * (depth - len(lines))
            for line in lines:
                self._cell(x, baseline, column, Cell(line, colour=MUTED), 5.9)
                baseline -= 6.6
            x += column.width
        return y - 2.8 - 6.6 * depth

    def row(
        self,
        x: float,
        y: float,
        columns: Sequence[Column],
        cells: Sequence[Cell],
        *,
        height: float = 11.4,
        size: float = 7.0,
        last: bool = False,
    ) -> float:
        """Draw a table's row over a hairline; return y below it."""
        left = x
        for column, cell in zip(columns, cells, strict=True):
            self._cell(x, y - height * 0.5 - size * 0.36, column, cell, size)
            x += column.width
        if not last:
            self.rule(left, y - height, x - left, RULE, 0.3)
        return y - height

    def _cell(self, x: float, y: float, column: Column, cell: Cell, size: float) -> None:
        room = column.width - (7 if column.align is Align.RIGHT else 5)
        anchor = x + (column.width - 6 if column.align is Align.RIGHT else 0)
        self.text(
            anchor, y, cell.text, size, bold=cell.bold, colour=cell.colour, align=column.align,
            width=room,
        )  # fmt: skip
        if cell.mark:
            self.text(anchor + 0.6, y + size * 0.3, cell.mark, size * 0.66, colour=MUTED)

    def _fitted(self, words: str, bold: bool) -> Fitted:
        fitted = self.faces.fit(words, bold)
        if fitted.missing:
            self.misprints.add(words, fitted.missing)
        return fitted

    def _squeeze(
        self, fitted: Fitted, size: float, bold: bool, width: float
    ) -> tuple[Fitted, float]:
        needed = width / fitted.unit_width
        if needed >= size * _LEAST or _is_figure(fitted.text):
            return fitted, needed
        size *= _LEAST
        fits = self._longest(fitted.text, size, width - self.width(_ELLIPSIS, size, bold), bold)
        return self.faces.fit(fitted.text[:fits].rstrip() + _ELLIPSIS, bold), size

    def _longest(self, words: str, size: float, width: float, bold: bool) -> int:
        """Return how many leading characters fit, at least one."""
        low, high = 1, len(words)
        while low < high:
            middle = (low + high + 1) // 2
            if self.width(words[:middle], size, bold) <= width:
                low = middle
            else:
                high = middle - 1
        return low


def _is_figure(words: str) -> bool:
    return not any(sign.isalpha() for sign in words)


def _pieces(words: str) -> list[str]:
    """Return the unbreakable pieces of a text: words with their blank, or single hanzi."""
    pieces: list[str] = []
    piece = ""
    for sign in words:
        wide = ord(sign) >= 0x2E80
        closes = sign in _NOT_FIRST
        if piece and not closes and (wide or ord(piece[-1]) >= 0x2E80 or piece[-1] == " "):
            pieces.append(piece)
            piece = ""
        piece += sign
    if piece:
        pieces.append(piece)
    return pieces
