"""Commands and rows of the review of a promotion or another task.

Amounts are Decimals in whole currency.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from desktop.enums import ReviewVerdict
from desktop.services.plans.work_data import Choice
from desktop.services.rules.uplift import Basis, Finding

#: Longer than this no promotion is measured: nothing before it would be comparable.
MOST_DAYS = 184


@dataclass(frozen=True, slots=True)
class ReviewScope:
    """What is measured: the task's place in these days, narrowed to a product or a group."""

    first: date
    last: date
    product_id: int | None = None
    group_id: int | None = None


@dataclass(frozen=True, slots=True)
class BaselineShown:
    """A baseline with its arithmetic: `sold` times `factor` is `amount`.

    `top` and `bottom` are what the branch sold in the weeks before and in the same weeks a year
    before where it is a trend; None where it is a season.
    """

    basis: Basis
    sold: Decimal
    factor: Decimal | None
    amount: Decimal | None
    first: date
    last: date
    top: Decimal | None = None
    bottom: Decimal | None = None


@dataclass(frozen=True, slots=True)
class ReviewFacts:
    """What the sales of the days say; nothing of it is typed.

    `noise` is how far sales scattered in `stretches` stretches of as many days before, None
    where these are too few. `margin` is the gross margin as a fraction of one, of the lines
    whose cost is known, which are the `costed` fraction of the net sales.
    """

    scope: ReviewScope
    actual: Decimal
    baselines: tuple[BaselineShown, ...]
    noise: Decimal | None
    stretches: int
    margin: Decimal | None
    costed: Decimal | None

    def baseline(self, basis: Basis) -> BaselineShown | None:
        """Return a baseline that has an amount, None where it has none."""
        return next(
            (one for one in self.baselines if one.basis is basis and one.amount is not None), None
        )


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """A review that was written down; `basis` is its baseline's arithmetic as it was kept."""

    id: int
    version: int
    scope: ReviewScope
    baseline: Decimal
    basis: str
    expected: Decimal
    actual: Decimal
    cost: Decimal
    verdict: ReviewVerdict
    lesson: str
    reviewed_on: date

    @property
    def uplift(self) -> Decimal:
        """What was sold beyond the baseline."""
        return self.actual - self.baseline


@dataclass(frozen=True, slots=True)
class ReviewSheet:
    """What a form of a review begins with: the task, what is known, and the review, if any.

    `expected` is the task's contribution, `budget` what was given for it; None where unknown.
    """

    task_id: int
    task: str
    place: str
    currency: str
    as_of: date
    expected: Decimal | None
    budget: Decimal | None
    review: ReviewRow | None
    facts: ReviewFacts | None
    products: tuple[Choice, ...]
    groups: tuple[Choice, ...]
    scope: ReviewScope


@dataclass(frozen=True, slots=True)
class ReviewEntry:
    """A review as it is typed; sales and baseline are counted again when it is kept."""

    scope: ReviewScope
    basis: Basis
    verdict: ReviewVerdict
    lesson: str
    expected: Decimal = Decimal(0)
    cost: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class RecordReview:
    """Write a task's review down; a task has one, so that `expected_version` 0 is the first."""

    task_id: int
    expected_version: int
    entry: ReviewEntry
    request_id: str = ""


@dataclass(frozen=True, slots=True)
class RemoveReview:
    """Take a task's review out."""

    review_id: int
    expected_version: int
    request_id: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a review comes to: the difference, what it says, and what is left of its margin."""

    uplift: Decimal | None
    finding: Finding
    gain: Decimal | None
