"""Hears what other desks wrote into the database, from the log of commands.

Every change goes through a command, which stands in `command_log` once it is committed; the
audit log says which tables it touched, the import batch what was brought in. A look that finds
nothing new is one search in an index, so that it may be repeated every few seconds.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from desktop.changes import ChangeSet, Topic
from desktop.enums import ImportKind
from desktop.models import AppUser, AuditLog, CommandLog, Customer, ImportBatch
from desktop.services.news.data import News, NewsItem, NewsKind, NewsMark
from desktop.services.uow import UnitOfWork

#: So many numbers that were passed over are looked for again, so many times each.
_MOST_MISSING, _LOOKS = 200, 90
#: So many commands are told one by one; of more only the last ones.
_MOST_TOLD = 50
_EVERYTHING = frozenset(Topic)

#: Which topic a change of a table belongs to; a table that is not named touches everything.
TOPIC_OF_TABLE: Mapping[str, frozenset[Topic]] = {
    "customer": frozenset({Topic.CUSTOMERS}),
    "customer_rep": frozenset({Topic.CUSTOMERS}),
    "customer_territory": frozenset({Topic.CUSTOMERS}),
    "product": frozenset({Topic.PRODUCTS}),
    "product_group": frozenset({Topic.PRODUCTS}),
    "sales_order": frozenset({Topic.ORDERS}),
    "order_line": frozenset({Topic.ORDERS}),
    "order_credit": frozenset({Topic.ORDERS}),
    "invoice": frozenset({Topic.INVOICES}),
    "invoice_line": frozenset({Topic.INVOICES}),
    "invoice_credit": frozenset({Topic.INVOICES}),
    "collection": frozenset({Topic.COLLECTIONS}),
    "application": frozenset({Topic.COLLECTIONS, Topic.INVOICES}),
    "visit": frozenset({Topic.VISITS}),
    "visit_plan": frozenset({Topic.VISITS}),
    "visit_plan_fate": frozenset({Topic.VISITS}),
    "week_plan": frozenset({Topic.VISITS}),
    "entry": frozenset({Topic.VISITS}),
    "entry_check": frozenset({Topic.VISITS}),
    "joint_visit": frozenset({Topic.TEAM}),
    "skill_mark": frozenset({Topic.TEAM}),
    "training": frozenset({Topic.TEAM}),
    "customer_backup": frozenset({Topic.TEAM}),
    "policy_notice": frozenset({Topic.TEAM}),
    "policy_receipt": frozenset({Topic.TEAM}),
    "report_duty": frozenset({Topic.INFORMATION}),
    "report_receipt": frozenset({Topic.INFORMATION}),
    "expense_decision": frozenset({Topic.EXPENSES}),
    "expense_ceiling": frozenset({Topic.EXPENSES}),
    "expense": frozenset({Topic.EXPENSES}),
    "calendar_day": frozenset({Topic.CALENDAR}),
    "leave": frozenset({Topic.CALENDAR}),
    "sales_plan": frozenset({Topic.PLANS}),
    "plan_version": frozenset({Topic.PLANS}),
    "plan_line": frozenset({Topic.PLANS}),
    "plan_season": frozenset({Topic.PLANS}),
    "plan_basis": frozenset({Topic.PLANS}),
    "plan_edit": frozenset({Topic.PLANS}),
    "plan_round": frozenset({Topic.PLANS}),
    "plan_bridge_item": frozenset({Topic.PLANS}),
    "plan_answer": frozenset({Topic.PLANS}),
    "own_metric": frozenset({Topic.PLANS}),
    "own_target": frozenset({Topic.PLANS}),
    "plan_objective": frozenset({Topic.PLANS}),
    "plan_task": frozenset({Topic.PLANS}),
    "task_milestone": frozenset({Topic.PLANS}),
    "task_review": frozenset({Topic.PLANS}),
    "situation_figure": frozenset({Topic.PLANS}),
    "budget_commitment": frozenset({Topic.PLANS}),
    "budget_driver": frozenset({Topic.PLANS}),
    "budget_line": frozenset({Topic.PLANS}),
    "potential_figure": frozenset({Topic.PLANS}),
    "customer_outlook": frozenset({Topic.PLANS}),
    "plan_prospect": frozenset({Topic.PLANS}),
    "visit_programme": frozenset({Topic.PLANS}),
    "visit_programme_line": frozenset({Topic.PLANS}),
    "market_note": frozenset({Topic.INFORMATION}),
    "info_question": frozenset({Topic.INFORMATION}),
    "question_task": frozenset({Topic.INFORMATION}),
    "info_decision": frozenset({Topic.INFORMATION}),
    "decision_note": frozenset({Topic.INFORMATION}),
    "import_batch": frozenset({Topic.IMPORTS}),
}
#: What an import touches; master data moves documents between reps and places.
_TOPIC_OF_KIND: Mapping[ImportKind, frozenset[Topic]] = {
    ImportKind.PRODUCTS: frozenset({Topic.PRODUCTS}),
    ImportKind.PRODUCT_GROUPS: frozenset({Topic.PRODUCTS}),
    ImportKind.ORDERS: frozenset({Topic.ORDERS}),
    ImportKind.INVOICES: frozenset({Topic.INVOICES, Topic.COLLECTIONS}),
    ImportKind.COLLECTIONS: frozenset({Topic.COLLECTIONS, Topic.INVOICES}),
    ImportKind.VISITS: frozenset({Topic.VISITS}),
    ImportKind.VISIT_PLANS: frozenset({Topic.VISITS}),
    ImportKind.EXPENSES: frozenset({Topic.EXPENSES}),
    ImportKind.TARGETS: frozenset({Topic.PLANS}),
    ImportKind.BUDGETS: frozenset({Topic.PLANS}),
    ImportKind.MARKET_NOTES: frozenset({Topic.INFORMATION}),
    ImportKind.CALENDAR: frozenset({Topic.CALENDAR}),
    ImportKind.LEAVE: frozenset({Topic.CALENDAR}),
}
_WITHDRAWAL = "Withdraw batch "


class NewsService:
    """Answers what other desks committed since a mark; what this desk did itself is left out."""

    def __init__(self, uow: UnitOfWork, started: NewsMark | None = None) -> None:
        self._uow = uow
        #: The mark of the moment when the database was opened.
        self.started = started or NewsMark()

    def now(self) -> NewsMark:
        """Return the mark from which on changes are news."""
        with self._uow.read() as session:
            return present_mark(session)

    def since(self, mark: NewsMark) -> News:
        """Return what came since the mark, and the mark to ask with next.

        Raises:
            StorageError: the database is busy or out of reach.
        """
        with self._uow.read() as session:
            if _highest(session) <= mark.highest and not mark.missing:
                return News(mark, ChangeSet(frozenset()), ())
            waited = dict(mark.missing)
            rows = session.execute(
                select(CommandLog.id, CommandLog.name, CommandLog.at, AppUser.name)
                .outerjoin(AppUser, AppUser.id == CommandLog.user_id)
                .where(or_(CommandLog.id > mark.highest, CommandLog.id.in_(waited)))
                .order_by(CommandLog.id)
            ).all()
            others = [row for row in rows if not self._uow.is_own(row[0])]
            touched = _touched(session, others)
            items = tuple(
                item
                for row in others[-_MOST_TOLD:]
                if touched[row[0]] and (item := _item(session, row)) is not None
            )
        topics = frozenset().union(*touched.values())
        return News(_next(mark, {row[0] for row in rows}), ChangeSet(topics), items)


def present_mark(session: Session) -> NewsMark:
    """Return the mark from which on changes are news to this session."""
    return NewsMark(_highest(session))


def _highest(session: Session) -> int:
    return session.scalar(select(func.max(CommandLog.id))) or 0


def _next(mark: NewsMark, seen: set[int]) -> NewsMark:
    """Return the mark after these commands; numbers between them may still come."""
    highest = max(seen, default=mark.highest)
    highest = max(highest, mark.highest)
    waiting = {number: left - 1 for number, left in mark.missing if left > 1}
    first = max(mark.highest + 1, highest - _MOST_MISSING)
    waiting.update(dict.fromkeys(range(first, highest), _LOOKS))
    left = sorted((number, looks) for number, looks in waiting.items() if number not in seen)
    return NewsMark(highest, tuple(left[-_MOST_MISSING:]))


def _touched(session: Session, rows: Iterable[Any]) -> dict[int, frozenset[Topic]]:
    """Return the topics that each command touched; a command that changed nothing has none."""
    found: dict[int, frozenset[Topic]] = defaultdict(frozenset)
    ids = []
    for command, name, _at, _person in rows:
        ids.append(command)
        found[command] = _EVERYTHING if name.startswith(_WITHDRAWAL) else frozenset()
    tables: Any = session.execute(
        select(AuditLog.command_id, AuditLog.table_name)
        .where(AuditLog.command_id.in_(ids))
        .distinct()
    )
    for command, table in tables if ids else ():
        found[command] |= TOPIC_OF_TABLE.get(table, _EVERYTHING)
    batches = session.execute(
        select(ImportBatch.command_id, ImportBatch.kind).where(ImportBatch.command_id.in_(ids))
    )
    for command, kind in batches if ids else ():
        found[command] |= _TOPIC_OF_KIND.get(ImportKind(kind), _EVERYTHING) | {Topic.IMPORTS}
    return found


def _item(session: Session, row: Any) -> NewsItem:
    command, name, at, person = row
    if name.startswith(_WITHDRAWAL):
        file = session.scalar(
            select(ImportBatch.file_name).where(
                ImportBatch.id == int(name.removeprefix(_WITHDRAWAL))
            )
        )
        return NewsItem(NewsKind.WITHDREW, person or "", at, file or "")
    file = session.scalar(select(ImportBatch.file_name).where(ImportBatch.command_id == command))
    if file is not None:
        return NewsItem(NewsKind.IMPORTED, person or "", at, file)
    return NewsItem(NewsKind.CHANGED, person or "", at, _only_customer(session, command))


def _only_customer(session: Session, command: int) -> str:
    """Return the name of the customer that a command changed, if it changed no other."""
    changed = session.scalars(
        select(AuditLog.row_id)
        .where(AuditLog.command_id == command, AuditLog.table_name == Customer.__tablename__)
        .distinct()
        .limit(2)
    ).all()
    if len(changed) != 1:
        return ""
    return session.scalar(select(Customer.name).where(Customer.id == changed[0])) or ""
