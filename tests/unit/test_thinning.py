"""Which backups are kept: 12 recent, 7 daily, 8 weekly, 12 monthly."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from desktop.services.rules.thinning import Promise, kept_moments

NOW = datetime(2026, 3, 18, 9, 30, tzinfo=UTC)  # a Wednesday
MOMENTS = st.lists(
    st.datetimes(
        min_value=datetime(2024, 12, 1), max_value=datetime(2026, 3, 18), timezones=st.just(UTC)
    ),
    max_size=80,
)


def days(moments: frozenset[datetime]) -> list[str]:
    return [f"{moment:%Y-%m-%d}" for moment in sorted(moments, reverse=True)]


def test_nothing_is_kept_of_nothing() -> None:
    assert kept_moments([]) == frozenset()


def test_the_twelve_newest_are_kept_however_close_they_are() -> None:
    moments = [NOW - timedelta(minutes=minute) for minute in range(12)]
    assert kept_moments(moments) == frozenset(moments)


def test_the_thirteenth_of_one_hour_goes() -> None:
    moments = [NOW - timedelta(minutes=minute) for minute in range(13)]
    assert kept_moments(moments) == frozenset(moments[:12])


def test_a_backup_a_day_for_two_years_thins_to_days_weeks_and_months() -> None:
    moments = [NOW - timedelta(days=day) for day in range(730)]
    only = Promise(recent=1, daily=7, weekly=8, monthly=12)
    assert days(kept_moments(moments, only)) == [
        # seven days, today first
        "2026-03-18", "2026-03-17", "2026-03-16", "2026-03-15", "2026-03-14", "2026-03-13",
        "2026-03-12",
        # the Sundays of the weeks before, eight weeks in all with this one and the last; the
        # last days of the months, twelve in all with this one
        "2026-03-08", "2026-03-01", "2026-02-28", "2026-02-22", "2026-02-15", "2026-02-08",
        "2026-02-01", "2026-01-31", "2025-12-31", "2025-11-30", "2025-10-31", "2025-09-30",
        "2025-08-31", "2025-07-31", "2025-06-30", "2025-05-31", "2025-04-30",
    ]  # fmt: skip


def test_days_without_backups_are_not_counted() -> None:
    moments = [NOW - timedelta(days=40 * step) for step in range(7)]
    assert kept_moments(moments, Promise(1, 7, 0, 0)) == frozenset(moments)


def test_the_newest_of_a_day_stands_for_the_day() -> None:
    morning, evening = NOW - timedelta(days=2, hours=5), NOW - timedelta(days=2)
    assert kept_moments([morning, evening, NOW], Promise(1, 7, 0, 0)) == {evening, NOW}


@given(MOMENTS)
def test_the_newest_is_never_let_go(moments: list[datetime]) -> None:
    kept = kept_moments(moments)
    assert not moments or max(moments) in kept


@given(MOMENTS)
def test_the_promised_numbers_are_kept(moments: list[datetime]) -> None:
    kept = kept_moments(moments)
    assert set(sorted(set(moments), reverse=True)[:12]) <= kept
    for count, form in ((7, "%Y-%m-%d"), (8, "%G-%V"), (12, "%Y-%m")):
        spans = sorted({moment.strftime(form) for moment in moments}, reverse=True)[:count]
        assert set(spans) <= {moment.strftime(form) for moment in kept}
    assert kept <= set(moments)
    assert len(kept) <= 12 + 7 + 8 + 12


@given(MOMENTS)
def test_thinning_twice_is_thinning_once(moments: list[datetime]) -> None:
    kept = kept_moments(moments)
    assert kept_moments(kept) == kept


@given(MOMENTS)
def test_thinning_at_every_step_never_breaks_the_promise(moments: list[datetime]) -> None:
    kept: frozenset[datetime] = frozenset()
    for moment in sorted(set(moments)):
        kept = kept_moments({*kept, moment})
    assert kept == kept_moments(moments)
