"""Columns of the rounds, of the bridge and of the payoffs; free of Qt."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import TypeVar

from desktop.enums import BridgeKind, BridgeStatus, Metric
from desktop.i18n import N_, _
from desktop.money import currency_decimals
from desktop.services import formats
from desktop.services.exports.people import CellKind
from desktop.services.plans.exchange_data import AnswerChange, SheetName
from desktop.services.plans.talks_data import BridgeRow, RoundRow
from desktop.tone import Tone
from desktop.views.column import (
    Align,
    Column,
    count_column,
    date_column,
    status_column,
    text_column,
)
from desktop.views.plans.talks.settling import PayoffRow, Rule, Settled
from desktop.views.plans.talks.words import (
    item_status_tone,
    item_status_words,
    kind_words,
    side_words,
)
from desktop.views.plans.words import amount_words, metric_words

R = TypeVar("R")
#: From here on amounts stand short in the table of payoffs.
_LARGE = 100_000


def round_columns(metric: Metric, currency: str) -> tuple[Column[RoundRow], ...]:
    """Return the columns of the rounds."""
    return (
        count_column("number", N_("Round"), lambda row: row.number),
        text_column("side", N_("Side"), lambda row: side_words(row.side), strong=True),
        date_column("day", N_("Day"), lambda row: row.day),
        _amount("amount", N_("Number named"), lambda row: row.amount, metric, currency),
        text_column("argument", N_("Argument"), lambda row: row.argument, characters=23,
                    tip=lambda row: row.argument),
        text_column("evidence", N_("Evidence"), lambda row: row.evidence, characters=14,
                    tip=lambda row: row.evidence),
    )  # fmt: skip


def item_columns(metric: Metric, currency: str) -> tuple[Column[BridgeRow], ...]:
    """Return the columns of the bridge, branch to headquarters."""
    return (
        text_column("kind", N_("What lies between"), lambda row: kind_words(row.kind),
                    strong=True),
        _amount("amount", N_("Part of the gap"), lambda row: row.amount, metric, currency,
                is_signed=True),
        status_column("status", N_("Other side"), lambda row: item_status_words(row.status),
                      lambda row: item_status_tone(row.status)),
        text_column("owner", N_("Answers for it"), lambda row: row.owner, characters=14),
        text_column("evidence", N_("Evidence"), lambda row: row.evidence, characters=23,
                    tip=lambda row: row.evidence),
    )  # fmt: skip


def payoff_columns(
    settled: Settled, metric: Metric, currency: str
) -> tuple[Column[PayoffRow], ...]:
    """Return a column for each result; the best statement for it has a shape.

    Large amounts stand short in the cells and whole in their tips.
    """
    is_large = max(settled.actual) >= _LARGE
    decimals = 0 if all(one == one.to_integral_value() for one in settled.actual) else 2

    def write(value: Decimal) -> str:
        return formats.short_number(value) if is_large else formats.number(value, decimals)

    def pay(value: Decimal) -> str:
        return formats.percent(value / 100) if settled.rule is Rule.GONIK else write(value)

    def whole(row: PayoffRow, place: int) -> str:
        return _("Stated {stated}, reached {reached}: {pay}").format(
            stated=amount_words(row.stated, metric, currency),
            reached=amount_words(settled.actual[place], metric, currency),
            pay=pay(row.payoffs[place])
            if settled.rule is Rule.GONIK
            else amount_words(row.payoffs[place], metric, currency),
        )

    def payoff(place: int) -> Column[PayoffRow]:
        return Column(
            f"reached{place}", write(settled.actual[place]),
            lambda row: pay(row.payoffs[place]), lambda row: row.payoffs[place],
            align=Align.END, kind=CellKind.NUMBER, is_sortable=False,
            tone=lambda row: Tone.GOOD if row.is_best[place] else Tone.NONE,
            tip=lambda row: whole(row, place),
        )  # fmt: skip

    stated: Column[PayoffRow] = Column(
        "stated", N_("Stated ↓ reached →"), lambda row: write(row.stated),
        lambda row: row.stated, align=Align.END, kind=CellKind.NUMBER, strong=True,
        is_sortable=False,
    )  # fmt: skip
    return stated, *(payoff(place) for place in range(len(settled.actual)))


def answer_columns() -> tuple[Column[AnswerChange], ...]:
    """Return the columns of what headquarters answered differently."""
    return (
        text_column("sheet", N_("Sheet"), lambda row: _(_SHEETS[row.sheet]), strong=True),
        count_column("row", N_("Row"), lambda row: row.row),
        text_column("metric", N_("Metric"), lambda row: metric_words(row.metric)),
        text_column("subject", N_("About"), _subject_words, characters=20),
        Column("ours", N_("Sent"), lambda row: _value_words(row, row.ours),
               lambda row: row.ours, align=Align.END),
        Column("theirs", N_("Answered"), lambda row: _value_words(row, row.theirs),
               lambda row: row.theirs, align=Align.END, strong=True),
        Column("difference", N_("Difference"), lambda row: _value_words(row, row.difference),
               lambda row: row.difference, align=Align.END, kind=CellKind.NUMBER),
    )  # fmt: skip


_SHEETS: Mapping[SheetName, str] = {
    SheetName.TOTALS: N_("Totals"),
    SheetName.LINES: N_("Lines"),
    SheetName.ROUNDS: N_("Rounds"),
    SheetName.BRIDGE: N_("Bridge"),
}


def _subject_words(row: AnswerChange) -> str:
    known = {str(kind): kind for kind in BridgeKind}
    kind = known.get(row.subject) if row.sheet is SheetName.BRIDGE else None
    return row.subject if kind is None else kind_words(kind)


def _value_words(row: AnswerChange, value: str | Decimal | None) -> str:
    if isinstance(value, Decimal):
        return formats.number(value, 2) if row.metric.is_money else formats.quantity(value)
    known = {str(status): status for status in BridgeStatus}
    status = known.get(str(value).strip().lower())
    if status is not None and row.column == "answer_status":
        return item_status_words(status)
    return value or formats.DASH


def _amount(
    key: str,
    header: str,
    get: Callable[[R], Decimal],
    metric: Metric,
    currency: str,
    is_signed: bool = False,
) -> Column[R]:
    def text(row: R) -> str:
        value = get(row)
        words = formats.quantity(value)
        if metric.is_money:
            words = formats.money(value, currency, symbol=False)
        return f"+{words}" if is_signed and value > 0 else words

    return Column(
        key, header, text, get, align=Align.END,
        kind=CellKind.MONEY if metric.is_money else CellKind.NUMBER,
        decimals=currency_decimals(currency) if metric.is_money else 0,
    )  # fmt: skip
