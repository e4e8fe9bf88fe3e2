"""Taking a batch back whole: its documents become void, its other rows go, changes are undone."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    Date,
    ForeignKeyConstraint,
    String,
    Table,
    Text,
    cast,
    delete,
    func,
    insert,
    literal_column,
    select,
    update,
)
from sqlalchemy.orm import Session, aliased

from desktop.enums import DocumentState
from desktop.errors import RuleViolation
from desktop.models import (
    Application,
    AuditLog,
    Base,
    BatchChange,
    Collection,
    Customer,
    EntryCheck,
    Expense,
    ExpenseDecision,
    ImportBatch,
    Invoice,
    InvoiceCredit,
    InvoiceLine,
    ItemOwnership,
    JointVisit,
    MarketNote,
    OrderCredit,
    OrderLine,
    SalesOrder,
    SkillMark,
    Visit,
)
from desktop.services.imports.loading.settling import settle

#: Documents: what a withdrawal voids; numbers are free again because the index passes over void.
_VOIDED: tuple[Any, ...] = (SalesOrder, Invoice, Collection, Visit, Expense)
#: What goes with a void document when the rows that it rests on go.
_PURGED: tuple[tuple[Any, str, Any], ...] = (
    (EntryCheck, "visit_id", Visit),
    (EntryCheck, "order_id", SalesOrder),
    (EntryCheck, "collection_id", Collection),
    (EntryCheck, "expense_id", Expense),
    (OrderCredit, "order_id", SalesOrder),
    (OrderLine, "order_id", SalesOrder),
    (InvoiceCredit, "invoice_id", Invoice),
    (InvoiceLine, "invoice_id", Invoice),
    (Expense, "", None),
    (Visit, "", None),
    (Collection, "", None),
    (Invoice, "", None),
    (SalesOrder, "", None),
)
#: What may rest on a document besides money: the document, the column that names it, and whose.
_RESTING: tuple[tuple[Any, Any, Any], ...] = (
    (SalesOrder, Invoice.order_id, Invoice),
    (Visit, Expense.visit_id, Expense),
    (Visit, MarketNote.visit_id, MarketNote),
    (Visit, JointVisit.visit_id, JointVisit),
    (Visit, SkillMark.visit_id, SkillMark),
    (Expense, ExpenseDecision.expense_id, ExpenseDecision),
    (Invoice, ItemOwnership.invoice_id, ItemOwnership),
)
_VOID = str(DocumentState.VOID)
_MOST_NAMES = 5


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """What taking a batch back touched: months of sales, and whether masters went or changed."""

    months: frozenset[int]
    is_master_data: bool
    has_changes: bool = False


def withdraw(session: Session, batch: ImportBatch, today: date, now: datetime) -> Withdrawn:
    """Take the batch back in this transaction.

    Raises:
        RuleViolation: `batch_in_use`, naming what rests on it: later payments, documents or
            plans, or rows that were changed since.
    """
    tables = _tables_of(session, batch)
    _refuse_if_paid(session, batch)
    for record, link, other in _RESTING:
        _refuse_if_rested_on(session, batch, record, link, other)
    _refuse_if_changed(session, batch, tables)
    _refuse_if_typed_over(session, batch)
    months = _months(session, batch)
    _undo_applications(session, batch)
    voided = [record for record in _VOIDED if record.__tablename__ in tables]
    for record in voided:
        values = {"state": _VOID, "version": record.version + 1}
        if hasattr(record, "voided_on"):
            values["voided_on"] = today
        session.execute(
            update(record.__table__)
            .where(record.batch_id == batch.id, record.state == "posted")
            .values(values)
        )
    masters = [
        table
        for table in reversed(Base.metadata.sorted_tables)
        if table.name in tables
        and table.name not in {record.__tablename__ for record in _VOIDED}
        and table.name != "application"
    ]
    if masters:
        _purge_void(session, batch.branch_id)
    has_changes = _undo_changes(session, batch)
    for table in masters:
        _refuse_if_referred(session, batch, table)
        session.execute(delete(table).where(table.c.batch_id == batch.id))
    batch.withdrawn_at = now
    return Withdrawn(months, bool(masters), has_changes)


def _tables_of(session: Session, batch: ImportBatch) -> frozenset[str]:
    """Return the names of the tables that hold rows of the batch."""
    return frozenset(
        table.name
        for table in Base.metadata.sorted_tables
        if "batch_id" in table.c
        and table.name != "batch_change"
        and session.scalar(
            select(literal_column("1"))
            .select_from(table)
            .where(table.c.batch_id == batch.id)
            .limit(1)
        )
    )


def _months(session: Session, batch: ImportBatch) -> frozenset[int]:
    months: set[int] = set()
    for record in (SalesOrder, Invoice):
        months.update(
            session.scalars(select(record.month).where(record.batch_id == batch.id).distinct())
        )
    return frozenset(months)


def _refuse(batch: ImportBatch, by: str, rows: Iterable[Any]) -> None:
    """Refuse where there are rows: pairs of a name and the batch that the later entry is of.

    Raises:
        RuleViolation: `batch_in_use`, with the first names and their batches.
    """
    names = {f"{name} (#{other})" if other else str(name) for name, other in rows}
    if names:
        listed = ", ".join(sorted(names)[:_MOST_NAMES])
        raise RuleViolation("batch_in_use", batch=batch.id, by=by, names=listed)


def _is_of_another(column: Any, batch: ImportBatch) -> Any:
    return (column != batch.id) | column.is_(None)


def _refuse_if_paid(session: Session, batch: ImportBatch) -> None:
    """Refuse where money of another batch pays the batch's documents, or the other way round.

    What is named is the other document of the payment, with the batch that applied it.
    """
    invoice, note = aliased(Invoice), aliased(Invoice)
    source = func.coalesce(Collection.number, note.number)
    for own, name in (
        (invoice.batch_id, source),
        (note.batch_id, invoice.number),
        (Collection.batch_id, invoice.number),
    ):
        rows = session.execute(
            select(name, Application.batch_id)
            .select_from(Application)
            .join(invoice, Application.invoice_id == invoice.id)
            .outerjoin(note, Application.credit_note_id == note.id)
            .outerjoin(Collection, Application.collection_id == Collection.id)
            .where(own == batch.id, _is_of_another(Application.batch_id, batch))
            .order_by(name)
            .limit(_MOST_NAMES)
        ).all()
        _refuse(batch, "application", rows)


def _refuse_if_rested_on(
    session: Session, batch: ImportBatch, record: Any, link: Any, other: Any
) -> None:
    """Refuse where an entry that is not void names one of the batch's documents."""
    own = select(record.id).where(record.batch_id == batch.id, record.state != _VOID)
    query = select(*_name_and_batch(other.__table__)).where(link.in_(own))
    if hasattr(other, "state"):
        query = query.where(other.state != _VOID)
    rows = session.execute(query.order_by(other.id).limit(_MOST_NAMES)).all()
    _refuse(batch, other.__tablename__, rows)


