"""Records of the budget: what it grows with, its lines, and what was promised out of it."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, Index, Integer
from sqlalchemy.orm import Mapped, mapped_column

from desktop.enums import BudgetDriverKind, ExpenseCategory
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


class BudgetDriver(Owned, Versioned, Base):
    """What a part of a version's budget grows with: visits, days, sales, or nothing.

    The rate is minor units a visit, a day or a month, and parts of a million of net sales. A
    driver without a rep is for all reps, or for the part of the plan that its place names.
    """

    __tablename__ = "budget_driver"
    __table_args__ = owned(
        reference("version_id", "plan_version"),
        reference("rep_id", "rep"),
        reference("territory_id", "territory"),
        reference("product_id", "product"),
        one_of("category", ExpenseCategory),
        one_of("kind", BudgetDriverKind),
        CheckConstraint("rate >= 0", name="rate_not_negative"),
        CheckConstraint("ceiling >= 0", name="ceiling_not_negative"),
        Index("ix_budget_driver_version", "branch_id", "version_id"),
    )

    version_id: Mapped[int] = mapped_column(Key, comment="The plan's version.")
    category: Mapped[str] = mapped_column(short_text(16), comment="What it is for.")
    kind: Mapped[str] = mapped_column(short_text(16), comment="What it grows with.")
    rate: Mapped[int] = mapped_column(
        comment="Minor units a visit, day or month; parts of a million of net sales."
    )
    ceiling: Mapped[int | None] = mapped_column(
        comment="Most that it may be of planned net sales, in parts of a million; empty = none."
    )
    rep_id: Mapped[int | None] = mapped_column(Key, comment="Rep, if for one.")
    territory_id: Mapped[int | None] = mapped_column(Key, comment="Territory, if for one.")
    product_id: Mapped[int | None] = mapped_column(Key, comment="Product, if for one.")
    note: Mapped[str] = mapped_column(comment="Why this rate; empty if not given.")


class BudgetLine(Imported, Owned, Versioned, Base):
    """Money that may be spent: month, category, and whom or what it is for."""

    __tablename__ = "budget_line"
    __table_args__ = owned(
        reference("rep_id", "rep"),
        reference("customer_id", "customer"),
        reference("product_id", "product"),
        reference("territory_id", "territory"),
        reference("driver_id", "budget_driver"),
        reference("task_id", "plan_task"),
        one_of("category", ExpenseCategory),
        CheckConstraint("amount_minor >= 0", name="amount_not_negative"),
        Index("ix_budget_line_month", "branch_id", "month", "category"),
        Index("ix_budget_line_batch", "batch_id"),
        Index("ix_budget_line_driver", "driver_id"),
        batch=True,
    )

    month: Mapped[int] = mapped_column(Integer, comment="Month: year*12 + month - 1.")
    category: Mapped[str] = mapped_column(short_text(16), comment="What it is for.")
    amount_minor: Mapped[int] = mapped_column(comment="Amount in minor units.")
    rep_id: Mapped[int | None] = mapped_column(Key, comment="Rep who may spend it.")
    customer_id: Mapped[int | None] = mapped_column(Key, comment="Customer it is for.")
    product_id: Mapped[int | None] = mapped_column(Key, comment="Product it is for.")
    territory_id: Mapped[int | None] = mapped_column(Key, comment="Territory it is for.")
    driver_id: Mapped[int | None] = mapped_column(Key, comment="Driver it was computed by.")
    task_id: Mapped[int | None] = mapped_column(Key, comment="Task that it pays for.")


class BudgetCommitment(Owned, Versioned, Base):
    """Money promised and not yet claimed: it is no longer free."""

    __tablename__ = "budget_commitment"
    __table_args__ = owned(
        reference("rep_id", "rep"),
        reference("customer_id", "customer"),
        reference("product_id", "product"),
        reference("territory_id", "territory"),
        reference("task_id", "plan_task"),
        one_of("category", ExpenseCategory),
        CheckConstraint("amount_minor > 0", name="amount_positive"),
        CheckConstraint("released_on >= day", name="released_afterwards"),
        Index("ix_budget_commitment_month", "branch_id", "month", "category"),
    )

    day: Mapped[date] = mapped_column(comment="Business day it was promised.")
    month: Mapped[int] = mapped_column(Integer, comment="Month it falls in: year*12 + month - 1.")
    category: Mapped[str] = mapped_column(short_text(16), comment="What it is for.")
    amount_minor: Mapped[int] = mapped_column(comment="Amount in minor units.")
    text: Mapped[str] = mapped_column(comment="What was promised, to whom.")
    rep_id: Mapped[int | None] = mapped_column(Key, comment="Rep out of whose budget.")
    customer_id: Mapped[int | None] = mapped_column(Key, comment="Customer it is for.")
    product_id: Mapped[int | None] = mapped_column(Key, comment="Product it is for.")
    territory_id: Mapped[int | None] = mapped_column(Key, comment="Territory it is for.")
    task_id: Mapped[int | None] = mapped_column(Key, comment="Task that it pays for.")
    released_on: Mapped[date | None] = mapped_column(
        comment="Business day it was claimed or given up; empty = still open."
    )


__all__ = ["BudgetCommitment", "BudgetDriver", "BudgetLine"]
