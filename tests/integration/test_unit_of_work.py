"""The unit of work: what a command leaves behind, and what it never does."""

from __future__ import annotations

import json
import threading
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import event, select, text, update
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm import Session

from desktop.enums import Role
from desktop.errors import ConflictError, DatabaseBusy, NotAllowed, RuleViolation
from desktop.models import (
    AppUser,
    AuditLog,
    Branch,
    CommandLog,
    Customer,
    ImportBatch,
    Territory,
)
from desktop.services.access import RIGHTS, Action, Actor, find_actor
from desktop.services.database.faults import is_storage_fault
from desktop.services.uow import require_version
from tests.factories import Desk

_INVOICE = "invoice_no,invoice_date,customer_code,amount,rep_code\nA,2026-01-01,C1,9,\n"
_SHARED = "invoice_no,invoice_date,customer_code,amount,rep_code\nS,2026-01-01,C1,9,R1:50;R2:50\n"
_ORDER = "order_no,order_date,customer_code,amount\nO,2026-01-01,C1,9\n"
_MONEY = "receipt_no,date,customer_code,amount\nK,2026-01-01,C1,9\n"


def _territory(desk: Desk, code: str = "A") -> Territory:
    return Territory(
        branch_id=desk.actor.branch_id, code=code, code_key=code.casefold(), name=code,
        name_key=code.casefold(),
    )  # fmt: skip


def _acting(desk: Desk) -> int:
    with desk.uow.read() as session:
        return int(session.scalar(text("SELECT count(*) FROM acting")) or 0)


def test_what_a_read_writes_is_not_kept(desk: Desk) -> None:
    with desk.uow.read() as session:
        session.add(_territory(desk))
        session.flush()
    assert desk.rows(Territory, "code") == []


def test_a_command_is_kept_whole_or_not_at_all(desk: Desk) -> None:
    with desk.uow.write(desk.actor, "Make") as session:
        session.add(_territory(desk, "A"))
    with pytest.raises(ZeroDivisionError), desk.uow.write(desk.actor, "Fail") as session:
        session.add(_territory(desk, "B"))
        session.flush()
        raise ZeroDivisionError
    with pytest.raises(IntegrityError), desk.uow.write(desk.actor, "Twice") as session:
        session.add_all([_territory(desk, "C"), _territory(desk, "c")])
    assert desk.rows(Territory, "code") == [("A",)]
    assert desk.rows(CommandLog, "name", "client")[0][0] == "Make"
    assert len(desk.rows(CommandLog, "id")) == 1
    assert _acting(desk) == 0


def test_a_request_that_was_carried_out_is_not_repeated(desk: Desk) -> None:
    with desk.uow.write(desk.actor, "Make", request_id="r-1") as session:
        session.add(_territory(desk, "A"))
    with (
        pytest.raises(RuleViolation, match="already_done"),
        desk.uow.write(desk.actor, "Make", request_id="r-1") as session,
    ):
        session.add(_territory(desk, "B"))
    assert desk.rows(Territory, "code") == [("A",)]
    assert _acting(desk) == 0


def test_someone_unknown_to_the_database_is_not_taken_for_a_repeated_request(local: Desk) -> None:
    stranger = replace(local.actor, user_id=0, login="stranger")
    with local.uow.write(stranger, "Look") as session:
        session.add(_territory(local))
    assert local.rows(CommandLog, "user_id") == [(None,)]
    assert [login for (login,) in local.rows(AuditLog, "login")][-1] == "stranger"


def test_the_second_save_of_the_same_version_is_refused(desk: Desk) -> None:
    with desk.uow.write(desk.actor, "Make") as session:
        session.add(_territory(desk))
    shown = desk.rows(Territory, "version")[0][0]

    def save(name: str) -> None:
        with desk.uow.write(desk.actor, "Rename") as session:
            found = session.scalars(select(Territory)).one()
            require_version(found, shown, found.version)
            found.name = name

    save("first")
    with pytest.raises(ConflictError) as caught:
        save("second")
    assert caught.value.facts == {"document": "Territory", "shown": 1, "found": 2}
    assert desk.rows(Territory, "name", "version") == [("first", 2)]


def test_a_save_between_load_and_flush_is_noticed(desk: Desk) -> None:
    with desk.uow.write(desk.actor, "Make") as session:
        session.add(_territory(desk))
    with pytest.raises(ConflictError), desk.uow.write(desk.actor, "Rename") as session:
        found = session.scalars(select(Territory)).one()
        # Whoever gets in between: the row has another version than the one that was loaded.
        session.execute(
            update(Territory.__table__).values(version=7), execution_options={"synchronize": False}
        )
        found.name = "late"
    assert desk.rows(Territory, "name", "version") == [("A", 1)]


