"""From raw tables to typed rows: types, rounding, documents, templates, refused rows."""

from __future__ import annotations

import csv
import io
from datetime import time
from decimal import Decimal
from pathlib import Path

import pytest

from desktop.enums import ImportKind
from desktop.errors import Issue
from desktop.i18n import speaking
from desktop.services.imports.kinds import KINDS, kind_spec
from desktop.services.imports.mapping import Mapping
from desktop.services.imports.refused import refused_rows
from desktop.services.imports.source import read_source
from desktop.services.imports.template import template
from tests.bad_input.files import checked, order_book, orders


def _write(path: Path, text: str) -> Path:
    path.write_bytes(text.encode())
    return path


def test_every_kind_has_columns_once_and_headers_that_name_one_column() -> None:
    from desktop.search_key import header_key

    assert set(KINDS) == set(ImportKind)
    for spec in KINDS.values():
        headers = [header_key(h) for c in spec.columns for h in {*map(header_key, c.headers)}]
        assert len(headers) == len(set(headers)), spec.kind


@pytest.mark.parametrize("kind", list(ImportKind))
def test_a_template_is_read_back_with_its_example(kind: ImportKind, tmp_path: Path) -> None:
    path = tmp_path / "template.xlsx"
    with path.open("wb") as stream:
        template(kind, stream)

    table = checked(path, kind)

    assert table.errors == ()
    assert len(table.rows) == 1
    assert table.present == {column.name for column in kind_spec(kind).columns}
    assert [issue.code for issue in table.warnings] == ["example_row"]


def test_amounts_are_rounded_half_up_away_from_zero_and_counted(tmp_path: Path) -> None:
    path = tmp_path / "orders.csv"
    rows = ("S1,2026-07-01,C1,P1,1,2.005", "S2,2026-07-01,C1,P1,1,-2.005",
            "S3,2026-07-01,C1,P1,1,2.5", "S4,2026-07-01,C1,P1,1.000001,0")  # fmt: skip
    path.write_bytes(orders(*rows))

    table = checked(path)

    assert [row[table.columns.index("amount")] for row in table.rows] == [201, -201, 250, 0]
    assert table.rounded_amounts == 2
    assert table.rows[3][table.columns.index("quantity")] == 1_000_001


def test_absent_columns_are_none_and_unknown_headers_are_listed(tmp_path: Path) -> None:
    path = _write(tmp_path / "t.csv", "名称 x,区域编码,区域名称\nq,E,East\n")

    table = checked(path, ImportKind.TERRITORIES)

    assert table.columns == ("code", "name", "parent_code")
    assert table.rows == (("E", "East", None),)
    assert table.unknown_headers == ("名称 x",)
    assert table.present == {"code", "name"}
    assert table.header_of("code") == "区域编码"


def test_credit_is_shared_in_percent(tmp_path: Path) -> None:
    text = "order_no,order_date,customer_code,rep_code,amount\n"
    text += "S1,2026-07-01,C1,R1:60；R2:40,5\nS2,2026-07-01,C1,0007,5\n"

    table = checked(_write(tmp_path / "o.csv", text))

    assert [row[3] for row in table.rows] == [
        (("R1", Decimal(60)), ("R2", Decimal(40))),
        (("0007", Decimal(100)),),
    ]


def test_targets_are_in_the_unit_of_their_metric(tmp_path: Path) -> None:
    text = "period,metric,amount\n2026-07,sales,1.5\n2026-07,数量,1.5\n2026-07,visits,15\n"

    table = checked(_write(tmp_path / "t.csv", text), ImportKind.TARGETS)

    assert [row[2] for row in table.rows] == [150, 1_500_000, 15]


@pytest.mark.parametrize(
    ("periods", "code"),
    [
        (("2026-07", "2026-07"), "key_twice"),
        (("2026", "2026-Q3"), "target_overlap"),
        (("2026-Q3", "2026-09"), "target_overlap"),
        (("2026-Q3", "2026-10"), None),
    ],
)
def test_a_target_stands_once(tmp_path: Path, periods: tuple[str, str], code: str | None) -> None:
    text = "period,metric,amount,rep_code\n" + "".join(f"{p},sales,1,R1\n" for p in periods)

    table = checked(_write(tmp_path / "t.csv", text), ImportKind.TARGETS)

    assert [issue.code for issue in table.errors] == ([code] if code else [])


