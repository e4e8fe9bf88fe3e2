"""What hangs on a programme of visits: other capacities, one visit more, the accounts' curves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from desktop.errors import InputError
from desktop.money import round_half_up
from desktop.services.calculators.callplan import CallProblem, problem_of
from desktop.services.calculators.data import CalcInput, CalcTable
from desktop.services.rules.response import Account, allocate

#: By how many per cent the capacity is changed, the given one among them.
CHANGES = (-20, -10, 0, 10, 20)
#: A curve is drawn with as many points as can be told apart, and up to twice the present visits.
MOST_POINTS = 24


@dataclass(frozen=True, slots=True)
class CapacityStep:
    """What the best programme brings at another capacity (visits or hours).

    Sales and contribution are None where the minimum visits alone need more.
    """

    percent: int
    capacity: Decimal
    expected_sales: Decimal | None
    contribution: Decimal | None


@dataclass(frozen=True, slots=True)
class CallPicture:
    """What a programme rests on and what hangs on it.

    `one_more` is the contribution of one visit (hour) more in all; `minimum` what the minimum
    visits alone take, in visits or hours; `dropped` names the accounts that get no visit.
    """

    problem: CallProblem
    visits: tuple[int, ...]
    steps: tuple[CapacityStep, ...]
    one_more: Decimal
    minimum: Decimal
    dropped: tuple[str, ...]

    @property
    def with_minimum(self) -> int:
        """How many accounts have a minimum."""
        return sum(1 for account in self.problem.accounts if account.minimum)


@dataclass(frozen=True, slots=True)
class ResponsePoint:
    """What an account is judged to buy at a number of visits."""

    visits: int
    sales: Decimal
    contribution: Decimal


def call_picture(given: CalcInput, answer: CalcTable) -> CallPicture:
    """Return what hangs on the answer that `callplan` gave to this input."""
    problem = problem_of(given)
    visits = tuple(int(str(row[1])) for row in answer.rows)
    accounts = problem.accounts
    now = sum(_contributions(accounts, visits), Decimal(0))
    more = allocate(accounts, problem.capacity + 1, by_hours=problem.by_hours, step=problem.step)
    taken = ((one.hours if problem.by_hours else Decimal(1)) * one.minimum for one in accounts)
    return CallPicture(
        problem,
        visits,
        tuple(_step(problem, percent) for percent in CHANGES),
        more.contribution - now,
        sum(taken, Decimal(0)),
        tuple(one.key for one, count in zip(accounts, visits, strict=True) if not count),
    )


def _contributions(accounts: Sequence[Account], visits: Sequence[int]) -> list[Decimal]:
    return [one.contribution(count) for one, count in zip(accounts, visits, strict=True)]


def _step(problem: CallProblem, percent: int) -> CapacityStep:
    capacity = problem.capacity * (100 + percent) / 100
    if not problem.by_hours:
        capacity = round_half_up(capacity, 0)
    try:
        found = allocate(problem.accounts, capacity, by_hours=problem.by_hours, step=problem.step)
    except InputError:
        # The given capacity was taken, so it is the minimum visits that this one is too small
        # for, or the search that this one is too large for.
        return CapacityStep(percent, capacity, None, None)
    return CapacityStep(percent, capacity, found.expected_sales, found.contribution)


def response_points(account: Account, planned: int) -> tuple[ResponsePoint, ...]:
    """Return an account's judged curve, from no visits to beyond the present and planned ones.

    Whole visits in equal steps, the planned number always among them.
    """
    present = int(account.present.to_integral_value())
    last = max(2 * present, planned + 2, 4)
    step = -(-last // MOST_POINTS)
    counts = sorted({*range(0, last + 1, step), planned})
    return tuple(
        ResponsePoint(count, account.expected_sales(count), account.contribution(count))
        for count in counts
    )
