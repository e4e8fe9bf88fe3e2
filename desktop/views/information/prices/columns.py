"""Columns of competitors' prices; free of Qt."""

from __future__ import annotations

from desktop.i18n import N_, _
from desktop.services import formats
from desktop.services.exports.people import CellKind
from desktop.services.information.names import RELIABILITIES
from desktop.services.information.price_data import PriceRow
from desktop.tone import Tone
from desktop.views.column import Align, Column, date_column, text_column
from desktop.views.information.words import price_words


def price_columns(currency: str) -> tuple[Column[PriceRow], ...]:
    """Return the columns of the prices."""
    return (
        date_column("day", N_("Day"), lambda row: row.day),
        text_column("competitor", N_("Competitor"), lambda row: row.competitor, strong=True),
        text_column("region", N_("Region"), lambda row: row.region),
        Column("price", N_("His price"), lambda row: price_words(row.price, currency),
               lambda row: row.price, align=Align.END, kind=CellKind.MONEY),
        Column("change", N_("Change"), _change, lambda row: None if row.before is None
               else row.price - row.before, align=Align.END, kind=CellKind.MONEY,
               tone=_change_tone, header_tip=N_("Since his last price in the same region")),
        Column("over", N_("Of ours"), lambda row: formats.ratio(row.over_own),
               lambda row: row.over_own.value, align=Align.END, kind=CellKind.PERCENT,
               tip=_why,
               header_tip=N_("His price over our list price of today")),
        text_column("rep", N_("Noted by"), lambda row: row.rep_name),
        text_column("territory", N_("Seen in"), lambda row: row.territory, is_hidden=True),
        text_column("source", N_("Source"), lambda row: row.source, is_hidden=True),
        text_column("reliability", N_("Reliability"),
                    lambda row: _(RELIABILITIES[row.reliability]) if row.reliability else "",
                    is_hidden=True),
        text_column("text", N_("Its words"), lambda row: row.text, tip=lambda row: row.text,
                    characters=24, is_hidden=True),
    )  # fmt: skip


def _change(row: PriceRow) -> str:
    if row.before is None:
        return ""
    moved = row.price - row.before
    sign = "+" if moved > 0 else ""
    return sign + formats.number(moved, 2).removesuffix(".00")


def _change_tone(row: PriceRow) -> Tone:
    if row.before is None or row.price == row.before:
        return Tone.NONE
    return Tone.WATCH if row.price < row.before else Tone.NONE


def _why(row: PriceRow) -> str:
    return "" if row.over_own.is_defined else _("Our product has no list price.")
