"""The money that came in: by each payer's habit, in parts, and some not applied to anything."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from desktop.enums import InvoiceKind
from desktop.services.sample import stories
from desktop.services.sample.days import AS_OF, WorkDays
from desktop.services.sample.dealers import Dealer, Payer
from desktop.services.sample.dice import Dice
from desktop.services.sample.invoices import Bill, never_paid
from desktop.services.sample.words import money_text, say

COLUMNS = (
    "receipt_no", "date", "customer_code", "amount", "invoice_no", "method", "payer", "rep_code",
)  # fmt: skip

_METHODS = (
    *(("银行转账", "bank transfer"),) * 7,
    *(("银行承兑汇票", "bank acceptance"),) * 2,
    ("现金", "cash"),
)
_CASH = ("现金", "cash")

#: Since when overpaid money is still waiting to be applied, beside a few forgotten sums.
_UNAPPLIED_FROM = date(2026, 8, 1)


@dataclass(frozen=True, slots=True)
class Money:
    """A row of a receipt: what it pays (or "" for nothing yet), in fen."""

    receipt: str
    day: date
    dealer: Dealer
    amount: int
    invoice: str
    method: int


def collections(
    seed: int, work: WorkDays, bills: tuple[Bill, ...]
) -> tuple[tuple[Money, ...], dict[str, str]]:
    """Return all money up to the as-of date, and which invoice each used credit note reduces.

    Money of one dealer and day is one receipt. No invoice is paid before its date, nor more
    than its amount less the credit notes that reduce it.
    """
    by_dealer: dict[int, list[Bill]] = {}
    for bill in bills:
        by_dealer.setdefault(bill.dealer.place, []).append(bill)
    money: list[Money] = []
    reduced: dict[str, str] = {}
    for place in sorted(by_dealer):
        dice = Dice(seed, 20_000 + place)
        own = _pay(dice, work, by_dealer[place], reduced)
        money += own
        money += _on_account(dice, own)
    money.sort(key=lambda m: (m.day, m.dealer.place, m.invoice == "", m.invoice))
    return _receipts(money), reduced


def _pay(dice: Dice, work: WorkDays, bills: list[Bill], reduced: dict[str, str]) -> list[Money]:
    """Return what one dealer pays for his invoices, noting which credit notes he deducts."""
    notes = [bill for bill in bills if bill.kind is InvoiceKind.CREDIT_NOTE]
    method = dice.below(len(_METHODS))
    result: list[Money] = []
    plans = []
    for bill in bills:
        if bill.kind is InvoiceKind.INVOICE:
            days = [_pay_day(work, bill, late) for late in _lateness(dice, bill)]
            plans.append((days, bill, dice.between(4, 7)))
    plans.sort(key=lambda plan: (plan[0][0], plan[1].number))
    for days, bill, tenths in plans:
        if never_paid(bill) or days[0] > AS_OF:
            continue
        open_amount = bill.gross
        for note in _usable(notes, reduced, bill, days[0]):
            open_amount -= note.gross
            reduced[note.number] = bill.number
        if len(days) == 2 and open_amount > 2_000_000:
            # A part payment is a round sum: whole thousands of yuan.
            first = open_amount * tenths // 10 // 100_000 * 100_000
            result.append(Money("", days[0], bill.dealer, first, bill.number, method))
            open_amount -= first
        if open_amount and days[-1] <= AS_OF:
            result.append(Money("", days[-1], bill.dealer, open_amount, bill.number, method))
    return result


def _usable(
    notes: list[Bill], reduced: dict[str, str], bill: Bill, paid_on: date
) -> Iterator[Bill]:
    """Yield the credit notes that a dealer deducts when he pays, his invoice's own first.

    A note is deducted whole, from one invoice.
    """
    known = [note for note in notes if note.day <= paid_on and note.number not in reduced]
    known.sort(key=lambda note: (note.credits != bill.number, note.day, note.number))
    most = bill.gross
    for note in known:
        if note.gross <= most:
            most -= note.gross
            yield note


def _lateness(dice: Dice, bill: Bill) -> list[int]:
    """Return how many days after the due date an invoice is paid; two where it is in parts."""
    payer, code = bill.dealer.payer, bill.dealer.code
    if code == stories.CUT_OFF and bill.day >= stories.CUT_OFF_SHRINKS_FROM:
        return [dice.between(35, 80)]
    is_leavers = bill.dealer.owners[0][1] == stories.LEAVER
    if is_leavers and bill.day >= stories.LEAVER_LATE_FROM and payer is not Payer.CASH:
        return [dice.between(40, 140)]
    if payer is Payer.CASH:
        return [dice.between(0, 3) - bill.dealer.terms]
    if payer is Payer.PROMPT:
        return [dice.between(-6, 2)]
    if payer is Payer.SLOW:
        return [dice.between(10, 42)]
    if payer is Payer.VERY_SLOW:
        return [dice.between(40, 120)]
    if payer is Payer.PARTS:
        return [dice.between(-2, 8), dice.between(20, 48)]
    return [dice.between(-3, 12)]


def _pay_day(work: WorkDays, bill: Bill, late: int) -> date:
    """Return the working day of payment: the dealer's pay day of the week where he has one."""
    day = max(bill.day, bill.due + timedelta(days=late))
    if bill.dealer.payer is not Payer.CASH:
        day += timedelta(days=(bill.dealer.place % 5 - day.weekday()) % 7)
    return work.next(day)


def _on_account(dice: Dice, paid: list[Money]) -> list[Money]:
    """Return money that is not applied to anything: overpaid lately, or forgotten long ago."""
    result = []
    for money in paid:
        share = 0.05 if money.day >= _UNAPPLIED_FROM else 0.0008
        if money.amount > 500_000 and dice.chance(share):
            extra = dice.pick((50_000, 100_000, 123_450, 200_000, 500_000, 1_000_000))
            result.append(Money("", money.day, money.dealer, extra, "", money.method))
    return result


def _receipts(money: list[Money]) -> tuple[Money, ...]:
    """Return the rows with receipt numbers: a dealer's money of one day shares a receipt."""
    counts: dict[int, int] = {}
    result: list[Money] = []
    key: tuple[date, int] | None = None
    number = ""
    for row in money:
        if (row.day, row.dealer.place) != key:
            key = (row.day, row.dealer.place)
            counts[row.day.year] = counts.get(row.day.year, 0) + 1
            number = f"RC{row.day.year % 100}-{counts[row.day.year]:05d}"
        result.append(Money(number, row.day, row.dealer, row.amount, row.invoice, row.method))
    return tuple(result)


def rows(money: tuple[Money, ...], language: str) -> tuple[tuple[str, ...], ...]:
    """Return the rows of the collections' file."""
    result = []
    for row in money:
        is_cash = row.dealer.payer is Payer.CASH and row.amount < 2_000_000
        payer = ""
        if row.dealer.code == stories.OTHER_PAYER:
            payer = say(("鼎岚供应链（个人账户）", "Dinglan Supply (private account)"), language)
        result.append(
            (
                row.receipt,
                row.day.isoformat(),
                row.dealer.code,
                money_text(row.amount),
                row.invoice,
                say(_CASH if is_cash else _METHODS[row.method], language),
                payer,
                row.dealer.owner(row.day),
            )
        )
    return tuple(result)
