"""The plan on paper: totals, four decompositions that come to the same, and how sound it is."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import IO

from desktop.i18n import _, speaking
from desktop.services.reports import plan_summary_parts as blocks
from desktop.services.reports.layout import BOTTOM, LEFT, MUTED, WIDTH, Sheet
from desktop.services.reports.numbers import DASH, amount, day, percent
from desktop.services.reports.page_parts import (
    FOOT,
    Printed,
    band,
    facts,
    file_name,
    foot,
    new_sheet,
    sentence,
    sentence_height,
    substitutes,
)
from desktop.services.reports.plan_pages_data import PartKind, PlanSummaryData, SummaryMetric
from desktop.services.reports.plan_tables import HEADING, LABELS, ROW, Row, columns_for, draw_table
from desktop.services.reports.plan_words import (
    PlanFigures,
    definition_sentence,
    fingerprint,
    metric_name,
    moment,
    plan_status,
    plan_title,
    quarter_name,
    span_title,
    year_title,
)

_GAP = 9.0
_CHART = 84.0


def write(data: PlanSummaryData, stream: IO[bytes], printed_at: datetime, language: str) -> Printed:
    """Write the summary as PDF and return what was printed.

    The first page holds the totals, the first metric's decompositions and how sound the plan
    is; a second one all metrics by rep, territory, product group, customer and month, where
    there is more than one metric. Equal data, moment and language give equal bytes; the moment
    is printed as it is given.

    Raises:
        StorageError: `font_missing`, where the font files are not there.
        ValueError: a language that the program does not speak.
    """
    with speaking(language):
        plan = data.identity
        title = _("Summary of the plan {plan}, {branch}").format(
            plan=plan_title(plan), branch=plan.branch_name
        )
        subject = f"plan {plan.plan_name} {plan.year_name}"
        sheet = new_sheet(stream, language, title, plan.branch_name, subject)
        pages = 2 if len(data.metrics) > 1 else 1
        figures = PlanFigures(blocks.amounts_of(data))
        stamp = fingerprint(data)
        _first_page(sheet, data, figures)
        _foot(sheet, data, printed_at, stamp, (1, pages))
        if pages == 2:
            y = _head(sheet, data) - _GAP
            floor = BOTTOM + FOOT + 10
            blocks.all_metrics(sheet, data, figures, y, floor)
            substitutes(sheet, floor - 1)
            _foot(sheet, data, printed_at, stamp, (2, pages))
        sheet.canvas.save()
    return Printed(pages, sheet.misprints.issues())


def plan_summary_file_name(data: PlanSummaryData) -> str:
    """Return a file name that every file system takes: `plan_HZ_2027-v3_2027.pdf`."""
    plan = data.identity
    return file_name("plan", plan.branch_code, f"{plan.plan_name} v{plan.version}", plan.year_name)


def _first_page(sheet: Sheet, data: PlanSummaryData, figures: PlanFigures) -> None:
    y = _totals(sheet, data, figures, _head(sheet, data) - _GAP)
    words = definition_sentence(data.definitions, data.identity.currency)
    if not data.metrics:
        sentence(sheet, words, y - 6)
        return
    sound = HEADING + LABELS + 6.6 + ROW * len(data.metrics)
    floor = BOTTOM + FOOT + 8 + sentence_height(sheet, words) + 8 + sound + _GAP
    floor += 4 + blocks.agreement_height(sheet, data, figures)
    spare = y - 2 * _GAP - HEADING - _CHART - blocks.lists_height(sheet, data, figures) - floor
    chart = _CHART + min(max(spare, 0.0), _CHART / 2)
    y = blocks.months_chart(sheet, data, figures, y - _GAP, chart)
    y = blocks.decompositions(sheet, data, figures, y - _GAP, floor)
    y = blocks.agreement(sheet, data, figures, y - 4)
    y = _soundness(sheet, data, figures, y - _GAP)
    substitutes(sheet, sentence(sheet, words, y - 5))


def _head(sheet: Sheet, data: PlanSummaryData) -> float:
    """Draw the band and the facts; return y below them."""
    plan = data.identity
    y = band(sheet, plan.branch_name, plan_title(plan), _("Plan summary"), year_title(plan))
    counts = [
        str(sum(part.kind is PartKind.NAMED for part in parts))
        for parts in (data.reps, data.territories, data.customers)
    ]
    pairs = (
        *([(_("Branch"), plan.branch_code)] if plan.branch_code else []),
        (_("Status"), plan_status(plan.status)),
        (_("Period"), span_title(plan)),
        (_("Currency"), plan.currency),
        (_("Reps"), counts[0]),
        (_("Territories"), counts[1]),
        (_("Customers"), counts[2]),
        (_("As of"), day(data.as_of)),
    )
    return facts(sheet, pairs, y)


def _totals(sheet: Sheet, data: PlanSummaryData, figures: PlanFigures, top: float) -> float:
    """Draw each metric by quarter with the year and last year's result; return y below."""
    y = sheet.heading(
        LEFT, top, WIDTH, _("Totals by metric"),
        _("amounts in {currency}").format(currency=data.identity.currency),
    )  # fmt: skip
    if not data.metrics:
        sheet.text(LEFT, y - 9, _("This plan has no targets yet."), 7, colour=MUTED)
        return y - 14
    months = data.identity.months
    labels = [
        *(quarter_name(months[place]) for place in (0, 3, 6, 9)),
        _("Year"), _("Last year"), _("Growth"),
    ]  # fmt: skip
    rows = []
    for line in data.metrics:
        metric, growth = line.targets.metric, line.growth.value
        rows.append(Row(metric_name(metric), (
            *(figures.write(value, metric) for value in line.targets.quarters),
            figures.write(line.targets.year, metric),
            _last_year(line, figures),
            DASH if growth is None else percent(growth, signed=True),
        )))  # fmt: skip
    columns = columns_for(sheet, labels, rows, WIDTH, 84)
    return draw_table(sheet, LEFT, y, columns, labels, rows, 11.4)


