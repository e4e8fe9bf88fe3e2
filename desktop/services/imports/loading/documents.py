"""Orders, invoices and credit notes: rows become documents with lines, posted at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import chain, repeat
from typing import Any

from desktop.changes import Topic
from desktop.models import (
    MILLIONTHS,
    OPEN_END,
    Customer,
    Invoice,
    InvoiceCredit,
    InvoiceLine,
    OrderCredit,
    OrderLine,
    Product,
    Rep,
    SalesOrder,
)
from desktop.money import split_exact
from desktop.periods import Month
from desktop.search_key import search_key
from desktop.services.figures.frame import load_frame
from desktop.services.figures.timelines import Timelines, load_timelines
from desktop.services.imports.loading.context import LoadContext, Writer
from desktop.services.imports.loading.offsets import (
    offset_credit_notes,
    refuse_lost_originals,
    refuse_wrong_originals,
)
from desktop.services.imports.loading.summary import refresh_sales_months

#: Shares of a line's credit: (rep id, millionths of one).
Shares = tuple[tuple[int, int], ...]
_LINE = (
    "line_no", "product_id", "quantity_millionths", "unit_price_millionths", "net_minor",
    "cost_minor",
)  # fmt: skip
_CREDIT = (
    "line_no", "rep_id", "share_millionths", "quantity_millionths", "net_minor", "cost_minor",
)  # fmt: skip


@dataclass(slots=True)
class Group:
    """The rows of one document, as places in the checked table."""

    number: str
    key: str
    places: list[int]


def grouped(context: LoadContext, column: str) -> list[Group]:
    """Return the documents of a file in the order of their first rows."""
    places: dict[str, list[int]] = {}
    for place, number in enumerate(context.column(column)):
        found = places.get(number)
        if found is None:
            places[number] = [place]
        else:
            found.append(place)
    groups: dict[str, Group] = {}
    for number, found in places.items():
        key = search_key(number)
        group = groups.setdefault(key, Group(number, key, found))
        if group.places is not found:
            group.places = sorted((*group.places, *found))
    return list(groups.values())


def refuse_known(context: LoadContext, record: Any, column: str, groups: Sequence[Group]) -> None:
    """Refuse the documents whose number is there already; posted documents are never changed."""
    known = context.existing(
        record, record.number_key, record.id, (group.key for group in groups),
        record.state != "void",
    )  # fmt: skip
    for group in groups:
        if group.key in known:
            for place in group.places:
                context.refuse(place, column, "number_exists", number=group.number)


def whole_documents(context: LoadContext, column: str, groups: list[Group]) -> list[Group]:
    """Return the documents that are good as a whole; a bad row refuses the others of its own.

    Rows that the file check refused are not in the table; their documents are named by the
    raw cells, so that no document goes in with lines missing.
    """
    lost = _numbers_refused_before(context, column)
    if not lost and not context.refused:
        return groups
    good = []
    for group in groups:
        bad = [place for place in group.places if place in context.refused]
        if not bad and group.key not in lost:
            good.append(group)
            continue
        for place in group.places:
            if place not in context.refused:
                context.refuse(place, column, "document_incomplete", number=group.number)
    return good


def _numbers_refused_before(context: LoadContext, column: str) -> set[str]:
    table = context.table
    if not table.refused:
        return set()
    header = table.header_of(column)
    if header not in table.raw.headers:
        return set()
    at = table.raw.headers.index(header)
    rows = {row for row, _issue in table.refused}
    return {
        search_key(str(cells[at]))
        for number, cells in zip(table.raw.row_numbers, table.raw.rows, strict=True)
        if number in rows
    }


def resolve_credit(context: LoadContext) -> list[Shares]:
    """Return the reps that each row credits: none, one with all of it, or several with shares."""
    known = context.codes(Rep)
    # Cells with one text are one object, and decimals are slow to compare by value.
    answers: dict[int, Shares | str] = {id(None): ()}
    nothing: set[int] = set()
    found: list[Shares] = []
    for place, credit in enumerate(context.column("rep_code")):
        answer = answers.get(id(credit))
        if answer is None:
            answer = answers[id(credit)] = _shares(credit, known)
            if not isinstance(answer, str) and any(share == 0 for _rep, share in answer):
                # A share below a millionth is no share.
                nothing.add(id(credit))
        if isinstance(answer, str):
            context.refuse(place, "rep_code", "unknown_code", given=answer, record="rep")
            answer = ()
        elif nothing and id(credit) in nothing:
            context.refuse(place, "rep_code", "credit_form")
        found.append(answer)
    return found


def _shares(credit: Sequence[tuple[str, Decimal]], known: dict[str, int]) -> Shares | str:
    reps = []
    for code, _percent in credit:
        rep = known.get(search_key(code))
        if rep is None:
            return code
        reps.append(rep)
    millionths = split_exact(MILLIONTHS, [percent for _code, percent in credit])
    return tuple(zip(reps, millionths, strict=True))


class _Attribution:
    """Whom a new document counts for, and where."""

    def __init__(self, context: LoadContext) -> None:
        frame = load_frame(context.session, context.branch.id)
        self._timelines: Timelines = load_timelines(context.session, frame)

    def of(
        self, customer: int, shares: Shares, day: date
    ) -> tuple[int | None, int | None, int | None]:
        """Return the rep named, the rep credited, and the territory."""
        named = shares[0][0] if len(shares) == 1 else None
        credited = shares[0][0] if shares else self._timelines.owner_on(customer, day)
        return named, credited, self._timelines.place_on(customer, credited, day)


def _credit_rows(
    document: int,
    line_no: int,
    shares: Shares,
    quantity: int | None,
    net: int,
    cost: int | None,
) -> list[tuple[object, ...]]:
    weights = [share for _rep, share in shares]
    quantities: Sequence[int | None] = (
        [None] * len(shares) if quantity is None else split_exact(quantity, weights)
    )
    costs: Sequence[int | None] = (
        [None] * len(shares) if cost is None else split_exact(cost, weights)
    )
    nets = split_exact(net, weights)
    return [
        (document, line_no, rep, share, quantities[i], nets[i], costs[i])
        for i, (rep, share) in enumerate(shares)
    ]


def _months(days: Iterable[date]) -> dict[date, int]:
    """Return the month of each day, as its ordinal."""
    return {day: Month.of(day).ordinal for day in set(days)}


def _lines(
    ids: Sequence[int], groups: Sequence[Group], columns: Sequence[Sequence[object]]
) -> Iterator[tuple[object, ...]]:
    """Yield the documents' lines: the document's id, the line's number, then its columns."""
    sizes = [len(group.places) for group in groups]
    places = list(chain.from_iterable(group.places for group in groups))
    return zip(
        chain.from_iterable(map(repeat, ids, sizes)),
        chain.from_iterable(range(1, size + 1) for size in sizes),
        *([column[place] for place in places] for column in columns),
        strict=True,
    )


