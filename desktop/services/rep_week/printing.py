"""The printed rep-week sheet, made of what the page shows."""

from __future__ import annotations

import io
from datetime import datetime
from decimal import Decimal

from desktop.i18n import _, speaking
from desktop.services import formats
from desktop.services.plans.printing import PlanPdf
from desktop.services.rep_week.data import FigureRow, RepWeek, WeekDay, WeekGap, WeekLine
from desktop.services.rep_week.words import (
    GAPS,
    MARKS,
    RESULTS,
    day_plan_words,
    day_state_words,
    day_words,
    figure_words,
    gap_words,
    kind_words,
    line_words,
    mark_words,
    mean_words,
    pace_tone,
    pace_words,
    plan_words,
    time_words,
    value_words,
    week_words,
)
from desktop.services.reports.fonts import DRAWING
from desktop.services.reports.rep_week_data import (
    PrintedDay,
    PrintedFigure,
    PrintedGap,
    PrintedLine,
    PrintedPace,
    RepWeekData,
)


def rep_week_data(week: RepWeek) -> RepWeekData:
    """Return the words of the page, in the language of the moment.

    Raises:
        ValueError: a sheet of nobody.
    """
    if week.rep is None:
        raise ValueError("a week of nobody is not printed")
    return RepWeekData(
        week.branch_name,
        week.rep.code,
        week.rep.name,
        week.manager_name,
        week.territory_name,
        week_words(week.monday, week.sunday),
        week.monday,
        plan_words(week.plan_state),
        week.currency,
        tuple(_day(day, week.currency) for day in week.days),
        tuple(_figure(row, week.currency) for row in week.figures),
        tuple(PrintedPace(pace_words(row, week.currency), pace_tone(row)) for row in week.pace),
        tuple(_gap(gap) for gap in week.gaps),
        mean_words(week),
    )


def print_rep_week(week: RepWeek, printed_at: datetime, language: str) -> PlanPdf:
    """Return a rep's week on one page as PDF, and the name of its file.

    Raises:
        StorageError: `font_missing`.
        ValueError: a language that the program does not speak; a sheet of nobody.
    """
    from desktop.services.reports.rep_week import rep_week_file_name, write

    with speaking(language):
        data = rep_week_data(week)
    stream = io.BytesIO()
    with DRAWING:
        printed = write(data, stream, printed_at, language)
    return PlanPdf(rep_week_file_name(data), stream.getvalue(), printed.pages, printed.warnings)


def _day(day: WeekDay, currency: str) -> PrintedDay:
    return PrintedDay(
        f"{formats.short_weekday(day.day.weekday())} {formats.short_day(day.day)}",
        day_state_words(day),
        " · ".join(part for part in (day_words(day), day_plan_words(day)) if part),
        tuple(_line(line, currency) for line in day.lines),
    )


def _line(line: WeekLine, currency: str) -> PrintedLine:
    amount = "" if line.amount is None else formats.money(line.amount, currency, symbol=False)
    minutes = ""
    if line.minutes is not None:
        minutes = _("{count} min").format(count=formats.number(line.minutes))
    return PrintedLine(
        time_words(line.at, line.until), kind_words(line), line.customer_name, line_words(line),
        amount or minutes, mark_words(line.mark), MARKS[line.mark][1],
    )  # fmt: skip


def _figure(row: FigureRow, currency: str) -> PrintedFigure:
    def words(value: Decimal | None, *, is_mean: bool = False) -> str:
        return value_words(row.key, value, currency, is_mean=is_mean)

    target = "" if row.target is None else words(row.target, is_mean=True)
    return PrintedFigure(
        figure_words(row.key), words(row.week), words(row.before), words(row.mean, is_mean=True),
        target, row.key in RESULTS,
    )  # fmt: skip


def _gap(gap: WeekGap) -> PrintedGap:
    return PrintedGap(formats.short_day(gap.day), gap_words(gap), GAPS[gap.kind][1])


__all__ = ["print_rep_week", "rep_week_data"]
