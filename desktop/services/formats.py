"""Numbers, money, dates and ratios as people read them, in the language of the moment.

Everything rounds half-up, away from zero. What is undefined is shown as "—", never as zero.
Chinese writes dates as 2026年11月23日 and may count money in 万 and 亿; English writes
23 Nov 2026, K and M. A view formats through here and nowhere else.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation

from desktop.i18n import _, language, ngettext
from desktop.money import currency_decimals, currency_symbol, round_half_up
from desktop.periods import FiscalCalendar, Month, Period
from desktop.ratio import Ratio

#: What stands where there is no value.
DASH = "—"

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_DAYS_ZH = "一二三四五六日"
_WAN, _YI = Decimal(10_000), Decimal(100_000_000)
_LARGEST = Decimal(10) ** 12


def _is_chinese() -> bool:
    return language() == "zh_CN"


def number(value: Decimal | int | None, decimals: int = 0) -> str:
    """Return `1,234,567.50`, rounded half-up to this many decimals; "—" for None."""
    if value is None:
        return DASH
    rounded = round_half_up(Decimal(value), decimals)
    return f"{rounded if rounded else abs(rounded):,f}"


def quantity(value: Decimal | int | None) -> str:
    """Return a quantity with thousands separators and without trailing zeros."""
    if value is None:
        return DASH
    text = f"{Decimal(value):,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def money(
    amount: Decimal | None, currency: str = "CNY", *, symbol: bool = True, in_wan: bool = False
) -> str:
    """Return `¥1,234,567.50` with the currency's decimals, or `¥123.46万` where asked for."""
    if amount is None:
        return DASH
    sign = currency_symbol(currency) if symbol else ""
    if in_wan:
        text = number(abs(amount) / _WAN, 2) + "万"
        negative = amount < 0 and round_half_up(amount / _WAN, 2) != 0
    else:
        decimals = currency_decimals(currency)
        text = number(abs(amount), decimals)
        negative = amount < 0 and round_half_up(amount, decimals) != 0
    return f"{'-' if negative else ''}{sign}{text}"


def short_money(amount: Decimal | None, currency: str = "CNY") -> str:
    """Return an amount short enough for an axis: `¥1.23亿`, `¥45.6万`; `¥4.56M`, `¥456K`."""
    if amount is None:
        return DASH
    sign = "-" if amount < 0 else ""
    return f"{sign}{currency_symbol(currency)}{short_number(abs(amount))}"


def short_number(value: Decimal | int) -> str:
    """Return a number in three or four figures with 万 and 亿, or K, M and B in English."""
    size = abs(Decimal(value))
    units = (
        ((_YI, "亿"), (_WAN, "万"))
        if _is_chinese()
        else ((Decimal(10) ** 9, "B"), (Decimal(10) ** 6, "M"), (Decimal(1000), "K"))
    )
    text = ""
    for step, name in units:
        # 999,950 reads as 1M: what is rounded up to the next unit is written in it.
        if round_half_up(size / step, 2) >= 1:
            scaled = size / step
            decimals = 0 if scaled >= 1000 else 1 if scaled >= 100 else 2
            text = quantity(round_half_up(scaled, decimals)) + name
            break
    else:
        text = quantity(round_half_up(size, 2 if size < 10 else 0))
    return f"-{text}" if value < 0 and text != "0" else text


def percent(value: Decimal | None, decimals: int = 1) -> str:
    """Return a fraction of one as `84.1%`; "—" for None."""
    return DASH if value is None else number(value * 100, decimals) + "%"


def ratio(value: Ratio, decimals: int = 1) -> str:
    """Return a ratio in percent, or "—" where it is undefined (see `Ratio.reason`)."""
    return percent(value.value, decimals)


def times(value: Ratio, decimals: int = 2) -> str:
    """Return a ratio as a plain number (`3.45`), or "—" where it is undefined."""
    return number(value.value, decimals)


def change(value: Decimal | None, decimals: int = 1) -> str:
    """Return a signed percentage, `+12.5%`; "—" for None."""
    text = percent(value, decimals)
    return f"+{text}" if value is not None and not text.startswith(("-", "0.0%", "0%")) else text


def days(count: int | Decimal | None) -> str:
    """Return `1 day`, `12 days`; decimals are kept to one place."""
    if count is None:
        return DASH
    if isinstance(count, int) or count == count.to_integral_value():
        return ngettext("{count} day", "{count} days", int(count)).format(count=number(count))
    return _("{count} days").format(count=number(count, 1))


def day(value: date | None) -> str:
    """Return `23 Nov 2026`, or `2026年11月23日`."""
    if value is None:
        return DASH
    if _is_chinese():
        return f"{value.year}年{value.month}月{value.day}日"
    return f"{value.day} {_MONTHS[value.month - 1]} {value.year}"


def day_and_weekday(value: date | None) -> str:
    """Return `Mon 23 Nov 2026`, or `2026年11月23日星期一`."""
    if value is None:
        return DASH
    if _is_chinese():
        return f"{day(value)}星期{_DAYS_ZH[value.weekday()]}"
    return f"{_DAYS[value.weekday()]} {day(value)}"


