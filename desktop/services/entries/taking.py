"""Taking keyed documents back: void, with what was keyed with them, unless something rests on them.

What undoes a save of the grid. Documents that came in a file go with their batch instead.
"""

from __future__ import annotations

from collections.abc import Collection as Several
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from sqlalchemy import Table, delete, select, tuple_, update
from sqlalchemy.orm import Session

from desktop.enums import DocumentState
from desktop.errors import RuleViolation
from desktop.models import (
    Application,
    AuditLog,
    DecisionNote,
    EntryCheck,
    Expense,
    ExpenseDecision,
    InfoDecision,
    Invoice,
    JointVisit,
    MarketNote,
    QuestionTask,
    Rep,
    SkillMark,
    Visit,
    VisitPlan,
    VisitPlanFate,
)
from desktop.services.entries.data import EntryKind
from desktop.services.entries.saving import RECORDS, SUBJECT_KEYS
from desktop.services.figures.frame import BranchFacts
from desktop.services.imports.loading.settling import settle
from desktop.services.imports.loading.summary import refresh_sales_months

_VOID = str(DocumentState.VOID)
_MOST_NAMES = 5


def take_back(
    session: Session, branch: BranchFacts, kind: EntryKind, ids: Several[int], today: date
) -> None:
    """Take documents back that were keyed, in this transaction.

    Raises:
        RuleViolation: `entry_gone`, `entry_of_file`, or `entry_in_use` with what rests on one.
    """
    record = RECORDS[kind]
    rows = session.scalars(
        select(record)
        .where(record.branch_id == branch.id, record.id.in_(ids))
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()
    if len(rows) < len(set(ids)) or any(getattr(row, "state", "") == _VOID for row in rows):
        raise RuleViolation("entry_gone")
    if any(row.batch_id is not None for row in rows):
        raise RuleViolation("entry_of_file")
    _refuse_if_rested_on(session, branch.id, kind, ids)
    _drop_open_checks(session, branch.id, kind, ids)
    if kind is EntryKind.MARKET_NOTES:
        session.execute(delete(MarketNote.__table__).where(MarketNote.id.in_(ids)))  # type: ignore[arg-type]
        return
    if kind is EntryKind.VISITS:
        _drop_next_visits(session, branch.id, rows)
    _void(session, record, ids, today)
    if kind is EntryKind.COLLECTIONS:
        _undo_payments(session, branch.id, ids)
    if kind is EntryKind.ORDERS:
        session.flush()
        refresh_sales_months(session, branch, {row.month for row in rows})


def _void(session: Session, record: Any, ids: Several[int], today: date) -> None:
    table: Table = record.__table__
    values: dict[str, object] = {"state": _VOID, "version": table.c.version + 1}
    if "voided_on" in table.c:
        values["voided_on"] = today
    session.execute(update(table).where(table.c.id.in_(ids)).values(values))


def _undo_payments(session: Session, branch_id: int, ids: Several[int]) -> None:
    paid = session.scalars(
        select(Application.invoice_id).where(
            Application.branch_id == branch_id, Application.collection_id.in_(ids)
        )
    ).all()
    session.execute(delete(Application).where(Application.collection_id.in_(ids)))
    settle(session, branch_id, paid, ids)


def _drop_open_checks(session: Session, branch_id: int, kind: EntryKind, ids: Several[int]) -> None:
    key = SUBJECT_KEYS.get(kind)
    if key is not None:
        session.execute(
            delete(EntryCheck).where(
                EntryCheck.branch_id == branch_id,
                getattr(EntryCheck, key).in_(ids),
                EntryCheck.result.is_(None),
            )
        )


def _refuse_if_rested_on(
    session: Session, branch_id: int, kind: EntryKind, ids: Several[int]
) -> None:
    for record, rests, name in _resting(kind, ids):
        if hasattr(record, "state"):
            rests = rests.where(record.state != _VOID)
        names = session.scalars(
            rests.where(record.branch_id == branch_id).order_by(name).limit(_MOST_NAMES)
        ).all()
        if names:
            listed = ", ".join(dict.fromkeys(_shown(one) for one in names))
            raise RuleViolation("entry_in_use", by=record.__tablename__, names=listed)


def _resting(kind: EntryKind, ids: Several[int]) -> Iterable[tuple[Any, Any, Any]]:
    """Yield what may rest on documents of a kind: its record, the question, and its name."""
    match kind:
        case EntryKind.VISITS:
            yield _rests(Expense, Expense.spent_on, Expense.visit_id.in_(ids))
            yield _rests(MarketNote, MarketNote.noted_on, MarketNote.visit_id.in_(ids))
            who = select(Rep.name).join(JointVisit, JointVisit.companion_id == Rep.id)
            yield JointVisit, who.where(JointVisit.visit_id.in_(ids)), Rep.name
            yield _rests(SkillMark, SkillMark.seen_on, SkillMark.visit_id.in_(ids))
        case EntryKind.ORDERS:
            yield _rests(Invoice, Invoice.number, Invoice.order_id.in_(ids))
        case EntryKind.COLLECTIONS:
            # Money that an import applied afterwards goes back with its batch alone.
            applied = Application.collection_id.in_(ids) & Application.batch_id.is_not(None)
            yield _rests(Application, Application.batch_id, applied)
        case EntryKind.EXPENSES:
            decided = ExpenseDecision.expense_id.in_(ids)
            yield _rests(ExpenseDecision, ExpenseDecision.decided_on, decided)
        case EntryKind.MARKET_NOTES:
            yield _rests(QuestionTask, QuestionTask.due_on, QuestionTask.note_id.in_(ids))
            name = InfoDecision.text
            query = select(name).join(DecisionNote, DecisionNote.decision_id == InfoDecision.id)
            yield InfoDecision, query.where(DecisionNote.note_id.in_(ids)), name
    key = SUBJECT_KEYS.get(kind)
    if key is not None:
        done = getattr(EntryCheck, key).in_(ids) & EntryCheck.result.is_not(None)
        yield _rests(EntryCheck, EntryCheck.checked_at, done)


def _rests(record: Any, name: Any, condition: Any) -> tuple[Any, Any, Any]:
    return record, select(name).where(condition), name


def _shown(name: object) -> str:
    return name.date().isoformat() if isinstance(name, datetime) else str(name)


def _drop_next_visits(session: Session, branch_id: int, visits: Iterable[Visit]) -> None:
    """Remove the planned visits that were made with these reports and not touched since.

    The audit log knows which command made a row; a plan that was there before, or that
    somebody changed, stays.

    Raises:
        RuleViolation: `entry_in_use`, where somebody said what became of a planned visit.
    """
    wanted = {
        (one.rep_id, one.customer_id, one.next_visit_on)
        for one in visits
        if one.next_visit_on is not None
    }
    if not wanted:
        return
    commands = select(AuditLog.command_id).where(
        AuditLog.table_name == Visit.__tablename__,
        AuditLog.row_id.in_([one.id for one in visits]),
        AuditLog.action == "insert",
    )
    made = select(AuditLog.row_id).where(
        AuditLog.table_name == VisitPlan.__tablename__,
        AuditLog.action == "insert",
        AuditLog.command_id.in_(commands),
    )
    found = session.execute(
        select(VisitPlan.id, VisitPlan.planned_on).where(
            VisitPlan.branch_id == branch_id,
            VisitPlan.id.in_(made),
            VisitPlan.version == 1,
            tuple_(VisitPlan.rep_id, VisitPlan.customer_id, VisitPlan.planned_on).in_(
                sorted(wanted)
            ),
        )
    ).all()
    ids = [row.id for row in found]
    said = session.scalars(
        select(VisitPlanFate.visit_plan_id).where(
            VisitPlanFate.branch_id == branch_id,
            VisitPlanFate.visit_plan_id.in_(ids) | VisitPlanFate.moved_to_id.in_(ids),
        )
    ).first()
    if said is not None:
        days = ", ".join(sorted({row.planned_on.isoformat() for row in found}))
        raise RuleViolation("entry_in_use", by=VisitPlan.__tablename__, names=days)
    session.execute(delete(VisitPlan).where(VisitPlan.id.in_(ids)))
