"""Every broken file through the command line, and every odd one: what is said, what is written."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2 as sqlite3

from desktop.enums import ImportKind
from desktop.services.imports import numbers
from desktop.services.messages import issue_sentence
from tests.bad_input.cases import BROKEN, MASTERS, ODD, Broken
from tests.bad_input.files import errors_of
from tests.bad_input.odd import EXPECTED
from tests.command_line import CommandLine, fingerprint


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("branch")


@pytest.fixture
def branch(folder: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> CommandLine:
    """Return a command line on a branch that all tests of this file share."""
    database = folder / "branch.db"
    line = CommandLine(capsysbinary, str(database))
    if not database.exists():
        line.must("new", database, "--name", "Test", "--calendar", "weekdays")
        for kind, text in MASTERS.items():
            path = folder / f"{kind}.csv"
            path.write_text(text, encoding="utf-8")
            line.must("import", kind, path)
    return line


@pytest.fixture
def watch(branch: CommandLine) -> Iterator[sqlite3.Connection]:
    """Return a connection whose `data_version` moves as soon as anyone else writes."""
    # The program's own SQLite: two libraries in one process drop each other's locks.
    connection = sqlite3.connect(branch.database)
    yield connection
    connection.close()


def _version(watch: sqlite3.Connection) -> int:
    return int(watch.execute("PRAGMA data_version").fetchone()[0])


def _command(case: Broken, path: Path) -> list[object]:
    plan = ["--plan", "Main"] if case.kind is ImportKind.TARGETS else []
    return ["import", case.kind, path, "--dry-run", *plan]


def _put(case: Broken, folder: Path) -> Path:
    path = folder / case.name
    path.write_bytes(case.make())
    return path


@pytest.mark.parametrize("case", [pytest.param(case, id=case.title) for case in BROKEN])
def test_a_broken_file_is_refused_with_its_place_and_nothing_is_written(
    case: Broken, branch: CommandLine, watch: sqlite3.Connection, tmp_path: Path
) -> None:
    path = _put(case, tmp_path)
    before = _version(watch)

    ran = branch(*_command(case, path))

    said = "\n".join(ran.errors)
    assert (ran.status, ran.output) == (2, b"")
    for issue in errors_of(path, case.kind):
        # A line break in a value would break the line of the message.
        assert " ".join(issue_sentence(issue).split()) in " ".join(said.split())
    for code, row, column in case.expected:
        place = f"row {row} › {column}" if column else case.name
        assert place in said, code
    assert all(line.startswith(case.name) for line in ran.errors)
    assert _version(watch) == before


def test_not_only_the_trial_but_the_import_itself_writes_nothing(
    branch: CommandLine, tmp_path: Path
) -> None:
    before = fingerprint(branch.database)
    for case in BROKEN[::12]:
        command = [part for part in _command(case, _put(case, tmp_path)) if part != "--dry-run"]
        assert branch(*command).status == 2, case.title
    assert fingerprint(branch.database) == before


@pytest.mark.parametrize(("name", "make"), [pytest.param(*one[1:], id=one[0]) for one in ODD])
def test_an_odd_but_good_file_can_go_in(
    name: str, make: Callable[[], bytes], branch: CommandLine, tmp_path: Path
) -> None:
    path = tmp_path / name
    path.write_bytes(make())

    ran = branch.must("import", "orders", path, "--dry-run")

    assert f"orders: 1 row of {name} can go in; nothing was written." in ran.text


@pytest.mark.parametrize(("name", "make"), [pytest.param(*one[1:], id=one[0]) for one in ODD[4::6]])
def test_an_odd_but_good_file_goes_in_as_the_plain_one(
    name: str, make: Callable[[], bytes], branch: CommandLine, tmp_path: Path
) -> None:
    path = tmp_path / name
    path.write_bytes(make())

    went = branch.must("import", "orders", path)
    with sqlite3.connect(branch.database) as reading:
        found = reading.execute(
            "SELECT o.number, o.document_date, c.code, p.code, l.quantity_millionths, l.net_minor"
            " FROM sales_order o JOIN order_line l ON l.order_id = o.id"
            " JOIN customer c ON c.id = o.customer_id JOIN product p ON p.id = l.product_id"
            " WHERE o.state = 'posted'"
        ).fetchall()
    reading.close()
    batch = went.text.rstrip(".\n").rpartition(" ")[2]
    branch.must("withdraw", batch)

    number, day, *rest = EXPECTED
    assert found == [(number, str(day), *rest)]


def test_with_its_checker_switched_off_a_broken_file_goes_in_and_is_seen(
    branch: CommandLine, watch: sqlite3.Connection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = next(case for case in BROKEN if case.title == "too large")
    path = _put(case, tmp_path)
    assert branch(*_command(case, path)).status == 2
    before = _version(watch)
    monkeypatch.setattr(numbers, "LARGEST_AMOUNT", numbers.LARGEST_AMOUNT * 10)

    ran = branch("import", case.kind, path)

    assert ran.status == 0
    assert _version(watch) != before
