"""What is typed in a hurry, in normal form; the cases are hand-made."""

from __future__ import annotations

from datetime import date

import pytest

from desktop.services.rules.typed_input import (
    Lean,
    typed_date,
    typed_minutes,
    typed_number,
    typed_time,
    typed_yes_no,
)

WEDNESDAY = date(2026, 3, 18)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("", ""),
        ("  ", ""),
        ("2026-03-03", "2026-03-03"),
        ("２０２６年３月３日", "2026-03-03"),
        ("2026/3/3", "2026-03-03"),
        ("2026.3.3", "2026-03-03"),
        ("20260303", "2026-03-03"),
        ("260303", "2026-03-03"),
        ("26-3-3", "2026-03-03"),
        ("3-3", "2026-03-03"),
        ("3.3", "2026-03-03"),
        ("3/3", "2026-03-03"),
        ("3月3日", "2026-03-03"),
        ("3月3号", "2026-03-03"),
        ("0303", "2026-03-03"),
        ("303", "2026-03-03"),
        ("3日", "2026-03-03"),
        ("3", "2026-03-03"),
        ("今天", "2026-03-18"),
        ("Yesterday", "2026-03-17"),
        ("-2", "2026-03-16"),
        ("+1", "2026-03-19"),
        ("2-29", None),
        ("20270230", None),
        ("18000101", None),
        ("1345", None),
        ("45", None),
        ("12345", None),
        ("soon", None),
    ],
)
def test_a_day_is_understood(typed: str, shown: str | None) -> None:
    assert typed_date(typed, WEDNESDAY) == shown


@pytest.mark.parametrize(
    ("typed", "today", "shown"),
    [
        ("1228", date(2026, 1, 4), "2025-12-28"),
        ("0104", date(2025, 12, 28), "2026-01-04"),
        ("30", date(2026, 3, 2), "2026-03-30"),
        ("29", date(2026, 4, 2), "2026-03-29"),
        ("2", date(2026, 3, 30), "2026-04-02"),
        ("31", date(2026, 4, 15), "2026-03-31"),
        ("2-29", date(2025, 3, 1), "2024-02-29"),
    ],
)
def test_what_is_left_out_of_a_day_is_the_nearest(typed: str, today: date, shown: str) -> None:
    assert typed_date(typed, today) == shown


@pytest.mark.parametrize(
    ("typed", "lean", "shown"),
    [
        ("1", Lean.NONE, "2026-07-01"),
        ("1", Lean.PAST, "2026-06-01"),
        ("30", Lean.PAST, "2026-06-30"),
        ("29", Lean.AHEAD, "2026-07-29"),
        ("0702", Lean.PAST, "2025-07-02"),
        ("0628", Lean.AHEAD, "2027-06-28"),
        ("2026-07-02", Lean.PAST, "2026-07-02"),
        ("2-29", Lean.PAST, None),
    ],
)
def test_a_day_leans_to_the_past_or_ahead(typed: str, lean: Lean, shown: str | None) -> None:
    assert typed_date(typed, date(2026, 6, 30), lean) == shown


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("", ""),
        ("9:30", "09:30"),
        ("９：３０", "09:30"),
        ("09:30:00", "09:30"),
        ("0930", "09:30"),
        ("930", "09:30"),
        ("9", "09:00"),
        ("9.30", "09:30"),
        ("9点", "09:00"),
        ("9点半", "09:30"),
        ("9点5分", "09:05"),
        ("下午2:15", "14:15"),
        ("2pm", "14:00"),
        ("12:10 am", "00:10"),
        ("12pm", "12:00"),
        ("24:00", None),
        ("9:75", None),
        ("12345", None),
        ("noon", None),
        ("9\n30", None),
    ],
)
def test_a_time_of_day_is_understood(typed: str, shown: str | None) -> None:
    assert typed_time(typed) == shown


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("", ""),
        ("１２３", "123"),
        ("1,5万", "15000"),
        ("1.5万", "15000"),
        ("1.5w", "15000"),
        ("3千", "3000"),
        ("3k", "3000"),
        ("2万元", "20000"),
        ("0.12亿", "12000000"),
        ("¥1,234.50", "1234.50"),
        ("￥１,２３４.５０元", "1234.50"),
        ("1,234", "1234"),
        ("1.234", "1.234"),
        ("1,5", "1.5"),
        ("1.234,50", "1234.50"),
        ("2 000", "2000"),
        ("-20", "-20"),
        ("−¥20", "-20"),
        ("¥-20", "-20"),
        ("-0", "0"),
        ("+7", "7"),
        (".5", "0.5"),
        ("0.10", "0.10"),
        ("-¥-20", None),
        ("12,34,5", None),
        ("$5", None),
        ("1e5", None),
        ("ten", None),
        ("1" * 41, None),
    ],
)
def test_a_number_is_understood(typed: str, shown: str | None) -> None:
    assert typed_number(typed) == shown


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("", ""),
        ("90", "90"),
        ("０90分钟", "90"),
        ("90'", "90"),
        ("1小时30", "90"),
        ("1小时30分", "90"),
        ("1个小时", "60"),
        ("1小时半", "90"),
        ("半小时", "30"),
        ("1.5h", "90"),
        ("1 hour 5 min", "65"),
        ("1:30", "90"),
        ("1:75", None),
        ("1.33h", None),
        ("long", None),
    ],
)
def test_a_length_is_understood(typed: str, shown: str | None) -> None:
    assert typed_minutes(typed) == shown


@pytest.mark.parametrize(
    ("typed", "shown"),
    [("", ""), ("√", "yes"), ("是", "yes"), ("Y", "yes"), ("否", "no"), ("０", "no"), ("p", None)],
)
def test_a_tick_is_understood(typed: str, shown: str | None) -> None:
    assert typed_yes_no(typed) == shown
