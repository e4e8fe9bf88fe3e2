"""Lengths as people read them, lines of a chart as a table, and prices as lines."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from desktop.ratio import Ratio
from desktop.services.charts.data import Line, LineChart, table_of
from desktop.services.information.price_data import PriceBook, PriceRow
from desktop.services.plans.work_data import Choice
from desktop.views.information.prices.pictures import price_lines
from desktop.views.information.words import hours_words, length_words, price_words

D = Decimal
FIRST, SECOND = date(2026, 1, 5), date(2026, 2, 2)


@pytest.mark.parametrize(
    ("length", "words"),
    [
        (None, "—"),
        (timedelta(0), "0 min"),
        (timedelta(minutes=59), "59 min"),
        (timedelta(hours=1), "1 h"),
        (timedelta(hours=5, minutes=30), "5.5 h"),
        (timedelta(hours=47, minutes=59), "48 h"),
        (timedelta(hours=48), "2 d"),
        (timedelta(hours=84), "3.5 d"),
        (timedelta(hours=300), "13 d"),
    ],
)
def test_a_length_is_said_in_its_own_unit(length: timedelta | None, words: str) -> None:
    assert length_words(length) == words


def test_hours_and_prices_are_as_short_as_they_can_be() -> None:
    assert [hours_words(one) for one in (None, D("0.25"), D(12), D(60))] == [
        "—", "0.3 h", "12 h", "2.5 d",
    ]  # fmt: skip
    assert [price_words(one, "CNY") for one in (None, D("2560.000000"), D("0.1234"))] == [
        "—", "¥2,560.00", "0.1234",
    ]  # fmt: skip


def test_lines_give_a_row_for_each_day() -> None:
    chart = LineChart(
        "Prices", (Line("A", (FIRST, SECOND), (D(1), D(2))), Line("B", (SECOND,), (D(3),)))
    )
    assert table_of(chart).header == ("", "A", "B")
    assert table_of(chart).rows == ((FIRST, D(1), None), (SECOND, D(2), D(3)))
    assert not chart.is_empty and LineChart("Prices", ()).is_empty


def price(competitor: str, region: str, day: date, value: int, note_id: int = 0) -> PriceRow:
    return PriceRow(
        note_id, day, competitor, competitor.casefold(), region, region, D(value), None,
        Ratio.undefined("no list price"), "", "", None, "",
    )  # fmt: skip


def book(*rows: PriceRow) -> PriceBook:
    names = tuple(sorted({(row.competitor_key, row.competitor) for row in rows}))
    product = Choice(1, "P1", "Fan")
    return PriceBook(product, D(100), rows, (product,), names, (), "CNY", SECOND)


def test_a_line_is_a_competitor_in_a_region() -> None:
    chart = price_lines(book(
        price("A", "East", SECOND, 92, 3), price("B", "East", SECOND, 95, 2),
        price("A", "West", FIRST, 91, 1), price("A", "East", FIRST, 90),
    ))  # fmt: skip
    assert [(one.name, one.hue, one.stroke, one.values) for one in chart.lines] == [
        ("A, East", 0, 0, (D(90), D(92))), ("A, West", 0, 1, (D(91),)), ("B, East", 1, 0, (D(95),)),
    ]  # fmt: skip
    assert (chart.level, chart.lines[0].keys) == (D(100), (0, 3))


def test_too_many_lines_become_one_a_competitor_and_a_day_has_its_last_price() -> None:
    rows = [price("A", f"Region {at}", SECOND, 90 + at, at) for at in range(9)]
    (line,) = price_lines(book(*rows)).lines
    assert (line.name, line.days, line.values) == ("A", (SECOND,), (D(90),))


def test_in_one_region_a_line_is_called_by_its_competitor() -> None:
    (line,) = price_lines(book(price("A", "East", FIRST, 90))).lines
    assert line.name == "A"
    assert price_lines(book()).is_empty
