"""Collections: money received, what it pays, and money that pays the oldest first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection as Several
from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import func, select

from desktop.changes import Topic
from desktop.models import OPEN_END, Application, Collection, Customer, Invoice, Rep
from desktop.periods import Month
from desktop.search_key import search_key
from desktop.services.figures.frame import load_frame
from desktop.services.figures.timelines import load_timelines
from desktop.services.imports.loading.context import LoadContext, Writer, chunks
from desktop.services.imports.loading.documents import grouped, refuse_known, whole_documents
from desktop.services.imports.loading.settling import settle
from desktop.services.rules.applying import (
    OpenDocument,
    OpenMoney,
    apply_oldest_first,
)

_CHUNK = 5_000
_APPLICATION = ["invoice_id", "collection_id", "applied_on", "amount_minor"]
#: invoice id, collection id, day, amount
_Row = tuple[int, int, date, int]


def load_collections(context: LoadContext) -> Writer:
    """Check collections and return what writes them and what they pay.

    A row that names an invoice pays what is open on it; what is left over stays unapplied,
    with a warning.
    """
    customers = context.resolve("customer_code", Customer)
    reps = context.resolve("rep_code", Rep)
    invoices = _invoices_paid(context)
    names, dates, amounts = (context.column(n) for n in ("invoice_no", "date", "amount"))
    _refuse_wrong_invoices(context, customers, invoices)
    groups = grouped(context, "receipt_no")
    refuse_known(context, Collection, "receipt_no", groups)
    good = whole_documents(context, "receipt_no", groups)
    rows = [place for group in good for place in group.places]
    paid = _payments(context, rows, invoices)

    def write() -> frozenset[Topic]:
        timelines = load_timelines(context.session, load_frame(context.session, context.branch.id))
        methods, payers = context.column("method"), context.column("payer")
        headers, applications = [], []
        for receipt, group in zip(context.new_ids(Collection, len(good)), good, strict=True):
            first = group.places[0]
            customer, day, rep = customers[first], dates[first], reps[first]
            assert customer is not None
            credited = rep if rep is not None else timelines.owner_on(customer, day)
            headers.append((
                receipt, group.number, group.key, "posted", day, Month.of(day).ordinal, customer,
                rep, credited, timelines.place_on(customer, credited, day),
                sum(amounts[place] for place in group.places), methods[first] or "",
                payers[first] or "", OPEN_END,
            ))  # fmt: skip
            for place in group.places:
                context.made[place] = receipt
                if paid.get(place):
                    invoice = invoices[search_key(names[place])]
                    applied_on = max(day, invoice.document_date)
                    applications.append((invoice.id, receipt, applied_on, paid[place]))
        context.insert(Collection, [
            "id", "number", "number_key", "state", "document_date", "month", "customer_id",
            "rep_id", "credited_rep_id", "territory_id", "amount_minor", "method", "payer",
            "used_up_on",
        ], headers)  # fmt: skip
        context.insert(Application, _APPLICATION, applications)
        touched = {header[6] for header in headers}
        if context.options.apply_oldest_first:
            applications += apply_money(context, touched)
        settle(
            context.session,
            context.branch.id,
            [row[0] for row in applications],
            [header[0] for header in headers],
        )
        return frozenset({Topic.COLLECTIONS})

    return write


def _refuse_wrong_invoices(
    context: LoadContext, customers: Sequence[int | None], invoices: dict[str, Invoice]
) -> None:
    """Refuse rows whose invoice is unknown, of another customer, or a credit note."""
    for place, number in enumerate(context.column("invoice_no")):
        if number is None or customers[place] is None:
            continue
        found = invoices.get(search_key(number))
        if found is None:
            context.refuse(place, "invoice_no", "unknown_code", given=number, record="invoice")
        elif found.customer_id != customers[place]:
            context.refuse(place, "invoice_no", "invoice_of_other_customer", number=number)
        elif found.gross_minor < 0:
            context.refuse(place, "invoice_no", "credit_note_not_payable", number=number)


def _invoices_paid(context: LoadContext) -> dict[str, Invoice]:
    """Return the invoices that rows name, by the search key of their number."""
    keys = {search_key(number) for number in context.column("invoice_no") if number}
    found = {}
    for chunk in chunks(sorted(keys), _CHUNK):
        rows = context.session.execute(
            select(
                Invoice.number_key, Invoice.id, Invoice.customer_id, Invoice.document_date,
                Invoice.gross_minor,
            ).where(
                Invoice.branch_id == context.branch.id,
                Invoice.number_key.in_(chunk),
                Invoice.state == "posted",
            )
        )  # fmt: skip
        found.update({row.number_key: row for row in rows})
    return found  # type: ignore[return-value]


def _payments(
    context: LoadContext, places: Iterable[int], invoices: dict[str, Invoice]
) -> dict[int, int]:
    """Return what each row pays: its amount, or what is still open on its invoice."""
    numbers, amounts = context.column("invoice_no"), context.column("amount")
    open_minor = {
        invoice.id: invoice.gross_minor - applied
        for invoice, applied in _with_applied(context, invoices.values())
    }
    paid = {}
    for place in places:
        if numbers[place] is None:
            continue
        invoice = invoices[search_key(numbers[place])]
        amount = min(amounts[place], open_minor[invoice.id])
        open_minor[invoice.id] -= amount
        paid[place] = amount
        if amount < amounts[place]:
            context.warn(place, "amount", "more_than_open", number=numbers[place])
    return paid


def _with_applied(
    context: LoadContext, invoices: Iterable[Invoice]
) -> Iterable[tuple[Invoice, int]]:
    known = {invoice.id: invoice for invoice in invoices}
    applied: dict[int, int] = defaultdict(int)
    for chunk in chunks(sorted(known), _CHUNK):
        for invoice_id, amount in context.session.execute(
            select(Application.invoice_id, func.sum(Application.amount_minor))
            .where(Application.branch_id == context.branch.id, Application.invoice_id.in_(chunk))
            .group_by(Application.invoice_id)
        ):
            applied[invoice_id] = int(amount)
    return [(invoice, applied[invoice_id]) for invoice_id, invoice in known.items()]


def apply_money(context: LoadContext, customer_ids: Several[int]) -> list[_Row]:
    """Let the customers' unapplied money pay their documents, the oldest first; return what."""
    documents: dict[int, list[OpenDocument]] = defaultdict(list)
    money: dict[int, list[OpenMoney]] = defaultdict(list)
    for chunk in chunks(sorted(customer_ids), _CHUNK):
        _collect_open(context, chunk, documents, money)
    rows = [
        (one.invoice_id, one.collection_id, one.applied_on, one.amount_minor)
        for customer in sorted(customer_ids)
        for one in apply_oldest_first(documents[customer], money[customer])
    ]
    context.insert(Application, _APPLICATION, rows)
    return rows


