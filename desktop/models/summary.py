"""Records of what is derived month by month, and of what has changed since it was derived.

The sums are never trusted blindly: triggers note in `summary_due`, in the transaction of the
change, for which months and customers they no longer hold, and whoever reads them computes those
from the rows. So a sum can be behind, but never wrong; `branchbook check` recomputes all of them.
"""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, Integer
from sqlalchemy.orm import Mapped, mapped_column

from desktop.models.base import Base, Key, PrimaryKey, short_text

_MONTH = "Month: year*12 + month - 1."


class ActivityMonth(Base):
    """Visits and orders of a rep in a territory in a month, with what led to what.

    As it is once everything is known that is in the database; see `ActivityKnown.settled_on`.
    """

    __tablename__ = "activity_month"
    __table_args__ = (
        ForeignKeyConstraint(["branch_id"], ["branch.id"]),
        {"sqlite_with_rowid": False},
    )
    is_audited: ClassVar[bool] = False

    branch_id: Mapped[int] = mapped_column(Key, primary_key=True, comment="The branch.")
    month: Mapped[int] = mapped_column(
        Integer, primary_key=True, autoincrement=False, comment=_MONTH
    )
    rep_id: Mapped[int] = mapped_column(Key, primary_key=True, comment="The rep; 0 = none.")
    territory_id: Mapped[int] = mapped_column(Key, primary_key=True, comment="Where; 0 = none.")
    visits: Mapped[int] = mapped_column(Integer, comment="Valid visits.")
    timed_visits: Mapped[int] = mapped_column(Integer, comment="Those whose length is known.")
    minutes: Mapped[int] = mapped_column(Integer, comment="Sum of their lengths.")
    productive: Mapped[int] = mapped_column(Integer, comment="Visits that an order followed.")
    orders: Mapped[int] = mapped_column(Integer, comment="Orders of this rep alone.")
    shared_orders: Mapped[int] = mapped_column(
        Integer, comment="Orders of several reps; they are counted once for the branch."
    )
    order_value_minor: Mapped[int] = mapped_column(comment="Net value of orders after visits.")


class ActivityDays(Base):
    """Days with a visit, and reports beside valid visits, of a rep in a month."""

    __tablename__ = "activity_days"
    __table_args__ = (
        ForeignKeyConstraint(["branch_id"], ["branch.id"]),
        {"sqlite_with_rowid": False},
    )
    is_audited: ClassVar[bool] = False

    branch_id: Mapped[int] = mapped_column(Key, primary_key=True, comment="The branch.")
    month: Mapped[int] = mapped_column(
        Integer, primary_key=True, autoincrement=False, comment=_MONTH
    )
    rep_id: Mapped[int] = mapped_column(Key, primary_key=True, comment="The rep.")
    active_days: Mapped[int] = mapped_column(Integer, comment="Days with a valid visit.")
    attempted: Mapped[int] = mapped_column(Integer, comment="Visits that failed.")
    other_contacts: Mapped[int] = mapped_column(Integer, comment="Contacts by other channels.")
    keyed: Mapped[int] = mapped_column(Integer, comment="Reports that were typed in.")
    late: Mapped[int] = mapped_column(Integer, comment="Those typed in late.")


class ActivityKnown(Base):
    """A month whose activity was summed; a month without this row never was."""

    __tablename__ = "activity_known"
    __table_args__ = (
        ForeignKeyConstraint(["branch_id"], ["branch.id"]),
        {"sqlite_with_rowid": False},
    )
    is_audited: ClassVar[bool] = False

    branch_id: Mapped[int] = mapped_column(Key, primary_key=True, comment="The branch.")
    month: Mapped[int] = mapped_column(
        Integer, primary_key=True, autoincrement=False, comment=_MONTH
    )
    settled_on: Mapped[date] = mapped_column(
        comment="First as-of date for which the sums hold: nothing later had a part in them."
    )
    orders_are_invoices: Mapped[bool] = mapped_column(
        comment="Whether invoices were counted, because the branch had no orders."
    )


class CustomerTurn(Base):
    """A day on which a customer bought first, was lost, or came back.

    The last loss may lie ahead: it is what happens if the customer does not buy again.
    """

    __tablename__ = "customer_turn"
    __table_args__ = (
        ForeignKeyConstraint(["branch_id"], ["branch.id"]),
        CheckConstraint("turn IN ('first', 'reactivated', 'lost')", name="turn_known"),
        Index("ix_customer_turn_day", "branch_id", "day", "turn"),
        {"sqlite_with_rowid": False},
    )
    is_audited: ClassVar[bool] = False

    branch_id: Mapped[int] = mapped_column(Key, primary_key=True, comment="The branch.")
    customer_id: Mapped[int] = mapped_column(Key, primary_key=True, comment="The customer.")
    day: Mapped[date] = mapped_column(primary_key=True, comment="Day of the turn.")
    turn: Mapped[str] = mapped_column(short_text(12), comment="First, reactivated or lost.")
    document_id: Mapped[int | None] = mapped_column(
        Key, comment="The first purchase's document; empty for other turns."
    )


class SummaryDue(Base):
    """A month or a customer whose rows changed since it was summed; written by triggers.

    Rows are added, never shared: two desks that change the same month each leave their own, so
    that summing one desk's change cannot take the other's sign away.
    """

    __tablename__ = "summary_due"
    __table_args__ = (
        ForeignKeyConstraint(["branch_id"], ["branch.id"]),
        CheckConstraint("what IN ('month', 'customer')", name="what_known"),
        Index("ix_summary_due_place", "branch_id", "what", "place"),
        {"sqlite_autoincrement": True},
    )
    is_audited: ClassVar[bool] = False

    id: Mapped[PrimaryKey]
    branch_id: Mapped[int] = mapped_column(Key, comment="The branch.")
    what: Mapped[str] = mapped_column(short_text(12), comment="A month or a customer.")
    place: Mapped[int] = mapped_column(Key, comment="Which one; 0 = all of them.")
    is_taken: Mapped[bool] = mapped_column(
        comment="Whether its sum is being made; what changes meanwhile is noted anew."
    )
