"""Imports when something goes wrong, or two go in at once; and sums that hold after any history."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event, select, text

from desktop.enums import ImportKind
from desktop.errors import ImportRefused, KnownError
from desktop.models import SalesMonth, SalesOrder, Territory
from desktop.services.access import find_actor
from desktop.services.database import create_schema, open_database, parse_address
from desktop.services.figures.frame import load_branch
from desktop.services.imports.loading.summary import sales_by_month
from desktop.services.imports.service import ImportFile, ImportService
from desktop.services.uow import UnitOfWork
from tests.factories import BOSS, CLOCK, Desk, a_desk, contents, digest

_ORDER = "order_no,order_date,customer_code,amount\n"
_INVOICE = "invoice_no,kind,invoice_date,customer_code,amount,original_invoice_no\n"
_MONEY = "receipt_no,date,customer_code,amount,invoice_no\n"
_TARGET = "period,metric,amount,rep_code,customer_code,product_code,group_code\n"
_ASSIGN = "customer_code,rep_code,from,to\n"


def test_a_preview_writes_nothing(desk: Desk) -> None:
    desk.reps()
    desk.customers(rep="R1")
    order = _ORDER + "A,2026-01-01,C1,1\n"
    file = desk.file("orders", order)
    before = digest(desk.contents(versions=True))
    shown = desk.imports.preview(desk.actor, file)
    assert (shown.row_count, shown.batch_id) == (1, 0)
    assert digest(desk.contents(versions=True)) == before
    assert len(desk.imports.batches()) == 2
    with desk.uow.read() as session:
        assert session.scalar(text("SELECT count(*) FROM command_log")) == 2
    assert desk.imports.run(desk.actor, file).row_count == 1


@contextmanager
def failing_at(desk: Desk, statement: int) -> Iterator[list[int]]:
    """Make the n-th statement of the block fail; the list yielded counts them."""
    seen = [0]

    def before(*_args: object) -> None:
        seen[0] += 1
        if seen[0] == statement:
            raise OSError("the test's own failure")

    event.listen(desk.database.engine, "before_cursor_execute", before)
    try:
        yield seen
    finally:
        event.remove(desk.database.engine, "before_cursor_execute", before)


def test_a_failure_at_any_statement_of_an_import_leaves_the_database_as_it_was(
    local: Desk,
) -> None:
    local.reps(2)
    local.customers(rep="R1")
    local.invoices([("C1", "2026-01-01", "5")])
    files = [
        local.file("invoices", _INVOICE + "A,,2026-01-01,C1,9,\nN,credit_note,2026-01-02,C1,1,A\n"),
        local.file("customers", "code,name,rep_code\nC1,x,R2\n", update=True),
        local.file("collections", _MONEY + "K,2026-01-01,C1,4,I1\n", apply_oldest_first=True),
        local.file("targets", _TARGET + "2026,sales,1,,,,\n", plan="P", in_force=True),
    ]
    before = digest(local.contents(versions=True))
    batches = local.imports.batches()
    for file in files:
        step = 1
        while True:
            with failing_at(local, step) as seen:
                try:
                    local.imports.run(local.actor, file)
                    break
                except OSError as error:
                    assert "own failure" in str(error)
            with local.uow.read() as session:
                assert session.scalar(text("SELECT count(*) FROM acting")) == 0
                assert digest(contents(session, versions=True)) == before
            assert local.imports.batches() == batches
            step += 4
        assert seen[0] > 10
        before, batches = digest(local.contents(versions=True)), local.imports.batches()


def test_two_imports_at_once_both_count_in_the_months(desk: Desk) -> None:
    desk.customers(2)
    files = [
        desk.file("invoices", _INVOICE + f"{name},,2026-01-0{n},C{n},1,\n")
        for n, name in ((1, "A"), (2, "B"))
    ]
    problems: list[KnownError] = []

    def bring(place: int) -> None:
        try:
            desk.imports.run(desk.actor, files[place])
        except KnownError as error:
            problems.append(error)

    threads = [threading.Thread(target=bring, args=(place,)) for place in (0, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert problems == []
    assert desk.rows(SalesMonth, "net_minor", "lines") == [(200, 2)]


def test_the_same_file_by_two_at_once_goes_in_once(desk: Desk) -> None:
    desk.customers()
    file = desk.file("orders", _ORDER + "A,2026-01-01,C1,1\n")
    answers: list[str] = []

    def bring() -> None:
        try:
            desk.imports.run(desk.actor, file)
            answers.append("taken")
        except ImportRefused as error:
            answers.append(error.issues[0].code)

    threads = [threading.Thread(target=bring) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(answers) == ["same_file_twice", "taken"]


def test_thousands_of_rows_go_in_by_one_statement_each_table(desk: Desk) -> None:
    desk.customers()
    desk.products()
    lines = "".join(f"O{n // 3},2026-01-{n // 3 % 28 + 1:02d},C1,P1,{n}.01\n" for n in range(3_000))
    desk.bring("orders", "order_no,order_date,customer_code,product_code,amount\n" + lines)
    assert sum(row[0] for row in desk.rows(SalesOrder, "net_minor")) == sum(
        n * 100 + 1 for n in range(3_000)
    )
    assert len(desk.rows(SalesOrder, "id")) == 1_000


def test_more_warnings_than_are_listed_refuse_nothing(local: Desk) -> None:
    local.customers()
    rows = "".join(f"I{n},2026-01-10,2026-01-09,C1,1\n" for n in range(1_200))
    outcome = local.bring(
        "invoices", "invoice_no,invoice_date,due_date,customer_code,amount\n" + rows
    )
    assert outcome.row_count == 1_200


def test_each_sheet_of_a_workbook_goes_in_once(local: Desk) -> None:
    path = local.folder / "two.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        for sheet in ("2025", "2026"):
            page = book.add_worksheet(sheet)
            page.write_row(0, 0, ["code", "name"])
            page.write_row(1, 0, [f"T{sheet}", "Area"])
    for sheet in ("2025", "2026"):
        file = ImportFile(ImportKind.TERRITORIES, path, sheet=sheet)
        assert local.imports.run(local.actor, file).row_count == 1
        with pytest.raises(ImportRefused, match="import_refused"):
            local.imports.run(local.actor, file)
    assert local.rows(Territory, "code") == [("T2025",), ("T2026",)]


# --- the months always add up -------------------------------------------------------------------

_DAYS = st.dates(date(2025, 11, 1), date(2026, 4, 30))
_STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("invoice"), st.integers(0, 2), _DAYS, st.integers(-50, 200)),
        st.tuples(st.just("shared"), st.integers(0, 2), _DAYS, st.integers(1, 200)),
        st.tuples(st.just("assign"), st.integers(0, 2), _DAYS, st.integers(0, 2)),
        st.tuples(st.just("rep"), st.integers(0, 2), _DAYS, st.integers(0, 2)),
        st.tuples(st.just("group"), st.integers(0, 1), _DAYS, st.integers(0, 1)),
        st.tuples(st.just("withdraw"), st.integers(0, 9), _DAYS, st.integers(0, 2)),
    ),
    max_size=9,
)  # fmt: skip


def _step(desk: Desk, name: str, who: int, day: date, value: int) -> int:
    customer, number = f"C{who + 1}", desk.next("N")
    if name == "invoice":
        kind = "credit_note" if value < 0 else "invoice"
        return desk.bring(
            "invoices",
            "invoice_no,kind,invoice_date,customer_code,amount,product_code,cost\n"
            f"{number},{kind},{day},{customer},{abs(value)},P{abs(value) % 2 + 1},1\n",
        ).batch_id
    if name == "shared":
        return desk.bring(
            "invoices",
            "invoice_no,invoice_date,customer_code,amount,rep_code,product_code\n"
            f"{number},{day},{customer},{value}.01,R3:33.3;R1:66.7,P1\n",
        ).batch_id
    if name == "assign":
        return desk.bring("assignments", _ASSIGN + f"{customer},R{value + 1},{day},\n").batch_id
    if name == "rep":
        return desk.bring(
            "customers", f"code,name,rep_code\n{customer},{number},R{value + 1}\n", update=True
        ).batch_id
    return desk.bring(
        "products", f"code,name,group_code\nP{who + 1},{number},G{value + 1}\n", update=True
    ).batch_id


@pytest.fixture(scope="module")
def clean_copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a database with three reps and customers, two groups and products."""
    folder = tmp_path_factory.mktemp("months")
    path = folder / "clean.branchbook"
    create_schema(str(path))
    with a_desk(str(path), folder) as desk:
        desk.reps(3)
        desk.groups(2)
        desk.products(2, group="G1")
        desk.customers(3, rep="R1")
    return path


