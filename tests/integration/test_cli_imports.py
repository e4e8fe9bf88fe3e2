"""Import files by the command line: what goes in, what is refused, and what is taken back."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from desktop.enums import ImportKind
from tests.branch_files import write_branch
from tests.command_line import CommandLine, fingerprint
from tests.databases import Copying


@pytest.fixture
def branch(
    filled_url: Copying, capsysbinary: pytest.CaptureFixture[bytes], tmp_path: Path
) -> CommandLine:
    """Return a command line on a branch with customers and reps, on either engine."""
    folder = tmp_path / "files"
    folder.mkdir()
    files = write_branch(folder)[:5]

    def make(database: str) -> None:
        line = CommandLine(capsysbinary, database)
        line.must("new", database, "--name", "Test", "--calendar", "weekdays")
        for kind, path, options in files:
            line.must("import", kind, path, *options)

    return CommandLine(capsysbinary, filled_url(make))


def write(folder: Path, name: str, *lines: str) -> Path:
    """Write a CSV file and return its path."""
    path = folder / name
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


_HEADER = "order_no,order_date,customer_code,amount"


def test_a_refused_file_names_every_place_and_changes_nothing(
    branch: CommandLine, tmp_path: Path
) -> None:
    path = write(tmp_path, "orders.csv", _HEADER, "O1,2026-01-05,C1,10.00",
                 "O2,2026-02-30,C1,10.00", "O3,2026-01-05,C1,ten")  # fmt: skip
    before = fingerprint(branch.database)
    ran = branch("import", "orders", path)
    assert (ran.status, ran.output) == (2, b"")
    assert [line.split(": ")[0] for line in ran.errors] == [
        "orders.csv › row 3 › order_date",
        "orders.csv › row 4 › amount",
    ]
    assert fingerprint(branch.database) == before


def test_unknown_codes_are_refused_with_their_place(branch: CommandLine, tmp_path: Path) -> None:
    path = write(tmp_path, "orders.csv", _HEADER, "O1,2026-01-05,C99,10.00")
    before = fingerprint(branch.database)
    ran = branch("import", "orders", path)
    assert ran.status == 2
    assert ran.errors == ("orders.csv › row 2 › customer_code: There is no customer “C99”.",)
    assert fingerprint(branch.database) == before


def test_a_dry_run_says_what_would_happen_and_writes_nothing(
    branch: CommandLine, tmp_path: Path
) -> None:
    path = write(tmp_path, "orders.csv", _HEADER, "O1,2026-01-05,C1,10.0051")
    before = fingerprint(branch.database)
    ran = branch("import", "orders", path, "--dry-run")
    assert ran.status == 0
    assert ran.text.splitlines() == [
        "1 amount was rounded to the currency's decimals.",
        "orders: 1 row of orders.csv can go in; nothing was written.",
    ]
    assert fingerprint(branch.database) == before


def test_good_rows_go_in_and_the_refused_ones_come_back_with_reasons(
    branch: CommandLine, tmp_path: Path
) -> None:
    path = write(tmp_path, "orders.csv", _HEADER, "O1,2026-01-05,C1,10.00",
                 "O2,2026-01-05,C99,20.00", "O3,2026-13-05,C1,30.00")  # fmt: skip
    rest = tmp_path / "rest.csv"
    ran = branch("import", "orders", path, "--good-rows-only", rest)
    assert ran.status == 1
    assert len(ran.errors) == 2
    assert branch.must("report", "sales").rows[0][1] == "net_sales"
    back = rest.read_text(encoding="utf-8-sig").splitlines()
    assert back[0] == _HEADER + ",reason"
    assert back[1].startswith("O2,2026-01-05,C99,20.00,")
    assert back[2].startswith("O3,2026-13-05,C1,30.00,")
    mended = write(tmp_path, "mended.csv", *(line.replace("C99", "C2").replace("-13-", "-12-")
                                             for line in back))  # fmt: skip
    assert branch.must("import", "orders", mended).text.startswith("orders: 2 rows")


def test_refused_rows_need_a_place_before_anything_is_written(
    branch: CommandLine, tmp_path: Path
) -> None:
    path = write(tmp_path, "orders.csv", _HEADER, "O1,2026-01-05,C1,10.00", "O2,x,C1,20.00")
    before = fingerprint(branch.database)
    ran = branch("import", "orders", path, "--good-rows-only", tmp_path / "no" / "rest.csv")
    assert (ran.status, len(ran.errors)) == (2, 1)
    ran = branch("import", "orders", path, "--good-rows-only", path)
    assert (ran.status, len(ran.errors)) == (2, 1)
    assert fingerprint(branch.database) == before


def test_the_same_content_goes_in_once_until_its_batch_is_taken_back(
    branch: CommandLine, tmp_path: Path
) -> None:
    path = write(tmp_path, "orders.csv", _HEADER, "O1,2026-01-05,C1,10.00")
    branch.must("import", "orders", path)
    again = write(tmp_path, "copy.csv", _HEADER, "O1,2026-01-05,C1,10.00")
    assert branch("import", "orders", again).status == 2
    batch = branch.must("batches").rows[1]
    assert batch[1:6] == ["orders", "", "orders.csv", "", "1"]
    branch.must("withdraw", batch[0])
    assert branch("withdraw", batch[0]).status == 2
    assert branch.must("import", "orders", again).status == 0
    assert branch.must("check").errors == ()


def test_master_data_is_changed_only_where_that_was_asked_for(
    branch: CommandLine, tmp_path: Path
) -> None:
    path = write(tmp_path, "products.csv", "code,name", "P1,Another name")
    assert branch("import", "products", path).status == 2
    branch.must("import", "products", path, "--update")


def test_what_was_done_can_be_told_as_json(branch: CommandLine, tmp_path: Path) -> None:
    path = write(tmp_path, "orders.csv", _HEADER, "O1,2026-01-05,C1,10.00")
    told = json.loads(branch.must("--json", "import", "orders", path).text)
    assert (told["kind"], told["rows"], told["refused"]) == ("orders", 1, 0)
    listed = branch.must("--json", "batches").text.splitlines()
    assert json.loads(listed[0])["batch"] == told["batch"]
    assert json.loads(branch.must("--json", "check").text)["findings"] == 0


def test_a_mapping_gives_foreign_headers_their_meaning(branch: CommandLine, tmp_path: Path) -> None:
    path = write(tmp_path, "theirs.csv", "Nr;Tag;Kunde;Betrag", "O1;2026-01-05;C1;1,5")
    mapping = write(tmp_path, "map.toml", "[columns]", 'order_no = "Nr"', 'order_date = "Tag"',
                    'customer_code = "Kunde"', 'amount = "Betrag"', "[factors]", "amount = 1000",
                    "[file]", 'decimal = ","')  # fmt: skip
    branch.must("import", "orders", path, "--map", mapping)
    assert branch.must("report", "kpi", "--format", "csv").status == 0
    broken = write(tmp_path, "broken.toml", "[columns")
    ran = branch("import", "orders", path, "--map", broken)
    assert (ran.status, len(ran.errors)) == (2, 1)


def test_targets_need_their_plan(branch: CommandLine, tmp_path: Path) -> None:
    path = write(tmp_path, "targets.csv", "period,metric,amount,rep_code", "2026,sales,100,R1")
    ran = branch("import", "targets", path)
    assert (ran.status, len(ran.errors)) == (2, 1)
    branch.must("import", "targets", path, "--plan", "Plan A", "--in-force")
    assert branch.must("report", "attainment", "--from", "2026", "--to", "2026").rows[1][0] == (
        "100.00"
    )


@pytest.mark.parametrize("kind", list(ImportKind))
def test_every_kind_has_a_template_that_reads_as_that_kind(
    kind: ImportKind, capsysbinary: pytest.CaptureFixture[bytes], tmp_path: Path
) -> None:
    line = CommandLine(capsysbinary)
    path = tmp_path / f"{kind}.xlsx"
    line.must("template", kind, path)
    header, example = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
    assert len(header) == len(example)
    assert all("(" in str(name) for name in header)


def test_a_login_that_the_database_does_not_know_may_look_but_not_write(
    capsysbinary: pytest.CaptureFixture[bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = CommandLine(capsysbinary, str(tmp_path / "branch.db"))
    line.must("new", line.database)
    path = write(tmp_path, "territories.csv", "code,name", "N,North")
    monkeypatch.setattr("desktop.bootstrap.system_login", lambda: "somebody else")
    line.must("report", "sales")
    line.must("check")
    before = fingerprint(line.database)
    ran = line("import", "territories", path)
    assert (ran.status, len(ran.errors)) == (2, 1)
    assert "somebody else" in ran.errors[0]
    assert line("withdraw", "1").status == 2
    assert fingerprint(line.database) == before


def test_who_imports_stands_in_the_list_of_batches(branch: CommandLine, tmp_path: Path) -> None:
    from sqlalchemy import make_url

    from desktop.bootstrap import login_for

    expected = login_for(make_url(branch.database) if "://" in branch.database else
                         make_url("sqlite:///x"))  # fmt: skip
    assert {row[9] for row in branch.must("batches").rows[1:]} == {expected}
