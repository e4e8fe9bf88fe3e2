"""The command `calc`: answers in every form, without a database, and nonsense refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from tests.command_line import CommandLine, Ran


class Bench:
    """Runs calculators on small files in a folder of its own."""

    def __init__(self, command: CommandLine, folder: Path) -> None:
        self._command, self.folder = command, folder

    def file(self, name: str, *lines: str) -> Path:
        """Write a file of these lines."""
        path = self.folder / f"{name}.csv"
        path.write_text("\n".join((*lines, "")), encoding="utf-8")
        return path

    def __call__(self, *arguments: object) -> Ran:
        """Run `branchbook calc` with these arguments."""
        return self._command("calc", *arguments)

    def rows(self, *arguments: object) -> list[list[str]]:
        """Return the cells of an answer in CSV, the header first; the command must succeed."""
        ran = self(*arguments)
        assert (ran.status, ran.errors) == (0, ()), ran
        return ran.rows

    def refusal(self, *arguments: object) -> str:
        """Return the one line that a command is refused with; nothing else is written."""
        ran = self(*arguments)
        assert (ran.status, ran.output) == (2, b""), ran
        [line] = ran.errors
        return line


@pytest.fixture
def bench(
    capfdbinary: pytest.CaptureFixture[bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Bench:
    """Yield a bench; no database is named anywhere."""
    monkeypatch.delenv("BRANCHBOOK_DATABASE", raising=False)
    return Bench(CommandLine(capfdbinary), tmp_path)


@pytest.fixture
def shares(bench: Bench) -> Path:
    """Return a file of three keys with weights 6, 6 and 2, that have 4, 4 and 2."""
    return bench.file("shares", "key,weight,current,potential", "a,6,4,10", "b,6,4,4", "c,2,2,8")


def test_an_allocation_adds_up_to_the_cent(bench: Bench, shares: Path) -> None:
    assert bench.rows("allocate", shares, "--total", "1000") == [
        ["key", "amount"], ["a", "428.57"], ["b", "428.57"], ["c", "142.86"],
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("method", "amounts"),
    [
        # Balinski & Young's Alabama paradox: by weight the third falls from 2 to 1.
        ("weights", ["5.00", "5.00", "1.00"]),
        ("increment", ["5.00", "4.00", "2.00"]),
        # The gaps are 6, 0 and 6, so the one unit goes to the first of the two.
        ("untapped", ["5.00", "4.00", "2.00"]),
    ],
)
def test_a_rise_is_allocated_by_its_method(
    bench: Bench, shares: Path, method: str, amounts: list[str]
) -> None:
    found = bench.rows("allocate", shares, "--total", "11", "--step", "1", "--method", method)
    assert [row[1] for row in found[1:]] == amounts


def test_bounds_and_locks_of_the_file_are_kept(bench: Bench) -> None:
    path = bench.file(
        "bounded", "key,weight,current,min,max,locked",
        "a,1,,,10,", "b,1,30,,,yes", "c,1,,50,,", "d,1,,,,no",
    )  # fmt: skip
    found = bench.rows("allocate", path, "--total", "100")
    assert found[1:] == [["a", "10.00"], ["b", "30.00"], ["c", "50.00"], ["d", "10.00"]]


def test_equal_claims_do_not_depend_on_the_order_of_the_file(bench: Bench) -> None:
    first = bench.rows("allocate", bench.file("one", "key,weight", "a,1", "b,1"), "--total", "0.01")
    second = bench.rows(
        "allocate", bench.file("two", "key,weight", "b,1", "a,1"), "--total", "0.01"
    )
    assert sorted(first[1:]) == sorted(second[1:]) == [["a", "0.01"], ["b", "0.00"]]


def test_a_currency_without_decimals_has_whole_amounts(bench: Bench, shares: Path) -> None:
    found = bench.rows("allocate", shares, "--total", "100", "--currency", "JPY")
    assert [row[1] for row in found[1:]] == ["43", "43", "14"]


def test_weights_that_are_all_zero_are_said_to_be_spread_evenly(bench: Bench) -> None:
    ran = bench("allocate", bench.file("zero", "key,weight", "a,0", "b,0"), "--total", "3")
    assert ran.status == 0
    assert ran.rows[1:] == [["a", "1.50"], ["b", "1.50"]]
    assert ran.errors == ("No weight was left to go by, so the amounts were spread evenly.",)


def test_an_answer_in_json_has_money_as_text_and_names_what_made_it(
    bench: Bench, shares: Path
) -> None:
    told = json.loads(bench("allocate", shares, "--total", "14", "--format", "json").text)
    assert told["calculator"] == "allocate"
    assert told["method"] == "weights"
    assert told["rows"][2] == {"key": "c", "amount": "2.00"}


def test_an_answer_goes_to_a_workbook_with_real_numbers(bench: Bench, shares: Path) -> None:
    out = bench.folder / "answer.xlsx"
    ran = bench("allocate", shares, "--total", "14", "--out", out)
    assert (ran.status, ran.text) == (0, f"3 rows were written to {out}.\n")
    sheet = CalamineWorkbook.from_path(out).get_sheet_by_index(0).to_python()
    assert sheet == [["key", "amount"], ["a", 6.0], ["b", 6.0], ["c", 2.0]]


@pytest.fixture
def matrix(bench: Bench) -> tuple[object, ...]:
    """Return the files of a matrix of two by two with one structural zero."""
    return (
        "two-way",
        bench.file("seed", "row,col,seed", "r1,c1,1", "r1,c2,2", "r2,c1,3", "r2,c2,0"),
        "--rows", bench.file("rows", "key,total", "r1,10", "r2,5"),
        "--cols", bench.file("cols", "key,total", "c1,8", "c2,7"),
    )  # fmt: skip


def test_a_matrix_meets_both_margins(bench: Bench, matrix: tuple[object, ...]) -> None:
    assert bench.rows(*matrix, "--step", "1") == [
        ["row", "col", "fitted", "amount"],
        ["r1", "c1", "3", "3.00"],
        ["r1", "c2", "7", "7.00"],
        ["r2", "c1", "5", "5.00"],
        ["r2", "c2", "0", "0.00"],
    ]


@pytest.mark.parametrize(
    ("file", "lines", "sentence"),
    [
        ("cols", ("c1,8", "c2,8"), "The rows add up to 15.00, the columns to 16.00."),
        (
            "rows",
            ("r1,6", "r2,9"),
            "rows.csv › row 3 › total: “r2” cannot come to its total: where no seed is zero, the "
            "rows r2 need 9.00 and the columns c1 have only 8.00.",
        ),
        (
            "rows",
            ("r1,10", "r2,5", "r3,0.01"),
            "rows.csv › row 4 › total: “r3” has the total 0.01, but every seed of it is zero or "
            "lacking.",
        ),
        (
            "rows",
            ("r1,10.001", "r2,5"),
            "rows.csv › row 2 › total: “10.001” has more than 2 decimals.",
        ),
    ],
)
def test_margins_that_cannot_be_met_are_refused_by_name(
    bench: Bench, matrix: tuple[object, ...], file: str, lines: tuple[str, ...], sentence: str
) -> None:
    bench.file(file, "key,total", *lines)
    if "r3,0.01" in lines:
        bench.file("cols", "key,total", "c1,8", "c2,7.01")
    assert bench.refusal(*matrix) == sentence


def test_a_seed_of_a_row_without_a_total_is_refused(
    bench: Bench, matrix: tuple[object, ...]
) -> None:
    bench.file("rows", "key,total", "r1,15")
    assert "“r2” has seeds but no total in" in bench.refusal(*matrix)


def test_a_potential_is_the_buying_power_index(bench: Bench) -> None:
    # Kotler, "Marketing Management": Virginia.
    path = bench.file("areas", "area,income,retail,population", "Virginia,2.00,1.96,2.28")
    found = bench.rows("potential", path, "--weights", "income=.5,retail=.3,population=.2")
    assert found == [["area", "index"], ["Virginia", "2.044"]]


@pytest.mark.parametrize(
    ("weights", "sentence"),
    [
        ("income=.5,retail=.3", "The weights add up to 0.8, not to 1."),
        ("income", "“income” is no list of weights. Write a=.5,b=.3,c=.2."),
        ("income=x", "“income=x” is no list of weights. Write a=.5,b=.3,c=.2."),
        ("income=.5,income=.5", "The weight of income is given twice."),
        (
            "income=.5,rent=.5",
            "areas.csv › row 1 › rent: The column rent is missing. potential needs: area, income, "
            "rent.",
        ),
    ],
)
def test_weights_that_make_no_sense_are_refused(bench: Bench, weights: str, sentence: str) -> None:
    path = bench.file("areas", "area,income", "Virginia,2")
    assert bench.refusal("potential", path, "--weights", weights) == sentence


def test_the_workload_says_how_many_reps_are_needed(bench: Bench) -> None:
    # Kotler, "Marketing Management": 60,000 calls a year, 1,000 by each rep.
    path = bench.file(
        "classes", "class,accounts,calls,hours_per_call", "A,1000,36,1", "B,2000,12,1"
    )
    assert bench.rows("workload", path, "--hours", "1000") == [["reps_exact", "reps"], ["60", "60"]]
    assert bench.rows("workload", path, "--hours", "1800", "--selling-share", ".7")[1] == [
        "47.619048", "48",
    ]  # fmt: skip


def test_a_funnel_needs_no_file(bench: Bench) -> None:
    # Hand-computed: 12.5 orders, 41.67 visits.
    given = ("--gap", "100000", "--order-value", "8000", "--hit-rate", "0.3", "--field-days", "20")
    assert bench.rows("funnel", *given) == [
        ["orders", "visits", "visits_per_day"], ["12.5", "42", "2.10"],
    ]  # fmt: skip


def test_a_funnel_of_nonsense_says_so_option_by_option(bench: Bench) -> None:
    ran = bench("funnel", "--gap", "-1", "--order-value", "0", "--hit-rate", "30%")
    assert ran.status == 2
    assert ran.errors == (
        "“-1” is too small for --gap: at least 0 is expected.",
        "“0” is too small for --order-value: more than 0 is expected.",
        "“30%” is not a number for --hit-rate.",
        "funnel needs --field-days.",
    )


@pytest.fixture
def quarters(bench: Bench) -> Path:
    """Return two years and a half of quarters, from a third one, that double in the fourth."""
    names = [f"{2022 + at // 4}-Q{at % 4 + 1}" for at in range(2, 12)]
    values = [200 if name.endswith("Q4") else 100 for name in names]
    lines = (f"{name},{value}" for name, value in zip(names, values, strict=True))
    return bench.file("quarters", "period,value", *lines)


def test_a_seasonal_index_belongs_to_the_quarters_that_the_periods_name(
    bench: Bench, quarters: Path
) -> None:
    # Hand-computed: every moving average is 125, so the ratios are 0.8 and 1.6.
    assert bench.rows("season", quarters, "--length", "4") == [
        ["season", "index"], ["1", "80"], ["2", "80"], ["3", "80"], ["4", "160"],
    ]  # fmt: skip


def test_a_forecast_goes_on_where_the_periods_end(bench: Bench, quarters: Path) -> None:
    assert bench.rows("season", quarters, "--length", "4", "--forecast", "4") == [
        ["period", "forecast"],
        ["2025-Q1", "100"], ["2025-Q2", "100"], ["2025-Q3", "100"], ["2025-Q4", "200"],
    ]  # fmt: skip


def test_periods_of_other_names_are_counted_from_the_first(bench: Bench) -> None:
    lines = (f"p{at},{200 if at % 4 == 0 else 100}" for at in range(1, 9))
    path = bench.file("periods", "period,value", *lines)
    assert [row[1] for row in bench.rows("season", path, "--length", "4")[1:]] == [
        "80", "80", "80", "160",
    ]  # fmt: skip
    assert bench.rows("season", path, "--length", "4", "--forecast", "1")[1] == ["9", "100"]


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        (
            ("2024-Q1,1", "2024-Q3,1"),
            "given.csv › row 3 › period: “2024-Q3” does not follow 2024-Q1; a period is missing "
            "or twice.",
        ),
        (
            ("2024-Q1,1", "spring,1"),
            "given.csv › row 3 › period: “spring” is not written like the periods above it "
            "(2024-Q1).",
        ),
        (
            ("2024-Q1,1", "2024-Q2,1"),
            "There are 2 periods; two full cycles are needed, which are 8.",
        ),
        (
            tuple(f"p{at},0" for at in range(8)),
            "The values add up to zero or less; they have no seasons.",
        ),
    ],
)
def test_a_series_without_seasons_is_refused(
    bench: Bench, lines: tuple[str, ...], sentence: str
) -> None:
    path = bench.file("given", "period,value", *lines)
    assert bench.refusal("season", path, "--length", "4") == sentence


@pytest.mark.parametrize(
    ("lines", "options", "sentence"),
    [
        (
            ("key,weight,min", "a,1,6", "b,1,6"),
            ("--total", "10"),
            "The minimums and locked values add up to 12.00, more than the total 10.00.",
        ),
        (
            ("key,weight,max", "a,1,4", "b,1,5"),
            ("--total", "10"),
            "The maximums and locked values add up to 9.00, less than the total 10.00.",
        ),
        (
            ("key,weight,min,max", "a,1,,", "b,1,6,5"),
            ("--total", "10"),
            "shares.csv › row 3 › max: “b” has the minimum 6.00, above its maximum 5.00.",
        ),
        (
            ("key,weight,locked", "a,1,yes", "b,1,"),
            ("--total", "10"),
            "shares.csv › row 2 › locked: “a” is locked, so its column current must say at what "
            "value.",
        ),
        (
            ("key,weight,current", "a,1,6", "b,1,6"),
            ("--total", "10", "--method", "increment"),
            "The total 10.00 is below the present 12.00: there is no rise to spread, and nobody "
            "is to fall.",
        ),
        (
            ("key,weight,current,max", "a,1,4,", "b,1,6,5"),
            ("--total", "12", "--method", "increment"),
            "shares.csv › row 3 › max: “b” has the maximum 5.00, below the present 6.00; nobody "
            "is to fall.",
        ),
        (
            ("key,current", "a,1"),
            ("--total", "12", "--method", "untapped"),
            "shares.csv › row 1 › potential: The column potential is missing. allocate needs: key, "
            "current, potential.",
        ),
        (
            ("key,weight", "a,1"),
            ("--total", "0.005"),
            "“0.005” has more than 2 decimals for --total.",
        ),
        (("key,weight", "a,1"), ("--total", "1", "--step", "0"), "“0” is too small for --step: "
            "more than 0 is expected."),
        (("key,weight", "a,1"), ("--total", "1", "--method", "guess"), "“guess” is not a choice "
            "for --method. There are: weights, untapped, increment."),
        (("key,weight", "a,1"), ("--total", "1", "--currency", "yuan"), "“yuan” is not a "
            "currency's code of three letters, such as CNY."),
        (("key,weight", "a,1"), (), "allocate needs --total."),
        (("key,weight",), ("--total", "1"), "shares.csv: There is a header but no row below it."),
        ((), ("--total", "1"), "shares.csv: The file is empty."),
    ],
)  # fmt: skip
def test_an_allocation_that_makes_no_sense_is_refused_in_a_sentence(
    bench: Bench, lines: tuple[str, ...], options: tuple[str, ...], sentence: str
) -> None:
    assert bench.refusal("allocate", bench.file("shares", *lines), *options) == sentence


def test_a_finer_step_than_the_currency_makes_quantities(bench: Bench) -> None:
    path = bench.file("shares", "key,weight", "a,1", "b,1", "c,1")
    found = bench.rows("allocate", path, "--total", "1", "--step", "0.001")
    assert [row[1] for row in found[1:]] == ["0.334", "0.333", "0.333"]


def test_a_missing_file_and_a_missing_name_are_refused(bench: Bench) -> None:
    assert bench.refusal("allocate", bench.folder / "no.csv", "--total", "1") == (
        "no.csv: There is no such file."
    )
    assert bench.refusal("allocate", "--total", "1") == (
        "allocate needs an input file with the columns: key, weight."
    )
    assert "invalid choice: 'divine'" in bench.refusal("divine")
    assert "NAME" in bench.refusal()


def test_an_unknown_column_is_skipped_and_said(bench: Bench) -> None:
    ran = bench("allocate", bench.file("shares", "key,weight,remark", "a,1,x"), "--total", "1")
    assert ran.status == 0
    assert ran.errors == (
        "shares.csv › row 1 › remark: The column “remark” is not used by allocate and was skipped.",
    )


def test_an_answer_never_takes_the_place_of_its_input(bench: Bench, shares: Path) -> None:
    before = shares.read_bytes()
    line = bench.refusal("allocate", shares, "--total", "1", "--out", shares)
    assert line.endswith("is the file that is read. Choose another file.")
    assert shares.read_bytes() == before


def test_a_workbook_needs_a_file_to_go_to(bench: Bench, shares: Path) -> None:
    line = bench.refusal("allocate", shares, "--total", "1", "--format", "xlsx")
    assert line == "A workbook needs a file to go to: --out FILE.xlsx."


def test_the_help_names_every_calculator_and_its_options(
    capfdbinary: pytest.CaptureFixture[bytes],
) -> None:
    text = CommandLine(capfdbinary).must("help").text
    assert "### calc two-way" in text
    assert "- `--rows FILE`: file with the totals of the rows (`key, total`)" in text
    assert "<!--" not in text
