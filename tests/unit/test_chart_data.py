"""Charts as data: their figures as a table, and when there is nothing to draw."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from desktop.services.charts.data import (
    AgingBar,
    AgingPart,
    BarChart,
    PaceChart,
    Series,
    Trend,
    WaterfallChart,
    WaterfallStep,
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


def bridge(
    *amounts: int, start: int = 100, end: int = 130, rest: str = "Unexplained"
) -> WaterfallChart:
    steps = tuple(WaterfallStep(f"S{n}", D(amount)) for n, amount in enumerate(amounts))
    return WaterfallChart("Bridge", "Branch", D(start), steps, "HQ", D(end), rest)


def test_the_rest_of_a_waterfall_is_what_the_steps_leave_over() -> None:
    chart = bridge(25, -10)
    # 130 − 100 − 25 + 10
    assert chart.rest == 15
    assert [(bar.name, bar.low, bar.high, bar.level) for bar in chart.bars] == [
        ("Branch", D(0), D(100), D(100)),
        ("S0", D(100), D(125), D(125)),
        ("S1", D(115), D(125), D(115)),
        ("Unexplained", D(115), D(130), D(130)),
        ("HQ", D(0), D(130), D(130)),
    ]


def test_a_rest_of_nothing_is_still_a_bar() -> None:
    assert [bar.amount for bar in bridge(30).bars if bar.is_rest] == [D(0)]


def test_a_waterfall_without_a_name_for_the_rest_must_lead_to_its_end() -> None:
    assert len(bridge(30, rest="").bars) == 3
    with pytest.raises(ValueError, match="do not lead"):
        bridge(29, rest="")


def test_steps_point_up_and_down_in_different_tones() -> None:
    assert [bar.tone for bar in bridge(25, -10).bars] == [
        Tone.NONE, Tone.INFO, Tone.WATCH, Tone.MUTED, Tone.NONE,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("start", "end", "base"),
    [
        (100, 120, 0),  # 20 is a sixth of 120
        (1000, 1040, 980),  # half of 40 below 1,000
        (1000, 1043, 970),  # 1,000 − 21.5 = 978.5, to the ten below
        (100, 300, 0),
        (-50, 20, 0),
        (0, 0, 0),
    ],
)
def test_small_steps_are_drawn_from_a_round_value_below_them(
    start: int, end: int, base: int
) -> None:
    steps = (WaterfallStep("S", D(end - start)),)
    chart = WaterfallChart("B", "Branch", D(start), steps, "HQ", D(end))
    assert chart.base == base


def test_a_waterfall_gives_its_bars_as_figures() -> None:
    assert table_of(bridge(25, -10)).rows == (
        ("Branch", D(100)), ("S0", D(25)), ("S1", D(-10)), ("Unexplained", D(15)), ("HQ", D(130)),
    )  # fmt: skip


def test_a_waterfall_of_zeros_is_empty() -> None:
    assert bridge(start=0, end=0).is_empty
    assert not bridge(0).is_empty
