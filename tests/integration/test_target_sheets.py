"""The target sheets of a plan: what each rep is to reach adds up to the plan, on both engines."""

from __future__ import annotations

import io
from datetime import datetime
from decimal import Decimal

import pypdf
import pytest

from desktop.enums import Metric
from desktop.errors import InputError
from desktop.services.plans.printing import print_plan_summary, print_target_sheets
from desktop.services.plans.sheets import TargetSheets
from desktop.services.reports.plan_pages_data import PartKind
from tests.factories import CLOCK, Desk
from tests.integration.target_sheet_desk import (
    SheetDesk,
    a_sheet_desk,
    latest_version,
    of,
    together,
)

SALES, VISITS, NEW = Metric.SALES, Metric.VISITS, Metric.NEW_CUSTOMERS
PRINTED_AT = datetime(2026, 3, 18, 9, 30)
WHOLE = Decimal("2308.00")


@pytest.fixture
def sheets(desk: Desk) -> SheetDesk:
    return a_sheet_desk(desk)


@pytest.fixture
def at_home(local: Desk) -> SheetDesk:
    """Return the same on a file, for what does not depend on the engine."""
    return a_sheet_desk(local)


def test_the_reps_and_what_nobody_has_add_up_to_the_plan(sheets: SheetDesk) -> None:
    book = sheets.book()
    assert book.metrics == (SALES, NEW, VISITS)
    assert (of(book.total), of(book.total, VISITS), of(book.total, NEW)) == (WHOLE, 365, 3)
    assert book.gaps == ()
    parts = [*book.rows, book.unassigned]
    for metric in book.metrics:
        assert sum((of(row, metric) or Decimal(0)) for row in parts) == of(book.total, metric)


def test_each_rep_has_the_months_in_which_he_looks_after_a_customer(sheets: SheetDesk) -> None:
    # Without history the year is spread by working days, so C1's halves are no equal ones.
    ada, bao, chen = (sheets.row(code) for code in ("R1", "R2", "R3"))
    first = of(ada) - Decimal("99.99")  # type: ignore[operator]
    assert 0 < first < Decimal("1200.01")
    assert of(bao) == Decimal("600.00") + Decimal("1200.01") - first
    assert of(chen) == Decimal("240.00")
    assert of(ada, VISITS) == 365 and of(ada, NEW) is None
    assert (ada.customers, bao.customers, chen.customers) == (1, 2, 1)


def test_customers_and_areas_of_nobody_are_unassigned(sheets: SheetDesk) -> None:
    assert of(sheets.book().unassigned) == Decimal("168.00")


def test_a_rep_who_left_says_so_with_the_target_that_nobody_is_held_to(sheets: SheetDesk) -> None:
    chen = sheets.row("R3")
    assert chen.left_on is not None and str(chen.left_on) == "2026-03-31"
    assert 0 < chen.after_leaving < Decimal("240.00")
    assert sheets.row("R1").left_on is None


def test_a_rep_without_a_target_stands_in_the_list_but_has_no_sheet(sheets: SheetDesk) -> None:
    sheets.desk.bring("reps", "code,name\nR9,Newcomer\n")
    assert not sheets.row("R9").has_target
    pages = sheets.service.sheets(sheets.version_id, None, "en")
    assert [page.rep_code for page in pages] == ["R1", "R2", "R3"]


def test_each_sheet_adds_up_by_month_and_by_customer(sheets: SheetDesk) -> None:
    pages = sheets.service.sheets(sheets.version_id, None, "en")
    for page in pages:
        for place, line in enumerate(page.targets):
            assert line.year == together(page.customers, place)
            assert line.year == of(sheets.row(page.rep_code), Metric(line.metric.code))
        lead = page.targets[0]
        for quarter, amount in enumerate(lead.quarters):
            parts = sum((part.quarters[quarter] for part in page.customers), Decimal(0))  # type: ignore[misc]
            assert parts == (amount or 0)


def test_the_pool_of_a_rep_is_a_row_of_its_own(at_home: SheetDesk) -> None:
    (page,) = at_home.service.sheets(at_home.version_id, [at_home.rep_id("R1")], "en")
    pool = [part for part in page.customers if part.kind is PartKind.POOL]
    assert [part.amounts for part in pool] == [(Decimal("99.99"), Decimal(365))]


