"""Columns of the fair-start test: the reps, and the levels; free of Qt."""

from __future__ import annotations

from decimal import Decimal

from desktop.i18n import N_
from desktop.services import formats
from desktop.services.exports.people import CellKind
from desktop.services.plans.fairness_data import FairBook, FairRow, Level
from desktop.views.column import (
    Align,
    Column,
    date_column,
    percent_column,
    status_column,
    text_column,
)
from desktop.views.plans.fairness.words import (
    level_tip,
    level_words,
    load_tip,
    load_tone,
    load_words,
    name_tip,
)


def fair_columns(book: FairBook | None) -> tuple[Column[FairRow], ...]:
    """Return the columns of the reps; those of potential only where there is any."""
    by_potential = book is not None and book.by_potential
    return (
        text_column("code", N_("No."), lambda row: row.code, is_hidden=True),
        text_column(
            "name", N_("Rep"), lambda row: row.name, strong=True, tip=name_tip,
            sort_value=lambda row: row.letters or row.name,
        ),
        text_column("territory", N_("Territory"), lambda row: row.territory, is_hidden=True),
        _money("target", N_("Target"), lambda row: row.target,
               N_("Sales target of the plan's year")),
        _money("last_year", N_("Last year"), lambda row: row.last_year,
               N_("The latest known sales of the same twelve months, of the customers who are his "
                  "in the plan")),
        percent_column("to_last_year", N_("÷ last year"),
                       lambda row: row.to_last_year.ratio,
                       header_tip=N_("Target ÷ last year's sales")),
        _money("potential", N_("Potential"), lambda row: row.potential,
               N_("What all sellers together could sell in a year to his customers"),
               is_hidden=not by_potential),
        percent_column("to_potential", N_("÷ potential"),
                       lambda row: row.to_potential.ratio,
                       header_tip=N_("Target ÷ potential"), is_hidden=not by_potential),
        status_column(
            "load", N_("Beside the others"), load_words, load_tone,
            tip=lambda row: load_tip(row, by_potential=by_potential),
            sort_value=lambda row: _relative(row, by_potential=by_potential),
        ),
        _money("expected", N_("Forecast"), lambda row: row.expected,
               N_("The blended forecast of the plan's year")),
        percent_column("chance", N_("Chance"), lambda row: row.chance,
                       header_tip=N_("How likely the year ends at or above the target")),
        date_column("left", N_("Leaves on"), lambda row: row.left_on, is_hidden=True),
    )  # fmt: skip


def _relative(row: FairRow, *, by_potential: bool) -> Decimal | None:
    return (row.to_potential if by_potential else row.to_last_year).relative


def _money(
    key: str, header: str, get: object, tip: str, *, is_hidden: bool = False
) -> Column[FairRow]:
    def value(row: FairRow) -> Decimal | None:
        found: Decimal | None = get(row)  # type: ignore[operator]
        return found

    return Column(
        key, header, lambda row: formats.number(value(row)), value,
        align=Align.END, kind=CellKind.MONEY, decimals=0, header_tip=tip, is_hidden=is_hidden,
        strong=key == "target",
    )  # fmt: skip


def totals_of(book: FairBook) -> dict[str, object]:
    """Return the last line: sums, and ratios of sums."""
    found: dict[str, object] = {}
    for key in ("target", "last_year", "potential", "expected"):
        found[key] = _sum([getattr(row, key) for row in book.rows])
    found["to_last_year"] = _over(found["target"], found["last_year"])
    found["to_potential"] = _over(found["target"], found["potential"])
    found["chance"] = formats.DASH if book.attaining is None else book.attaining
    found["load"] = ""
    return {key: formats.DASH if value is None else value for key, value in found.items()}


def _sum(values: list[Decimal | None]) -> Decimal | None:
    known = [value for value in values if value is not None]
    return sum(known, Decimal(0)) if known else None


def _over(top: object, below: object) -> Decimal | None:
    if isinstance(top, Decimal) and isinstance(below, Decimal) and below > 0:
        return top / below
    return None


def level_columns() -> tuple[Column[Level], ...]:
    """Return the columns of the levels: what each states, and its part of the branch's target."""
    return (
        text_column("level", N_("Level of the plan"), level_words, tip=level_tip),
        Column(
            "amount", N_("Target"), lambda one: formats.number(one.amount),
            lambda one: one.amount, align=Align.END, kind=CellKind.MONEY, decimals=0,
        ),
        percent_column("ratio", N_("÷ branch's target"), lambda one: one.ratio,
                       header_tip=N_("Above 100% a level is given more than the branch has to "
                                     "reach: over-assignment")),
    )  # fmt: skip