def _last_year(line: SummaryMetric, figures: PlanFigures) -> str:
    """Write last year's result in whole units: beside a plan its cents say nothing."""
    if line.last_year is None or not line.targets.metric.is_money:
        return figures.write(line.last_year, line.targets.metric)
    return amount(line.last_year, 0)


def _soundness(sheet: Sheet, data: PlanSummaryData, figures: PlanFigures, top: float) -> float:
    """Draw what is unassigned, only typed, and feasible; return y below."""
    y = sheet.heading(
        LEFT,
        top,
        WIDTH,
        _("How sound the targets are"),
        _("unassigned is an amount, all else counts targets"),
    )
    labels = [
        _("Unassigned"), _("Share unassigned"), _("Targets"), _("Typed only"),
        _("Share typed"),
        _("Feasible"), _("Stretch"), _("Infeasible"), _("Not judged"),
    ]  # fmt: skip
    rows = []
    for line in data.metrics:
        found = line.feasibility
        counts = (found.feasible, found.stretch, found.infeasible, found.not_judged)
        rows.append(Row(metric_name(line.targets.metric), (
            figures.write(line.unassigned, line.targets.metric),
            _share(line.unassigned_share.value),
            f"{line.count:,}",
            f"{line.typed_only:,}",
            _share(line.typed_share.value),
            *(f"{count:,}" for count in counts),
        )))  # fmt: skip
    columns = columns_for(sheet, labels, rows, WIDTH, 84)
    return draw_table(sheet, LEFT, y, columns, labels, rows)


def _share(value: Decimal | None) -> str:
    return DASH if value is None else percent(value)


def _foot(
    sheet: Sheet, data: PlanSummaryData, printed_at: datetime, stamp: str, page: tuple[int, int]
) -> None:
    words = _("{branch} · {plan} · printed {moment} · figures {fingerprint}").format(
        branch=data.identity.branch_name,
        plan=plan_title(data.identity),
        moment=moment(printed_at),
        fingerprint=stamp,
    )
    foot(sheet, words, *page)
    sheet.new_page()
