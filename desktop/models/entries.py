"""Records of how reports reached the office, and of the second pair of eyes that looks at them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from desktop.enums import CheckMethod, CheckReason, CheckResult, ReportedVia
from desktop.models.base import Base, Key, Owned, Versioned, one_of, owned, reference, short_text

_SUBJECTS = {
    "visit_id": "visit",
    "order_id": "sales_order",
    "collection_id": "collection",
    "expense_id": "expense",
}
_ONE_SUBJECT = " + ".join(f"CASE WHEN {key} IS NULL THEN 0 ELSE 1 END" for key in _SUBJECTS)


def _of_subjects() -> tuple[object, ...]:
    """Return the keys of a record that is of one visit, order, collection or expense, once each."""
    return (
        *(reference(key, table) for key, table in _SUBJECTS.items()),
        *(UniqueConstraint("branch_id", key) for key in _SUBJECTS),
        CheckConstraint(f"{_ONE_SUBJECT} = 1", name="one_subject"),
    )


class Entry(Owned, Base):
    """How a report came in: who reported it, when it was received, who keyed it and when."""

    __tablename__ = "entry"
    __table_args__ = owned(
        *_of_subjects(),
        reference("reported_by_id", "rep"),
        reference("keyed_by_id", "app_user"),
        one_of("via", ReportedVia),
        Index("ix_entry_keyed", "branch_id", "keyed_at"),
    )

    visit_id: Mapped[int | None] = mapped_column(Key, comment="The visit, if it is one.")
    order_id: Mapped[int | None] = mapped_column(Key, comment="The order, if it is one.")
    collection_id: Mapped[int | None] = mapped_column(Key, comment="The collection, if it is one.")
    expense_id: Mapped[int | None] = mapped_column(Key, comment="The expense, if it is one.")
    reported_by_id: Mapped[int | None] = mapped_column(Key, comment="Who reported it, if known.")
    via: Mapped[str] = mapped_column(short_text(12), comment="On what it came.")
    received_at: Mapped[datetime | None] = mapped_column(comment="When the office got it.")
    keyed_by_id: Mapped[int | None] = mapped_column(Key, comment="Who keyed it in.")
    keyed_at: Mapped[datetime] = mapped_column(comment="When it was keyed in.")


class EntryCheck(Owned, Versioned, Base):
    """A second pair of eyes on a report: why it was asked for, and what it found."""

    __tablename__ = "entry_check"
    __table_args__ = owned(
        *_of_subjects(),
        reference("checked_by_id", "app_user"),
        one_of("reason", CheckReason),
        one_of("method", CheckMethod),
        one_of("result", CheckResult),
        CheckConstraint("(result IS NULL) = (checked_at IS NULL)", name="result_has_time"),
        Index("ix_entry_check_open", "branch_id", "result", "asked_at"),
    )

    visit_id: Mapped[int | None] = mapped_column(Key, comment="The visit, if it is one.")
    order_id: Mapped[int | None] = mapped_column(Key, comment="The order, if it is one.")
    collection_id: Mapped[int | None] = mapped_column(Key, comment="The collection, if it is one.")
    expense_id: Mapped[int | None] = mapped_column(Key, comment="The expense, if it is one.")
    reason: Mapped[str] = mapped_column(short_text(12), comment="Why it is looked at.")
    seed: Mapped[int | None] = mapped_column(comment="Seed of the sample it was drawn in, if any.")
    asked_at: Mapped[datetime] = mapped_column(comment="When the look was asked for.")
    method: Mapped[str | None] = mapped_column(short_text(12), comment="How it was checked.")
    result: Mapped[str | None] = mapped_column(short_text(12), comment="What was found.")
    checked_by_id: Mapped[int | None] = mapped_column(Key, comment="Who looked.")
    checked_at: Mapped[datetime | None] = mapped_column(comment="When; empty = not yet.")
    note: Mapped[str] = mapped_column(comment="What was found, in words; empty if nothing.")


__all__ = ["Entry", "EntryCheck"]
