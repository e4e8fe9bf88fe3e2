"""The list of a plan's tasks by person: what, where, when, how it stands, and what it brings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import IO

from desktop.i18n import N_, _, speaking
from desktop.services import formats
from desktop.services.reports.layout import (
    BAND,
    BOTTOM,
    INK,
    LEFT,
    MUTED,
    RIGHT,
    RULE,
    TOP,
    WIDTH,
    Align,
    Sheet,
)
from desktop.services.reports.marks import tone_sign
from desktop.services.reports.numbers import DASH, amount, day
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
from desktop.services.reports.task_list_data import ListedTask, TaskListData, TaskPerson
from desktop.services.rules.taskwork import PersonState, TaskState
from desktop.tone import Tone

_STATES = {
    TaskState.PLANNED: (N_("Not begun"), Tone.MUTED),
    TaskState.RUNNING: (N_("Running"), Tone.MUTED),
    TaskState.MILESTONE_OVERDUE: (N_("Milestone overdue"), Tone.WATCH),
    TaskState.OVERDUE: (N_("Overdue"), Tone.BAD),
    TaskState.DONE: (N_("Done"), Tone.GOOD),
}
_SIZE, _SMALL = 7.2, 6.0
_LINE, _SMALL_LINE = 9.0, 7.4
_GAP = 8.0
#: Left edges of the columns: box, task, place, days, state, amount (its right edge).
_TASK, _PLACE, _DAYS, _STATE = LEFT + 14, LEFT + 236, LEFT + 330, LEFT + 418
_FLOOR = BOTTOM + FOOT + 8
#: Lines that the responsibility and the milestones of one task may take.
_MOST_LINES = 6


@dataclass(frozen=True, slots=True)
class _Block:
    """A task ready to be drawn: the lines of its name, and small ones below."""

    task: ListedTask
    names: tuple[str, ...]
    below: tuple[str, ...]

    @property
    def height(self) -> float:
        return 4 + _LINE * len(self.names) + _SMALL_LINE * len(self.below) + 4


def write(data: TaskListData, stream: IO[bytes], printed_at: datetime, language: str) -> Printed:
    """Write the list as PDF and return what was printed.

    As many pages as the tasks need; a person's name is repeated where his tasks go on. Equal
    data, moment and language give equal bytes.

    Raises:
        StorageError: `font_missing`, where the font files are not there.
        ValueError: a language that the program does not speak.
    """
    with speaking(language):
        title = _("Tasks of the plan {plan}").format(plan=data.plan_name)
        sheet = new_sheet(stream, language, title, data.branch_name)
        pages = _paged(sheet, data)
        for number, page in enumerate(pages, 1):
            _page(sheet, data, page, (number, len(pages)), printed_at)
        sheet.canvas.save()
    return Printed(len(pages), sheet.misprints.issues())


def task_list_file_name(data: TaskListData) -> str:
    """Return a file name that every file system takes: `tasks_2026-plan_2026.pdf`."""
    return file_name("tasks", "", data.plan_name, data.year_name)


#: On a page: each person with the tasks that are on it, and whether they go on from before.
_Page = list[tuple[TaskPerson, bool, list[_Block]]]


def _paged(sheet: Sheet, data: TaskListData) -> list[_Page]:
    """Return the blocks page by page; no name of a person stands alone at a page's end."""
    room = _room(sheet, data, is_first=True)
    pages: list[_Page] = [[]]
    for person in data.people:
        blocks = [_block(sheet, task) for task in person.tasks]
        begun = False
        for block in blocks:
            is_new = not pages[-1] or pages[-1][-1][0] is not person
            needed = block.height + (_person_height() if is_new else 0)
            if needed > room and pages[-1]:
                pages.append([])
                room = _room(sheet, data, is_first=False)
                is_new = True
            if is_new:
                pages[-1].append((person, begun, []))
                room -= _person_height()
            pages[-1][-1][2].append(block)
            room -= block.height
            begun = True
    return pages


def _room(sheet: Sheet, data: TaskListData, *, is_first: bool) -> float:
    return _HEAD_BOTTOM - _FLOOR - (_sum_height(sheet, data) if is_first else 0)


#: Where the lists begin, below the band and the facts.
_HEAD_BOTTOM = TOP - 43 - 22 - _GAP


def _person_height() -> float:
    return _GAP + 24


def _sum_height(sheet: Sheet, data: TaskListData) -> float:
    return 12.0 * len(sheet.wrap(_sum_words(data), _SIZE, WIDTH)) + 2


def _block(sheet: Sheet, task: ListedTask) -> _Block:
    width = _PLACE - _TASK - 10
    names = clipped(sheet, task.name, _SIZE, width, 2) or (DASH,)
    wide = RIGHT - _TASK - 60
    below: list[str] = []
    if task.objective:
        words = _("For: {objective}").format(objective=task.objective)
        below += clipped(sheet, words, _SMALL, wide, 1)
    if task.responsibility:
        words = _("Responsible for: {words}").format(words=task.responsibility)
        below += clipped(sheet, words, _SMALL, wide, 2)
    if task.milestones:
        words = _("Milestones: {words}").format(words=" · ".join(task.milestones))
        below += clipped(sheet, words, _SMALL, wide, _MOST_LINES - len(below))
    return _Block(task, names, tuple(below))


