"""The rep's week plan on one page: a box for each day, a square to tick for each visit."""

from __future__ import annotations

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
    WIDTH,
    Align,
    Sheet,
)
from desktop.services.reports.numbers import DASH
from desktop.services.reports.page_parts import (
    FOOT,
    SIGNATURES,
    Printed,
    band,
    clipped,
    facts,
    file_name,
    foot,
    new_sheet,
    sentence,
    sentence_height,
    signatures,
    substitutes,
)
from desktop.services.reports.plan_words import fingerprint, moment
from desktop.services.reports.week_plan_data import PlannedDay, WeekPlanData

#: The left column with the week, the line of a day's date, and one visit, in points.
_WEEK_WIDTH, _HEAD, _LINE = 34.0, 12.0, 11.0
_SIZE, _LEAST_LINE = 7.0, 5.6
#: A page with room to spare leaves it to write in; a visit never takes more than so much.
_WIDEST, _MOST_LINE = 3.8, 34.0
#: From this depth on a long name goes over two lines.
_TWO_LINES = 17.5
_WEEKDAYS = 5


def write(data: WeekPlanData, stream: IO[bytes], printed_at: datetime, language: str) -> Printed:
    """Write the week plan as PDF, one page, and return what was printed.

    Lines grow smaller where a day has many visits; the last one says how many more there are
    where even that is not enough. Equal data, moment and language give equal bytes.

    Raises:
        IndexError: no week at all.
        StorageError: `font_missing`.
        ValueError: a language that the program does not speak.
    """
    with speaking(language):
        title = _("Week plan of {name}").format(name=data.rep_name)
        sheet = new_sheet(stream, language, title, data.branch_name)
        _page(sheet, data, printed_at)
        sheet.new_page()
        sheet.canvas.save()
    return Printed(1, sheet.misprints.issues())


def week_plan_file_name(data: WeekPlanData) -> str:
    """Return a file name that every file system takes: `weeks_R07_Li-Na_2027-01-04.pdf`."""
    return file_name("weeks", data.rep_code, data.rep_name, data.first.isoformat())


def _page(sheet: Sheet, data: WeekPlanData, printed_at: datetime) -> None:
    span = _("{first} to {last}").format(first=data.first.isoformat(), last=data.last.isoformat())
    y = band(sheet, data.branch_name, data.rep_name, _("Week plan"), span)
    count = ngettext("{count} visit", "{count} visits", data.visits)
    pairs = (
        (_("No."), data.rep_code),
        (_("Manager"), data.manager_name or DASH),
        (_("Territory"), data.territory_name or DASH),
        (_("Plan"), data.plan_name),
        (_("Visits planned"), count.format(count=formats.number(data.visits))),
    )
    y = facts(sheet, pairs, y) - 9
    floor = BOTTOM + FOOT
    words = " ".join(data.summary)
    small = sentence_height(sheet, words) + 16 if words else 8
    _table(sheet, data, y, floor + SIGNATURES + small)
    if words:
        sentence(sheet, words, floor + SIGNATURES + small - 4)
    substitutes(sheet, floor + SIGNATURES + 6)
    people = ((_("Rep"), data.rep_name), (_("Manager"), data.manager_name))
    signatures(sheet, floor, people, _("Tick what was done; write beside it what came of it."))
    foot_words = _("{branch} · {plan} · {code} · printed {moment} · figures {fingerprint}").format(
        branch=data.branch_name, plan=data.plan_name, code=data.rep_code,
        moment=moment(printed_at), fingerprint=fingerprint(data),
    )  # fmt: skip
    foot(sheet, foot_words, 1, 1)


def _columns(data: WeekPlanData) -> int:
    """Return how many days of the week are shown: five, more where one of them has a visit."""
    used = [
        place + 1 for week in data.weeks for place, day in enumerate(week)
        if day.stops or day.is_field
    ]  # fmt: skip
    return max([_WEEKDAYS, *used])


def _table(sheet: Sheet, data: WeekPlanData, top: float, bottom: float) -> None:
    columns = _columns(data)
    width = (WIDTH - _WEEK_WIDTH) / columns
    longest = [max((len(day.stops) for day in week), default=0) for week in data.weeks]
    wanted = [_HEAD + 6 + _LINE * max(count, 2) for count in longest]
    room = top - bottom
    scale = min(room / sum(wanted), _WIDEST)
    y = top
    for week, height in zip(data.weeks, wanted, strict=True):
        deep = height * scale
        _week(sheet, week, y, (width, deep, columns))
        y -= deep


def _week(
    sheet: Sheet, week: tuple[PlannedDay, ...], top: float, shape: tuple[float, float, int]
) -> None:
    width, deep, columns = shape
    number = week[0].day.isocalendar().week
    sheet.area(LEFT, top - deep, _WEEK_WIDTH, deep, PALE)
    middle = LEFT + _WEEK_WIDTH / 2
    sheet.text(middle, top - 9, _("Week"), 5.8, colour=MUTED, align=Align.CENTRE)
    sheet.text(middle, top - 20, str(number), 10, bold=True, colour=BAND, align=Align.CENTRE)
    visits = sum(len(day.stops) for day in week)
    sheet.text(
        middle, top - 29, ngettext("{count} visit", "{count} visits", visits).format(count=visits),
        5.4, colour=MUTED, align=Align.CENTRE, width=_WEEK_WIDTH - 3,
    )  # fmt: skip
    sheet.box(LEFT, top - deep, _WEEK_WIDTH, deep)
    for place, day in enumerate(week[:columns]):
        _day(sheet, day, (LEFT + _WEEK_WIDTH + place * width, top), (width, deep))


def _day(
    sheet: Sheet, day: PlannedDay, corner: tuple[float, float], shape: tuple[float, float]
) -> None:
    (x, top), (width, deep) = corner, shape
    if not day.is_field:
        sheet.area(x, top - deep, width, deep, PALE)
    sheet.box(x, top - deep, width, deep)
    name = formats.day_and_weekday(day.day)
    sheet.text(
        x + 4, top - 8.5, name, 6, bold=True, colour=INK if day.is_field else MUTED,
        width=width - 8,
    )  # fmt: skip
    if not day.stops:
        if not day.is_field:
            sheet.text(x + 4, top - 18, _("Not in the field"), 5.8, colour=MUTED, width=width - 8)
        return
    room = deep - _HEAD - 3
    line = min(max(room / len(day.stops), _LEAST_LINE), _MOST_LINE)
    fits = int(room / line + 0.01)
    shown = day.stops if len(day.stops) <= fits else day.stops[: fits - 1]
    size = min(_SIZE, line * 0.68)
    y = top - _HEAD - min(line, 11.0) * 0.72
    for stop in shown:
        sheet.box(x + 4, y - size * 0.08, size * 0.8, size * 0.8, INK, 0.5)
        left, space = x + 7 + size * 0.8, width - 11 - size * 0.8
        if line >= _TWO_LINES:
            lines = clipped(sheet, stop.name, size, space, 2)
            sheet.paragraph(left, y, lines, size, size * 1.2, INK)
        else:
            sheet.text(left, y, stop.name, size, width=space)
        y -= line
    if len(shown) < len(day.stops):
        more = len(day.stops) - len(shown)
        words = ngettext("and {count} more", "and {count} more", more).format(count=more)
        sheet.text(x + 7 + size * 0.8, y, words, size, colour=MUTED, width=width - 14)
