"""What is typed of a customer, what is kept of it, and how it came to be so.

An entry holds texts as they stand in the fields, so that a draft and a conflict keep every sign
that was typed; values are what the record holds.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum


class CustomerField(StrEnum):
    """A field of a customer, by its name in an entry, in the order of the form."""

    CODE = "code"
    NAME = "name"
    CLASS = "customer_class"
    KEY_ACCOUNT = "is_key_account"
    PHONE = "phone"
    ADDRESS = "address"
    LEGAL_PERSON = "legal_person"
    TAX_ID = "tax_id"
    TERMS_DAYS = "terms_days"
    CREDIT_LIMIT = "credit_limit"


@dataclass(frozen=True, slots=True)
class CustomerEntry:
    """A customer's fields as typed; `is_key_account` is "yes" or ""."""

    code: str = ""
    name: str = ""
    customer_class: str = ""
    is_key_account: str = ""
    phone: str = ""
    address: str = ""
    legal_person: str = ""
    tax_id: str = ""
    terms_days: str = ""
    credit_limit: str = ""

    def of(self, field: CustomerField) -> str:
        """Return what stands in a field."""
        return str(getattr(self, field))

    def differs(self, other: CustomerEntry) -> tuple[CustomerField, ...]:
        """Return the fields that hold something else than those of another entry."""
        return tuple(field for field in CustomerField if self.of(field) != other.of(field))


@dataclass(frozen=True, slots=True)
class CustomerValues:
    """A customer's fields as the record keeps them: clean texts, None where nothing is set."""

    code: str
    name: str
    customer_class: str | None
    is_key_account: bool
    phone: str
    address: str
    legal_person: str
    tax_id: str
    terms_days: int | None
    credit_limit: Decimal | None


@dataclass(frozen=True, slots=True)
class CustomerForEdit:
    """A customer as an editor begins with him: the version says what was seen."""

    id: int
    version: int
    entry: CustomerEntry
    currency: str


@dataclass(frozen=True, slots=True)
class ChangeCustomer:
    """Save a customer who was seen in this version; the code is not changed.

    One `request_id` names one attempt: a repetition after a lost answer is not booked twice.
    """

    customer_id: int
    expected_version: int
    entry: CustomerEntry
    request_id: str = ""


@dataclass(frozen=True, slots=True)
class AddCustomer:
    """Enter a new customer, who is in the branch manager's custody until somebody has him."""

    entry: CustomerEntry
    request_id: str = ""


@dataclass(frozen=True, slots=True)
class LastChange:
    """Who changed a customer last, and when; the name is a login where there is no other."""

    person: str
    at: datetime


@dataclass(frozen=True, slots=True)
class SimilarCustomer:
    """A customer who is there already under nearly the same name, or under the same code."""

    id: int
    code: str
    name: str
    is_same_code: bool


class HistoryHow(StrEnum):
    """By what a customer came to be changed."""

    TYPED = "typed"
    IMPORT = "import"
    WITHDRAWN = "withdrawn"
    OUTSIDE = "outside"


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """One field of one change, old and new as an entry writes them.

    `field` is empty where the whole customer came, or where an import's values are not known
    any more because it was taken back; `source` is the file of an import.
    """

    number: int
    at: datetime
    person: str
    how: HistoryHow
    source: str
    field: str
    old: str
    new: str
