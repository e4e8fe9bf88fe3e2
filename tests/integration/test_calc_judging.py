"""`calc callplan`, `gonik`, `hu`, `curve`, `dso` and `compare-rates` on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.command_line import CommandLine, Ran

CALLPLAN = "account,sales,margin,current,none,more,saturation,min,max,hours\n"


class Calc:
    """The command `calc` with its input written to a file; no database is named."""

    def __init__(self, line: CommandLine, folder: Path) -> None:
        self.line = line
        self.file = folder / "input.csv"

    def __call__(self, name: str, content: str, *options: str) -> Ran:
        """Run a calculator on this content."""
        self.file.write_text(content, encoding="utf-8")
        return self.line("calc", name, str(self.file), *options)

    def must(self, name: str, content: str, *options: str) -> str:
        """Return what a calculator that must succeed wrote."""
        ran = self(name, content, *options)
        assert ran.status == 0, ran.errors
        return ran.text

    def refusal(self, name: str, content: str, *options: str) -> str:
        """Return the one line of a calculator that must refuse its input."""
        ran = self(name, content, *options)
        assert (ran.status, ran.text, len(ran.errors)) == (2, "", 1), ran
        return ran.errors[0]


@pytest.fixture
def calc(capsysbinary: pytest.CaptureFixture[bytes], tmp_path: Path) -> Calc:
    """Return the command `calc` where there is no database."""
    return Calc(CommandLine(capsysbinary, ""), tmp_path)


def test_callplan_gives_a_row_an_account(calc: Calc) -> None:
    # Hand-computed: r(x) = 2x / (1 + x), contributions 500r and 2000r; 1 and 7 of 8 earn most.
    written = calc.must(
        "callplan",
        CALLPLAN + "small,1000,0.5,4,0,1.2,2,,,\nlarge,4000,0.5,4,0,1.2,2,0,9,\n",
        "--visits",
        "8",
    )

    assert written == (
        "account,visits,expected_sales,contribution\n"
        "small,1,400.00,200.00\n"
        "large,7,5090.91,2545.45\n"
    )


def test_callplan_says_what_it_assumed_and_what_one_visit_more_is_worth(calc: Calc) -> None:
    ran = calc("callplan", CALLPLAN + "a,1000,0.5,4,0,1.2,2,0,,\n", "--visits", "4")

    said = " ".join(ran.errors)
    assert "The visits rest on the judgements in the file" in said
    assert "One visit more would earn 55.56 more, one less would cost 71.43." in said


def test_callplan_by_hours_keeps_to_the_hours(calc: Calc) -> None:
    # Hand-computed: 6 visits of one hour and 2 of three earn more than 9 and 1 or 3 and 3.
    written = calc.must(
        "callplan",
        CALLPLAN + "near,1000,0.5,4,0,1.2,2,,,1\nfar,1000,0.5,4,0,1.2,2,,,3\n",
        "--hours",
        "12",
    )

    assert [line.split(",")[1] for line in written.splitlines()[1:]] == ["6", "2"]


@pytest.mark.parametrize(
    ("row", "options", "words"),
    [
        ("a,1,0.5,4,1,1.2,2,,,", ("--visits", "8"), ("row 2", "none", "less than 1; 1 is not")),
        ("a,1,0.5,4,0,2,2,,,", ("--visits", "8"), ("row 2", "more", "at saturation (2)")),
        ("a,1,0.5,4,0,1.2,2,9,,", ("--visits", "8"), ("add up to 9", "only 8")),
        ("a,1,0.5,4,0,1.2,2,5,3,", ("--visits", "8"), ("row 2", "max", "no number lies")),
        ("a,1,0.5,0,0,1.2,2,,,", ("--visits", "8"), ("row 2", "current")),
        ("a,1,35,4,0,1.2,2,,,", ("--visits", "8"), ("row 2", "margin", "at most 1")),
        ("a,1,0.5,4,0,1.2,2,,,", ("--hours", "8"), ("row 2", "hours")),
        ("a,1,0.5,4,0,1.2,2,,,", (), ("--visits", "--hours")),
        ("a,1,0.5,4,0,1.2,2,,,1", ("--visits", "8", "--hours", "8"), ("not both",)),
        ("a,1,0.5,4,0,1.2,2,,,1", ("--visits", "-1"), ("--visits",)),
    ],
)
def test_callplan_refuses_nonsense_in_a_sentence(
    calc: Calc, row: str, options: tuple[str, ...], words: tuple[str, ...]
) -> None:
    said = calc.refusal("callplan", CALLPLAN + row + "\n", *options)

    assert all(word in said for word in words), said


def test_gonik_answers_in_percent_of_the_standard_bonus(calc: Calc) -> None:
    # J. Gonik, Harvard Business Review, May 1978: 90 for half the quota forecast and all of it
    # sold, 120 for the same sales well forecast, 60 for a forecast of twice as much.
    written = calc.must("gonik", "stated,actual,objective\n25,50,50\n50,50,50\n100,50,50\n")

    assert written == "payoff\n90\n120\n60\n"


def test_gonik_refuses_an_objective_of_nothing(calc: Calc) -> None:
    assert "objective" in calc.refusal("gonik", "stated,actual,objective\n25,50,0\n")


def test_hu_rewards_the_truth_most(calc: Calc) -> None:
    # Hand-computed with w = 0.8, p = 1, q = 0.9.
    written = calc.must(
        "hu", "stated,actual\n90,100\n100,100\n110,100\n", "--w", "0.8", "--p", "1", "--q", "0.9"
    )

    assert written == "base,reward\n72.00,19.00\n80.00,20.00\n88.00,12.00\n"


def test_hu_takes_headquarters_demand(calc: Calc) -> None:
    terms = ("--w", ".8", "--p", "1", "--q", ".9", "--demand", "150")

    assert calc.must("hu", "stated,actual\n100,120\n", *terms) == "base,reward\n110.00,-8.00\n"


@pytest.mark.parametrize(
    ("w", "p", "q", "words"),
    [
        ("0.8", "1", "0.7", ("--q", "w·p is 0.8", "Choose q above 0.8")),
        ("0.8", "1", "1", ("--q", "q is 1 and p is 1", "Choose q below 1")),
        ("1.2", "1", "0.9", ("--w", "between 0 and 1, not at 1.2")),
    ],
)
def test_hu_refuses_terms_that_reward_an_untruth(
    calc: Calc, w: str, p: str, q: str, words: tuple[str, ...]
) -> None:
    said = calc.refusal("hu", "stated,actual\n1,1\n", "--w", w, "--p", p, "--q", q)

    assert all(word in said for word in words[1:]), said


def test_curve_keeps_the_order_of_the_input(calc: Calc) -> None:
    content = "attainment\n1.1\n0.5\n0.9\n3\n"

    assert calc.must("curve", content, "--points", "0.8:60,1:100,1.2:120") == (
        "score\n110\n0\n80\n120\n"
    )


def test_curve_has_steps_a_cap_and_a_line_to_nothing(calc: Calc) -> None:
    content = "attainment\n0.4\n0.9\n1.5\n"
    points = ("--points", "0.8:60,1:100,1.2:120")

    written = calc.must(
        "curve", content, *points, "--step-wise", "--below", "linear", "--cap", "110"
    )

    assert written == "score\n30\n60\n110\n"


@pytest.mark.parametrize(
    ("points", "words"),
    [
        ("1:100,0.8:60", "0.8 comes after 1"),
        ("1:100,1:60", "1 comes after 1"),
        ("1-100", "“1-100” is not a point"),
        ("1:100,", "“” is not a point"),
        ("1:nan", "“1:nan” is not a point"),
        ("1:1e999999", "“1:1e999999” is not a point"),
        ("1:2:3", "“1:2:3” is not a point"),
    ],
)
def test_curve_refuses_points_without_order(calc: Calc, points: str, words: str) -> None:
    assert words in calc.refusal("curve", "attainment\n1\n", "--points", points)


DSO = "month,days,credit_sales,receivable_end\n"


def test_dso_counts_back_through_the_latest_sales(calc: Calc) -> None:
    # Hand-computed: June's 300 with 30 days, then 310 of May's 620 with 15.5 of 31.
    written = calc.must(
        "dso",
        DSO + "2026-04,30,900,\n2026-05,31,620,\n2026-06,30,300,610\n",
        "--method",
        "countback",
    )

    assert written == (
        "month,days,credit_sales,receivable_end,dso,dso_note\n"
        "2026-04,30,900.00,,,no receivable given\n"
        "2026-05,31,620.00,,,no receivable given\n"
        "2026-06,30,300.00,610.00,45.50,\n"
    )


def test_simple_dso_takes_the_months_since_the_last_receivable(calc: Calc) -> None:
    # Hand-computed: 910 / 1820 * 91 for the quarter; 150 / 300 * 31 for the month after it.
    rows = "2026-04,30,900,\n2026-05,31,620,\n2026-06,30,300,910\n2026-07,31,300,150\n"

    written = calc.must("dso", DSO + rows, "--method", "simple")

    assert [line.split(",")[4] for line in written.splitlines()[3:]] == ["45.50", "15.50"]


def test_dso_beyond_all_history_is_not_a_number(calc: Calc) -> None:
    written = calc.must("dso", DSO + "2026-06,30,300,301\n", "--method", "countback")

    assert written.endswith("2026-06,30,300.00,301.00,,> 30 days\n")


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ("2026-06,30,300,\n2026-05,31,620,1\n", "2026-05 comes after 2026-06"),
        ("2026-06,30,300,\n2026-06,31,620,1\n", "row 3"),
        ("2026-06,0,300,\n", "row 2"),
        ("2026-06,30,,\n", "credit_sales"),
    ],
)
def test_dso_refuses_nonsense_in_a_sentence(calc: Calc, rows: str, words: str) -> None:
    assert words in calc.refusal("dso", DSO + rows, "--method", "simple")


RATES = "key,events,trials\n"


def test_compare_rates_gives_wilsons_interval(calc: Calc) -> None:
    # R. G. Newcombe, Statistics in Medicine 17 (1998), Table I: 0.2553 to 0.3662 and 0 to 0.1611.
    written = calc.must("compare-rates", RATES + "R1,81,263\nR2,0,20\nR3,0,0\n")

    lines = [line.split(",") for line in written.splitlines()]
    assert lines[0] == ["key", "rate", "rate_note", "low", "low_note", "high", "high_note"]
    assert [round(float(lines[1][place]), 4) for place in (3, 5)] == [0.2553, 0.3662]
    assert lines[1][1] == "0.307985"
    assert (lines[2][3], round(float(lines[2][5]), 4)) == ("0.000000", 0.1611)
    assert lines[3] == ["R3", "", "no trials", "", "no trials", "", "no trials"]


def test_compare_rates_tests_every_pair(calc: Calc) -> None:
    # The lady tasting tea (R. A. Fisher, The Design of Experiments, 1935): 34/70 and 2/70.
    written = calc.must("compare-rates", RATES + "a,3,4\nb,1,4\nc,0,0\n", "--pairs")

    assert written == (
        "key,other,p,p_note,told_apart\na,b,0.485714,,no\na,c,,no trials,no\nb,c,,no trials,no\n"
    )


def test_compare_rates_tells_apart_what_chance_does_not_explain(calc: Calc) -> None:
    written = calc.must("compare-rates", RATES + "a,4,4\nb,0,4\n", "--pairs")

    assert written.endswith("a,b,0.028571,,yes\n")


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("a,5,4", "5 events are more than the 4 trials"),
        ("a,-1,4", "events"),
        ("a,1.5,4", "events"),
        ("a,1,4\na,1,4", "row 3"),
    ],
)
def test_compare_rates_refuses_nonsense_in_a_sentence(calc: Calc, row: str, words: str) -> None:
    assert words in calc.refusal("compare-rates", RATES + row + "\n")


def test_the_json_of_a_calculator_holds_its_definitions(calc: Calc) -> None:
    written = json.loads(calc.must("compare-rates", RATES + "a,3,4\n", "--format", "json"))

    assert written["interval"] == "Wilson, 95 %"
    assert written["rows"][0]["rate"] == 0.75