def short_weekday(place: int) -> str:
    """Return the day of the week at this place, Monday being 0: `Mon`, `一`."""
    return _DAYS_ZH[place] if _is_chinese() else _DAYS[place]


def short_day(value: date | None) -> str:
    """Return the day in its year, for axes and narrow places: `23 Nov`, `11月23日`."""
    if value is None:
        return DASH
    if _is_chinese():
        return f"{value.month}月{value.day}日"
    return f"{value.day} {_MONTHS[value.month - 1]}"


def month(value: Month) -> str:
    """Return `Nov 2026`, or `2026年11月`."""
    if _is_chinese():
        return f"{value.year}年{value.number}月"
    return f"{_MONTHS[value.number - 1]} {value.year}"


def short_month(value: Month) -> str:
    """Return the month in its year: `Nov`, or `11月`."""
    return f"{value.number}月" if _is_chinese() else _MONTHS[value.number - 1]


def period(value: Period, fiscal: FiscalCalendar | None = None) -> str:
    """Return the shortest name of a period: year, quarter, month, day, or from – to."""
    start, last = value.start, value.last
    if value.day_count == 1:
        return day(start)
    if start.day == 1 and value.end.day == 1:
        months = Month.of(value.end).ordinal - Month.of(start).ordinal
        if months == 1:
            return month(Month.of(start))
        if months == 3 and start.month % 3 == 1:
            return quarter(Month.of(start))
        calendar = fiscal or FiscalCalendar()
        if months == 12 and start.month == calendar.first_month:
            name = calendar.name(calendar.year_of(start))
            return f"{name}年" if _is_chinese() and name.isdigit() else name
    return f"{day(start)} – {day(last)}"


def quarter(first: Month) -> str:
    """Return the calendar quarter that a month lies in: `Q3 2026`, `2026年第3季度`."""
    index = (first.number - 1) // 3 + 1
    return f"{first.year}年第{index}季度" if _is_chinese() else f"Q{index} {first.year}"


def instant(value: datetime | None) -> str:
    """Return a moment in the desk's own time zone, to the minute."""
    if value is None:
        return DASH
    local = value.astimezone()
    return f"{day(local.date())} {local:%H:%M}"


def time_of(value: datetime) -> str:
    """Return the time of a moment in the desk's own time zone, to the minute."""
    return f"{value.astimezone():%H:%M}"


def file_size(size: int) -> str:
    """Return `12.3 MB` and the like, in steps of 1,000."""
    value = Decimal(size)
    for unit in ("B", "kB", "MB"):
        if value < 1000:
            return f"{number(value, 0 if unit == 'B' else 1)} {unit}"
        value /= 1000
    return f"{number(value, 1)} GB"


def parse_day(text: str, today: date) -> date:
    """Return the day that a person typed; what is left out is taken from `today`.

    `23` is a day of this month, `1123` and `11-23` of this year, `261123`, `20261123`,
    `2026/11/23` and `2026年11月23日` are whole. `+3` and `-1` count from today.

    Raises:
        ValueError: nothing that names a day.
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    if re.fullmatch(r"[+-]\d{1,3}", plain):
        return today + timedelta(days=int(plain))
    parts = [part for part in re.split(r"[-/.年月日\s]+", plain) if part]
    if not parts or not all(part.isascii() and part.isdigit() for part in parts):
        raise ValueError("not a day")
    if len(parts) == 1 and len(parts[0]) in (3, 4, 6, 8):
        digits = parts[0].zfill(4) if len(parts[0]) == 3 else parts[0]
        parts = [digits[:-4], digits[-4:-2], digits[-2:]]
    numbers = [int(part) for part in parts if part]
    if len(numbers) == 1:
        return today.replace(day=numbers[0])
    if len(numbers) == 2:
        return date(today.year, numbers[0], numbers[1])
    if len(numbers) != 3:
        raise ValueError("not a day")
    year = numbers[0] + 2000 if len(parts[-3]) == 2 else numbers[0]
    if not 1990 <= year <= 2100:
        raise ValueError("not a year of this program")
    return date(year, numbers[1], numbers[2])


def parse_amount(text: str) -> Decimal:
    """Return the amount that a person typed: `1,234.50`, `¥1234`, `１２３４`, `1.2万`.

    Raises:
        ValueError: not a number, or beyond what a field may hold.
    """
    plain = unicodedata.normalize("NFKC", text).strip().lstrip("¥$€£").replace(" ", "")
    factor = Decimal(1)
    for name, size in (("万", _WAN), ("亿", _YI)):
        if plain.endswith(name):
            plain, factor = plain[:-1], size
    if not re.fullmatch(r"[+-]?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?|[+-]?\.\d+", plain, re.ASCII):
        raise ValueError("not an amount")
    try:
        amount = Decimal(plain.replace(",", "")) * factor
    except InvalidOperation as exc:
        raise ValueError("not an amount") from exc
    if abs(amount) > _LARGEST:
        raise ValueError("too large")
    return amount
