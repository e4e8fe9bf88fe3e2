"""The text that a cell keeps of what was typed or pasted into it; no Qt."""

from __future__ import annotations

from datetime import date

from desktop.services.entries.data import EntryColumn, InputKind
from desktop.services.rules.typed_input import (
    typed_date,
    typed_minutes,
    typed_number,
    typed_time,
    typed_yes_no,
)
from desktop.views.activity.entry.completing import Completions, has_offers

#: Numbers that are lengths of time, and so may be typed as one.
_MINUTES = frozenset(("minutes",))


def kept_text(column: EntryColumn, text: str, today: date, known: Completions) -> str:
    """Return the normal form of a text where it is understood, else the text without its edges.

    A code, a name of only one, and a word of a closed list become their code or word; what is
    not understood stays as it is, and the checks say what is wrong with it.
    """
    bare = text.strip()
    if not bare:
        return ""
    if column.kind is InputKind.YES_NO:
        return known.exact(column, bare) or typed_yes_no(bare) or bare
    if has_offers(column):
        return known.exact(column, bare) or bare
    return _plain(column, bare, today) or bare


def _plain(column: EntryColumn, bare: str, today: date) -> str | None:
    if column.kind is InputKind.DATE:
        return typed_date(bare, today)
    if column.kind is InputKind.TIME:
        return typed_time(bare)
    if column.key in _MINUTES:
        return typed_minutes(bare)
    if column.kind in (InputKind.NUMBER, InputKind.MONEY):
        return typed_number(bare)
    return None
