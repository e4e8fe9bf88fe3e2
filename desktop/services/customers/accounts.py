"""The list of accounts: all customers with sales, receivables and credit, filtered and sorted.

Everything is summed by customer in the database; filtering and sorting work on plain tuples,
and rows are built for the page alone, so that a long list costs no more than its sums.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.enums import AgeFrom, Dimension, OrderStatus, SalesBasis
from desktop.models import Customer, CustomerRep, CustomerTerritory, Invoice, SalesOrder
from desktop.money import from_minor
from desktop.search_key import search_key
from desktop.services.customers.data import (
    AccountColumn,
    AccountRow,
    AccountsPage,
    AccountsQuery,
    AccountTotals,
)
from desktop.services.database.snapshot import READS_ONLY, snapshot_stamp
from desktop.services.figures.frame import Frame
from desktop.services.figures.sql import whole_sum
from desktop.services.receivables.grouping import employed, make_grouping, open_on, place_of
from desktop.services.receivables.queries import open_sums
from desktop.services.rules.aging import AgingSheet, bucket_names, bucket_spans, days_overdue
from desktop.services.rules.standing import AccountStatus, account_status

_Key = Callable[["Account"], Any]
#: Under this name a connection keeps the accounts of its last snapshot.
_KEPT = "branchbook_accounts"


@dataclass(frozen=True, slots=True)
class Account:
    """A customer with his sums in minor units, before the page is cut."""

    id: int
    code: str
    code_key: str
    name: str
    name_key: str
    pinyin: str
    customer_class: str | None
    is_key_account: bool
    limit: int | None
    rep_id: int | None
    territory_id: int | None
    net_sales: int
    last_document_on: date | None
    sheet: AgingSheet
    oldest_due: date | None


def load_page(session: Session, frame: Frame, as_of: date, query: AccountsQuery) -> AccountsPage:
    """Return the page that is asked for, with the totals of the whole filtered list."""
    text = search_key(query.text)
    everyone = _kept_accounts(session, frame, as_of)
    found = [
        one for one in everyone if _fits(frame, query, text, one) and _stands(query, as_of, one)
    ]
    found.sort(key=lambda one: (one.code, one.id))
    key = _sort_key(frame, query, as_of)
    # What has no value comes last in either direction; ties stay in the order of codes.
    valued = [one for one in found if key(one) is not None]
    valued.sort(key=key, reverse=query.descending)
    found = valued + [one for one in found if key(one) is None]
    fiscal = frame.branch.fiscal
    page = found[query.first : query.first + query.count]
    return AccountsPage(
        as_of,
        fiscal.name(fiscal.year_of(as_of)),
        frame.branch.currency,
        bucket_names(frame.branch.aging_bounds),
        query.first,
        tuple(account_row(frame, as_of, one) for one in page),
        _totals(frame, found),
    )


def _kept_accounts(session: Session, frame: Frame, as_of: date) -> list[Account]:
    """Return all customers with their sums; those of the snapshot before, where it is the same.

    Every key press in the quick filter asks for the list: the sums are made once for all of
    them, until anybody changes anything.
    """
    if not session.info.get(READS_ONLY):
        return load_accounts(session, frame, as_of)
    kept: dict[Any, Any] = session.connection().info
    state = (snapshot_stamp(session), frame.branch.id, as_of)
    known = kept.get(_KEPT)
    if known is None or known[0] != state:
        known = kept[_KEPT] = (state, load_accounts(session, frame, as_of))
    found: list[Account] = known[1]
    return found


def load_accounts(session: Session, frame: Frame, as_of: date) -> list[Account]:
    """Return all customers with their sums at the as-of date, in no order."""
    owners = _of_day(session, frame, CustomerRep, CustomerRep.rep_id, as_of)
    places = _of_day(session, frame, CustomerTerritory, CustomerTerritory.territory_id, as_of)
    sheets = aging_by_customer(session, frame, as_of)
    oldest = _oldest_due(session, frame, as_of)
    sales = _net_sales(session, frame, as_of)
    last = _last_documents(session, frame, as_of)
    nothing = AgingSheet((0,) * (len(frame.branch.aging_bounds) + 2), 0)
    rows = session.execute(
        select(
            Customer.id,
            Customer.code,
            Customer.code_key,
            Customer.name,
            Customer.name_key,
            Customer.pinyin,
            Customer.customer_class,
            Customer.is_key_account,
            Customer.credit_limit_minor,
        ).where(Customer.branch_id == frame.branch.id)
    )
    found = []
    for row in rows:
        id_ = row[0]
        rep = employed(frame, owners.get(id_), as_of)
        found.append(
            Account(
                *row,
                rep,
                place_of(frame, places.get(id_), rep),
                sales.get(id_, 0),
                last.get(id_),
                sheets.get(id_, nothing),
                oldest.get(id_),
            )
        )
    return found


def aging_by_customer(session: Session, frame: Frame, as_of: date) -> dict[int, AgingSheet]:
    """Return the sheet, by due date, of every customer with anything open."""
    grouping = make_grouping(session, frame, (Dimension.CUSTOMER,), as_of)
    spans = bucket_spans(as_of, frame.branch.aging_bounds, AgeFrom.DUE)
    return {
        leaf: AgingSheet(tuple(values[:-1]), values[-1])
        for (leaf,), values in open_sums(session, grouping, as_of, spans)
        if leaf is not None
    }


def account_row(frame: Frame, as_of: date, one: Account) -> AccountRow:
    """Return the row that the window shows for an account."""
    decimals = frame.branch.decimals

    def money(minor: int) -> Decimal:
        return from_minor(minor, decimals)

    rep = frame.reps.get(one.rep_id) if one.rep_id is not None else None
    place = frame.territories.get(one.territory_id) if one.territory_id is not None else None
    free = _available(one)
    return AccountRow(
        one.id,
        one.code,
        one.name,
        one.customer_class or "",
        one.is_key_account,
        rep.code if rep else "",
        rep.name if rep else "",
        place.code if place else "",
        place.name if place else "",
        money(one.net_sales),
        one.last_document_on,
        money(one.sheet.total),
        money(one.sheet.overdue),
        _oldest_days(one, as_of),
        tuple(money(amount) for amount in one.sheet.buckets),
        money(one.sheet.unapplied),
        None if one.limit is None else money(one.limit),
        None if free is None else money(free),
    )


def _available(one: Account) -> int | None:
    return None if one.limit is None else one.limit - one.sheet.total


def _oldest_days(one: Account, as_of: date) -> int:
    return days_overdue(one.oldest_due, as_of) if one.oldest_due is not None else 0


def _fits(frame: Frame, query: AccountsQuery, text: str, one: Account) -> bool:
    if query.overdue_only and one.oldest_due is None:
        return False
    if query.in_custody and one.rep_id is not None:
        return False
    if query.rep and (one.rep_id is None or frame.reps[one.rep_id].code != query.rep):
        return False
    if query.territory and query.territory not in frame.expand(
        Dimension.TERRITORY, one.territory_id
    ):
        return False
    return not text or text in one.code_key or text in one.name_key or text in one.pinyin


def _stands(query: AccountsQuery, as_of: date, one: Account) -> bool:
    """Whether an account has the class, the money in a bucket and the standing asked for."""
    if query.customer_class and one.customer_class != query.customer_class:
        return False
    if query.key_accounts_only and not one.is_key_account:
        return False
    if query.in_bucket is not None and not _in_bucket(one, query.in_bucket):
        return False
    return query.status is None or _status(one, as_of) is query.status


def _in_bucket(one: Account, place: int) -> bool:
    return 0 <= place < len(one.sheet.buckets) and one.sheet.buckets[place] != 0


def _status(one: Account, as_of: date) -> AccountStatus:
    return account_status(one.sheet.total, _oldest_days(one, as_of), _available(one))


def _sort_key(frame: Frame, query: AccountsQuery, as_of: date) -> _Key:
    """Return the function that names what an account is sorted by; None is no value."""
    place = min(query.bucket, len(frame.branch.aging_bounds) + 1)
    keys: Mapping[AccountColumn, _Key] = {
        AccountColumn.CODE: lambda one: one.code,
        AccountColumn.NAME: lambda one: (one.pinyin, one.name_key),
        AccountColumn.CLASS: lambda one: one.customer_class,
        AccountColumn.KEY_ACCOUNT: lambda one: not one.is_key_account,
        AccountColumn.REP: lambda one: one.rep_id and frame.reps[one.rep_id].code,
        AccountColumn.TERRITORY: lambda one: (
            one.territory_id and frame.territories[one.territory_id].code
        ),
        AccountColumn.NET_SALES: lambda one: one.net_sales,
        AccountColumn.LAST_DOCUMENT: lambda one: one.last_document_on,
        AccountColumn.RECEIVABLE: lambda one: one.sheet.total,
        AccountColumn.OVERDUE: lambda one: one.sheet.overdue,
        # The earlier the oldest item was due, the more days it is overdue.
        AccountColumn.OLDEST_OVERDUE: lambda one: one.oldest_due and -one.oldest_due.toordinal(),
        AccountColumn.BUCKET: lambda one: one.sheet.buckets[place],
        AccountColumn.UNAPPLIED: lambda one: one.sheet.unapplied,
        AccountColumn.CREDIT_LIMIT: lambda one: one.limit,
        AccountColumn.AVAILABLE: _available,
        AccountColumn.STATUS: lambda one: _status(one, as_of).rank,
    }
    return keys[query.sort]


def _totals(frame: Frame, found: list[Account]) -> AccountTotals:
    decimals = frame.branch.decimals
    buckets = zip(*(one.sheet.buckets for one in found), strict=True)
    none = (Decimal(0).scaleb(-decimals),) * (len(frame.branch.aging_bounds) + 2)
    return AccountTotals(
        len(found),
        from_minor(sum(one.net_sales for one in found), decimals),
        from_minor(sum(one.sheet.total for one in found), decimals),
        from_minor(sum(one.sheet.overdue for one in found), decimals),
        tuple(from_minor(sum(amounts), decimals) for amounts in buckets) or none,
        from_minor(sum(one.sheet.unapplied for one in found), decimals),
    )


def _of_day(session: Session, frame: Frame, record: Any, target: Any, day: date) -> dict[int, int]:
    rows = session.execute(
        select(record.customer_id, target).where(
            record.branch_id == frame.branch.id, record.first_day <= day, record.last_day >= day
        )
    )
    return {row[0]: row[1] for row in rows}


def _oldest_due(session: Session, frame: Frame, as_of: date) -> dict[int, date]:
    """Return the due date of each customer's oldest overdue invoice; credit notes owe nothing."""
    rows = session.execute(
        select(Invoice.customer_id, func.min(Invoice.due_date))
        .where(
            open_on(frame, Invoice, as_of),
            Invoice.due_date < as_of,
            Invoice.gross_minor > 0,
        )
        .group_by(Invoice.customer_id)
    )
    return {row[0]: row[1] for row in rows}


