"""What the pages of the Information tab call things; free of Qt."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal

from desktop.enums import NoteType
from desktop.i18n import N_, _
from desktop.services import formats
from desktop.services.information.data import NoteRow
from desktop.services.information.names import GRADES, NOTE_TYPES, STATES
from desktop.services.rules.information import NoteState, hours_of
from desktop.services.rules.questions import AnswerState
from desktop.tone import Tone

ANSWER_STATES: Mapping[AnswerState, tuple[str, Tone]] = {
    AnswerState.LATE: (N_("Late"), Tone.WATCH),
    AnswerState.OPEN: (N_("Waiting"), Tone.INFO),
    AnswerState.ANSWERED: (N_("Replied"), Tone.GOOD),
    AnswerState.WITHDRAWN: (N_("Withdrawn"), Tone.MUTED),
}
_LONG = timedelta(hours=48)
_MINUTE = timedelta(minutes=1)


def type_words(kind: NoteType) -> str:
    """Return what a type of note is called."""
    return _(NOTE_TYPES[kind])


def grade_words(severity: int | None) -> str:
    """Return a severity with its word; "" without one."""
    return "" if severity is None else _(GRADES[severity][0])


def grade_tone(severity: int | None) -> Tone:
    """Return the shape and colour of a severity."""
    return Tone.NONE if severity is None else GRADES[severity][1]


def state_words(row: NoteRow) -> str:
    """Return how a note stands; one that nobody has read says so."""
    if row.state is NoteState.OPEN and not row.is_read:
        return _("Unread")
    return _(STATES[row.state][0])


def state_tone(row: NoteRow) -> Tone:
    """Return the shape and colour of how a note stands."""
    if row.state is NoteState.OPEN and not row.is_read:
        return Tone.MUTED
    return STATES[row.state][1]


def price_words(price: Decimal | None, currency: str) -> str:
    """Return a price a unit, with more decimals than the currency's only where it has them."""
    if price is None:
        return formats.DASH
    cents = formats.money(price, currency)
    return cents if price == round(price, 2) else formats.quantity(price)


def length_words(length: timedelta | None) -> str:
    """Return a running time: minutes, hours, or from two days on days of 24 running hours."""
    if length is None:
        return formats.DASH
    if length < timedelta(hours=1):
        return _("{count} min").format(count=formats.number(length // _MINUTE))
    if length < _LONG:
        return hours_words(hours_of(length))
    days = hours_of(length) / 24
    return _("{count} d").format(count=_short(days))


def hours_words(hours: Decimal | None) -> str:
    """Return a number of running hours, days from two days on; "—" for none."""
    if hours is None:
        return formats.DASH
    if hours >= 48:
        return _("{count} d").format(count=_short(hours / 24))
    return _("{count} h").format(count=_short(hours))


def _short(value: Decimal) -> str:
    return formats.number(value, 0 if value >= 10 else 1).removesuffix(".0")


def days_words(days: Decimal | None) -> str:
    """Return a number of working days as the clock's line shows it."""
    if days is None:
        return formats.DASH
    return _("{count} d").format(count=formats.quantity(days))
