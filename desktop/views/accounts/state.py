"""Where the Accounts tab stands: filters, order, customer, page of the card; free of Qt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from desktop.services.customers.data import AccountColumn, AccountsQuery
from desktop.services.rules.standing import AccountStatus

#: How many customers are fetched at once; a longer list says so and offers the rest.
PAGE_CUSTOMERS = 5000
EVERY_CUSTOMER = 1_000_000
#: The filter by rep that asks for the branch manager's custody.
CUSTODY = "custody"
#: The filter by class that asks for key accounts.
KEY_ACCOUNTS = "key"
OVERDUE = "overdue"
_REP, _CLASS, _BUCKET, _STATUS = "rep:", "class:", "bucket:", "status:"


class CardPage(StrEnum):
    """A page of the customer's card, in the order of its tabs."""

    OVERVIEW = "overview"
    DOCUMENTS = "documents"
    MONEY = "money"
    SALES = "sales"
    VISITS = "visits"


class Documents(StrEnum):
    """Which of a customer's documents the card lists."""

    OPEN = "open"
    OVERDUE = "overdue"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class AccountsState:
    """All that the way back must bring again.

    `rep` is `""`, `custody` or `rep:CODE`; `weight` is `""`, `key` or `class:A`; `show` is `""`,
    `overdue`, `status:over_limit` or `bucket:3`. `as_of` None is the last day with data.
    `bucket` narrows the card's documents to an aging bucket. `first` and `last` are the days of
    the sales shown; None is the fiscal year up to the as-of day. `code` asks for a customer
    whose id is not known yet. `is_pinned` keeps a customer who was asked for by another tab,
    whatever the list shows. `document` is the number of the document or receipt to stand on.
    """

    as_of: date | None = None
    rep: str = ""
    territory: str = ""
    weight: str = ""
    show: str = ""
    text: str = ""
    sort: AccountColumn = AccountColumn.OVERDUE
    descending: bool = True
    customer_id: int | None = None
    code: str = ""
    is_pinned: bool = False
    page: CardPage = CardPage.OVERVIEW
    documents: Documents = Documents.OPEN
    bucket: int | None = None
    first: date | None = None
    last: date | None = None
    document: str = ""

    def with_customer(self, customer_id: int | None) -> AccountsState:
        """Return the state with another customer, nothing of his card chosen yet."""
        return replace(
            self, customer_id=customer_id, code="", is_pinned=False, bucket=None, first=None,
            last=None, document="",
        )  # fmt: skip

    @property
    def is_filtered(self) -> bool:
        """Whether any filter but the as-of date narrows the list."""
        return bool(self.rep or self.territory or self.weight or self.show or self.text)

    @property
    def shown_bucket(self) -> int | None:
        """The aging bucket that the list is narrowed to, or None."""
        return int(self.show.removeprefix(_BUCKET)) if self.show.startswith(_BUCKET) else None


class Where:
    """The state of the moment, shared by the list's controller and the card's."""

    def __init__(self) -> None:
        self.state = AccountsState()


def rep_filter(code: str) -> str:
    """Return the filter of one rep."""
    return f"{_REP}{code}"


def class_filter(letter: str) -> str:
    """Return the filter of one class."""
    return f"{_CLASS}{letter}"


def bucket_filter(place: int) -> str:
    """Return the filter of one aging bucket."""
    return f"{_BUCKET}{place}"


def status_filter(status: AccountStatus) -> str:
    """Return the filter of one standing."""
    return f"{_STATUS}{status}"


def query_of(state: AccountsState, count: int = PAGE_CUSTOMERS) -> AccountsQuery:
    """Return what the service is asked for in this state."""
    is_status = state.show.startswith(_STATUS)
    is_class = state.weight.startswith(_CLASS)
    return AccountsQuery(
        text=state.text,
        rep=state.rep.removeprefix(_REP) if state.rep.startswith(_REP) else "",
        territory=state.territory,
        overdue_only=state.show == OVERDUE,
        in_custody=state.rep == CUSTODY,
        as_of=state.as_of,
        sort=state.sort,
        descending=state.descending,
        count=count,
        customer_class=state.weight.removeprefix(_CLASS) if is_class else "",
        key_accounts_only=state.weight == KEY_ACCOUNTS,
        in_bucket=state.shown_bucket,
        status=AccountStatus(state.show.removeprefix(_STATUS)) if is_status else None,
    )


def without_filters(state: AccountsState) -> AccountsState:
    """Return the state with the whole list shown."""
    return replace(state, rep="", territory="", weight="", show="", text="")


def state_from(facts: Mapping[str, object], now: AccountsState) -> AccountsState:
    """Return the state that another tab, or the way back, asks for.

    `state` is a whole `AccountsState`. Else `customer_id` or `customer_code` (with the whole
    list about him), `page`, `documents`, `as_of`, or a list: `rep` (a code), `territory` (a
    code), `in_custody`, `overdue_only`, `status` (an `AccountStatus`), `bucket` (a place).
    """
    whole = facts.get("state")
    if isinstance(whole, AccountsState):
        return whole
    found = replace(
        without_filters(now), bucket=None, first=None, last=None, is_pinned=False, code="",
        page=CardPage(str(facts.get("page", CardPage.OVERVIEW))),
        documents=Documents(str(facts.get("documents", Documents.OPEN))),
    )  # fmt: skip
    customer, code, day = facts.get("customer_id"), facts.get("customer_code"), facts.get("as_of")
    if isinstance(day, date):
        found = replace(found, as_of=day)
    if isinstance(customer, int):
        found = replace(found, customer_id=customer, is_pinned=True)
    elif isinstance(code, str) and code:
        found = replace(found, customer_id=None, code=code, is_pinned=True)
    rep, place, bucket, status = (
        facts.get(name) for name in ("rep", "territory", "bucket", "status")
    )
    if isinstance(rep, str) and rep:
        found = replace(found, rep=rep_filter(rep))
    if facts.get("in_custody"):
        found = replace(found, rep=CUSTODY)
    if isinstance(place, str):
        found = replace(found, territory=place)
    if facts.get("overdue_only"):
        found = replace(found, show=OVERDUE)
    if isinstance(bucket, int):
        found = replace(found, show=bucket_filter(bucket))
    if isinstance(status, str):
        found = replace(found, show=status_filter(AccountStatus(status)))
    return found
