"""Exit statuses and the one line of plain words (FORMATS.md, section 1)."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as sqlite

from desktop import cli
from desktop.commands import helping
from tests.command_line import CommandLine, Ran
from tests.databases import FilledDatabases


@pytest.fixture
def line(capsysbinary: pytest.CaptureFixture[bytes], tmp_path: Path) -> CommandLine:
    """Return a command line on a database that is yet to be made."""
    return CommandLine(capsysbinary, str(tmp_path / "branch.db"))


@pytest.fixture
def branch(line: CommandLine, filled_databases: FilledDatabases, tmp_path: Path) -> CommandLine:
    """Return a command line on a new, empty branch."""

    def make(database: str) -> None:
        line.must("new", database, "--name", "Test")

    filled_databases.file(make, tmp_path / "branch.db")
    return line


def is_refused(ran: Ran, status: int, *words: str) -> bool:
    """Whether the command ended with the status and one line that holds the words."""
    return (
        ran.status == status
        and len(ran.errors) == 1
        and not ran.output
        and all(word in ran.errors[0] for word in words)
    )


@pytest.mark.parametrize(
    "arguments",
    [
        ("nonsense",),
        ("import", "nonsense", "x.csv"),
        ("import",),
        ("report",),
        ("report", "nonsense"),
        ("report", "sales", "--metric", "sales"),
        ("report", "attainment", "--metric", "nonsense"),
        ("report", "sales", "--format", "pdf"),
        ("report", "visit-orders", "--within", "soon"),
        ("verify", "x.pdf"),
        ("withdraw", "one"),
        ("--nonsense",),
    ],
)
def test_what_cannot_be_read_is_refused_in_one_line(
    line: CommandLine, arguments: tuple[str, ...]
) -> None:
    assert is_refused(line(*arguments), 2, "--help")


def test_a_database_that_is_not_there_is_unreachable(line: CommandLine) -> None:
    assert is_refused(line("report", "sales"), 3, "branch.db")


def test_a_file_that_is_no_database_is_unreachable(line: CommandLine) -> None:
    Path(line.database).write_text("nothing of the kind", encoding="utf-8")
    assert is_refused(line("check"), 3, "not a database")


def test_a_server_that_does_not_answer_is_unreachable(line: CommandLine) -> None:
    nowhere = line.on("postgresql://nobody@127.0.0.1:1/nothing")
    assert is_refused(nowhere("batches"), 3, "postgresql://nobody@127.0.0.1:1/nothing")


def test_a_database_of_a_newer_program_is_left_alone(branch: CommandLine) -> None:
    with sqlite.connect(branch.database) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    assert is_refused(branch("batches"), 3, "9999")


def test_an_address_that_is_none_is_wrong(line: CommandLine) -> None:
    assert is_refused(line.on("mysql://host/db")("check"), 2, "mysql://host/db")


def test_without_a_database_the_command_is_wrong(
    line: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("BRANCHBOOK_DATABASE", raising=False)
    assert is_refused(line.bare("--lang", "en", "check"), 2, "BRANCHBOOK_DATABASE")


def test_the_environment_can_name_the_database(
    branch: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BRANCHBOOK_DATABASE", branch.database)
    assert branch.bare("--lang", "en", "check").status == 0


def test_a_second_new_leaves_the_first_database(branch: CommandLine) -> None:
    before = Path(branch.database).read_bytes()
    assert is_refused(branch("new", branch.database), 2, "already")
    assert Path(branch.database).read_bytes() == before


def test_settings_that_no_branch_has_are_named_and_nothing_is_made(line: CommandLine) -> None:
    assert is_refused(line("new", line.database, "--currency", "yuan"), 2, "YUAN")
    assert not Path(line.database).exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ("aging", "--by", "product"),
        ("aging", "--by", "month"),
        ("sales", "--by", "rep,rep"),
        ("sales", "--by", "rep,customer,month,product"),
        ("sales", "--by", "colour"),
        ("sales", "--from", "2026-13-01"),
        ("sales", "--from", "yesterday"),
        ("sales", "--from", "2026-02-02", "--to", "2026-02-01"),
        ("attainment", "--plan", "No such plan"),
        ("classes", "--share-a", "much"),
        ("classes", "--share-a", "0.9", "--share-b", "0.5"),
        ("scorecard", "--rep", "R9", "--from", "2026-01", "--to", "2026-03"),
    ],
)
def test_a_report_that_has_no_meaning_is_refused(
    branch: CommandLine, arguments: tuple[str, ...]
) -> None:
    assert is_refused(branch("report", *arguments), 2)


def test_a_workbook_needs_a_file(branch: CommandLine) -> None:
    assert is_refused(branch("report", "sales", "--format", "xlsx"), 2, "--out")


def test_a_report_never_overwrites_the_database(branch: CommandLine) -> None:
    before = Path(branch.database).read_bytes()
    assert is_refused(branch("report", "sales", "--out", branch.database), 2, "database itself")
    assert Path(branch.database).read_bytes() == before


def test_a_place_that_cannot_be_written_is_named(branch: CommandLine, tmp_path: Path) -> None:
    nowhere = tmp_path / "nowhere" / "sales.csv"
    assert is_refused(branch("report", "sales", "--out", nowhere), 2, str(nowhere))


def test_an_unknown_batch_cannot_be_taken_back(branch: CommandLine) -> None:
    assert is_refused(branch("withdraw", "77"), 2, "77")


def test_version_and_help_are_no_mistakes(line: CommandLine) -> None:
    assert line("--version").text.startswith("branchbook ")
    ran = line("report", "sales", "--help")
    assert (ran.status, ran.errors) == (0, ())
    assert "--by" in ran.text


def test_a_traceback_is_shown_only_for_debugging(line: CommandLine) -> None:
    assert not any("Traceback" in one for one in line("batches").errors)
    ran = line("--debug", "batches")
    assert ran.status == 3
    assert ran.errors[0].startswith("Traceback")


def test_a_fault_of_the_program_is_one_line_too(
    line: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> str:
        raise ZeroDivisionError

    monkeypatch.setattr(helping, "formats_text", fail)
    assert is_refused(line("help"), 2, "ZeroDivisionError", "--debug")


def test_problems_are_told_in_the_language_asked_for(line: CommandLine) -> None:
    english = line.bare("--lang=en", "--database", line.database, "check").errors
    assert english == (f"There is no database {line.database}.",)


@pytest.mark.parametrize(
    ("variable", "language"),
    [("zh_CN.UTF-8", "zh_CN"), ("en_US.UTF-8", "en"), ("C", "en"), ("de_DE", "en")],
)
def test_the_environment_says_the_language(
    monkeypatch: pytest.MonkeyPatch, variable: str, language: str
) -> None:
    monkeypatch.setenv("LC_ALL", variable)
    assert cli.environment_language() == language


def test_help_names_every_kind_of_file_in_both_languages(line: CommandLine) -> None:
    for language, word in (("en", "Exit status"), ("zh_CN", "退出状态")):
        text = line.bare("--lang", language, "help").text
        assert word in text
        assert all(f"### {kind} " in text for kind in ("orders", "targets", "leave"))
        assert "`open-items`" in text


def test_help_on_one_kind_shows_its_columns(line: CommandLine) -> None:
    text = line("help", "orders").text
    assert "| `order_no` | 订单号 | yes |" in text
    assert is_refused(line("help", "nonsense"), 2, "nonsense")
