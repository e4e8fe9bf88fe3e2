"""The situation behind a plan on paper: a page of the market's figures, a page of the branch's."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from itertools import groupby
from typing import IO

from desktop.i18n import _, ngettext, speaking
from desktop.services.reports.layout import (
    BOTTOM,
    INK,
    LEFT,
    MUTED,
    WIDTH,
    Align,
    Cell,
    Column,
    Sheet,
)
from desktop.services.reports.numbers import DASH, amount, day, percent, plain
from desktop.services.reports.page_parts import (
    FOOT,
    Printed,
    band,
    clipped,
    facts,
    file_name,
    foot,
    new_sheet,
    sentence,
    substitutes,
)
from desktop.services.reports.plan_words import fingerprint, moment, plan_status
from desktop.services.reports.situation_sheet_data import MarketLine, OwnLine, SituationData
from desktop.services.reports.situation_words import (
    area_words,
    change_title,
    figure_words,
    unit_words,
    unsourced_words,
    year_titles,
)

_GAP = 9.0
_ROW = 10.6
#: A heading with a line of labels, and what is left above the foot.
_HEAD, _FLOOR = 26.0, BOTTOM + FOOT + 12
_NOTE_LINE = 8.0
#: Widths of the market's columns: what, figure, unit, source, as of; and of the own sheet's ends.
_MARKET = (170.0, 74.0, 50.0, 0.0, 56.0)
_OWN_NAME, _OWN_CHANGE, _OWN_UNIT, _OWN_DAY = 150.0, 52.0, 56.0, 58.0


def write(data: SituationData, stream: IO[bytes], printed_at: datetime, language: str) -> Printed:
    """Write both sheets as PDF, a page each, and return what was printed.

    What does not fit on its page is counted in a last line. Equal data, moment and language give
    equal bytes.

    Raises:
        StorageError: `font_missing`, where the font files are not there.
        ValueError: a language that the program does not speak.
    """
    with speaking(language):
        title = _("Situation behind the plan {plan}, {branch}").format(
            plan=data.plan_name, branch=data.branch_name
        )
        sheet = new_sheet(stream, language, title, data.branch_name)
        stamp = fingerprint(data)
        y = _market(sheet, data, _top(sheet, data, _("Market situation")))
        _end(sheet, data, printed_at, stamp, 1, y)
        y = _own(sheet, data, _top(sheet, data, _("Own situation")))
        _end(sheet, data, printed_at, stamp, 2, y)
        sheet.canvas.save()
    return Printed(2, sheet.misprints.issues())


def situation_file_name(data: SituationData) -> str:
    """Return a file name that every file system takes: `situation_2027-plan-v1_2027.pdf`."""
    return file_name("situation", "", f"{data.plan_name} v{data.version}", data.year_name)


def _top(sheet: Sheet, data: SituationData, kind: str) -> float:
    plan = _("{plan}, version {version}").format(plan=data.plan_name, version=data.version)
    y = band(sheet, data.branch_name, plan, kind, data.year_name)
    pairs = (
        (_("Status"), plan_status(data.status)),
        (_("Currency"), data.currency),
        (_("Figures of the market"), str(len(data.market))),
        (_("Own figures as of"), day(data.own_as_of)),
    )
    return facts(sheet, pairs, y) - _GAP


def _end(
    sheet: Sheet, data: SituationData, printed_at: datetime, stamp: str, page: int, y: float
) -> None:
    substitutes(sheet, y)
    words = _("{branch} · {plan} · printed {moment} · figures {fingerprint}").format(
        branch=data.branch_name, plan=data.plan_name, moment=moment(printed_at), fingerprint=stamp
    )
    foot(sheet, words, page, 2)
    sheet.new_page()


def _market(sheet: Sheet, data: SituationData, top: float) -> float:
    """Draw the market's figures by part; return y below them."""
    if not data.market:
        return _nothing(sheet, top, _("No figure of the market was entered."))
    rest = WIDTH - sum(_MARKET)
    widths = [width or rest for width in _MARKET]
    columns = [
        Column(width, Align.RIGHT if place == 1 else Align.LEFT)
        for place, width in enumerate(widths)
    ]
    labels = (_("What it is"), _("Figure"), _("Unit"), _("Source"), _("As of"))
    y, drawn = top, 0
    for area, group in groupby(data.market, key=lambda line: line.area):
        lines = list(group)
        if y - _HEAD - _ROW < _FLOOR:
            break
        y = sheet.header_row(LEFT, sheet.heading(LEFT, y, WIDTH, area_words(area)), columns, labels)
        for line in lines:
            note = clipped(sheet, line.note, 6.0, WIDTH - 12, 2) if line.note else ()
            if y - _ROW - _NOTE_LINE * len(note) < _FLOOR:
                break
            y = sheet.row(LEFT, y, columns, _market_cells(line), height=_ROW, last=bool(note))
            if note:
                y = sheet.paragraph(LEFT + 8, y - 5.5, note, 6.0, _NOTE_LINE) + 4
                sheet.rule(LEFT, y, WIDTH, weight=0.3)
            drawn += 1
        y -= _GAP
    return _others(sheet, y, len(data.market) - drawn)


