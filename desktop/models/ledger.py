"""Records of trade: orders, invoices, credit notes, collections and what pays what.

A posted document is never edited or deleted: it is voided or amended by a new one. What may
still change on it is derived (who is credited, where it lies, when it was settled) and is
named in `changeable_when_posted`; triggers refuse the rest on both engines.
"""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from sqlalchemy import (
    CheckConstraint,
    ForeignKeyConstraint,
    Index,
    Integer,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from desktop.enums import DocumentState, InvoiceKind, OrderStatus
from desktop.models.base import (
    OPEN_END,
    Base,
    Imported,
    Key,
    Owned,
    Versioned,
    one_of,
    owned,
    reference,
    short_text,
)

_BY_NOTE = text("credit_note_id IS NOT NULL")
#: Most money pays something the day it comes, and was open at the end of no day.
_KEPT_OPEN = text("document_date < used_up_on")
_DERIVED = frozenset({"credited_rep_id", "territory_id", "version", "state", "voided_on"})


def _live_number(table: str) -> Index:
    """Return a unique index over the numbers of documents that are not void."""
    live = text("state <> 'void'")
    return Index(
        f"uq_{table}_number", "branch_id", "number_key", unique=True,
        sqlite_where=live, postgresql_where=live,
    )  # fmt: skip


class Document(Imported, Owned, Versioned):
    """What orders, invoices and collections have in common."""

    number: Mapped[str] = mapped_column(short_text(64), comment="The document's own number.")
    number_key: Mapped[str] = mapped_column(short_text(64), comment="Search key of the number.")
    state: Mapped[str] = mapped_column(short_text(8), comment="Draft, posted or void.")
    voided_on: Mapped[date | None] = mapped_column(comment="Business day it was voided.")
    document_date: Mapped[date] = mapped_column(comment="Date of the document.")
    month: Mapped[int] = mapped_column(Integer, comment="Month of the date: year*12 + month - 1.")

    @declared_attr
    def customer_id(cls) -> Mapped[int]:  # noqa: N805
        """The customer."""
        return mapped_column(Key, comment="The customer.")

    @declared_attr
    def rep_id(cls) -> Mapped[int | None]:  # noqa: N805
        """The rep that the document names."""
        return mapped_column(Key, comment="Rep that the document names; empty if none.")

    @declared_attr
    def credited_rep_id(cls) -> Mapped[int | None]:  # noqa: N805
        """The rep it counts for."""
        return mapped_column(
            Key, comment="Derived: rep named, else the customer's on the date; empty if none."
        )

    @declared_attr
    def territory_id(cls) -> Mapped[int | None]:  # noqa: N805
        """Where it counts."""
        return mapped_column(
            Key, comment="Derived: the customer's territory on the date, else the rep's."
        )


def _document(table: str, read: tuple[str, ...], *constraints: object) -> tuple[object, ...]:
    """Return the arguments of a document's table.

    Its index by date carries what the figures of a period read, the columns `read` among it.
    """
    return owned(
        reference("customer_id", "customer"),
        reference("rep_id", "rep"),
        reference("credited_rep_id", "rep"),
        reference("territory_id", "territory"),
        one_of("state", DocumentState),
        CheckConstraint("(state = 'void') = (voided_on IS NOT NULL)", name="voided_on_a_day"),
        _live_number(table),
        Index(f"ix_{table}_customer", "branch_id", "customer_id", "document_date"),
        Index(
            f"ix_{table}_date", "branch_id", "document_date", "state", "credited_rep_id",
            "customer_id", "territory_id", *read,
        ),
        Index(f"ix_{table}_batch", "batch_id"),
        *constraints,
        batch=True,
    )  # fmt: skip


class SalesOrder(Document, Base):
    """An order of a customer."""

    __tablename__ = "sales_order"
    __table_args__ = _document(
        "sales_order", ("is_shared", "status", "net_minor"), one_of("status", OrderStatus)
    )
    changeable_when_posted: ClassVar[frozenset[str]] = _DERIVED

    status: Mapped[str] = mapped_column(short_text(10), comment="Confirmed, closed or cancelled.")
    is_shared: Mapped[bool] = mapped_column(comment="Whether several reps share the credit.")
    net_minor: Mapped[int] = mapped_column(comment="Sum of its lines in minor units.")


class _Line(Owned):
    """What lines of orders and invoices have in common; amounts are signed."""

    line_no: Mapped[int] = mapped_column(Integer, comment="Place in the document, from 1.")
    product_id: Mapped[int | None] = mapped_column(Key, comment="What was sold.")
    quantity_millionths: Mapped[int | None] = mapped_column(
        comment="Quantity in millionths; negative for a return; empty if not given."
    )
    unit_price_millionths: Mapped[int | None] = mapped_column(
        comment="Price of one in millionths of the currency; empty if not given."
    )
    net_minor: Mapped[int] = mapped_column(comment="Net of tax, signed, in minor units.")
    cost_minor: Mapped[int | None] = mapped_column(
        comment="Cost of the line, signed, in minor units; empty if unknown."
    )


class OrderLine(_Line, Base):
    """A line of an order."""

    __tablename__ = "order_line"
    __table_args__ = (
        reference("order_id", "sales_order"),
        reference("product_id", "product"),
        UniqueConstraint("branch_id", "order_id", "line_no"),
        {"sqlite_autoincrement": True},
    )
    changeable_when_posted: ClassVar[frozenset[str]] = frozenset()

    order_id: Mapped[int] = mapped_column(Key, comment="The order.")


class Invoice(Document, Base):
    """An invoice or a credit note: what a customer owes, or is owed; amounts are signed."""

    __tablename__ = "invoice"
    __table_args__ = _document(
        "invoice",
        ("is_shared", "kind", "net_minor"),
        one_of("kind", InvoiceKind),
        reference("order_id", "sales_order"),
        CheckConstraint("gross_minor = net_minor + tax_minor", name="gross_is_net_and_tax"),
        CheckConstraint(
            "(kind = 'invoice' AND gross_minor >= 0) "
            "OR (kind = 'credit_note' AND gross_minor <= 0)",
            name="sign_of_kind",
        ),
        CheckConstraint("settled_on >= document_date", name="settled_after_date"),
        Index(
            "ix_invoice_open", "branch_id", "settled_on", "document_date", "customer_id",
            "due_date", "gross_minor", "state", "id",
        ),
    )  # fmt: skip
    changeable_when_posted: ClassVar[frozenset[str]] = _DERIVED | {"settled_on"}

    kind: Mapped[str] = mapped_column(short_text(12), comment="Invoice or credit note.")
    due_date: Mapped[date] = mapped_column(comment="Day by which it is to be paid.")
    order_id: Mapped[int | None] = mapped_column(Key, comment="Order that it bills, if known.")
    order_number: Mapped[str] = mapped_column(short_text(64), comment="Order number as given.")
    is_shared: Mapped[bool] = mapped_column(comment="Whether several reps share the credit.")
    net_minor: Mapped[int] = mapped_column(comment="Sum of its lines, net, signed.")
    tax_minor: Mapped[int] = mapped_column(comment="Sum of its lines' tax, signed.")
    gross_minor: Mapped[int] = mapped_column(comment="What is owed: net and tax, signed.")
    settled_on: Mapped[date] = mapped_column(
        default=OPEN_END, comment="Derived: first day on which nothing is open; else 9999-12-31."
    )


class InvoiceLine(_Line, Base):
    """A line of an invoice or a credit note."""

    __tablename__ = "invoice_line"
    __table_args__ = (
        reference("invoice_id", "invoice"),
        reference("product_id", "product"),
        UniqueConstraint("branch_id", "invoice_id", "line_no"),
        {"sqlite_autoincrement": True},
    )
    changeable_when_posted: ClassVar[frozenset[str]] = frozenset()

    invoice_id: Mapped[int] = mapped_column(Key, comment="The invoice or credit note.")
    tax_minor: Mapped[int] = mapped_column(comment="Tax of the line, signed, in minor units.")


class OrderCredit(Owned, Base):
    """A rep's exact part of one line of an order whose credit is shared."""

    __tablename__ = "order_credit"
    __table_args__ = (
        reference("order_id", "sales_order"),
        reference("rep_id", "rep"),
        ForeignKeyConstraint(
            ["branch_id", "order_id", "line_no"],
            ["order_line.branch_id", "order_line.order_id", "order_line.line_no"],
        ),
        UniqueConstraint("branch_id", "order_id", "line_no", "rep_id"),
        CheckConstraint("share_millionths BETWEEN 1 AND 1000000", name="share_of_one"),
        {"sqlite_autoincrement": True},
    )
    changeable_when_posted: ClassVar[frozenset[str]] = frozenset()

    order_id: Mapped[int] = mapped_column(Key, comment="The order.")
    line_no: Mapped[int] = mapped_column(Integer, comment="The line.")
    rep_id: Mapped[int] = mapped_column(Key, comment="Who is credited.")
    share_millionths: Mapped[int] = mapped_column(Integer, comment="Share of one, in millionths.")
    quantity_millionths: Mapped[int | None] = mapped_column(comment="Part of the quantity.")
    net_minor: Mapped[int] = mapped_column(comment="Part of the net amount.")
    cost_minor: Mapped[int | None] = mapped_column(comment="Part of the cost.")


class InvoiceCredit(Owned, Base):
    """A rep's exact part of one line of an invoice whose credit is shared."""

    __tablename__ = "invoice_credit"
    __table_args__ = (
        reference("invoice_id", "invoice"),
        reference("rep_id", "rep"),
        ForeignKeyConstraint(
            ["branch_id", "invoice_id", "line_no"],
            ["invoice_line.branch_id", "invoice_line.invoice_id", "invoice_line.line_no"],
        ),
        UniqueConstraint("branch_id", "invoice_id", "line_no", "rep_id"),
        CheckConstraint("share_millionths BETWEEN 1 AND 1000000", name="share_of_one"),
        {"sqlite_autoincrement": True},
    )
    changeable_when_posted: ClassVar[frozenset[str]] = frozenset()

    invoice_id: Mapped[int] = mapped_column(Key, comment="The invoice or credit note.")
    line_no: Mapped[int] = mapped_column(Integer, comment="The line.")
    rep_id: Mapped[int] = mapped_column(Key, comment="Who is credited.")
    share_millionths: Mapped[int] = mapped_column(Integer, comment="Share of one, in millionths.")
    quantity_millionths: Mapped[int | None] = mapped_column(comment="Part of the quantity.")
    net_minor: Mapped[int] = mapped_column(comment="Part of the net amount.")
    cost_minor: Mapped[int | None] = mapped_column(comment="Part of the cost.")


class Collection(Document, Base):
    """Money received from a customer."""

    __tablename__ = "collection"
    __table_args__ = _document(
        "collection",
        ("amount_minor",),
        CheckConstraint("amount_minor > 0", name="amount_above_zero"),
        Index(
            "ix_collection_open", "branch_id", "used_up_on", "document_date", "customer_id",
            "amount_minor", "state", "id", sqlite_where=_KEPT_OPEN, postgresql_where=_KEPT_OPEN,
        ),
    )  # fmt: skip
    changeable_when_posted: ClassVar[frozenset[str]] = _DERIVED | {"used_up_on"}

    amount_minor: Mapped[int] = mapped_column(comment="Amount in minor units.")
    method: Mapped[str] = mapped_column(
        short_text(64), comment="How it was paid; empty if not given."
    )
    payer: Mapped[str] = mapped_column(comment="Who paid, if not the customer.")
    used_up_on: Mapped[date] = mapped_column(
        default=OPEN_END, comment="Derived: first day on which nothing is unapplied."
    )


class Application(Imported, Owned, Base):
    """An amount of a collection, or of a credit note, that pays an invoice.

    It carries the later of the two documents' dates, so an earlier as-of date sees the money
    as unapplied. Rows of a withdrawn batch are removed with it.
    """

    __tablename__ = "application"
    __table_args__ = owned(
        reference("invoice_id", "invoice"),
        reference("collection_id", "collection"),
        reference("credit_note_id", "invoice"),
        CheckConstraint("amount_minor > 0", name="amount_above_zero"),
        CheckConstraint("(collection_id IS NULL) <> (credit_note_id IS NULL)", name="one_source"),
        Index("ix_application_invoice", "branch_id", "invoice_id", "applied_on", "amount_minor"),
        Index(
            "ix_application_collection", "branch_id", "collection_id", "applied_on", "amount_minor"
        ),
        Index(
            "ix_application_credit_note",
            "branch_id",
            "credit_note_id",
            "applied_on",
            "amount_minor",
            sqlite_where=_BY_NOTE,
            postgresql_where=_BY_NOTE,
        ),
        Index("ix_application_batch", "batch_id"),
        batch=True,
    )

    invoice_id: Mapped[int] = mapped_column(Key, comment="What is paid.")
    collection_id: Mapped[int | None] = mapped_column(Key, comment="Money that pays it.")
    credit_note_id: Mapped[int | None] = mapped_column(Key, comment="Credit note that pays it.")
    applied_on: Mapped[date] = mapped_column(comment="Later of the two documents' dates.")
    amount_minor: Mapped[int] = mapped_column(comment="Amount in minor units.")


class ItemOwnership(Owned, Versioned, Base):
    """Who answers for one open item where that is not the customer's rep of the day.

    Without a row an item belongs to whoever looks after its customer and is employed, else it
    is in the branch manager's custody: so every item has exactly one owner on every day.
    """

    __tablename__ = "item_ownership"
    __table_args__ = owned(
        reference("invoice_id", "invoice"),
        reference("rep_id", "rep"),
        UniqueConstraint("branch_id", "invoice_id", "first_day"),
        CheckConstraint("last_day >= first_day", name="forwards"),
    )

    invoice_id: Mapped[int] = mapped_column(Key, comment="The open item.")
    rep_id: Mapped[int | None] = mapped_column(Key, comment="Owner; empty = manager's custody.")
    first_day: Mapped[date] = mapped_column(comment="First day.")
    last_day: Mapped[date] = mapped_column(comment="Last day; 9999-12-31 = without end.")
    basis: Mapped[str] = mapped_column(comment="Why it passed to the owner.")
    accepted_on: Mapped[date | None] = mapped_column(comment="Day the owner accepted it.")


class SalesMonth(Base):
    """A monthly sum of sales, kept in the same transaction as the documents it sums.

    `branchbook check` recomputes it. Ids are 0 where a line has no rep, territory or product
    group, because a key cannot hold nothing. Sums by month, rep and product group, which are
    asked for most, are read in the order of the key, so that nothing has to be sorted.
    """

    __tablename__ = "sales_month"
    __table_args__ = (
        ForeignKeyConstraint(["branch_id"], ["branch.id"]),
        {"sqlite_with_rowid": False},
    )
    is_audited: ClassVar[bool] = False

    branch_id: Mapped[int] = mapped_column(Key, primary_key=True, comment="The branch.")
    month: Mapped[int] = mapped_column(
        Integer, primary_key=True, autoincrement=False, comment="Month: year*12 + month - 1."
    )
    rep_id: Mapped[int] = mapped_column(Key, primary_key=True, comment="Rep credited; 0 = none.")
    product_group_id: Mapped[int] = mapped_column(
        Key, primary_key=True, comment="Group of the product; 0 = none."
    )
    territory_id: Mapped[int] = mapped_column(Key, primary_key=True, comment="Where; 0 = none.")
    quantity_millionths: Mapped[int] = mapped_column(comment="Sum of quantities.")
    net_minor: Mapped[int] = mapped_column(comment="Sum of net amounts.")
    costed_net_minor: Mapped[int] = mapped_column(comment="Net of the lines whose cost is known.")
    cost_minor: Mapped[int] = mapped_column(comment="Sum of known costs.")
    lines: Mapped[int] = mapped_column(Integer, comment="How many lines.")
    uncosted_lines: Mapped[int] = mapped_column(Integer, comment="Lines without a cost.")
