"""Rows of open items: what the report, the window and the customer's card show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum


class ItemKind(StrEnum):
    """What an open item is."""

    INVOICE = "invoice"
    CREDIT_NOTE = "credit_note"
    COLLECTION = "collection"


@dataclass(frozen=True, slots=True)
class OpenItemRow:
    """A document that is not settled, or money that pays nothing yet.

    Amounts are in whole currency, signed as they count in the receivable: credit notes and
    money have negative amounts, so that `open` = `amount` − `applied` in every row and the sum
    of `open` is the receivable. `owner_code` is empty in the branch manager's custody. Money is
    due on its own date and never overdue.
    """

    kind: ItemKind
    id: int
    document_no: str
    customer_id: int
    customer_code: str
    owner_code: str
    document_date: date
    due_date: date
    amount: Decimal
    applied: Decimal
    open: Decimal
    days_overdue: int
