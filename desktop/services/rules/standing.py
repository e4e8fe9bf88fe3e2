"""How a customer stands with the branch: one word for what he owes, since when, and his limit."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum

#: Beyond this many days overdue a debt is no longer late but in danger.
LONG_OVERDUE_DAYS = 90


class AccountStatus(StrEnum):
    """A customer's standing, the most serious last."""

    CLEAR = "clear"
    NOT_DUE = "not_due"
    OVERDUE = "overdue"
    LONG_OVERDUE = "over_90"
    OVER_LIMIT = "over_limit"

    @property
    def rank(self) -> int:
        """How serious it is, from 0."""
        return tuple(AccountStatus).index(self)


def account_status(
    receivable: int | Decimal, oldest_overdue_days: int, available: int | Decimal | None
) -> AccountStatus:
    """Return the most serious thing that can be said of a customer.

    `available` is the credit limit less the receivable, None without a limit. Amounts are in
    one unit, minor or whole: only their signs count.
    """
    if available is not None and available < 0:
        return AccountStatus.OVER_LIMIT
    if oldest_overdue_days > LONG_OVERDUE_DAYS:
        return AccountStatus.LONG_OVERDUE
    if oldest_overdue_days > 0:
        return AccountStatus.OVERDUE
    return AccountStatus.NOT_DUE if receivable > 0 else AccountStatus.CLEAR
