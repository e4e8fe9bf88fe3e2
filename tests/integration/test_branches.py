"""Making a branch, opening what is no branch, and the settings that come out again."""

from __future__ import annotations

import threading
from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from desktop.clock import FixedClock
from desktop.enums import CalendarKind, DayKind, Role, SalesBasis
from desktop.errors import DatabaseUnreachable, InputError, KnownError
from desktop.models import Visit
from desktop.services.access import find_actor
from desktop.services.branches import service as branches
from desktop.services.branches.data import MakeBranch
from desktop.services.branches.holidays import last_announced_day, seeded_days
from desktop.services.branches.service import make_branch
from desktop.services.database import create_schema, describe, open_database, parse_address
from desktop.services.figures.frame import load_branch, load_calendar
from desktop.services.uow import UnitOfWork

CLOCK = FixedClock(datetime(2026, 3, 18, 9, 30, tzinfo=UTC))


def _made(url: str, command: MakeBranch, login: str = "boss") -> UnitOfWork:
    make_branch(parse_address(url), command, login, CLOCK)
    return UnitOfWork(open_database(parse_address(url)), CLOCK)


def test_a_branch_comes_out_as_it_was_made(tmp_path: Path) -> None:
    uow = _made(
        str(tmp_path / "north.branchbook"),
        MakeBranch(" North ", "JPY", 4, SalesBasis.ORDERED, CalendarKind.CN, 3, True, (7, 14)),
        "Boss",
    )
    try:
        with uow.read() as session:
            branch = load_branch(session)
            actor = find_actor(session, branch.id, "boss")
            calendar = load_calendar(session, branch.id)
            log = session.execute(text("SELECT name, user_id FROM command_log")).all()
        assert branch.id == 3 * 2**40 + 1
        assert (branch.name, branch.currency, branch.decimals) == ("North", "JPY", 0)
        assert (branch.fiscal.first_month, branch.sales_basis) == (4, SalesBasis.ORDERED)
        assert (branch.aging_bounds, branch.is_sample) == ((7, 14), True)
        assert actor.roles == {Role.BRANCH_MANAGER}
        assert [tuple(row) for row in log] == [("MakeBranch", actor.user_id)]
        # Make-up Saturday before the Spring Festival of 2025, and its first day.
        assert calendar.kinds[date(2025, 1, 26)] is DayKind.WORK
        assert calendar.kinds[date(2025, 1, 29)] is DayKind.REST
    finally:
        uow.database.close()


def test_a_branch_without_aging_bounds_can_be_read(tmp_path: Path) -> None:
    uow = _made(str(tmp_path / "a.branchbook"), MakeBranch("A", aging_bounds=()))
    try:
        with uow.read() as session:
            assert load_branch(session).aging_bounds == ()
    finally:
        uow.database.close()


def test_weekdays_seed_nothing_and_seeds_never_repeat_the_week() -> None:
    assert seeded_days(CalendarKind.WEEKDAYS) == ()
    days = seeded_days(CalendarKind.CN)
    assert [day.day for day in days] == sorted({day.day for day in days})
    assert all((day.day.weekday() < 5) == (day.kind is DayKind.REST) for day in days)
    last = last_announced_day(days)
    assert last is not None
    assert (last.month, last.day) == (12, 31)
    assert last_announced_day(()) is None


@pytest.mark.parametrize(
    ("command", "column"),
    [
        (MakeBranch(" "), "name"),
        (MakeBranch("a\u202eb"), "name"),
        (MakeBranch("A", currency="cny"), "currency"),
        (MakeBranch("A", fiscal_year_start=13), "fiscal_year_start"),
        (MakeBranch("A", node=2**22), "node"),
        (MakeBranch("A", node=-1), "node"),
        (MakeBranch("A", aging_bounds=(30, 30)), "aging_bounds"),
        (MakeBranch("A", aging_bounds=(0, 30)), "aging_bounds"),
    ],
)
def test_settings_that_no_branch_can_have_are_refused(
    tmp_path: Path, command: MakeBranch, column: str
) -> None:
    path = tmp_path / "a.branchbook"
    with pytest.raises(InputError) as caught:
        make_branch(parse_address(str(path)), command, "boss", CLOCK)
    assert [issue.column for issue in caught.value.issues] == [column]
    assert not path.exists()


def test_a_branch_that_fails_half_way_leaves_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_args: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(branches, "seeded_days", fail)
    with pytest.raises(ZeroDivisionError):
        make_branch(parse_address(str(tmp_path / "a.branchbook")), MakeBranch("A"), "boss", CLOCK)
    assert list(tmp_path.iterdir()) == []


