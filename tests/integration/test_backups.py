"""Backup and restore: verified copies of a whole database, on both engines and between them."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlcipher3.dbapi2 as sqlite
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from desktop.errors import DatabaseUnreachable, InputError, StorageError
from desktop.models import Customer
from desktop.services.audit.sealing import seal
from desktop.services.backups.data import BackupReport, RowDifference
from desktop.services.backups.service import BackupService, restore
from desktop.services.checking.service import CheckingService
from desktop.services.database import DatabaseEngine, open_database, parse_address
from desktop.services.database.audited import own_tables
from desktop.services.database.schema import HEAD
from desktop.services.uow import UnitOfWork
from tests.factories import CLOCK, Desk, a_desk

#: What COPY, CSV and zip trip over: tabs, line ends, backslashes, quotes, what reads as null.
HARD_TEXT = 'tab\there\nline\\n end\r \\N "quoted" \\. 红星商行\\'


@pytest.fixture
def filled(desk: Desk) -> Desk:
    return fill(desk)


@pytest.fixture
def full(local: Desk) -> Desk:
    return fill(local)


def fill(desk: Desk) -> Desk:
    """Write a bit of everything, with rows audited and sealed, and edges of every type."""
    rep = desk.reps()[0]
    first, second = desk.customers(2, rep=rep)
    product = desk.products()[0]
    desk.orders([(first, "2026-01-05", "900.10")], product=product)
    desk.invoices([(first, "2026-01-10", "1000.55"), (second, "2026-02-28", "0.01")])
    desk.bring(
        "collections",
        f"""
        receipt_no,date,customer_code,amount,invoice_no
        K1,2026-02-01,{first},400.25,I1
        """,
    )
    desk.bring(
        "visits",
        f"""
        visit_no,date,start,end,rep_code,customer_code,note
        V1,2026-02-03,09:05,09:50,{rep},{first},said 你好
        """,
    )
    with desk.uow.write(desk.actor, "Edit") as session:
        customer = session.scalars(select(Customer).order_by(Customer.id)).first()
        assert customer is not None
        customer.address = HARD_TEXT
        customer.is_key_account = True
    with desk.uow.write(desk.actor, "Seal") as session:
        seal(session)
    return desk


def service(desk: Desk) -> BackupService:
    return BackupService(desk.uow, CLOCK)


def backed_up(desk: Desk, name: str = "copy.bak") -> BackupReport:
    return service(desk).backup(desk.folder / name)


def all_rows(database: DatabaseEngine) -> dict[str, list[tuple[Any, ...]]]:
    """Return every row of every table as Python values, in the order of the keys."""
    with Session(database.engine) as session:
        return {
            table.name: [
                tuple(row)
                for row in session.execute(select(table).order_by(*table.primary_key.columns))
            ]
            for table in own_tables()
        }


Target = Callable[[str], str]


@pytest.fixture
def new_target(tmp_path: Path, request: pytest.FixtureRequest) -> Target:
    """Return a maker of addresses where nothing is yet: "file" or "server"."""

    def make(kind: str) -> str:
        if kind == "file":
            return str(tmp_path / "restored.branchbook")
        make_empty: Callable[[], str] = request.getfixturevalue("empty_postgres")
        return make_empty()

    return make


@pytest.fixture
def restored(filled: Desk, new_target: Target) -> Iterator[Callable[[str], DatabaseEngine]]:
    """Yield what backs the desk up and restores it to a file or a server."""
    opened: list[DatabaseEngine] = []

    def run(kind: str) -> DatabaseEngine:
        report = backed_up(filled)
        target = parse_address(new_target(kind))
        assert restore(report.path, target).contents == report.manifest.contents
        opened.append(open_database(target))
        return opened[-1]

    yield run
    for one in opened:
        one.close()


@pytest.mark.parametrize("kind", ["file", "server"])
def test_a_restored_database_is_equal_and_goes_on(
    filled: Desk, restored: Callable[[str], DatabaseEngine], kind: str
) -> None:
    again = restored(kind)
    before = all_rows(filled.database)
    assert all_rows(again) == before
    assert any(HARD_TEXT in row for row in before["customer"])
    assert before["audit_seal"] and before["invoice"] and before["visit"]
    uow = UnitOfWork(again, CLOCK)
    assert CheckingService(uow, CLOCK).run() == ()
    last = filled.rows(Customer, "id")[-1][0]
    with uow.write(filled.actor, "Edit") as session:
        customer = session.scalars(select(Customer).order_by(Customer.id)).first()
        assert customer is not None
        customer.phone = "110"
        assert again.allocate_ids(session, own_table("customer"), 1)[0] == last + 1
    with uow.read() as session:
        # The triggers are there: the edit is in the log, and posted rows cannot be changed.
        found = session.execute(
            text("SELECT table_name, login FROM audit_log ORDER BY id DESC LIMIT 1")
        ).one()
        assert tuple(found) == ("customer", "boss")
    with pytest.raises(Exception, match="never changed"), again.writer.begin() as connection:
        connection.execute(text("UPDATE invoice SET gross_minor = 1, net_minor = 1"))
    # Nothing is restored over a database.
    now = all_rows(again)
    with pytest.raises(StorageError) as refused:
        restore(filled.folder / "copy.bak", again.url)
    assert refused.value.code in ("database_exists", "database_not_empty")
    assert all_rows(again) == now


def own_table(name: str) -> Any:
    return next(table for table in own_tables() if table.name == name)


def test_a_backup_says_what_it_holds(filled: Desk) -> None:
    report = backed_up(filled)
    contents = report.manifest.contents
    assert contents.tables["customer"].rows == 2
    assert contents.tables["invoice"].sums["gross_minor"] == 100_056
    assert contents.tables["collection"].sums == {"amount_minor": 40_025}
    assert contents.audit_position > 0 and contents.revision == HEAD
    assert report.manifest.made_at == CLOCK.now() and report.size == report.path.stat().st_size


def test_a_new_backup_takes_the_place_of_the_old_one(filled: Desk) -> None:
    first = backed_up(filled)
    filled.customers(3)
    second = backed_up(filled)
    assert first.path == second.path
    assert second.manifest.contents.tables["customer"].rows == 5
    left = {path.name for path in filled.folder.iterdir() if path.name.startswith((".", "copy"))}
    assert left <= {"copy.bak", "copy.bak.json"}


def test_what_is_no_backup_is_never_replaced(local: Desk) -> None:
    letter = local.folder / "letter.txt"
    letter.write_text("Dear sirs,", encoding="utf-8")
    with pytest.raises(StorageError) as refused:
        service(local).backup(letter)
    assert refused.value.code == "backup_target_taken"
    assert letter.read_text(encoding="utf-8") == "Dear sirs,"


def test_another_branch_s_database_is_never_replaced(local: Desk, sqlite_path: Path) -> None:
    other = local.folder / "other.db"
    other.write_bytes(sqlite_path.read_bytes())
    before = other.read_bytes()
    with pytest.raises(StorageError) as refused:
        service(local).backup(other)
    assert refused.value.code == "backup_target_taken" and other.read_bytes() == before


def test_the_differences_to_the_present_are_listed(full: Desk) -> None:
    report = backed_up(full)
    full.customers(3)
    full.invoices([("C1", "2026-03-01", "5")])
    with full.uow.write(full.actor, "Edit") as session:
        for customer in session.scalars(select(Customer).where(Customer.code == "C1")):
            customer.credit_limit_minor = 700
    target = parse_address(str(full.folder / "new.db"))
    listed = restore(report.path, target, service(full).contents()).differences
    found = {one.table: one for one in listed}
    assert found["customer"] == RowDifference("customer", 2, 5, ("credit_limit_minor",))
    assert found["invoice"].present_rows == found["invoice"].backup_rows + 1
    assert "product" not in found


# --- what belongs to one engine -------------------------------------------------------------


def test_a_backup_of_a_file_is_a_plain_database_beside_its_manifest(full: Desk) -> None:
    report = backed_up(full, "copy.db")
    connection = sqlite.connect(str(report.path))
    assert connection.execute("SELECT count(*) FROM customer").fetchone() == (2,)
    assert connection.execute("PRAGMA journal_mode").fetchone() == ("delete",)
    connection.close()
    said = json.loads((full.folder / "copy.db.json").read_text(encoding="utf-8"))
    assert said["format"] == "branchbook-backup" and said["tables"]["customer"]["rows"] == 2


def test_a_database_is_never_backed_up_over_itself(local: Desk) -> None:
    with pytest.raises(InputError):
        service(local).backup(Path(str(local.database.url.database)))


def test_a_log_left_by_another_database_keeps_the_name_taken(local: Desk) -> None:
    report = backed_up(local)
    target = local.folder / "new.db"
    Path(f"{target}-wal").write_bytes(b"x" * 100)
    with pytest.raises(DatabaseUnreachable):
        restore(report.path, parse_address(str(target)))
    assert not target.exists()


def test_a_backup_without_its_manifest_can_be_restored(full: Desk) -> None:
    report = backed_up(full, "copy.db")
    (full.folder / "copy.db.json").unlink()
    again = restore(report.path, parse_address(str(full.folder / "new.db")))
    assert again.manifest is None and again.contents == report.manifest.contents


def test_a_changed_backup_is_refused_until_its_manifest_is_away(local: Desk) -> None:
    report = backed_up(local, "copy.db")
    connection = sqlite.connect(str(report.path), isolation_level=None)
    connection.execute("UPDATE app_user SET name = 'Other'")
    connection.close()
    target = parse_address(str(local.folder / "new.db"))
    with pytest.raises(StorageError) as refused:
        restore(report.path, target)
    assert refused.value.code == "backup_changed"
    assert not (local.folder / "new.db").exists()


def test_a_manifest_that_says_another_sum_is_not_believed(full: Desk) -> None:
    report = backed_up(full, "copy.db")
    beside = full.folder / "copy.db.json"
    said = json.loads(beside.read_text(encoding="utf-8"))
    said["tables"]["invoice"]["sums"]["gross_minor"] += 1
    beside.write_text(json.dumps(said), encoding="utf-8")
    with pytest.raises(StorageError) as refused:
        restore(report.path, parse_address(str(full.folder / "new.db")))
    assert refused.value.code == "backup_damaged"


def test_a_backup_of_a_newer_program_is_refused(local: Desk) -> None:
    report = backed_up(local, "copy.db")
    beside = local.folder / "copy.db.json"
    said = json.loads(beside.read_text(encoding="utf-8"))
    beside.write_text(json.dumps({**said, "format_version": 2}), encoding="utf-8")
    with pytest.raises(StorageError) as refused:
        restore(report.path, parse_address(str(local.folder / "new.db")))
    assert refused.value.code == "backup_too_new"


@pytest.fixture
def dumped(postgres_url: str, tmp_path: Path) -> Iterator[BackupReport]:
    with a_desk(postgres_url, tmp_path) as desk:
        yield backed_up(fill(desk), "copy.zip")


def test_a_backup_of_a_server_is_a_zip_of_text(dumped: BackupReport) -> None:
    with zipfile.ZipFile(dumped.path) as archive:
        names = archive.namelist()
        lines = archive.read("rows/customer.tsv").splitlines()
    assert names[-1] == "manifest.json" and "rows/audit_log.tsv" in names
    assert len(lines) == 2


def test_a_zip_that_does_not_tie_is_refused(dumped: BackupReport, tmp_path: Path) -> None:
    forgeries = {
        "rows/invoice.tsv": (b"I1", b"I7"),
        "rows/customer.tsv": (b"C2", b"C7"),
        "manifest.json": (b'"rows": 2', b'"rows": 3'),
    }
    for member, (said, forged_as) in forgeries.items():
        forged = tmp_path / "forged.zip"
        with zipfile.ZipFile(dumped.path) as old, zipfile.ZipFile(forged, "w") as new:
            for name in old.namelist():
                content = old.read(name)
                forged_content = content.replace(said, forged_as)
                new.writestr(name, forged_content if name == member else content)
        with pytest.raises(StorageError) as refused:
            restore(forged, parse_address(str(tmp_path / "new.db")))
        assert refused.value.code == "backup_damaged"
        assert not (tmp_path / "new.db").exists()


def test_the_node_number_survives_on_a_server(
    empty_postgres: Callable[[], str], tmp_path: Path
) -> None:
    from desktop.services.database import create_schema

    first, second = empty_postgres(), empty_postgres()
    create_schema(first, node=3)
    database = open_database(parse_address(first))
    report = BackupService(UnitOfWork(database, CLOCK), CLOCK).backup(tmp_path / "node.zip")
    database.close()
    restore(report.path, parse_address(second))
    again = open_database(parse_address(second))
    with Session(again.engine) as session:
        assert list(again.allocate_ids(session, own_table("customer"), 1)) == [3 * 2**40 + 1]
    again.close()
