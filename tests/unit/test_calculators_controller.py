"""The page of calculators without widgets: what is typed, undone, answered and refused."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from desktop.i18n import speaking
from desktop.services.calculators.callplan_change import call_picture, response_points
from desktop.services.calculators.data import Calculator
from desktop.services.calculators.examples import MAIN, Example
from desktop.services.calculators.registry import CALCULATORS
from desktop.services.calculators.typed import cell_text, open_table, pasted_rows, typed_table
from desktop.services.drafts import DraftFolder
from desktop.views.plans.calculators.answering import Answer, CallAnswer, Refusal
from desktop.views.plans.calculators.columns import answer_columns, answer_rows, step_rows
from desktop.views.plans.calculators.controller import CalculatorsController
from desktop.views.plans.calculators.pictures import assumed_words, marginal_words, response_chart
from desktop.views.plans.calculators.shelf import PanelShelf
from desktop.views.plans.calculators.state import Grid, Typed
from desktop.views.plans.calculators.words import calculator_words, column_words, option_words
from desktop.views.runner import RunNow
from tests.factories import CLOCK


class Seen:
    """A page that notes what it is shown, and calculates at once."""

    def __init__(self) -> None:
        self.control: CalculatorsController | None = None
        self.grids: tuple[Grid, ...] = ()
        self.example: Example | None = None
        self.answer: Answer | None = None
        self.call: CallAnswer | None = None
        self.said: list[str] = []
        self.failures: list[Exception] = []

    def show_calculator(self, _calculator: Calculator) -> None:
        """Forget what the panel before showed."""
        self.answer = self.call = None

    def show_typed(self, _typed: Typed, grids: tuple[Grid, ...], example: Example | None) -> None:
        """Note the grids and the example."""
        self.grids, self.example = grids, example

    def show_answer(self, answer: Answer) -> None:
        """Note the answer."""
        self.answer = answer

    def show_call(self, call: CallAnswer | None) -> None:
        """Note what hangs on a programme."""
        self.call = call

    def calculate_soon(self) -> None:
        """Calculate at once."""
        assert self.control is not None
        self.control.calculate()

    def say(self, text: str) -> None:
        """Note a sentence."""
        self.said.append(text)

    def fail(self, error: Exception) -> None:
        """Note a failure."""
        self.failures.append(error)


@pytest.fixture
def seen() -> Seen:
    found = Seen()
    found.control = CalculatorsController(RunNow(), found, "CNY")
    return found


def control(seen: Seen, name: str) -> CalculatorsController:
    assert seen.control is not None
    seen.control.choose(name)
    return seen.control


def texts(seen: Seen, key: str) -> list[str]:
    """Return a column of the answer as it is read."""
    assert seen.answer is not None
    columns = answer_columns(seen.answer, "CNY")
    column = next(one for one in columns if one.key == key)
    return [column.text(row) for row in answer_rows(seen.answer)]


def refusals(seen: Seen) -> tuple[Refusal, ...]:
    assert seen.answer is not None
    return seen.answer.refusals


@pytest.mark.parametrize("name", CALCULATORS)
def test_every_calculator_answers_its_example_and_has_words_for_all_it_takes(
    seen: Seen, name: str
) -> None:
    page = control(seen, name)
    page.fill_example()
    assert seen.answer is not None
    assert (seen.answer.refusals, bool(answer_rows(seen.answer))) == ((), True)
    assert calculator_words(name)
    assert all(option_words(name, option.name) for option in CALCULATORS[name].options)
    heads = {column_words(name, column.name) for column in CALCULATORS[name].columns}
    assert len(heads) == len(CALCULATORS[name].columns)


def test_an_empty_panel_waits_and_complains_of_nothing(seen: Seen) -> None:
    for name in CALCULATORS:
        control(seen, name)
        assert seen.answer is not None
        assert (seen.answer.is_waiting, seen.answer.refusals) == (True, ())


def test_a_total_is_spread_while_it_is_typed(seen: Seen) -> None:
    page = control(seen, "allocate")
    page.edit(MAIN, [(0, "key", "a"), (0, "weight", "1"), (2, "key", "b"), (2, "weight", "2")])
    assert [one.option for one in refusals(seen)] == ["total"]
    page.set_option("total", "1000")
    assert texts(seen, "amount") == ["333.33", "666.67"]


def test_the_letters_of_a_field_are_one_step_back_and_cells_another(seen: Seen) -> None:
    page = control(seen, "allocate")
    page.edit(MAIN, [(0, "key", "a"), (0, "weight", "1")])
    for word in ("1", "10", "100"):
        page.set_option("total", word)
    page.undo()
    assert page.typed.options.get("total", "") == ""
    page.undo()
    assert page.typed.is_empty
    page.redo()
    page.redo()
    assert texts(seen, "amount") == ["100.00"]
    assert (page.can_undo, page.can_redo) == (True, False)


def test_an_example_takes_no_figures_away_for_good(seen: Seen) -> None:
    page = control(seen, "gonik")
    page.edit(MAIN, [(0, "stated", "7")])
    page.fill_example()
    assert seen.example is not None and "Gonik" in seen.example.source
    page.edit(MAIN, [(0, "stated", "30")])
    assert seen.example is None
    page.undo()
    page.undo()
    assert page.typed.rows(MAIN) == ({"stated": "7"},)


def test_each_panel_keeps_what_was_typed_into_it(seen: Seen) -> None:
    control(seen, "funnel").set_option("gap", "5")
    control(seen, "hu")
    assert control(seen, "funnel").typed.options["gap"] == "5"


def test_a_block_goes_under_the_columns_that_its_first_line_names(seen: Seen) -> None:
    page = control(seen, "dso")
    page.set_option("method", "countback")
    block = "Owed at the end\tmonth\tDays\tCredit sales\n\t1\t30\t70000\n212000\t2\t30\t180000\n"
    page.paste(MAIN, 0, 0, block)
    assert texts(seen, "dso")[1] == "43.71"  # 30 + 32,000 ÷ 70,000 × 30
    assert texts(seen, "dso")[0] == "—"


def test_a_block_without_names_goes_to_the_right_of_its_cell(seen: Seen) -> None:
    page = control(seen, "allocate")
    page.paste(MAIN, 1, 0, "a\t5\r\nb\t7\r\n")
    page.paste(MAIN, 1, 1, "6\tx\n")
    rows = page.typed.rows(MAIN)
    assert [row.get("weight", "") for row in rows] == ["", "6", "7"]
    assert rows[1]["current"] == "x"


def test_rows_are_taken_out_and_an_emptied_panel_comes_back(seen: Seen) -> None:
    page = control(seen, "compare-rates")
    page.fill_example()
    page.remove_rows(MAIN, [1, 2])
    assert texts(seen, "key") == ["first", "fourth"]
    page.clear()
    assert page.typed.is_empty
    page.undo()
    assert texts(seen, "key") == ["first", "fourth"]


def test_the_columns_of_a_market_follow_its_weights_and_lose_nothing(seen: Seen) -> None:
    page = control(seen, "potential")
    page.fill_example()
    assert [one.name for one in seen.grids[0].columns] == ["area", "income", "retail", "population"]
    page.set_option("weights", "income=.5,retail=")
    assert len(seen.grids[0].columns) == 4
    assert [one.option for one in refusals(seen)] == ["weights"]
    page.set_option("weights", "income=1")
    assert [one.name for one in seen.grids[0].columns] == ["area", "income"]
    page.set_option("weights", "income=.5,retail=.3,population=.2")
    assert texts(seen, "index") == ["2.044"]


def test_a_file_is_read_into_its_grid(seen: Seen, tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    path.write_text("Name;total;remark\nr1;150;x\nr2;300;\n", encoding="utf-8")
    page = control(seen, "two-way")
    page.open_file("rows", path)
    assert page.typed.rows("rows") == ({"key": "r1", "total": "150"}, {"key": "r2", "total": "300"})
    assert seen.said == ["1 column of the file is not used here: remark."]


def test_a_file_without_our_columns_changes_nothing(seen: Seen, tmp_path: Path) -> None:
    path = tmp_path / "other.csv"
    path.write_text("x,y\n1,2\n", encoding="utf-8")
    page = control(seen, "gonik")
    page.fill_example()
    page.open_file(MAIN, path)
    assert seen.said == [
        "other.csv has none of the columns Stated, Actual, Objective; nothing was changed."
    ]
    page.open_file(MAIN, tmp_path / "no.csv")
    assert seen.said[-1] == "no.csv: There is no such file."
    assert texts(seen, "payoff") == ["90", "120", "60"]


@pytest.mark.parametrize(
    ("name", "options", "tables", "place", "sentence"),
    [
        ("allocate", {"total": "x"}, {MAIN: "key,weight a,1"},
         "Total", "“x” is not a number for Total."),
        ("allocate", {"total": "9"}, {MAIN: "key,weight a,one"},
         "Row 1, Weight", "“one” is not a number. Write it in digits, such as 1234.50."),
        ("allocate", {"total": "9"}, {MAIN: "key,weight a,1 ,2"},
         "Row 2, Name", "A value is needed here."),
        ("allocate", {"total": "9"}, {MAIN: "key,weight,min,max a,1,6,5"},
         "Row 1, Maximum", "“a” has the minimum 6.00, above its maximum 5.00."),
        ("two-way", {}, {MAIN: "row,col,seed r,c,1", "rows": "key,total r,5"},
         "Totals of the columns", "Totals of the columns is needed."),
        ("two-way", {}, {MAIN: "row,col,seed r,c,1", "rows": "key,total r,5",
                         "cols": "key,total c,6"},
         "", "The rows add up to 5.00, the columns to 6.00."),
        ("two-way", {}, {MAIN: "row,col,seed r,c,1 s,c,2", "rows": "key,total r,5",
                         "cols": "key,total c,5"},
         "Row 2, Row", "“s” has a pattern, but no total in “Totals of the rows”."),
        ("two-way", {}, {MAIN: "row,col,seed r,c,1", "rows": "key,total r,x",
                         "cols": "key,total c,5"},
         "Totals of the rows, row 1, Total",
         "“x” is not a number. Write it in digits, such as 1234.50."),
        ("season", {}, {MAIN: "period,value 2026-Q1,1 2026-Q3,2"},
         "Row 2, Period", "“2026-Q3” does not follow 2026-Q1; a period is missing or twice."),
        ("season", {"forecast": "0"}, {MAIN: "period,value 1,1"},
         "Periods to forecast",
         "“0” is too small for Periods to forecast: at least 1 is expected."),
        ("potential", {"weights": "a=.5"}, {MAIN: "area,a x,1"},
         "Weights", "The weights add up to 0.5, not to 1."),
        ("workload", {}, {MAIN: "class,accounts,calls,hours_per_call A,1.5,1,1"},
         "Hours of a rep", "Hours of a rep is needed."),
        ("workload", {"hours": "9"}, {MAIN: "class,accounts,calls,hours_per_call A,1.5,1,1"},
         "Row 1, Customers", "“1.5”: a whole number is expected."),
        ("funnel", {"gap": "-1", "order-value": "1", "hit-rate": ".5", "field-days": "1"}, {},
         "Gap", "“-1” is too small for Gap: at least 0 is expected."),
        ("funnel", {"gap": "1", "order-value": "1", "hit-rate": "2", "field-days": "1"}, {},
         "Hit rate", "“2” is too large for Hit rate: at most 1 is expected."),
        ("callplan", {},
         {MAIN: "account,sales,margin,current,none,more,saturation a,1,.5,4,0,1.2,2"},
         "", "Fill in the visits or the hours to give out, one of the two."),
        ("callplan", {"visits": "8"},
         {MAIN: "account,sales,margin,current,none,more,saturation a,1,.5,4,1,1.2,2"},
         "Row 1, No visits",
         "Without visits sales must be a share of the present ones, from 0 to less than 1; 1 is "
         "not."),
        ("callplan", {"hours": "8"},
         {MAIN: "account,sales,margin,current,none,more,saturation a,1,.5,4,0,1.2,2"},
         "Row 1, Hours a visit", "To give out hours, say how many a visit takes."),
        ("callplan", {"visits": "2"},
         {MAIN: "account,sales,margin,current,none,more,saturation,min a,1,.5,4,0,1.2,2,3"},
         "Visits to give out", "The minimum visits add up to 3, but there are only 2."),
        ("gonik", {}, {MAIN: "stated,actual,objective 1,1,0"},
         "Row 1, Objective", "“0” is too small for Objective: more than 0 is expected."),
        ("hu", {"w": ".8", "p": "1", "q": "1"}, {MAIN: "stated,actual 1,1"},
         "q, penalty",
         "Telling the truth pays only while p > q > w·p; here q is 1 and p is 1, so whoever sells "
         "more than he stated earns nothing by it. Choose q below 1."),
        ("curve", {"points": "1:100,0.8:60"}, {MAIN: "attainment 1"},
         "Points",
         "The points of a curve must rise in attainment, each different from the one before; 0.8 "
         "comes after 1."),
        ("dso", {}, {MAIN: "month,days,credit_sales 2026-06,30,1 2026-05,31,1"},
         "Row 2, Month", "2026-05 comes after 2026-06; the oldest month must stand first."),
        ("compare-rates", {}, {MAIN: "key,events,trials a,5,4"},
         "Row 1, Events", "5 events are more than the 4 trials."),
        ("compare-rates", {}, {MAIN: "key,events,trials a,1,4 a,2,4"},
         "Row 2, Name", "“a” stands in row 1 already."),
    ],
)  # fmt: skip
def test_nonsense_is_refused_in_a_sentence_at_its_place(
    seen: Seen,
    name: str,
    options: dict[str, str],
    tables: dict[str, str],
    place: str,
    sentence: str,
) -> None:
    page = control(seen, name)
    for key, text in tables.items():
        header, *rows = (line.split(",") for line in text.split(" "))
        page.edit(key, [(at, column, cell) for at, row in enumerate(rows)
                        for column, cell in zip(header, row, strict=True)])  # fmt: skip
    for option, word in options.items():
        page.set_option(option, word)
    assert (refusals(seen)[0].place, refusals(seen)[0].sentence) == (place, sentence)
    assert seen.answer is not None and seen.answer.table is None


def test_a_programme_says_what_it_rests_on_and_what_one_visit_more_is_worth(seen: Seen) -> None:
    # Hand-computed: r(x) = 2x / (1 + x) of 1,000 at a half; four visits 500.00, five 555.56.
    page = control(seen, "callplan")
    header = ["account", "sales", "margin", "current", "none", "more", "saturation", "min"]
    row = ["a", "1000", "0.5", "4", "0", "1.2", "2", "2"]
    page.edit(MAIN, [(0, column, cell) for column, cell in zip(header, row, strict=True)])
    page.set_option("visits", "4")
    assert seen.call is not None
    picture = seen.call.picture
    assert marginal_words(picture, "CNY") == "One visit more is worth ¥55.56 of contribution."
    assumed = assumed_words(seen.call, ("", ""))
    assert assumed[2] == "The minimum visits of 1 account are always kept; they take 2 of 4 visits."
    steps = {row.step.percent: row for row in step_rows(picture.steps)}
    assert {percent: str(row.step.capacity) for percent, row in steps.items()} == {
        -20: "3", -10: "4", 0: "4", 10: "4", 20: "5",
    }  # fmt: skip
    assert round(steps[-20].change or Decimal(0), 2) == Decimal("-71.43")
    assert round(steps[20].change or Decimal(0), 2) == Decimal("55.56")


def test_fewer_visits_than_the_minimums_have_no_figures(seen: Seen) -> None:
    page = control(seen, "callplan")
    page.fill_example()
    page.edit(MAIN, [(0, "min", "30")])
    assert seen.call is not None
    least = step_rows(seen.call.picture.steps)[0]
    assert (least.step.contribution, least.change) == (None, None)
    assert "South" in " ".join(assumed_words(seen.call, ("", "")))


def test_the_curve_of_an_account_shows_the_planned_visits(seen: Seen) -> None:
    page = control(seen, "callplan")
    page.fill_example()
    assert seen.call is not None
    chart = response_chart(seen.call, "East", "CNY")
    assert chart is not None
    assert chart.title == "East: sales by visits (18 planned, 12 at present)"
    assert [name for name, tone in zip(chart.categories, chart.tones, strict=True)
            if tone == "none"] == ["18"]  # fmt: skip
    assert response_chart(seen.call, "Nobody", "CNY") is None


def test_a_long_curve_is_drawn_with_few_points_and_the_planned_one(seen: Seen) -> None:
    page = control(seen, "callplan")
    page.fill_example()
    page.edit(MAIN, [(0, "current", "240")])
    assert seen.call is not None
    account = seen.call.picture.problem.accounts[0]
    points = response_points(account, 7)
    assert len(points) <= 27
    assert 7 in [one.visits for one in points]


def test_the_picture_of_a_programme_by_hours_counts_hours(seen: Seen) -> None:
    page = control(seen, "callplan")
    page.fill_example()
    page.edit(MAIN, [(at, "hours", "1.5") for at in range(4)])
    page.set_option("visits", "")
    page.set_option("hours", "30")
    assert seen.call is not None and seen.answer is not None
    assert "hours" in assumed_words(seen.call, ("", ""))[2]
    assert seen.answer.known is not None and seen.answer.table is not None
    picture = call_picture(seen.answer.known, seen.answer.table)
    assert (picture.minimum, picture.steps[0].capacity) == (Decimal("9.0"), Decimal(24))


def test_answers_without_names_say_which_row_they_are_of(seen: Seen) -> None:
    page = control(seen, "curve")
    page.set_option("points", "0.8:60,1:100")
    page.edit(MAIN, [(0, "attainment", "1"), (3, "attainment", "0.9")])
    assert texts(seen, "number") == ["1", "4"]
    assert texts(seen, "score") == ["100", "80"]


def test_one_class_of_customers_is_no_row_of_its_own(seen: Seen) -> None:
    page = control(seen, "workload")
    page.fill_example()
    page.remove_rows(MAIN, [1, 2])
    assert seen.answer is not None
    assert [one.key for one in answer_columns(seen.answer, "CNY")] == ["reps_exact", "reps"]


def test_the_panel_speaks_the_language_of_the_moment(seen: Seen) -> None:
    page = control(seen, "gonik")
    page.fill_example()
    with speaking("zh_CN"):
        page.show_again()
    assert texts(seen, "payoff") == ["90", "120", "60"]


def test_cells_of_a_workbook_are_typed_as_a_person_would(tmp_path: Path) -> None:
    import xlsxwriter

    path = tmp_path / "given.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["key", "events", "trials"])
        sheet.write_row(1, 0, ["a", 0.1, 20])
    found = open_table(path, CALCULATORS["compare-rates"].columns, str)
    assert found.rows == ({"key": "a", "events": "0.1", "trials": "20"},)
    assert (cell_text(3.0), cell_text(" x "), cell_text(1e22)) == ("3", "x", "1e+22")


def test_blank_rows_are_left_out_and_the_others_keep_their_numbers() -> None:
    columns = CALCULATORS["allocate"].columns
    raw = typed_table(columns, [{"key": "a"}, {}, {"key": " "}, {"key": "b", "min": "1"}], "")
    assert (raw.headers, raw.row_numbers) == (("key", "weight", "min"), (1, 4))
    assert pasted_rows("", columns, 0, str) == ()


def test_figures_are_there_again_at_the_next_start(tmp_path: Path) -> None:
    def started() -> CalculatorsController:
        view = Seen()
        shelf = PanelShelf(DraftFolder(tmp_path), CLOCK)
        view.control = CalculatorsController(RunNow(), view, "CNY", shelf)
        return view.control

    first = started()
    for name in CALCULATORS:
        first.choose(name)
        first.fill_example()
    second = started()
    for name in CALCULATORS:
        second.choose(name)
        assert second.typed == first._histories[name].now
        assert not second.can_undo
        second.clear()
    assert list(tmp_path.iterdir()) == []


def test_figures_of_another_age_are_taken_as_far_as_they_fit(tmp_path: Path) -> None:
    folder, calculator = DraftFolder(tmp_path), CALCULATORS["allocate"]
    shelf = PanelShelf(folder, CLOCK)
    shelf.put(calculator, Typed({"total": "7", "gone": "1"}, {MAIN: ({"key": "a"},), "old": ()}))
    found = shelf.find(calculator)
    assert found is not None
    assert found.options["total"] == "7" and "gone" not in found.options
    assert found.tables == {MAIN: ({"key": "a"},)}
    (draft,) = folder.waiting("")
    folder.keep(replace(draft, typed={**draft.typed, "tables": "["}))
    assert shelf.find(calculator) is None
