"""How the acknowledgement of an announced policy stands."""

from __future__ import annotations

from datetime import date
from enum import StrEnum


class ReceiptState(StrEnum):
    """Whether somebody acknowledged a policy; `LATE` did so after its day, `MISSING` not yet."""

    MISSING = "missing"
    WAITING = "waiting"
    ACKNOWLEDGED = "acknowledged"
    LATE = "late"
    FREED = "freed"


def receipt_state(
    due_on: date, acknowledged_on: date | None, *, is_freed: bool, today: date
) -> ReceiptState:
    """Return how an acknowledgement stands; the due day itself is not late.

    Nobody owes one who left, or to a policy that was withdrawn (`is_freed`).
    """
    if acknowledged_on is not None:
        return ReceiptState.ACKNOWLEDGED if acknowledged_on <= due_on else ReceiptState.LATE
    if is_freed:
        return ReceiptState.FREED
    return ReceiptState.MISSING if due_on < today else ReceiptState.WAITING