def _market_cells(line: MarketLine) -> tuple[Cell, ...]:
    source = Cell(line.source) if line.source else Cell(unsourced_words(), bold=True)
    return (
        Cell(line.name), Cell(plain(line.value), bold=True), Cell(unit_words(line.unit)),
        source, Cell(day(line.as_of)),
    )  # fmt: skip


def _own(sheet: Sheet, data: SituationData, top: float) -> float:
    """Draw the branch's figures by part, the years side by side; return y below them."""
    if not data.own:
        return _nothing(sheet, top, _("The own sheet was not filled in from the data yet."))
    groups = [(area, list(lines)) for area, lines in groupby(data.own, key=lambda one: one.area)]
    most = _most(groups, top - _FLOOR - 10)
    years = len(data.years)
    year = (WIDTH - _OWN_NAME - _OWN_CHANGE - _OWN_UNIT - _OWN_DAY) / max(years, 1)
    columns = [
        Column(_OWN_NAME, Align.LEFT), *(Column(year) for _year in data.years),
        Column(_OWN_CHANGE), Column(_OWN_UNIT, Align.LEFT), Column(_OWN_DAY, Align.LEFT),
    ]  # fmt: skip
    titles = year_titles(data.years, is_whole=data.is_whole)
    labels = ("", *titles, change_title(data.years, is_whole=data.is_whole), _("Unit"), _("As of"))
    y = top
    for area, lines in groups:
        y = sheet.header_row(LEFT, sheet.heading(LEFT, y, WIDTH, area_words(area)), columns, labels)
        shown = lines if len(lines) <= most else lines[: most - 1]
        for line in shown:
            is_last = line is shown[-1] and len(shown) == len(lines)
            y = sheet.row(LEFT, y, columns, _own_cells(line), height=_ROW, last=is_last)
        if len(shown) < len(lines):
            y = sheet.row(
                LEFT, y, columns, _rest(lines[len(shown) :], years), height=_ROW, last=True
            )
        y -= _GAP - 2
    source = _("Source of all figures: {source}, the branch's own documents.").format(
        source=data.own[0].source
    )
    return sentence(sheet, source, y)


def _own_cells(line: OwnLine) -> tuple[Cell, ...]:
    return (
        Cell(figure_words(line.area, line.name)),
        *(Cell(_figure(value), bold=place == len(line.values) - 1)
          for place, value in enumerate(line.values)),
        Cell(DASH if line.change is None else percent(line.change, signed=True)),
        Cell(unit_words(line.unit)), Cell(day(line.as_of)),
    )  # fmt: skip


def _rest(lines: Sequence[OwnLine], years: int) -> tuple[Cell, ...]:
    """Return the row of those that have no row of their own, summed up."""
    words = ngettext("{count} other", "{count} others", len(lines))
    sums = []
    for place in range(years):
        known = [line.values[place] for line in lines]
        given = [value for value in known if value is not None]
        sums.append(sum(given, Decimal(0)) if given else None)
    return (
        Cell(words.format(count=f"{len(lines):,}"), colour=MUTED),
        *(Cell(_figure(one), colour=INK) for one in sums),
        Cell(""), Cell(unit_words(lines[0].unit)), Cell(""),
    )  # fmt: skip


def _figure(value: Decimal | None) -> str:
    return DASH if value is None else amount(value, 0)


def _most(groups: Sequence[tuple[str, list[OwnLine]]], room: float) -> int:
    """Return how many rows a part may have so that all parts fit on the page."""
    most = max(len(lines) for _area, lines in groups)
    while most > 2:
        rows = sum(min(len(lines), most) for _area, lines in groups)
        if rows * _ROW + len(groups) * (_HEAD + _GAP) <= room:
            break
        most -= 1
    return most


def _nothing(sheet: Sheet, top: float, words: str) -> float:
    sheet.text(LEFT, top - 9, words, 7.5, colour=MUTED)
    return top - 16


def _others(sheet: Sheet, y: float, count: int) -> float:
    if count <= 0:
        return y
    words = ngettext(
        "{count} more figure is in the program.", "{count} more figures are in the program.", count
    )
    sheet.text(LEFT, y - 2, words.format(count=count), 6.5, colour=MUTED)
    return y - 10
