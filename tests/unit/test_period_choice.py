"""Periods by name, on a day and in a fiscal year."""

from __future__ import annotations

from datetime import date

import pytest

from desktop.periods import FiscalCalendar, Period
from desktop.views.period_choice import Preset, next_period, preset_period

TODAY = date(2026, 2, 10)


@pytest.mark.parametrize(
    ("preset", "fiscal", "first", "last"),
    [
        (Preset.THIS_MONTH, 1, "2026-02-01", "2026-02-28"),
        (Preset.LAST_MONTH, 1, "2026-01-01", "2026-01-31"),
        (Preset.THIS_QUARTER, 1, "2026-01-01", "2026-03-31"),
        (Preset.LAST_QUARTER, 1, "2025-10-01", "2025-12-31"),
        (Preset.THIS_YEAR, 1, "2026-01-01", "2026-12-31"),
        (Preset.THIS_YEAR, 4, "2025-04-01", "2026-03-31"),
        (Preset.LAST_YEAR, 4, "2024-04-01", "2025-03-31"),
        (Preset.LAST_12_MONTHS, 1, "2025-03-01", "2026-02-28"),
    ],
)
def test_presets(preset: Preset, fiscal: int, first: str, last: str) -> None:
    found = preset_period(preset, TODAY, FiscalCalendar(fiscal))
    assert found == Period.inclusive(date.fromisoformat(first), date.fromisoformat(last))


def test_the_next_period_is_as_long() -> None:
    january = Period(date(2026, 1, 1), date(2026, 2, 1))
    assert next_period(january) == Period(date(2026, 2, 1), date(2026, 3, 1))
    week = Period(date(2026, 1, 5), date(2026, 1, 12))
    assert next_period(week) == Period(date(2026, 1, 12), date(2026, 1, 19))
    assert next_period(january.previous()) == january
