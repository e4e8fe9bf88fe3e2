"""Tables of plan amounts on paper: columns as wide as their figures, lists cut to what fits."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from desktop.i18n import _, ngettext
from desktop.services.reports.layout import (
    BAND,
    INK,
    MUTED,
    PALE,
    Align,
    Cell,
    Colour,
    Column,
    Sheet,
)
from desktop.services.reports.page_parts import clipped
from desktop.services.reports.plan_pages_data import PartKind, PlanMetric, TabPart
from desktop.services.reports.plan_words import PlanFigures

ROW = 10.6
#: What a heading and one line of labels take, and each further line of labels.
HEADING = 11.5
LABELS = 9.4
LABEL_LINE = 6.6
#: What the second line of a long name adds to its row.
NAME_LINE = 7.6
_SIZE = 7.0
_LABEL_SIZE = 5.9
_OVER = 3.0


class Weight(Enum):
    """How much a table's row weighs to the eye."""

    PLAIN = "plain"
    ASIDE = "aside"
    SUM = "sum"
    TOTAL = "total"


@dataclass(frozen=True, slots=True)
class Row:
    """A table's row: its name and its figures as texts."""

    name: str
    figures: tuple[str, ...]
    weight: Weight = Weight.PLAIN


def columns_for(
    sheet: Sheet, labels: Sequence[str], rows: Sequence[Row], width: float, least_name: float
) -> tuple[Column, ...]:
    """Return the columns of a table: first the names, then each as wide as its widest figure.

    The names get at least `least_name`, and at most so much more that they are two fifths of
    the table. What is left over is shared out; where the room is too small all figures get less
    of it, and are then printed smaller, never cut.
    """
    names = max([least_name, *(sheet.width(row.name, _SIZE, True) + 6 for row in rows)])
    wished = [
        max([
            max((sheet.width(word, _LABEL_SIZE) for word in label.split()), default=0) + 8,
            *(sheet.width(row.figures[place], _SIZE, row.weight is not Weight.PLAIN) + 8
              for row in rows),
        ])
        for place, label in enumerate(labels)
    ]  # fmt: skip
    names = max(min(names, width - sum(wished), max(width * 0.4, least_name)), least_name)
    room = width - names
    if sum(wished) > room:
        scale = room / sum(wished)
        wished = [one * scale for one in wished]
    spare = (room - sum(wished)) / max(len(wished), 1)
    return (Column(names, Align.LEFT), *(Column(one + spare) for one in wished))


def overfull(
    sheet: Sheet, labels: Sequence[str], rows: Sequence[Row], width: float, least_name: float
) -> bool:
    """Return whether the figures would have to be printed smaller than usual."""
    columns = columns_for(sheet, labels, rows, width, least_name)
    return any(
        sheet.width(figure, _SIZE, row.weight is not Weight.PLAIN) > column.width - 6.9
        for row in rows
        for figure, column in zip(row.figures, columns[1:], strict=True)
    )


def table_height(
    sheet: Sheet, columns: Sequence[Column], labels: Sequence[str], rows: Sequence[Row]
) -> float:
    """Return how deep a table will be."""
    depth = max(
        len(sheet.wrap(label, _LABEL_SIZE, column.width - 6, cuts=False)[:2])
        for label, column in zip(("", *labels), columns, strict=True)
    )
    return (
        LABELS
        + LABEL_LINE * (depth - 1)
        + rows_height(sheet, [row.name for row in rows], columns[0].width)
    )


def rows_height(sheet: Sheet, names: Sequence[str], width: float, height: float = ROW) -> float:
    """Return how deep rows of these names will be: a long name takes two lines."""
    return sum(height + NAME_LINE * (len(name_lines(sheet, name, width)) - 1) for name in names)


def name_lines(sheet: Sheet, name: str, width: float) -> tuple[str, ...]:
    """Return a row's name in one line or two."""
    # Most names are short: the wrapping is spared them.
    if sheet.width(name, _SIZE, True) <= width - 5:
        return (name,)
    return clipped(sheet, name, _SIZE, width - 9, 2) or (name,)


def most_that_fit(most: int, room: float, height: Callable[[int], float]) -> int:
    """Return the largest number of rows up to `most` whose `height` fits the room; at least 1."""
    while most > 1 and height(most) > room:
        most -= 1
    return max(most, 1)


