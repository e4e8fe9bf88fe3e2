"""F21: nothing in a written file runs, links, draws or leaves its folder."""

from __future__ import annotations

import csv
import io
import zipfile
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pypdf
import pytest

from desktop.periods import Period
from desktop.services.appraisals.printing import print_files, print_scorecard
from desktop.services.exports.machine import xlsx_bytes
from desktop.services.exports.people import ExportColumn, ExportTable, write_table
from desktop.services.figures.data import ColumnKind, ReportColumn, ReportTable
from desktop.services.imports.refused import refused_rows
from tests.bad_input.files import checked
from tests.reports import cards

FORMULAS = (
    "=1+1", "+1+1", "-2+3", "@SUM(A1:A9)", "\t=1", "\r=1", "\n=1", "  =1", "\u00a0=1",
    "=cmd|' /C calc'!A0", '=HYPERLINK("http://a.example","x")', "=IMPORTXML(A1,B1)",
    "＝1+1", "＋1+A1", "－1*A1", "＠SUM(A1)", "%0A=1", "'=1", '"=1', ";=1",
)  # fmt: skip
#: What a spreadsheet takes for the start of a formula.
STARTS = tuple("=+-@＝＋－＠\t\r\n")
MARKUP = (
    '<img src="file:///etc/hostname"/>', "<a href='http://a.example'>x</a>",
    '<font color="red">x</font>', "<para>x</para>", "<b>x", "&lt;b&gt;", "<br/>", "<unichar 65>",
)  # fmt: skip
NAMES = ("../../up", "..\\..\\up", "/etc/passwd", "C:\\x", "CON", "a\x00b", ".", "..", " ", "a/b:c")
MADE_AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def _table() -> ExportTable:
    rows = tuple((text, "plain") for text in FORMULAS)
    return ExportTable("=A1", (ExportColumn("=H"), ExportColumn("B")), rows, ("=T", "x"))


def _runs(cell: str) -> bool:
    return cell.startswith(STARTS) or cell.lstrip().startswith(STARTS)


def _parts(workbook: bytes) -> str:
    """Return the XML of a workbook's sheets and of their relations."""
    with zipfile.ZipFile(io.BytesIO(workbook)) as book:
        names = [name for name in book.namelist() if "worksheets/" in name]
        return "".join(book.read(name).decode("utf-8") for name in names)


def test_no_cell_of_a_csv_for_people_starts_a_formula(tmp_path: Path) -> None:
    write_table(_table(), tmp_path / "t.csv")
    text = (tmp_path / "t.csv").read_text(encoding="utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(text, newline="")) for cell in row]
    assert [cell for cell in cells if _runs(cell)] == []
    assert len(cells) == 2 * (len(FORMULAS) + 2)


def test_a_csv_that_is_written_plainly_would_be_found() -> None:
    assert [text for text in FORMULAS if _runs(text)] == list(FORMULAS[:16])


@pytest.mark.parametrize("ending", [".csv", ".xlsx"])
def test_the_refused_rows_of_a_file_run_nothing(ending: str, tmp_path: Path) -> None:
    source, back = tmp_path / "orders.csv", tmp_path / f"back{ending}"
    with source.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(("order_no", "order_date", "customer_code", "amount"))
        writer.writerows((text, "no day", "C1", "1") for text in FORMULAS)
    refused_rows(checked(source), (), back)
    if ending == ".xlsx":
        assert "<f>" not in _parts(back.read_bytes())
        return
    text = back.read_text(encoding="utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(text, newline="")) for cell in row]
    assert [cell for cell in cells if _runs(cell)] == []


def test_no_workbook_holds_a_formula_or_a_link(tmp_path: Path) -> None:
    write_table(_table(), tmp_path / "t.xlsx")
    machine = ReportTable(
        "sales",
        Period(date(2026, 1, 1), date(2027, 1, 1)),
        date(2026, 11, 23),
        "CNY",
        2,
        (ReportColumn("customer", ColumnKind.TEXT),),
        tuple((text,) for text in FORMULAS),
    )
    for content in ((tmp_path / "t.xlsx").read_bytes(), xlsx_bytes(machine, MADE_AT)):
        parts = _parts(content)
        assert "<f>" not in parts and "<f " not in parts and "hyperlink" not in parts.lower()


def test_a_workbook_with_a_formula_would_be_found() -> None:
    import xlsxwriter

    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    book.add_worksheet().write(0, 0, "=1+1")
    book.close()
    assert "<f>" in _parts(stream.getvalue())


@pytest.mark.parametrize("payload", MARKUP)
def test_markup_in_a_name_is_printed_as_text_without_pictures_or_links(payload: str) -> None:
    base = cards.ordinary()
    card = cards.ordinary(
        identity=replace(base.identity, rep_name=payload, branch_name=payload, title=payload),
        receivables=cards.receivables(cards.overdue_items(3, payload)),
        new_customers=cards.customers(3, payload),
    )
    page = pypdf.PdfReader(io.BytesIO(print_scorecard(card, cards.PRINTED_ON, "en").content))
    assert [image.name for one in page.pages for image in one.images] == []
    assert all("/Annots" not in one for one in page.pages)
    assert payload in page.pages[0].extract_text().replace("\n", " ")


@pytest.mark.parametrize("name", NAMES)
def test_no_name_leads_out_of_the_folder(name: str, tmp_path: Path) -> None:
    base = cards.ordinary()
    folder = tmp_path / "in" / "side"
    folder.mkdir(parents=True)
    card = cards.ordinary(identity=replace(base.identity, rep_name=name, rep_code=name))
    printed = print_files((card,), folder, cards.PRINTED_ON, "en")
    assert [path.parent for path in printed.paths] == [folder]
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == list(printed.paths)
