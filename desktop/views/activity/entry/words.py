"""Sentences of the entry grid; free of Qt."""

from __future__ import annotations

from datetime import date, datetime, time

from desktop.clock import Clock
from desktop.enums import ReportedVia
from desktop.i18n import N_, _, ngettext
from desktop.services import formats
from desktop.services.entries.data import EntryColumn, EntryOutcome, InputKind, KeyedRow
from desktop.services.rules.typed_input import typed_date, typed_time

VIA_WORDS = {
    ReportedVia.SLIP: N_("Paper slip"),
    ReportedVia.CALL: N_("Telephone call"),
    ReportedVia.MESSAGE: N_("Message"),
    ReportedVia.SPREADSHEET: N_("Spreadsheet"),
}
_HINTS = {
    InputKind.DATE: N_("Day: 0703, 7-3, yesterday, or Ctrl+; for today."),
    InputKind.TIME: N_("Time: 930 or 9:30."),
    InputKind.NUMBER: N_("A number."),
    InputKind.MONEY: N_("An amount: 1,234.50, 3k, 1.5万."),
    InputKind.TEXT: N_("Any words."),
    InputKind.CHOICE: N_("The first letters, or the number in the list; Alt+Down shows it."),
    InputKind.CUSTOMER: N_("Customer by code, part of the name, or pinyin initials."),
    InputKind.REP: N_("Rep by code, part of the name, or pinyin initials."),
    InputKind.PRODUCT: N_("Product by code, part of the name, or pinyin initials."),
    InputKind.YES_NO: N_("y or n."),
}


def hint_words(column: EntryColumn) -> str:
    """Return how a column is typed, and what it means where that is not plain."""
    hint = _("A length: 45, 1:30, 1.5h.") if column.key == "minutes" else _(_HINTS[column.kind])
    return f"{_(column.help)} {hint}" if column.help else hint


def standing_words(begun: int, bad: int) -> str:
    """Return how many rows are not saved yet, and how many of them can be."""
    if not begun:
        return _("Nothing to save")
    if not bad:
        return ngettext("{count} row, not saved", "{count} rows, not saved", begun).format(
            count=formats.number(begun)
        )
    return ngettext(
        "{count} row, not saved; {good} without problems",
        "{count} rows, not saved; {good} without problems",
        begun,
    ).format(count=formats.number(begun), good=formats.number(begun - bad))


def problems_words(count: int) -> str:
    """Return the words of the button that goes to the next problem."""
    return ngettext("{count} problem", "{count} problems", count).format(
        count=formats.number(count)
    )


def saved_words(outcome: EntryOutcome) -> str:
    """Return what became of a save."""
    count = len(outcome.saved)
    words = ngettext("{count} row is saved.", "{count} rows are saved.", count).format(
        count=formats.number(count)
    )
    asked = len({one.row for one in outcome.checks_asked})
    if not asked:
        return words
    second = ngettext(
        "{count} of them waits for a second pair of eyes.",
        "{count} of them wait for a second pair of eyes.",
        asked,
    ).format(count=formats.number(asked))
    return f"{words} {second}"


def question_words(good: int, bad: int) -> str:
    """Return the question before a sheet with problems is saved."""
    return ngettext(
        "{bad} row has problems and cannot be saved yet; {good} can.",
        "{bad} rows have problems and cannot be saved yet; {good} can.",
        bad,
    ).format(bad=formats.number(bad), good=formats.number(good))


def save_good_words(good: int, bad: int) -> str:
    """Return the verb that saves the good rows alone."""
    return ngettext(
        "Save the {good} good row, keep {bad}", "Save the {good} good rows, keep {bad}", good
    ).format(good=formats.number(good), bad=formats.number(bad))


def keyed_words(row: KeyedRow, names: tuple[str, str, str]) -> tuple[str, str]:
    """Return what was keyed as two lines: who and what, then when it happened and was keyed.

    `names` are those of the customer and the rep, and the document's words.
    """
    customer, rep, words = names
    what = " · ".join(part for part in (customer or row.number, rep, words) if part)
    when = _("of {day}, keyed {moment}").format(
        day=formats.short_day(row.day), moment=formats.instant(row.keyed_at)
    )
    return what, when


def received_from(text: str, clock: Clock) -> datetime | None:
    """Return the instant that a text names: a day, or a day and a time; noon where there is none.

    Noon of today, before noon, is this moment. An empty text names none.

    Raises:
        ValueError: no day that is understood, or one that is still to come.
    """
    words = text.strip().rsplit(" ", 1)
    if not words[0]:
        return None
    today = clock.today()
    moment = typed_time(words[1]) if len(words) == 2 and ":" in words[1] else None
    day = typed_date(words[0] if moment else text, today)
    if day is None:
        raise ValueError(text)
    at = time.fromisoformat(moment) if moment else time(12)
    found = datetime.combine(date.fromisoformat(day), at).astimezone()
    if date.fromisoformat(day) > today:
        raise ValueError(text)
    return min(found, clock.now()) if date.fromisoformat(day) == today else found


def received_text(received_at: datetime | None) -> str:
    """Return an instant as the field shows it; noon goes without saying."""
    if received_at is None:
        return ""
    local = received_at.astimezone()
    return f"{local:%Y-%m-%d}" if local.time() == time(12) else f"{local:%Y-%m-%d %H:%M}"
