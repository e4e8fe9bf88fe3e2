"""Rules of pay under which telling the true forecast is best: Gonik's and HU's.

Source: PLANNING.md, section 7; J. Gonik, "Tie Salesmen's Bonuses to Their Forecasts", Harvard
Business Review, May 1978; Hu Zuguang's theory of the jointly settled base (联合确定基数法).
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from desktop.errors import InputError, Issue
from desktop.money import LARGEST_AMOUNT

#: What a forecast equal to the objective and met earns, in percent of the standard bonus.
FULL_PAYOFF = 120


def gonik_payoff(stated: Decimal, actual: Decimal, objective: Decimal) -> Decimal:
    """Return Gonik's payoff in percent of the standard bonus; 120 where all three are equal.

    120·F/O where the actual A equals the stated F; 60·(A + F)/O where more was sold; and
    60·(3A − F)/O where less was, which may be negative. For every A the best F is A.

    Raises:
        InputError: `gonik_objective` unless the objective is above zero, `gonik_too_far` where
            it is next to nothing beside the other two, `stated_negative`.
    """
    facts = {"objective": _plain(objective)}
    if objective <= 0:
        raise InputError(Issue("gonik_objective", facts))
    _require_statement(stated)
    earned = actual + stated if actual >= stated else 3 * actual - stated
    payoff = Decimal(FULL_PAYOFF) / 2 * earned / objective
    if abs(payoff) > LARGEST_AMOUNT:
        raise InputError(Issue("gonik_too_far", facts))
    return payoff


@dataclass(frozen=True, slots=True)
class HuTerms:
    """What HU's rule is agreed with, in money (or units) of the figure itself.

    `weight` (w) is that of the own figure in the base, `excess` (P) the share of what is sold
    above the base that is paid, `penalty` (Q) what is taken off for each unit sold above the
    own figure; `demand` (D) is headquarters' figure.
    """

    weight: Decimal
    excess: Decimal
    penalty: Decimal
    demand: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class HuOutcome:
    """The base of the contract and the reward, negative where the base was missed."""

    base: Decimal
    reward: Decimal


def require_truthful(terms: HuTerms) -> None:
    """Refuse terms under which the truth is not the best statement: P > Q > w·P must hold.

    With Q ≤ w·P each unit kept back lowers the base by more than its penalty; with Q ≥ P
    nothing is earned by selling more than was stated; with w = 0 overstating costs nothing.

    Raises:
        InputError: `hu_weight`, `hu_penalty_low` or `hu_penalty_high`, with the numbers.
    """
    weight, excess, penalty = terms.weight, terms.excess, terms.penalty
    facts = {
        "w": _plain(weight),
        "p": _plain(excess),
        "q": _plain(penalty),
        "wp": _plain(weight * excess),
    }
    if not 0 < weight < 1:
        raise InputError(Issue("hu_weight", facts))
    if excess <= 0:
        raise InputError(Issue("hu_excess", facts))
    if penalty >= excess:
        raise InputError(Issue("hu_penalty_high", facts))
    if penalty <= weight * excess:
        raise InputError(Issue("hu_penalty_low", facts))


def hu_outcome(stated: Decimal, actual: Decimal, terms: HuTerms) -> HuOutcome:
    """Return base and reward: C = w·S + (1 − w)·D and R = P·(A − C) − Q·max(0, A − S).

    Raises:
        InputError: terms that do not make the truth best (`require_truthful`), or a negative
            statement (`stated_negative`).
    """
    require_truthful(terms)
    _require_statement(stated)
    base = terms.weight * stated + (1 - terms.weight) * terms.demand
    understated = max(Decimal(0), actual - stated)
    return HuOutcome(base, terms.excess * (actual - base) - terms.penalty * understated)


def _require_statement(stated: Decimal) -> None:
    if stated < 0:
        raise InputError(Issue("stated_negative", {"stated": _plain(stated)}))


def _plain(value: Decimal) -> str:
    """Return a number as a sentence shows it: no exponent, no zeros at the end."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
