"""Reports by the command line: formats, files, dates, and the same bytes from both engines."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from tests.branch_files import write_branch
from tests.command_line import CommandLine, fingerprint
from tests.databases import PostgresServer

_REPORTS = (
    ("sales", "--by", "rep,month"),
    ("sales", "--by", "territory"),
    ("sales", "--by", "product_group,year"),
    ("sales", "--by", "customer", "--as-of", "2025-12"),
    ("attainment", "--by", "rep,quarter", "--from", "2025", "--to", "2025"),
    ("attainment", "--metric", "collections", "--by", "manager", "--from", "2025"),
    ("forecast", "--by", "rep,quarter", "--as-of", "2025-08-15", "--to", "2025"),
    ("forecast", "--metric", "visits", "--by", "month", "--as-of", "2025-08-15", "--to", "2025"),
    ("open-items", "--as-of", "2025-09-30"),
    ("open-items", "--as-of", "2025-W20", "--owner", "origin"),
    ("aging", "--by", "rep"),
    ("aging", "--by", "customer", "--age-from", "document", "--as-of", "2025-Q2"),
    ("collections", "--by", "rep,quarter", "--from", "2025-01-01"),
    ("kpi", "--by", "rep", "--from", "2025-01-01"),
    ("kpi", "--by", "customer"),
    ("customer-flow", "--by", "rep", "--from", "2025-07"),
    ("visit-orders", "--within", "14", "--from", "2025-01-01"),
    ("coverage", "--by", "rep,month", "--from", "2025-01-01"),
    ("expenses", "--by", "category", "--from", "2025-01-01"),
    ("budget", "--by", "category,month", "--from", "2025-01-01"),
    ("classes", "--share-a", "0.5", "--from", "2025-01-01"),
)


@pytest.fixture(scope="module")
def made(
    tmp_path_factory: pytest.TempPathFactory, postgres_server: PostgresServer
) -> Iterator[dict[str, str]]:
    """Yield the databases of one generated branch, by engine; tests only read them."""
    from desktop.cli import main

    folder = tmp_path_factory.mktemp("branch")
    files = write_branch(folder)
    name = postgres_server.create()
    databases = {"sqlite": str(folder / "branch.db"), "postgres": postgres_server.url(name)}
    for database in databases.values():
        assert main(["new", database, "--name", "测试", "--calendar", "weekdays"]) == 0
        for kind, path, options in files:
            status = main(["--database", database, "import", kind, str(path), *options])
            assert status == 0, (kind, database)
    yield databases
    postgres_server.drop(name)


@pytest.fixture(params=["sqlite", "postgres"])
def line(
    request: pytest.FixtureRequest,
    made: dict[str, str],
    capsysbinary: pytest.CaptureFixture[bytes],
) -> CommandLine:
    """Return a command line on the generated branch."""
    return CommandLine(capsysbinary, made[request.param])


@pytest.fixture
def local(made: dict[str, str], capsysbinary: pytest.CaptureFixture[bytes]) -> CommandLine:
    """Return a command line on the generated branch in a file."""
    return CommandLine(capsysbinary, made["sqlite"])


@pytest.mark.parametrize("report", _REPORTS, ids=" ".join)
def test_both_engines_give_the_same_bytes(
    local: CommandLine, made: dict[str, str], report: tuple[str, ...]
) -> None:
    server = local.on(made["postgres"])
    here = local.must("report", *report).output
    assert here == server.must("report", *report).output
    assert here.count(b"\n") > 1
    assert b"\r" not in here
    as_json = ("report", *report, "--format", "json")
    assert local.must(*as_json).output == server.must(*as_json).output


def test_the_generated_branch_holds_together(line: CommandLine) -> None:
    assert "nothing was found" in line.must("check").text


def test_reading_changes_nothing(local: CommandLine) -> None:
    before = fingerprint(local.database)
    local.must("report", "kpi")
    local.must("check")
    local.must("batches")
    assert fingerprint(local.database) == before


def test_json_says_the_same_as_csv(local: CommandLine) -> None:
    report = ("report", "sales", "--by", "rep", "--from", "2025-01-01")
    header, *rows = local.must(*report).rows
    read = json.loads(local.must(*report, "--format", "json").text)
    assert read["from"] == "2025-01-01"
    assert read["sales_basis"] == "invoiced"
    assert [list(row) for row in read["rows"]] == [header] * len(rows)
    assert [row["net_sales"] for row in read["rows"]] == [row[2] for row in rows]
    assert sum(Decimal(row["net_sales"]) for row in read["rows"]) == Decimal(
        read["total"]["net_sales"]
    )


def test_a_file_has_the_format_of_its_name(local: CommandLine, tmp_path: Path) -> None:
    report = ("report", "aging", "--by", "customer")
    for name in ("aging.csv", "aging.json", "aging.xlsx"):
        told = local.must(*report, "--out", tmp_path / name)
        assert str(tmp_path / name) in told.text
    assert (tmp_path / "aging.csv").read_bytes() == local.must(*report).output
    assert json.loads((tmp_path / "aging.json").read_text(encoding="utf-8"))["report"] == "aging"
    book = CalamineWorkbook.from_path(str(tmp_path / "aging.xlsx"))
    assert book.sheet_names == ["aging", "definitions"]
    assert list(tmp_path.glob(".*")) == []


def test_a_format_that_was_said_wins_over_the_name(local: CommandLine, tmp_path: Path) -> None:
    out = tmp_path / "sales.txt"
    local.must("report", "sales", "--format", "json", "--out", out)
    assert json.loads(out.read_text(encoding="utf-8"))["report"] == "sales"


def test_days_and_periods_name_the_same_span(local: CommandLine) -> None:
    by_days = local.must("report", "sales", "--from", "2025-04-01", "--to", "2025-06-30")
    assert local.must("report", "sales", "--from", "2025-Q2", "--to", "2025-Q2") == by_days
    assert local.must("report", "sales", "--from", "2025-04", "--to", "2025-06") == by_days
    assert local.must("report", "sales", "--from", "20250401", "--to", "20250630") == by_days


def test_a_scorecard_is_json(local: CommandLine, tmp_path: Path) -> None:
    report = ("report", "scorecard", "--rep", "R1", "--from", "2025-Q3", "--to", "2025-Q3")
    read = json.loads(local.must(*report).text)
    assert (read["from"], read["to"]) == ("2025-07-01", "2025-09-30")
    assert read["identity"]["rep_name"] == "李明"
    assert read["made_at"] == "2026-03-18T09:30:00+00:00"
    ran = local("report", "scorecard", "--rep", "R9", "--from", "2025-Q3", "--to", "2025-Q3")
    assert (ran.status, ran.errors) == (2, ("There is no rep with the code “R9”.",))


def test_scorecards_are_printed_one_by_one_or_together(local: CommandLine, tmp_path: Path) -> None:
    period = ("scorecards", "--from", "2025-Q3", "--to", "2025-Q3")
    local.must(*period, "--rep", "R1", "R2", "--out", tmp_path / "each")
    assert sorted(path.name for path in (tmp_path / "each").iterdir()) == [
        "scorecard_R1_李明_2026-Q3.pdf".replace("2026", "2025"),
        "scorecard_R2_Rep-Two_2025-Q3.pdf",
    ]
    told = local.must(*period, "--lang", "zh_CN", "--one-file", "--out", tmp_path / "all")
    (whole,) = (tmp_path / "all").iterdir()
    assert len(PdfReader(whole).outline) >= 2
    assert str(tmp_path / "all") in told.text


def test_scorecards_need_a_folder_and_a_period(local: CommandLine, tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"")
    ran = local("scorecards", "--from", "2025-Q3", "--to", "2025-Q3", "--out", file)
    assert (ran.status, len(ran.errors)) == (2, 1)
    assert local("scorecards", "--out", tmp_path).status == 2


def test_an_empty_branch_has_a_total_of_nothing(
    empty_postgres: Callable[[], str],
    capsysbinary: pytest.CaptureFixture[bytes],
    tmp_path: Path,
) -> None:
    line = CommandLine(capsysbinary, str(tmp_path / "empty.db"))
    server = line.on(empty_postgres())
    for one in (line, server):
        one.must("new", one.database)
    for report in ("sales", "attainment", "aging", "collections", "kpi", "expenses"):
        ran = line.must("report", report)
        assert len(ran.rows) == 2, report
        assert ran.output == server.must("report", report).output
    assert "nothing was found" in line.must("check").text
