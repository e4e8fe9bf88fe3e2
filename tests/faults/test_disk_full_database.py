"""F5: a full disk under a database is named; what was there stays, and with room it goes on."""

from __future__ import annotations

import os
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from desktop.errors import StorageError
from desktop.models import Customer
from desktop.services.customers.editing_data import AddCustomer, CustomerEntry
from desktop.services.customers.service import CustomersService
from desktop.services.database import create_schema
from desktop.services.messages import sentence
from tests.command_line import CommandLine, fingerprint
from tests.factories import BOSS, CLOCK, Desk, a_desk
from tests.faults.small_disks import fill, full_database, names, no_file_beyond, small_disk

ORDERS = "order_no,order_date,customer_code,amount\n" + "".join(
    f"O{n},2026-01-{n % 28 + 1:02d},C1,{n}.50\n" for n in range(2_000)
)


def test_an_import_into_a_full_database_leaves_it_as_it_was(local: Desk) -> None:
    local.customers()
    file = local.file("orders", ORDERS)
    url = local.database.url
    before = fingerprint(str(url.database))
    with full_database(local.database.engine), pytest.raises(StorageError) as caught:
        local.imports.run(local.actor, file)
    assert caught.value.code == "disk_full" and str(url.database) in sentence(caught.value)
    assert fingerprint(str(url.database)) == before
    assert local.imports.run(local.actor, file).row_count == 2_000


def test_saves_into_a_full_database_go_in_whole_or_not_at_all(local: Desk) -> None:
    service = CustomersService(local.uow, CLOCK)
    address = "x" * 3_000
    taken, refused = 0, None
    with full_database(local.database.engine):
        while refused is None and taken < 50:
            entry = CustomerEntry(code=f"C{taken}", name="Sunrise", address=address)
            try:
                service.add_customer(local.actor, AddCustomer(entry))
                taken += 1
            except StorageError as error:
                refused = error
    assert refused is not None and refused.code == "disk_full"
    assert str(local.database.url.database) in sentence(refused)
    assert [row[0] for row in local.rows(Customer, "code")] == [f"C{n}" for n in range(taken)]
    service.add_customer(local.actor, AddCustomer(replace(entry, code="LAST")))
    assert len(local.rows(Customer, "code")) == taken + 1


@pytest.fixture(autouse=True)
def boss_at_the_desk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the operating system's user be the one whom the branch knows."""
    monkeypatch.setenv("LOGNAME", BOSS)


@pytest.mark.skipif(os.name != "posix", reason="limits of file sizes are a matter of POSIX")
def test_a_log_that_cannot_grow_names_the_disk(
    local: Desk, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    local.customers()
    path = str(local.database.url.database)
    file = local.file("orders", ORDERS)
    local.database.close()
    before = fingerprint(path)
    line = CommandLine(capsysbinary, path)
    with no_file_beyond(100_000):
        ran = line("import", "orders", file.path)
    assert ran.status == 3 and len(ran.errors) == 1, ran
    assert "disk" in ran.errors[0] and path in ran.errors[0]
    assert fingerprint(path) == before
    assert not [name for name in names(local.folder) if name.endswith(".part")]


@pytest.mark.skipif(os.name != "posix", reason="limits of file sizes are a matter of POSIX")
@pytest.mark.parametrize("command", ["new", "restore"])
def test_a_database_that_finds_no_room_is_not_begun(
    local: Desk, capsysbinary: pytest.CaptureFixture[bytes], command: str
) -> None:
    line = CommandLine(capsysbinary, str(local.database.url.database))
    copy = local.folder / "copy.db"
    line.must("backup", copy)
    out = local.folder / "out"
    out.mkdir()
    target = out / "new.branchbook"

    def run() -> object:
        if command == "new":
            return line.bare("--lang", "en", "new", target)
        return line.on(str(target))("restore", copy)

    with no_file_beyond(60_000):
        ran = run()
    assert ran.status in (2, 3) and str(target) in ran.errors[0], ran  # type: ignore[attr-defined]
    assert "disk" in ran.errors[0] and names(out) == []  # type: ignore[attr-defined]
    assert run().status == 0  # type: ignore[attr-defined]


def test_a_disk_that_is_really_full_under_a_database(
    local: Desk, tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    disk = tmp_path / "disk"
    local.customers()
    file = local.file("orders", ORDERS)
    local.database.close()
    with small_disk(disk, 2_560) as is_there:
        if not is_there:
            pytest.skip("this machine lets nobody mount a small file system")
        path = Path(shutil.copyfile(str(local.database.url.database), disk / "east.branchbook"))
        line = CommandLine(capsysbinary, str(path))
        line.must("check")
        before = fingerprint(str(path))
        filler = fill(disk)
        for command in (("import", "orders", file.path), ("withdraw", 1)):
            ran = line(*command)
            assert ran.status == 3 and "disk is full" in ran.errors[0], ran
            assert str(path) in ran.errors[0]
        filler.unlink()
        assert fingerprint(str(path)) == before
        line.must("import", "orders", file.path)
        assert line.must("check").status == 0


def test_half_an_import_is_found(tmp_path: Path) -> None:
    """The control: the same fingerprint after rows that went in one by one until the end."""
    path = tmp_path / "east.branchbook"
    create_schema(str(path))
    with a_desk(str(path), tmp_path) as desk:
        before = fingerprint(str(path))
        with (
            full_database(desk.database.engine),
            pytest.raises(OperationalError, match="full"),
            desk.database.engine.connect() as connection,
        ):
            for number in range(500):
                connection.execute(
                    text(
                        "INSERT INTO calendar_day (branch_id, day, kind, note, is_seeded)"
                        f" VALUES (1, '2026-01-{number:03d}', 'rest', '{'x' * 500}', 0)"
                    )
                )
                connection.commit()
        assert fingerprint(str(path)) != before