def test_the_four_decompositions_of_the_summary_come_to_the_same(sheets: SheetDesk) -> None:
    data = sheets.service.summary(sheets.version_id, "en")
    assert [line.targets.metric.code for line in data.metrics] == [
        "sales",
        "new_customers",
        "visits",
    ]
    for place, line in enumerate(data.metrics):
        for parts in (data.reps, data.territories, data.product_groups, data.customers):
            assert together(parts, place) == line.targets.year
    assert data.metrics[0].unassigned == Decimal("168.00")
    kinds = {part.name: part.kind for part in data.product_groups}
    assert kinds["Lamps"] is PartKind.NAMED and PartKind.POOL in kinds.values()


def test_a_pool_of_nobody_stands_apart_from_the_pools_of_reps(at_home: SheetDesk) -> None:
    data = at_home.service.summary(at_home.version_id, "en")
    asides = {part.kind: part.amounts[0] for part in data.customers if not part.code}
    assert asides == {PartKind.POOL: Decimal("99.99"), PartKind.UNASSIGNED: Decimal("48.00")}


def test_a_plan_without_lines_has_an_empty_list_and_an_empty_summary(desk: Desk) -> None:
    desk.bring("reps", "code,name\nR1,Ada\n")
    from desktop.services.plans.versions import PlanVersions
    from desktop.services.plans.versions_data import MakePlan

    made = PlanVersions(desk.uow, CLOCK).make(desk.actor, MakePlan("Empty", 2027)).created_id
    service = TargetSheets(desk.uow, CLOCK)
    assert made is not None
    book = service.book(made)
    assert book.metrics == () and book.unassigned is None
    assert [row.has_target for row in book.rows] == [False]
    assert service.sheets(made, None, "en") == ()
    assert service.summary(made, "en").metrics == ()


def test_two_hundred_customers_come_to_the_rep_s_target(desk: Desk) -> None:
    (rep,) = desk.reps(1)
    customers = desk.customers(200, rep=rep)
    rows = [f"2026,sales,{place}.{place % 100:02d},{code}" for place, code in enumerate(customers)]
    desk.bring("targets", "\n".join(["period,metric,amount,customer_code", *rows]), plan="P")
    service = TargetSheets(desk.uow, CLOCK)
    (page,) = service.sheets(latest_version(desk), None, "en")
    assert len(page.customers) == 200
    assert together(page.customers, 0) == page.targets[0].year == Decimal("19999.00")


def test_last_year_counts_for_whoever_looks_after_the_customer_now(sheets: SheetDesk) -> None:
    for month in range(1, 13):
        sheets.desk.invoices([("C1", f"2025-{month:02d}-10", "100.00")], rep="R3")
    ada, bao, chen = (sheets.row(code).figure(SALES) for code in ("R1", "R2", "R3"))
    assert ada and bao and chen
    assert (ada.last_year, bao.last_year, chen.last_year) == (600, 600, 0)
    assert bao.growth.value == (bao.target - 600) / 600  # type: ignore[operator]
    assert not chen.growth.is_defined


def test_a_year_that_is_not_known_whole_is_not_compared_with(sheets: SheetDesk) -> None:
    sheets.desk.invoices([("C1", "2025-06-10", "100.00"), ("C1", "2025-12-10", "5.00")])
    figure = sheets.row("R1").figure(SALES)
    assert figure is not None and figure.last_year is None
    assert sheets.book().behind is None


def test_targets_from_a_file_are_not_called_typed(at_home: SheetDesk) -> None:
    (page,) = at_home.service.sheets(at_home.version_id, [at_home.rep_id("R2")], "en")
    assert {reason.method for reason in page.reasons} == {"From an imported file"}
    summary = at_home.service.summary(at_home.version_id, "en")
    assert [(line.typed_only, line.count) for line in summary.metrics] == [(0, 3), (0, 1), (0, 1)]


def test_a_version_that_is_gone_is_said_to_be(at_home: SheetDesk) -> None:
    with pytest.raises(InputError) as caught:
        at_home.service.book(4711)
    assert caught.value.issues[0].code == "plan_version_gone"
    with pytest.raises(InputError) as caught:
        at_home.service.sheets(at_home.version_id, [4711], "en")
    assert caught.value.issues[0].code == "rep_gone"


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_all_sheets_and_the_summary_are_printed(at_home: SheetDesk, language: str) -> None:
    pages = at_home.service.sheets(at_home.version_id, None, language)
    printed = print_target_sheets(pages, PRINTED_AT, language)
    text = "".join(
        page.extract_text() for page in pypdf.PdfReader(io.BytesIO(printed.content)).pages
    )
    assert "Ada Wu" in text and "Bao Jie" in text and "Chen Lu" in text
    data = at_home.service.summary(at_home.version_id, language)
    summary = print_plan_summary(data, PRINTED_AT, language)
    text = pypdf.PdfReader(io.BytesIO(summary.content)).pages[0].extract_text()
    assert "2,308.00" in text
