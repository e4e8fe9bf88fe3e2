"""What was invoiced of the orders, and what came back as credit notes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from desktop.enums import InvoiceKind
from desktop.services.sample import goods, stories
from desktop.services.sample.days import AS_OF, WorkDays
from desktop.services.sample.dealers import Dealer
from desktop.services.sample.dice import Dice
from desktop.services.sample.orders import Line, Order, is_cost_missing
from desktop.services.sample.words import money_text

#: Value added tax on appliances, in percent.
TAX_PERCENT = 13

COLUMNS = (
    "invoice_no", "kind", "invoice_date", "due_date", "customer_code", "rep_code", "order_no",
    "original_invoice_no", "product_code", "quantity", "amount", "tax", "cost",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Bill:
    """An invoice, or a credit note for (part of) the invoice `credits`."""

    number: str
    kind: InvoiceKind
    day: date
    due: date
    order: Order
    credit: str
    lines: tuple[Line, ...]
    credits: str = ""

    @property
    def dealer(self) -> Dealer:
        """Who owes it."""
        return self.order.dealer

    @property
    def gross(self) -> int:
        """Amount with tax in fen, above zero for a credit note too."""
        return sum(line.amount + tax(line.amount) for line in self.lines)


def tax(amount: int) -> int:
    """Return the tax on a net amount in fen, rounded half-up line by line."""
    return (amount * TAX_PERCENT + 50) // 100


def invoices(
    seed: int, work: WorkDays, orders: tuple[Order, ...]
) -> tuple[tuple[Bill, ...], frozenset[str]]:
    """Return invoices and credit notes up to the as-of date, and the orders fully invoiced.

    In order of date; numbers count through each year, credit notes in a series of their own.
    """
    dice = Dice(seed, 4)
    drafts: list[Bill] = []
    closed: set[str] = set()
    for order in orders:
        if order.is_cancelled:
            continue
        parts = _deliveries(dice, work, order)
        issued = [part for part in parts if part.day <= AS_OF]
        drafts += issued
        if len(issued) == len(parts):
            closed.add(order.number)
    drafts.sort(key=lambda bill: (bill.day, bill.order.number))
    bills = _numbered(drafts, "IV")
    credits = [note for bill in bills for note in _returns(dice, work, bill)]
    credits.sort(key=lambda bill: (bill.day, bill.credits))
    result = [*bills, *_numbered(credits, "CN")]
    result.sort(key=lambda bill: (bill.day, bill.kind == InvoiceKind.CREDIT_NOTE, bill.number))
    return tuple(result), frozenset(closed)


def _numbered(drafts: list[Bill], series: str) -> list[Bill]:
    """Return the documents with their numbers, in the order given."""
    counts: dict[int, int] = {}
    result = []
    for bill in drafts:
        counts[bill.day.year] = counts.get(bill.day.year, 0) + 1
        number = f"{series}{bill.day.year % 100}-{counts[bill.day.year]:05d}"
        result.append(replace(bill, number=number))
    return result


def _deliveries(dice: Dice, work: WorkDays, order: Order) -> list[Bill]:
    """Return an order's one or two invoices, 0 to 5 days after it."""
    window = work.between(order.day, order.day + timedelta(days=5))
    first = min(dice.below(len(window)), dice.below(len(window)))
    if order.is_push:
        first = 0
    large = [line for line in order.lines if line.quantity >= 6]
    if not large or order.is_push or not dice.chance(0.09):
        return [_bill(order, window[first], order.lines)]
    now, later = [], []
    for line in order.lines:
        part = line.quantity if line.quantity < 6 else line.quantity * dice.between(3, 7) // 10
        now.append(replace(line, quantity=part))
        if part < line.quantity:
            later.append(replace(line, quantity=line.quantity - part))
    second = dice.between(first, len(window) - 1)
    return [
        _bill(order, window[first], tuple(now)),
        _bill(order, window[second], tuple(later)),
    ]


def _bill(order: Order, day: date, lines: tuple[Line, ...]) -> Bill:
    """Return an invoice; who was credited with the order is credited with it if still there."""
    due = day + timedelta(days=order.dealer.terms)
    return Bill("", InvoiceKind.INVOICE, day, due, order, _credit_on(order, day), lines)


def _credit_on(order: Order, day: date) -> str:
    """Return who is credited on a day: never somebody who has left."""
    if ":" in order.credit:
        return order.credit
    return order.dealer.owner(day)


def _returns(dice: Dice, work: WorkDays, bill: Bill) -> list[Bill]:
    """Return the credit note of an invoice, if something came back by the as-of date."""
    if bill.order.is_push:
        day = work.next(bill.day + timedelta(days=dice.between(17, 38)))
        lines = tuple(
            replace(line, quantity=max(1, line.quantity * dice.between(60, 85) // 100))
            for line in bill.lines
        )
    elif dice.chance(0.013):
        day = work.next(bill.day + timedelta(days=dice.between(8, 60)))
        line = dice.pick(bill.lines)
        lines = (replace(line, quantity=dice.between(1, min(3, line.quantity))),)
    else:
        return []
    if day > AS_OF:
        return []
    credit = _credit_on(bill.order, day)
    return [Bill("", InvoiceKind.CREDIT_NOTE, day, day, bill.order, credit, lines, bill.number)]


def rows(bills: tuple[Bill, ...], reduced: Mapping[str, str]) -> tuple[tuple[str, ...], ...]:
    """Return the rows of the invoices' file, a row a line; credit notes are above zero.

    `reduced` names the invoice that a credit note reduces; one that is not there stays open.
    """
    result = []
    for bill in bills:
        for line in bill.lines:
            missing = is_cost_missing(bill.order.day, line.product)
            result.append(
                (
                    bill.number,
                    bill.kind.value,
                    bill.day.isoformat(),
                    bill.due.isoformat(),
                    bill.dealer.code,
                    bill.credit,
                    bill.order.number,
                    reduced.get(bill.number, ""),
                    goods.PRODUCTS[line.product].code,
                    str(line.quantity),
                    money_text(line.amount),
                    money_text(tax(line.amount)),
                    "" if missing else money_text(line.quantity * line.cost),
                )
            )
    return tuple(result)


def never_paid(bill: Bill) -> bool:
    """Whether a story keeps this invoice unpaid for good."""
    code = bill.dealer.code
    if code == stories.NO_CASH:
        return True
    return code == stories.NEVER_PAYS and bill.day >= stories.NEVER_PAYS_FROM
