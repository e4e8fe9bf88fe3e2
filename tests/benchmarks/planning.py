"""Works of planning: a key press in a total cell of a branch's plan, beside one SQL UPDATE.

The plan is that of the property test: 12 reps, 320 customers, 40 products, 12 months, 60,000 lines
of 1.8 million possible. The floor changes the amounts of the same lines in a SQLite file, in one
statement and one transaction.
"""

from __future__ import annotations

import itertools
import sqlite3
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

from desktop.enums import Dimension
from desktop.services.formats import number
from desktop.services.rules.plan_cube.cube import PlanCube
from desktop.services.rules.plan_cube.data import EVERYTHING, Edit
from tests.benchmarks.measure import Result, in_turns
from tests.plan_cubes import branch_cube

_VISIBLE_ROWS = 40
_TABLE = """
CREATE TABLE plan_line (
    id INTEGER PRIMARY KEY, branch_id INTEGER NOT NULL, version_id INTEGER NOT NULL,
    metric TEXT NOT NULL, month INTEGER NOT NULL, customer_id INTEGER, pool_rep_id INTEGER,
    pool_territory_id INTEGER, product_id INTEGER, amount INTEGER NOT NULL CHECK (amount >= 0),
    version INTEGER NOT NULL
)
"""


def total_typed(folder: Path) -> tuple[Result, Result]:
    """Measure typing a new total of the whole plan: the edit alone, and all of the key press.

    The edit comes with what undo needs. The key press also adds up the view (customer × month),
    writes the texts of the rows on the screen and adds up the status line.
    """
    cube = branch_cube()
    connection = sqlite3.connect(folder / "plan.db")
    try:
        update = _raw_update(connection, cube)
        edit = _edits(cube)
        floor, ours = in_turns(update, edit)
        all_of_it = _key_press(cube, edit)
        floor_again, pressed = in_turns(update, all_of_it)
    finally:
        connection.close()
    count = f"{len(cube.lines):,} lines"
    return (
        Result(
            "a total edited and spread, undo kept", "-", "one UPDATE of the same lines",
            floor, ours, 3.0, count,
        ),
        Result(
            "a key press in the plan's total cell", "-", "one UPDATE of the same lines",
            floor_again, pressed, 3.0, f"{count}, {_VISIBLE_ROWS} × 13 cells written",
        ),
    )  # fmt: skip


def _raw_update(connection: sqlite3.Connection, cube: PlanCube) -> Callable[[], object]:
    lines = cube.lines
    columns = (lines.key, lines.month, lines.customer, lines.pool_rep, lines.product, lines.amount)
    connection.execute(_TABLE)
    connection.executemany(
        "INSERT INTO plan_line VALUES (?, 1, 1, 'sales', ?, ?, ?, NULL, ?, ?, 1)",
        zip(*(column.tolist() for column in columns), strict=True),
    )
    connection.commit()

    def run() -> None:
        connection.execute(
            "UPDATE plan_line SET amount = amount + 1, version = version + 1 WHERE version_id = 1"
        )
        connection.commit()

    return run


def _edits(cube: PlanCube) -> Callable[[], Edit]:
    """Return what types a total two percent above the first one and the first one in turn."""
    first = cube.total()
    totals = itertools.cycle((first + first // 50 + 7, first))
    return lambda: cube.edit(EVERYTHING, next(totals))


def _key_press(cube: PlanCube, edit: Callable[[], Edit]) -> Callable[[], object]:
    def run() -> object:
        edit()
        view = cube.view(Dimension.CUSTOMER, Dimension.MONTH)
        texts = tuple(
            tuple(number(Decimal(cell).scaleb(-2), 2) for cell in row)
            for row in view.window(0, _VISIBLE_ROWS)
        )
        return texts, cube.totals()

    return run
