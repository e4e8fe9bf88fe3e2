"""Records that a plan rests on and leads to: the situation, objectives, tasks, the budget."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, Index, Integer
from sqlalchemy.orm import Mapped, mapped_column

from desktop.enums import ExpenseCategory, SituationSheet
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


class SituationFigure(Owned, Versioned, Base):
    """A figure of the market's or the branch's own situation, with its source and date."""

    __tablename__ = "situation_figure"
    __table_args__ = owned(
        reference("plan_id", "sales_plan"),
        one_of("sheet", SituationSheet),
        Index("ix_situation_figure_plan", "branch_id", "plan_id", "sheet"),
    )

    plan_id: Mapped[int] = mapped_column(Key, comment="The plan that rests on it.")
    sheet: Mapped[str] = mapped_column(short_text(8), comment="Market or self.")
    area: Mapped[str] = mapped_column(comment="Part of the sheet, or place; empty = all.")
    name: Mapped[str] = mapped_column(comment="What it is a figure of.")
    value: Mapped[str] = mapped_column(comment="The figure, as text with a decimal point.")
    unit: Mapped[str] = mapped_column(short_text(32), comment="Its unit; empty = a bare number.")
    source: Mapped[str] = mapped_column(comment="Where it comes from.")
    as_of: Mapped[date] = mapped_column(comment="Day or end of the period that it speaks of.")
    note: Mapped[str] = mapped_column(comment="Remark; empty if none.")


class PlanObjective(Owned, Versioned, Base):
    """An objective that is no number: it has a criterion, and is closed by evidence alone."""

    __tablename__ = "plan_objective"
    __table_args__ = owned(
        reference("plan_id", "sales_plan"),
        reference("rep_id", "rep"),
        CheckConstraint("closed_on IS NULL OR evidence <> ''", name="closed_with_evidence"),
        Index("ix_plan_objective_plan", "branch_id", "plan_id"),
    )

    plan_id: Mapped[int] = mapped_column(Key, comment="The plan.")
    text: Mapped[str] = mapped_column(comment="What is to be reached.")
    criterion: Mapped[str] = mapped_column(comment="By what one sees that it is reached.")
    due: Mapped[date] = mapped_column(comment="Day by which it is to be reached.")
    rep_id: Mapped[int | None] = mapped_column(Key, comment="Who answers for it.")
    evidence: Mapped[str] = mapped_column(comment="What shows that it is reached; empty = none.")
    closed_on: Mapped[date | None] = mapped_column(comment="Business day it was closed.")


class PlanTask(Owned, Versioned, Base):
    """A piece of work with one accountable person, a place and dates."""

    __tablename__ = "plan_task"
    __table_args__ = owned(
        reference("plan_id", "sales_plan"),
        reference("objective_id", "plan_objective"),
        reference("rep_id", "rep"),
        reference("territory_id", "territory"),
        reference("customer_id", "customer"),
        CheckConstraint("finish >= start", name="forwards"),
        Index("ix_plan_task_plan", "branch_id", "plan_id"),
    )

    plan_id: Mapped[int] = mapped_column(Key, comment="The plan.")
    objective_id: Mapped[int | None] = mapped_column(Key, comment="Objective that it serves.")
    name: Mapped[str] = mapped_column(comment="What is to be done.")
    responsibility: Mapped[str] = mapped_column(comment="What the person answers for.")
    rep_id: Mapped[int | None] = mapped_column(Key, comment="The accountable person.")
    territory_id: Mapped[int | None] = mapped_column(Key, comment="Where, if in a territory.")
    customer_id: Mapped[int | None] = mapped_column(Key, comment="Where, if at a customer.")
    start: Mapped[date] = mapped_column(comment="First day.")
    finish: Mapped[date] = mapped_column(comment="Last day, included.")
    done_on: Mapped[date | None] = mapped_column(comment="Business day it was done.")
    contribution_minor: Mapped[int | None] = mapped_column(
        comment="Sales expected of it in minor units; empty = not estimated."
    )


class BudgetLine(Imported, Owned, Versioned, Base):
    """Money that may be spent: month, category, and whom or what it is for."""

    __tablename__ = "budget_line"
    __table_args__ = owned(
        reference("rep_id", "rep"),
        reference("customer_id", "customer"),
        reference("product_id", "product"),
        reference("territory_id", "territory"),
        one_of("category", ExpenseCategory),
        CheckConstraint("amount_minor >= 0", name="amount_not_negative"),
        Index("ix_budget_line_month", "branch_id", "month", "category"),
        Index("ix_budget_line_batch", "batch_id"),
        batch=True,
    )

    month: Mapped[int] = mapped_column(Integer, comment="Month: year*12 + month - 1.")
    category: Mapped[str] = mapped_column(short_text(16), comment="What it is for.")
    amount_minor: Mapped[int] = mapped_column(comment="Amount in minor units.")
    rep_id: Mapped[int | None] = mapped_column(Key, comment="Rep who may spend it.")
    customer_id: Mapped[int | None] = mapped_column(Key, comment="Customer it is for.")
    product_id: Mapped[int | None] = mapped_column(Key, comment="Product it is for.")
    territory_id: Mapped[int | None] = mapped_column(Key, comment="Territory it is for.")


__all__ = ["BudgetLine", "PlanObjective", "PlanTask", "SituationFigure"]
