"""What is written beside the documents of a sheet: how they came, next visits, second looks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from desktop.enums import CeilingPer, CheckReason, ExpenseCategory, VisitChannel
from desktop.models import (
    Collection,
    Entry,
    EntryCheck,
    Expense,
    ExpenseCeiling,
    MarketNote,
    SalesOrder,
    Visit,
    VisitPlan,
)
from desktop.periods import Month
from desktop.services.entries.data import CheckAsked, EntryBatchFacts, EntryKind
from desktop.services.entries.kinds import NEXT_PURPOSE
from desktop.services.entries.reading import SheetLoad
from desktop.services.figures.frame import BranchFacts, load_calendar
from desktop.services.rules import second_eyes
from desktop.services.rules.second_eyes import Ceilings
from desktop.services.rules.workdays import WorkCalendar

#: The record of each kind, and the column of entries and checks that names it.
RECORDS: Mapping[EntryKind, Any] = {
    EntryKind.VISITS: Visit,
    EntryKind.ORDERS: SalesOrder,
    EntryKind.COLLECTIONS: Collection,
    EntryKind.EXPENSES: Expense,
    EntryKind.MARKET_NOTES: MarketNote,
}
SUBJECT_KEYS: Mapping[EntryKind, str] = {
    EntryKind.VISITS: "visit_id",
    EntryKind.ORDERS: "order_id",
    EntryKind.COLLECTIONS: "collection_id",
    EntryKind.EXPENSES: "expense_id",
}


@dataclass(frozen=True, slots=True)
class Keyed:
    """Who keyed a sheet and when, and who reported it; a reporter of None is the row's own rep."""

    branch: BranchFacts
    facts: EntryBatchFacts
    reported_by_id: int | None
    user_id: int
    now: datetime


def write_beside(session: Session, load: SheetLoad, keyed: Keyed) -> tuple[CheckAsked, ...]:
    """Write how the documents came, the next visits, and the second looks that are asked for."""
    kind = load.spec.kind
    first = first_rows(load)
    if kind is EntryKind.MARKET_NOTES:
        _tell_notes(session, tuple(first), keyed)
        return ()
    documents = _documents(session, kind, tuple(first))
    for one in first:
        session.add(_entry(kind, documents[one], keyed))
    if kind is EntryKind.VISITS:
        _plan_next_visits(session, load, documents, keyed.branch.id)
    asked = []
    eyes = _Eyes.of(session, keyed)
    for one, index in first.items():
        reason = eyes.reason(kind, documents[one])
        if reason is not None:
            session.add(
                EntryCheck(
                    branch_id=keyed.branch.id, reason=str(reason), asked_at=keyed.now, note="",
                    **{SUBJECT_KEYS[kind]: one},
                )
            )  # fmt: skip
            asked.append(CheckAsked(index, one, reason))
    return tuple(asked)


def first_rows(load: SheetLoad) -> dict[int, int]:
    """Return the index of the first row of each document that was made, by the document's id."""
    first: dict[int, int] = {}
    for place in sorted(load.context.made):
        first.setdefault(load.context.made[place], load.index(place))
    return first


def _documents(session: Session, kind: EntryKind, ids: tuple[int, ...]) -> dict[int, Any]:
    record = RECORDS[kind]
    return {row.id: row for row in session.scalars(select(record).where(record.id.in_(ids)))}


def _entry(kind: EntryKind, document: Any, keyed: Keyed) -> Entry:
    reporter = keyed.reported_by_id
    if reporter is None:
        # An order or a receipt without a rep of its own was reported by nobody known.
        reporter = document.rep_id
    return Entry(
        branch_id=keyed.branch.id,
        reported_by_id=reporter,
        via=str(keyed.facts.via),
        received_at=keyed.facts.received_at,
        keyed_by_id=keyed.user_id or None,
        keyed_at=keyed.now,
        **{SUBJECT_KEYS[kind]: document.id},
    )


def _tell_notes(session: Session, ids: tuple[int, ...], keyed: Keyed) -> None:
    """Say when the office got the notes; a market note holds that itself."""
    if keyed.facts.received_at is not None:
        session.execute(
            update(MarketNote.__table__)  # type: ignore[arg-type]
            .where(MarketNote.id.in_(ids))
            .values(received_at=keyed.facts.received_at)
        )


