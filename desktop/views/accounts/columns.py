"""Columns of the Accounts tab: customers, documents, lines, money, sales, visits; free of Qt."""

from __future__ import annotations

from decimal import Decimal

from desktop.i18n import N_, _
from desktop.services import formats
from desktop.services.customers.data import (
    AccountColumn,
    AccountRow,
    AppliedRow,
    InvoiceLineRow,
    MoneyRow,
    VisitRow,
)
from desktop.services.exports.people import CellKind
from desktop.services.plans.data import DocumentLineRow
from desktop.services.receivables.data import ItemKind, OpenItemRow
from desktop.tone import Tone
from desktop.views.accounts.words import (
    channel_words,
    custody_words,
    kind_words,
    status_tone,
    status_words,
)
from desktop.views.column import (
    Align,
    Column,
    date_column,
    money_column,
    status_column,
    text_column,
)


def account_columns(currency: str) -> tuple[Column[AccountRow], ...]:
    """Return the columns of the list; each key is what the service sorts by."""
    return (*_owed_columns(currency), *_further_columns(currency))


def _owed_columns(currency: str) -> tuple[Column[AccountRow], ...]:
    return (
        text_column(AccountColumn.CODE, N_("Code"), lambda row: row.code),
        text_column(
            AccountColumn.NAME, N_("Customer"), lambda row: row.name, characters=26, strong=True,
            tip=lambda row: row.name,
        ),
        Column(
            AccountColumn.CLASS, N_("Class"), lambda row: row.customer_class or formats.DASH,
            lambda row: row.customer_class or None, align=Align.CENTER,
            tip=lambda row: "" if row.customer_class else _("This customer has no class."),
        ),
        status_column(
            AccountColumn.STATUS, N_("Status"), lambda row: status_words(row.status),
            lambda row: status_tone(row.status),
        ),
        money_column(
            AccountColumn.RECEIVABLE, N_("Receivable"), lambda row: row.receivable, currency,
            header_tip=N_("Open documents less money that is not applied yet, at the as-of date"),
        ),
        money_column(
            AccountColumn.OVERDUE, N_("Overdue"), lambda row: row.overdue, currency,
            header_tip=N_("Open and past the due date; what is due today is not overdue"),
        ),
        _oldest_column(),
    )  # fmt: skip


def _further_columns(currency: str) -> tuple[Column[AccountRow], ...]:
    return (
        Column(
            AccountColumn.KEY_ACCOUNT, N_("Key account"),
            lambda row: _("Key account") if row.is_key_account else "",
            lambda row: _("Key account") if row.is_key_account else None,
            tone=lambda row: Tone.INFO if row.is_key_account else Tone.NONE,
            header_tip=N_("Customers of strategic weight"),
        ),
        Column(
            AccountColumn.REP, N_("Rep"), _rep_words, _rep_words,
            tone=lambda row: Tone.NONE if row.rep_code else Tone.WATCH,
            tip=lambda row: row.rep_code or _("No employed rep looks after this customer."),
        ),
        text_column(
            AccountColumn.TERRITORY, N_("Territory"),
            lambda row: row.territory_name or formats.DASH,
            tip=lambda row: row.territory_code or _("This customer lies in no territory."),
        ),
        money_column(
            AccountColumn.NET_SALES, N_("Net sales of the year"),
            lambda row: row.net_sales, currency,
            header_tip=N_("Net of tax and returns, from the start of the fiscal year"),
        ),
        date_column(AccountColumn.LAST_DOCUMENT, N_("Last purchase"),
                    lambda row: row.last_document_on),
        money_column(
            AccountColumn.CREDIT_LIMIT, N_("Credit limit"), lambda row: row.credit_limit, currency,
            tip=_no_limit,
        ),
        money_column(
            AccountColumn.AVAILABLE, N_("Available credit"), lambda row: row.available, currency,
            header_tip=N_("Credit limit less receivable"), tip=_no_limit,
        ),
        money_column(
            AccountColumn.UNAPPLIED, N_("Unapplied money"), lambda row: row.unapplied, currency,
            header_tip=N_("Money received that pays nothing yet"), is_hidden=True,
        ),
    )  # fmt: skip


def _rep_words(row: AccountRow) -> str:
    return row.rep_name or custody_words()


def _no_limit(row: AccountRow) -> str:
    return "" if row.credit_limit is not None else _("No credit limit is set for this customer.")


def _oldest_column() -> Column[AccountRow]:
    return Column(
        AccountColumn.OLDEST_OVERDUE, N_("Days overdue"),
        lambda row: formats.number(row.oldest_overdue_days or None),
        lambda row: row.oldest_overdue_days or None,
        align=Align.END, kind=CellKind.COUNT, decimals=0,
        header_tip=N_("Days since the oldest open document was due"),
        tip=lambda row: "" if row.oldest_overdue_days else _("Nothing is overdue."),
    )  # fmt: skip


