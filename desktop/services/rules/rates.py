"""Rates of events among trials: what is known of one, and whether two can be told apart.

The interval is Wilson's: E. B. Wilson, Journal of the American Statistical Association 22 (1927);
the test is Fisher's exact one, two-sided by adding the tables that are not more likely than the
one observed (A. Agresti, Statistical Science 7 (1992), section 2.1).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Context, Decimal, localcontext

from desktop.errors import InputError, Issue
from desktop.i18n import N_
from desktop.ratio import Ratio

NO_TRIALS = N_("no trials")

#: The 97.5 % point of the normal distribution: an interval of 95 %.
_Z = Decimal("1.959963984540054")
#: Two rates are told apart where chance alone would part them so far this rarely.
SIGNIFICANCE = Decimal("0.05")

#: Tables are weighed with so many digits; two that differ only beyond `_EQUAL` weigh the same.
_EXACT = Context(prec=50)
_EQUAL = Decimal("1.000000000000000000000000000001")
_NOTHING = Decimal("1e-40")
#: Where the likelier tables weigh so much, p is nothing to any digit that is ever shown.
_EVERYTHING = Decimal("1e60")
#: More trials than that are not counts of what people did.
MOST_TRIALS = 10**9


@dataclass(frozen=True, slots=True)
class Counts:
    """Events among trials: whole numbers, 0 ≤ events ≤ trials (see `require_counts`)."""

    events: int
    trials: int


@dataclass(frozen=True, slots=True)
class RateInterval:
    """A rate and its 95 % interval; all three undefined without trials."""

    rate: Ratio
    low: Ratio
    high: Ratio


def require_counts(events: int, trials: int) -> Counts:
    """Return checked counts.

    Raises:
        InputError: `rate_negative`, `rate_more_events` than trials, or `rate_too_many` trials.
    """
    facts = {"events": events, "trials": trials}
    if events < 0 or trials < 0:
        raise InputError(Issue("rate_negative", facts))
    if events > trials:
        raise InputError(Issue("rate_more_events", facts))
    if trials > MOST_TRIALS:
        raise InputError(Issue("rate_too_many", {**facts, "most": MOST_TRIALS}))
    return Counts(events, trials)


def wilson(counts: Counts) -> RateInterval:
    """Return the rate and Wilson's score interval of 95 %, without continuity correction."""
    n, x = Decimal(counts.trials), Decimal(counts.events)
    if not n:
        none = Ratio.undefined(NO_TRIALS)
        return RateInterval(none, none, none)
    square = _Z * _Z
    spread = _Z * (square + 4 * x * (n - x) / n).sqrt()
    bottom = 2 * (n + square)
    # At the ends the root is z itself; what rounding leaves of the difference is not a rate.
    low = Decimal(0) if x == 0 else 2 * x + square - spread
    high = bottom if x == n else 2 * x + square + spread
    return RateInterval(
        Ratio.of(x, n, NO_TRIALS),
        Ratio.of(low, bottom, NO_TRIALS),
        Ratio.of(high, bottom, NO_TRIALS),
    )


def fisher(one: Counts, other: Counts) -> Ratio:
    """Return the two-sided p of Fisher's exact test that both rates are the same.

    It is the probability, with all four sums as they are, of a table that is not more likely
    than this one; undefined where either has no trials.
    """
    if not one.trials or not other.trials:
        return Ratio.undefined(NO_TRIALS)
    with localcontext(_EXACT):
        # The observed table weighs 1; only the proportions of the weights count.
        whole = extreme = Decimal(1)
        for weight in (*_weights(one, other, 1), *_weights(one, other, -1)):
            whole += weight
            if weight <= _EQUAL:
                extreme += weight
        return Ratio.of(extreme, whole, NO_TRIALS)


def _weights(one: Counts, other: Counts, step: int) -> Iterator[Decimal]:
    """Yield the weights of the tables beyond the observed one, to one side.

    Each follows from its neighbour by the ratio of hypergeometric probabilities. They rise to
    the likeliest table and fall from there on; what is left when they are next to nothing
    beside the sum so far is not counted, nor what comes when the sum is beyond all measure.
    """
    weight = whole = Decimal(1)
    events, rest = one.events, other.events
    while True:
        if step > 0:
            top = (one.trials - events) * rest
            bottom = (events + 1) * (other.trials - rest + 1)
        else:
            top = events * (other.trials - rest)
            bottom = (one.trials - events + 1) * (rest + 1)
        if not top:
            return
        weight = weight * top / bottom
        whole += weight
        if top < bottom and weight < whole * _NOTHING:
            return
        events, rest = events + step, rest - step
        yield weight
        if whole > _EVERYTHING:
            return


def are_told_apart(p: Ratio) -> bool:
    """Return whether a test's p lies below 5 %; an undefined one tells nothing apart."""
    return p.value is not None and p.value < SIGNIFICANCE
