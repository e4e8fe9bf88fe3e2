"""Columns of the reps' weeks and of the visits of a week; free of Qt."""

from __future__ import annotations

from desktop.i18n import N_
from desktop.services import formats
from desktop.services.weeks.data import WeekLine, WeekRow
from desktop.views.activity.week.words import (
    card_tone,
    card_words,
    line_tip,
    line_tone,
    line_words,
    purpose_words,
    week_words,
)
from desktop.views.column import (
    Column,
    count_column,
    date_column,
    money_column,
    status_column,
    text_column,
)

_BEFORE = (
    N_("1 week before"), N_("2 weeks before"), N_("3 weeks before"), N_("4 weeks before"),
)  # fmt: skip


def rep_columns() -> tuple[Column[WeekRow], ...]:
    """Return the columns of the list of reps: the week's state, and of those before it."""
    return (
        text_column("rep", N_("Rep"), lambda row: row.rep.name, characters=14, strong=True,
                    tip=lambda row: row.rep.code),
        status_column("state", N_("This week"), lambda row: card_words(row.weeks[0]),
                      lambda row: card_tone(row.weeks[0])),
        count_column("planned", N_("Visits"), lambda row: row.weeks[0].planned),
        *(_before(place) for place in range(1, 5)),
    )  # fmt: skip


def _before(place: int) -> Column[WeekRow]:
    return status_column(
        f"before{place}", _BEFORE[place - 1], lambda row: card_words(row.weeks[place]),
        lambda row: card_tone(row.weeks[place]),
        tip=lambda row: week_words(row.weeks[place].monday),
    )  # fmt: skip


def line_columns(currency: str) -> tuple[Column[WeekLine], ...]:
    """Return the columns of the visits of a week."""
    return (
        Column("day", N_("Day"), lambda row: formats.day_and_weekday(row.day),
               lambda row: row.day),
        status_column("state", N_("State"), line_words, line_tone, tip=line_tip),
        text_column("customer", N_("Customer"), lambda row: row.customer, characters=22,
                    strong=True, tip=lambda row: f"{row.code} {row.customer}"),
        text_column("class", N_("Class"), lambda row: row.customer_class or formats.DASH),
        text_column("why", N_("Why"), purpose_words, characters=26, tip=purpose_words),
        date_column("seen", N_("Visited before"), lambda row: row.seen_on),
        money_column("overdue", N_("Overdue"), lambda row: row.overdue or None, currency),
        text_column("territory", N_("Territory"), lambda row: row.territory or formats.DASH,
                    characters=12),
    )  # fmt: skip