def draw_table(
    sheet: Sheet,
    x: float,
    y: float,
    columns: Sequence[Column],
    labels: Sequence[str],
    rows: Sequence[Row],
    height: float = ROW,
) -> float:
    """Draw labels and rows; sums stand on a pale ground, totals under a dark rule.

    Return y below the table.
    """
    width = sum(column.width for column in columns)
    y = sheet.header_row(x, y, columns, ("", *labels))
    for place, row in enumerate(rows):
        below = rows[place + 1].weight if place + 1 < len(rows) else None
        deep = rows_height(sheet, (row.name,), columns[0].width, height)
        if row.weight in (Weight.SUM, Weight.TOTAL):
            # A little wider than the table, so that its names do not touch the ground's edge.
            sheet.area(x - _OVER, y - deep, width + 2 * _OVER, deep, PALE)
        if row.weight is Weight.TOTAL:
            sheet.rule(x - _OVER, y, width + 2 * _OVER, BAND, 0.7)
        is_last = below is None or below is Weight.TOTAL or row.weight is Weight.SUM
        name, *figures = _cells(row)
        draw_name(sheet, x, y - deep / 2, columns[0].width, name)
        y = sheet.row(x, y, columns, (Cell(""), *figures), height=deep, last=is_last)
    return y


def draw_name(sheet: Sheet, x: float, middle: float, width: float, name: Cell) -> None:
    """Draw a row's name about this height, in two lines where it is long."""
    lines = name_lines(sheet, name.text, width)
    baseline = middle + (len(lines) - 1) * NAME_LINE / 2 - _SIZE * 0.36
    for words in lines:
        sheet.text(x, baseline, words, _SIZE, bold=name.bold, colour=name.colour, width=width - 4)
        baseline -= NAME_LINE


def _cells(row: Row) -> list[Cell]:
    bold = row.weight in (Weight.SUM, Weight.TOTAL)
    colour: Colour = MUTED if row.weight is Weight.ASIDE else INK
    return [Cell(text, bold=bold, colour=colour) for text in (row.name, *row.figures)]


def shortened(parts: Sequence[TabPart], most: int) -> tuple[TabPart, ...]:
    """Return the parts by falling first amount, at most so many; the rest is one row of sums.

    The pool and what is unassigned come last and are never summed up with others.
    """
    named = sorted(
        (part for part in parts if part.kind is PartKind.NAMED),
        key=lambda part: (-(_first(part.amounts) or Decimal(0)), part.code, part.name),
    )
    special = [part for part in parts if part.kind is not PartKind.NAMED]
    special.sort(key=lambda part: (part.kind is PartKind.UNASSIGNED, part.code))
    room = max(most - len(special), 1)
    if len(named) <= room:
        return (*named, *special)
    kept, others = named[: room - 1], named[room - 1 :]
    count = len(others)
    words = ngettext("{count} other", "{count} others", count).format(count=f"{count:,}")
    return (*kept, added(others, words), *special)


def added(parts: Sequence[TabPart], name: str) -> TabPart:
    """Return the sums of the parts, column by column, under this name."""
    return TabPart(
        "",
        name,
        _sums([part.amounts for part in parts]),
        _sums([part.quarters for part in parts if part.quarters]),
        PartKind.POOL,
    )


def part_name(part: TabPart) -> str:
    """Return what a part is called on paper."""
    if part.name or part.code:
        return part.name or part.code
    if part.kind is PartKind.UNASSIGNED:
        return _("Unassigned")
    return _("New business (pool)")


def part_row(
    part: TabPart,
    metrics: Sequence[PlanMetric],
    figures: PlanFigures,
    weight: Weight = Weight.PLAIN,
    with_quarters: bool = False,
) -> Row:
    """Return a part as a row: the first metric's quarters where asked for, then each amount."""
    if weight is Weight.PLAIN and part.kind is not PartKind.NAMED:
        weight = Weight.ASIDE
    cells = []
    if with_quarters:
        quarters = part.quarters or (None,) * 4
        cells += [figures.write(value, metrics[0]) for value in quarters]
    cells += [
        figures.write(value, metric) for value, metric in zip(part.amounts, metrics, strict=True)
    ]
    return Row(part_name(part), tuple(cells), weight)


def _first(amounts: tuple[Decimal | None, ...]) -> Decimal | None:
    return amounts[0] if amounts else None


def _sums(columns: Sequence[tuple[Decimal | None, ...]]) -> tuple[Decimal | None, ...]:
    found: list[Decimal | None] = []
    for values in zip(*columns, strict=True):
        known = [value for value in values if value is not None]
        found.append(sum(known, Decimal(0)) if known else None)
    return tuple(found)
