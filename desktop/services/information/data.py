"""Commands and rows of market notes.

Prices are Decimals in whole currency. A row's `version` is what a command on it must expect.
Instants are in the zone of the desk.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from desktop.enums import CompetitorMove, NoteType, Reliability
from desktop.periods import Period
from desktop.services.plans.work_data import Choice
from desktop.services.rules.information import NoteClock, NoteState

#: So many notes are on a page of the list.
NOTES_A_PAGE = 200


@dataclass(frozen=True, slots=True)
class NoteEntry:
    """A note as it is typed.

    Without a territory it is the customer's, else the rep's, on the day of the note. `owner_id`
    None leaves the answer to the manager of the rep.
    """

    type: NoteType
    noted_on: date
    text: str
    event_on: date | None = None
    received_at: datetime | None = None
    source: str = ""
    reliability: Reliability | None = None
    rep_id: int | None = None
    customer_id: int | None = None
    product_id: int | None = None
    territory_id: int | None = None
    competitor: str = ""
    move: CompetitorMove | None = None
    price: Decimal | None = None
    severity: int | None = None
    owner_id: int | None = None
    promised_on: date | None = None


@dataclass(frozen=True, slots=True)
class AddNote:
    """Enter a note."""

    entry: NoteEntry
    request_id: str = ""


@dataclass(frozen=True, slots=True)
class ChangeNote:
    """Correct a note; what was answered and how it was rated stays."""

    note_id: int
    expected_version: int
    entry: NoteEntry
    request_id: str = ""


@dataclass(frozen=True, slots=True)
class ReadNote:
    """Say that a note was read; the first reading counts."""

    note_id: int
    expected_version: int
    request_id: str = ""


@dataclass(frozen=True, slots=True)
class AnswerNote:
    """Answer a note, or correct its answer; the first answer's moment counts."""

    note_id: int
    expected_version: int
    answer: str
    request_id: str = ""


@dataclass(frozen=True, slots=True)
class RateNote:
    """Rate a note: quality 0 to 3 and whether it was used; None takes the rating back."""

    note_id: int
    expected_version: int
    quality: int | None
    was_used: bool = False
    request_id: str = ""


@dataclass(frozen=True, slots=True)
class ReassignNote:
    """Give the answer to somebody else; None gives it to the manager of the rep."""

    note_id: int
    expected_version: int
    owner_id: int | None
    request_id: str = ""


class NoteStanding(StrEnum):
    """What the list of notes can be narrowed to besides a state."""

    UNREAD = "unread"
    UNANSWERED = "unanswered"
    UNRATED = "unrated"


@dataclass(frozen=True, slots=True)
class NoteFilter:
    """What the list of notes shows; None or "" is everything.

    `territory_id` includes what lies below it; `competitor` is a search key; `text` is found in
    the note, its source, its competitor and its customer's name.
    """

    period: Period | None = None
    type: NoteType | None = None
    rep_id: int | None = None
    customer_id: int | None = None
    competitor: str = ""
    product_id: int | None = None
    territory_id: int | None = None
    standing: NoteState | NoteStanding | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class NamedPart:
    """Something that a note is about: its id, code and name."""

    id: int
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class NoteRow:
    """A note as it stands now.

    `owner_id` is who was named to answer, `owes` who it falls to by the rules, always somebody;
    `due_on` is the last day of the answer, `goes_up_at` when an unread problem goes up.
    """

    id: int
    version: int
    type: NoteType
    event_on: date | None
    noted_on: date
    text: str
    source: str
    reliability: Reliability | None
    rep: NamedPart | None
    customer: NamedPart | None
    product: NamedPart | None
    territory: NamedPart | None
    competitor: str
    move: CompetitorMove | None
    price: Decimal | None
    severity: int | None
    received_at: datetime | None
    keyed_at: datetime
    keyed_by: str
    owner_id: int | None
    owes: str
    promised_on: date | None
    due_on: date
    goes_up_at: datetime | None
    read_at: datetime | None
    read_by: str
    answer: str
    answered_at: datetime | None
    answered_by: str
    quality: int | None
    use_factor: int | None
    state: NoteState
    clock: NoteClock

    @property
    def is_read(self) -> bool:
        """Whether somebody who answers has read it."""
        return self.read_at is not None

    @property
    def begun_at(self) -> datetime:
        """From when the answer's clock runs."""
        return self.keyed_at if self.received_at is None else self.received_at

    @property
    def entry(self) -> NoteEntry:
        """What a form of it begins with."""
        return NoteEntry(
            self.type, self.noted_on, self.text, self.event_on, self.received_at, self.source,
            self.reliability, _id(self.rep), _id(self.customer), _id(self.product),
            _id(self.territory), self.competitor, self.move, self.price, self.severity,
            self.owner_id, self.promised_on,
        )  # fmt: skip


def _id(part: NamedPart | None) -> int | None:
    return None if part is None else part.id


@dataclass(frozen=True, slots=True)
class NotePage:
    """A page of the notes, the newest first.

    `count` is how many the filter lets through; `unread`, `escalated`, `late` and `unanswered`
    count the whole branch.
    """

    rows: tuple[NoteRow, ...]
    count: int
    offset: int
    total: int
    unread: int
    escalated: int
    late: int
    unanswered: int
    as_of: date
    currency: str
    decimals: int

    def note(self, note_id: int | None) -> NoteRow | None:
        """Return a note of the page by its id."""
        return next((one for one in self.rows if one.id == note_id), None)


@dataclass(frozen=True, slots=True)
class NoteChoices:
    """What filters and forms of notes let choose from; people who left are not offered."""

    reps: tuple[Choice, ...]
    customers: tuple[Choice, ...]
    products: tuple[Choice, ...]
    territories: tuple[Choice, ...]
    competitors: tuple[str, ...]
