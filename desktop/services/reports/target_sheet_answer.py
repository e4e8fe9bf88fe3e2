"""The rep's answer on his target sheet: boxes to tick and lines to write on, or what he said."""

from __future__ import annotations

from desktop.enums import AnswerKind
from desktop.i18n import _
from desktop.services.reports.layout import BAND, INK, LEFT, MUTED, RIGHT, RULE, WIDTH, Align, Sheet
from desktop.services.reports.numbers import day
from desktop.services.reports.page_parts import clipped
from desktop.services.reports.plan_pages_data import TargetAnswer

#: Deeper boxes are left to blank paper.
_MOST = 168.0
_EMPTY = 84.0
_LEADING = 8.6
_SIZE = 6.8
#: Lines that are printed of an objection and of the reply.
_OBJECTION, _REPLY = 8, 5
_INNER = WIDTH - 16


def least_height(sheet: Sheet, answer: TargetAnswer | None) -> float:
    """Return how deep the box must be for what there is to print, or to write on."""
    if answer is None:
        return _EMPTY
    objection, reply = _texts(sheet, answer)
    height = 32.0 + _LEADING * len(objection)
    if reply or answer.kind is AnswerKind.OBJECTED:
        height += 13.0 + _LEADING * max(len(reply), 1)
    return height


def draw(sheet: Sheet, answer: TargetAnswer | None, top: float, bottom: float) -> None:
    """Draw the box from `top` down, at most to `bottom`: to be ticked, or ticked."""
    wanted = least_height(sheet, answer) if answer else _MOST
    height = min(top - bottom, wanted)
    sheet.box(LEFT, top - height, WIDTH, height, RULE, 0.6)
    sheet.text(LEFT + 8, top - 11.5, _("Answer of the rep"), 7.2, bold=True, colour=BAND)
    kind = answer.kind if answer else None
    x = RIGHT - 8
    choices = (
        (_("I object as written below"), AnswerKind.OBJECTED),
        (_("I accept these targets"), AnswerKind.ACCEPTED),
    )
    for words, choice in choices:
        x -= sheet.text(x, top - 11.5, words, 7, bold=kind is choice, align=Align.RIGHT) + 11
        sheet.box(x, top - 12.6, 7, 7, INK, 0.7)
        if kind is choice:
            sheet.text(x + 3.5, top - 12.0, "✓", 8.5, bold=True, align=Align.CENTRE)
        x -= 14
    if answer is None:
        _to_write_on(sheet, top - 20, top - height)
    else:
        _as_given(sheet, answer, top - 24)


def _to_write_on(sheet: Sheet, top: float, bottom: float) -> None:
    """Draw lines for an objection: which figure, what is proposed, and why."""
    widths = (0.24, 0.16, 0.16, 0.44)
    labels = (_("Figure objected to"), _("As planned"), _("I propose"), _("Because"))
    x = LEFT + 8
    for share, label in zip(widths, labels, strict=True):
        room = share * _INNER
        sheet.text(x, top - 7, label, 5.9, colour=MUTED, width=room - 6)
        line = top - 22
        while line > bottom + 4:
            sheet.rule(x, line, room - 6, RULE, 0.4)
            line -= 15
        x += room


def _as_given(sheet: Sheet, answer: TargetAnswer, y: float) -> None:
    objection, reply = _texts(sheet, answer)
    said = _("{name}, {date}").format(name=answer.given_by, date=day(answer.given_on))
    sheet.text(LEFT + 8, y, said, 6.2, colour=MUTED, width=_INNER)
    y = sheet.paragraph(LEFT + 8, y - 9, objection, _SIZE, _LEADING, INK)
    if not reply and answer.kind is AnswerKind.ACCEPTED:
        return
    y -= 2
    if answer.replied_on is None:
        sheet.text(LEFT + 8, y, _("Not answered yet."), 6.2, bold=True, colour=MUTED)
        return
    replied = _("Answer of {name}, {date}").format(
        name=answer.replied_by, date=day(answer.replied_on)
    )
    sheet.text(LEFT + 8, y, replied, 6.2, bold=True, colour=BAND, width=_INNER)
    sheet.paragraph(LEFT + 8, y - 9, reply, _SIZE, _LEADING, INK)


def _texts(sheet: Sheet, answer: TargetAnswer) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return (
        clipped(sheet, answer.objection, _SIZE, _INNER, _OBJECTION),
        clipped(sheet, answer.reply, _SIZE, _INNER, _REPLY),
    )
