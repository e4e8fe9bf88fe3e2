"""The upper half of the scorecard: who, what was achieved, and how the work was done."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from desktop.i18n import _
from desktop.ratio import Ratio
from desktop.services.appraisals.data import (
    ActivityLine,
    ActivityUnit,
    ResultKind,
    ResultLine,
    ScorecardData,
)
from desktop.services.reports import scorecard_words as words
from desktop.services.reports.layout import (
    LEFT,
    MUTED,
    RIGHT,
    RULE,
    WIDTH,
    Align,
    Cell,
    Column,
    Sheet,
)
from desktop.services.reports.marks import attainment_bar, sparkline, status_sign
from desktop.services.reports.numbers import DASH, amount, day, percent, period_title, plain
from desktop.services.reports.page_parts import band, facts

_SMALL_BASE = "◇"
_TILES = (
    ResultKind.SALES,
    ResultKind.COLLECTIONS,
    ResultKind.GROSS_PROFIT,
    ResultKind.CUSTOMERS,
)


class Notes:
    """Footnotes of a scorecard: why a figure is undefined, numbered in order of appearance."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def mark(self, ratio: Ratio) -> str:
        """Return the footnote's number for an undefined ratio, nothing for a defined one."""
        if ratio.is_defined:
            return ""
        return str(self._numbers.setdefault(ratio.reason, len(self._numbers) + 1))

    def lines(self) -> list[str]:
        """Return the footnotes, one a reason."""
        return [
            _("{number} undefined: {reason}").format(
                number=number, reason=words.reason_words(reason)
            )
            for reason, number in self._numbers.items()
        ]


class Figures:
    """Turns the scorecard's values into cells, with the branch's decimals and the footnotes."""

    def __init__(self, decimals: int, notes: Notes) -> None:
        self.decimals = decimals
        self.notes = notes

    def amount(self, value: Decimal | None, is_money: bool, signed: bool = False) -> str:
        """Return money with all its decimals, a count without; a dash where it is unknown."""
        if value is None:
            return DASH
        if is_money:
            return amount(value, self.decimals, signed)
        return ("+" if signed and value > 0 else "") + plain(value)

    def share(self, ratio: Ratio, signed: bool = False, bold: bool = False) -> Cell:
        """Return a per cent cell, or a dash with its footnote."""
        value = ratio.value
        if value is None:
            return Cell(DASH, self.notes.mark(ratio), bold)
        return Cell(percent(value, signed), bold=bold)

    def activity(self, ratio: Ratio, unit: ActivityUnit, bold: bool = False) -> Cell:
        """Return a ratio in its own unit, or a dash with its footnote."""
        value = ratio.value
        if value is None:
            return Cell(DASH, self.notes.mark(ratio), bold)
        if unit in (ActivityUnit.SHARE, ActivityUnit.MONEY_SHARE):
            return Cell(percent(value), bold=bold)
        if unit is ActivityUnit.MONEY_PER:
            return Cell(amount(value, self.decimals), bold=bold)
        if unit is ActivityUnit.COUNT:
            return Cell(plain(value), bold=bold)
        return Cell(amount(value, 2), bold=bold)

    def base(self, ratio: Ratio, unit: ActivityUnit) -> str:
        """Return "numerator ÷ denominator" as the figure was divided; nothing for a count."""
        if unit is ActivityUnit.COUNT:
            return ""
        if not ratio.numerator and not ratio.denominator:
            return DASH
        is_money = unit in (ActivityUnit.MONEY_PER, ActivityUnit.MONEY_SHARE)
        return _("{numerator} ÷ {denominator}").format(
            numerator=self.amount(ratio.numerator, is_money),
            denominator=self.amount(ratio.denominator, unit is ActivityUnit.MONEY_SHARE),
        )


def header(sheet: Sheet, data: ScorecardData) -> float:
    """Draw the band with branch, rep and period; return y below it."""
    who = data.identity
    title = period_title(data.period)
    return band(sheet, who.branch_name, who.rep_name, _("Scorecard"), title)


