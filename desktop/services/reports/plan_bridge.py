"""The bridge page: two numbers, what lies between them, who stands for it, what was agreed."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import IO

from desktop.enums import BridgeKind
from desktop.i18n import _, ngettext, speaking
from desktop.ratio import Ratio
from desktop.services.reports import plan_bridge_tables as tables
from desktop.services.reports.layout import (
    BAND,
    BOTTOM,
    INK,
    LEFT,
    MUTED,
    RULE,
    WIDTH,
    Sheet,
)
from desktop.services.reports.numbers import day, percent
from desktop.services.reports.page_parts import (
    FOOT,
    SIGNATURES,
    Printed,
    band,
    facts,
    file_name,
    foot,
    new_sheet,
    sentence,
    sentence_height,
    signatures,
    substitutes,
)
from desktop.services.reports.plan_pages_data import BridgeData, BridgeItem
from desktop.services.reports.plan_words import (
    PlanFigures,
    definition_sentence,
    fingerprint,
    metric_name,
    moment,
    plan_status,
    plan_title,
    span_title,
    year_title,
)

_GAP = 10.0
_TILE = 50.0
#: More bars than this do not fit beside the rounds; the last ones become one.
_MOST_ITEMS = 12
_ROUNDS_FRAME = 34.0
_LEAST_NOTES = 40.0


def write(data: BridgeData, stream: IO[bytes], printed_at: datetime, language: str) -> Printed:
    """Write the bridge as one page of PDF and return what was printed.

    Equal data, moment and language give equal bytes; the moment is printed as it is given.

    Raises:
        StorageError: `font_missing`, where the font files are not there.
        ValueError: a language that the program does not speak.
    """
    with speaking(language):
        plan = data.identity
        title = _("Bridge to headquarters' number, {plan}, {branch}").format(
            plan=plan_title(plan), branch=plan.branch_name
        )
        subject = f"bridge {plan.plan_name} {data.metric.code}"
        sheet = new_sheet(stream, language, title, plan.branch_name, subject)
        _page(sheet, data)
        words = _("{branch} · {plan} · printed {moment} · figures {fingerprint}").format(
            branch=plan.branch_name,
            plan=plan_title(plan),
            moment=moment(printed_at),
            fingerprint=fingerprint(data),
        )
        foot(sheet, words, 1, 1)
        sheet.new_page()
        sheet.canvas.save()
    return Printed(1, sheet.misprints.issues())


def plan_bridge_file_name(data: BridgeData) -> str:
    """Return a file name that every file system takes: `bridge_HZ_2027-v3_sales_2027.pdf`."""
    plan = data.identity
    name = f"{plan.plan_name} v{plan.version}"
    return file_name("bridge", plan.branch_code, name, f"{data.metric.code}_{plan.year_name}")


def _page(sheet: Sheet, data: BridgeData) -> None:
    figures = PlanFigures((
        data.hq_amount, data.branch_amount, data.agreed,
        *(item.amount for item in data.items), *(one.amount for one in data.rounds),
    ))  # fmt: skip
    y = _tiles(sheet, data, figures, _head(sheet, data) - _GAP)
    shown = _with_few_items(data)
    words = definition_sentence(data.definitions, data.identity.currency)
    floor = BOTTOM + FOOT + SIGNATURES + 8 + sentence_height(sheet, words) + 6
    least = _ROUNDS_FRAME + min(len(data.rounds), 4) * 22 if data.rounds else _ROUNDS_FRAME
    y = tables.bridge(sheet, data, shown, figures, y - _GAP, floor + least + _GAP)
    y = tables.rounds(sheet, data, figures, y - _GAP, floor)
    _notes(sheet, y - _GAP, floor + 4)
    y = sentence(sheet, words, floor)
    substitutes(sheet, y)
    people = ((_("Branch"), ""), (_("Headquarters"), ""))
    note = _("The signatures stand for the agreed number and for the open points as listed.")
    signatures(sheet, BOTTOM + FOOT, people, note)


def _head(sheet: Sheet, data: BridgeData) -> float:
    """Draw the band and the facts; return y below them."""
    plan = data.identity
    kind = _("Bridge to headquarters' number")
    y = band(sheet, plan.branch_name, metric_name(data.metric), kind, year_title(plan))
    pairs = (
        (_("Branch"), plan.branch_code or plan.branch_name),
        (_("Plan"), plan_title(plan)),
        (_("Status"), plan_status(plan.status)),
        (_("Period"), span_title(plan)),
        (_("Currency"), plan.currency),
        (_("As of"), day(data.as_of)),
    )
    return facts(sheet, pairs, y)


def _tiles(sheet: Sheet, data: BridgeData, figures: PlanFigures, top: float) -> float:
    """Draw both numbers, the difference and what was agreed; return y below."""
    gap = 8.0
    width = (WIDTH - 3 * gap) / 4
    if data.agreed is None:
        below = _("not agreed yet")
    elif data.agreed_on is None:
        below = data.agreed_by
    else:
        below = _("{date}, {name}").format(date=day(data.agreed_on), name=data.agreed_by)
        below = below if data.agreed_by else day(data.agreed_on)
    tiles = (
        (_("Branch"), data.branch_amount, False, ""),
        (_("Headquarters"), data.hq_amount, False, ""),
        (_("Difference"), data.difference, True, _of_branch(data, data.difference)),
        (_("Agreed"), data.agreed, False, below),
    )
    for place, (label, value, signed, words) in enumerate(tiles):
        x = LEFT + place * (width + gap)
        is_agreed = place == 3
        sheet.box(
            x, top - _TILE, width, _TILE, BAND if is_agreed else RULE, 1.2 if is_agreed else 0.6
        )
        sheet.text(x + 8, top - 12, label, 7.2, bold=True, colour=MUTED, width=width - 16)
        text = figures.write(value, data.metric, signed)
        sheet.text(x + 8, top - 31, text, 15, bold=True, colour=INK, width=width - 16)
        sheet.text(x + 8, top - 44, words, 6.2, colour=MUTED, width=width - 16)
    return top - _TILE


def _notes(sheet: Sheet, top: float, bottom: float) -> None:
    """Draw a box to write in, where the rounds leave the room for it."""
    if top - bottom < _LEAST_NOTES:
        return
    sheet.box(LEFT, bottom, WIDTH, top - bottom, RULE, 0.6)
    sheet.text(LEFT + 8, top - 11.5, _("Open points and notes"), 7.2, bold=True, colour=BAND)
    line = top - 32
    while line > bottom + 8:
        sheet.rule(LEFT + 8, line, WIDTH - 16, RULE, 0.3)
        line -= 16


def _of_branch(data: BridgeData, value: Decimal) -> str:
    share = Ratio.of(value, data.branch_amount, "no target").value
    if share is None:
        return ""
    return _("{share} of the branch's number").format(share=percent(share, signed=True))


def _with_few_items(data: BridgeData) -> BridgeData:
    """Return the bridge with its smallest items added up where there are too many to draw."""
    if len(data.items) <= _MOST_ITEMS:
        return data
    largest = sorted(range(len(data.items)), key=lambda n: (-abs(data.items[n].amount), n))
    kept = set(largest[: _MOST_ITEMS - 1])
    rest = [item for place, item in enumerate(data.items) if place not in kept]
    others = BridgeItem(
        BridgeKind.OTHER,
        sum((item.amount for item in rest), Decimal(0)),
        name=ngettext("{count} other", "{count} others", len(rest)).format(count=len(rest)),
    )
    items = (*(item for place, item in enumerate(data.items) if place in kept), others)
    return replace(data, items=items)
