"""What is typed into the form of a note; free of Qt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from decimal import Decimal

from desktop.enums import CompetitorMove, NoteType, Reliability
from desktop.errors import InputError, Issue
from desktop.services import formats
from desktop.services.information.data import NamedPart, NoteChoices, NoteEntry, NoteRow
from desktop.services.plans.work_data import Choice

#: Which fields belong to one type of note alone.
OF_TYPE: dict[str, NoteType] = {
    "competitor": NoteType.COMPETITOR,
    "move": NoteType.COMPETITOR,
    "price": NoteType.COMPETITOR,
    "severity": NoteType.PROBLEM,
    "promised_on": NoteType.DEALER_REQUEST,
}


@dataclass(frozen=True, slots=True)
class NoteTexts:
    """What stands in the fields of a note; people, customer and product are words of lists."""

    type: NoteType = NoteType.COMPETITOR
    text: str = ""
    noted_on: str = ""
    received_at: str = ""
    event_on: str = ""
    rep: str = ""
    customer: str = ""
    product: str = ""
    competitor: str = ""
    move: CompetitorMove | None = None
    price: str = ""
    severity: int | None = None
    promised_on: str = ""
    source: str = ""
    reliability: Reliability | None = None
    owner: str = ""


@dataclass(frozen=True, slots=True)
class NoteForm:
    """A form of a note: the one that is corrected, or None for a new one."""

    row: NoteRow | None
    choices: NoteChoices

    @property
    def reps(self) -> tuple[Choice, ...]:
        """Who may be named; who is named already stays, even after he left."""
        return with_part(self.choices.reps, None if self.row is None else self.row.rep)


def with_part(offered: tuple[Choice, ...], part: NamedPart | None) -> tuple[Choice, ...]:
    """Return what is offered, with what a note names already."""
    if part is None or any(one.id == part.id for one in offered):
        return offered
    return (*offered, Choice(part.id, part.code, part.name))


def choice_words(one: Choice | None) -> str:
    """Return a choice in a list: code and name, by which it is found again."""
    return "" if one is None else f"{one.code} {one.name}".strip()


def note_texts(form: NoteForm, today: date) -> NoteTexts:
    """Return what the fields of a note begin with: today, of a new one."""
    row = form.row
    if row is None:
        return NoteTexts(noted_on=str(today), received_at=str(today))
    entry = row.entry
    received = "" if row.received_at is None else f"{row.received_at:%Y-%m-%d %H:%M}"
    return NoteTexts(
        entry.type, entry.text, str(entry.noted_on), received, _day_text(entry.event_on),
        _by_id(form.reps, entry.rep_id), _by_id(form.choices.customers, entry.customer_id),
        _by_id(form.choices.products, entry.product_id), entry.competitor, entry.move,
        "" if entry.price is None else formats.quantity(entry.price), entry.severity,
        _day_text(entry.promised_on), entry.source, entry.reliability,
        _by_id(form.reps, entry.owner_id),
    )  # fmt: skip


def read_note(texts: NoteTexts, form: NoteForm, today: date, now: datetime) -> NoteEntry:
    """Return what the fields of a note say.

    Fields of another type than the chosen one say nothing, but for a note that was of it before.

    Raises:
        InputError: a day, a price or a name that cannot be read, at its field.
    """
    issues: list[Issue] = []
    row = form.row
    blank = NoteTexts()
    for name, kind in OF_TYPE.items():
        if texts.type is not kind and (row is None or row.type is not texts.type):
            texts = replace(texts, **{name: getattr(blank, name)})
    rep = chosen(texts.rep, form.reps, "rep", issues)
    customer = chosen(texts.customer, form.choices.customers, "customer", issues)
    entry = NoteEntry(
        texts.type,
        _day(texts.noted_on or str(today), "noted_on", today, issues) or today,
        one_line(texts.text),
        _day(texts.event_on, "event_on", today, issues),
        _moment(texts.received_at, row, today, now, issues),
        one_line(texts.source),
        texts.reliability,
        rep,
        customer,
        chosen(texts.product, form.choices.products, "product", issues),
        None,
        one_line(texts.competitor),
        texts.move,
        _price(texts.price, issues),
        texts.severity,
        chosen(texts.owner, form.reps, "owner", issues),
        _day(texts.promised_on, "promised_on", today, issues),
    )
    if issues:
        raise InputError(*issues)
    if row is not None and not texts.owner.strip() and not _by_id(form.reps, row.owner_id):
        # Who was named has left the branch: the list does not offer him, the note keeps him.
        entry = replace(entry, owner_id=row.owner_id)
    if row is not None and (rep, customer) == (row.entry.rep_id, row.entry.customer_id):
        # Whom it is about is the same, so that its region stays what it was.
        entry = replace(entry, territory_id=row.entry.territory_id)
    return entry


def chosen(text: str, offered: Sequence[Choice], column: str, issues: list[Issue]) -> int | None:
    """Return the id of what a text names: its words, its code, or a name that only one has."""
    wanted = " ".join(text.split()).casefold()
    if not wanted:
        return None
    for one in offered:
        if wanted in (choice_words(one).casefold(), one.code.casefold()):
            return one.id
    named = [one.id for one in offered if one.name.casefold() == wanted]
    if len(named) == 1:
        return named[0]
    issues.append(Issue("note_choice_unknown", column=column, value=text.strip()))
    return None


def one_line(text: str) -> str:
    """Return a text without the ends of its lines: it stands in one cell."""
    return " ".join(text.split())


def _by_id(offered: Sequence[Choice], wanted: int | None) -> str:
    return choice_words(next((one for one in offered if one.id == wanted), None))


def _day_text(day: date | None) -> str:
    return "" if day is None else str(day)


def _day(text: str, column: str, today: date, issues: list[Issue]) -> date | None:
    if not text.strip():
        return None
    try:
        return formats.parse_day(text, today)
    except ValueError:
        issues.append(Issue("task_day_form", column=column, value=text.strip()))
        return None


def _moment(
    text: str, row: NoteRow | None, today: date, now: datetime, issues: list[Issue]
) -> datetime | None:
    """Return when the office got a note: a day, or a day and the time of it.

    Today without a time is now; another day is its first moment, from which the clock runs.
    """
    words = text.strip()
    if not words:
        return None
    before = None if row is None else row.received_at
    if before is not None and words == f"{before:%Y-%m-%d %H:%M}":
        # What was not touched keeps its seconds.
        return before
    day_words, _space, hour_words = words.partition(" ")
    try:
        day = formats.parse_day(day_words, today)
        if not hour_words and day == today:
            return now
        hour = datetime.strptime(hour_words.strip(), "%H:%M").time() if hour_words else time()
    except ValueError:
        issues.append(Issue("note_received_form", column="received_at", value=words))
        return None
    return datetime.combine(day, hour).astimezone()


def _price(text: str, issues: list[Issue]) -> Decimal | None:
    if not text.strip():
        return None
    try:
        return formats.parse_amount(text)
    except ValueError:
        issues.append(Issue("work_amount_form", column="price", value=text.strip()))
        return None
