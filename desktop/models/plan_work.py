"""Records that a plan rests on and leads to: the situation, objectives, tasks and reviews."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from desktop.enums import ReviewVerdict, SituationSheet
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


class TaskMilestone(Owned, Versioned, Base):
    """A day by which a part of a task is to be done."""

    __tablename__ = "task_milestone"
    __table_args__ = owned(
        reference("task_id", "plan_task"), Index("ix_task_milestone_task", "task_id")
    )

    task_id: Mapped[int] = mapped_column(Key, comment="The task.")
    name: Mapped[str] = mapped_column(comment="What is to be done by then.")
    due: Mapped[date] = mapped_column(comment="Day by which it is to be done.")
    done_on: Mapped[date | None] = mapped_column(comment="Business day it was done.")


class TaskReview(Owned, Versioned, Base):
    """What a promotion or another task brought, looked at afterwards; one a task.

    Who and what is measured is the task's place, narrowed to a product or group; its days are
    first_day to last_day. The baseline is what those days would have sold without it.
    """

    __tablename__ = "task_review"
    __table_args__ = owned(
        reference("task_id", "plan_task"),
        reference("product_id", "product"),
        reference("product_group_id", "product_group"),
        UniqueConstraint("branch_id", "task_id"),
        one_of("verdict", ReviewVerdict),
        CheckConstraint("last_day >= first_day", name="forwards"),
        CheckConstraint("cost_minor >= 0", name="cost_not_negative"),
        CheckConstraint("product_id IS NULL OR product_group_id IS NULL", name="product_or_group"),
    )

    task_id: Mapped[int] = mapped_column(Key, comment="The task.")
    product_id: Mapped[int | None] = mapped_column(Key, comment="Product, if for one.")
    product_group_id: Mapped[int | None] = mapped_column(Key, comment="Group, if for one.")
    first_day: Mapped[date] = mapped_column(comment="First day that is measured.")
    last_day: Mapped[date] = mapped_column(comment="Last day that is measured, included.")
    baseline_minor: Mapped[int] = mapped_column(comment="Net sales without it, in minor units.")
    baseline_basis: Mapped[str] = mapped_column(comment="How the baseline was reached.")
    expected_minor: Mapped[int] = mapped_column(comment="Extra net sales expected; minor units.")
    actual_minor: Mapped[int] = mapped_column(comment="Net sales of those days; minor units.")
    cost_minor: Mapped[int] = mapped_column(comment="What it cost, in minor units.")
    verdict: Mapped[str] = mapped_column(short_text(8), comment="Worked, partly or failed.")
    lesson: Mapped[str] = mapped_column(comment="What is done otherwise next time.")
    reviewed_on: Mapped[date] = mapped_column(comment="Business day of the review.")


__all__ = ["PlanObjective", "PlanTask", "SituationFigure", "TaskMilestone", "TaskReview"]
