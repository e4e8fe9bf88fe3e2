"""Rows and commands of second looks: what is looked at again, why, and what was found."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from desktop.changes import ChangeSet
from desktop.enums import CheckMethod, CheckReason, CheckResult, ReportedVia
from desktop.periods import Month
from desktop.services.entries.data import EntryKind
from desktop.services.rules.second_eyes import SAMPLE_SHARE


@dataclass(frozen=True, slots=True)
class CheckRow:
    """A report that a second pair of eyes looks at, or looked at.

    `phone` is the customer's, for the call back; `amount` in whole units, None for visits;
    `minutes` and `text` as they were reported. `via`, `received_at`, `keyed_by` and `keyed_at`
    are empty where the report came in a file. `is_own` says that who asks keyed it himself and
    cannot be the second pair of eyes.
    """

    id: int
    version: int
    kind: EntryKind
    document_id: int
    number: str
    reason: CheckReason
    seed: int | None
    asked_at: datetime
    day: date
    rep: str
    customer: str
    phone: str
    text: str
    minutes: int | None
    amount: Decimal | None
    via: ReportedVia | None
    reported_by: str
    received_at: datetime | None
    keyed_by: str
    keyed_at: datetime | None
    method: CheckMethod | None
    result: CheckResult | None
    checked_by: str
    checked_at: datetime | None
    note: str
    is_own: bool

    @property
    def is_open(self) -> bool:
        """Whether something is still to be found out: nobody looked, or nobody was reached."""
        return self.result in (None, CheckResult.NOT_REACHED)


@dataclass(frozen=True, slots=True)
class CheckBook:
    """The second looks of the branch: open ones, the oldest first, then what was done lately.

    `open_count` and `done_count` are of all; `rows` may hold fewer of the done ones.
    """

    rows: tuple[CheckRow, ...]
    open_count: int
    done_count: int


@dataclass(frozen=True, slots=True)
class DecideCheck:
    """Say what a second look found, and how; a rejected report needs a note."""

    check_id: int
    expected_version: int
    method: CheckMethod
    result: CheckResult
    note: str = ""
    request_id: str = ""


@dataclass(frozen=True, slots=True)
class DrawSample:
    """Draw visits of a month for a call back; without a seed the moment of the command is one."""

    month: Month
    share: Decimal = SAMPLE_SHARE
    seed: int | None = None
    request_id: str = ""


@dataclass(frozen=True, slots=True)
class SampleDrawn:
    """What a sample fell on: how many of how many visits, by which seed."""

    drawn: int
    visits: int
    seed: int
    changes: ChangeSet
