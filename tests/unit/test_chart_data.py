"""Charts as data: their figures as a table, and when there is nothing to draw."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from desktop.services.charts.data import (
    AgingBar,
    AgingPart,
    BarChart,
    PaceChart,
    Series,
    Trend,
    table_of,
)
from desktop.tone import Tone

D = Decimal


def test_bars_give_a_column_a_series_and_one_of_targets() -> None:
    chart = BarChart("Sales", ("A", "B"), (Series("Now", (D(1), None)),), (D(2), D(3)), "Target")
    table = table_of(chart)
    assert table.header == ("", "Now", "Target")
    assert table.rows == (("A", D(1), D(2)), ("B", None, D(3)))


def test_pace_gives_a_row_a_day() -> None:
    days = (date(2026, 1, 1), date(2026, 1, 2))
    chart = PaceChart("Pace", days, (D(1), None), (D(2), D(4)), days[0], "Actual", "Expected")
    assert table_of(chart).rows == ((days[0], D(1), D(2)), (days[1], None, D(4)))


def test_aging_adds_unapplied_money_as_negative() -> None:
    chart = AgingBar("Age", (AgingPart("0", D(5), Tone.GOOD),), D(2), "Unapplied")
    assert table_of(chart).rows == (("0", D(5)), ("Unapplied", D(-2)))


def test_a_trend_gives_its_points() -> None:
    assert table_of(Trend("T", ("1", "2"), (D(1), None))).rows == (("1", D(1)), ("2", None))


def test_a_bar_is_named_by_its_key_or_its_category() -> None:
    series = (Series("Now", (D(1), D(2))),)
    assert BarChart("Sales", ("A", "B"), series, keys=(7, 8)).key(1) == 8
    assert BarChart("Sales", ("A", "B"), series).key(1) == "B"


def test_nothing_to_draw_is_known() -> None:
    assert BarChart("", ("A",), (Series("S", (None,)),)).is_empty
    assert PaceChart("", (), (), (), date(2026, 1, 1), "", "").is_empty
    assert AgingBar("", (AgingPart("0", D(0), Tone.GOOD),)).is_empty
    assert Trend("", ("1",), (None,)).is_empty
    assert not Trend("", ("1",), (D(0),)).is_empty