def net_sales_of(frame: Frame) -> tuple[Any, tuple[Any, ...]]:
    """Return the record that the branch's sales are, and the conditions of what counts."""
    if frame.branch.sales_basis is SalesBasis.ORDERED:
        return SalesOrder, (
            SalesOrder.branch_id == frame.branch.id,
            SalesOrder.state == "posted",
            SalesOrder.status != OrderStatus.CANCELLED,
        )
    return Invoice, (Invoice.branch_id == frame.branch.id, Invoice.state == "posted")


def _net_sales(session: Session, frame: Frame, as_of: date) -> dict[int, int]:
    fiscal = frame.branch.fiscal
    start = fiscal.period(fiscal.year_of(as_of)).start
    record, counts = net_sales_of(frame)
    rows = session.execute(
        select(record.customer_id, whole_sum(record.net_minor))
        .where(*counts, record.document_date >= start, record.document_date <= as_of)
        .group_by(record.customer_id)
    )
    return {row[0]: row[1] for row in rows}


def _last_documents(session: Session, frame: Frame, as_of: date) -> dict[int, date]:
    """Return the date of each customer's last order or invoice."""
    found: dict[int, date] = {}
    sold = SalesOrder.status != OrderStatus.CANCELLED
    for record, only in ((SalesOrder, sold), (Invoice, Invoice.gross_minor >= 0)):
        rows = session.execute(
            select(record.customer_id, func.max(record.document_date))
            .where(
                record.branch_id == frame.branch.id,
                record.state == "posted",
                record.document_date <= as_of,
                only,
            )
            .group_by(record.customer_id)
        )
        for customer, day in rows:
            found[customer] = max(day, found.get(customer, day))
    return found
