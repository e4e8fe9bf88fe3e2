"""What a person types in a hurry, in the one form that the checks of files understand.

Each function returns the normal form of a cell, an empty text for an empty one, or None where
it does not understand: then the cell stays as it was typed, and the checks say what is wrong.
Full-width characters are read as their narrow ones. Source: ACTIVITY.md 1, DESKTOP.md U43.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

_YEARS = (1901, 2100)
_WORDS = {
    "今天": 0, "今日": 0, "today": 0, "昨天": -1, "昨日": -1, "yesterday": -1, "前天": -2,
    "明天": 1, "明日": 1, "tomorrow": 1, "后天": 2,
}  # fmt: skip
_FROM_TODAY = re.compile(r"[+-][0-9]{1,3}")
_WHOLE = re.compile(r"([0-9]{4})\s*[-/.年]\s*([0-9]{1,2})\s*[-/.月]\s*([0-9]{1,2})\s*[日号]?")
_SHORT_YEAR = re.compile(r"([0-9]{2})\s*[-/.年]\s*([0-9]{1,2})\s*[-/.月]\s*([0-9]{1,2})\s*[日号]?")
_MONTH_DAY = re.compile(r"([0-9]{1,2})\s*[-/.月]\s*([0-9]{1,2})\s*[日号]?")
_DAY = re.compile(r"([0-9]{1,2})\s*[日号]?")
_TIME = re.compile(r"([0-9]{1,2})\s*[:点时h]\s*([0-9]{1,2})?\s*分?", re.IGNORECASE)
_HALF_HOUR = re.compile(r"([0-9]{1,2})\s*点半")
_AFTERNOON = re.compile(r"(上午|下午|晚上|am|pm)?\s*(.+?)\s*(am|pm)?", re.IGNORECASE)
_SIGNED = re.compile(
    r"(?P<sign>[-+−–])?\s*(?:[¥]|RMB|CNY|人民币)?\s*(?P<sign2>[-−–])?\s*(?P<body>[0-9.,' ]*[0-9])"
    r"\s*(?P<unit>万元|万|千元|千|亿元|亿|k|w)?\s*(?:元|圆|块|RMB|CNY|人民币)?",
    re.IGNORECASE,
)
_UNITS = {"万": 10_000, "w": 10_000, "千": 1_000, "k": 1_000, "亿": 100_000_000}
_POINT = re.compile(r"[0-9]*(?:\.[0-9]+)?|[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?")
_COMMA = re.compile(r"[0-9]+,(?:[0-9]{1,2}|[0-9]{4,})|[0-9]{1,3}(?:\.[0-9]{3})+,[0-9]+")
_HOURS = re.compile(
    r"([0-9]+(?:\.[0-9]+)?)\s*(?:个)?(?:小时|时|h|hours?|hrs?)(?:\s*([0-9]{1,2}|半)\s*"
    r"(?:分钟|分|min|minutes?|m)?)?",
    re.IGNORECASE,
)
_HALF_AN_HOUR = re.compile(r"半(?:个)?小时")
_CLOCK = re.compile(r"([0-9]{1,2}):([0-9]{2})")
_MINUTES = re.compile(r"([0-9]+)\s*(?:分钟|分|min|mins|minutes?|m|')?", re.IGNORECASE)
_YES = frozenset(("yes", "y", "true", "t", "1", "是", "有", "对", "√", "✓", "✔"))
_NO = frozenset(("no", "n", "false", "f", "0", "否", "无", "不", "×", "✗", "x"))
_MOST_DIGITS = 40
_OFFSETS = (0, -1, 1)


class Lean(StrEnum):
    """Whether a day that is typed is one of the past, one to come, or either."""

    NONE = "none"
    PAST = "past"
    AHEAD = "ahead"


@dataclass(frozen=True, slots=True)
class _Near:
    """Finds the day near today that is meant."""

    today: date
    lean: Lean

    def year(self, month: int, day: int) -> date | None:
        """Return the day of the nearest year that has it."""
        return self._nearest([_made(self.today.year + offset, month, day) for offset in _OFFSETS])

    def month(self, day: int) -> date | None:
        """Return the day of the nearest month that has it."""
        this = self.today.year * 12 + self.today.month - 1
        months = [this + offset for offset in _OFFSETS]
        return self._nearest([_made(month // 12, month % 12 + 1, day) for month in months])

    def _nearest(self, days: list[date | None]) -> date | None:
        """Return the day nearest to today on the side that is meant, of two as far the first."""
        found = [day for day in days if day is not None]
        meant = [day for day in found if self._is_meant(day)]
        return min(meant or found, key=lambda day: abs((day - self.today).days), default=None)

    def _is_meant(self, day: date) -> bool:
        if self.lean is Lean.PAST:
            return day <= self.today
        return self.lean is Lean.NONE or day >= self.today


def narrow(text: str) -> str:
    """Return the text with full-width characters narrow, and without outer spaces."""
    return (text if text.isascii() else unicodedata.normalize("NFKC", text)).strip()


def typed_date(text: str, today: date, lean: Lean = Lean.NONE) -> str | None:
    """Return a day as `2026-07-03`; what is left out is what lies nearest to today.

    `2026年7月3日`, `2026/7/3`, `20260703`, `260703`; `7-3`, `7.3`, `7月3日`, `0703`, `703` (the
    year nearest to today); `3`, `3日` (the month nearest to today); `-1`, `今天`, `yesterday`.
    `lean` says that the day is meant to be past, or to come: `1` on the last of a month is then
    the first of this one, or of the next.
    """
    bare = narrow(text)
    if not bare:
        return ""
    if bare.lower() in _WORDS:
        return (today + timedelta(days=_WORDS[bare.lower()])).isoformat()
    if _FROM_TODAY.fullmatch(bare):
        return (today + timedelta(days=int(bare))).isoformat()
    near = _Near(today, lean)
    found = _day_of_digits(bare, near) if bare.isdigit() else _day_of_parts(bare, near)
    return None if found is None else found.isoformat()


def _day_of_digits(bare: str, near: _Near) -> date | None:
    match len(bare):
        case 8:
            return _made(int(bare[:4]), int(bare[4:6]), int(bare[6:]))
        case 6:
            return _made(2000 + int(bare[:2]), int(bare[2:4]), int(bare[4:]))
        case 3 | 4:
            return near.year(int(bare[:-2]), int(bare[-2:]))
        case 1 | 2:
            return near.month(int(bare))
        case _:
            return None


def _day_of_parts(bare: str, near: _Near) -> date | None:
    if match := _WHOLE.fullmatch(bare):
        return _made(int(match[1]), int(match[2]), int(match[3]))
    if match := _SHORT_YEAR.fullmatch(bare):
        return _made(2000 + int(match[1]), int(match[2]), int(match[3]))
    if match := _MONTH_DAY.fullmatch(bare):
        return near.year(int(match[1]), int(match[2]))
    if match := _DAY.fullmatch(bare):
        return near.month(int(match[1]))
    return None


def _made(year: int, month: int, day: int) -> date | None:
    if not _YEARS[0] <= year <= _YEARS[1]:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def typed_time(text: str) -> str | None:
    """Return a time of day as `09:30`: from `9:30`, `0930`, `930`, `9点30`, `9点半`, `下午2:15`."""
    bare = narrow(text)
    if not bare:
        return ""
    whole = _AFTERNOON.fullmatch(bare)
    if whole is None:
        return None
    half = (whole[1] or whole[3] or "").lower()
    moment = _clock_of(whole[2])
    if moment is None:
        return None
    hour, minute = moment
    if half in ("下午", "晚上", "pm") and hour < 12:
        hour += 12
    if half == "am" and hour == 12:
        hour = 0
    return f"{hour:02d}:{minute:02d}" if hour < 24 and minute < 60 else None


def _clock_of(bare: str) -> tuple[int, int] | None:
    if bare.isdigit():
        if len(bare) <= 2:
            return int(bare), 0
        return (int(bare[:-2]), int(bare[-2:])) if len(bare) <= 4 else None
    if match := _HALF_HOUR.fullmatch(bare):
        return int(match[1]), 30
    if match := re.fullmatch(r"([0-9]{1,2}):([0-9]{2}):[0-9]{2}", bare):
        return int(match[1]), int(match[2])
    if match := re.fullmatch(r"([0-9]{1,2})[.,]([0-9]{2})", bare):
        return int(match[1]), int(match[2])
    if match := _TIME.fullmatch(bare):
        return int(match[1]), int(match[2] or 0)
    return None


def typed_number(text: str) -> str | None:
    """Return a number or an amount of money without grouping, unit and the yuan's sign.

    `¥1,234.50` is 1234.50; `1.5万`, `1,5万` and `1.5w` are 15000; `3千` and `3k` are 3000; a comma
    that no group of three follows is a decimal one. Another currency's sign is not understood.
    """
    bare = narrow(text)
    if not bare:
        return ""
    match = _SIGNED.fullmatch(bare)
    if match is None or (match["sign"] and match["sign2"]) or len(bare) > _MOST_DIGITS:
        return None
    body = re.sub(r"(?<=[0-9])[ '](?=[0-9]{3}(?![0-9]))", "", match["body"]).strip()
    if _POINT.fullmatch(body):
        plain = body.replace(",", "")
    elif _COMMA.fullmatch(body):
        plain = body.replace(".", "").replace(",", ".")
    else:
        return None
    value = Decimal(plain)
    if match["unit"]:
        value *= _UNITS[match["unit"][0].lower()]
        plain = f"{value.normalize():f}"
    elif plain.startswith("."):
        plain = f"0{plain}"
    sign = "-" if {match["sign"], match["sign2"]} & {"-", "−", "–"} and value else ""
    return f"{sign}{plain}"


def typed_minutes(text: str) -> str | None:
    """Return a length in whole minutes: `90分钟`, `1小时30`, `1.5h`, `1:30`."""
    bare = narrow(text).replace("’", "'")
    if not bare:
        return ""
    if match := _MINUTES.fullmatch(bare):
        return str(int(match[1]))
    if _HALF_AN_HOUR.fullmatch(bare):
        return "30"
    if match := _CLOCK.fullmatch(bare):
        return str(int(match[1]) * 60 + int(match[2])) if int(match[2]) < 60 else None
    if match := _HOURS.fullmatch(bare):
        more = 30 if match[2] == "半" else int(match[2] or 0)
        minutes = Decimal(match[1]) * 60 + more
        return str(int(minutes)) if minutes == minutes.to_integral_value() else None
    return None


def typed_yes_no(text: str) -> str | None:
    """Return `yes` or `no` for the words and signs that people tick a box with."""
    bare = narrow(text).casefold()
    if not bare:
        return ""
    if bare in _YES:
        return "yes"
    return "no" if bare in _NO else None
