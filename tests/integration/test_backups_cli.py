"""The commands `backup` and `restore`, and the backup before a large import."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from desktop.services.backups.rotation import backup_folder, list_backups
from desktop.services.database import parse_address
from tests.command_line import CommandLine, fingerprint
from tests.databases import FilledDatabases


@pytest.fixture
def branch(
    filled_databases: FilledDatabases, capsysbinary: pytest.CaptureFixture[bytes], tmp_path: Path
) -> CommandLine:
    """Return a command line on a new branch with some customers."""
    few = customers(tmp_path / "few.csv", 3)

    def make(database: str) -> None:
        line = CommandLine(capsysbinary, database)
        line.must("new", database, "--name", "East")
        line.must("import", "customers", few)

    return CommandLine(capsysbinary, filled_databases.file(make, tmp_path / "east.db"))


def customers(path: Path, count: int, first: int = 0) -> Path:
    rows = (f"C{number},Customer {number} {'x' * 30}" for number in range(first, first + count))
    path.write_text("code,name\n" + "\n".join(rows) + "\n", encoding="utf-8")
    return path


def automatic(line: CommandLine) -> int:
    return len(list_backups(backup_folder(parse_address(line.database))))


def test_a_branch_goes_out_and_comes_back(branch: CommandLine, tmp_path: Path) -> None:
    told = branch.must("backup", tmp_path / "copy.db").text
    assert told.startswith(f"The database was backed up to {tmp_path / 'copy.db'}: ")
    new = branch.on(str(tmp_path / "new.db"))
    assert new.must("restore", tmp_path / "copy.db").errors == ()
    assert fingerprint(new.database) == fingerprint(branch.database)
    new.must("check")


def test_what_was_done_is_told_as_json_too(branch: CommandLine, tmp_path: Path) -> None:
    said = json.loads(branch("--json", "backup", tmp_path / "copy.db").text)
    assert said["command"] == "backup" and said["tables"]["customer"] == 3


def test_differences_are_listed_table_by_table(branch: CommandLine, tmp_path: Path) -> None:
    branch.must("backup", tmp_path / "copy.db")
    branch.must("import", "customers", customers(tmp_path / "more.csv", 2, 3))
    new = branch.on(str(tmp_path / "new.db"))
    lines = new.must("restore", tmp_path / "copy.db", "--compare", branch.database).text
    assert "customer: 3 rows in the backup, 5 now.\n" in lines
    assert "rep:" not in lines


def test_equal_databases_are_said_to_be_equal(branch: CommandLine, tmp_path: Path) -> None:
    branch.must("backup", tmp_path / "copy.db")
    new = branch.on(str(tmp_path / "new.db"))
    ran = new.must("restore", tmp_path / "copy.db", "--compare", branch.database)
    assert "holds the same rows" in ran.text


def test_a_missing_description_is_said(branch: CommandLine, tmp_path: Path) -> None:
    branch.must("backup", tmp_path / "copy.db")
    (tmp_path / "copy.db.json").unlink()
    ran = branch.on(str(tmp_path / "new.db")).must("restore", tmp_path / "copy.db")
    assert len(ran.errors) == 1 and "no description" in ran.errors[0]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("gone.db", "There is no backup"),
        ("few.csv", "not a backup of this program"),
        ("east.db", "already"),
    ],
)
def test_what_cannot_be_restored_is_refused_in_one_line(
    branch: CommandLine, tmp_path: Path, name: str, words: str
) -> None:
    target = branch if name == "east.db" else branch.on(str(tmp_path / "new.db"))
    branch.must("backup", tmp_path / "copy.db")
    ran = target("restore", tmp_path / (name if name != "east.db" else "copy.db"))
    assert ran.status == 2 and len(ran.errors) == 1 and words in ran.errors[0]


def test_a_backup_is_never_written_over_the_database_or_into_nowhere(
    branch: CommandLine, tmp_path: Path
) -> None:
    before = Path(branch.database).read_bytes()
    assert branch("backup", branch.database).status == 2
    assert Path(branch.database).read_bytes() == before
    ran = branch("backup", tmp_path / "nowhere" / "copy.db")
    assert ran.status == 2 and "no folder" in ran.errors[0]


def test_a_missing_database_is_told_with_its_newest_backup(
    branch: CommandLine, tmp_path: Path
) -> None:
    branch.must("import", "customers", customers(tmp_path / "many.csv", 3000, 10))
    Path(branch.database).rename(tmp_path / "away.db")
    ran = branch("check")
    assert ran.status == 3 and len(ran.errors) == 2
    assert "east.db-backups" in ran.errors[1] and "restore" in ran.errors[1]


def test_a_large_import_is_preceded_by_a_backup_and_a_small_one_is_not(
    branch: CommandLine, tmp_path: Path
) -> None:
    assert automatic(branch) == 0
    many = customers(tmp_path / "many.csv", 3000, 10)
    branch.must("import", "customers", many, "--dry-run")
    assert automatic(branch) == 0
    branch.must("import", "customers", many)
    assert automatic(branch) == 1


def test_an_import_goes_on_where_the_backup_before_it_fails(
    branch: CommandLine, tmp_path: Path
) -> None:
    backup_folder(parse_address(branch.database)).write_text("in the way", encoding="utf-8")
    ran = branch.must("import", "customers", customers(tmp_path / "many.csv", 3000, 10))
    assert len(ran.errors) == 1 and ran.errors[0].startswith("Note: ")
