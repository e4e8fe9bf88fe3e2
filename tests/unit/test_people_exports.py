"""Tables exported for people: harmless, typed, whole."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from desktop.errors import StorageError
from desktop.services.exports.people import (
    CellKind,
    ExportColumn,
    ExportTable,
    harmless,
    safe_file_name,
    write_table,
)

TABLE = ExportTable(
    "Customers [East]",
    (
        ExportColumn("Name"),
        ExportColumn("Net sales", CellKind.MONEY),
        ExportColumn("Last order", CellKind.DATE),
        ExportColumn("Rate", CellKind.PERCENT),
    ),
    (
        ("=1+1", Decimal("1234.50"), date(2026, 11, 23), Decimal("0.5")),
        ('李 "明"\n朗', Decimal("-3"), None, None),
    ),
    total=("Total", Decimal("1231.50"), None, None),
    notes=(("Period", "Q4 2026"),),
)


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\tx", "  =x", "\r=1"])
def test_a_text_like_a_formula_is_made_harmless(text: str) -> None:
    assert harmless(text) == "'" + text


def test_csv_has_a_mark_for_excel_and_numbers_stay_numbers(tmp_path: Path) -> None:
    assert write_table(TABLE, tmp_path / "t.csv") == 2
    assert (tmp_path / "t.csv").read_bytes().decode("utf-8") == (
        "\ufeffName,Net sales,Last order,Rate\r\n"
        "'=1+1,1234.50,2026-11-23,0.5\r\n"
        '"李 ""明""\n朗",-3,,\r\n'
        "Total,1231.50,,\r\n"
    )


def test_xlsx_has_typed_cells_and_a_sheet_of_notes(tmp_path: Path) -> None:
    from python_calamine import CalamineWorkbook

    write_table(TABLE, tmp_path / "t.xlsx")
    book = CalamineWorkbook.from_path(tmp_path / "t.xlsx")
    assert book.sheet_names == ["Customers  East", "Notes"]
    rows = book.get_sheet_by_index(0).to_python()
    assert rows[1] == ["=1+1", 1234.5, date(2026, 11, 23), 0.5]
    assert rows[3][:2] == ["Total", 1231.5]


def test_a_failed_export_leaves_the_old_file(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("old", encoding="utf-8")
    bad = ExportTable("x", TABLE.columns, (("ok",), (object.__new__(_Unwritable),)))
    with pytest.raises(RuntimeError):
        write_table(bad, tmp_path / "t.csv")
    assert (tmp_path / "t.csv").read_text(encoding="utf-8") == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["t.csv"]


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(StorageError) as caught:
        write_table(TABLE, tmp_path / "none" / "t.csv")
    assert caught.value.facts["path"] == str(tmp_path / "none" / "t.csv")


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Sales: Q3/2026", "Sales_ Q3_2026"),
        ("../../etc/passwd", "_.._etc_passwd"),
        ("CON", "CON_"),
        ("  ", "export"),
        ("客户 往来", "客户 往来"),
    ],
)
def test_file_names_are_safe_everywhere(title: str, name: str) -> None:
    assert safe_file_name(title) == name


class _Unwritable:
    def __str__(self) -> str:
        raise RuntimeError("cannot be written")
