"""Plan cubes for tests and benchmarks: a small one to count by hand, and a branch's large one."""

from __future__ import annotations

import random
from functools import cache

from desktop.periods import Month
from desktop.services.rules.plan_cube.cube import PlanCube
from desktop.services.rules.plan_cube.data import NONE, CubeAxes, LineColumns
from desktop.services.rules.plan_cube.exact import Rounding, largest_remainders

JANUARY = Month.at(2026, 1).ordinal
SEED = 20_26


def small_axes() -> CubeAxes:
    """Return two reps, three customers (the last without a rep), two products, three months."""
    return CubeAxes(
        first_month=JANUARY,
        months=4,
        # North (0) holds East (1) and West (2).
        rep_territory=(1, 2),
        territory_parent=(NONE, 0, 0),
        product_group=(1, 2),
        group_parent=(NONE, 0, 0),
        rep_of=((0, 0, 0, 0), (1, 1, 0, 0), (NONE,) * 4),
        territory_of=((1,) * 4, (NONE,) * 4, (NONE,) * 4),
    )


def small_cube(amounts: tuple[int, ...] = (6, 6, 2), *, agreed: bool = False) -> PlanCube:
    """Return a cube with a line for each amount: customer 0, product 0, one month after another."""
    count = len(amounts)
    return PlanCube(
        small_axes(),
        LineColumns.plain(
            tuple(JANUARY + place % 4 for place in range(count)),
            (0,) * count,
            (0,) * count,
            amounts,
            agreed=amounts if agreed else None,
        ),
    )


def branch_axes(reps: int = 12, customers: int = 320, products: int = 40) -> CubeAxes:
    """Return a branch: three areas of territories, eight groups, customers that change hands."""
    dice = random.Random(SEED)
    rows: list[tuple[int, ...]] = []
    for customer in range(customers):
        rep = customer % reps if dice.random() > 0.02 else NONE
        moves = dice.randrange(1, 12) if dice.random() < 0.1 else 12
        rows.append((rep,) * moves + (dice.randrange(reps),) * (12 - moves))
    return CubeAxes(
        first_month=JANUARY,
        months=12,
        rep_territory=tuple(4 + rep for rep in range(reps)),
        territory_parent=(NONE, 0, 0, 0, *(1 + rep % 3 for rep in range(reps))),
        product_group=tuple(2 + product % 8 for product in range(products)),
        group_parent=(NONE, NONE, *(place % 2 for place in range(8))),
        rep_of=tuple(rows),
        territory_of=tuple(
            (4 + customer % reps if customer % 9 else NONE,) * 12 for customer in range(customers)
        ),
        season=(9, 4, 8, 8, 9, 9, 7, 8, 9, 8, 9, 12),
    )


@cache
def branch_columns(filled: int = 60_000, customers: int = 320, products: int = 40) -> LineColumns:
    """Return the lines of a branch's plan: amounts in fen, pools, locks and agreed amounts."""
    dice = random.Random(SEED + 1)
    pools = [
        *((month, rep, NONE) for month in range(12) for rep in range(12)),
        *((month, NONE, territory) for month in range(12) for territory in (1, 2)),
        *((month, NONE, NONE) for month in range(12)),
    ]
    pools = pools[: filled // 10]
    leaves = sorted(dice.sample(range(12 * customers * products), filled - len(pools)))
    rows = [
        (leaf % 12, leaf // 12 % customers, NONE, NONE, leaf // 12 // customers) for leaf in leaves
    ]
    rows.extend((month, NONE, rep, territory, NONE) for month, rep, territory in pools)
    amount = [int(10 ** dice.uniform(3, 7)) if dice.random() > 0.02 else 0 for _row in rows]
    month, customer, pool_rep, pool_territory, product = zip(*rows, strict=True)
    none = (NONE,) * filled
    return LineColumns(
        tuple(range(1, filled + 1)),
        tuple(JANUARY + one for one in month),
        customer, pool_rep, pool_territory, product, none, amount,
        tuple(dice.random() < 0.03 for _row in rows),
        (0,) * filled,
        none,
        tuple(one if dice.random() < 0.3 else NONE for one in amount),
    )  # fmt: skip


def branch_cube(filled: int = 60_000, rounding: Rounding = largest_remainders) -> PlanCube:
    """Return a branch's cube: 12 reps, 320 customers, 40 products, 12 months.

    With fewer than 10,000 lines there are as many fewer customers and products.
    """
    if filled >= 10_000:
        return PlanCube(branch_axes(), branch_columns(filled), rounding=rounding)
    customers = 24
    return PlanCube(
        branch_axes(customers=customers, products=8),
        branch_columns(filled, customers, 8),
        rounding=rounding,
    )