def _collect_open(
    context: LoadContext,
    customers: list[int],
    documents: dict[int, list[OpenDocument]],
    money: dict[int, list[OpenMoney]],
) -> None:
    applied = (
        select(func.coalesce(func.sum(Application.amount_minor), 0))
        .where(Application.branch_id == Invoice.branch_id, Application.invoice_id == Invoice.id)
        .scalar_subquery()
    )
    for row in context.session.execute(
        select(
            Invoice.customer_id, Invoice.id, Invoice.due_date, Invoice.number,
            Invoice.gross_minor, applied, Invoice.document_date,
        ).where(
            Invoice.branch_id == context.branch.id,
            Invoice.customer_id.in_(customers),
            Invoice.state == "posted",
            Invoice.settled_on == OPEN_END,
        )
    ):  # fmt: skip
        documents[row[0]].append(OpenDocument(row[1], row[2], row[3], row[4] - int(row[5]), row[6]))
    used = (
        select(func.coalesce(func.sum(Application.amount_minor), 0))
        .where(
            Application.branch_id == Collection.branch_id,
            Application.collection_id == Collection.id,
        )
        .scalar_subquery()
    )
    for row in context.session.execute(
        select(
            Collection.customer_id, Collection.id, Collection.document_date, Collection.number,
            Collection.amount_minor, used,
        ).where(
            Collection.branch_id == context.branch.id,
            Collection.customer_id.in_(customers),
            Collection.state == "posted",
            Collection.used_up_on == OPEN_END,
        )
    ):  # fmt: skip
        money[row[0]].append(OpenMoney(row[1], row[2], row[3], row[4] - int(row[5])))
