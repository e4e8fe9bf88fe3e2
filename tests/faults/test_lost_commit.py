"""The answer of a COMMIT is lost on its way: the command is booked exactly once (F11)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

import pytest

from desktop.bootstrap import Services, open_services
from desktop.enums import ImportKind
from desktop.errors import DatabaseUnreachable, ImportRefused, RuleViolation
from desktop.models import Expense, SalesOrder
from desktop.services.imports.service import ImportFile
from tests.factories import CLOCK
from tests.faults.clerks import furnish, halves, save_file
from tests.faults.proxy import Break, Proxy, proxy_to

_EXPENSE = "rep_code,date,category,amount\nR1,2026-03-02,travel,12.50\n"


@pytest.fixture
def line(postgres_url: str, tmp_path: Path) -> Iterator[Proxy]:
    """Yield the line to a furnished database on a server."""
    furnish(postgres_url, tmp_path)
    with proxy_to(postgres_url) as proxy:
        yield proxy


@pytest.fixture
def services(line: Proxy) -> Iterator[Services]:
    """Yield the services of a desk at the other end of the line."""
    opened = open_services(line.url, CLOCK)
    yield opened
    opened.close()


def _count(services: Services, record: type) -> int:
    with services.uow.read() as session:
        return session.query(record).count()


def _book(
    services: Services, line: Proxy, file: ImportFile, where: Break, request: str, anew: str = ""
) -> str:
    """Book a file over a line that breaks, and again as a person would; return the last word."""
    line.break_next = where
    with pytest.raises(DatabaseUnreachable) as caught:
        services.imports.run(services.actor, file, request_id=request)
    assert caught.value.code == "outcome_unknown"
    if anew:
        file.path.write_text(anew, encoding="utf-8")
    try:
        services.imports.run(services.actor, file, request_id=request)
    except RuleViolation as error:
        return error.code
    except ImportRefused as error:
        return error.issues[0].code
    return "booked"


@pytest.mark.parametrize(
    ("where", "times", "last_word"),
    [
        (Break.BEFORE_ANSWER, 20, "already_done"),
        (Break.AT_COMMIT, 5, "already_done"),
        (Break.BEFORE_COMMIT, 5, "booked"),
    ],
)
def test_a_command_is_booked_once_wherever_its_commit_is_lost(
    services: Services, line: Proxy, tmp_path: Path, where: Break, times: int, last_word: str
) -> None:
    for number in range(times):
        file = save_file(tmp_path, "order", number)
        assert _book(services, line, file, where, str(uuid4())) == last_word
        assert _count(services, SalesOrder) == number + 1
    assert line.broken == times
    with services.uow.read() as session:
        assert halves(session.connection()) == []


def _expense(folder: Path) -> ImportFile:
    path = folder / "expense.csv"
    path.write_text(_EXPENSE, encoding="utf-8")
    return ImportFile(ImportKind.EXPENSES, path)


def test_without_its_request_the_same_file_is_still_recognised(
    services: Services, line: Proxy, tmp_path: Path
) -> None:
    word = _book(services, line, _expense(tmp_path), Break.BEFORE_ANSWER, "")
    assert word == "same_file_twice"
    assert _count(services, Expense) == 1


@pytest.mark.parametrize(("request_id", "booked"), [("r-1", 1), ("", 2)])
def test_it_is_the_request_that_keeps_a_command_from_being_booked_twice(
    services: Services, line: Proxy, tmp_path: Path, request_id: str, booked: int
) -> None:
    # The control is the case without a request: the rows have no numbers of their own, and a
    # file that was saved anew between the two tries is another file.
    anew = _EXPENSE + "\n\n"
    _book(services, line, _expense(tmp_path), Break.BEFORE_ANSWER, request_id, anew)
    assert _count(services, Expense) == booked


def test_after_a_lost_commit_the_desk_goes_on_as_before(
    services: Services, line: Proxy, tmp_path: Path
) -> None:
    line.break_next = Break.BEFORE_ANSWER
    with suppress(DatabaseUnreachable):
        services.imports.run(services.actor, save_file(tmp_path, "order", 0))
    services.imports.run(services.actor, save_file(tmp_path, "order", 1))
    assert _count(services, SalesOrder) == 2
    assert services.checking.run() == ()
