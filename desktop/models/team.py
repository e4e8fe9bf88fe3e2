"""Records of the team: joint visits, skills, training, second persons, announced policies."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, Index, Integer, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from desktop.enums import ReceiptHow, Skill
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


class JointVisit(Owned, Versioned, Base):
    """Who went along on a visit, and the coaching note of it."""

    __tablename__ = "joint_visit"
    __table_args__ = owned(
        reference("visit_id", "visit"),
        reference("companion_id", "rep"),
        UniqueConstraint("branch_id", "visit_id", "companion_id"),
    )

    visit_id: Mapped[int] = mapped_column(Key, comment="The visit.")
    companion_id: Mapped[int] = mapped_column(Key, comment="Who went along.")
    coaching: Mapped[str] = mapped_column(comment="What was seen and said; empty if nothing.")
    next_goal: Mapped[str] = mapped_column(comment="What to practise next; empty if nothing.")


class SkillMark(Owned, Versioned, Base):
    """How far a rep was in a skill on a day, from 1 (learning) to 5 (teaches others)."""

    __tablename__ = "skill_mark"
    __table_args__ = owned(
        reference("rep_id", "rep"),
        reference("visit_id", "visit"),
        UniqueConstraint("branch_id", "rep_id", "skill", "seen_on"),
        one_of("skill", Skill),
        CheckConstraint("level BETWEEN 1 AND 5", name="level_in_bounds"),
    )

    rep_id: Mapped[int] = mapped_column(Key, comment="Whose skill.")
    skill: Mapped[str] = mapped_column(short_text(16), comment="Which skill.")
    level: Mapped[int] = mapped_column(Integer, comment="1 to 5.")
    seen_on: Mapped[date] = mapped_column(comment="Business day it was seen.")
    visit_id: Mapped[int | None] = mapped_column(Key, comment="Joint visit it was seen on, if any.")
    evidence: Mapped[str] = mapped_column(comment="By what it was seen; empty if not said.")


class Training(Owned, Versioned, Base):
    """A training that a rep took part in."""

    __tablename__ = "training"
    __table_args__ = owned(
        reference("rep_id", "rep"),
        one_of("skill", Skill),
        CheckConstraint("minutes > 0", name="takes_time"),
        Index("ix_training_rep", "branch_id", "rep_id", "day"),
    )

    rep_id: Mapped[int] = mapped_column(Key, comment="Who took part.")
    day: Mapped[date] = mapped_column(comment="Business day.")
    topic: Mapped[str] = mapped_column(comment="What it was about.")
    skill: Mapped[str | None] = mapped_column(short_text(16), comment="Skill it is for, if any.")
    minutes: Mapped[int] = mapped_column(Integer, comment="Length in minutes.")
    result: Mapped[str] = mapped_column(comment="What came of it; empty if not said.")


class CustomerBackup(Owned, Versioned, Base):
    """The second rep who knows a customer; one a customer."""

    __tablename__ = "customer_backup"
    __table_args__ = owned(
        reference("customer_id", "customer"),
        reference("rep_id", "rep"),
        UniqueConstraint("branch_id", "customer_id"),
    )

    customer_id: Mapped[int] = mapped_column(Key, comment="The customer.")
    rep_id: Mapped[int] = mapped_column(Key, comment="Who else knows him.")
    since: Mapped[date] = mapped_column(comment="From which day.")
    knowledge: Mapped[str] = mapped_column(comment="What was handed on; empty if not said.")


class PolicyNotice(Owned, Versioned, Base):
    """A policy that was announced, and is to be acknowledged by name."""

    __tablename__ = "policy_notice"
    __table_args__ = owned(
        reference("announced_by_id", "app_user"),
        CheckConstraint("due_on >= announced_on", name="forwards"),
        Index("ix_policy_notice_day", "branch_id", "announced_on"),
    )

    title: Mapped[str] = mapped_column(comment="Its title.")
    text: Mapped[str] = mapped_column(comment="Its words.")
    announced_on: Mapped[date] = mapped_column(comment="Business day it was announced.")
    due_on: Mapped[date] = mapped_column(comment="Day by which it is to be acknowledged.")
    announced_by_id: Mapped[int | None] = mapped_column(Key, comment="Who announced it.")
    withdrawn_on: Mapped[date | None] = mapped_column(comment="Day it was withdrawn.")


class PolicyReceipt(Owned, Versioned, Base):
    """Whom a policy was announced to, and when he acknowledged it."""

    __tablename__ = "policy_receipt"
    __table_args__ = owned(
        reference("notice_id", "policy_notice"),
        reference("rep_id", "rep"),
        UniqueConstraint("branch_id", "notice_id", "rep_id"),
        one_of("how", ReceiptHow),
        CheckConstraint("(acknowledged_on IS NULL) = (how IS NULL)", name="how_it_was_known"),
    )

    notice_id: Mapped[int] = mapped_column(Key, comment="The policy.")
    rep_id: Mapped[int] = mapped_column(Key, comment="Who is to know it.")
    acknowledged_on: Mapped[date | None] = mapped_column(comment="Day he acknowledged it.")
    how: Mapped[str | None] = mapped_column(short_text(12), comment="Signed, said or written.")
    question: Mapped[str] = mapped_column(comment="What he asked or objected; empty if nothing.")


__all__ = [
    "CustomerBackup",
    "JointVisit",
    "PolicyNotice",
    "PolicyReceipt",
    "SkillMark",
    "Training",
]