def _plan_next_visits(
    session: Session, load: SheetLoad, documents: Mapping[int, Any], branch_id: int
) -> None:
    """Plan the next visits that the reports name, each once: what is planned already stays."""
    wanted: dict[tuple[int, int, date], str] = {}
    for place, one in sorted(load.context.made.items()):
        visit = documents[one]
        if visit.next_visit_on is not None:
            key = (visit.rep_id, visit.customer_id, visit.next_visit_on)
            wanted.setdefault(key, load.value(load.index(place), NEXT_PURPOSE))
    if not wanted:
        return
    planned = session.execute(
        select(VisitPlan.rep_id, VisitPlan.customer_id, VisitPlan.planned_on).where(
            VisitPlan.branch_id == branch_id,
            VisitPlan.planned_on.in_({day for _rep, _customer, day in wanted}),
        )
    )
    known = {(row.rep_id, row.customer_id, row.planned_on) for row in planned}
    for (rep, customer, day), purpose in wanted.items():
        if (rep, customer, day) not in known:
            session.add(
                VisitPlan(
                    branch_id=branch_id, rep_id=rep, customer_id=customer, planned_on=day,
                    purpose=purpose,
                )
            )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Eyes:
    """Asks the rule of second looks about documents that were just written."""

    session: Session
    keyed: Keyed
    calendar: WorkCalendar

    @classmethod
    def of(cls, session: Session, keyed: Keyed) -> _Eyes:
        return cls(session, keyed, load_calendar(session, keyed.branch.id))

    def reason(self, kind: EntryKind, document: Any) -> CheckReason | None:
        """Return why the document is looked at again, or None."""
        match kind:
            case EntryKind.VISITS:
                return second_eyes.visit_reason(
                    document.minutes,
                    is_on_site=document.channel == VisitChannel.ON_SITE,
                    is_attempt=document.is_attempt,
                    hours_after=self._hours(document.visited_on),
                )
            case EntryKind.EXPENSES:
                return second_eyes.expense_reason(
                    document.amount_minor,
                    document.guests,
                    self._ceilings(document),
                    is_entertainment=document.category == ExpenseCategory.ENTERTAINMENT,
                    hours_after=self._hours(document.spent_on),
                )
            case EntryKind.COLLECTIONS:
                return second_eyes.collection_reason(
                    document.amount_minor,
                    document.method,
                    self.keyed.branch.decimals,
                    hours_after=self._hours(document.document_date),
                )
            case _:
                return second_eyes.late_reason(self._hours(document.document_date))

    def _hours(self, day: date) -> Decimal:
        """Return how long after its day the office had the report.

        Where nobody said when it came, it is known since it was keyed; where somebody did, the
        time it then lay on the clerk's desk is not the rep's.
        """
        moment = self.keyed.facts.received_at or self.keyed.now
        return second_eyes.hours_after(day, moment.astimezone(), self.calendar)

    def _ceilings(self, expense: Any) -> Ceilings:
        rows = self.session.execute(
            select(ExpenseCeiling.per, ExpenseCeiling.amount_minor)
            .where(
                ExpenseCeiling.branch_id == self.keyed.branch.id,
                ExpenseCeiling.category == expense.category,
                ExpenseCeiling.valid_from <= expense.spent_on,
            )
            .order_by(ExpenseCeiling.valid_from)
        )
        # A later one of the same kind takes the place of an earlier one.
        by = {CeilingPer(per): amount for per, amount in rows}
        if not by:
            return Ceilings({}, 0, 0)
        month = Month.of(expense.spent_on)
        claims = (
            Expense.branch_id == self.keyed.branch.id,
            Expense.rep_id == expense.rep_id,
            Expense.category == expense.category,
            Expense.state == "posted",
        )
        total = select(func.coalesce(func.sum(Expense.amount_minor), 0)).where(*claims)
        return Ceilings(
            by,
            int(self.session.scalar(total.where(Expense.spent_on == expense.spent_on)) or 0),
            int(self.session.scalar(total.where(Expense.month == month.ordinal)) or 0),
        )
