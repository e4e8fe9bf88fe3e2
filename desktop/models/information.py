"""Records of what the field knows: market notes, questions, decisions, the report calendar."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, Integer, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from desktop.enums import (
    CompetitorMove,
    NoteType,
    QuestionCycle,
    Reliability,
    ReportCycle,
    ReportSource,
)
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


class MarketNote(Imported, Owned, Versioned, Base):
    """A piece of information from the field, with its clocks: event, noted, read, answered."""

    __tablename__ = "market_note"
    __table_args__ = owned(
        reference("rep_id", "rep"),
        reference("customer_id", "customer"),
        reference("product_id", "product"),
        reference("territory_id", "territory"),
        reference("visit_id", "visit"),
        reference("keyed_by_id", "app_user"),
        reference("owner_id", "rep"),
        reference("read_by_id", "app_user"),
        reference("answered_by_id", "app_user"),
        one_of("type", NoteType),
        one_of("reliability", Reliability),
        one_of("move", CompetitorMove),
        CheckConstraint("severity BETWEEN 1 AND 3", name="severity_in_bounds"),
        CheckConstraint("quality BETWEEN 0 AND 3", name="quality_in_bounds"),
        CheckConstraint("use_factor BETWEEN 1 AND 2", name="use_in_bounds"),
        CheckConstraint("event_on <= noted_on", name="noted_afterwards"),
        CheckConstraint("(answered_at IS NULL) = (answer = '')", name="answer_has_time"),
        Index("ix_market_note_day", "branch_id", "noted_on", "id"),
        Index("ix_market_note_type", "branch_id", "type", "noted_on"),
        Index("ix_market_note_competitor", "branch_id", "competitor_key", "noted_on"),
        Index("ix_market_note_customer", "branch_id", "customer_id", "noted_on"),
        Index("ix_market_note_rep", "branch_id", "rep_id", "noted_on"),
        Index("ix_market_note_batch", "batch_id"),
        batch=True,
    )

    type: Mapped[str] = mapped_column(short_text(16), comment="Trend, consumer, competitor, …")
    event_on: Mapped[date | None] = mapped_column(comment="Day it happened, if known.")
    noted_on: Mapped[date] = mapped_column(comment="Business day it was noted in the field.")
    text: Mapped[str] = mapped_column(comment="What was learned.")
    text_key: Mapped[str] = mapped_column(comment="Search key of the text.")
    source: Mapped[str] = mapped_column(comment="From whom or what; empty if not said.")
    reliability: Mapped[str | None] = mapped_column(short_text(12), comment="How sure it is.")
    rep_id: Mapped[int | None] = mapped_column(Key, comment="Who noted it.")
    customer_id: Mapped[int | None] = mapped_column(Key, comment="Customer it concerns.")
    product_id: Mapped[int | None] = mapped_column(Key, comment="Product it concerns.")
    territory_id: Mapped[int | None] = mapped_column(Key, comment="Region it concerns.")
    visit_id: Mapped[int | None] = mapped_column(Key, comment="Visit it was learned on, if any.")
    competitor: Mapped[str] = mapped_column(short_text(128), comment="Competitor; empty if none.")
    competitor_key: Mapped[str] = mapped_column(short_text(128), comment="Search key of it.")
    move: Mapped[str | None] = mapped_column(short_text(12), comment="What he changed, if so.")
    price_millionths: Mapped[int | None] = mapped_column(
        comment="His price a unit, in millionths of the currency."
    )
    severity: Mapped[int | None] = mapped_column(Integer, comment="Of a problem: 1 is the gravest.")
    received_at: Mapped[datetime | None] = mapped_column(comment="When the office got it.")
    keyed_by_id: Mapped[int | None] = mapped_column(Key, comment="Who keyed it in.")
    keyed_at: Mapped[datetime] = mapped_column(comment="When it was keyed in.")
    owner_id: Mapped[int | None] = mapped_column(Key, comment="Who is to answer it.")
    promised_on: Mapped[date | None] = mapped_column(comment="Day an answer was promised for.")
    read_at: Mapped[datetime | None] = mapped_column(comment="When it was read; empty = not yet.")
    read_by_id: Mapped[int | None] = mapped_column(Key, comment="Who read it first.")
    answer: Mapped[str] = mapped_column(comment="The answer or action; empty = none yet.")
    answered_at: Mapped[datetime | None] = mapped_column(comment="When it was answered.")
    answered_by_id: Mapped[int | None] = mapped_column(Key, comment="Who answered it.")
    quality: Mapped[int | None] = mapped_column(Integer, comment="0 to 3; empty = not rated.")
    use_factor: Mapped[int | None] = mapped_column(Integer, comment="1, or 2 if it was used.")


class InfoQuestion(Owned, Versioned, Base):
    """A question that is put to named reps, once or every month."""

    __tablename__ = "info_question"
    __table_args__ = owned(
        reference("asked_by_id", "app_user"),
        one_of("cycle", QuestionCycle),
        one_of("type", NoteType),
        CheckConstraint("due_day BETWEEN 1 AND 31", name="due_day_of_a_month"),
        CheckConstraint("(cycle = 'monthly') = (due_day IS NOT NULL)", name="monthly_has_a_day"),
    )

    text: Mapped[str] = mapped_column(comment="What is asked.")
    type: Mapped[str] = mapped_column(short_text(16), comment="Type of note that answers it.")
    cycle: Mapped[str] = mapped_column(short_text(8), comment="Once or monthly.")
    asked_on: Mapped[date] = mapped_column(comment="Business day it was asked first.")
    asked_by_id: Mapped[int | None] = mapped_column(Key, comment="Who asks.")
    due_day: Mapped[int | None] = mapped_column(Integer, comment="Day of the month, if monthly.")
    ended_on: Mapped[date | None] = mapped_column(comment="Day it was withdrawn.")


class QuestionTask(Owned, Versioned, Base):
    """A question to one rep with its due day, and what he answered."""

    __tablename__ = "question_task"
    __table_args__ = owned(
        reference("question_id", "info_question"),
        reference("rep_id", "rep"),
        reference("note_id", "market_note"),
        UniqueConstraint("branch_id", "question_id", "rep_id", "due_on"),
        CheckConstraint("(answered_on IS NULL) = (answer = '')", name="answer_has_day"),
        Index("ix_question_task_due", "branch_id", "due_on"),
    )

    question_id: Mapped[int] = mapped_column(Key, comment="The question.")
    rep_id: Mapped[int] = mapped_column(Key, comment="Who is asked.")
    due_on: Mapped[date] = mapped_column(comment="Day by which he is to answer.")
    answer: Mapped[str] = mapped_column(comment="What he answered; empty = nothing yet.")
    answered_on: Mapped[date | None] = mapped_column(comment="Business day of the answer.")
    note_id: Mapped[int | None] = mapped_column(Key, comment="Note that the answer is in, if any.")


class InfoDecision(Owned, Versioned, Base):
    """A decision, which can name the notes that it rested on."""

    __tablename__ = "info_decision"
    __table_args__ = owned(
        reference("decided_by_id", "app_user"),
        Index("ix_info_decision_day", "branch_id", "decided_on"),
    )

    text: Mapped[str] = mapped_column(comment="What was decided.")
    decided_on: Mapped[date] = mapped_column(comment="Business day of the decision.")
    decided_by_id: Mapped[int | None] = mapped_column(Key, comment="Who decided.")


class DecisionNote(Owned, Base):
    """A note that a decision rested on."""

    __tablename__ = "decision_note"
    __table_args__ = owned(
        reference("decision_id", "info_decision"),
        reference("note_id", "market_note"),
        UniqueConstraint("branch_id", "decision_id", "note_id"),
    )

    decision_id: Mapped[int] = mapped_column(Key, comment="The decision.")
    note_id: Mapped[int] = mapped_column(Key, comment="The note.")


class ReportDuty(Owned, Versioned, Base):
    """A report that is due from people, again and again or once."""

    __tablename__ = "report_duty"
    __table_args__ = owned(
        reference("rep_id", "rep"),
        one_of("cycle", ReportCycle),
        one_of("source", ReportSource),
        CheckConstraint("ends_on >= starts_on", name="forwards"),
        CheckConstraint("due_after >= 0", name="due_after_its_period"),
    )

    name: Mapped[str] = mapped_column(comment="What the report is called.")
    cycle: Mapped[str] = mapped_column(short_text(8), comment="Daily, weekly, monthly or special.")
    source: Mapped[str] = mapped_column(
        short_text(8), comment="Whether it is ticked off by hand or the visits are the report."
    )
    rep_id: Mapped[int | None] = mapped_column(Key, comment="From whom; empty = from every rep.")
    due_after: Mapped[int] = mapped_column(
        Integer, comment="Working days after its period ends that it may take."
    )
    starts_on: Mapped[date] = mapped_column(comment="First day it is asked for.")
    ends_on: Mapped[date | None] = mapped_column(comment="Last day, included; empty = for good.")


class ReportReceipt(Owned, Versioned, Base):
    """That a report of a rep for a period came in, and when."""

    __tablename__ = "report_receipt"
    __table_args__ = owned(
        reference("duty_id", "report_duty"),
        reference("rep_id", "rep"),
        UniqueConstraint("branch_id", "duty_id", "rep_id", "period_start"),
    )

    duty_id: Mapped[int] = mapped_column(Key, comment="Which report.")
    rep_id: Mapped[int] = mapped_column(Key, comment="From whom.")
    period_start: Mapped[date] = mapped_column(comment="First day of the period it is about.")
    received_at: Mapped[datetime | None] = mapped_column(comment="When it came; empty = excused.")
    note: Mapped[str] = mapped_column(comment="Remark, or why he is excused; empty if none.")


__all__ = [
    "DecisionNote",
    "InfoDecision",
    "InfoQuestion",
    "MarketNote",
    "QuestionTask",
    "ReportDuty",
    "ReportReceipt",
]
