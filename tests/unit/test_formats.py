"""Numbers, money and days as people read and type them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from desktop.i18n import speaking
from desktop.periods import FiscalCalendar, Month, Period
from desktop.ratio import Ratio
from desktop.services import formats

D = Decimal


@pytest.mark.parametrize(
    ("amount", "options", "text"),
    [
        (D("1234567.5"), {}, "¥1,234,567.50"),
        (D("-0.005"), {}, "-¥0.01"),
        (D("-0.004"), {}, "¥0.00"),
        (D("2.345"), {"symbol": False}, "2.35"),
        (D("1234567.5"), {"in_wan": True}, "¥123.46万"),
        (D("-40"), {"in_wan": True}, "¥0.00万"),
        (D("1234.5"), {"currency": "JPY"}, "¥1,235"),
        (None, {}, "—"),
    ],
)
def test_money(amount: Decimal | None, options: dict[str, object], text: str) -> None:
    assert formats.money(amount, **options) == text  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("value", "english", "chinese"),
    [
        (D(0), "0", "0"),
        (D("0.5"), "0.5", "0.5"),
        (D(950), "950", "950"),
        (D(1500), "1.5K", "1,500"),
        (D(999_999), "1M", "100万"),
        (D(4_560_000), "4.56M", "456万"),
        (D(123_456_789), "123.5M", "1.23亿"),
        (D(-20_000), "-20K", "-2万"),
    ],
)
def test_short_numbers_of_axes(value: Decimal, english: str, chinese: str) -> None:
    assert formats.short_number(value) == english
    with speaking("zh_CN"):
        assert formats.short_number(value) == chinese


def test_days_and_months_in_both_languages() -> None:
    day = date(2026, 11, 23)
    assert formats.day(day) == "23 Nov 2026"
    assert formats.day_and_weekday(day) == "Mon 23 Nov 2026"
    assert formats.month(Month.of(day)) == "Nov 2026"
    with speaking("zh_CN"):
        assert formats.day(day) == "2026年11月23日"
        assert formats.day_and_weekday(day) == "2026年11月23日星期一"
        assert formats.short_day(day) == "11月23日"
        assert formats.month(Month.of(day)) == "2026年11月"


@pytest.mark.parametrize(
    ("first", "last", "fiscal", "english", "chinese"),
    [
        ("2026-11-23", "2026-11-23", 1, "23 Nov 2026", "2026年11月23日"),
        ("2026-11-01", "2026-11-30", 1, "Nov 2026", "2026年11月"),
        ("2026-07-01", "2026-09-30", 1, "Q3 2026", "2026年第3季度"),
        ("2026-01-01", "2026-12-31", 1, "2026", "2026年"),
        ("2025-04-01", "2026-03-31", 4, "FY2026", "FY2026"),
        ("2026-11-02", "2026-11-08", 1, "2 Nov 2026 – 8 Nov 2026", "2026年11月2日 – 2026年11月8日"),
    ],
)
def test_periods_take_their_shortest_name(
    first: str, last: str, fiscal: int, english: str, chinese: str
) -> None:
    period = Period.inclusive(date.fromisoformat(first), date.fromisoformat(last))
    assert formats.period(period, FiscalCalendar(fiscal)) == english
    with speaking("zh_CN"):
        assert formats.period(period, FiscalCalendar(fiscal)) == chinese


def test_ratios_and_changes() -> None:
    assert formats.ratio(Ratio.of(D("84.05"), 100, "no_target")) == "84.1%"
    assert formats.ratio(Ratio.of(5, 0, "no_target")) == "—"
    assert formats.change(D("0.125")) == "+12.5%"
    assert formats.change(D("-0.1")) == "-10.0%"
    assert formats.change(D("0.0001")) == "0.0%"
    assert formats.quantity(D("1200.500")) == "1,200.5"
    assert formats.quantity(D("1200")) == "1,200"


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("5", date(2026, 11, 5)),
        ("1123", date(2026, 11, 23)),
        ("103", date(2026, 1, 3)),
        ("11-3", date(2026, 11, 3)),
        ("11/3", date(2026, 11, 3)),
        ("261123", date(2026, 11, 23)),
        ("20251123", date(2025, 11, 23)),
        ("2026年1月2日", date(2026, 1, 2)),
        ("２０２６-１-２", date(2026, 1, 2)),
        ("1月2日", date(2026, 1, 2)),
        ("-1", date(2026, 11, 22)),
        ("+3", date(2026, 11, 26)),
    ],
)
def test_days_are_taken_as_people_type_them(typed: str, day: date) -> None:
    assert formats.parse_day(typed, date(2026, 11, 23)) == day


@pytest.mark.parametrize(
    "typed", ["", "x", "31-11", "2026-13-01", "0026-01-01", "1-2-3-4", "99999"]
)
def test_what_is_no_day_is_refused(typed: str) -> None:
    with pytest.raises(ValueError):
        formats.parse_day(typed, date(2026, 11, 23))


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("1,234.50", D("1234.50")),
        ("¥1234", D(1234)),
        ("１２３４．５", D("1234.5")),
        ("1.2万", D(12000)),
        ("-3", D(-3)),
        (".5", D("0.5")),
    ],
)
def test_amounts_are_taken_as_people_type_them(typed: str, amount: Decimal) -> None:
    assert formats.parse_amount(typed) == amount


@pytest.mark.parametrize("typed", ["", "1e5", "1_000", "NaN", "1,23", "1.2.3", "10000000000000"])
def test_what_is_no_amount_is_refused(typed: str) -> None:
    with pytest.raises(ValueError):
        formats.parse_amount(typed)
