"""Money: exact amounts in minor units, rounding for people, and splits that always add up."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

# ISO 4217: currencies whose minor unit is not a hundredth.
_DECIMALS = {
    "BHD": 3, "CLP": 0, "IQD": 3, "ISK": 0, "JOD": 3, "JPY": 0, "KRW": 0, "KWD": 3,
    "LYD": 3, "OMR": 3, "PYG": 0, "TND": 3, "UGX": 0, "VND": 0, "VUV": 0, "XAF": 0,
    "XOF": 0, "XPF": 0,
}  # fmt: skip

_SYMBOLS = {"CNY": "¥", "USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥", "KRW": "₩", "INR": "₹"}

#: The largest amount that one field may hold, in whole units (RELIABILITY.md, section 3).
LARGEST_AMOUNT = Decimal(10) ** 12


def currency_decimals(currency: str) -> int:
    """Return how many decimals the currency's minor unit has (ISO 4217; two unless listed)."""
    return _DECIMALS.get(currency, 2)


def currency_symbol(currency: str) -> str:
    """Return the sign written before an amount; the code itself where there is none."""
    return _SYMBOLS.get(currency, currency + " ")


def round_half_up(value: Decimal, decimals: int) -> Decimal:
    """Return the value rounded half-up, away from zero, to this many decimals."""
    return value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)


def to_minor(amount: Decimal, decimals: int) -> int:
    """Return whole minor units for an amount, rounded half-up away from zero."""
    return int(round_half_up(amount, decimals).scaleb(decimals))


def from_minor(minor: int, decimals: int) -> Decimal:
    """Return the amount for whole minor units, exactly."""
    return Decimal(minor).scaleb(-decimals)


def split_exact(
    total: int, weights: Sequence[int | Decimal | Fraction], step: int = 1
) -> tuple[int, ...]:
    """Divide whole units by weight so that the parts add up to the total exactly.

    Largest remainder (PLANNING.md, section 5): each part is floored to a multiple of `step`,
    then the units left go to the largest fractional parts; ties to the larger weight, then to
    the earlier place. A negative total is divided as its absolute value and negated. Where all
    weights are zero the parts are even. What `step` cannot express (a total that is not a
    multiple of it) goes to the part with the largest weight.

    Raises:
        ValueError: no weights, a negative weight, or a step below one.
    """
    if not weights:
        raise ValueError("a split needs at least one weight")
    if step < 1:
        raise ValueError("a step is at least one unit")
    exact = [Fraction(weight) for weight in weights]
    if min(exact) < 0:
        raise ValueError("a weight is never negative")
    if total < 0:
        return tuple(-part for part in split_exact(-total, weights, step))
    whole = sum(exact)
    if whole == 0:
        exact, whole = [Fraction(1)] * len(exact), Fraction(len(exact))
    steps, rest = divmod(total, step)
    shares = [steps * weight / whole for weight in exact]
    parts = [share.__floor__() for share in shares]
    order = sorted(range(len(parts)), key=lambda i: (parts[i] - shares[i], -exact[i], i))
    for i in order[: steps - sum(parts)]:
        parts[i] += 1
    result = [part * step for part in parts]
    if rest:
        result[max(range(len(exact)), key=lambda i: (exact[i], -i))] += rest
    return tuple(result)
