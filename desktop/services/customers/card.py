"""One customer's card: who he is, who looks after him, what he owes, buys and hears."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from desktop.errors import InputError, Issue
from desktop.models import (
    EVER,
    OPEN_END,
    Application,
    Collection,
    Customer,
    CustomerRep,
    CustomerTerritory,
    Invoice,
    Visit,
)
from desktop.money import from_minor
from desktop.periods import Month
from desktop.ratio import Ratio
from desktop.services.customers.accounts import net_sales_of
from desktop.services.customers.data import (
    AppliedRow,
    CareRow,
    Credit,
    CustomerCard,
    MoneyRow,
    MonthRow,
    Standing,
    VisitRow,
)
from desktop.services.figures.frame import Frame
from desktop.services.figures.sql import whole_sum
from desktop.services.receivables.data import ItemKind, OpenItemRow
from desktop.services.receivables.grouping import employed, place_of
from desktop.services.receivables.items import open_items
from desktop.services.rules.aging import age, bucket_names
from desktop.services.rules.collecting import weighted_days_late

MONTHS_SHOWN = 24
VISITS_SHOWN = 20
RECEIPTS_SHOWN = 200


def load_card(session: Session, frame: Frame, as_of: date, customer_id: int) -> CustomerCard:
    """Return the customer's card.

    Raises:
        InputError: there is no such customer.
    """
    mine = and_(Customer.branch_id == frame.branch.id, Customer.id == customer_id)
    row = session.execute(select(*Customer.__table__.columns).where(mine)).one_or_none()
    if row is None:
        raise InputError(Issue("unknown_code", {"record": "customer", "given": customer_id}))
    standing = _standing(session, frame, as_of, customer_id)
    rep_id = employed(frame, _present(session, CustomerRep, frame, customer_id, as_of), as_of)
    territory_id = _present(session, CustomerTerritory, frame, customer_id, as_of)
    place_id = place_of(frame, territory_id, rep_id)
    rep = frame.reps[rep_id] if rep_id is not None else None
    place = frame.territories[place_id] if place_id is not None else None
    limit = row.credit_limit_minor
    fiscal = frame.branch.fiscal
    return CustomerCard(
        as_of=as_of,
        currency=frame.branch.currency,
        id=row.id,
        code=row.code,
        name=row.name,
        customer_class=row.customer_class or "",
        is_key_account=row.is_key_account,
        tax_id=row.tax_id,
        phone=row.phone,
        address=row.address,
        legal_person=row.legal_person,
        opened_on=row.opened_on,
        terms_days=row.terms_days,
        rep_code=rep.code if rep else "",
        rep_name=rep.name if rep else "",
        territory_code=place.code if place else "",
        territory_name=place.name if place else "",
        care=_care(session, frame, as_of, customer_id),
        standing=standing,
        credit=_credit(frame, limit, standing.receivable),
        money=_money(session, frame, as_of, customer_id),
        months=_months(session, frame, as_of, customer_id),
        days_late_paid=_days_late_paid(session, frame, as_of, customer_id),
        visits=_visits(session, frame, as_of, customer_id),
        fiscal_year=fiscal.name(fiscal.year_of(as_of)),
        year_start=fiscal.period(fiscal.year_of(as_of)).start,
        net_sales=_net_sales(session, frame, as_of, customer_id),
    )


def _standing(session: Session, frame: Frame, as_of: date, customer_id: int) -> Standing:
    items = open_items(session, frame, as_of, customer_id=customer_id)
    decimals, bounds = frame.branch.decimals, frame.branch.aging_bounds
    documents = [item for item in items if item.kind is not ItemKind.COLLECTION]
    money = sum(_minor(item, decimals) for item in items if item.kind is ItemKind.COLLECTION)
    sheet = age(
        ((item.due_date, _minor(item, decimals)) for item in documents), -money, as_of, bounds
    )
    owed = [item for item in documents if item.open > 0]
    return Standing(
        items,
        bucket_names(bounds),
        tuple(from_minor(amount, decimals) for amount in sheet.buckets),
        from_minor(sheet.unapplied, decimals),
        from_minor(sheet.total, decimals),
        from_minor(sheet.overdue, decimals),
        max((item.days_overdue for item in owed), default=0),
        weighted_days_late((item.open, item.days_overdue) for item in owed),
    )


def _credit(frame: Frame, limit_minor: int | None, receivable: Decimal) -> Credit:
    if limit_minor is None:
        return Credit(None, None, Ratio.undefined("no credit limit"))
    limit = from_minor(limit_minor, frame.branch.decimals)
    return Credit(limit, limit - receivable, Ratio.of(receivable, limit, "no credit allowed"))


def _minor(item: OpenItemRow, decimals: int) -> int:
    return int(item.open.scaleb(decimals))


def _present(
    session: Session, record: Any, frame: Frame, customer_id: int, day: date
) -> int | None:
    target = record.rep_id if record is CustomerRep else record.territory_id
    found: int | None = session.scalar(
        select(target).where(
            record.branch_id == frame.branch.id,
            record.customer_id == customer_id,
            record.first_day <= day,
            record.last_day >= day,
        )
    )
    return found


def _care(session: Session, frame: Frame, as_of: date, customer_id: int) -> tuple[CareRow, ...]:
    """Return who looked after the customer, the latest first."""
    rows = session.execute(
        select(CustomerRep.rep_id, CustomerRep.first_day, CustomerRep.last_day)
        .where(CustomerRep.branch_id == frame.branch.id, CustomerRep.customer_id == customer_id)
        .order_by(CustomerRep.first_day.desc())
    )
    return tuple(
        CareRow(
            frame.reps[rep_id].code,
            frame.reps[rep_id].name,
            None if first == EVER else first,
            None if last == OPEN_END else last,
            first <= as_of <= last,
        )
        for rep_id, first, last in rows
    )


def _money(session: Session, frame: Frame, as_of: date, customer_id: int) -> tuple[MoneyRow, ...]:
    """Return the latest receipts up to the day, with what each had paid by then."""
    decimals = frame.branch.decimals
    found = session.execute(
        select(Collection.id, Collection.number, Collection.document_date, Collection.amount_minor)
        .where(
            Collection.branch_id == frame.branch.id,
            Collection.customer_id == customer_id,
            Collection.document_date <= as_of,
            Collection.state == "posted",
        )
        .order_by(Collection.document_date.desc(), Collection.number.desc())
        .limit(RECEIPTS_SHOWN)
    )
    receipts = found.all()
    applied: dict[int, list[AppliedRow]] = defaultdict(list)
    spent: dict[int, int] = defaultdict(int)
    rows: Any = session.execute(
        select(
            Application.collection_id,
            Invoice.number,
            Application.applied_on,
            Application.amount_minor,
        )
        .join_from(
            Application,
            Invoice,
            and_(Invoice.branch_id == Application.branch_id, Invoice.id == Application.invoice_id),
        )
        .where(
            Application.branch_id == frame.branch.id,
            Application.collection_id.in_([row[0] for row in receipts]),
            Application.applied_on <= as_of,
        )
        .order_by(Application.applied_on, Invoice.number)
    )
    for source, number, day, amount in rows:
        applied[source].append(AppliedRow(number, day, from_minor(amount, decimals)))
        spent[source] += amount
    return tuple(
        MoneyRow(
            number,
            day,
            from_minor(amount, decimals),
            from_minor(amount - spent[id_], decimals),
            tuple(applied[id_]),
        )
        for id_, number, day, amount in receipts
    )


def _months(session: Session, frame: Frame, as_of: date, customer_id: int) -> tuple[MonthRow, ...]:
    """Return the last months with their net sales and money, the oldest first."""
    last = Month.of(as_of)
    first = last.plus(1 - MONTHS_SHOWN)
    record, counts = net_sales_of(frame)
    received = (Collection.branch_id == frame.branch.id, Collection.state == "posted")

    def sums(record: Any, amount: Any, counts: tuple[Any, ...]) -> dict[int, int]:
        rows = session.execute(
            select(record.month, whole_sum(amount))
            .where(
                *counts,
                record.customer_id == customer_id,
                record.document_date >= first.start,
                record.document_date <= as_of,
            )
            .group_by(record.month)
        )
        return {row[0]: row[1] for row in rows}

    sold = sums(record, record.net_minor, counts)
    came = sums(Collection, Collection.amount_minor, received)
    decimals = frame.branch.decimals
    return tuple(
        MonthRow(
            Month(month),
            from_minor(sold.get(month, 0), decimals),
            from_minor(came.get(month, 0), decimals),
        )
        for month in range(first.ordinal, last.ordinal + 1)
    )


def _net_sales(session: Session, frame: Frame, as_of: date, customer_id: int) -> Decimal:
    """Return the net sales of the fiscal year up to the day."""
    fiscal = frame.branch.fiscal
    record, counts = net_sales_of(frame)
    sold: int | None = session.scalar(
        select(whole_sum(record.net_minor)).where(
            *counts,
            record.customer_id == customer_id,
            record.document_date >= fiscal.period(fiscal.year_of(as_of)).start,
            record.document_date <= as_of,
        )
    )
    return from_minor(sold or 0, frame.branch.decimals)


def _days_late_paid(session: Session, frame: Frame, as_of: date, customer_id: int) -> Ratio:
    """Return how late money came in the last twelve months, weighed by amounts."""
    rows = session.execute(
        select(Application.amount_minor, Application.applied_on, Invoice.due_date)
        .join_from(
            Invoice,
            Application,
            and_(Application.branch_id == Invoice.branch_id, Application.invoice_id == Invoice.id),
        )
        .where(
            Invoice.branch_id == frame.branch.id,
            Invoice.customer_id == customer_id,
            Invoice.state == "posted",
            Application.collection_id.is_not(None),
            Application.applied_on > Month.of(as_of).plus(-12).start,
            Application.applied_on <= as_of,
        )
    )
    return weighted_days_late((amount, max(0, (day - due).days)) for amount, day, due in rows)


def _visits(session: Session, frame: Frame, as_of: date, customer_id: int) -> tuple[VisitRow, ...]:
    rows = session.execute(
        select(
            Visit.visited_on,
            Visit.rep_id,
            Visit.channel,
            Visit.is_attempt,
            Visit.purpose,
            Visit.outcome,
            Visit.note,
        )
        .where(
            Visit.branch_id == frame.branch.id,
            Visit.customer_id == customer_id,
            Visit.visited_on <= as_of,
            Visit.state == "posted",
        )
        .order_by(Visit.visited_on.desc(), Visit.id.desc())
        .limit(VISITS_SHOWN)
    )
    return tuple(VisitRow(row[0], frame.reps[row[1]].name, *row[2:]) for row in rows)
