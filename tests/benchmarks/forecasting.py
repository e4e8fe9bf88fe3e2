"""Holds forecasts against what came: `python -m tests.benchmarks.forecasting`.

Every branch of ../shared/data that has two full years or more goes in by the program's own import.
Its last full year is then forecast as of the end of its first, second and third quarter, knowing
nothing later, by run rate, by season and blended, and compared with what the year came to. The
table gives the error of the branch's total and the mean absolute percentage error over its reps,
or its customers where it has no reps. Northwind has less than two years and is shown apart: its
last full year with half a year before it.

The weight of the prior in `rules/outlook.py` and the rule that a part of a branch borrows its shape
were settled with these figures in view, so they are what fits these branches, not a proof for
others.
"""

from __future__ import annotations

import contextlib
import io
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

from desktop.clock import FixedClock
from desktop.enums import Dimension
from desktop.periods import Month
from desktop.services.database import open_database, parse_address
from desktop.services.figures.data import ReportRequest, ReportTable
from desktop.services.plans.service import PlansService
from desktop.services.uow import UnitOfWork

DATA = Path(__file__).resolve().parents[3] / "shared" / "data" / "branches"
#: The columns of the report that are held against what came, in the order of the table.
METHODS = ("run_rate", "seasonal", "blended")

_CLOCK = FixedClock(datetime(2026, 3, 18, 9, 30, tzinfo=UTC))
_USD = ("--currency", "USD", "--calendar", "weekdays")


@dataclass(frozen=True, slots=True)
class Trial:
    """A branch: how its database is made, the year that is forecast, and by what it is divided."""

    name: str
    settings: tuple[str, ...]
    year: Month
    by: Dimension
    history: str


TRIALS = (
    Trial(
        "adventureworks",
        (*_USD, "--fiscal-year-start", "7", "--sales-basis", "ordered"),
        Month.at(2019, 7),
        Dimension.REP,
        "2 years",
    ),
    Trial("classicmodels", _USD, Month.at(2004, 1), Dimension.REP, "1 year"),
    Trial("ibm_receivables", _USD, Month.at(2013, 1), Dimension.CUSTOMER, "1 year"),
)
#: Less than two years in all; not among those that the comparison is asked of.
SHORT = Trial(
    "northwind", (*_USD, "--sales-basis", "ordered"), Month.at(1997, 1), Dimension.REP, "½ year"
)


@dataclass(frozen=True, slots=True)
class Errors:
    """A branch after some quarters: the total's error and the mean over its rows, by method.

    Fractions of what came; `rows` are those with sales and with all three forecasts; `within`
    counts those of them that ended inside the interval, `banded` those that had one.
    """

    trial: Trial
    quarters: int
    total: tuple[Decimal, ...]
    mean: tuple[Decimal, ...]
    rows: int
    within: int
    banded: int


def main() -> None:
    """Print the table."""
    if not DATA.is_dir():
        print("../shared/data is not there.")
        return
    with tempfile.TemporaryDirectory() as folder:
        print("error of the run rate, the seasonal and the blended forecast, after each quarter")
        for trial in (*TRIALS, SHORT):
            made = make(trial, Path(folder))
            for errors in held_against(trial, made):
                print(line(errors), flush=True)


def line(errors: Errors) -> str:
    """Return a line of the table."""
    total = "  ".join(_percent(value) for value in errors.total)
    mean = "  ".join(_percent(value) for value in errors.mean)
    band = f"{errors.within} of {errors.banded}" if errors.banded else "—"
    return (
        f"{errors.trial.name:<16} {errors.trial.history:<8} Q{errors.quarters}   "
        f"branch {total}   {errors.trial.by} ×{errors.rows:<3} {mean}   in the interval {band}"
    )


def _percent(value: Decimal) -> str:
    return f"{value * 100:6.1f} %"


def make(trial: Trial, folder: Path) -> str:
    """Import a branch into a new database of the folder and return its address."""
    database = str(folder / f"{trial.name}.db")
    _run("new", database, "--name", trial.name, *trial.settings)
    for path in sorted((DATA / trial.name).glob("*.csv")):
        kind = path.stem.split("-", 1)[1]
        # Targets would bring their own season; the comparison is of history alone.
        if kind not in ("targets", "collections"):
            _run("--database", database, "import", kind, str(path))
    return database


def _run(*arguments: str) -> None:
    from desktop.cli import main as command_line

    said = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        status = command_line(["--lang", "en", *arguments], _CLOCK)
    if status:
        said.seek(0)
        raise SystemExit(f"{arguments}: {said.read()}")


def held_against(trial: Trial, database: str) -> tuple[Errors, ...]:
    """Return the errors after one, two and three quarters of the trial's year."""
    opened = open_database(parse_address(database))
    try:
        service = PlansService(UnitOfWork(opened, _CLOCK), _CLOCK)
        return tuple(_errors(service, trial, quarters) for quarters in (1, 2, 3))
    finally:
        opened.close()


def _errors(service: PlansService, trial: Trial, quarters: int) -> Errors:
    first, last = trial.year.start, trial.year.plus(11).period.last
    as_of = trial.year.plus(3 * quarters - 1).period.last

    def ask(day: date) -> ReportTable:
        return service.forecast(ReportRequest("forecast", (trial.by,), day, first, last))

    seen, came = ask(as_of), ask(last)
    ends = _column(came, "actual_to_date")
    found = {method: _column(seen, method) for method in METHODS}
    rows = [
        code
        for code, end in ends.items()
        if code and end and end > 0 and all(code in one for one in found.values())
    ]
    low, high = _column(seen, "low"), _column(seen, "high")
    banded = [code for code in rows if code in low]
    places = [column.name for column in seen.columns]
    assert seen.total is not None and came.total is not None
    end = came.total[places.index("actual_to_date")]
    return Errors(
        trial,
        quarters,
        tuple(_missed(seen.total[places.index(method)], end) for method in METHODS),
        tuple(_mean([_missed(found[method][code], ends[code]) for code in rows])
              for method in METHODS),
        len(rows),
        sum(low[code] <= ends[code] <= high[code] for code in banded),
        len(banded),
    )  # fmt: skip


def _column(table: ReportTable, name: str) -> dict[str, Decimal]:
    place = [column.name for column in table.columns].index(name)
    return {str(row[0]): value for row in table.rows if isinstance(value := row[place], Decimal)}


def _missed(forecast: object, end: object) -> Decimal:
    assert isinstance(forecast, Decimal) and isinstance(end, Decimal)
    return abs(forecast - end) / end


def _mean(values: Sequence[Decimal]) -> Decimal:
    return _sum(values) / len(values)


def _sum(values: Iterable[Decimal]) -> Decimal:
    return sum(values, Decimal(0))


if __name__ == "__main__":
    main()