def load_orders(context: LoadContext) -> Writer:
    """Check orders and return what writes them."""
    customers = context.resolve("customer_code", Customer)
    products = context.resolve("product_code", Product)
    credits = resolve_credit(context)
    groups = grouped(context, "order_no")
    refuse_known(context, SalesOrder, "order_no", groups)
    good = whole_documents(context, "order_no", groups)
    dates, status = context.column("order_date"), context.column("status")
    quantity, price = context.column("quantity"), context.column("unit_price")
    amount, cost = context.column("amount"), context.column("cost")

    def write() -> frozenset[Topic]:
        attribution = _Attribution(context)
        ids = context.new_ids(SalesOrder, len(good))
        headers, parts = [], []
        month_of = _months(dates)
        for document, group in zip(ids, good, strict=True):
            first = group.places[0]
            customer, day, shares = customers[first], dates[first], credits[first]
            assert customer is not None
            named, credited, territory = attribution.of(customer, shares, day)
            headers.append((
                document, group.number, group.key, "posted", day, month_of[day], customer, named,
                credited, territory, status[first] or "confirmed", len(shares) > 1,
                sum([amount[place] for place in group.places]),
            ))  # fmt: skip
            if context.batch_id is None:
                context.made.update(dict.fromkeys(group.places, document))
            if len(shares) > 1:
                for number, i in enumerate(group.places, 1):
                    parts += _credit_rows(document, number, shares, quantity[i], amount[i], cost[i])
        lines = _lines(ids, good, (products, quantity, price, amount, cost))
        context.insert(SalesOrder, [
            "id", "number", "number_key", "state", "document_date", "month", "customer_id",
            "rep_id", "credited_rep_id", "territory_id", "status", "is_shared", "net_minor",
        ], headers)  # fmt: skip
        context.insert(OrderLine, ["order_id", *_LINE], lines)
        context.insert(OrderCredit, ["order_id", *_CREDIT], parts)
        refresh_sales_months(context.session, context.branch, {row[5] for row in headers})
        return frozenset({Topic.ORDERS})

    return write


