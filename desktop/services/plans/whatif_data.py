"""What the what-if board is shown from: a version's year before any event, and its names."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from desktop.periods import Month
from desktop.services.plans.versions_data import VersionCard
from desktop.services.rules.whatif_data import Ground

#: What is later than its payer is used to be is expected within so many days.
LATE_DAYS = 30


class Basis(StrEnum):
    """What the board reckons with for the rest of the year."""

    FORECAST = "forecast"
    TARGET = "target"


@dataclass(frozen=True, slots=True)
class Named:
    """A customer or rep to choose: `ahead` is what he is expected to bring yet."""

    id: int
    code: str
    name: str
    letters: str
    ahead: Decimal


@dataclass(frozen=True, slots=True)
class WhatIfFacts:
    """What the grounds rest on, for the sentences under the board.

    `pay_days` is how many days after the sale the branch is paid; `own_habits` how many
    customers are reckoned with days of their own. `overdue` is what is owed since more than a
    year and not expected any more. `gross` is what is paid for one of net sales. `nobody` is
    the target that no rep has.
    """

    pay_days: int
    own_habits: int
    overdue: Decimal
    gross: Decimal
    nobody: Decimal
    is_future: bool


@dataclass(frozen=True, slots=True)
class WhatIfGround:
    """A version's year as it goes now, by the forecast and by its own targets.

    `forecast` is None where nothing was ever sold. `months` are those that are not over.
    `reps` can leave yet, `everybody` has a target or sales.
    """

    card: VersionCard
    currency: str
    decimals: int
    as_of: date
    months: tuple[Month, ...]
    forecast: Ground | None
    target: Ground
    customers: tuple[Named, ...]
    reps: tuple[Named, ...]
    everybody: tuple[Named, ...]
    facts: WhatIfFacts

    @property
    def has_targets(self) -> bool:
        """Whether the version has a sales target at all."""
        return any(self.target.targets.values())

    @property
    def first_day(self) -> date:
        """The first day that is still to come in the plan's year."""
        return max(self.target.from_day, self.target.year.start)

    def ground(self, basis: Basis) -> Ground:
        """Return the ground to reckon with; without a forecast the targets' own."""
        return self.forecast if basis is Basis.FORECAST and self.forecast else self.target

    def basis(self, wanted: Basis) -> Basis:
        """Return what is reckoned with where this is wanted."""
        return wanted if self.forecast is not None else Basis.TARGET
