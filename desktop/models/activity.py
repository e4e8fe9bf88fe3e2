"""Records of what reps do: visits, plans of visits, expenses."""

from __future__ import annotations

from datetime import date, datetime, time

from sqlalchemy import CheckConstraint, Index, Integer, Time, text
from sqlalchemy.orm import Mapped, mapped_column

from desktop.enums import DocumentState, ExpenseCategory, VisitChannel
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

_NUMBERED = text("visit_no_key IS NOT NULL AND state <> 'void'")
_NAMES_ORDER = text("order_number <> ''")


class Visit(Imported, Owned, Versioned, Base):
    """A rep's contact with a customer, as reported; keyed in by someone, at some time."""

    __tablename__ = "visit"
    __table_args__ = owned(
        reference("rep_id", "rep"),
        reference("customer_id", "customer"),
        reference("territory_id", "territory"),
        reference("keyed_by_id", "app_user"),
        one_of("channel", VisitChannel),
        one_of("state", DocumentState),
        CheckConstraint("minutes >= 0", name="minutes_not_negative"),
        Index(
            "uq_visit_number", "branch_id", "visit_no_key", unique=True,
            sqlite_where=_NUMBERED, postgresql_where=_NUMBERED,
        ),
        Index("ix_visit_date", "branch_id", "visited_on", "id"),
        Index("ix_visit_rep", "branch_id", "rep_id", "visited_on", "id"),
        Index("ix_visit_customer", "branch_id", "customer_id", "visited_on", "id"),
        Index("ix_visit_minutes", "branch_id", "minutes", "visited_on", "id"),
        Index("ix_visit_batch", "batch_id"),
        Index(
            "ix_visit_named", "branch_id", "customer_id", "visited_on",
            sqlite_where=_NAMES_ORDER, postgresql_where=_NAMES_ORDER,
        ),
        batch=True,
    )  # fmt: skip

    visit_no: Mapped[str | None] = mapped_column(
        short_text(64), comment="Number on the slip, if any."
    )
    visit_no_key: Mapped[str | None] = mapped_column(short_text(64), comment="Search key of it.")
    state: Mapped[str] = mapped_column(short_text(8), comment="Draft, posted or void.")
    visited_on: Mapped[date] = mapped_column(comment="Business day of the visit.")
    month: Mapped[int] = mapped_column(Integer, comment="Month of the date: year*12 + month - 1.")
    starts_at: Mapped[time | None] = mapped_column(Time, comment="Start, local time.")
    ends_at: Mapped[time | None] = mapped_column(Time, comment="End, local time.")
    minutes: Mapped[int | None] = mapped_column(Integer, comment="Length; empty = not timed.")
    rep_id: Mapped[int] = mapped_column(Key, comment="Who visited.")
    customer_id: Mapped[int] = mapped_column(Key, comment="Who was visited.")
    territory_id: Mapped[int | None] = mapped_column(
        Key, comment="Derived: the customer's territory on the day, else the rep's."
    )
    channel: Mapped[str] = mapped_column(short_text(12), comment="How they met.")
    purpose: Mapped[str] = mapped_column(comment="Why; empty if not given.")
    outcome: Mapped[str] = mapped_column(comment="What came of it; empty if not given.")
    is_attempt: Mapped[bool] = mapped_column(comment="Closed or absent: not a valid visit.")
    is_planned: Mapped[bool | None] = mapped_column(comment="Whether reported as planned.")
    note: Mapped[str] = mapped_column(comment="The rep's note.")
    note_key: Mapped[str] = mapped_column(comment="Search key of the note.")
    next_visit_on: Mapped[date | None] = mapped_column(comment="Next visit agreed.")
    received_at: Mapped[datetime | None] = mapped_column(comment="When the office got the report.")
    order_number: Mapped[str] = mapped_column(short_text(64), comment="Order it led to, as given.")
    keyed_by_id: Mapped[int | None] = mapped_column(Key, comment="Who keyed it in.")
    keyed_at: Mapped[datetime] = mapped_column(comment="When it was keyed in.")
    rejected_on: Mapped[date | None] = mapped_column(comment="Day a checker rejected it.")


class VisitPlan(Imported, Owned, Versioned, Base):
    """A visit that a rep means to make."""

    __tablename__ = "visit_plan"
    __table_args__ = owned(
        reference("rep_id", "rep"),
        reference("customer_id", "customer"),
        Index("ix_visit_plan_rep", "branch_id", "rep_id", "planned_on"),
        Index("ix_visit_plan_date", "branch_id", "planned_on"),
        Index("ix_visit_plan_batch", "batch_id"),
        batch=True,
    )

    rep_id: Mapped[int] = mapped_column(Key, comment="Who is to visit.")
    customer_id: Mapped[int] = mapped_column(Key, comment="Who is to be visited.")
    planned_on: Mapped[date] = mapped_column(comment="On which day.")
    purpose: Mapped[str] = mapped_column(comment="Why; empty if not given.")


class Expense(Imported, Owned, Versioned, Base):
    """An expense that a rep claims."""

    __tablename__ = "expense"
    __table_args__ = owned(
        reference("rep_id", "rep"),
        reference("customer_id", "customer"),
        reference("visit_id", "visit"),
        one_of("category", ExpenseCategory),
        one_of("state", DocumentState),
        CheckConstraint("amount_minor > 0", name="amount_above_zero"),
        Index("ix_expense_date", "branch_id", "spent_on"),
        Index("ix_expense_rep", "branch_id", "rep_id", "spent_on"),
        Index("ix_expense_batch", "batch_id"),
        batch=True,
    )

    state: Mapped[str] = mapped_column(short_text(8), comment="Draft, posted or void.")
    spent_on: Mapped[date] = mapped_column(comment="Business day of the expense.")
    month: Mapped[int] = mapped_column(Integer, comment="Month of the date: year*12 + month - 1.")
    rep_id: Mapped[int] = mapped_column(Key, comment="Who claims it.")
    category: Mapped[str] = mapped_column(short_text(16), comment="What it was for.")
    amount_minor: Mapped[int] = mapped_column(comment="Amount claimed in minor units.")
    customer_id: Mapped[int | None] = mapped_column(Key, comment="Customer it was for.")
    visit_id: Mapped[int | None] = mapped_column(Key, comment="Visit it belongs to.")
    guests: Mapped[str] = mapped_column(comment="Who was entertained; empty if not given.")
    invoice_number: Mapped[str] = mapped_column(
        short_text(64), comment="Receipt's number, as given."
    )
    note: Mapped[str] = mapped_column(comment="Explanation; empty if not given.")
