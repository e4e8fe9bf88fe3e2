"""The sample branch: its bytes, its counts, its sums by construction, and its stories."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections import Counter, defaultdict
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from desktop.enums import DayKind, ImportKind
from desktop.services.imports.kinds import kind_spec
from desktop.services.sample import stories
from desktop.services.sample.branch import SampleBranch, generate
from desktop.services.sample.days import AS_OF, FIRST_DAY, work_days
from desktop.services.sample.goods import PRODUCTS
from desktop.services.sample.people import BY_CODE

Row = dict[str, str]
REPO = Path(__file__).resolve().parents[2]


@cache
def sample(language: str = "zh_CN") -> SampleBranch:
    return generate(language=language)


@cache
def table(kind: ImportKind) -> tuple[Row, ...]:
    return tuple(
        dict(zip(file.columns, row, strict=True))
        for file in sample().files
        if file.kind is kind
        for row in file.rows
    )


def digest(branch: SampleBranch) -> str:
    return hashlib.sha256(b"".join(file.as_csv() for file in branch.files)).hexdigest()


def fen(text: str) -> int:
    return int(Decimal(text) * 100)


@cache
def invoiced() -> dict[str, tuple[Row, int]]:
    """First row and gross amount of each invoice and credit note."""
    result: dict[str, tuple[Row, int]] = {}
    for row in table(ImportKind.INVOICES):
        first, amount = result.get(row["invoice_no"], (row, 0))
        result[row["invoice_no"]] = (first, amount + fen(row["amount"]) + fen(row["tax"]))
    return result


def net_sales(rows: list[Row]) -> int:
    return sum(fen(r["amount"]) * (-1 if r["kind"] == "credit_note" else 1) for r in rows)


def reps_named(text: str) -> list[str]:
    return [part.split(":")[0] for part in text.split(";")] if text else []


# --- bytes, counts, form -------------------------------------------------------------------


def test_the_same_seed_gives_the_same_bytes_in_another_process() -> None:
    code = (
        "import hashlib; from desktop.services.sample.branch import generate; "
        "print(hashlib.sha256(b''.join(f.as_csv() for f in generate().files)).hexdigest())"
    )
    there = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONHASHSEED": "7", "PYTHONPATH": str(REPO)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert there.stdout.strip() == digest(sample())


def test_both_languages_have_the_same_codes_dates_and_amounts() -> None:
    spoken = {
        "name", "title", "unit", "address", "legal_person", "note", "method", "payer", "purpose",
        "outcome", "guests",
    }  # fmt: skip
    for ours, theirs in zip(sample().files, sample("en").files, strict=True):
        keep = [place for place, name in enumerate(ours.columns) if name not in spoken]
        assert [[row[i] for i in keep] for row in ours.rows] == [
            [row[i] for i in keep] for row in theirs.rows
        ], ours.kind


def test_the_english_sample_has_no_chinese_character() -> None:
    for file in sample("en").files:
        for row in file.rows:
            assert not any("一" <= letter <= "鿿" for letter in "".join(row)), row


def test_a_language_that_is_not_spoken_is_refused() -> None:
    with pytest.raises(ValueError, match="no sample"):
        generate(language="xx")


def test_files_stand_in_the_order_of_import() -> None:
    kinds = [file.kind.value for file in sample().files]
    assert kinds == [
        "territories", "reps", "product-groups", "products", "customers", "assignments",
        "calendar", "leave", "orders", "invoices", "collections", "visit-plans", "visits",
        "expenses", "budgets", "targets", "targets", "targets",
    ]  # fmt: skip
    assert [file.plan for file in sample("en").files[-3:]] == [
        "2024 plan", "2025 plan", "2026 plan",
    ]  # fmt: skip


def test_every_column_is_one_of_its_kind_and_no_required_cell_is_empty() -> None:
    for file in sample().files:
        specs = {spec.name: spec for spec in kind_spec(file.kind).columns}
        assert set(file.columns) <= set(specs), file.kind
        assert {name for name, spec in specs.items() if spec.required} <= set(file.columns)
        for place, name in enumerate(file.columns):
            if specs[name].required:
                assert all(row[place] for row in file.rows), (file.kind, name)


def test_rows_of_kinds_without_a_number_differ() -> None:
    for file in sample().files:
        if file.kind not in (ImportKind.ORDERS, ImportKind.INVOICES):
            assert len(set(file.rows)) == len(file.rows), file.kind


def test_there_are_as_many_of_each_as_the_branch_has() -> None:
    posts = Counter(row["code"][0] for row in table(ImportKind.REPS) if not row["leave_date"])
    assert posts == {"M": 1, "L": 2, "R": 12}
    assert [r["code"] for r in table(ImportKind.REPS) if r["leave_date"]] == [stories.LEAVER]
    assert len(table(ImportKind.CUSTOMERS)) == 320
    assert len({row["name"] for row in table(ImportKind.CUSTOMERS)}) == 320
    assert len(table(ImportKind.PRODUCTS)) == 40
    assert 8_000 < len({row["order_no"] for row in table(ImportKind.ORDERS)}) < 11_000
    assert 20_000 < len(table(ImportKind.VISITS)) < 28_000
    assert sum(len(file.rows) for file in sample().files) < 150_000


def test_files_are_written_with_their_place_and_kind(tmp_path: Path) -> None:
    paths = sample().write_csv(tmp_path / "made")
    assert paths[0].name == "01-territories.csv"
    assert paths[-1].name == "18-targets.csv"
    assert paths[0].read_text("utf-8").startswith("code,name,parent_code\n33,浙江省,\n")


# --- references and dates ------------------------------------------------------------------


def test_every_reference_exists() -> None:
    known = {
        "territory_code": {r["code"] for r in table(ImportKind.TERRITORIES)},
        "rep_code": {r["code"] for r in table(ImportKind.REPS)},
        "customer_code": {r["code"] for r in table(ImportKind.CUSTOMERS)},
        "product_code": {r["code"] for r in table(ImportKind.PRODUCTS)},
        "group_code": {r["code"] for r in table(ImportKind.PRODUCT_GROUPS)},
        "order_no": {r["order_no"] for r in table(ImportKind.ORDERS)},
        "invoice_no": set(invoiced()),
        "visit_no": {r["visit_no"] for r in table(ImportKind.VISITS)},
        "manager_code": {r["code"] for r in table(ImportKind.REPS)},
    }
    for kind in ImportKind:
        for row in table(kind):
            for column, codes in known.items():
                if column == "invoice_no" and kind is ImportKind.EXPENSES:
                    continue
                wanted = row.get(column, "")
                named = reps_named(wanted) if column == "rep_code" else [wanted] * bool(wanted)
                assert set(named) <= codes, (kind, row)


def test_parents_stand_before_their_children() -> None:
    for kind in (ImportKind.TERRITORIES, ImportKind.PRODUCT_GROUPS):
        seen = {""}
        for row in table(kind):
            assert row["parent_code"] in seen
            seen.add(row["code"])


@pytest.mark.parametrize(
    ("kind", "column"),
    [
        (ImportKind.ORDERS, "order_date"),
        (ImportKind.INVOICES, "invoice_date"),
        (ImportKind.COLLECTIONS, "date"),
        (ImportKind.VISITS, "date"),
        (ImportKind.EXPENSES, "date"),
        (ImportKind.LEAVE, "from"),
        (ImportKind.LEAVE, "to"),
    ],
)
def test_documents_lie_in_the_sample_and_in_the_employment_of_their_rep(
    kind: ImportKind, column: str
) -> None:
    for row in table(kind):
        day = date.fromisoformat(row[column])
        assert FIRST_DAY <= day <= AS_OF, row
        for rep in reps_named(row["rep_code"]):
            assert BY_CODE[rep].works_on(day), row


def test_documents_without_a_rep_belong_to_customers_of_the_leaver() -> None:
    left = {r["code"] for r in table(ImportKind.CUSTOMERS) if r["rep_code"] == stories.LEAVER}
    for row in table(ImportKind.INVOICES):
        if not row["rep_code"]:
            assert row["customer_code"] in left
            assert date.fromisoformat(row["invoice_date"]) > stories.LEFT_ON


def test_visits_are_on_working_days_but_for_the_story_and_never_overlap() -> None:
    work = work_days()
    busy: defaultdict[str, str] = defaultdict(str)
    for row in table(ImportKind.VISITS):
        if date.fromisoformat(row["date"]) not in work:
            assert row["rep_code"] == stories.COPIER
        if row["start"]:
            assert busy[row["rep_code"] + row["date"]] <= row["start"] < row["end"] < "20:00"
            busy[row["rep_code"] + row["date"]] = row["end"]
        assert bool(row["start"]) != bool(row["minutes"])


def test_nobody_visits_on_leave() -> None:
    away = set()
    for row in table(ImportKind.LEAVE):
        day = date.fromisoformat(row["from"])
        while day <= date.fromisoformat(row["to"]):
            away.add((row["rep_code"], day.isoformat()))
            day += timedelta(days=1)
    met = {
        (r["rep_code"], r["date"])
        for r in table(ImportKind.VISITS)
        if date.fromisoformat(r["date"]).weekday() < 5
    }
    assert not met & away


def test_no_report_is_received_before_its_visit_or_after_the_end() -> None:
    for row in table(ImportKind.VISITS):
        if row["received_at"]:
            assert row["date"] <= row["received_at"][:10] <= AS_OF.isoformat(), row


def test_calendar_rows_make_working_days_half() -> None:
    for row in table(ImportKind.CALENDAR):
        assert row["kind"] == DayKind.HALF
        assert date.fromisoformat(row["date"]) in work_days()


# --- sums by construction ------------------------------------------------------------------


def test_amounts_are_quantity_times_price_and_tax_is_thirteen_percent() -> None:
    prices = {
        (r["order_no"], r["product_code"]): fen(r["unit_price"]) for r in table(ImportKind.ORDERS)
    }
    for row in table(ImportKind.ORDERS):
        assert fen(row["amount"]) == int(row["quantity"]) * fen(row["unit_price"]) > 0
    for row in table(ImportKind.INVOICES):
        price = prices[row["order_no"], row["product_code"]]
        assert fen(row["amount"]) == int(row["quantity"]) * price > 0
        assert abs(fen(row["tax"]) * 100 - fen(row["amount"]) * 13) <= 50
        assert row["cost"] == "" or fen(row["cost"]) > 0


def test_invoices_follow_their_orders_by_at_most_five_days_and_never_bill_more() -> None:
    ordered: Counter[tuple[str, str]] = Counter()
    days, status = {}, {}
    for row in table(ImportKind.ORDERS):
        ordered[row["order_no"], row["product_code"]] += int(row["quantity"])
        days[row["order_no"]], status[row["order_no"]] = row["order_date"], row["status"]
    billed: Counter[tuple[str, str]] = Counter()
    returned: Counter[tuple[str, str]] = Counter()
    for row in table(ImportKind.INVOICES):
        key = row["order_no"], row["product_code"]
        assert status[row["order_no"]] != "cancelled"
        gap = date.fromisoformat(row["invoice_date"]) - date.fromisoformat(days[row["order_no"]])
        if row["kind"] == "invoice":
            billed[key] += int(row["quantity"])
            assert 0 <= gap.days <= 5
        else:
            returned[key] += int(row["quantity"])
    assert all(billed[key] <= ordered[key] for key in billed)
    assert all(returned[key] <= billed[key] for key in returned)
    closed = {key: count for key, count in ordered.items() if status[key[0]] == "closed"}
    assert all(billed[key] == count for key, count in closed.items())


def reductions() -> dict[str, str]:
    return {
        row["invoice_no"]: row["original_invoice_no"]
        for row in table(ImportKind.INVOICES)
        if row["original_invoice_no"]
    }


def test_no_document_is_paid_twice_or_before_its_date() -> None:
    paid: Counter[str] = Counter()
    for row in table(ImportKind.COLLECTIONS):
        assert fen(row["amount"]) > 0
        if row["invoice_no"]:
            first, _amount = invoiced()[row["invoice_no"]]
            assert first["kind"] == "invoice"
            assert first["customer_code"] == row["customer_code"]
            assert first["invoice_date"] <= row["date"]
            paid[row["invoice_no"]] += fen(row["amount"])
    for number, original in reductions().items():
        note, invoice = invoiced()[number], invoiced()[original]
        assert note[0]["customer_code"] == invoice[0]["customer_code"]
        paid[original] += note[1]
    assert all(amount <= invoiced()[number][1] for number, amount in paid.items())


def test_a_receipt_agrees_in_date_customer_and_rep() -> None:
    heads: dict[str, tuple[str, str, str]] = {}
    for row in table(ImportKind.COLLECTIONS):
        head = row["date"], row["customer_code"], row["rep_code"]
        assert heads.setdefault(row["receipt_no"], head) == head


def test_the_large_dealers_make_most_of_the_sales() -> None:
    by_customer: Counter[str] = Counter()
    for row in table(ImportKind.INVOICES):
        by_customer[row["customer_code"]] += net_sales([row])
    ranked = [amount for _code, amount in by_customer.most_common()]
    assert 0.65 < sum(ranked[:64]) / sum(ranked) < 0.85


def test_sales_grow_by_the_year_and_peak_in_june() -> None:
    months: Counter[str] = Counter()
    for row in table(ImportKind.INVOICES):
        months[row["invoice_date"][:7]] += net_sales([row])
    for year in ("2024", "2025", "2026"):
        own = {month: amount for month, amount in months.items() if month.startswith(year)}
        assert max(own, key=own.__getitem__) == f"{year}-06"
        assert min(own, key=own.__getitem__) == f"{year}-02"
    same = [f"-{number:02d}" for number in range(1, 11)]
    totals = [sum(months[str(year) + m] for m in same) for year in (2024, 2025, 2026)]
    assert totals == sorted(totals)
    assert PRODUCTS[0].price > PRODUCTS[0].cost
