"""Many rows changed by one statement, and lines that are left out of the log, on both engines."""

from __future__ import annotations

from typing import Any

from desktop.models import AuditLog, PlanLine
from tests.factories import Desk
from tests.integration.plan_desk import a_plan_desk

_TABLE: Any = PlanLine.__table__
_COLUMNS = ("amount", "is_locked", "maximum")


def three_lines(desk: Desk) -> list[int]:
    """Return the ids of three lines of a plan."""
    version = a_plan_desk(desk).make().version_id
    names = ("version_id", "metric", "month", "amount", "is_locked", "reason")
    with desk.uow.write(desk.actor, "Lines") as session:
        rows = [(version, "sales", 24_312 + at, at, False, "") for at in range(3)]
        same = {"branch_id": desk.actor.branch_id}
        desk.database.bulk_insert(session, _TABLE, names, rows, same)
    return [row[0] for row in desk.rows(PlanLine, "id")]


def test_rows_are_changed_column_by_column_and_their_versions_count_up(desk: Desk) -> None:
    first, _second, third = three_lines(desk)
    values = ((third, first), (30, 10**15), (True, False), (None, 10**16))
    with desk.uow.write(desk.actor, "Edit") as session:
        assert desk.database.bulk_update(session, _TABLE, _COLUMNS, values) == 2
    assert desk.rows(PlanLine, *_COLUMNS, "version") == [
        (10**15, False, 10**16, 2), (1, False, None, 1), (30, True, None, 2),
    ]  # fmt: skip


def test_rows_that_are_not_there_are_not_counted(desk: Desk) -> None:
    first, *_rest = three_lines(desk)
    with desk.uow.write(desk.actor, "Edit") as session:
        values = ((first, 10**9), (5, 6), (False, False), (None, None))
        assert desk.database.bulk_update(session, _TABLE, _COLUMNS, values) == 1
        assert desk.database.bulk_update(session, _TABLE, _COLUMNS, ((), (), (), ())) == 0


def test_rows_are_left_out_of_the_log_only_where_the_command_says_so(desk: Desk) -> None:
    lines = three_lines(desk)
    before = len(desk.rows(AuditLog, "id"))
    with desk.uow.write(desk.actor, "Edit") as session:
        for line, is_bulk in zip(lines, (True, False, True), strict=True):
            desk.database.set_bulk(session, is_bulk=is_bulk)
            values = ((line,), (7,), (False,), (None,))
            desk.database.bulk_update(session, _TABLE, _COLUMNS, values)
    logged = desk.rows(AuditLog, "table_name", "row_id")[before:]
    assert logged == [("plan_line", lines[1])]
