"""Aging: days, bounds and sheets, by hand."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from desktop.enums import AgeFrom
from desktop.services.rules.aging import (
    AgingSheet,
    age,
    bucket_names,
    bucket_of,
    bucket_spans,
    days_overdue,
)

BOUNDS = (30, 60, 90, 180, 365)
AS_OF = date(2026, 6, 30)


def test_default_bounds_make_the_published_columns() -> None:
    assert bucket_names(BOUNDS) == (
        "not_due", "d1_30", "d31_60", "d61_90", "d91_180", "d181_365", "over_365",
    )  # fmt: skip


def test_other_bounds_make_other_columns() -> None:
    assert bucket_names((7, 14)) == ("not_due", "d1_7", "d8_14", "over_14")


@pytest.mark.parametrize("bounds", [(), (0, 30), (30, 30), (60, 30)])
def test_bounds_that_make_no_buckets_are_refused(bounds: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="ascending"):
        bucket_names(bounds)


@pytest.mark.parametrize(
    ("days", "place"),
    [
        (-400, 0), (-1, 0), (0, 0), (1, 1), (30, 1), (31, 2), (60, 2), (61, 3), (90, 3), (91, 4),
        (180, 4), (181, 5), (365, 5), (366, 6), (4000, 6),
    ],
)  # fmt: skip
def test_days_past_due_fall_into_their_bucket(days: int, place: int) -> None:
    assert bucket_of(AS_OF - timedelta(days=days), AS_OF, BOUNDS, AgeFrom.DUE) == place


@pytest.mark.parametrize(("days", "place"), [(0, 1), (1, 1), (30, 1), (31, 2), (365, 5), (366, 6)])
def test_age_from_the_document_is_never_not_due(days: int, place: int) -> None:
    assert bucket_of(AS_OF - timedelta(days=days), AS_OF, BOUNDS, AgeFrom.DOCUMENT) == place


def test_29_february_is_a_day_like_others() -> None:
    assert bucket_of(date(2024, 2, 29), date(2024, 3, 30), BOUNDS, AgeFrom.DUE) == 1
    assert bucket_of(date(2024, 2, 29), date(2024, 3, 31), BOUNDS, AgeFrom.DUE) == 2
    assert bucket_of(date(2023, 2, 28), date(2024, 2, 28), BOUNDS, AgeFrom.DUE) == 5
    assert bucket_of(date(2023, 2, 28), date(2024, 2, 29), BOUNDS, AgeFrom.DUE) == 6


@pytest.mark.parametrize(
    ("due", "days"),
    [(date(2026, 6, 30), 0), (date(2026, 7, 9), 0), (date(2026, 6, 29), 1)],
)
def test_a_document_due_today_is_not_overdue(due: date, days: int) -> None:
    assert days_overdue(due, AS_OF) == days


@pytest.mark.parametrize("age_from", list(AgeFrom))
@pytest.mark.parametrize("bounds", [BOUNDS, (1,), (7, 14)])
def test_spans_say_the_same_as_bucket_of(age_from: AgeFrom, bounds: tuple[int, ...]) -> None:
    spans = bucket_spans(AS_OF, bounds, age_from)
    first = -5 if age_from is AgeFrom.DUE else 0
    for days in range(first, 400):
        day = AS_OF - timedelta(days=days)
        inside = [place for place, span in enumerate(spans) if span is not None and day in span]
        assert inside == [bucket_of(day, AS_OF, bounds, age_from)]


def test_spans_stop_at_the_beginning_of_the_calendar() -> None:
    spans = bucket_spans(date(1, 1, 2), BOUNDS, AgeFrom.DUE)

    assert spans[1] is not None
    assert (spans[1].first, spans[1].last) == (date(1, 1, 1), date(1, 1, 1))


def test_a_sheet_adds_up_to_the_receivable() -> None:
    items = [
        (date(2026, 7, 1), 100_00),
        (date(2026, 6, 30), 50_00),
        (date(2026, 5, 31), 30_00),
        (date(2026, 5, 30), 20_00),
        (date(2026, 5, 30), -5_00),
        (date(2025, 1, 1), 1),
    ]

    sheet = age(items, 40_00, AS_OF, BOUNDS)

    assert sheet == AgingSheet((150_00, 30_00, 15_00, 0, 0, 0, 1), -40_00)
    assert sheet.overdue == 45_01
    assert sheet.total == 155_01


def test_from_the_document_the_first_column_is_empty() -> None:
    sheet = age([(AS_OF, 10), (date(2026, 5, 30), 7)], 0, AS_OF, BOUNDS, AgeFrom.DOCUMENT)

    assert sheet.buckets == (0, 10, 7, 0, 0, 0, 0)
