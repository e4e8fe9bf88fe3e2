"""Thousands of random edits, locks, re-assignments and undos: a plan's cube always adds up.

On a branch of 12 reps × 320 customers × 40 products × 12 months: 2,000 steps over 12,000 lines
and 500 over 60,000. After every step the sums are taken again from the columns as they were given,
with owners from a book of the test's own, so that nothing of the cube's own adding up is believed.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, ClassVar

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test

from desktop.enums import Dimension
from desktop.errors import RuleViolation
from desktop.services.rules.plan_cube.cube import PlanCube
from desktop.services.rules.plan_cube.data import (
    DIMENSIONS,
    EVERYTHING,
    NONE,
    Method,
    Selection,
    Spreading,
)
from desktop.services.rules.plan_cube.exact import Rounding, Shares, largest_remainders
from desktop.services.rules.plan_cube.members import time_of
from tests.plan_cubes import JANUARY, branch_cube

if TYPE_CHECKING:
    from desktop.services.rules.plan_cube.data import Whole

#: How many histories there are over how many lines. What can go wrong depends on which members,
#: months, locks and bounds meet; the number of lines is what a branch has, and costs most.
HISTORIES = {12_000: 40, 60_000: 10}
STEPS = 50
STEPS_TOLD = ("edit", "refused", "lock", "bounds", "reassign", "undo", "redo", "new lines")
COLUMNS = (
    "key", "amount", "locked", "minimum", "maximum", "rep", "territory", "rep_of", "territory_of",
)  # fmt: skip

PARTS = st.lists(st.sampled_from(DIMENSIONS), max_size=3, unique=True)
PLACES = st.integers(0, 10**6)
HUNDREDTHS = st.integers(0, 300)
METHODS = st.sampled_from(Method)


@cache
def original(filled: int, rounding: Rounding) -> PlanCube:
    """Return the cube that each history begins with a copy of."""
    return branch_cube(filled, rounding)


@dataclass(frozen=True, eq=False)
class State:
    """Every value of every line, and who looks after whom."""

    columns: tuple[Whole, ...]
    rep_of: Whole

    @classmethod
    def of(cls, cube: PlanCube, rep_of: Whole, before: State | None = None) -> State:
        """Return the present state; columns that did not change since before are shared."""
        columns = tuple(getattr(cube.lines, name) for name in COLUMNS)
        if before is None:
            return cls(tuple(one.copy() for one in columns), rep_of.copy())
        return cls(
            tuple(
                old if np.array_equal(old, new) else new.copy()
                for old, new in zip(before.columns, columns, strict=True)
            ),
            rep_of.copy(),
        )

    def stands(self, cube: PlanCube) -> bool:
        """Whether each line of the cube is as it was."""
        return all(
            np.array_equal(old, getattr(cube.lines, name))
            for name, old in zip(COLUMNS, self.columns, strict=True)
        )


def sums(groups: Whole, amounts: Whole, count: int) -> Whole:
    """Return the sums of groups, NONE last, added up one by one."""
    found = np.zeros(count + 1, dtype=np.int64)
    np.add.at(found, groups, amounts)
    return found


class Book:
    """Who looks after whom, kept apart from the cube."""

    def __init__(self, cube: PlanCube) -> None:
        self.rep_of = np.array([*cube.axes.rep_of, (NONE,) * 12])

    def require_sums(self, cube: PlanCube) -> None:
        """Compare every decomposition of the cube with sums of its raw columns."""
        lines, axes, total = cube.lines, cube.axes, sum(cube.lines.amount.tolist())
        rep = np.where(
            lines.customer == NONE, lines.pool_rep, self.rep_of[lines.customer, lines.month]
        )
        by_month = cube.view(None, Dimension.MONTH)
        assert by_month.total == total
        expected = sums(lines.month, lines.amount, 12)[:12]
        assert by_month.column_totals.tolist() == expected.tolist()
        by_rep = cube.view(Dimension.REP, Dimension.QUARTER, keep_empty=True)
        reps = sums(rep, lines.amount, 12)
        assert by_rep.row_totals.tolist() == [reps[-1], *reps[:-1]]
        assert by_rep.unassigned == reps[-1]
        quarters: Counter[int] = Counter()
        for month, amount in enumerate(expected.tolist()):
            quarters[time_of(axes, Dimension.QUARTER, JANUARY + month)] += amount
        assert by_rep.column_totals.tolist() == [quarters[one] for one in by_rep.column_members]
        assert sum(quarters.values()) == cube.view(None, Dimension.YEAR).total == total
        for dimension, groups, count in (
            (Dimension.CUSTOMER, lines.customer, axes.customers),
            (Dimension.PRODUCT, lines.product, len(axes.product_group)),
        ):
            found = cube.view(dimension, None, keep_empty=True).row_totals
            wanted = sums(groups, lines.amount, count)
            assert found.tolist() == [wanted[-1], *wanted[:-1]]
        roots = cube.view(Dimension.TERRITORY, None)
        tops = [place for place, above in enumerate(roots.row_above) if above == NONE]
        assert sum(roots.row_totals[tops].tolist()) == total
        totals = cube.totals()
        assert totals.is_tied
        assert totals.total == total


class PlanHistory(RuleBasedStateMachine):
    """One plan, edited at random."""

    filled = 60_000
    rounding: ClassVar[Rounding] = staticmethod(largest_remainders)
    told: ClassVar[Counter[str]] = Counter()

    def __init__(self) -> None:
        super().__init__()
        self.cube = original(self.filled, type(self).rounding).copy()
        self.book = Book(self.cube)
        self.potential = np.roll(self.cube.lines.amount, 7) + 1
        self.past: list[State] = []

    def _cell(self, parts: list[Dimension], place: int) -> Selection:
        """Return a cell; members beyond the first hundred are as likely as any."""
        found = EVERYTHING
        for turn, dimension in enumerate(parts):
            members = self.cube.shape.of(dimension).members
            found = found.within(dimension, members[(place // (turn * 13 + 1)) % len(members)])
        return found

    def _begin(self) -> None:
        before = self.past[-1] if self.past else None
        self.past.append(State.of(self.cube, self.book.rep_of, before))

    def _settle(self, name: str, done: bool) -> None:
        """Drop what is remembered of a step that did nothing."""
        if not done:
            assert self.past.pop().stands(self.cube)
        self.told[name if done or name == "refused" else f"{name} of nothing"] += 1

    @rule(parts=PARTS, place=PLACES, percent=HUNDREDTHS, extra=st.integers(0, 99), method=METHODS)
    def edit(
        self, parts: list[Dimension], place: int, percent: int, extra: int, method: Method
    ) -> None:
        cube, cell = self.cube, self._cell(parts, place)
        inside = cube.places(cell)
        before, total = cube.lines.amount.copy(), cube.total(cell)
        wanted = total * percent // 100 + extra
        weights = None
        if method.takes_weights:
            weights = np.resize(self.potential, len(before))
        self._begin()
        try:
            done = cube.edit(cell, wanted, Spreading(method, weights))
        except RuleViolation as refusal:
            assert refusal.code.startswith(("plan_total_", "plan_cell_"))
            self._settle("refused", False)
            return
        self._settle("edit", not done.is_empty)
        self.told["new lines"] += done.created is not None
        assert cube.total(cell) == wanted
        self._require_nobody_harmed(inside, before, wanted > total)
        self.book.require_sums(cube)

    @rule(part=st.sampled_from(DIMENSIONS), place=PLACES, percent=st.integers(90, 115))
    def edit_a_total(self, part: Dimension, place: int, percent: int) -> None:
        """Type a total a little above or below, as people do."""
        self.edit([part], place, percent, place % 100, Method.PROPORTIONAL)

    @rule(percent=st.integers(95, 110), odd=st.integers(0, 99), method=METHODS)
    def edit_the_whole(self, percent: int, odd: int, method: Method) -> None:
        self.edit([], 0, percent, odd, method)

    def _require_nobody_harmed(self, inside: Whole, before: Whole, rises: bool) -> None:
        lines = self.cube.lines
        after = lines.amount[: len(before)]
        outside = np.ones(len(before), dtype=bool)
        outside[inside] = False
        assert np.array_equal(after[outside], before[outside])
        locked = lines.locked[: len(before)]
        assert np.array_equal(after[locked], before[locked])
        assert lines.amount.min() >= 0
        fell = after < before
        if rises:
            assert not (fell & (lines.agreed[: len(before)] != NONE)).any()
        most = lines.maximum[: len(before)]
        over = (most != NONE) & (after > most) & ~locked & ~outside
        # Only a line that was above its maximum already may stay there, while the total rises.
        assert not (over & ~(rises & (after == before))).any()
        assert not ((after < lines.minimum[: len(before)]) & ~locked & ~outside).any()

    @rule(parts=PARTS, place=PLACES, locked=st.booleans())
    def lock(self, parts: list[Dimension], place: int, locked: bool) -> None:
        # Whole branches are unlocked but never locked, or soon nothing could be edited.
        cell = self._cell([*parts, Dimension.CUSTOMER] if locked else parts, place)
        before = self.cube.total()
        self._begin()
        self._settle("lock", not self.cube.lock(cell, locked).is_empty)
        assert self.cube.lines.locked[self.cube.places(cell)].tolist().count(not locked) == 0
        assert self.cube.total() == before

    @rule(place=PLACES, least=st.integers(0, 10**5), room=st.integers(0, 10**7))
    def bound(self, place: int, least: int, room: int) -> None:
        cell = self._cell([Dimension.CUSTOMER, Dimension.PRODUCT], place)
        self._begin()
        done = self.cube.set_bounds(cell, least, least + room if room % 2 else NONE)
        self._settle("bounds", not done.is_empty)

    @rule(customer=PLACES, rep=st.integers(NONE, 11), first=st.integers(0, 11))
    def reassign(self, customer: int, rep: int, first: int) -> None:
        cube = self.cube
        customer %= cube.axes.customers
        before = cube.lines.amount.copy()
        self._begin()
        done = cube.reassign(customer, range(JANUARY + first, JANUARY + 12), rep)
        self._settle("reassign", not done.is_empty)
        self.book.rep_of[customer, first:] = rep
        assert np.array_equal(cube.lines.amount, before)
        self.book.require_sums(cube)

    @rule(times=st.integers(1, 3))
    def undo(self, times: int) -> None:
        for _time in range(times):
            if not self.past:
                assert self.cube.undo() is None
                return
            assert self.cube.undo() is not None
            before = self.past.pop()
            assert before.stands(self.cube)
            self.book.rep_of = before.rep_of
            self.told["undo"] += 1
        self.book.require_sums(self.cube)

    @rule()
    def undo_and_do_again(self) -> None:
        before = State.of(self.cube, self.book.rep_of)
        if self.cube.undo() is not None:
            assert self.cube.redo() is not None
            self.told["redo"] += 1
        assert before.stands(self.cube)

    def teardown(self) -> None:
        """Take everything back."""
        self.undo(len(self.past))
        first = original(self.filled, type(self).rounding)
        assert State.of(first, self.book.rep_of).stands(self.cube)


def run(
    examples: int, steps: int, filled: int = 60_000, rounding: Rounding = largest_remainders
) -> Counter[str]:
    """Tell histories and return how often each step was done."""
    told: Counter[str] = Counter()
    machine = type("OurPlan", (PlanHistory,), {
        "filled": filled, "rounding": staticmethod(rounding), "told": told,
    })  # fmt: skip
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=examples, stateful_step_count=steps, deadline=None, derandomize=True,
            suppress_health_check=list(HealthCheck), phases=[Phase.generate], database=None,
        ),
    )  # fmt: skip
    return told


@pytest.mark.slow
def test_a_plan_adds_up_after_thousands_of_steps_and_undo_restores_every_line() -> None:
    told: Counter[str] = Counter()
    for filled, examples in HISTORIES.items():
        of_these = run(examples, STEPS, filled)
        assert all(of_these[name] for name in STEPS_TOLD), filled
        told += of_these
    assert sum(told.values()) > 2_000


def each_for_itself(_total: int, _weights: Whole, shares: Shares) -> Whole:
    """Round every share half-up on its own, as a spreadsheet would: units get lost."""
    rests = np.asarray(shares.rests * 2 >= shares.divisor, dtype=np.int64)
    return shares.floors + rests


def from_the_smallest(total: int, weights: Whole, shares: Shares) -> Whole:
    """Round so that the sum is right but the line with the least pays a unit to the first."""
    parts = largest_remainders(total, weights, shares)
    poor = len(parts) - 1 - int(np.argmin(parts[::-1]))
    parts[0] += 1
    parts[poor] -= 1
    return parts


@pytest.mark.parametrize("wrong", [each_for_itself, from_the_smallest])
def test_the_same_checks_find_a_wrong_rounding(wrong: Rounding) -> None:
    with pytest.raises(AssertionError):
        run(30, 30, 2_000, wrong)


def test_the_checks_pass_on_the_small_plan_with_the_right_rounding() -> None:
    assert sum(run(30, 30, 2_000).values()) > 500
