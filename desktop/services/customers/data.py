"""Rows of the Accounts tab: the list of customers, and one customer's card.

Money is Decimal in whole currency. What a customer has none of is None (no credit limit), never
zero; a rep's code is empty where the branch manager has custody.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from desktop.periods import Month
from desktop.ratio import Ratio
from desktop.services.receivables.data import OpenItemRow
from desktop.services.rules.standing import AccountStatus, account_status


class AccountColumn(StrEnum):
    """What the list of accounts can be sorted by."""

    CODE = "code"
    NAME = "name"
    CLASS = "class"
    KEY_ACCOUNT = "key_account"
    REP = "rep"
    TERRITORY = "territory"
    NET_SALES = "net_sales"
    LAST_DOCUMENT = "last_document"
    RECEIVABLE = "receivable"
    OVERDUE = "overdue"
    OLDEST_OVERDUE = "oldest_overdue"
    BUCKET = "bucket"
    UNAPPLIED = "unapplied"
    CREDIT_LIMIT = "credit_limit"
    AVAILABLE = "available"
    STATUS = "status"


@dataclass(frozen=True, slots=True)
class AccountsQuery:
    """Which accounts are wanted, in which order, and which page of them.

    `text` is looked for in codes, names and pinyin initials. `territory` holds its whole
    subtree. `bucket` is the place of the aging bucket that BUCKET sorts by. What has no value
    in the sorted column comes last in either direction. `in_bucket` keeps customers with money
    in the bucket of this place, `status` those of one standing.
    """

    text: str = ""
    rep: str = ""
    territory: str = ""
    overdue_only: bool = False
    in_custody: bool = False
    as_of: date | None = None
    sort: AccountColumn = AccountColumn.CODE
    bucket: int = 0
    descending: bool = False
    first: int = 0
    count: int = 200
    customer_class: str = ""
    key_accounts_only: bool = False
    in_bucket: int | None = None
    status: AccountStatus | None = None


@dataclass(frozen=True, slots=True)
class AccountRow:
    """A customer in the list: who looks after him, what he bought, what he owes.

    `buckets` follow the page's `bucket_names`; `unapplied` is negative, so that buckets and it
    are the receivable. `available` is the credit limit less the receivable.
    """

    id: int
    code: str
    name: str
    customer_class: str
    is_key_account: bool
    rep_code: str
    rep_name: str
    territory_code: str
    territory_name: str
    net_sales: Decimal
    last_document_on: date | None
    receivable: Decimal
    overdue: Decimal
    oldest_overdue_days: int
    buckets: tuple[Decimal, ...]
    unapplied: Decimal
    credit_limit: Decimal | None
    available: Decimal | None

    @property
    def status(self) -> AccountStatus:
        """The most serious thing that can be said of the customer."""
        return account_status(self.receivable, self.oldest_overdue_days, self.available)


@dataclass(frozen=True, slots=True)
class AccountTotals:
    """Sums over the whole filtered list, not of the page."""

    customers: int
    net_sales: Decimal
    receivable: Decimal
    overdue: Decimal
    buckets: tuple[Decimal, ...]
    unapplied: Decimal


@dataclass(frozen=True, slots=True)
class AccountsPage:
    """A page of the filtered list; `first` is the place of its first row in the whole list."""

    as_of: date
    fiscal_year: str
    currency: str
    bucket_names: tuple[str, ...]
    first: int
    rows: tuple[AccountRow, ...]
    totals: AccountTotals


@dataclass(frozen=True, slots=True)
class Choice:
    """Something that the list can be filtered by; `level` is its depth in a tree, from 0."""

    code: str
    name: str
    level: int = 0


@dataclass(frozen=True, slots=True)
class AccountChoices:
    """How many customers there are, and what they can be filtered by.

    Territories stand from the top down, each above what lies in it.
    """

    customers: int
    reps: tuple[Choice, ...]
    territories: tuple[Choice, ...]
    classes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class InvoiceLineRow:
    """A line of an invoice or credit note, signed as it counts; None is not given."""

    line_no: int
    product_code: str
    product_name: str
    quantity: Decimal | None
    unit_price: Decimal | None
    net: Decimal
    tax: Decimal
    gross: Decimal


@dataclass(frozen=True, slots=True)
class CareRow:
    """Who looked after the customer from a day to a day; None is from ever, or without end."""

    rep_code: str
    rep_name: str
    first_day: date | None
    last_day: date | None
    is_present: bool


@dataclass(frozen=True, slots=True)
class AppliedRow:
    """What money paid: a document, the day, the amount."""

    document_no: str
    applied_on: date
    amount: Decimal


@dataclass(frozen=True, slots=True)
class MoneyRow:
    """Money received, and what it paid by the as-of date."""

    receipt_no: str
    received_on: date
    amount: Decimal
    unapplied: Decimal
    applied: tuple[AppliedRow, ...]


@dataclass(frozen=True, slots=True)
class MonthRow:
    """A month's net sales (the branch's basis) and money received."""

    month: Month
    net_sales: Decimal
    collected: Decimal


@dataclass(frozen=True, slots=True)
class VisitRow:
    """A visit, with its note."""

    visited_on: date
    rep_name: str
    channel: str
    is_attempt: bool
    purpose: str
    outcome: str
    note: str


@dataclass(frozen=True, slots=True)
class Standing:
    """What a customer owes: his open items, aged by due date.

    Buckets follow `bucket_names`; `unapplied` is negative, and both are the `receivable`.
    `days_late` weighs what is open and owed by its days overdue.
    """

    items: tuple[OpenItemRow, ...]
    bucket_names: tuple[str, ...]
    buckets: tuple[Decimal, ...]
    unapplied: Decimal
    receivable: Decimal
    overdue: Decimal
    oldest_overdue_days: int
    days_late: Ratio


@dataclass(frozen=True, slots=True)
class Credit:
    """The credit limit, what the receivable leaves of it, and the share that is used."""

    limit: Decimal | None
    available: Decimal | None
    used: Ratio


@dataclass(frozen=True, slots=True)
class CustomerCard:
    """Everything that is known of one customer at the as-of date.

    `care` is the latest first; `months` are the last 24, the oldest first; `money` and `visits`
    the latest first. `days_late_paid` weighs what was paid in the last twelve months; it is
    never averaged with the days of what is still open. `net_sales` is that of the fiscal year
    from `year_start` to the as-of date, as in the list.
    """

    as_of: date
    currency: str
    id: int
    code: str
    name: str
    customer_class: str
    is_key_account: bool
    tax_id: str
    phone: str
    address: str
    legal_person: str
    opened_on: date | None
    terms_days: int | None
    rep_code: str
    rep_name: str
    territory_code: str
    territory_name: str
    care: tuple[CareRow, ...]
    standing: Standing
    credit: Credit
    money: tuple[MoneyRow, ...]
    months: tuple[MonthRow, ...]
    days_late_paid: Ratio
    visits: tuple[VisitRow, ...]
    fiscal_year: str
    year_start: date
    net_sales: Decimal

    @property
    def status(self) -> AccountStatus:
        """The most serious thing that can be said of the customer."""
        standing = self.standing
        return account_status(
            standing.receivable, standing.oldest_overdue_days, self.credit.available
        )
