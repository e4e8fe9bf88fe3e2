"""A book of money kept beside the program: what customers owe by plain addition.

It books what the program is told to book, by the rules of FORMATS.md section 2 written anew, and
says what must be open at any day. Amounts are whole cents.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Paper:
    """An invoice (above zero), a credit note (below zero), or with `is_money` a receipt."""

    number: str
    customer: str
    day: date
    due: date
    cents: int
    batch: int
    is_money: bool = False


@dataclass(frozen=True, slots=True)
class Payment:
    """Cents of a receipt or a credit note that pay an invoice from a day on."""

    invoice: str
    source: str
    day: date
    cents: int
    batch: int


@dataclass(slots=True)
class Book:
    """All papers and payments that are not withdrawn."""

    papers: dict[str, Paper] = field(default_factory=dict)
    payments: list[Payment] = field(default_factory=list)

    def open_at(self, day: date) -> dict[str, int]:
        """Return what is open of each paper at the end of a day, as it counts in what is owed."""
        left = {
            paper.number: -paper.cents if paper.is_money else paper.cents
            for paper in self.papers.values()
            if paper.day <= day
        }
        for payment in self.payments:
            if payment.day <= day:
                left[payment.invoice] -= payment.cents
                left[payment.source] += payment.cents
        return {number: cents for number, cents in left.items() if cents}

    def owed_at(self, day: date) -> dict[str, int]:
        """Return what each customer owes at the end of a day: invoices less money, no more."""
        owed: dict[str, int] = {}
        for paper in self.papers.values():
            if paper.day <= day:
                sign = -1 if paper.is_money else 1
                owed[paper.customer] = owed.get(paper.customer, 0) + sign * paper.cents
        return {customer: cents for customer, cents in owed.items() if cents}

    def left(self, number: str) -> int:
        """Return what is open of a paper in the end, without its sign."""
        return abs(self.open_at(date.max).get(number, 0))

    def pay(self, invoice: str, source: str, cents: int, batch: int) -> None:
        """Let a paper pay an invoice as far as both have something left."""
        amount = min(cents, self.left(invoice))
        if amount > 0:
            day = max(self.papers[invoice].day, self.papers[source].day)
            self.payments.append(Payment(invoice, source, day, amount, batch))

    def pay_oldest_first(self, customer: str, batch: int) -> None:
        """Let all money of a customer pay his invoices by due date, then number."""
        mine = [one for one in self.papers.values() if one.customer == customer]
        purse = sorted((one for one in mine if one.is_money), key=lambda one: (one.day, one.number))
        unpaid = sorted(
            (one for one in mine if not one.is_money and one.cents > 0),
            key=lambda one: (one.due, one.number),
        )
        for coins in purse:
            for invoice in unpaid:
                self.pay(invoice.number, coins.number, self.left(coins.number), batch)

    def withdraw(self, batch: int) -> None:
        """Forget what a batch brought."""
        self.payments = [one for one in self.payments if one.batch != batch]
        self.papers = {n: one for n, one in self.papers.items() if one.batch != batch}

    def files(self) -> tuple[str, str] | None:
        """Return the invoices and the collections as import files; None where no file says it.

        A credit note that found its invoice partly paid is such a case: read before the money,
        it would take more of it.
        """
        invoices = [
            "invoice_no,kind,invoice_date,due_date,customer_code,amount,original_invoice_no"
        ]
        money = ["receipt_no,date,customer_code,amount,invoice_no"]
        gross = {one.number: one.cents for one in self.papers.values()}
        for paper in self.papers.values():
            parts = [one for one in self.payments if one.source == paper.number]
            if paper.is_money:
                rest = paper.cents - sum(one.cents for one in parts)
                rows = [(one.cents, one.invoice) for one in parts] + [(rest, "")] * bool(rest)
                money += [
                    f"{paper.number},{paper.day},{paper.customer},{plain(cents)},{invoice}"
                    for cents, invoice in rows
                ]
                continue
            original = parts[0].invoice if parts else ""
            if parts:
                if parts[0].cents != min(-paper.cents, gross[original]):
                    return None
                gross[original] -= parts[0].cents
            kind = "credit_note" if paper.cents < 0 else "invoice"
            invoices.append(
                f"{paper.number},{kind},{paper.day},{paper.due},{paper.customer},"
                f"{plain(abs(paper.cents))},{original}"
            )
        return "\n".join(invoices) + "\n", "\n".join(money) + "\n"


def plain(cents: int) -> str:
    """Return cents as an amount with two decimals."""
    return str(Decimal(cents).scaleb(-2))


def cents(amount: object) -> int:
    """Return an amount in cents; there is nothing below them."""
    assert isinstance(amount, Decimal)
    whole = amount.scaleb(2)
    assert whole == int(whole), amount
    return int(whole)
