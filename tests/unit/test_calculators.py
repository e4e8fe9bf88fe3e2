"""The frame of the calculators: what they take, how it is read, and what each one declares."""

from __future__ import annotations

import ast
from decimal import Decimal
from pathlib import Path

import pytest

from desktop.errors import InputError
from desktop.services import messages
from desktop.services.calculators import data
from desktop.services.calculators.data import (
    NOT_NEGATIVE,
    CalcColumn,
    CalcInput,
    CalcOption,
    CalcTable,
    Calculator,
    CellKind,
    Limits,
    OptionKind,
)
from desktop.services.calculators.reading import read_input, read_options, read_rows
from desktop.services.calculators.registry import CALCULATORS

FOLDER = Path(data.__file__).parent

#: FORMATS.md, section 4: the options and the input columns of each calculator.
CONTRACT = {
    "allocate": ("total step method", "key weight current potential min max locked"),
    "two-way": ("rows cols step", "row col seed"),
    "season": ("length modified forecast", "period value"),
    "potential": ("weights", "area"),
    "workload": ("hours selling-share", "class accounts calls hours_per_call"),
    "funnel": ("gap order-value hit-rate field-days", ""),
    "callplan": (
        "visits hours",
        "account sales margin current none more saturation min max hours",
    ),
    "gonik": ("", "stated actual objective"),
    "hu": ("w p q demand", "stated actual"),
    "curve": ("points step-wise below cap", "attainment"),
    "dso": ("method", "month days credit_sales receivable_end"),
    "compare-rates": ("pairs", "key events trials"),
}

COLUMNS = (
    CalcColumn("key", CellKind.TEXT, is_key=True),
    CalcColumn("weight", limits=NOT_NEGATIVE),
    CalcColumn("count", CellKind.WHOLE, is_required=False),
    CalcColumn("locked", CellKind.YES_NO, is_required=False),
)


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "given.csv"
    path.write_text(text, encoding="utf-8")
    return path


def problems(error: InputError) -> list[tuple[str, int | None, str]]:
    return [(issue.code, issue.row, issue.column) for issue in error.issues]


@pytest.mark.parametrize("name", CONTRACT)
def test_each_calculator_has_the_options_and_columns_of_its_contract(name: str) -> None:
    options, columns = CONTRACT[name]
    calculator = CALCULATORS[name]
    assert set(options.split()) <= {option.name for option in calculator.options}
    assert [column.name for column in calculator.columns] == columns.split()
    assert calculator.name == name


def test_the_calculators_are_those_of_the_contract_in_their_order() -> None:
    assert list(CALCULATORS) == list(CONTRACT)
    assert len(CALCULATORS) == len(CONTRACT)


def test_every_code_of_the_calculators_has_a_sentence() -> None:
    missing = set()
    for path in FOLDER.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            code = node.args[0]
            if name in ("issue", "of", "Issue") and isinstance(code, ast.Constant):
                missing |= {code.value} if not messages.knows(str(code.value)) else set()
    assert missing == set()


def test_cells_are_read_by_the_kinds_of_their_columns(tmp_path: Path) -> None:
    path = written(tmp_path, "Key;WEIGHT;Count;locked\n甲;1,234.5;3;是\n007;.5;;\n")
    first, second = read_rows(path, COLUMNS, "test").rows
    assert dict(first.values) == {
        "key": "甲", "weight": Decimal("1234.5"), "count": 3, "locked": True,
    }  # fmt: skip
    assert dict(second.values) == {
        "key": "007", "weight": Decimal("0.5"), "count": None, "locked": None,
    }  # fmt: skip
    assert (first.line, second.line, first.file) == (2, 3, "given.csv")
    assert (second.flag("locked"), second.optional("count")) == (False, None)