def identity(sheet: Sheet, data: ScorecardData, top: float) -> float:
    """Draw the line of facts about the rep and the period; return y below it."""
    who = data.identity
    hired = day(who.hire_date)
    if who.hire_date and who.tenure_months is not None:
        hired = _("{date} ({tenure})").format(date=hired, tenure=words.tenure(who.tenure_months))
    pairs = (
        (_("No."), who.rep_code),
        (_("Post"), who.title or DASH),
        (_("Manager"), who.manager_name or who.manager_code or DASH),
        (_("Hired (service)"), hired),
        (_("Territory"), who.territory_name or who.territory_code or DASH),
        (_("Customers"), plain(Decimal(who.customers))),
        (_("Period"), f"{day(data.period.start)} – {day(data.period.last)}"),
        (_("As of"), day(data.as_of)),
    )
    return facts(sheet, pairs, top)


def tiles(sheet: Sheet, data: ScorecardData, figures: Figures, top: float) -> float:
    """Draw the four key figures with attainment, status and growth; return y below them."""
    gap, height = 8.0, 66.0
    width = (WIDTH - 3 * gap) / 4
    for place, kind in enumerate(_TILES):
        line = data.result(kind)
        if line is not None:
            _tile(sheet, data, figures, line, LEFT + place * (width + gap), top - height, width)
    return top - height


def _tile(
    sheet: Sheet,
    data: ScorecardData,
    figures: Figures,
    line: ResultLine,
    x: float,
    y: float,
    width: float,
) -> None:
    judged = line
    if line.kind is ResultKind.CUSTOMERS and not line.attainment.is_defined:
        # Few branches give a target for all customers; the one for new customers says more.
        judged = data.result(ResultKind.NEW_CUSTOMERS) or line
    inner, left, right = width - 16, x + 8, x + width - 8
    sheet.box(x, y, width, 66, RULE, 0.6)
    name = words.result_name(line.kind)
    sheet.text(left, y + 55, name, 7.2, bold=True, colour=MUTED, width=inner * 0.58)
    status = words.status_name(judged.status)
    drawn = sheet.text(right, y + 55, status, 6.4, align=Align.RIGHT, width=inner * 0.36)
    status_sign(sheet, right - drawn - 8, y + 55, 5.2, judged.status)
    is_money = line.kind.is_money
    big = (
        DASH if line.actual is None else amount(line.actual, 0) if is_money else plain(line.actual)
    )
    sheet.text(left, y + 36.5, big, 16, bold=True, width=inner)
    attainment_bar(sheet, left, y + 26, inner, 4.6, judged.attainment.value)
    cell = figures.share(judged.attainment, bold=True)
    if judged.attainment.value is None:
        sheet.text(left, y + 15.2, status, 6.4, colour=MUTED, width=inner * 0.5)
    else:
        reached = (
            _("{percent} of target") if judged is line else _("New customers: {percent} of target")
        ).format(percent=cell.text)
        sheet.text(
            left, y + 15.2, reached, 6.6, bold=True, width=inner * 0.54 if judged is line else inner
        )
    growth = line.growth_on_last_year.value
    if growth is not None and judged is line:
        sheet.text(
            right, y + 15.2,
            _("{growth} on last year").format(growth=percent(growth, signed=True)), 6,
            colour=MUTED, align=Align.RIGHT, width=inner * 0.44,
        )  # fmt: skip
    if line.branch_average is not None:
        average = amount(line.branch_average, 0 if is_money else 1)
        sheet.text(
            left, y + 6, _("Branch average per rep {amount}").format(amount=average), 6,
            colour=MUTED, width=inner,
        )  # fmt: skip


