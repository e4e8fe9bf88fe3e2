"""F24: after a full run nothing secret or personal stands in logs, settings or reports.

The run is a process of its own (`full_run.py`). It may leave the marks in the database, its
backups, the files that were brought in, and those that were asked for; nowhere else.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.databases import PostgresServer
from tests.faults.full_run import PASSWORD, PERSONAL, SECRETS

REPOSITORY = Path(__file__).resolve().parents[2]
#: What holds the branch's data because it is asked to.
OF_THE_BRANCH = ("brought", "asked-for", "east.branchbook", "again.branchbook")


@dataclass(frozen=True, slots=True)
class Run:
    """What a run left: its folder, its output, and the arguments of its processes."""

    folder: Path
    output: str
    arguments: str


@pytest.fixture(scope="module")
def full_run(
    tmp_path_factory: pytest.TempPathFactory, postgres_server: PostgresServer
) -> Iterator[Run]:
    folder = tmp_path_factory.mktemp("full")
    temporary = folder / "tmp"
    temporary.mkdir()
    name = postgres_server.create()
    server = with_password(postgres_server.url(name))
    environment = {
        **os.environ,
        "BRANCHBOOK_SETTINGS": str(folder / "own"), "TMPDIR": str(temporary),
        "TEMP": str(temporary), "TMP": str(temporary), "HOME": str(folder / "home"),
        "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(REPOSITORY),
    }  # fmt: skip
    command = [sys.executable, "-m", "tests.faults.full_run", str(folder)]
    arguments: set[str] = set()
    with (folder / "output.txt").open("wb") as output_file, subprocess.Popen(
        command, cwd=REPOSITORY, env={**environment, "MARKED_SERVER": server},
        stdout=output_file, stderr=subprocess.STDOUT,
    ) as process:  # fmt: skip
        while True:
            arguments.update(arguments_of(process.pid))
            try:
                process.wait(0.1)
                break
            except subprocess.TimeoutExpired:
                continue
    output = (folder / "output.txt").read_text(encoding="utf-8")
    (folder / "output.txt").unlink()
    postgres_server.drop(name)
    assert process.returncode == 0, output
    yield Run(folder, output, "\n".join(sorted(arguments)))


def with_password(url: str) -> str:
    """Return the server's address with a password, which a trusting server does not read."""
    head, rest = url.split("://", 1)
    place, at, tail = rest.partition("@")
    return f"{head}://{place.split(':')[0]}:{PASSWORD}@{tail}" if at else url


def arguments_of(pid: int) -> Iterator[str]:
    """Yield the arguments of a process and of its children, where the system shows them."""
    try:
        yield Path(f"/proc/{pid}/cmdline").read_text(encoding="utf-8").replace("\0", " ")
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="utf-8")
    except OSError:
        return
    for child in children.split():
        yield from arguments_of(int(child))


def hits(content: bytes, marks: Sequence[str]) -> list[str]:
    """Return the marks that stand in the bytes, in any usual encoding."""
    found = []
    for mark in marks:
        forms = (mark.encode(), mark.encode("utf-16-le"), mark.encode("utf-16-be"))
        if any(form in content for form in forms):
            found.append(mark)
    return found


def leaks(folder: Path, marks: Sequence[str]) -> list[str]:
    """Return every file below the folder that holds a mark and should not, with the mark."""
    found = []
    for path in sorted(folder.rglob("*")):
        place = path.relative_to(folder)
        if path.is_file() and not place.parts[0].startswith(OF_THE_BRANCH):
            found += [f"{place}: {mark}" for mark in hits(path.read_bytes(), marks)]
    return found


def test_the_run_did_what_it_should_have(full_run: Run) -> None:
    log = (full_run.folder / "own" / "logs" / "branchbook.log").read_text(encoding="utf-8")
    assert log.count("unforeseen error") == 5 and log.count("Traceback") >= 5
    settings = next((full_run.folder / "own").rglob("settings.json")).read_text(encoding="utf-8")
    assert "127.0.0.1" in settings and "anna" in settings
    assert len(list((full_run.folder / "crash-reports").iterdir())) == 5
    assert "cannot be reached" in full_run.output and "went in as batch" in full_run.output
    assert "NOBODY" in full_run.output and "Traceback" in full_run.output
    database = (full_run.folder / "east.branchbook").read_bytes()
    assert hits(database, list(PERSONAL.values())) == list(PERSONAL.values())


def test_no_file_of_the_program_holds_a_secret(full_run: Run) -> None:
    assert leaks(full_run.folder, list(SECRETS.values())) == []


def test_no_database_or_file_that_was_asked_for_holds_a_password(full_run: Run) -> None:
    for path in full_run.folder.rglob("*"):
        if path.is_file():
            assert hits(path.read_bytes(), [PASSWORD]) == [], path


def test_no_line_of_output_holds_a_secret(full_run: Run) -> None:
    assert hits(full_run.output.encode(), list(SECRETS.values())) == []


def test_no_argument_of_a_process_holds_a_secret(full_run: Run) -> None:
    if not Path("/proc/self/cmdline").exists():
        pytest.skip("this system does not show the arguments of processes as files")
    assert "full_run" in full_run.arguments
    assert hits(full_run.arguments.encode(), list(SECRETS.values())) == []


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be"])
def test_a_leak_is_found(tmp_path: Path, encoding: str) -> None:
    """The control: a log that writes what an error says, as Python's own does."""
    import logging

    log = tmp_path / "own" / "logs" / "branchbook.log"
    log.parent.mkdir(parents=True)
    handler = logging.FileHandler(log, encoding=encoding)
    handler.setFormatter(logging.Formatter("%(message)s"))
    try:
        int(PERSONAL["phone"])
    except ValueError as error:
        record = logging.LogRecord(
            "x", logging.ERROR, "", 1, "unforeseen", (), (type(error), error, error.__traceback__)
        )
        handler.emit(record)
    handler.close()
    (tmp_path / "brought").mkdir()
    (tmp_path / "brought" / "mine.csv").write_text(PASSWORD, encoding="utf-8")
    place = Path("own", "logs", "branchbook.log")
    assert leaks(tmp_path, list(SECRETS.values())) == [f"{place}: {PERSONAL['phone']}"]
