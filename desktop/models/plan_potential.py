"""Records of what could be sold: potential, the outlook of each customer, who is to be won."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, Index, Integer, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from desktop.enums import Confidence
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


class PotentialFigure(Owned, Versioned, Base):
    """What all sellers together could sell in a year to a customer or in a territory.

    Of several figures of one subject the one of the latest day counts.
    """

    __tablename__ = "potential_figure"
    __table_args__ = owned(
        reference("territory_id", "territory"),
        reference("customer_id", "customer"),
        one_of("confidence", Confidence),
        CheckConstraint("(territory_id IS NULL) <> (customer_id IS NULL)", name="one_subject"),
        CheckConstraint("amount_minor >= 0", name="amount_not_negative"),
        CheckConstraint("target_share BETWEEN 0 AND 1000000", name="share_in_bounds"),
        Index("ix_potential_figure_customer", "branch_id", "customer_id"),
        Index("ix_potential_figure_territory", "branch_id", "territory_id"),
    )

    territory_id: Mapped[int | None] = mapped_column(Key, comment="Territory, with those below.")
    customer_id: Mapped[int | None] = mapped_column(Key, comment="Customer.")
    amount_minor: Mapped[int] = mapped_column(comment="A year's purchases in minor units.")
    target_share: Mapped[int | None] = mapped_column(
        comment="Share that is aimed at, in parts of a million; empty = none said."
    )
    as_of: Mapped[date] = mapped_column(comment="Day or end of the year that it speaks of.")
    source: Mapped[str] = mapped_column(comment="Where it comes from.")
    method: Mapped[str] = mapped_column(
        short_text(16), comment="index, chain_ratio, build_up, purchases or estimate."
    )
    confidence: Mapped[str] = mapped_column(short_text(8), comment="Low, medium or high.")
    note: Mapped[str] = mapped_column(comment="Remark; empty if none.")


class CustomerOutlook(Owned, Versioned, Base):
    """A customer's next year from below: what he buys, and what moves it."""

    __tablename__ = "customer_outlook"
    __table_args__ = owned(
        reference("plan_id", "sales_plan"),
        reference("customer_id", "customer"),
        UniqueConstraint("branch_id", "plan_id", "customer_id"),
        CheckConstraint("churn BETWEEN 0 AND 1000000", name="churn_in_bounds"),
        CheckConstraint("commitment_minor >= 0", name="commitment_not_negative"),
    )

    plan_id: Mapped[int] = mapped_column(Key, comment="The plan.")
    customer_id: Mapped[int] = mapped_column(Key, comment="The customer.")
    base_minor: Mapped[int | None] = mapped_column(
        comment="Base in minor units, where it is not the one from history."
    )
    growth: Mapped[int] = mapped_column(comment="Growth of his market, in parts of a million.")
    wallet_minor: Mapped[int] = mapped_column(comment="Gain of his purchases; minor units.")
    new_products_minor: Mapped[int] = mapped_column(comment="By new products; minor units.")
    price: Mapped[int] = mapped_column(comment="Effect of prices on base; parts of a million.")
    churn: Mapped[int] = mapped_column(comment="Probability to lose him, in parts of a million.")
    one_offs_minor: Mapped[int] = mapped_column(comment="Known single orders; minor units.")
    commitment_minor: Mapped[int | None] = mapped_column(
        comment="What the customer himself says he will buy; empty = not asked."
    )
    signed_on: Mapped[date | None] = mapped_column(comment="Day he signed it; empty = not signed.")
    note: Mapped[str] = mapped_column(comment="Why; empty if not given.")


class PlanProspect(Owned, Versioned, Base):
    """A customer to be won in the plan's year, with the chance and the worth of it."""

    __tablename__ = "plan_prospect"
    __table_args__ = owned(
        reference("plan_id", "sales_plan"),
        reference("rep_id", "rep"),
        reference("territory_id", "territory"),
        reference("customer_id", "customer"),
        CheckConstraint("chance BETWEEN 0 AND 1000000", name="chance_in_bounds"),
        CheckConstraint("value_minor >= 0", name="value_not_negative"),
        Index("ix_plan_prospect_plan", "branch_id", "plan_id"),
    )

    plan_id: Mapped[int] = mapped_column(Key, comment="The plan.")
    name: Mapped[str] = mapped_column(comment="Who is to be won.")
    rep_id: Mapped[int | None] = mapped_column(Key, comment="Who is to win him.")
    territory_id: Mapped[int | None] = mapped_column(Key, comment="Where he is.")
    value_minor: Mapped[int] = mapped_column(comment="A full first year's net sales; minor units.")
    chance: Mapped[int] = mapped_column(comment="Probability to win him; parts of a million.")
    first_month: Mapped[int] = mapped_column(
        Integer, comment="Month of the first order: year*12 + month - 1."
    )
    next_step: Mapped[str] = mapped_column(comment="What is done next; empty if not said.")
    customer_id: Mapped[int | None] = mapped_column(Key, comment="The customer he became.")


__all__ = ["CustomerOutlook", "PlanProspect", "PotentialFigure"]