@dataclass(slots=True)
class _Terms:
    """Days of credit by customer id."""

    days: dict[int, int]

    @classmethod
    def of(cls, context: LoadContext) -> _Terms:
        frame = load_frame(context.session, context.branch.id, customers=True)
        return cls({one.id: one.terms_days or 0 for one in frame.customers.values()})

    def due(self, customer: int, day: date, given: date | None) -> date:
        """Return the due date: the one given, else the date and the customer's terms."""
        return given or day + timedelta(days=self.days[customer])


def load_invoices(context: LoadContext) -> Writer:
    """Check invoices and credit notes and return what writes them; credit notes count negative."""
    customers = context.resolve("customer_code", Customer)
    products = context.resolve("product_code", Product)
    credits = resolve_credit(context)
    dates, given, kinds = (context.column(n) for n in ("invoice_date", "due_date", "kind"))
    amount, tax = context.column("amount"), context.column("tax")
    good = _invoices_going_in(context, customers)
    orders = _orders_billed(context)

    def write() -> frozenset[Topic]:
        attribution, terms = _Attribution(context), _Terms.of(context)
        ids = context.new_ids(Invoice, len(good))
        numbers = context.column("order_no")
        quantity, cost = context.column("quantity"), context.column("cost")
        headers, lines, parts = [], [], []
        month_of = _months(dates)
        for document, group in zip(ids, good, strict=True):
            first = group.places[0]
            customer, day, shares = customers[first], dates[first], credits[first]
            assert customer is not None
            sign = -1 if kinds[first] == "credit_note" else 1
            named, credited, territory = attribution.of(customer, shares, day)
            net = sign * sum(amount[i] for i in group.places)
            taxes = sign * sum(tax[i] or 0 for i in group.places)
            order = numbers[first] or ""
            headers.append((
                document, group.number, group.key, "posted", day, month_of[day], customer, named,
                credited, territory, kinds[first] or "invoice",
                terms.due(customer, day, given[first]), orders.get(search_key(order)), order,
                len(shares) > 1, net, taxes, net + taxes, day if net + taxes == 0 else OPEN_END,
            ))  # fmt: skip
            for number, i in enumerate(group.places, 1):
                pieces = None if quantity[i] is None else sign * quantity[i]
                costs = None if cost[i] is None else sign * cost[i]
                value = sign * amount[i]
                lines.append((
                    document, number, products[i], pieces, None, value, costs, sign * (tax[i] or 0)
                ))  # fmt: skip
                if len(shares) > 1:
                    parts += _credit_rows(document, number, shares, pieces, value, costs)
        context.insert(Invoice, [
            "id", "number", "number_key", "state", "document_date", "month", "customer_id",
            "rep_id", "credited_rep_id", "territory_id", "kind", "due_date", "order_id",
            "order_number", "is_shared", "net_minor", "tax_minor", "gross_minor", "settled_on",
        ], headers)  # fmt: skip
        context.insert(InvoiceLine, ["invoice_id", *_LINE, "tax_minor"], lines)
        context.insert(InvoiceCredit, ["invoice_id", *_CREDIT], parts)
        refresh_sales_months(context.session, context.branch, {row[5] for row in headers})
        offset_credit_notes(context, dict(zip((group.key for group in good), ids, strict=True)))
        return frozenset({Topic.INVOICES})

    return write


def _invoices_going_in(context: LoadContext, customers: Sequence[int | None]) -> list[Group]:
    """Return the documents of the file that nothing is wrong with, and refuse the others."""
    amount, tax = context.column("amount"), context.column("tax")
    groups = grouped(context, "invoice_no")
    refuse_known(context, Invoice, "invoice_no", groups)
    for group in groups:
        if sum(amount[i] + (tax[i] or 0) for i in group.places) < 0:
            context.refuse(group.places[0], "amount", "invoice_below_zero", number=group.number)
    refuse_wrong_originals(context, customers, {group.key for group in groups})
    good = whole_documents(context, "invoice_no", groups)
    if refuse_lost_originals(context, {one.key for one in groups} - {one.key for one in good}):
        good = whole_documents(context, "invoice_no", groups)
    return good


def _orders_billed(context: LoadContext) -> dict[str, int]:
    """Return the ids of the orders that the invoices name, as far as they are known."""
    keys = {search_key(number) for number in context.column("order_no") if number}
    return context.existing(
        SalesOrder, SalesOrder.number_key, SalesOrder.id, keys, SalesOrder.state != "void"
    )
