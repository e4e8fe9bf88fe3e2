"""What money pays what: a customer's money to his documents, oldest first.

The rule of FORMATS.md, section 2 (`--apply oldest-first`). Amounts are whole minor units of one
currency; nothing here knows a database.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

#: The day that stands for "not yet settled"; the same as in the records.
NEVER = date(9999, 12, 31)


@dataclass(frozen=True, slots=True)
class OpenDocument:
    """A customer's document that still wants money; credit notes have a negative amount."""

    id: int
    due_date: date
    number: str
    open_minor: int
    document_date: date


@dataclass(frozen=True, slots=True)
class OpenMoney:
    """Money of a customer that pays nothing yet."""

    id: int
    date: date
    number: str
    unapplied_minor: int


@dataclass(frozen=True, slots=True)
class Applied:
    """An amount of a collection that pays a document, from a day on."""

    invoice_id: int
    collection_id: int
    amount_minor: int
    applied_on: date


def apply_oldest_first(
    documents: Sequence[OpenDocument], money: Sequence[OpenMoney]
) -> tuple[Applied, ...]:
    """Return how one customer's money pays his documents, in the order in which it is spent.

    Documents are paid by due date, then number as text; money is taken by date, then receipt
    number as text. An application carries the later of the two dates, so an earlier as-of date
    sees the money as unapplied. Documents and money without a positive amount are passed over:
    a credit note is never paid.
    """
    unpaid = sorted(
        (one for one in documents if one.open_minor > 0),
        key=lambda one: (one.due_date, one.number, one.id),
    )
    purse = sorted(
        (one for one in money if one.unapplied_minor > 0),
        key=lambda one: (one.date, one.number, one.id),
    )
    result: list[Applied] = []
    at = 0
    wanted = unpaid[0].open_minor if unpaid else 0
    for coins in purse:
        left = coins.unapplied_minor
        while left > 0 and at < len(unpaid):
            document = unpaid[at]
            amount = min(left, wanted)
            day = max(document.document_date, coins.date)
            result.append(Applied(document.id, coins.id, amount, day))
            left -= amount
            wanted -= amount
            if wanted == 0:
                at += 1
                wanted = unpaid[at].open_minor if at < len(unpaid) else 0
    return tuple(result)


def settled_on(
    gross_minor: int, document_date: date, applications: Iterable[tuple[date, int]]
) -> date:
    """Return the first day on which nothing of a document is open; 9999-12-31 if some stays open.

    `applications` are pairs of a day and a positive amount in any order. The same rule holds for
    an invoice (what pays it), a credit note (its negative amount, and what it pays) and a
    collection (`used_up_on`: its amount, and what it pays). A document of nothing is settled on
    its own date; nothing is settled before its date.
    """
    left = abs(gross_minor)
    if left == 0:
        return document_date
    for day, amount in sorted(applications):
        left -= amount
        if left <= 0:
            return max(day, document_date)
    return NEVER


def used_up_on(
    amount_minor: int, document_date: date, applications: Iterable[tuple[date, int]]
) -> date:
    """Return the first day on which nothing of a collection is unapplied; 9999-12-31 if some is."""
    return settled_on(amount_minor, document_date, applications)