def _count_up(desk: Desk, engine: Any, threads: int = 4, each: int = 25) -> tuple[int, int]:
    """Let threads read a number and write it plus one; return the number and the failures."""
    with Session(desk.database.writer) as session:
        session.execute(text("UPDATE branch SET decimals = 0, aging_bounds = '0'"))
        session.commit()
    failures: list[str] = []

    def work() -> None:
        for _ in range(each):
            with Session(engine) as session:
                try:
                    found = int(session.scalar(text("SELECT aging_bounds FROM branch")) or 0)
                    session.execute(
                        text("UPDATE branch SET aging_bounds = :n"), {"n": str(found + 1)}
                    )
                    session.commit()
                except DBAPIError as error:
                    failures.append(str(error.orig))

    workers = [threading.Thread(target=work) for _ in range(threads)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    with Session(engine) as session:
        return int(session.scalar(text("SELECT aging_bounds FROM branch")) or 0), len(failures)


def test_four_threads_lose_no_update_and_with_a_plain_begin_they_do(local: Desk) -> None:
    kept, failures = _count_up(local, local.database.writer)
    assert (kept, failures) == (100, 0)
    # The control: a transaction that begins as a reader is thrown out when it wants to write.
    kept, failures = _count_up(local, local.database.engine)
    assert kept < 100
    assert kept + failures == 100


def test_a_writer_that_waits_too_long_says_that_the_database_is_busy(local: Desk) -> None:
    with (
        local.database.writer.begin(),
        pytest.raises(DatabaseBusy),
        _impatient(local),
        local.uow.write(local.actor, "Make"),
    ):
        raise AssertionError("the block was entered")


class _impatient:  # noqa: N801 - reads as a word of the sentence
    """A block in which SQLite connections give up at once."""

    def __init__(self, desk: Desk) -> None:
        self._pool = desk.database.engine.pool

    def __enter__(self) -> None:
        event.listen(self._pool, "checkout", self._hurry)

    def __exit__(self, *exc: object) -> None:
        event.remove(self._pool, "checkout", self._hurry)

    @staticmethod
    def _hurry(connection: Any, *_rest: object) -> None:
        connection.execute("PRAGMA busy_timeout=1")


# --- the audit log ------------------------------------------------------------------------------


def _audit(desk: Desk, table: str = "territory") -> list[tuple[Any, ...]]:
    rows = desk.rows(
        AuditLog, "action", "login", "command_id", "branch_id", "old_row", "new_row",
        table_name=table,
    )  # fmt: skip
    return [(*row[:4], json.loads(row[4] or "null"), json.loads(row[5] or "null")) for row in rows]


def test_every_change_is_written_down_with_who_what_old_and_new(desk: Desk) -> None:
    with desk.uow.write(desk.actor, "Make") as session:
        session.add(_territory(desk))
    with desk.uow.write(desk.actor, "Rename") as session:
        session.scalars(select(Territory)).one().name = "Beta"
    with desk.uow.write(desk.actor, "Drop") as session:
        session.delete(session.scalars(select(Territory)).one())

    commands = {name: row_id for row_id, name in desk.rows(CommandLog, "id", "name")}
    made, renamed, dropped = _audit(desk)
    assert made[:4] == ("insert", "boss", commands["Make"], desk.actor.branch_id)
    assert (made[4], made[5]["name"], made[5]["version"]) == (None, "A", 1)
    assert renamed[:3] == ("update", "boss", commands["Rename"])
    assert (renamed[4]["name"], renamed[5]["name"], renamed[5]["version"]) == ("A", "Beta", 2)
    assert dropped[:3] == ("delete", "boss", commands["Drop"])
    assert (dropped[4]["name"], dropped[5]) == ("Beta", None)
    assert len({row[0] for row in desk.rows(AuditLog, "salt", table_name="territory")}) == 3
    assert _acting(desk) == 0


def test_a_change_from_outside_the_program_is_marked(desk: Desk) -> None:
    with Session(desk.database.writer) as session:
        session.add(_territory(desk))
        session.commit()
    ((action, login, command, *_rest),) = _audit(desk)
    assert (action, login, command) == ("insert", "outside the program", None)


def test_a_bulk_command_leaves_a_batch_and_no_row_of_the_log(desk: Desk) -> None:
    before = len(desk.rows(AuditLog, "id"))
    outcome = desk.bring("territories", "code,name\nA,a\nB,b\n")
    assert len(desk.rows(AuditLog, "id")) == before
    (command,) = desk.rows(CommandLog, "id", "name", "user_id")
    assert command[1:] == ("Import territories", desk.actor.user_id)
    assert desk.rows(ImportBatch, "id", "command_id", "row_count") == [
        (outcome.batch_id, command[0], 2)
    ]
    assert _acting(desk) == 0
    with desk.uow.write(desk.actor, "Make") as session:
        session.add(_territory(desk, "C"))
    assert len(_audit(desk)) == 1
    desk.withdraw(outcome)
    assert [name for (name,) in desk.rows(CommandLog, "name")][-1] == (
        f"Withdraw batch {outcome.batch_id}"
    )


# --- posted documents ---------------------------------------------------------------------------

_FORBIDDEN = (
    "UPDATE invoice SET net_minor = 1, gross_minor = 1",
    "UPDATE invoice SET document_date = '2026-01-02'",
    "UPDATE invoice SET customer_id = NULL",
    "UPDATE invoice SET number = 'X'",
    "UPDATE invoice SET batch_id = NULL",
    "UPDATE invoice SET state = 'draft'",
    "UPDATE sales_order SET status = 'cancelled'",
    "UPDATE collection SET amount_minor = 1",
    "UPDATE invoice_line SET net_minor = 1",
    "UPDATE invoice_line SET invoice_id = invoice_id + 1",
    "UPDATE order_line SET product_id = 1",
    "DELETE FROM invoice_line",
    "DELETE FROM order_line",
    "DELETE FROM invoice",
    "DELETE FROM sales_order",
    "DELETE FROM collection",
)
_ALLOWED = (
    "UPDATE invoice SET credited_rep_id = NULL, territory_id = NULL",
    "UPDATE invoice SET settled_on = '2026-02-02'",
    "UPDATE collection SET used_up_on = '2026-02-02'",
    "UPDATE sales_order SET credited_rep_id = NULL",
)


def _sql(desk: Desk, statement: str) -> None:
    with Session(desk.database.writer) as session:
        session.execute(text(statement))
        session.commit()


def test_a_posted_document_is_never_changed_by_plain_sql_either(desk: Desk) -> None:
    desk.reps(2)
    desk.customers()
    desk.bring("invoices", _INVOICE)
    desk.bring("invoices", _SHARED)
    desk.bring("orders", _ORDER)
    desk.bring("collections", _MONEY)
    before = desk.contents(versions=True)
    for statement in _FORBIDDEN:
        with pytest.raises(DBAPIError, match=r"never changed|NOT NULL"):
            _sql(desk, statement)
    assert desk.contents(versions=True) == before
    for statement in _ALLOWED:
        _sql(desk, statement)
    _sql(desk, "UPDATE invoice SET state = 'void', voided_on = '2026-03-01'")
    with pytest.raises(DBAPIError, match="never changed"):
        _sql(desk, "UPDATE invoice SET state = 'posted', voided_on = NULL")


def test_replacing_a_posted_document_is_deleting_it(local: Desk) -> None:
    local.customers()
    local.bring("orders", _ORDER)
    with pytest.raises(DBAPIError, match="never changed"):
        _sql(local, "INSERT OR REPLACE INTO sales_order SELECT * FROM sales_order")


# --- faults and rights --------------------------------------------------------------------------


def test_a_broken_key_is_not_taken_for_a_fault_of_the_storage(desk: Desk) -> None:
    with pytest.raises(IntegrityError) as caught, desk.uow.write(desk.actor, "Twice") as session:
        session.add_all([_territory(desk, "connection"), _territory(desk, "connection")])
    assert not is_storage_fault(caught.value)


def test_a_login_is_found_whatever_its_case_and_only_while_it_is_active(local: Desk) -> None:
    with local.uow.read() as session:
        found = find_actor(session, local.actor.branch_id, "BOSS")
        with pytest.raises(NotAllowed, match="login_unknown"):
            find_actor(session, local.actor.branch_id, "nobody")
    assert found == local.actor
    assert found.roles == {Role.BRANCH_MANAGER}
    with local.uow.write(local.actor, "Leave") as session:
        session.scalars(select(AppUser)).one().is_active = False
    with local.uow.read() as session, pytest.raises(NotAllowed):
        find_actor(session, local.actor.branch_id, "boss")


def test_a_role_may_what_the_table_of_rights_says_and_nothing_else() -> None:
    for role in Role:
        actor = Actor(1, 1, "x", frozenset({role}))
        assert {action for action in Action if actor.may(action)} == RIGHTS[role]
    nobody = Actor(1, 1, "x", frozenset())
    with pytest.raises(NotAllowed) as caught:
        nobody.require(Action.IMPORT_MONEY)
    assert caught.value.facts == {"login": "x", "action": "import_money"}


def test_money_is_not_for_those_who_sell(local: Desk) -> None:
    clerk = replace(local.actor, roles=frozenset({Role.CLERK}))
    local.customers()
    local.actor = clerk
    with pytest.raises(NotAllowed):
        local.bring("collections", _MONEY)
    assert local.rows(Branch, "version") == [(1,)]
    assert local.rows(Customer, "code") == [("C1",)]
