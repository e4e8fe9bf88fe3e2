"""Columns of the list of measures and of a measure's grid; free of Qt."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from desktop.i18n import N_, _
from desktop.services import formats
from desktop.services.exports.people import CellKind
from desktop.services.plans.measures_data import Measure, MeasureRow, MeasuresBook, Side
from desktop.services.rules.own_measures import Verdict
from desktop.tone import Tone
from desktop.views.column import Align, Column, status_column, text_column
from desktop.views.plans.measures.state import MONTH, SOURCE, GridRow, MeasureLine
from desktop.views.plans.measures.words import (
    cell_tip,
    direction_words,
    kind_words,
    month_standing,
    person_words,
    standing_tone,
    standing_words,
    total_words,
)

_QUARTERS = (N_("Quarter 1"), N_("Quarter 2"), N_("Quarter 3"), N_("Quarter 4"))


def measure_columns() -> tuple[Column[MeasureLine], ...]:
    """Return the columns of the list of measures."""
    return (
        text_column("name", N_("Measure"), lambda line: line.measure.entry.name, strong=True,
                    characters=20, tip=lambda line: _name_tip(line.measure)),
        text_column("unit", N_("Unit"), lambda line: line.measure.entry.unit,
                    tip=lambda line: line.measure.entry.unit),
        text_column("better", N_("Better is"), lambda line: direction_words(line.measure.entry)),
        status_column(
            "standing", N_("Standing"),
            lambda line: standing_words(line.total.standing, line.measure.entry.decimals),
            lambda line: standing_tone(line.total.standing),
            tip=lambda line: _standing_tip(line.total),
        ),
    )  # fmt: skip


def _standing_tip(row: MeasureRow) -> str:
    if row.standing.verdict is Verdict.OPEN:
        return _("No month has both a target and what is reached.")
    return ""


def _name_tip(measure: Measure) -> str:
    return f"{measure.entry.name}\n{kind_words(measure.entry)}"


def grid_columns(book: MeasuresBook, measure: Measure, side: Side) -> tuple[Column[GridRow], ...]:
    """Return the columns of a measure's grid: whose, year, standing, twelve months."""
    decimals = measure.entry.decimals
    is_reached = side is Side.ACTUAL

    def number(
        key: str, header: str, get: Callable[[MeasureRow], Decimal | None], *,
        strong: bool = False, is_hidden: bool = False, tip: str = "",
    ) -> Column[GridRow]:  # fmt: skip
        return Column(
            key, header, lambda one: _blank(get(one.row), decimals), lambda one: get(one.row),
            align=Align.END, kind=CellKind.NUMBER, decimals=decimals, strong=strong,
            is_hidden=is_hidden, is_sortable=False, header_tip=tip,
        )  # fmt: skip

    months = tuple(
        _month_column(place, formats.short_month(month), side, decimals)
        for place, month in enumerate(book.months)
    )
    quarters = tuple(
        number(f"quarter{place}", name, lambda row, at=place: row.quarter(side, at),  # type: ignore[misc]
               is_hidden=True)
        for place, name in enumerate(_QUARTERS)
    )  # fmt: skip
    reached: tuple[Column[GridRow], ...] = ()
    sources: tuple[Column[GridRow], ...] = ()
    if is_reached:
        reached = (
            number("due", N_("Due so far"), lambda row: row.standing.due,
                   tip=N_("Targets of the months for which something reached is given")),
            Column("attainment", N_("Attainment"),
                   lambda one: formats.ratio(one.row.standing.attainment),
                   lambda one: one.row.standing.attainment.value,
                   align=Align.END, kind=CellKind.PERCENT, is_sortable=False,
                   header_tip=N_("Reached ÷ due; only where more is better")),
            status_column(
                "standing", N_("Standing"),
                lambda one: standing_words(one.row.standing, decimals),
                lambda one: standing_tone(one.row.standing),
                tip=lambda one: _standing_tip(one.row),
            ),
        )  # fmt: skip
        sources = (
            text_column(SOURCE, N_("Source"), lambda one: one.row.source, characters=14,
                        tip=lambda one: one.row.source),
        )  # fmt: skip
    return (
        text_column("code", N_("No."), lambda one: one.row.person.code, is_hidden=True),
        text_column("name", N_("Rep"), lambda one: person_words(one.row.person), characters=15,
                    tip=lambda one: person_words(one.row.person)),
        number("year", N_("Year"), lambda row: row.year(side), strong=True,
               tip=N_("The sum of the months; of what does not add up the last month")),
        *reached, *months, *quarters, *sources,
    )  # fmt: skip


def _month_column(place: int, name: str, side: Side, decimals: int) -> Column[GridRow]:
    key = f"{MONTH}{place}"

    def tone(one: GridRow) -> Tone:
        if key in one.unsaved:
            return Tone.INFO
        # How a month stands is in its tip: a page full of marks says nothing.
        return Tone.NONE

    return Column(
        key, name,
        lambda one: _blank(one.row.cells[place].value(side), decimals),
        lambda one: one.row.cells[place].value(side),
        align=Align.END, kind=CellKind.NUMBER, decimals=decimals, tone=tone, is_sortable=False,
        tip=lambda one: cell_tip(
            one.row.cells[place], month_standing(one.row, place), decimals,
            is_unsaved=key in one.unsaved,
        ),
    )  # fmt: skip


def _blank(value: Decimal | None, decimals: int) -> str:
    """Return a number; where none is given the cell is empty, ready to be typed into."""
    return "" if value is None else formats.number(value, decimals)


def grid_totals(measure: Measure, total: MeasureRow, side: Side) -> dict[str, object]:
    """Return the last line of a grid."""
    found: dict[str, object] = {
        "code": "", "name": total_words(measure.entry),
        **{f"{MONTH}{place}": value for place, value in enumerate(total.values(side))},
        **{f"quarter{place}": total.quarter(side, place) for place in range(4)},
        "year": total.year(side),
    }  # fmt: skip
    if side is Side.ACTUAL:
        found["due"] = total.standing.due
        found["attainment"] = total.standing.attainment.value
        found["standing"] = standing_words(total.standing, measure.entry.decimals)
    return found