def test_three_decimals_are_decimals_because_programs_write_points(tmp_path: Path) -> None:
    path = written(tmp_path, "key,weight\na,1.270\nb,2.350\n")
    rows = read_rows(path, COLUMNS, "test").rows
    assert [row.number("weight") for row in rows] == [Decimal("1.27"), Decimal("2.35")]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("key\na\n", [("calc_column_missing", 1, "weight")]),
        ("key,wieght\na,1\n", [("calc_column_like", 1, "wieght")]),
        ("key,weight,Weight\na,1,2\n", [("calc_column_twice", 1, "Weight")]),
        ("key,weight\na,x\n", [("number_form", 2, "weight")]),
        ("key,weight\na,1\nb,\n", [("value_missing", 3, "weight")]),
        ("key,weight\n,1\n", [("value_missing", 2, "key")]),
        ("key,weight\na,-1\n", [("calc_number_below", 2, "weight")]),
        ('key,weight\na,"1,5"\n', [("number_against", 2, "weight")]),
        ("key,weight\na,85%\n", [("number_percent", 2, "weight")]),
        ("key,weight,count\na,1,2.5\n", [("number_not_whole", 2, "count")]),
        ("key,weight,locked\na,1,maybe\n", [("flag_unknown", 2, "locked")]),
        ("key,weight\na,1\nb,2\nA,3\n", [("key_twice", 4, "key")]),
        ("key,weight\na,1,9\n", [("row_long", 2, "")]),
        (
            "key,weight\na,x\nb,-2\n",
            [("number_form", 2, "weight"), ("calc_number_below", 3, "weight")],
        ),
    ],
)
def test_what_cannot_be_read_is_told_at_its_line_and_column(
    tmp_path: Path, text: str, found: list[tuple[str, int | None, str]]
) -> None:
    with pytest.raises(InputError) as caught:
        read_rows(written(tmp_path, text), COLUMNS, "test")
    assert problems(caught.value) == found
    assert {issue.file for issue in caught.value.issues} == {"given.csv"}


def test_a_column_of_another_name_is_skipped_and_told(tmp_path: Path) -> None:
    read = read_rows(written(tmp_path, "key,weight,remark\na,1,x\n"), COLUMNS, "test")
    assert [(issue.code, issue.value) for issue in read.warnings] == [
        ("calc_column_unknown", "remark")
    ]
    assert "remark" not in read.rows[0].values


OPTIONS = (
    CalcOption("total", is_required=True),
    CalcOption("share", limits=Limits(least=0, most=1, is_above=True), default=1),
    CalcOption("days", OptionKind.WHOLE),
    CalcOption("way", OptionKind.CHOICE, choices=("up", "down"), default="up"),
    CalcOption("all", OptionKind.FLAG),
)
BARE = Calculator("bare", "", (), OPTIONS, lambda given: CalcTable((), ()))


def test_options_are_read_by_their_kinds_and_have_their_defaults() -> None:
    assert read_options(BARE, {"total": "-1,000.5", "days": "3", "all": True}) == {
        "total": Decimal("-1000.5"), "share": 1, "days": 3, "way": "up", "all": True,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("option", "word", "code"),
    [
        ("total", "many", "number_unreadable"),
        ("total", "nan", "number_unreadable"),
        ("total", "", "calc_option_missing"),
        ("share", "0", "calc_number_not_above"),
        ("share", "1.5", "calc_number_above"),
        ("days", "2.5", "calc_option_not_whole"),
        ("way", "left", "calc_option_choice"),
    ],
)
def test_an_option_that_cannot_be_read_is_told_by_its_name(
    option: str, word: str, code: str
) -> None:
    with pytest.raises(InputError) as caught:
        read_options(BARE, {"total": "1", option: word})
    assert problems(caught.value) == [(code, None, f"--{option}")]


def test_a_file_is_refused_where_none_is_read_and_missed_where_one_is(tmp_path: Path) -> None:
    path = written(tmp_path, "key,weight\na,1\n")
    with pytest.raises(InputError) as caught:
        read_input(BARE, path, {"total": "1"})
    assert problems(caught.value) == [("calc_file_not_wanted", None, "")]
    hungry = Calculator("hungry", "", COLUMNS, (), lambda given: CalcTable((), ()))
    with pytest.raises(InputError) as missing:
        read_input(hungry, None, {})
    assert problems(missing.value) == [("calc_file_needed", None, "")]


def test_an_input_says_what_it_has() -> None:
    given = CalcInput(options={"total": Decimal(0), "all": False, "days": None})
    assert (given.has("total"), given.has("all"), given.has("days")) == (True, False, False)
    assert (given.text("days"), given.has_column("weight")) == ("", False)
