"""Records of the reps' weeks: plans of a week, what became of planned visits, expenses decided."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from desktop.enums import CeilingPer, ExpenseCategory, NotMadeReason, PlanFate, WeekState
from desktop.models.base import (
    Base,
    Key,
    Owned,
    Versioned,
    one_of,
    owned,
    reference,
    short_text,
)


class WeekPlan(Owned, Versioned, Base):
    """A rep's plan of a week: its visits are the planned ones of those days."""

    __tablename__ = "week_plan"
    __table_args__ = owned(
        reference("rep_id", "rep"),
        reference("decided_by_id", "app_user"),
        UniqueConstraint("branch_id", "rep_id", "monday"),
        one_of("state", WeekState),
        Index("ix_week_plan_monday", "branch_id", "monday"),
    )

    rep_id: Mapped[int] = mapped_column(Key, comment="Whose week.")
    monday: Mapped[date] = mapped_column(comment="Its Monday.")
    state: Mapped[str] = mapped_column(
        short_text(12), comment="Draft, submitted, returned, approved or reconciled."
    )
    submitted_on: Mapped[date | None] = mapped_column(comment="Business day it was submitted.")
    decided_on: Mapped[date | None] = mapped_column(comment="Day it was approved or returned.")
    decided_by_id: Mapped[int | None] = mapped_column(Key, comment="Who approved or returned it.")
    reconciled_on: Mapped[date | None] = mapped_column(comment="Day it was compared with reports.")
    note: Mapped[str] = mapped_column(comment="What was said to it; empty if nothing.")


class VisitPlanFate(Owned, Versioned, Base):
    """Why a planned visit was not made, or to which one it was moved."""

    __tablename__ = "visit_plan_fate"
    __table_args__ = owned(
        reference("visit_plan_id", "visit_plan"),
        reference("moved_to_id", "visit_plan"),
        UniqueConstraint("branch_id", "visit_plan_id"),
        one_of("fate", PlanFate),
        one_of("reason", NotMadeReason),
        CheckConstraint("(fate = 'moved') = (moved_to_id IS NOT NULL)", name="moved_has_target"),
    )

    visit_plan_id: Mapped[int] = mapped_column(Key, comment="The planned visit.")
    fate: Mapped[str] = mapped_column(short_text(12), comment="Not made, or moved.")
    reason: Mapped[str] = mapped_column(short_text(20), comment="Why.")
    note: Mapped[str] = mapped_column(comment="Explanation; empty if none.")
    moved_to_id: Mapped[int | None] = mapped_column(Key, comment="The one that replaces it.")
    said_on: Mapped[date] = mapped_column(comment="Business day it was said.")


class ExpenseDecision(Owned, Versioned, Base):
    """What of a claimed expense the rules allow, and what was approved."""

    __tablename__ = "expense_decision"
    __table_args__ = owned(
        reference("expense_id", "expense"),
        reference("decided_by_id", "app_user"),
        UniqueConstraint("branch_id", "expense_id"),
        CheckConstraint("allowed_minor >= 0", name="allowed_not_negative"),
        CheckConstraint("approved_minor >= 0", name="approved_not_negative"),
    )

    expense_id: Mapped[int] = mapped_column(Key, comment="The claim.")
    allowed_minor: Mapped[int] = mapped_column(comment="What the ceilings allow; minor units.")
    approved_minor: Mapped[int] = mapped_column(comment="What was approved, in minor units.")
    reason: Mapped[str] = mapped_column(comment="Why less or more; empty if as allowed.")
    decided_on: Mapped[date] = mapped_column(comment="Business day of the decision.")
    decided_by_id: Mapped[int | None] = mapped_column(Key, comment="Who decided.")


class ExpenseCeiling(Owned, Versioned, Base):
    """The most that is allowed of a category: a claim, a day, a month of a rep, or a guest."""

    __tablename__ = "expense_ceiling"
    __table_args__ = owned(
        one_of("category", ExpenseCategory),
        one_of("per", CeilingPer),
        UniqueConstraint("branch_id", "category", "per", "valid_from"),
        CheckConstraint("amount_minor >= 0", name="amount_not_negative"),
    )

    category: Mapped[str] = mapped_column(short_text(16), comment="Of what.")
    per: Mapped[str] = mapped_column(short_text(8), comment="Claim, day, month or guest.")
    amount_minor: Mapped[int] = mapped_column(comment="The most, in minor units.")
    valid_from: Mapped[date] = mapped_column(comment="From this day until the next of its kind.")


__all__ = ["ExpenseCeiling", "ExpenseDecision", "VisitPlanFate", "WeekPlan"]
