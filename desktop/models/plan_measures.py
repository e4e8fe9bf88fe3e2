"""Records of a plan's own measures, and of programmes of visits and their templates."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, Integer, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from desktop.enums import CustomerClass
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


class OwnMetric(Owned, Versioned, Base):
    """A measure that the branch made itself, with its unit and direction."""

    __tablename__ = "own_metric"
    __table_args__ = owned(
        UniqueConstraint("branch_id", "name_key"),
        CheckConstraint("decimals BETWEEN 0 AND 6", name="decimals_in_bounds"),
    )

    name: Mapped[str] = mapped_column(short_text(128), comment="The user's name for it.")
    name_key: Mapped[str] = mapped_column(short_text(128), comment="Search key of the name.")
    unit: Mapped[str] = mapped_column(short_text(32), comment="Its unit; empty = a bare number.")
    decimals: Mapped[int] = mapped_column(Integer, comment="How many decimals are shown.")
    more_is_better: Mapped[bool] = mapped_column(comment="Direction: whether more is better.")
    adds_up: Mapped[bool] = mapped_column(
        comment="Whether months and reps add up; otherwise the last month and the mean count."
    )
    definition: Mapped[str] = mapped_column(comment="What is counted, in the user's words.")


class OwnTarget(Owned, Versioned, Base):
    """What is planned and reached of an own measure, by rep and month."""

    __tablename__ = "own_target"
    __table_args__ = owned(
        reference("version_id", "plan_version"),
        reference("metric_id", "own_metric"),
        reference("rep_id", "rep"),
        Index("ix_own_target_version", "branch_id", "version_id", "metric_id"),
    )

    version_id: Mapped[int] = mapped_column(Key, comment="The version.")
    metric_id: Mapped[int] = mapped_column(Key, comment="The measure.")
    rep_id: Mapped[int | None] = mapped_column(Key, comment="Rep; empty = the branch itself.")
    month: Mapped[int] = mapped_column(Integer, comment="Month: year*12 + month - 1.")
    target: Mapped[int | None] = mapped_column(comment="Target in millionths; empty = none.")
    actual: Mapped[int | None] = mapped_column(comment="Reached, in millionths; empty = not yet.")
    source: Mapped[str] = mapped_column(comment="Where the actual comes from; empty if not said.")


class VisitProgramme(Owned, Versioned, Base):
    """Whom a rep visits how often to reach his target; without a rep it is a template."""

    __tablename__ = "visit_programme"
    __table_args__ = owned(
        reference("version_id", "plan_version"),
        reference("rep_id", "rep"),
        reference("made_by_id", "app_user"),
        UniqueConstraint("branch_id", "version_id", "rep_id"),
        CheckConstraint("(version_id IS NULL) = (rep_id IS NULL)", name="rep_of_a_version"),
        CheckConstraint("first_month <= last_month", name="months_forwards"),
    )

    version_id: Mapped[int | None] = mapped_column(Key, comment="The version; empty: template.")
    rep_id: Mapped[int | None] = mapped_column(Key, comment="Whose it is; empty: template.")
    name: Mapped[str] = mapped_column(comment="Name of a template; empty for a rep's own.")
    first_month: Mapped[int | None] = mapped_column(Integer, comment="First month it is for.")
    last_month: Mapped[int | None] = mapped_column(Integer, comment="Last month, included.")
    facts: Mapped[str] = mapped_column(
        comment="JSON of the figures it was reasoned from: gap, order value, hit rate, days."
    )
    made_by_id: Mapped[int | None] = mapped_column(Key, comment="Who made it.")
    made_at: Mapped[datetime] = mapped_column(comment="When it was made.")


class VisitProgrammeLine(Owned, Versioned, Base):
    """Visits of a programme: to one customer, or in a template to each of a class."""

    __tablename__ = "visit_programme_line"
    __table_args__ = owned(
        reference("programme_id", "visit_programme"),
        reference("customer_id", "customer"),
        one_of("customer_class", CustomerClass),
        CheckConstraint("visits >= 0", name="visits_not_negative"),
        CheckConstraint("customer_id IS NULL OR customer_class IS NULL", name="one_subject"),
        Index("ix_visit_programme_line_programme", "programme_id"),
    )

    programme_id: Mapped[int] = mapped_column(Key, comment="The programme.")
    customer_id: Mapped[int | None] = mapped_column(Key, comment="Customer; empty in a template.")
    customer_class: Mapped[str | None] = mapped_column(
        short_text(1), comment="Class of a template; empty = customers without one."
    )
    visits: Mapped[int] = mapped_column(Integer, comment="Visits to each in its months.")
    purpose: Mapped[str] = mapped_column(comment="What for; empty if not given.")
    expected_minor: Mapped[int | None] = mapped_column(
        comment="Net sales expected of it in minor units; empty = not estimated."
    )


__all__ = ["OwnMetric", "OwnTarget", "VisitProgramme", "VisitProgrammeLine"]