def results(sheet: Sheet, data: ScorecardData, figures: Figures, top: float) -> float:
    """Draw the table of results against targets; return y below it."""
    y = sheet.heading(
        LEFT, top, WIDTH, _("Results against targets"),
        _("plan {name}, amounts in {currency}").format(
            name=data.definitions.plan_name, currency=data.currency
        )
        if data.definitions.plan_name
        else _("no plan in force, amounts in {currency}").format(currency=data.currency),
    )  # fmt: skip
    columns = (
        Column(78, Align.LEFT), Column(66), Column(66), Column(44), Column(66), Column(64),
        Column(64), Column(41), Column(WIDTH - 489),
    )  # fmt: skip
    y = sheet.header_row(
        LEFT, y, columns,
        ("", _("Target"), _("Actual"), _("Attainment"), _("Variance"), _("Period before"),
         _("Last year"), _("Growth on last year"), _("Branch attainment")),
    )  # fmt: skip
    for place, line in enumerate(data.results):
        money = line.kind.is_money
        cells = (
            Cell(words.result_name(line.kind)),
            Cell(figures.amount(line.target, money)),
            Cell(figures.amount(line.actual, money), bold=True),
            figures.share(line.attainment, bold=True),
            Cell(figures.amount(line.variance, money, signed=True)),
            Cell(figures.amount(line.last_period, money)),
            Cell(figures.amount(line.last_year, money)),
            figures.share(line.growth_on_last_year, signed=True),
            figures.share(line.branch_attainment),
        )
        y = sheet.row(LEFT, y, columns, cells, height=12.4, last=place == len(data.results) - 1)
    return y


def activity(sheet: Sheet, data: ScorecardData, figures: Figures, top: float) -> float:
    """Draw the activity ratios beside discipline and days; return y below both."""
    width = 372.0
    y = sheet.heading(
        LEFT, top, width, _("How the work was done: activity ratios"),
        _("◇ small base"),
    )  # fmt: skip
    columns = (
        Column(20, Align.LEFT), Column(95, Align.LEFT), Column(50), Column(79), Column(45),
        Column(45), Column(38, Align.LEFT),
    )  # fmt: skip
    y = sheet.header_row(
        LEFT, y, columns,
        ("", "", _("This period"), _("From"), _("Before"), _("Branch"), _("Trend")),
    )  # fmt: skip
    below = _activity_rows(sheet, figures, data.activity, columns, y)
    x = LEFT + width + 14
    beside = discipline(sheet, data, figures, x, RIGHT - x, top)
    return min(below, beside)


def _activity_rows(
    sheet: Sheet,
    figures: Figures,
    lines: Sequence[ActivityLine],
    columns: Sequence[Column],
    y: float,
) -> float:
    spark = LEFT + sum(column.width for column in columns[:-1]) + 3
    for place, line in enumerate(lines):
        this = figures.activity(line.ratio, line.unit, bold=True)
        if line.small_base and not this.mark:
            this = Cell(this.text, _SMALL_BASE, True)
        cells = (
            Cell(line.code, colour=MUTED),
            Cell(words.line_name(line.name)),
            this,
            Cell(figures.base(line.ratio, line.unit), colour=MUTED),
            figures.activity(line.previous, line.unit),
            figures.activity(line.branch, line.unit),
            Cell(""),
        )
        below = sheet.row(LEFT, y, columns, cells, last=place == len(lines) - 1)
        sparkline(sheet, spark, below + 2.6, 32, 6.2, [ratio.value for ratio in line.trend])
        y = below
    return y


def discipline(
    sheet: Sheet, data: ScorecardData, figures: Figures, x: float, width: float, top: float
) -> float:
    """Draw plan-vs-done, coverage and days; return y below them."""
    y = sheet.heading(x, top, width, _("Discipline"))
    columns = (
        Column(width - 70, Align.LEFT),
        Column(37),
        Column(33),
    )
    y = sheet.header_row(x, y, columns, ("", _("This period"), _("Branch")))
    for line in data.discipline:
        this = figures.activity(line.ratio, line.unit, bold=True)
        if line.small_base and not this.mark:
            this = Cell(this.text, _SMALL_BASE, True)
        cells = (
            Cell(words.line_name(line.name)), this, figures.activity(line.branch, line.unit)
        )  # fmt: skip
        y = sheet.row(x, y, columns, cells)
    days = data.days
    counts = (
        (_("Scheduled days"), days.scheduled),
        (_("Field days"), days.field),
        (_("Active days"), days.active),
        (_("Valid visits"), Decimal(days.visits)),
        (_("Nobody met"), Decimal(days.attempted)),
        (_("Other contacts"), Decimal(days.other_contacts)),
    )
    for place, (label, count) in enumerate(counts):
        cells = (Cell(label), Cell(plain(count), bold=True), Cell(""))
        y = sheet.row(x, y, columns, cells, last=place == len(counts) - 1)
    return y