@settings(max_examples=12, suppress_health_check=[HealthCheck.too_slow])
@given(steps=_STEPS)
def test_the_monthly_sums_are_those_of_the_documents_after_any_history(
    clean_copy: Path, tmp_path_factory: pytest.TempPathFactory, steps: list[tuple]
) -> None:
    folder = tmp_path_factory.mktemp("history")
    path = folder / "test.branchbook"
    path.write_bytes(clean_copy.read_bytes())
    database = open_database(parse_address(str(path)))
    try:
        uow = UnitOfWork(database, CLOCK)
        with uow.read() as session:
            actor = find_actor(session, load_branch(session).id, BOSS)
        desk = Desk(database, uow, ImportService(uow, CLOCK), actor, folder)
        batches: list[int] = []
        for name, who, day, value in steps:
            try:
                if name == "withdraw":
                    if batches:
                        desk.imports.withdraw(actor, batches[who % len(batches)])
                else:
                    batches.append(_step(desk, name, who, day, value))
            except KnownError:
                continue
            with uow.read() as session:
                kept = sorted(tuple(row) for row in session.execute(select(SalesMonth.__table__)))
                made = sorted(tuple(row) for row in session.execute(sales_by_month(desk.branch())))
            assert kept == made, name
    finally:
        database.close()
