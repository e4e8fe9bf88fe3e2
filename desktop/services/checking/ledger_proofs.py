"""Proofs over documents: sums of lines, shared credit, who is credited, dated assignments."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from sqlalchemy import Select, and_, func, select
from sqlalchemy.orm import Session

from desktop.models import (
    Collection,
    Customer,
    CustomerRep,
    CustomerTerritory,
    Invoice,
    InvoiceCredit,
    InvoiceLine,
    ItemOwnership,
    OrderCredit,
    OrderLine,
    ProductGroup,
    Rep,
    SalesOrder,
    Territory,
    Visit,
)
from desktop.money import from_minor
from desktop.services.checking.tally import Tally
from desktop.services.figures.frame import Frame
from desktop.services.figures.sql import whole_sum
from desktop.services.figures.timelines import Timelines

_ALL_SHARES = 1_000_000


def prove_trees(session: Session, tally: Tally) -> None:
    """Prove that nobody and nothing is above itself; a figure of a tree would have no end."""
    trees: tuple[tuple[Any, Any], ...] = (
        (Territory, Territory.parent_id),
        (ProductGroup, ProductGroup.parent_id),
        (Rep, Rep.manager_id),
    )
    for record, above in trees:
        rows = session.execute(select(record.id, record.code, above).order_by(record.id)).all()
        parents = {key: parent for key, _code, parent in rows}
        for key, code, _parent in rows:
            tally.holds()
            seen: set[int] = set()
            node = parents.get(key)
            while node is not None and node != key and node not in seen:
                seen.add(node)
                node = parents.get(node)
            if node == key:
                tally.found("circle", record=record.__tablename__, subject=code)


def prove_document_sums(session: Session, frame: Frame, tally: Tally) -> None:
    """Prove that each order's and invoice's header is the sum of its lines."""
    decimals = frame.branch.decimals
    orders = _header_sums(SalesOrder, OrderLine, OrderLine.order_id, "net_minor")
    invoices = _header_sums(Invoice, InvoiceLine, InvoiceLine.invoice_id, "net_minor", "tax_minor")
    for record, query in (("sales_order", orders), ("invoice", invoices)):
        for number, *sums in session.execute(query.where(_own(record, frame))):
            tally.holds()
            half = len(sums) // 2
            for kept, summed in zip(sums[:half], sums[half:], strict=True):
                if kept != summed:
                    tally.found(
                        "header",
                        record=record,
                        number=number,
                        expected=from_minor(summed, decimals),
                        found=from_minor(kept, decimals),
                    )


def _own(record: str, frame: Frame) -> Any:
    document: Any = SalesOrder if record == "sales_order" else Invoice
    return and_(document.branch_id == frame.branch.id, document.state == "posted")


def _header_sums(document: Any, line: Any, link: Any, *names: str) -> Select[Any]:
    kept = [getattr(document, name) for name in names]
    summed = [whole_sum(getattr(line, name)) for name in names]
    return (
        select(document.number, *kept, *summed)
        .outerjoin(line, and_(line.branch_id == document.branch_id, link == document.id))
        .group_by(document.id, document.number, *kept)
        .order_by(document.number)
    )


def prove_shared_credit(session: Session, frame: Frame, tally: Tally) -> None:
    """Prove that the parts of each shared line add up to the line, exactly."""
    kinds: tuple[tuple[str, Any, Any, Any, Any, Any], ...] = (
        (
            "sales_order", SalesOrder, OrderLine, OrderLine.order_id, OrderCredit,
            OrderCredit.order_id,
        ),
        (
            "invoice", Invoice, InvoiceLine, InvoiceLine.invoice_id, InvoiceCredit,
            InvoiceCredit.invoice_id,
        ),
    )  # fmt: skip
    for record, document, line, link, credit, part_link in kinds:
        query = (
            select(
                document.number,
                line.line_no,
                line.net_minor,
                func.coalesce(line.quantity_millionths, 0),
                func.coalesce(line.cost_minor, 0),
                whole_sum(credit.net_minor),
                whole_sum(credit.quantity_millionths),
                whole_sum(credit.cost_minor),
                whole_sum(credit.share_millionths),
            )
            .join(line, and_(line.branch_id == document.branch_id, link == document.id))
            .outerjoin(
                credit,
                and_(
                    credit.branch_id == line.branch_id,
                    part_link == document.id,
                    credit.line_no == line.line_no,
                ),
            )
            .where(_own(record, frame), document.is_shared.is_(True))
            .group_by(
                document.number, line.id, line.line_no, line.net_minor, line.quantity_millionths,
                line.cost_minor,
            )
            .order_by(document.number, line.line_no)
        )  # fmt: skip
        for number, line_no, *sums in session.execute(query):
            whole, parts, shares = sums[:3], sums[3:6], sums[6]
            tally.holds()
            if whole != parts or shares != _ALL_SHARES:
                tally.found("credit", record=record, number=number, line=line_no)


def prove_attribution(session: Session, frame: Frame, timelines: Timelines, tally: Tally) -> None:
    """Prove that each document counts for the rep and the territory that it should."""
    for record, credit in (
        (SalesOrder, OrderCredit.order_id),
        (Invoice, InvoiceCredit.invoice_id),
        (Collection, None),
    ):
        first = _first_sharers(session, frame, credit)
        rows = session.execute(
            select(
                record.id, record.number, record.customer_id, record.rep_id,
                record.document_date, record.credited_rep_id, record.territory_id,
            )
            .where(record.branch_id == frame.branch.id, record.state == "posted")
            .order_by(record.id)
        )  # fmt: skip
        for key, number, customer, named, day, credited, place in rows:
            rep = first.get(key) or named or timelines.owner_on(customer, day)
            should = (rep, timelines.place_on(customer, rep, day))
            tally.holds()
            if should != (credited, place):
                _attributed(tally, frame, record.__tablename__, number, should, (credited, place))
    visits = session.execute(
        select(
            Visit.id, Visit.visit_no, Visit.customer_id, Visit.rep_id, Visit.visited_on,
            Visit.territory_id,
        )
        .where(Visit.branch_id == frame.branch.id, Visit.state == "posted")
        .order_by(Visit.id)
    )  # fmt: skip
    for key, visit_no, customer, visitor, day, place in visits:
        found = timelines.place_on(customer, visitor, day)
        tally.holds()
        if found != place:
            number = visit_no or f"{day} #{key}"
            _attributed(tally, frame, "visit", number, (visitor, found), (visitor, place))


def _attributed(
    tally: Tally,
    frame: Frame,
    record: str,
    number: str,
    should: tuple[int | None, int | None],
    stands: tuple[int | None, int | None],
) -> None:
    def named(pair: tuple[int | None, int | None]) -> str:
        rep = frame.reps[pair[0]].code if pair[0] is not None else "—"
        place = frame.territories[pair[1]].code if pair[1] is not None else "—"
        return f"{rep} / {place}"

    tally.found(
        "attribution", record=record, number=number, expected=named(should), found=named(stands)
    )


def _first_sharers(session: Session, frame: Frame, link: Any) -> dict[int, int]:
    if link is None:
        return {}
    credit = link.class_
    rows = session.execute(
        select(link, credit.rep_id)
        .where(credit.branch_id == frame.branch.id, credit.line_no == 1)
        .order_by(link, credit.id)
    )
    return {key: next(group)[1] for key, group in groupby(rows, key=lambda row: row[0])}


def prove_assignments(session: Session, frame: Frame, tally: Tally) -> None:
    """Prove that no two assignments of one customer, or owners of one item, overlap."""
    for record in (CustomerRep, CustomerTerritory):
        rows = session.execute(
            select(Customer.code, record.first_day, record.last_day)
            .join(Customer, Customer.id == record.customer_id)
            .where(record.branch_id == frame.branch.id)
            .order_by(record.customer_id, record.first_day, record.last_day)
        )
        _overlaps(rows, record.__tablename__, tally)
    owners = session.execute(
        select(Invoice.number, ItemOwnership.first_day, ItemOwnership.last_day)
        .join(Invoice, Invoice.id == ItemOwnership.invoice_id)
        .where(ItemOwnership.branch_id == frame.branch.id)
        .order_by(ItemOwnership.invoice_id, ItemOwnership.first_day, ItemOwnership.last_day)
    )
    _overlaps(owners, "item_ownership", tally)


def _overlaps(rows: Iterable[Any], record: str, tally: Tally) -> None:
    whose, until = None, None
    for code, first, last in rows:
        tally.holds()
        if code == whose and until is not None and first <= until:
            tally.found("overlap", record=record, subject=code, first=first, until=until)
        until = last if code != whose or until is None else max(until, last)
        whose = code
