"""Bad files get one message that names the place, and no row of theirs goes in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from desktop.enums import ImportKind
from desktop.services.imports.messages import issue_sentence, knows
from tests.bad_input.bad_rows import BY_ROW, SIGNS, TOGETHER
from tests.bad_input.broken import SHEETS, WHOLE
from tests.bad_input.files import checked, errors_of, orders


@pytest.mark.parametrize(
    ("name", "make", "code", "row"),
    [pytest.param(name, make, code, row, id=title) for title, name, make, code, row in WHOLE],
)
def test_a_broken_file_is_refused_as_a_whole(
    tmp_path: Path, name: str, make: Callable[[], bytes], code: str, row: int | None
) -> None:
    path = tmp_path / name
    path.write_bytes(make())

    issues = errors_of(path)

    assert [issue.code for issue in issues] == [code]
    assert row is None or issues[0].row == row
    assert issues[0].file == name
    assert knows(code)
    assert "{" not in issue_sentence(issues[0])


@pytest.mark.parametrize(
    ("rows", "expected"), [pytest.param(rows, errors, id=title) for title, rows, errors in BY_ROW]
)
def test_a_bad_cell_is_named_by_row_and_column(
    tmp_path: Path, rows: tuple[str, ...], expected: list[tuple[str, int, str]]
) -> None:
    path = tmp_path / "orders.csv"
    path.write_bytes(orders(*rows))

    table = checked(path)

    assert [(issue.code, issue.row, issue.column) for issue in table.errors] == expected
    assert table.rows == ()
    assert all(knows(issue.code) and "{" not in issue_sentence(issue) for issue in table.issues)


@pytest.mark.parametrize(("kind", "header", "row", "code", "column"), SIGNS)
def test_a_value_that_its_kind_forbids_is_refused(
    tmp_path: Path, kind: ImportKind, header: str, row: str, code: str, column: str
) -> None:
    path = tmp_path / "file.csv"
    path.write_bytes(orders(row, header=header))

    issues = errors_of(path, kind)

    assert [(issue.code, issue.row, issue.column) for issue in issues] == [(code, 2, column)]


@pytest.mark.parametrize(
    ("make", "expected"), [pytest.param(make, issue, id=title) for title, make, issue in SHEETS]
)
def test_a_bad_cell_of_a_workbook_is_named(
    tmp_path: Path, make: Callable[[], bytes], expected: tuple[str, int | None, str]
) -> None:
    path = tmp_path / "orders.xlsx"
    path.write_bytes(make())

    issues = errors_of(path)

    assert expected in [(issue.code, issue.row, issue.column) for issue in issues]
    assert issues[0].sheet in ("Data", "T")


@pytest.mark.parametrize(
    ("kind", "header", "rows", "expected"),
    [pytest.param(kind, header, rows, found, id=title) for title, kind, header, rows, found in
     TOGETHER],
)  # fmt: skip
def test_what_rows_or_headers_may_not_be_together_is_refused(
    tmp_path: Path,
    kind: ImportKind,
    header: str,
    rows: tuple[str, ...],
    expected: tuple[str, int, str],
) -> None:
    path = tmp_path / "file.csv"
    path.write_bytes(orders(*rows, header=header))

    table = checked(path, kind)

    assert expected in [(issue.code, issue.row, issue.column) for issue in table.errors]
    assert expected[1] > 1 or (table.table_error and table.rows == ())


def test_a_folder_and_a_missing_file_are_refused(tmp_path: Path) -> None:
    assert errors_of(tmp_path)[0].code == "file_is_folder"
    assert errors_of(tmp_path / "none.csv")[0].code == "file_missing"


def test_many_issues_are_capped_and_counted(tmp_path: Path) -> None:
    path = tmp_path / "orders.csv"
    path.write_bytes(orders(*(f"SO{n},never,C1,P1,1,1" for n in range(1500))))

    table = checked(path)

    assert len(table.issues) == 1001
    assert table.issues[-1].code == "more_issues"
    assert table.issues[-1].facts["count"] == 500
    assert len(table.refused) == 1500
