"""Commands and rows of announced policies.

A row's `version` is what a command on it must expect.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from desktop.enums import ReceiptHow
from desktop.services.plans.work_data import Choice
from desktop.services.rules.policies import ReceiptState


@dataclass(frozen=True, slots=True)
class AnnouncePolicy:
    """Announce a policy to reps, who are to acknowledge it by a day."""

    title: str
    text: str
    due_on: date
    rep_ids: tuple[int, ...]
    request_id: str = ""


@dataclass(frozen=True, slots=True)
class AcknowledgePolicy:
    """Write down that people acknowledged a policy: names with their rows' versions.

    Without a day it is today. What somebody asked or objected is his alone: with a question only
    one can be named.
    """

    notice_id: int
    people: tuple[tuple[int, int], ...]
    how: ReceiptHow
    acknowledged_on: date | None = None
    question: str = ""
    request_id: str = ""


@dataclass(frozen=True, slots=True)
class TakeBackReceipts:
    """Take out that people acknowledged a policy: it was written down by mistake."""

    notice_id: int
    people: tuple[tuple[int, int], ...]
    request_id: str = ""


@dataclass(frozen=True, slots=True)
class WithdrawPolicy:
    """Withdraw a policy: nobody is to acknowledge it any more."""

    notice_id: int
    expected_version: int
    request_id: str = ""


@dataclass(frozen=True, slots=True)
class PolicyPersonRow:
    """Somebody whom a policy was announced to, and whether he acknowledged it."""

    notice_id: int
    title: str
    due_on: date
    rep_id: int
    rep_code: str
    rep_name: str
    version: int
    acknowledged_on: date | None
    how: ReceiptHow | None
    question: str
    state: ReceiptState

    @property
    def is_owed(self) -> bool:
        """Whether he still has to acknowledge it."""
        return self.state in (ReceiptState.WAITING, ReceiptState.MISSING)


@dataclass(frozen=True, slots=True)
class PolicyRow:
    """A policy as it stands; `told`, `acknowledged` and `missing` count its people."""

    id: int
    version: int
    title: str
    text: str
    announced_on: date
    announced_by: str
    due_on: date
    withdrawn_on: date | None
    told: int
    acknowledged: int
    missing: int
    questions: int


@dataclass(frozen=True, slots=True)
class PolicyBook:
    """All policies, the newest first, and their people: who owes longest first, then by code."""

    policies: tuple[PolicyRow, ...]
    people: tuple[PolicyPersonRow, ...]
    reps: tuple[Choice, ...]
    as_of: date

    @property
    def owed(self) -> tuple[PolicyPersonRow, ...]:
        """Who has not acknowledged what he was told, over all policies."""
        return tuple(one for one in self.people if one.is_owed)

    def of(self, notice_id: int | None) -> tuple[PolicyPersonRow, ...]:
        """Return the people of a policy, or of all."""
        if notice_id is None:
            return self.people
        return tuple(one for one in self.people if one.notice_id == notice_id)