def test_a_branch_that_fails_half_way_leaves_postgres_empty(
    empty_postgres: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = empty_postgres()  # type: ignore[operator]
    with monkeypatch.context() as patch:
        patch.setattr(branches, "seeded_days", lambda _kind: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            make_branch(parse_address(url), MakeBranch("A"), "boss", CLOCK)
    uow = _made(url, MakeBranch("A", node=2))
    with uow.read() as session:
        assert load_branch(session).id == 2 * 2**40 + 1
    uow.database.close()
    with pytest.raises(DatabaseUnreachable, match="database_not_empty"):
        make_branch(parse_address(url), MakeBranch("B"), "boss", CLOCK)


def _refusal(tmp_path: Path, name: str) -> str:
    with pytest.raises(DatabaseUnreachable) as caught:
        create_schema(str(tmp_path / name))
    return caught.value.code


def test_nothing_is_made_where_something_is(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "text").write_text("keep me", encoding="utf-8")
    assert _refusal(tmp_path, "folder") == "database_exists"
    assert _refusal(tmp_path, "text") == "database_exists"
    assert (tmp_path / "text").read_text(encoding="utf-8") == "keep me"
    assert _refusal(tmp_path, "no/such/folder.db") == "folder_missing"


def test_an_empty_file_may_become_a_database(tmp_path: Path) -> None:
    path = tmp_path / "empty"
    path.touch()
    create_schema(str(path))
    open_database(parse_address(str(path))).close()


def test_two_who_make_the_same_database_at_once_leave_one_whole(tmp_path: Path) -> None:
    path = tmp_path / "a.branchbook"
    answers: list[str] = []

    def make(name: str) -> None:
        try:
            make_branch(parse_address(str(path)), MakeBranch(name), "boss", CLOCK)
            answers.append("made")
        except KnownError as error:
            answers.append(error.code)

    threads = [threading.Thread(target=make, args=(name,)) for name in "AB"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert answers.count("made") == 1, answers
    database = open_database(parse_address(str(path)))
    try:
        with UnitOfWork(database, CLOCK).read() as session:
            assert load_branch(session).name in "AB"
    finally:
        database.close()


def _opening(tmp_path: Path, name: str) -> str:
    with pytest.raises(DatabaseUnreachable) as caught:
        open_database(parse_address(str(tmp_path / name)))
    return caught.value.code


def test_what_is_no_database_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "text").write_text("not a database", encoding="utf-8")
    (tmp_path / "empty").touch()
    (tmp_path / "torn").write_bytes(b"SQLite format 3\x00" + b"\x00\xff" * 2_000)
    assert _opening(tmp_path, "folder") == "database_is_folder"
    assert _opening(tmp_path, "text") == "not_a_database"
    assert _opening(tmp_path, "empty") == "not_a_database"
    assert _opening(tmp_path, "torn") == "not_a_database"
    assert _opening(tmp_path, "missing") == "database_missing"
    assert not (tmp_path / "missing").exists()


@pytest.mark.parametrize(
    ("address", "code"),
    [
        (" ", "address_empty"),
        ("mysql://host/db", "address_unknown_kind"),
        ("sqlite://", "address_without_file"),
        ("sqlite:///:memory:", "address_without_file"),
        ("postgresql://host:port/db", "address_unreadable"),
    ],
)
def test_an_address_of_nothing_is_refused(address: str, code: str) -> None:
    with pytest.raises(DatabaseUnreachable) as caught:
        parse_address(address)
    assert caught.value.code == code


def test_an_address_is_shown_without_its_secrets(tmp_path: Path) -> None:
    shown = describe(parse_address("postgresql://li:hush@db.example:5432/north?password=hush"))
    assert "hush" not in shown
    assert shown.startswith("postgresql://li:***@db.example:5432/north")
    assert describe(parse_address(str(tmp_path / "a.db"))) == str(tmp_path / "a.db")


def test_a_server_that_is_not_there_is_said_so() -> None:
    with pytest.raises(DatabaseUnreachable):
        open_database(parse_address("postgresql://127.0.0.1:9/none?connect_timeout=1"))


def test_a_database_that_is_not_there_is_said_so(postgres_url: str) -> None:
    missing = postgres_url.replace(parse_address(postgres_url).database or "", "no_such_database")
    with pytest.raises(DatabaseUnreachable) as caught:
        open_database(parse_address(missing))
    assert caught.value.code == "database_missing"


def test_bulk_rows_come_back_as_they_went_in(database_url: str) -> None:
    """Dates, times, instants of any zone, truths and nothing, on both engines alike."""
    from datetime import timedelta, timezone

    from tests.factories import make_people

    database = open_database(parse_address(database_url))
    beijing = timezone(timedelta(hours=8))
    columns = [
        "branch_id", "state", "visited_on", "month", "starts_at", "ends_at", "rep_id",
        "customer_id", "channel", "purpose", "outcome", "is_attempt", "is_planned", "note",
        "note_key", "received_at", "order_number", "keyed_at", "version",
    ]  # fmt: skip
    row = (
        1, "posted", date(9999, 12, 31), 1, time(9, 5), None, 1, 1, "phone", "tab\tnew\nline\\", "",
        True, None, "中文", "", datetime(2026, 1, 1, 7, 30, tzinfo=beijing), "",
        datetime(2026, 3, 18, 9, 30, 0, 123456, tzinfo=UTC), 1,
    )  # fmt: skip
    try:
        make_people(database)
        with Session(database.writer) as session:
            session.execute(text(
                "INSERT INTO rep (id, branch_id, code, code_key, name, name_key, pinyin, title) "
                "VALUES (1, 1, 'r', 'r', 'r', 'r', '', '')"
            ))  # fmt: skip
            session.execute(text(
                "INSERT INTO customer (id, branch_id, code, code_key, name, name_key, pinyin, "
                "is_key_account, tax_id, phone, address, legal_person) "
                "VALUES (1, 1, 'c', 'c', 'c', 'c', '', false, '', '', '', '')"
            ))  # fmt: skip
            database.bulk_insert(session, Visit.__table__, columns, [row])
            found = session.get_one(Visit, session.scalar(text("SELECT id FROM visit")))
            for name, value in zip(columns, row, strict=True):
                assert getattr(found, name) == value, name
            naive = (*row[:-2], datetime(2026, 3, 18), 1)
            if database.engine.dialect.name == "sqlite":
                with pytest.raises(ValueError, match="zone"):
                    database.bulk_insert(session, Visit.__table__, columns, [naive])
    finally:
        database.close()