def _page(
    sheet: Sheet, data: TaskListData, page: _Page, place: tuple[int, int], printed_at: datetime
) -> None:
    y = _head(sheet, data)
    if place[0] == 1:
        lines = sheet.wrap(_sum_words(data), _SIZE, WIDTH)
        sheet.paragraph(LEFT, y - 8, lines, _SIZE, 12.0, INK)
        y -= _sum_height(sheet, data)
    for person, is_continued, blocks in page:
        y = _person(sheet, data, person, y - _GAP, is_continued=is_continued)
        for at, block in enumerate(blocks):
            y = _draw(sheet, data, block, y, is_last=at == len(blocks) - 1)
    if place[0] == place[1]:
        substitutes(sheet, _FLOOR)
    words = _("{branch} · {plan} · printed {moment} · figures {fingerprint}").format(
        branch=data.branch_name,
        plan=data.plan_name,
        moment=moment(printed_at),
        fingerprint=fingerprint(data),
    )
    foot(sheet, words, *place)
    sheet.new_page()


def _head(sheet: Sheet, data: TaskListData) -> float:
    y = band(sheet, data.branch_name, data.plan_name, _("Tasks by person"), data.year_name)
    shown = sum(len(one.tasks) for one in data.people)
    late = sum(one.state.is_late for person in data.people for one in person.tasks)
    pairs = (
        (_("People"), formats.number(sum(bool(one.name) for one in data.people))),
        (_("Tasks"), _("{shown} of {count}").format(shown=shown, count=data.count)),
        (_("Late"), formats.number(late)),
        (_("Currency"), data.currency),
        (_("As of"), day(data.as_of)),
    )
    return facts(sheet, pairs, y) - _GAP


def _sum_words(data: TaskListData) -> str:
    given = amount(data.contribution, 0)
    if data.target is None:
        return _("All tasks together are to bring {given}.").format(given=given)
    gap = data.target - data.contribution
    facts_of = {"given": given, "target": amount(data.target, 0), "gap": amount(gap, 0)}
    if gap > 0:
        words = _(
            "All tasks together are to bring {given} of the sales target of {target}: {gap} are "
            "missing."
        )
        return words.format(**facts_of)
    words = _("All tasks together are to bring {given}; the sales target of {target} is covered.")
    return words.format(**facts_of)


def _person(
    sheet: Sheet, data: TaskListData, person: TaskPerson, top: float, *, is_continued: bool
) -> float:
    """Draw a person's name and the labels of the columns; return y below."""
    name = f"{person.code} {person.name}".strip() or _("Nobody answers for these")
    if is_continued:
        name = _("{name} (continued)").format(name=name)
    aside = ""
    if person.state.is_missing:
        aside = (
            _("left the branch: give these to somebody else")
            if person.state is PersonState.LEFT
            else _("not there on all days: give these to somebody else")
        )
    y = sheet.heading(LEFT, top, WIDTH, name, aside)
    labels = ((_TASK, _("Task")), (_PLACE, _("Place")), (_DAYS, _("Dates")), (_STATE, _("State")))
    for x, words in labels:
        sheet.text(x, y - 9, words, 5.9, colour=MUTED)
    sheet.text(RIGHT, y - 9, _("Brings"), 5.9, colour=MUTED, align=Align.RIGHT)
    return y - 12.5


def _draw(sheet: Sheet, data: TaskListData, block: _Block, top: float, *, is_last: bool) -> float:
    """Draw a task with a box to tick; return y below."""
    task, base = block.task, top - 4 - _LINE * 0.75
    sheet.box(LEFT + 1, base - 0.8, 7, 7, BAND if task.state is TaskState.DONE else MUTED, 0.7)
    if task.state is TaskState.DONE:
        sheet.area(LEFT + 2.6, base + 0.8, 3.8, 3.8, BAND)
    y = base
    for words in block.names:
        sheet.text(_TASK, y, words, _SIZE, bold=True, width=_PLACE - _TASK - 8)
        y -= _LINE
    sheet.text(_PLACE, base, task.place or _("No place"), _SIZE, width=_DAYS - _PLACE - 8)
    span = _("{first}–{last}").format(
        first=formats.short_day(task.start), last=formats.short_day(task.finish)
    )
    sheet.text(_DAYS, base, span, _SIZE, width=_STATE - _DAYS - 8)
    words, tone = _STATES[task.state]
    tone_sign(sheet, _STATE, base - 0.3, 5.6, tone)
    sheet.text(_STATE + 9, base, _(words), _SIZE, width=62)
    sheet.text(RIGHT, base, _amount(task.contribution), _SIZE, align=Align.RIGHT, width=52)
    sheet.paragraph(_TASK, y + 0.6, block.below, _SMALL, _SMALL_LINE)
    bottom = top - block.height
    if not is_last:
        sheet.rule(LEFT, bottom, WIDTH, RULE, 0.3)
    return bottom


def _amount(value: Decimal | None) -> str:
    return DASH if value is None else amount(value, 0)
