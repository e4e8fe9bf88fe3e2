"""Records of customers, and of who looks after them and where they are, with dates."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, Index, Integer, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from desktop.enums import CustomerClass
from desktop.models.base import (
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


class Customer(Imported, Owned, Versioned, Base):
    """A dealer or distributor."""

    __tablename__ = "customer"
    __table_args__ = owned(
        UniqueConstraint("branch_id", "code_key"),
        one_of("customer_class", CustomerClass),
        CheckConstraint("credit_limit_minor >= 0", name="credit_limit_not_negative"),
        CheckConstraint("terms_days >= 0", name="terms_not_negative"),
        Index("ix_customer_name", "branch_id", "name_key"),
        batch=True,
    )

    code: Mapped[str] = mapped_column(short_text(128), comment="The user's own code.")
    code_key: Mapped[str] = mapped_column(short_text(128), comment="Search key of the code.")
    name: Mapped[str] = mapped_column(comment="Name as printed.")
    name_key: Mapped[str] = mapped_column(comment="Search key of the name.")
    pinyin: Mapped[str] = mapped_column(comment="Pinyin initials of the name.")
    customer_class: Mapped[str | None] = mapped_column(short_text(1), comment="A, B, C or D.")
    is_key_account: Mapped[bool] = mapped_column(comment="Whether of strategic weight.")
    tax_id: Mapped[str] = mapped_column(short_text(64), comment="Tax number; empty if unknown.")
    phone: Mapped[str] = mapped_column(short_text(64), comment="Telephone; empty if unknown.")
    address: Mapped[str] = mapped_column(comment="Address; empty if unknown.")
    legal_person: Mapped[str] = mapped_column(comment="Legal person; empty if unknown.")
    credit_limit_minor: Mapped[int | None] = mapped_column(
        comment="Largest exposure in minor units; empty = none set, 0 = nothing allowed."
    )
    terms_days: Mapped[int | None] = mapped_column(Integer, comment="Days from date to due date.")
    opened_on: Mapped[date | None] = mapped_column(comment="First day as a customer.")


class CustomerRep(Imported, Owned, Versioned, Base):
    """A rep looks after a customer from a day to a day: no two at once.

    That two do not overlap is checked when rows are written and proved by `branchbook check`;
    a gap means custody of the branch manager.
    """

    __tablename__ = "customer_rep"
    __table_args__ = owned(
        reference("customer_id", "customer"),
        reference("rep_id", "rep"),
        UniqueConstraint("branch_id", "customer_id", "first_day"),
        CheckConstraint("last_day >= first_day", name="forwards"),
        Index("ix_customer_rep_rep", "branch_id", "rep_id"),
        # Every figure reads all spans in this order; the index holds all it needs.
        Index(
            "ix_customer_rep_span", "branch_id", "customer_id", "first_day", "last_day", "rep_id"
        ),
        batch=True,
    )

    customer_id: Mapped[int] = mapped_column(Key, comment="The customer.")
    rep_id: Mapped[int] = mapped_column(Key, comment="Who looks after the customer.")
    first_day: Mapped[date] = mapped_column(comment="First day; 0001-01-01 = from ever.")
    last_day: Mapped[date] = mapped_column(comment="Last day; 9999-12-31 = without end.")
    is_from_file: Mapped[bool] = mapped_column(
        comment="Whether it came with the customer's own file, which dated assignments override."
    )


class CustomerTerritory(Imported, Owned, Versioned, Base):
    """A customer lies in a territory from a day to a day: no two at once."""

    __tablename__ = "customer_territory"
    __table_args__ = owned(
        reference("customer_id", "customer"),
        reference("territory_id", "territory"),
        UniqueConstraint("branch_id", "customer_id", "first_day"),
        CheckConstraint("last_day >= first_day", name="forwards"),
        Index(
            "ix_customer_territory_span", "branch_id", "customer_id", "first_day", "last_day",
            "territory_id",
        ),
        batch=True,
    )  # fmt: skip

    customer_id: Mapped[int] = mapped_column(Key, comment="The customer.")
    territory_id: Mapped[int] = mapped_column(Key, comment="Where the customer is.")
    first_day: Mapped[date] = mapped_column(comment="First day; 0001-01-01 = from ever.")
    last_day: Mapped[date] = mapped_column(comment="Last day; 9999-12-31 = without end.")
