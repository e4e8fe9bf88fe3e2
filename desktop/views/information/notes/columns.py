"""Columns of the list of notes; free of Qt."""

from __future__ import annotations

from desktop.i18n import N_, _
from desktop.services import formats
from desktop.services.exports.people import CellKind
from desktop.services.information.data import NoteRow
from desktop.services.information.names import MOVES, RELIABILITIES, STATES
from desktop.views.column import Align, Column, date_column, status_column, text_column
from desktop.views.information.words import (
    grade_tone,
    grade_words,
    length_words,
    price_words,
    state_tone,
    state_words,
    type_words,
)


def note_columns(currency: str) -> tuple[Column[NoteRow], ...]:
    """Return the columns of the notes."""
    return (
        date_column("noted", N_("Noted"), lambda row: row.noted_on),
        status_column("state", N_("State"), state_words, state_tone,
                      sort_value=lambda row: (list(STATES).index(row.state), row.is_read)),
        text_column("type", N_("Type"), lambda row: type_words(row.type)),
        text_column("text", N_("What was learned"), lambda row: row.text,
                    tip=lambda row: row.text, characters=34),
        Column("severity", N_("Severity"), lambda row: grade_words(row.severity),
               lambda row: row.severity, tone=lambda row: grade_tone(row.severity)),
        text_column("rep", N_("Noted by"), lambda row: row.rep.name if row.rep else ""),
        text_column("owes", N_("Answers"), lambda row: row.owes),
        date_column("due", N_("Due"), lambda row: row.due_on),
        text_column("customer", N_("Customer"), _customer, tip=_customer, characters=16),
        text_column("competitor", N_("Competitor"), lambda row: row.competitor, characters=12),
        Column("price", N_("His price"), lambda row: _price(row, currency), lambda row: row.price,
               align=Align.END, kind=CellKind.MONEY),
        text_column("product", N_("Product"), lambda row: row.product.name if row.product else "",
                    characters=16, is_hidden=True),
        text_column("region", N_("Region"), lambda row: row.territory.name if row.territory else "",
                    is_hidden=True),
        text_column("source", N_("Source"), lambda row: row.source, is_hidden=True),
        text_column("reliability", N_("Reliability"),
                    lambda row: _(RELIABILITIES[row.reliability]) if row.reliability else "",
                    is_hidden=True),
        text_column("move", N_("What changed"), lambda row: _(MOVES[row.move]) if row.move else "",
                    is_hidden=True),
        text_column("read", N_("Until read"), lambda row: length_words(row.clock.read),
                    is_hidden=True, sort_value=lambda row: row.clock.read),
        text_column("answer", N_("The answer"), lambda row: row.answer, tip=lambda row: row.answer,
                    characters=24, is_hidden=True),
        Column("quality", N_("Quality"), lambda row: formats.number(row.quality),
               lambda row: row.quality, align=Align.END, kind=CellKind.COUNT, decimals=0,
               header_tip=N_("0 to 3; points are quality times use"), is_hidden=True),
    )  # fmt: skip


def _customer(row: NoteRow) -> str:
    return row.customer.name if row.customer else ""


def _price(row: NoteRow, currency: str) -> str:
    return "" if row.price is None else price_words(row.price, currency)
