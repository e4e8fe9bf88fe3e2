"""Records of sales plans: plan, version, season curve and lines."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, Integer, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from desktop.enums import Metric, PlanLevel, PlanStatus
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

_IN_FORCE = text("status = 'in_force'")


class SalesPlan(Imported, Owned, Versioned, Base):
    """A plan of the branch for one fiscal year, under a name."""

    __tablename__ = "sales_plan"
    __table_args__ = owned(UniqueConstraint("branch_id", "name_key", "fiscal_year"), batch=True)

    name: Mapped[str] = mapped_column(short_text(128), comment="The user's name for it.")
    name_key: Mapped[str] = mapped_column(short_text(128), comment="Search key of the name.")
    fiscal_year: Mapped[int] = mapped_column(Integer, comment="Year, named by its end.")


class PlanVersion(Imported, Owned, Versioned, Base):
    """A version of a plan; at most one version of all plans of a year is in force."""

    __tablename__ = "plan_version"
    __table_args__ = owned(
        reference("plan_id", "sales_plan"),
        reference("parent_id", "plan_version"),
        UniqueConstraint("branch_id", "plan_id", "number"),
        one_of("status", PlanStatus),
        Index(
            "uq_plan_version_in_force", "branch_id", "fiscal_year", unique=True,
            sqlite_where=_IN_FORCE, postgresql_where=_IN_FORCE,
        ),
        batch=True,
    )  # fmt: skip

    plan_id: Mapped[int] = mapped_column(Key, comment="The plan.")
    number: Mapped[int] = mapped_column(Integer, comment="Counts versions, from 1.")
    fiscal_year: Mapped[int] = mapped_column(Integer, comment="The plan's year.")
    status: Mapped[str] = mapped_column(short_text(12), comment="Draft to closed, or superseded.")
    made_at: Mapped[datetime] = mapped_column(comment="When it was made.")
    in_force_from: Mapped[date | None] = mapped_column(comment="Business day put in force.")
    season_basis: Mapped[str] = mapped_column(
        comment="What the season curve rests on: the years used, or working days."
    )
    parent_id: Mapped[int | None] = mapped_column(
        Key, comment="Version that it revises or was copied from."
    )
    note: Mapped[str] = mapped_column(
        default="",
        server_default=text("''"),
        comment="What this version is about, in the user's words.",
    )
    submitted_at: Mapped[datetime | None] = mapped_column(comment="When it was handed in.")
    agreed_at: Mapped[datetime | None] = mapped_column(comment="When it was agreed.")
    closed_at: Mapped[datetime | None] = mapped_column(comment="When it was closed.")


class PlanSeason(Imported, Owned, Base):
    """A month's weight in a version's season curve, fixed when the version was made."""

    __tablename__ = "plan_season"
    __table_args__ = owned(
        reference("version_id", "plan_version"),
        UniqueConstraint("branch_id", "version_id", "month"),
        CheckConstraint("weight >= 0", name="weight_not_negative"),
        batch=True,
    )

    version_id: Mapped[int] = mapped_column(Key, comment="The version.")
    month: Mapped[int] = mapped_column(Integer, comment="Month: year*12 + month - 1.")
    weight: Mapped[int] = mapped_column(comment="Weight; only proportions count.")


class PlanLine(Imported, Owned, Versioned, Base):
    """A target: metric, month, customer or pool, product or all.

    With a customer, rep and territory follow who looks after the customer in that month; without
    one the line is the pool of `pool_rep_id`, or of `pool_territory_id`, or unassigned. Without a
    product the line is for all products of its group, or for all products.
    """

    __tablename__ = "plan_line"
    __table_args__ = owned(
        reference("version_id", "plan_version"),
        reference("customer_id", "customer"),
        reference("pool_rep_id", "rep"),
        reference("pool_territory_id", "territory"),
        reference("product_id", "product"),
        reference("product_group_id", "product_group"),
        one_of("metric", Metric),
        one_of("level", PlanLevel),
        CheckConstraint("amount >= 0", name="amount_not_negative"),
        CheckConstraint("minimum <= maximum", name="bounds_in_order"),
        CheckConstraint(
            "customer_id IS NULL OR (pool_rep_id IS NULL AND pool_territory_id IS NULL)",
            name="customer_or_pool",
        ),
        CheckConstraint("product_id IS NULL OR product_group_id IS NULL", name="product_or_group"),
        Index("ix_plan_line_month", "branch_id", "version_id", "metric", "month"),
        Index("ix_plan_line_batch", "batch_id"),
        batch=True,
    )

    version_id: Mapped[int] = mapped_column(Key, comment="The version.")
    metric: Mapped[str] = mapped_column(short_text(20), comment="What is planned.")
    month: Mapped[int] = mapped_column(Integer, comment="Month: year*12 + month - 1.")
    customer_id: Mapped[int | None] = mapped_column(Key, comment="Customer; empty = a pool.")
    pool_rep_id: Mapped[int | None] = mapped_column(Key, comment="Rep whose pool it is.")
    pool_territory_id: Mapped[int | None] = mapped_column(Key, comment="Territory of the pool.")
    product_id: Mapped[int | None] = mapped_column(Key, comment="Product, if one is named.")
    product_group_id: Mapped[int | None] = mapped_column(Key, comment="Group, if one is named.")
    amount: Mapped[int] = mapped_column(
        comment="Minor units for money, whole units for counts, millionths for quantity."
    )
    is_locked: Mapped[bool] = mapped_column(comment="Whether spreading leaves it alone.")
    reason: Mapped[str] = mapped_column(comment="Why a typed number is what it is.")
    level: Mapped[str] = mapped_column(
        short_text(8), default="base", server_default="base", comment="Base or stretch."
    )
    minimum: Mapped[int | None] = mapped_column(comment="Least that spreading leaves; unit of it.")
    maximum: Mapped[int | None] = mapped_column(comment="Most that spreading gives; unit of it.")
    agreed: Mapped[int | None] = mapped_column(
        comment="Amount that was agreed, below which a rising total lets no line fall."
    )


class PlanBasis(Owned, Base):
    """Pedigree: how the target of a part of a version was reached. Later rows outweigh earlier.

    What is empty of month, customer, rep, territory, product and group is not narrowed.
    """

    __tablename__ = "plan_basis"
    __table_args__ = owned(
        reference("version_id", "plan_version"),
        reference("customer_id", "customer"),
        reference("rep_id", "rep"),
        reference("territory_id", "territory"),
        reference("product_id", "product"),
        reference("product_group_id", "product_group"),
        reference("made_by_id", "app_user"),
        one_of("metric", Metric),
        one_of("level", PlanLevel),
        CheckConstraint("first_month <= last_month", name="months_forwards"),
        Index("ix_plan_basis_version", "branch_id", "version_id", "metric"),
    )

    version_id: Mapped[int] = mapped_column(Key, comment="The version.")
    metric: Mapped[str] = mapped_column(short_text(20), comment="What is planned.")
    level: Mapped[str] = mapped_column(short_text(8), comment="Base or stretch.")
    first_month: Mapped[int] = mapped_column(Integer, comment="First month: year*12 + month - 1.")
    last_month: Mapped[int] = mapped_column(Integer, comment="Last month, included.")
    customer_id: Mapped[int | None] = mapped_column(Key, comment="Customer, if it is about one.")
    rep_id: Mapped[int | None] = mapped_column(Key, comment="Rep, if it is about one.")
    territory_id: Mapped[int | None] = mapped_column(Key, comment="Territory, if about one.")
    product_id: Mapped[int | None] = mapped_column(Key, comment="Product, if it is about one.")
    product_group_id: Mapped[int | None] = mapped_column(Key, comment="Group, if about one.")
    method: Mapped[str] = mapped_column(short_text(32), comment="How it was reached, as a word.")
    inputs: Mapped[str] = mapped_column(
        comment="JSON list of name, value, source and date of each figure used."
    )
    baseline: Mapped[int | None] = mapped_column(comment="Figure before adjustments; empty = none.")
    adjustments: Mapped[str] = mapped_column(
        comment="JSON list of name and amount of what was added to the baseline."
    )
    amount: Mapped[int] = mapped_column(comment="The target reached, in the metric's stored unit.")
    reason: Mapped[str] = mapped_column(comment="Why, in the user's words.")
    made_by_id: Mapped[int | None] = mapped_column(Key, comment="Who; empty if not known.")
    made_at: Mapped[datetime] = mapped_column(comment="When.")


class PlanEdit(Owned, Base):
    """What one save changed in the lines of a draft, so that many lines need no log row each."""

    __tablename__ = "plan_edit"
    __table_args__ = owned(
        reference("version_id", "plan_version"),
        reference("basis_id", "plan_basis"),
        reference("command_id", "command_log"),
        one_of("metric", Metric),
        one_of("level", PlanLevel),
        Index("ix_plan_edit_version", "branch_id", "version_id"),
    )

    version_id: Mapped[int] = mapped_column(Key, comment="The version.")
    basis_id: Mapped[int | None] = mapped_column(Key, comment="Its pedigree; empty = no amount.")
    command_id: Mapped[int] = mapped_column(Key, comment="Command that saved it.")
    metric: Mapped[str] = mapped_column(short_text(20), comment="What is planned.")
    level: Mapped[str] = mapped_column(short_text(8), comment="Base or stretch.")
    lines: Mapped[int] = mapped_column(Integer, comment="How many lines it changed or made.")
    before: Mapped[str] = mapped_column(
        comment="Lines as they were: JSON, deflated, base64; see plans/edit_record.py."
    )
    after: Mapped[str] = mapped_column(comment="The same lines as it left them, written so too.")
