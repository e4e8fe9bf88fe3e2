"""How a customer stands: the most serious thing that can be said."""

from __future__ import annotations

import pytest

from desktop.services.rules.standing import AccountStatus, account_status


@pytest.mark.parametrize(
    ("receivable", "days", "available", "expected"),
    [
        (0, 0, None, AccountStatus.CLEAR),
        (-50, 0, None, AccountStatus.CLEAR),
        (1, 0, None, AccountStatus.NOT_DUE),
        (1, 0, 0, AccountStatus.NOT_DUE),
        (1, 1, None, AccountStatus.OVERDUE),
        (1, 90, None, AccountStatus.OVERDUE),
        (1, 91, None, AccountStatus.LONG_OVERDUE),
        (-5, 3, None, AccountStatus.OVERDUE),
        (1, 0, -1, AccountStatus.OVER_LIMIT),
        (1, 400, -1, AccountStatus.OVER_LIMIT),
    ],
)
def test_the_most_serious_standing_is_told(
    receivable: int, days: int, available: int | None, expected: AccountStatus
) -> None:
    assert account_status(receivable, days, available) is expected


def test_standings_rank_by_seriousness() -> None:
    assert [status.rank for status in AccountStatus] == [0, 1, 2, 3, 4]
