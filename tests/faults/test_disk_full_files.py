"""F5: a full disk under exports, printed pages, backups and settings is named; the old stays."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from desktop.errors import DiskFull, StorageError
from desktop.services.database import create_schema, make_engine, parse_address
from desktop.services.exports.people import ExportTable, write_table
from desktop.services.messages import sentence
from desktop.services.settings import SettingsFile
from tests.command_line import CommandLine
from tests.factories import BOSS, a_desk
from tests.faults.small_disks import fill, names, no_file_beyond, small_disk

pytestmark = pytest.mark.skipif(
    os.name != "posix", reason="limits of file sizes are a matter of POSIX"
)

#: Commands that write a file, where FILE is its place, and what it is called.
WRITERS = {
    "csv": ("report open-items --out FILE", "out.csv"),
    "workbook": ("report open-items --format xlsx --out FILE", "out.xlsx"),
    "scorecard as json": (
        "report scorecard --rep R1 --from 2026-01 --to 2026-01 --out FILE", "card.json"),
    "pages": (
        "scorecards --from 2026-01 --to 2026-01 --one-file --out FOLDER", "FIRST"),
    "template": ("template orders FILE", "orders.xlsx"),
    "refused rows": ("import orders BAD --good-rows-only FILE", "refused.csv"),
    "backup": ("backup FILE", "copy.db"),
}  # fmt: skip


@pytest.fixture(scope="module")
def branch(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Return a branch with a hundred open items, in a file."""
    folder = tmp_path_factory.mktemp("branch")
    path = folder / "east.branchbook"
    create_schema(str(path))
    with a_desk(str(path), folder) as desk:
        desk.customers(4, rep=desk.reps()[0])
        desk.invoices([(f"C{n % 4 + 1}", f"2026-01-{n % 28 + 1:02d}", "12.50") for n in range(100)])
    yield path


def arguments(command: str, target: Path, folder: Path) -> list[object]:
    places = {"FILE": target, "FOLDER": target.parent, "BAD": folder / "bad.csv"}
    return [places.get(word, word) for word in command.split()]


@pytest.mark.parametrize("name", WRITERS)
def test_a_full_disk_is_named_and_the_old_file_stays(
    branch: Path,
    tmp_path: Path,
    capsysbinary: pytest.CaptureFixture[bytes],
    monkeypatch: pytest.MonkeyPatch,
    name: str,
) -> None:
    command, file = WRITERS[name]
    path = shutil.copyfile(branch, tmp_path / "east.branchbook")
    line = CommandLine(capsysbinary, str(path))
    rows = "".join(f"O{n},someday,C1,1\n" for n in range(4_000))
    monkeypatch.setenv("LOGNAME", BOSS)
    (tmp_path / "bad.csv").write_text(f"order_no,order_date,customer_code,amount\n"
                                      f"G1,2026-01-02,C1,1\n{rows}", encoding="utf-8")  # fmt: skip
    out = tmp_path / "out"
    out.mkdir()
    if name == "pages":
        line.must(*arguments(command, out / file, tmp_path))
        (file,) = names(out)
        before = (out / file).read_bytes()
    elif name == "backup":
        line.must(*arguments(command, out / file, tmp_path))
        before = (out / file).read_bytes()
    else:
        before = b"the old file"
        (out / file).write_bytes(before)
    there = names(out)
    with in_use(path), no_file_beyond(_room(name)):
        ran = line(*arguments(command, out / file, tmp_path))
    assert ran.status == 2, ran
    assert f"The disk is full; nothing was written. Make room and try again. {out / file}" in (
        "\n".join(ran.errors)
    )
    assert (out / file).read_bytes() == before and names(out) == there
    if name == "refused rows":
        # The good rows are in, and said to be; taken back, the file can come again.
        batch = ran.text.split("batch ")[1].split(".")[0]
        line.must("withdraw", batch)
    again = line(*arguments(command, out / file, tmp_path))
    assert again.status == (1 if name == "refused rows" else 0), again
    assert names(out) == there


@contextmanager
def in_use(path: Path) -> Iterator[None]:
    """Keep the database open, so that what lies beside it is there before the disk is full."""
    engine = make_engine(parse_address(str(path)))
    try:
        with engine.engine.connect() as connection:
            connection.exec_driver_sql("SELECT count(*) FROM branch")
            yield
    finally:
        engine.close()


def _room(name: str) -> int:
    # Rows that are left out come after an import, which needs room itself.
    return {"refused rows": 150_000, "backup": 100_000}.get(name, 1_000)


@pytest.mark.parametrize("name", ["table.csv", "table.xlsx"])
def test_a_table_of_the_window_names_the_full_disk(tmp_path: Path, name: str) -> None:
    from desktop.services.exports.people import ExportColumn

    rows = tuple((f"customer {n}" * 9,) for n in range(900))
    table = ExportTable("Accounts", (ExportColumn("customer"),), rows)
    path = tmp_path / name
    path.write_bytes(b"old")
    with no_file_beyond(1_000), pytest.raises(DiskFull) as caught:
        write_table(table, path)
    assert str(path) in sentence(caught.value)
    assert path.read_bytes() == b"old" and names(tmp_path) == [name]
    assert write_table(table, path) == len(rows)


def test_settings_hold_for_the_run_and_the_old_file_stays(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    kept = SettingsFile(path)
    kept.change(language="en")
    before = path.read_bytes()
    with no_file_beyond(200), pytest.raises(DiskFull) as caught:
        kept.keep_mapping("orders", "x" * 400)
    assert str(path) in sentence(caught.value)
    assert path.read_bytes() == before and names(tmp_path) == ["settings.json"]
    assert kept.mapping("orders") == "x" * 400
    kept.change(text_percent=110)
    assert SettingsFile(path).mapping("orders") == "x" * 400


def test_a_folder_for_settings_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "Branchbook").write_text("in the way", encoding="utf-8")
    with pytest.raises(StorageError) as caught:
        SettingsFile(tmp_path / "Branchbook" / "settings.json").change(language="en")
    assert str(tmp_path / "Branchbook") in sentence(caught.value)


def test_a_disk_that_is_really_full_says_the_same(
    branch: Path, tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    disk = tmp_path / "disk"
    line = CommandLine(capsysbinary, str(branch))
    with small_disk(disk, 512) as is_there:
        if not is_there:
            pytest.skip("this machine lets nobody mount a small file system")
        old = disk / "out.csv"
        old.write_bytes(b"old")
        filler = fill(disk)
        for command in ("report open-items --out FILE", "backup FILE"):
            target = old if "report" in command else disk / "copy.db"
            ran = line(*arguments(command, target, tmp_path))
            assert ran.status == 2 and "The disk is full" in ran.errors[0], ran
            assert str(target) in ran.errors[0]
        assert old.read_bytes() == b"old" and names(disk) == ["filler", "out.csv"]
        filler.unlink()
        line.must("report", "open-items", "--out", old)


def test_a_file_that_is_written_in_place_is_found(tmp_path: Path) -> None:
    """The control: the same limit on a file that is opened and written over."""
    path = tmp_path / "out.csv"
    path.write_bytes(b"the old file")
    with no_file_beyond(1_000), pytest.raises(OSError), path.open("wb") as stream:
        stream.write(b"x" * 2_000)
    assert path.read_bytes() != b"the old file"
