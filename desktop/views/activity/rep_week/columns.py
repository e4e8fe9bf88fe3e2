"""Rows and columns of the rep's week; free of Qt."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from desktop.i18n import N_
from desktop.money import currency_decimals
from desktop.services import formats
from desktop.services.exports.people import CellKind
from desktop.services.rep_week.data import FigureRow, LineMark, RepWeek, WeekDay, WeekGap, WeekLine
from desktop.services.rep_week.words import (
    GAPS,
    MARKS,
    MONEY,
    day_plan_words,
    day_state_words,
    day_words,
    figure_words,
    gap_kind_words,
    gap_words,
    kind_words,
    line_words,
    mark_words,
    time_words,
    value_words,
)
from desktop.tone import Tone
from desktop.views.column import Align, Column


@dataclass(frozen=True, slots=True)
class TimelineRow:
    """A day's own row, or one of its lines."""

    day: WeekDay
    line: WeekLine | None = None

    @property
    def id(self) -> tuple[object, ...]:
        """What makes the row the same one after reading again."""
        if self.line is None:
            return (self.day.day,)
        return self.day.day, str(self.line.kind), self.line.record_id


def timeline_rows(week: RepWeek) -> tuple[TimelineRow, ...]:
    """Return each day's row, followed by its lines."""
    return tuple(TimelineRow(day, line) for day in week.days for line in (None, *day.lines))


def timeline_columns(currency: str) -> tuple[Column[TimelineRow], ...]:
    """Return the columns of the timeline; it keeps the order of the days."""
    return (
        Column("day", N_("Day"), _day, _day, characters=11, is_sortable=False, strong=True),
        Column("what", N_("What"), _what, _what, characters=16, is_sortable=False),
        Column("customer", N_("Customer"), _customer, _customer, characters=22,
               tip=_customer, is_sortable=False),
        Column("words", N_("Details"), _words, _words, characters=20, tip=_words,
               is_sortable=False),
        Column("minutes", N_("Minutes"), lambda row: _number(_minutes(row)), _minutes,
               align=Align.END, kind=CellKind.COUNT, decimals=0, is_sortable=False),
        Column("amount", N_("Amount"),
               lambda row: "" if _amount(row) is None
               else formats.money(_amount(row), currency, symbol=False),
               _amount, align=Align.END, kind=CellKind.MONEY,
               decimals=currency_decimals(currency), is_sortable=False),
        Column("mark", N_("Counts as"), _mark, _mark, tone=_tone, is_sortable=False),
    )  # fmt: skip


def _day(row: TimelineRow) -> str:
    if row.line is not None:
        return time_words(row.line.at, row.line.until)
    day = row.day.day
    return f"{formats.short_weekday(day.weekday())} {formats.short_day(day)}"


def _what(row: TimelineRow) -> str:
    return day_state_words(row.day) if row.line is None else kind_words(row.line)


def _customer(row: TimelineRow) -> str:
    return day_words(row.day) if row.line is None else row.line.customer_name


def _words(row: TimelineRow) -> str:
    return day_plan_words(row.day) if row.line is None else line_words(row.line)


def _minutes(row: TimelineRow) -> int | None:
    return (row.day.minutes or None) if row.line is None else row.line.minutes


def _number(value: int | None) -> str:
    return "" if value is None else formats.number(value)


def _amount(row: TimelineRow) -> Decimal | None:
    return None if row.line is None else row.line.amount


def _mark(row: TimelineRow) -> str:
    return "" if row.line is None else mark_words(row.line.mark)


def _tone(row: TimelineRow) -> Tone:
    return MARKS[LineMark.NONE if row.line is None else row.line.mark][1]


def figure_columns(currency: str) -> tuple[Column[FigureRow], ...]:
    """Return the columns of the figures."""

    def figure(key: str, header: str, is_mean: bool, tip: str = "") -> Column[FigureRow]:
        def value(row: FigureRow) -> Decimal | None:
            found: Decimal | None = getattr(row, key)
            return found

        def text(row: FigureRow) -> str:
            found = value(row)
            if key == "target" and found is None:
                return ""
            return value_words(row.key, found, currency, is_mean=is_mean)

        return Column(key, header, text, value, align=Align.END, kind=CellKind.NUMBER,
                      header_tip=tip, is_sortable=False)  # fmt: skip

    return (
        Column("figure", N_("Figure"), lambda row: figure_words(row.key),
               lambda row: figure_words(row.key), characters=16, is_sortable=False,
               tip=lambda row: currency if row.key in MONEY else ""),
        figure("week", N_("This week"), False),
        figure("before", N_("Week before"), False),
        figure("mean", N_("Branch's mean"), True,
               N_("The branch's week by the people who were in the field; of ratios the "
                  "branch's own.")),
        figure("target", N_("Target"), True,
               N_("The month's target by the working days of the week.")),
    )  # fmt: skip


def gap_columns() -> tuple[Column[WeekGap], ...]:
    """Return the columns of what is missing."""
    return (
        Column("kind", N_("Missing"), gap_kind_words, gap_kind_words,
               tone=lambda gap: GAPS[gap.kind][1], is_sortable=False),
        Column("day", N_("Day"), lambda gap: formats.short_day(gap.day), lambda gap: gap.day,
               kind=CellKind.DATE, is_sortable=False),
        Column("words", N_("What it is"), gap_words, gap_words, characters=44, tip=gap_words,
               is_sortable=False),
    )  # fmt: skip
