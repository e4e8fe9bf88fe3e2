"""The fair-start test of a version: every rep's target beside what he sold and could sell."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from desktop.periods import Month
from desktop.services.plans.versions_data import VersionCard
from desktop.services.rules.fairness import Load, Share, Spread

#: Keys of the levels, from above to below; the branch's own target is what all are held to.
BRANCH, HEADQUARTERS, AGREED, REPS, NOBODY, STRETCH = (
    "branch", "headquarters", "own_number", "reps", "nobody", "stretch",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class FairRow:
    """A rep's target in whole currency beside last year's sales and his customers' potential.

    `expected` is the forecast of the plan's year, `high` the upper end of its interval, `chance`
    the probability to attain; None where it is not known. `load` is judged by potential where
    the version has it, else by last year's sales.
    """

    rep_id: int
    code: str
    name: str
    letters: str
    territory: str
    target: Decimal
    last_year: Decimal | None
    potential: Decimal | None
    to_last_year: Share
    to_potential: Share
    expected: Decimal | None
    chance: Decimal | None
    load: Load
    left_on: date | None = None


@dataclass(frozen=True, slots=True)
class Level:
    """A sum of targets as one level above or below the branch's states it; the key names it."""

    key: str
    amount: Decimal
    ratio: Decimal | None


@dataclass(frozen=True, slots=True)
class FairBook:
    """A version's test; amounts in whole currency.

    `by_potential` says what loads are judged by. `gini` is of the targets; `history` and
    `potential` tell how unequal these are and how far the targets are from them. `attaining` is
    the part of the reps that is expected to attain, of the `judged` ones who have a forecast with
    an interval. `levels` are ÷ the branch's target, which comes first. `behind` are the months
    that last year's sales are of; `figures` counts the potential figures that are there.
    """

    card: VersionCard
    currency: str
    as_of: date
    rows: tuple[FairRow, ...]
    by_potential: bool
    gini: Decimal | None
    history: Spread
    potential: Spread
    attaining: Decimal | None
    judged: int
    levels: tuple[Level, ...]
    behind: tuple[Month, Month] | None
    figures: int
    guessed: int
