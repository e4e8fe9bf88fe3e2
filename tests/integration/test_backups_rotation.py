"""Automatic backups: when, under which name, what is let go, and what a full disk leaves."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from desktop.bootstrap import open_services
from desktop.clock import FixedClock
from desktop.errors import DiskFull, SchemaTooNew, StorageError
from desktop.services.atomic_file import file_fault
from desktop.services.backups.rotation import (
    backup_folder,
    list_backups,
    newest_good_backup,
    verify_backup,
)
from desktop.services.backups.service import BackupService
from desktop.services.database import parse_address, schema
from tests.factories import CLOCK, Desk

START = datetime(2026, 3, 18, 9, 30, tzinfo=UTC)


def at(desk: Desk, moment: datetime) -> BackupService:
    return BackupService(desk.uow, FixedClock(moment))


def folder_of(desk: Desk) -> Path:
    return backup_folder(desk.database.url)


def test_an_automatic_backup_lies_beside_the_file_under_the_time_in_utc(local: Desk) -> None:
    report = at(local, START).automatic_backup(folder_of(local))
    assert report is not None
    assert report.path == local.folder / "test.branchbook-backups" / "test-20260318T093000Z.db"
    verify_backup(report.path)


def test_what_did_not_change_is_not_backed_up_again(local: Desk) -> None:
    assert at(local, START).automatic_backup(folder_of(local)) is not None
    assert at(local, START + timedelta(hours=1)).automatic_backup(folder_of(local)) is None
    local.customers()
    assert at(local, START + timedelta(hours=2)).automatic_backup(folder_of(local)) is not None


def test_a_change_from_outside_the_program_is_a_change(local: Desk) -> None:
    at(local, START).automatic_backup(folder_of(local))
    with local.database.writer.begin() as connection:
        connection.execute(text("UPDATE app_user SET name = 'Other'"))
    assert at(local, START).is_changed_since(folder_of(local))


def test_old_backups_are_let_go_with_their_manifests(local: Desk) -> None:
    folder = folder_of(local)
    made = [
        at(local, START + timedelta(minutes=30 * step)).automatic_backup(folder, always=True)
        for step in range(14)
    ]
    # The thirteenth and the fourteenth were made on the same day: the first two went.
    assert [report.removed for report in made if report][-3:] == [0, 1, 1]
    kept = [one.made_at for one in list_backups(folder)]
    assert kept == [START + timedelta(minutes=30 * step) for step in range(13, 1, -1)]
    assert len(list(folder.iterdir())) == 2 * len(kept)


def test_other_files_in_the_folder_stay(local: Desk) -> None:
    folder = folder_of(local)
    folder.mkdir()
    (folder / "notes.txt").write_text("keep", encoding="utf-8")
    (folder / "before-the-move.db").write_text("keep", encoding="utf-8")
    for step in range(14):
        at(local, START + timedelta(minutes=step)).automatic_backup(folder, always=True)
    assert {"notes.txt", "before-the-move.db"} <= {path.name for path in folder.iterdir()}


def test_a_clock_that_was_set_back_never_costs_the_backup_just_made(local: Desk) -> None:
    folder = folder_of(local)
    for step in range(12):
        at(local, START + timedelta(minutes=step)).automatic_backup(folder, always=True)
    report = at(local, START - timedelta(minutes=5)).automatic_backup(folder, always=True)
    assert report is not None and report.path.exists()


def test_the_newest_good_backup_is_found_behind_damaged_ones(local: Desk) -> None:
    folder = folder_of(local)
    for step in range(3):
        local.customers()
        at(local, START + timedelta(hours=step)).automatic_backup(folder)
    newest, second, _oldest = list_backups(folder)
    newest.path.write_bytes(newest.path.read_bytes()[:5000])
    content = bytearray(second.path.read_bytes())
    content[len(content) // 2] ^= 1
    second.path.write_bytes(content)
    found = newest_good_backup(folder)
    assert found is not None and found.made_at == START


def test_a_folder_that_is_not_there_has_no_backups(tmp_path: Path) -> None:
    assert list_backups(tmp_path / "none") == ()
    assert newest_good_backup(tmp_path / "none") is None


def test_a_server_is_backed_up_once_a_day_and_never_at_the_end(desk: Desk, tmp_path: Path) -> None:
    service = at(desk, START)
    elsewhere = tmp_path / "own"
    if service.is_local:
        assert service.regular_backup(elsewhere, is_closing=True) is not None
        return
    assert service.regular_backup(elsewhere, is_closing=True) is None
    first = service.regular_backup(elsewhere)
    assert first is not None and elsewhere in first.path.parents
    desk.customers()
    assert at(desk, START + timedelta(hours=23)).regular_backup(elsewhere) is None
    assert at(desk, START + timedelta(hours=24)).regular_backup(elsewhere) is not None


def test_a_folder_that_refuses_is_named(local: Desk) -> None:
    file = local.folder / "file"
    file.write_text("no folder", encoding="utf-8")
    with pytest.raises(StorageError) as refused:
        at(local, START).automatic_backup(file / "backups")
    assert refused.value.code == "file_unwritable"


# --- before a migration ---------------------------------------------------------------------


@pytest.fixture
def older(local: Desk, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """Return a desk whose database says that it is of a revision before the present one."""
    local.customers()
    with local.database.writer.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0000'"))
    monkeypatch.setattr(schema, "REVISIONS", ("0000", schema.HEAD))
    return local


def test_an_older_database_is_backed_up_before_it_is_migrated(
    older: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[int] = []
    folder = folder_of(older)
    monkeypatch.setattr(schema, "_upgrade", lambda _c: seen.append(len(list_backups(folder))))
    open_services(older.database.url, CLOCK, "boss").close()
    assert seen == [1]
    beside = Path(f"{list_backups(folder)[0].path}.json")
    assert json.loads(beside.read_text(encoding="utf-8"))["revision"] == "0000"


def test_an_older_database_that_cannot_be_backed_up_stays_as_it_is(
    older: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(schema, "_upgrade", lambda _c: pytest.fail("it was migrated"))
    folder_of(older).write_text("in the way", encoding="utf-8")
    with pytest.raises(StorageError):
        open_services(older.database.url, CLOCK, "boss")


def test_a_newer_database_is_neither_migrated_nor_backed_up(local: Desk) -> None:
    with local.database.writer.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(SchemaTooNew):
        open_services(local.database.url, CLOCK, "boss")
    assert not folder_of(local).exists()


# --- a full disk ----------------------------------------------------------------------------

_LIMITED = """
import resource, sys
from desktop.cli import main
size = int(sys.argv[1])
resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
sys.exit(main(sys.argv[2:]))
"""


def run_limited(size: int, *arguments: object) -> subprocess.CompletedProcess[str]:
    """Run a command in a process that may write no file beyond so many bytes."""
    return subprocess.run(
        [sys.executable, "-c", _LIMITED, str(size), "--lang", "en", *map(str, arguments)],
        cwd=Path(__file__).resolve().parents[2], capture_output=True, text=True, check=False,
        timeout=60,
    )  # fmt: skip


@pytest.mark.skipif(os.name != "posix", reason="limits of file sizes are a matter of POSIX")
def test_a_full_disk_is_named_and_the_old_backup_stays(local: Desk) -> None:
    path = str(local.database.url.database)
    target = local.folder / "copy.db"
    BackupService(local.uow, CLOCK).backup(target)
    before = target.read_bytes(), Path(f"{target}.json").read_bytes()
    local.customers()
    local.database.close()
    names = sorted(one.name for one in local.folder.iterdir())
    ran = run_limited(200_000, "--database", path, "backup", target)
    assert ran.returncode == 2, ran.stderr
    assert ran.stderr.splitlines() == [
        f"The disk is full; nothing was written. Make room and try again. {target}"
    ]
    assert (target.read_bytes(), Path(f"{target}.json").read_bytes()) == before
    assert sorted(one.name for one in local.folder.iterdir()) == names
    restored = local.folder / "new.db"
    ran = run_limited(200_000, "--database", restored, "restore", target)
    assert ran.returncode == 2 and "The disk is full" in ran.stderr
    assert str(restored) in ran.stderr and not restored.exists()
    # With room again it works.
    BackupService(local.uow, CLOCK).backup(target)
    assert target.read_bytes() != before[0]


@pytest.mark.skipif(os.name != "posix", reason="limits of file sizes are a matter of POSIX")
def test_a_full_disk_is_named_for_a_zip_too(postgres_url: str, tmp_path: Path) -> None:
    script = _LIMITED.replace("from desktop.cli import main", "").replace(
        "sys.exit(main(sys.argv[2:]))",
        "from pathlib import Path\n"
        "from desktop.errors import DiskFull\n"
        "from desktop.services.backups.service import BackupService\n"
        "from desktop.services.database import open_database, parse_address\n"
        "from desktop.services.uow import UnitOfWork\n"
        "from desktop.clock import SystemClock\n"
        "uow = UnitOfWork(open_database(parse_address(sys.argv[2])), SystemClock())\n"
        "try:\n"
        "    BackupService(uow, SystemClock()).backup(Path(sys.argv[3]))\n"
        "except DiskFull as error:\n"
        "    print(error.facts['path'])\n",
    )
    target = tmp_path / "copy.zip"
    ran = subprocess.run(
        [sys.executable, "-c", script, "3000", postgres_url, str(target)],
        cwd=Path(__file__).resolve().parents[2], capture_output=True, text=True, check=False,
        timeout=60,
    )  # fmt: skip
    assert (ran.stdout.strip(), ran.stderr) == (str(target), "")
    assert list(tmp_path.iterdir()) == []


def test_no_room_on_the_device_is_a_full_disk_too() -> None:
    fault = file_fault(OSError(28, "No space left on device"), Path("/x/copy.db"))
    assert isinstance(fault, DiskFull) and fault.facts["path"] == "/x/copy.db"


def test_the_folder_of_a_server_needs_a_place() -> None:
    with pytest.raises(ValueError, match="must be said"):
        backup_folder(parse_address("postgresql://host/east"))
