"""Odd files that are good: each is read to the same rows as the plain one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.bad_input.files import GOOD_ORDER, checked, order_book
from tests.bad_input.odd import CELLS, CHINESE, EXPECTED, GOOD, hidden_row


@pytest.mark.parametrize(
    ("name", "make"), [pytest.param(name, make, id=title) for title, name, make in GOOD]
)
def test_an_odd_but_good_file_gives_the_plain_row(
    tmp_path: Path, name: str, make: Callable[[], bytes]
) -> None:
    path = tmp_path / name
    path.write_bytes(make())

    table = checked(path)

    assert table.errors == ()
    wanted = ("order_no", "order_date", "customer_code", "product_code", "quantity", "amount")
    row = dict(zip(table.columns, table.rows[0], strict=True))
    assert tuple(row[column] for column in wanted) == EXPECTED
    assert len(table.rows) == 1


def test_what_is_odd_is_said(tmp_path: Path) -> None:
    hidden, guessed = tmp_path / "a.xlsx", tmp_path / "b.csv"
    hidden.write_bytes(order_book(CELLS, arrange=hidden_row))
    guessed.write_bytes(f"{CHINESE}\n{GOOD_ORDER}\n".encode("gb18030"))

    assert [issue.code for issue in checked(hidden).warnings] == ["hidden_rows"]
    table = checked(guessed)
    assert [issue.code for issue in table.warnings] == ["encoding_guessed"]
    assert (table.encoding, table.separator) == ("GB18030", ",")
