"""Records of the talks about a plan: rounds with headquarters, the bridge, a rep's answer."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, Integer, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from desktop.enums import AnswerKind, BridgeKind, BridgeStatus, Metric, PlanSide
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


class PlanRound(Owned, Versioned, Base):
    """A number that one side named in a round, with its argument."""

    __tablename__ = "plan_round"
    __table_args__ = owned(
        reference("version_id", "plan_version"),
        UniqueConstraint("branch_id", "version_id", "metric", "number", "side"),
        one_of("metric", Metric),
        one_of("side", PlanSide),
        CheckConstraint("number >= 1", name="number_from_one"),
        CheckConstraint("amount >= 0", name="amount_not_negative"),
    )

    version_id: Mapped[int] = mapped_column(Key, comment="The version it is about.")
    metric: Mapped[str] = mapped_column(short_text(20), comment="What is planned.")
    number: Mapped[int] = mapped_column(Integer, comment="Counts rounds, from 1.")
    side: Mapped[str] = mapped_column(short_text(8), comment="Headquarters or the branch.")
    amount: Mapped[int] = mapped_column(comment="The year's number, in the metric's stored unit.")
    argument: Mapped[str] = mapped_column(comment="Why, in the side's words; empty if none.")
    evidence: Mapped[str] = mapped_column(comment="What shows it; empty if nothing.")
    day: Mapped[date] = mapped_column(comment="Business day it was named.")


class PlanBridgeItem(Owned, Versioned, Base):
    """A part of the gap between headquarters' number and the branch's, with who answers for it."""

    __tablename__ = "plan_bridge_item"
    __table_args__ = owned(
        reference("version_id", "plan_version"),
        reference("owner_rep_id", "rep"),
        one_of("metric", Metric),
        one_of("kind", BridgeKind),
        one_of("status", BridgeStatus),
    )

    version_id: Mapped[int] = mapped_column(Key, comment="The version.")
    metric: Mapped[str] = mapped_column(short_text(20), comment="What is planned.")
    kind: Mapped[str] = mapped_column(short_text(16), comment="What explains the part.")
    amount: Mapped[int] = mapped_column(
        comment="Signed part of the gap, headquarters less branch, in the metric's stored unit."
    )
    owner: Mapped[str] = mapped_column(comment="Who answers for it; empty if a rep or nobody.")
    owner_rep_id: Mapped[int | None] = mapped_column(Key, comment="Rep who answers for it.")
    evidence: Mapped[str] = mapped_column(comment="What shows it; empty if nothing.")
    status: Mapped[str] = mapped_column(short_text(8), comment="Open, accepted or rejected.")


class PlanAnswer(Owned, Versioned, Base):
    """What a rep says to his target, and what he was answered."""

    __tablename__ = "plan_answer"
    __table_args__ = owned(
        reference("version_id", "plan_version"),
        reference("rep_id", "rep"),
        reference("answered_by_id", "app_user"),
        one_of("kind", AnswerKind),
        CheckConstraint("answered_on >= day", name="answered_afterwards"),
    )

    version_id: Mapped[int] = mapped_column(Key, comment="The version.")
    rep_id: Mapped[int] = mapped_column(Key, comment="Whose target it is.")
    kind: Mapped[str] = mapped_column(short_text(8), comment="Accepted or objected.")
    day: Mapped[date] = mapped_column(comment="Business day he said it.")
    text: Mapped[str] = mapped_column(comment="His words; empty if he only accepts.")
    answer: Mapped[str] = mapped_column(comment="What he was answered; empty = not yet.")
    answered_on: Mapped[date | None] = mapped_column(comment="Business day of the answer.")
    answered_by_id: Mapped[int | None] = mapped_column(Key, comment="Who answered.")


__all__ = ["PlanAnswer", "PlanBridgeItem", "PlanRound"]
