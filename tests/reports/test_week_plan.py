"""The printed week plan: one page, whatever stands in it, in both languages."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from desktop.errors import InputError
from desktop.services.plans.printing import PlanPdf, print_week_plan
from desktop.services.reports.week_plan_data import PlannedDay, PlannedStop, WeekPlanData
from tests.reports import plans
from tests.reports.pages import boxes_of_pages, outside, overlaps, texts

MONDAY = date(2027, 1, 4)


def day(number: int, visits: int) -> PlannedDay:
    stops = tuple(PlannedStop(f"Customer <b>{number}</b> no. {n}", "A") for n in range(visits))
    return PlannedDay(MONDAY + timedelta(days=number), number % 7 < 5, stops)


def data(weeks: int = 4, visits: int = 3) -> WeekPlanData:
    return WeekPlanData(
        "Hangzhou branch", "2027 plan, version 3", "R07", "Zhang Wei", "Mo Li", "North",
        tuple(
            tuple(day(7 * week + n, visits if n < 5 else 0) for n in range(7))
            for week in range(weeks)
        ),
        ("Stretch: 516 visits needed; his days give 428.",),
    )  # fmt: skip


def made(found: WeekPlanData, language: str = "en") -> PlanPdf:
    return print_week_plan(found, plans.PRINTED_AT, language)


def test_it_is_one_page_with_the_name_of_its_file() -> None:
    page = made(data())
    assert (page.file_name, page.pages, page.warnings) == (
        "weeks_R07_Zhang-Wei_2027-01-04.pdf", 1, (),
    )  # fmt: skip
    (text,) = texts(page.content)
    assert "2027-01-04 to 2027-01-31" in text and "60 visits" in text
    assert "516 visits needed" in text
    # A text of other people is no markup.
    assert "Customer <b>0</b> no. 0" in text


@pytest.mark.parametrize(("weeks", "visits"), [(1, 1), (4, 3), (8, 8), (8, 30)])
@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_nothing_leaves_the_page_or_lies_on_something_else(
    weeks: int, visits: int, language: str
) -> None:
    page = made(data(weeks, visits), language)
    (boxes,) = boxes_of_pages(page.content)
    assert outside(boxes) == [] and overlaps(boxes) == []


def test_what_finds_no_place_is_counted() -> None:
    (text,) = texts(made(data(8, 30)).content)
    assert "more" in text and "Customer <b>0</b> no. 0" in text


def test_a_saturday_is_shown_where_it_is_worked() -> None:
    (text,) = texts(made(data()).content)
    assert "Sat" not in text
    week = (
        *(day(n, 1) for n in range(5)),
        PlannedDay(MONDAY + timedelta(days=5), True, (PlannedStop("Make-up"),)),
        PlannedDay(MONDAY + timedelta(days=6), False),
    )
    (text,) = texts(made(replace(data(), weeks=(week,))).content)
    assert "Sat" in text and "Sun" not in text


def test_equal_weeks_give_equal_bytes_and_none_is_refused() -> None:
    assert made(data()).content == made(data()).content
    with pytest.raises(InputError):
        made(data(0))