def _name_and_batch(table: Table) -> tuple[Any, Any]:
    """Return the columns that name a row to people, and its batch."""
    key: Any = cast(table.c.id, Text)
    for name in ("number", "visit_no", "code", "name"):
        if name in table.c and isinstance(table.c[name].type, String):
            key = func.coalesce(table.c[name], key)
            break
    return key, table.c.batch_id if "batch_id" in table.c else literal_column("NULL")


def _refuse_if_changed(session: Session, batch: ImportBatch, tables: frozenset[str]) -> None:
    """Refuse where a later batch changed or replaced rows of this one and still stands."""
    later = (
        select(BatchChange.table_name, BatchChange.old_row, BatchChange.batch_id)
        .join(ImportBatch, ImportBatch.id == BatchChange.batch_id)
        .where(
            BatchChange.branch_id == batch.branch_id,
            BatchChange.batch_id != batch.id,
            BatchChange.table_name.in_(tables),
            ImportBatch.withdrawn_at.is_(None),
        )
        .order_by(BatchChange.id)
    )
    found: dict[str, list[tuple[object, int]]] = {}
    for name, old_row, other in session.execute(later):
        old = json.loads(old_row)
        if old.get("batch_id") == batch.id:
            shown = old.get("code") or old.get("name") or old.get("day") or old["id"]
            found.setdefault(name, []).append((shown, other))
    for name, rows in found.items():
        _refuse(batch, name, rows)


def _refuse_if_typed_over(session: Session, batch: ImportBatch) -> None:
    """Refuse where somebody edited a customer, or answered a note, that came with the batch.

    What imports change stands in `batch_change`; only what was typed is in the audit log.
    """
    beginning = func.substr(MarketNote.text, 1, 24)
    for record, name in ((Customer, Customer.name), (MarketNote, beginning)):
        typed: Any = (
            select(name, literal_column("NULL"))
            .join(AuditLog, AuditLog.row_id == record.id)
            .where(
                record.batch_id == batch.id,
                AuditLog.table_name == record.__tablename__,
                AuditLog.action == "update",
            )
            .order_by(record.id)
            .limit(_MOST_NAMES)
        )
        _refuse(batch, record.__tablename__, session.execute(typed).all())


