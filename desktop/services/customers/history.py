"""How a customer came to be so: every change with who, when, old and new."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.models import AppUser, AuditLog, BatchChange, CommandLog, Customer, ImportBatch
from desktop.money import from_minor
from desktop.search_key import search_key
from desktop.services.customers.editing_data import (
    CustomerEntry,
    CustomerField,
    CustomerValues,
    HistoryHow,
    HistoryRow,
    LastChange,
)
from desktop.services.customers.entry import entry_of
from desktop.services.figures.frame import BranchFacts, load_branch
from desktop.services.uow import UnitOfWork

_TABLE = Customer.__tablename__


@dataclass(frozen=True, slots=True)
class _Event:
    """A change of the row: what it was before (None: it was not there).

    `version` is the row's before the change, 0 where it was not there: versions only count up,
    while the clocks of desks and servers differ. `is_known` says whether the state after it
    can be told: an import that was taken back has left no trace of its values.
    """

    version: int
    at: datetime
    person: str
    how: HistoryHow
    source: str
    before: Mapping[str, Any] | None
    is_known: bool = True


class CustomerHistory:
    """Reads the changes of a customer off the audit log and the batches of imports."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    def of(self, customer_id: int) -> tuple[HistoryRow, ...]:
        """Return a row for each field of each change, the latest change first."""
        with self._uow.read() as session:
            branch = load_branch(session)
            now = session.execute(
                select(*Customer.__table__.columns).where(
                    Customer.branch_id == branch.id, Customer.id == customer_id
                )
            ).mappings()
            found = now.one_or_none()
            state = None if found is None else dict(found)
            events = _events(session, branch.id, customer_id)
        return _rows(events, state, branch)


def last_change(session: Session, branch_id: int, customer_id: int) -> LastChange | None:
    """Return who changed a customer last, and when; None where nothing is known of it."""
    events = _events(session, branch_id, customer_id)
    return LastChange(events[-1].person, events[-1].at) if events else None


def _events(session: Session, branch_id: int, customer_id: int) -> list[_Event]:
    """Return the changes of a customer, the oldest first."""
    names = {
        key: name
        for key, name in session.execute(
            select(AppUser.login_key, AppUser.name).where(AppUser.branch_id == branch_id)
        )
    }
    events = [
        *_typed(session, customer_id, names),
        *_imported(session, branch_id, customer_id),
        *_brought(session, branch_id, customer_id),
    ]
    return sorted(events, key=lambda event: event.version)


def _typed(session: Session, customer_id: int, names: Mapping[str, str]) -> list[_Event]:
    rows = session.execute(
        select(AuditLog.at, AuditLog.login, AuditLog.command_id, AuditLog.old_row)
        .where(AuditLog.table_name == _TABLE, AuditLog.row_id == customer_id)
        .order_by(AuditLog.id)
    )
    events = []
    for at, login, command, old in rows:
        how = HistoryHow.OUTSIDE if command is None else HistoryHow.TYPED
        before = json.loads(old) if old else None
        version = before["version"] if before else 0
        person = names.get(search_key(login), login)
        events.append(_Event(version, at, person, how, "", before))
    return events


def _imported(session: Session, branch_id: int, customer_id: int) -> list[_Event]:
    """Return the changes that imports made, and where they were taken back."""
    rows = session.execute(
        select(
            CommandLog.at,
            AppUser.name,
            ImportBatch.id,
            ImportBatch.file_name,
            ImportBatch.withdrawn_at,
            BatchChange.old_row,
            BatchChange.new_version,
        )
        .select_from(BatchChange)
        .join(ImportBatch, ImportBatch.id == BatchChange.batch_id)
        .join(CommandLog, CommandLog.id == ImportBatch.command_id)
        .outerjoin(AppUser, AppUser.id == CommandLog.user_id)
        .where(
            BatchChange.branch_id == branch_id,
            BatchChange.table_name == _TABLE,
            BatchChange.row_id == customer_id,
        )
        .order_by(BatchChange.id)
    )
    events = []
    for at, name, batch, file, taken_back_at, old, version in rows.all():
        state, how = json.loads(old), HistoryHow.IMPORT
        is_known = taken_back_at is None
        events.append(_Event(state["version"], at, name or "", how, file, state, is_known))
        if taken_back_at is not None:
            person, how = _who_withdrew(session, branch_id, batch), HistoryHow.WITHDRAWN
            events.append(_Event(version, taken_back_at, person, how, file, state, False))
    return events


def _who_withdrew(session: Session, branch_id: int, batch: int) -> str:
    found: str | None = session.scalar(
        select(AppUser.name)
        .join(CommandLog, CommandLog.user_id == AppUser.id)
        .where(CommandLog.branch_id == branch_id, CommandLog.name == f"Withdraw batch {batch}")
    )
    return found or ""


def _brought(session: Session, branch_id: int, customer_id: int) -> list[_Event]:
    """Return the import that the customer came with."""
    row = session.execute(
        select(CommandLog.at, AppUser.name, ImportBatch.file_name)
        .select_from(Customer)
        .join(ImportBatch, ImportBatch.id == Customer.batch_id)
        .join(CommandLog, CommandLog.id == ImportBatch.command_id)
        .outerjoin(AppUser, AppUser.id == CommandLog.user_id)
        .where(Customer.branch_id == branch_id, Customer.id == customer_id)
    ).one_or_none()
    return [] if row is None else [_Event(0, row[0], row[1] or "", HistoryHow.IMPORT, row[2], None)]


def _rows(
    events: list[_Event], state: Mapping[str, Any] | None, branch: BranchFacts
) -> tuple[HistoryRow, ...]:
    """Return the fields that differ between the states around each event, the latest first."""
    found: list[HistoryRow] = []
    after = state
    for number in range(len(events), 0, -1):
        event = events[number - 1]
        before = event.before
        head = (number, event.at, event.person, event.how, event.source)
        if before is None or not event.is_known:
            found.append(HistoryRow(*head, "", "", ""))
        elif after is not None:
            old, new = _entry(before, branch), _entry(after, branch)
            found.extend(
                HistoryRow(*head, str(field), old.of(field), new.of(field))
                for field in CustomerField
                if field in old.differs(new)
            )
        after = before
    return tuple(found)


def _entry(state: Mapping[str, Any], branch: BranchFacts) -> CustomerEntry:
    """Return a kept state as an entry; both engines and imports write the same names.

    A state that is older than a field does not name it: the field was empty then.
    """
    limit = state.get("credit_limit_minor")
    values = CustomerValues(
        code=state["code"],
        name=state["name"],
        customer_class=state.get("customer_class"),
        is_key_account=bool(state.get("is_key_account")),
        phone=state.get("phone") or "",
        address=state.get("address") or "",
        legal_person=state.get("legal_person") or "",
        tax_id=state.get("tax_id") or "",
        terms_days=state.get("terms_days"),
        credit_limit=None if limit is None else from_minor(limit, branch.decimals),
    )
    return entry_of(values, branch.decimals)
