"""How sales answer visits: the ADBUDG curve, and the programme of visits that earns most by it.

Source: PLANNING.md, section 10; J. D. C. Little, "Models and Managers: The Concept of a Decision
Calculus", Management Science 16 (1970), for the curve; L. M. Lodish, "CALLPLAN: An Interactive
Salesman's Call Planning System", Management Science 18 (1971), for the allocation.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from desktop.errors import InputError, Issue
from desktop.services.rules.choosing import Ladder, exact_levels, greedy_levels

#: Up to so many accounts the programme is the exact optimum; beyond, it is the greedy one.
MOST_EXACT = 40
#: Larger problems would take longer than a person waits: cells of capacity, levels of visits.
MOST_CELLS = 500_000
MOST_LEVELS = 1_000_000

#: Decimals that a multiple of present sales is taken to; the float behind it has no more to say.
_CURVE_DECIMALS = 12


@dataclass(frozen=True, slots=True)
class ResponseCurve:
    """Sales as a multiple of the present ones: r(x) = b + (a − b)·x^c / (d + x^c).

    x is visits ÷ present visits; b (`floor`) is r(0), a (`ceiling`) is r at saturation, r(1) = 1.
    """

    floor: float
    ceiling: float
    steepness: float
    offset: float

    def at(self, effort: float) -> float:
        """Return the multiple of present sales at a multiple of present visits, 0 or more."""
        if effort <= 0:
            return self.floor
        # Of the two forms the one that tends to nothing where the power leaves a float's range.
        if effort <= 1:
            power = math.pow(effort, self.steepness)
            share = power / (self.offset + power)
        else:
            share = 1 / (1 + self.offset * math.pow(effort, -self.steepness))
        return self.floor + (self.ceiling - self.floor) * share


def fit(none: Decimal, more: Decimal, saturation: Decimal) -> ResponseCurve:
    """Return the curve through four judgements, in closed form.

    Args:
        none: sales without visits, as a multiple of the present ones (b).
        more: sales with half as many visits again (r at 1.5).
        saturation: sales with visits without limit (a).

    Raises:
        InputError: `response_none` unless 0 ≤ b < 1, `response_more` unless 1 < r(1.5) < a.
    """
    if not 0 <= none < 1:
        raise InputError(Issue("response_none", {"none": _plain(none)}))
    if not 1 < more < saturation:
        facts = {"more": _plain(more), "saturation": _plain(saturation)}
        raise InputError(Issue("response_more", facts))
    offset = (saturation - 1) / (1 - none)
    odds = offset * (more - none) / (saturation - more)
    steepness = float(odds.ln()) / math.log(1.5)
    return ResponseCurve(float(none), float(saturation), steepness, float(offset))


@dataclass(frozen=True, slots=True)
class Account:
    """A customer whose sales answer visits.

    `sales` are those at `present` visits (above zero); `margin` is the share of sales that is
    contribution; `hours` is what one visit takes. No `maximum` is no other limit than capacity.
    """

    key: str
    sales: Decimal
    margin: Decimal
    present: Decimal
    curve: ResponseCurve
    minimum: int = 0
    maximum: int | None = None
    hours: Decimal = Decimal(1)

    def expected_sales(self, visits: int) -> Decimal:
        """Return the sales that this many visits are judged to bring, not rounded to money."""
        return self.sales * self._multiple(visits)

    def contribution(self, visits: int) -> Decimal:
        """Return the margin on the expected sales, not rounded to money."""
        return self.expected_sales(visits) * self.margin

    def marginal(self, visits: int, change: int = 1) -> Decimal:
        """Return what the contribution changes by with so many visits more (or less)."""
        return self.contribution(max(0, visits + change)) - self.contribution(visits)

    def _multiple(self, visits: int) -> Decimal:
        return Decimal(str(round(self.curve.at(visits / float(self.present)), _CURVE_DECIMALS)))


@dataclass(frozen=True, slots=True)
class Allotment:
    """What an account gets, and what that is expected to bring."""

    key: str
    visits: int
    expected_sales: Decimal
    contribution: Decimal


@dataclass(frozen=True, slots=True)
class Programme:
    """Visits to accounts, in the order of the accounts.

    `used` is in visits or in hours, as the capacity was; `is_exact` is False for the greedy
    answer, which may fall short of the optimum by less than the worth of one account's jump.
    """

    allotments: tuple[Allotment, ...]
    used: Decimal
    is_exact: bool

    @property
    def contribution(self) -> Decimal:
        """The contribution of all accounts."""
        return sum((one.contribution for one in self.allotments), Decimal(0))

    @property
    def expected_sales(self) -> Decimal:
        """The expected sales of all accounts."""
        return sum((one.expected_sales for one in self.allotments), Decimal(0))


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """What one unit of capacity less costs and one more brings, in contribution.

    `one_less` is zero or negative, None where the minimum visits leave nothing to take away.
    """

    one_less: Decimal | None
    one_more: Decimal


def allocate(
    accounts: Sequence[Account],
    capacity: Decimal | int,
    *,
    by_hours: bool = False,
    step: Decimal | None = None,
) -> Programme:
    """Return the whole visits to each account that earn the most contribution.

    Not more than `capacity` visits are planned (hours with `by_hours`), each account within its
    minimum and maximum; a visit that earns nothing is left out. Up to `MOST_EXACT` accounts it
    is the optimum, found by dynamic programming; beyond, the greedy walk along the upper concave
    envelopes. Hours are laid on the finest grid that all of them fit on, or on `step`, on which
    an account's hours are rounded up.

    Raises:
        InputError: minimum visits that are more than the capacity (`visits_minimum_over`,
            `hours_minimum_over`) or the maximum (`visits_bounds`), an account without present
            visits (`visits_present`), a visit that takes no time (`visits_hours`), a negative
            capacity (`visits_capacity`), or too large a problem (`visits_too_many`,
            `hours_too_fine`).
    """
    for account in accounts:
        _require_sound(account)
    grid = _grid(accounts, by_hours, step)
    costs = [_cells(account, grid, by_hours) for account in accounts]
    room = _room(accounts, costs, Fraction(capacity), grid, by_hours)
    ladders = _ladders(accounts, costs, room, by_hours)
    is_exact = len(accounts) <= MOST_EXACT
    levels = exact_levels(ladders, room) if is_exact else greedy_levels(ladders, room).levels
    visits = [one.minimum + level for one, level in zip(accounts, levels, strict=True)]
    hours = (one.hours if by_hours else 1 for one in accounts)
    used = sum((Decimal(n * each) for n, each in zip(visits, hours, strict=True)), Decimal(0))
    return Programme(
        tuple(
            Allotment(one.key, n, one.expected_sales(n), one.contribution(n))
            for one, n in zip(accounts, visits, strict=True)
        ),
        used,
        is_exact,
    )


def sensitivity(
    accounts: Sequence[Account],
    capacity: Decimal | int,
    *,
    by_hours: bool = False,
    step: Decimal | None = None,
) -> Sensitivity:
    """Return what one visit (one hour) less and more in total would change (see `allocate`)."""

    def best(units: Decimal | int) -> Decimal:
        return allocate(accounts, units, by_hours=by_hours, step=step).contribution

    now = best(capacity)
    try:
        one_less: Decimal | None = best(capacity - 1) - now
    except InputError:
        # The capacity itself was taken, so it is the minimum visits that need the last one.
        one_less = None
    return Sensitivity(one_less, best(capacity + 1) - now)


def _require_sound(account: Account) -> None:
    if account.present <= 0:
        facts = {"account": account.key, "present": _plain(account.present)}
        raise InputError(Issue("visits_present", facts))
    if account.hours <= 0:
        facts = {"account": account.key, "hours": _plain(account.hours)}
        raise InputError(Issue("visits_hours", facts))
    most = account.minimum if account.maximum is None else account.maximum
    if not 0 <= account.minimum <= most:
        bounds = {"account": account.key, "minimum": account.minimum, "maximum": most}
        raise InputError(Issue("visits_bounds", bounds))


def _grid(accounts: Sequence[Account], by_hours: bool, step: Decimal | None) -> Fraction:
    """Return the width of a cell of capacity, in hours or visits."""
    if not by_hours or not accounts:
        return Fraction(1)
    if step is not None:
        if step <= 0:
            raise InputError(Issue("hours_step", {"step": _plain(step)}))
        return Fraction(step)
    hours = [Fraction(account.hours) for account in accounts]
    # The greatest common divisor of fractions: that of the tops over one common bottom.
    bottom = math.lcm(*(one.denominator for one in hours))
    return Fraction(math.gcd(*(int(one * bottom) for one in hours)), bottom)


def _cells(account: Account, grid: Fraction, by_hours: bool) -> int:
    return math.ceil(Fraction(account.hours) / grid) if by_hours else 1


def _room(
    accounts: Sequence[Account],
    costs: Sequence[int],
    capacity: Fraction,
    grid: Fraction,
    by_hours: bool,
) -> int:
    """Return the cells that are left when every account has its minimum."""
    if capacity < 0:
        raise InputError(Issue("visits_capacity", {"capacity": _plain(_decimal(capacity))}))
    cells = capacity // grid
    needed = sum(cost * one.minimum for cost, one in zip(costs, accounts, strict=True))
    if needed > cells:
        facts = {
            "needed": _plain(_decimal(needed * grid)),
            "available": _plain(_decimal(capacity)),
        }
        if by_hours:
            raise InputError(Issue("hours_minimum_over", facts))
        raise InputError(Issue("visits_minimum_over", facts))
    room = cells - needed
    limits = [one.maximum for one in accounts]
    if None not in limits:
        # What no account may take needs no cell.
        useful = zip(costs, limits, accounts, strict=True)
        room = min(room, sum(cost * ((most or 0) - one.minimum) for cost, most, one in useful))
    return room


def _ladders(
    accounts: Sequence[Account], costs: Sequence[int], room: int, by_hours: bool
) -> tuple[Ladder, ...]:
    """Return each account's levels above its minimum, with contributions as comparable ints."""
    tops = []
    for account, cost in zip(accounts, costs, strict=True):
        top = room // cost
        if account.maximum is not None:
            top = min(top, account.maximum - account.minimum)
        tops.append(top)
    if room > MOST_CELLS or sum(tops) > MOST_LEVELS:
        if by_hours:
            raise InputError(Issue("hours_too_fine", {"most": MOST_CELLS}))
        raise InputError(Issue("visits_too_many", {"most": MOST_CELLS}))
    scale = _scale(accounts)
    return tuple(
        Ladder(cost, _worths(account, top, scale))
        for account, cost, top in zip(accounts, costs, tops, strict=True)
    )


def _scale(accounts: Sequence[Account]) -> float:
    """Return the power of two that makes contributions whole numbers whose sum fits 60 bits.

    Whole numbers add up the same in any order, so that equal accounts are truly equal and the
    answer does not hang on the last bit of a sum of floats.
    """
    largest = sum(
        abs(float(one.sales * one.margin)) * max(1.0, one.curve.ceiling) for one in accounts
    )
    return math.ldexp(1.0, 59 - math.frexp(largest)[1]) if largest else 1.0


def _worths(account: Account, top: int, scale: float) -> tuple[int, ...]:
    worth = float(account.sales * account.margin) * scale
    present = float(account.present)
    least = account.minimum
    at = account.curve.at
    return tuple(round(worth * at(n / present)) for n in range(least, least + top + 1))


def _decimal(value: Fraction) -> Decimal:
    return Decimal(value.numerator) / Decimal(value.denominator)


def _plain(value: Decimal) -> str:
    """Return a number as a sentence shows it: no exponent, no zeros at the end."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