def _undo_applications(session: Session, batch: ImportBatch) -> None:
    rows = session.execute(
        select(Application.invoice_id, Application.credit_note_id, Application.collection_id).where(
            Application.batch_id == batch.id
        )
    ).all()
    session.execute(delete(Application).where(Application.batch_id == batch.id))
    invoices = {row[0] for row in rows} | {row[1] for row in rows if row[1] is not None}
    settle(session, batch.branch_id, invoices, {row[2] for row in rows if row[2] is not None})


def _undo_changes(session: Session, batch: ImportBatch) -> bool:
    """Give rows back what they were before the batch, the last change first.

    Returns whether there was anything to undo.
    """
    changes = session.scalars(
        select(BatchChange).where(BatchChange.batch_id == batch.id).order_by(BatchChange.id.desc())
    ).all()
    removed = []
    for change in changes:
        table = Base.metadata.tables[change.table_name]
        old = _revived(table, json.loads(change.old_row))
        if change.new_version == 0:
            removed.append((table, old))
            continue
        found = session.scalar(select(table.c.version).where(table.c.id == change.row_id))
        if found != change.new_version:
            name = old.get("code") or old.get("number") or old.get("name") or change.row_id
            _refuse(batch, change.table_name, [(name, None)])
        assert found is not None
        _rebase_earlier(session, change, old["version"], found + 1)
        old["version"] = found + 1
        session.execute(update(table).where(table.c.id == change.row_id).values(**old))
    for table in {table for table, _old in removed}:
        # What replaced the rows goes first, or the unique key would meet both.
        session.execute(delete(table).where(table.c.batch_id == batch.id))
    for table, old in removed:
        session.execute(insert(table).values(**old))
    return bool(changes)


def _rebase_earlier(session: Session, change: BatchChange, before: int, now: int) -> None:
    """Let an earlier batch, whose state the row has again, be taken back in its turn.

    Versions only count up, so the row has its old content under a new version.
    """
    session.execute(
        update(BatchChange)
        .where(
            BatchChange.branch_id == change.branch_id,
            BatchChange.table_name == change.table_name,
            BatchChange.row_id == change.row_id,
            BatchChange.id < change.id,
            BatchChange.new_version == before,
        )
        .values(new_version=now),
        execution_options={"synchronize_session": "evaluate"},
    )


def _revived(table: Table, old: dict[str, Any]) -> dict[str, Any]:
    for name, value in old.items():
        kind = table.c[name].type
        if value is not None and isinstance(kind, Date):
            old[name] = date.fromisoformat(value)
        elif value is not None and name.endswith("_at"):
            old[name] = datetime.fromisoformat(value)
    return old


def _purge_void(session: Session, branch_id: int) -> None:
    """Remove imported documents that are void, so that the rows they rest on can go."""
    for record, link, header in _PURGED:
        if header is None:
            session.execute(
                delete(record.__table__).where(
                    record.branch_id == branch_id,
                    record.state == _VOID,
                    record.batch_id.is_not(None),
                )
            )
        else:
            void = select(header.id).where(
                header.branch_id == branch_id, header.state == _VOID, header.batch_id.is_not(None)
            )
            session.execute(
                delete(record.__table__).where(
                    record.branch_id == branch_id, getattr(record, link).in_(void)
                )
            )


def _refuse_if_referred(session: Session, batch: ImportBatch, table: Table) -> None:
    """Refuse where a row outside the batch refers to one of its rows."""
    own = select(table.c.id).where(table.c.batch_id == batch.id)
    for other, column in _references_to(table):
        query = select(*_name_and_batch(other)).where(column.in_(own))
        if "batch_id" in other.c:
            query = query.where(_is_of_another(other.c.batch_id, batch))
        _refuse(batch, other.name, session.execute(query.limit(_MOST_NAMES)).all())


def _references_to(table: Table) -> Iterable[tuple[Table, Any]]:
    for other in Base.metadata.sorted_tables:
        for constraint in other.constraints:
            if (
                isinstance(constraint, ForeignKeyConstraint)
                and constraint.referred_table is table
                and len(constraint.columns) == 2
            ):
                yield other, list(constraint.columns)[1]
