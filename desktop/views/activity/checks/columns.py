"""Columns of the list of second looks; free of Qt."""

from __future__ import annotations

from desktop.i18n import N_
from desktop.services import formats
from desktop.services.entries.checks_data import CheckRow
from desktop.views.activity.checks.words import (
    kind_words,
    reason_sentence,
    reason_words,
    status_tone,
    status_words,
    what_words,
)
from desktop.views.column import Column, date_column, status_column, text_column


def check_columns(currency: str) -> tuple[Column[CheckRow], ...]:
    """Return the columns of the list."""
    return (
        status_column("status", N_("Finding"), status_words, status_tone),
        text_column("reason", N_("Why"), lambda row: reason_words(row.reason), strong=True,
                    tip=reason_sentence),
        text_column("kind", N_("Kind"), lambda row: kind_words(row.kind)),
        date_column("day", N_("Day"), lambda row: row.day),
        text_column("rep", N_("Rep"), lambda row: row.rep or formats.DASH, characters=12,
                    tip=lambda row: row.rep),
        text_column("customer", N_("Customer"), lambda row: row.customer or formats.DASH,
                    characters=20, tip=lambda row: row.customer),
        text_column("what", N_("What was reported"), lambda row: what_words(row, currency),
                    sort_value=lambda row: row.amount or row.minutes or 0),
        date_column("asked", N_("Asked on"), lambda row: row.asked_at.astimezone().date(),
                    is_hidden=True),
        text_column("checked_by", N_("Looked at by"),
                    lambda row: row.checked_by or formats.DASH, characters=12, is_hidden=True),
    )  # fmt: skip
