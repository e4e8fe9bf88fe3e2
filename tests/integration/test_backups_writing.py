"""F8: backups while others write are each one committed state, on both engines."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from desktop.services.backups.data import Contents, TableFacts
from desktop.services.backups.rotation import verify_backup
from desktop.services.backups.service import BackupService, restore
from desktop.services.database import parse_address
from tests.factories import CLOCK, Desk

BACKUPS = 10
TOTAL = 100_000  # what the credit limits of every pair of customers add up to, in minor units


def ties(contents: Contents, before: Contents) -> bool:
    """Whether the contents are a committed state: whole pairs, and a command for each."""
    customers = contents.tables["customer"]
    pairs, odd = divmod(customers.rows, 2)
    commands = contents.tables["command_log"].rows - before.tables["command_log"].rows
    return (
        not odd
        and customers.sums["credit_limit_minor"] == pairs * TOTAL
        and commands == pairs == contents.tables["import_batch"].rows
    )


@contextmanager
def somebody_writes(desk: Desk) -> Iterator[threading.Event]:
    """Write pairs of customers from another thread and connection until the block ends.

    The event yielded is set anew by every commit.
    """
    ended, written = threading.Event(), threading.Event()
    faults: list[BaseException] = []

    def write() -> None:
        count = 0
        try:
            while not ended.is_set():
                count += 1
                first = count % 1000
                desk.bring(
                    "customers",
                    "code,name,credit_limit\n"
                    f"A{count},One,{first}\nB{count},Two,{TOTAL // 100 - first}\n",
                )
                written.set()
        except BaseException as fault:
            faults.append(fault)
            written.set()
            raise

    thread = threading.Thread(target=write)
    thread.start()
    try:
        yield written
    finally:
        ended.set()
        thread.join()
    assert not faults


def test_ten_backups_while_somebody_writes_are_ten_committed_states(desk: Desk) -> None:
    service = BackupService(desk.uow, CLOCK)
    before = service.contents()
    seen: list[Contents] = []
    with somebody_writes(desk) as written:
        for number in range(BACKUPS):
            written.clear()
            assert written.wait(20)
            report = service.backup(desk.folder / f"{number}.bak")
            verify_backup(report.path)
            seen.append(report.manifest.contents)
    assert [contents for contents in seen if not ties(contents, before)] == []
    # The writer was at work all the time, and no backup made it wait for its end.
    pairs = [contents.tables["customer"].rows // 2 for contents in seen]
    assert pairs == sorted(set(pairs)) and pairs[0] > 0
    target = parse_address(str(desk.folder / "restored.db"))
    assert restore(desk.folder / f"{BACKUPS - 1}.bak", target).contents == seen[-1]


def test_the_proof_itself_fails_for_a_state_that_never_was(desk: Desk) -> None:
    service = BackupService(desk.uow, CLOCK)
    before = service.contents()
    desk.bring("customers", "code,name,credit_limit\nA1,One,400\nB1,Two,600\n")
    good = service.contents()
    assert ties(good, before)
    for wrong in (TableFacts(1, {"credit_limit_minor": 40_000}),
                  TableFacts(2, {"credit_limit_minor": 40_000})):  # fmt: skip
        assert not ties(replace(good, tables={**good.tables, "customer": wrong}), before)
    assert not ties(replace(good, tables={**good.tables, "import_batch": TableFacts(0)}), before)