def test_overlapping_assignments_are_refused_and_open_ones_end_at_the_next(tmp_path: Path) -> None:
    text = "customer_code,rep_code,from,to\nC1,R1,2026-01-01,\nc1,R2,2026-03-01,2026-04-30\n"

    fine = checked(_write(tmp_path / "a.csv", text), ImportKind.ASSIGNMENTS)
    text += "C1,R3,2026-04-30,\n"
    wrong = checked(_write(tmp_path / "b.csv", text), ImportKind.ASSIGNMENTS)

    assert fine.errors == ()
    assert [(issue.code, issue.row) for issue in wrong.errors] == [("assignment_overlap", 4)]


def test_an_invoice_may_have_a_discount_line_and_a_late_due_date_only_warns(tmp_path: Path) -> None:
    text = "invoice_no,invoice_date,due_date,customer_code,amount\n"
    text += "I1,2026-07-05,2026-07-01,C1,100\nI1,2026-07-05,2026-07-01,C1,-10\n"

    table = checked(_write(tmp_path / "i.csv", text), ImportKind.INVOICES)

    assert len(table.rows) == 2
    assert {issue.code for issue in table.issues} == {"due_before_date"}


def test_equal_rows_are_refused_where_there_is_no_number(tmp_path: Path) -> None:
    text = "visit_no,date,rep_code,customer_code,start\n,2026-07-01,R1,C1,9:00\n"
    text += ",2026/7/1,r1,C1,09:00\nV1,2026-07-01,R1,C1,\nV2,2026-07-01,R1,C1,\n"

    table = checked(_write(tmp_path / "v.csv", text), ImportKind.VISITS)

    assert [(issue.code, issue.row) for issue in table.errors] == [("row_equal", 3)]
    assert table.rows[0][2] == time(9)


def test_notes_lose_line_breaks_and_quieted_formulas_their_mark(tmp_path: Path) -> None:
    text = 'date,type,rep_code,customer_code,note\n2026-07-01,x,R1,C1,"a\nb"\n'
    text += "2026-07-02,x,R1,C1,'=1+1\n"

    table = checked(_write(tmp_path / "v.csv", text), ImportKind.VISITS)

    note = table.columns.index("note")
    assert [row[note] for row in table.rows] == ["a b", "=1+1"]
    assert table.row_numbers == (2, 3)


def test_a_refused_line_takes_its_document_along(tmp_path: Path) -> None:
    path = tmp_path / "orders.csv"
    path.write_bytes(orders("S1,2026-07-01,C1,P1,1,5", "S1,2026-07-01,C1,P1,x,5",
                            "S2,2026-07-01,C1,P1,1,5"))  # fmt: skip

    table = checked(path)

    assert table.row_numbers == (4,)
    assert [number for number, _issue in table.refused] == [2, 3]


@pytest.mark.parametrize("ending", [".csv", ".xlsx"])
def test_refused_rows_come_back_with_a_reason_and_go_in_once_mended(
    tmp_path: Path, ending: str
) -> None:
    path = tmp_path / "orders.xlsx"
    path.write_bytes(order_book(
        ("S1", "2026-07-01", "C1", "=P1", 1, 5), ("S2", "2026-07-01", "C1", "0001", "x", 5),
        ("S3", "2026-07-01", "C9", "0002", 1, 5),
    ))  # fmt: skip
    table = checked(path)
    back = tmp_path / f"refused{ending}"

    count = refused_rows(table, [Issue("value_missing", row=4, column="customer_code")], back)

    assert count == 2
    raw = read_source(back)
    assert raw.headers == (*table.headers, "reason")
    assert [row[0] for row in raw.rows] == ["S2", "S3"]
    assert "not a number" in str(raw.rows[0][-1])
    assert [row[3] for row in raw.rows] == ["0001", "0002"]


def test_reasons_are_in_the_readers_language_and_formulas_stay_quiet(tmp_path: Path) -> None:
    path = tmp_path / "orders.csv"
    path.write_bytes(orders("S1,2026-07-01,=HYPERLINK(1),P1,x,-5"))
    back = tmp_path / "refused.csv"

    with speaking("en"):
        refused_rows(checked(path), (), back)

    rows = list(csv.reader(io.StringIO(back.read_text("utf-8-sig"))))
    assert rows[1][2] == "'=HYPERLINK(1)"
    assert rows[1][5] == "-5"


def test_a_decimal_comma_is_read_where_it_is_stated(tmp_path: Path) -> None:
    path = tmp_path / "orders.csv"
    path.write_bytes(orders("S1;2026-07-01;C1;P1;1;1.234").replace(b",", b";"))

    assert checked(path, decimal_comma=True).rows[0][7] == 123_400
    assert checked(path, mapping=Mapping(decimal=".")).rows[0][7] == 123
