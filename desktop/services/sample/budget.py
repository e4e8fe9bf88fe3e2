"""What the branch may spend: by rep where he spends it himself, else by quarter."""

from __future__ import annotations

from desktop.enums import ExpenseCategory
from desktop.services.sample.days import YEARS
from desktop.services.sample.people import SELLERS
from desktop.services.sample.words import money_text

COLUMNS = ("period", "category", "amount", "rep_code")

#: Fen a year for each rep who sells.
_OF_REP = {
    ExpenseCategory.TRAVEL: 1_200_000,
    ExpenseCategory.MEALS: 150_000,
    ExpenseCategory.ENTERTAINMENT: 600_000,
    ExpenseCategory.PROMOTION: 1_600_000,
    ExpenseCategory.COMMUNICATION: 180_000,
}
#: Fen of a year for the branch, by quarter: gifts go out before the festivals.
_OF_BRANCH = {
    ExpenseCategory.GIFT: (700_000, 200_000, 500_000, 200_000),
    ExpenseCategory.OTHER: (200_000, 200_000, 200_000, 200_000),
}


def rows() -> tuple[tuple[str, ...], ...]:
    """Return the rows of the last year's budget."""
    year = YEARS[-1]
    of_reps = [
        (str(year), str(category), money_text(amount), person.code)
        for person in SELLERS
        if person.left is None or person.left.year >= year
        for category, amount in _OF_REP.items()
    ]
    of_branch = [
        (f"{year}-Q{place}", str(category), money_text(amount), "")
        for category, amounts in _OF_BRANCH.items()
        for place, amount in enumerate(amounts, start=1)
    ]
    return (*of_reps, *of_branch)