def document_columns(currency: str) -> tuple[Column[OpenItemRow], ...]:
    """Return the columns of a customer's documents; what is open stands where it is seen."""
    return (
        text_column("number", N_("Document"), lambda row: row.document_no, strong=True),
        Column(
            "due", N_("Due"),
            lambda row: formats.day(None if row.kind is ItemKind.COLLECTION else row.due_date),
            lambda row: None if row.kind is ItemKind.COLLECTION else row.due_date,
            kind=CellKind.DATE,
            tip=lambda row: _("Money has no due date.") if row.kind is ItemKind.COLLECTION else "",
        ),
        Column(
            "days", N_("Days overdue"), lambda row: formats.number(row.days_overdue or None),
            lambda row: row.days_overdue or None, align=Align.END, kind=CellKind.COUNT, decimals=0,
            tip=lambda row: "" if row.days_overdue else _("Not overdue."),
        ),
        money_column("open", N_("Open"), lambda row: row.open, currency, strong=True),
        text_column("kind", N_("Kind"), lambda row: kind_words(row.kind)),
        date_column("day", N_("Date"), lambda row: row.document_date),
        money_column("amount", N_("Amount"), lambda row: row.amount, currency),
        money_column("applied", N_("Applied"), lambda row: row.applied, currency,
                     header_tip=N_("What has been paid of a document, or what money has paid")),
        Column(
            "owner", N_("Answers for it"), _owner_words, _owner_words,
            tone=lambda row: Tone.WATCH if row.open and not row.owner_code else Tone.NONE,
        ),
    )  # fmt: skip


def _owner_words(row: OpenItemRow) -> str:
    if row.owner_code:
        return row.owner_code
    return custody_words() if row.open else formats.DASH


def line_columns(currency: str) -> tuple[Column[InvoiceLineRow], ...]:
    """Return the columns of a document's lines."""
    return (
        text_column("product", N_("Product"), lambda row: row.product_name or formats.DASH,
                    tip=lambda row: row.product_code),
        Column("quantity", N_("Quantity"), lambda row: formats.quantity(row.quantity),
               lambda row: row.quantity, align=Align.END, kind=CellKind.NUMBER),
        Column("price", N_("Price"), lambda row: formats.number(row.unit_price, 2),
               lambda row: row.unit_price, align=Align.END, kind=CellKind.NUMBER),
        money_column("net", N_("Net"), lambda row: row.net, currency),
        money_column("tax", N_("Tax"), lambda row: row.tax, currency),
        money_column("gross", N_("Gross"), lambda row: row.gross, currency, strong=True),
    )  # fmt: skip


def receipt_columns(currency: str) -> tuple[Column[MoneyRow], ...]:
    """Return the columns of money received."""
    return (
        text_column("number", N_("Receipt"), lambda row: row.receipt_no, strong=True),
        date_column("day", N_("Received"), lambda row: row.received_on),
        money_column("amount", N_("Amount"), lambda row: row.amount, currency),
        money_column(
            "unapplied", N_("Unapplied"), lambda row: row.unapplied, currency,
            header_tip=N_("What of it pays nothing yet"),
            tone=lambda row: Tone.WATCH if row.unapplied else Tone.NONE,
        ),
        Column(
            "paid", N_("Paid"), _paid_words, _paid_words,
            tip=lambda row: "\n".join(one.document_no for one in row.applied),
        ),
    )  # fmt: skip


def _paid_words(row: MoneyRow) -> str:
    if not row.applied:
        return _("nothing yet")
    return ", ".join(one.document_no for one in row.applied)


def applied_columns(currency: str) -> tuple[Column[AppliedRow], ...]:
    """Return the columns of what a receipt paid."""
    return (
        text_column("number", N_("Paid document"), lambda row: row.document_no, strong=True),
        date_column("day", N_("Applied on"), lambda row: row.applied_on),
        money_column("amount", N_("Amount"), lambda row: row.amount, currency),
    )


def sales_columns(currency: str) -> tuple[Column[DocumentLineRow], ...]:
    """Return the columns of the lines behind net sales."""
    return (
        date_column("day", N_("Date"), lambda row: row.day),
        text_column("number", N_("Document"), lambda row: row.number, strong=True),
        money_column("amount", N_("Net sales"), lambda row: row.amount, currency),
        text_column("product", N_("Product"), lambda row: row.product_name or formats.DASH,
                    tip=lambda row: row.product_code),
        Column("quantity", N_("Quantity"), lambda row: formats.quantity(row.quantity),
               lambda row: row.quantity, align=Align.END, kind=CellKind.NUMBER),
        text_column("rep", N_("Rep"), lambda row: row.rep_name or formats.DASH,
                    tip=lambda row: row.rep_code or _("Several reps, or none, have the credit.")),
    )  # fmt: skip


def visit_columns() -> tuple[Column[VisitRow], ...]:
    """Return the columns of a customer's visits."""
    return (
        Column("day", N_("Date"), lambda row: formats.day(row.visited_on),
               lambda row: row.visited_on, kind=CellKind.DATE, strong=True),
        text_column("rep", N_("Rep"), lambda row: row.rep_name),
        Column("channel", N_("How"),
               lambda row: channel_words(row.channel, row.is_attempt),
               lambda row: channel_words(row.channel, row.is_attempt),
               tone=lambda row: Tone.MUTED if row.is_attempt else Tone.NONE),
        text_column("purpose", N_("Purpose"), lambda row: row.purpose or formats.DASH),
        text_column("outcome", N_("Outcome"), lambda row: row.outcome or formats.DASH),
        text_column("note", N_("Note"), lambda row: row.note, characters=40,
                    tip=lambda row: row.note),
    )  # fmt: skip


def unapplied_total(unapplied: Decimal) -> Decimal:
    """Return unapplied money as the list of money shows it, above zero."""
    return abs(unapplied)
