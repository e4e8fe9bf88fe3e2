"""`python dev.py bench`: the table of PERFORMANCE.md for what exists, and the same as JSON."""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from collections.abc import Iterable, Iterator
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path

from tests.benchmarks import (
    desks,
    failing,
    heartbeat,
    importing,
    painting,
    planning,
    printing,
    reading,
    searching,
    weeks,
    works,
)
from tests.benchmarks.dataset import SIZES, Bench
from tests.benchmarks.engines import ENGINES, Engine, engine_of
from tests.benchmarks.measure import STOPWATCH, Result

_NAMES = (
    "import", "pages", "repaint", "desks", "attainment", "aging", "scorecards", "visits", "saving",
    "start", "heartbeat", "planning", "weeks",
)  # fmt: skip
#: What takes half an hour is done only where it is asked for.
_LONG_NAMES = ("faults",)


def main() -> None:
    """Run the benchmarks of the sizes and engines asked for and print their table."""
    parser = argparse.ArgumentParser(prog="python dev.py bench", description=__doc__)
    parser.add_argument("--size", action="append", choices=list(SIZES), help="default: S and M")
    parser.add_argument("--engine", action="append", choices=ENGINES, help="default: sqlite")
    parser.add_argument(
        "--only", action="append", choices=(*_NAMES, *_LONG_NAMES), help="default: all but faults"
    )
    parser.add_argument(
        "--cpu", action="store_true", help="count this process' processor time (SQLite)"
    )
    parser.add_argument("--json", type=Path, help="write the results to this file as well")
    parser.add_argument("--dir", type=Path, help="keep the databases here and use them again")
    arguments = parser.parse_args()
    if arguments.cpu:
        STOPWATCH.read = time.process_time
    results: list[Result] = []
    with tempfile.TemporaryDirectory() as temporary:
        for name in arguments.engine or ["sqlite"]:
            folder = arguments.dir or Path(temporary)
            folder.mkdir(parents=True, exist_ok=True)
            with engine_of(name, arguments.dir, folder) as engine:
                for one in _measure(
                    engine, arguments.size or ["S", "M"], arguments.only or _NAMES, Path(temporary)
                ):
                    print(f"{one.work} {one.size} {one.engine}: {one.ratio:.3f}", flush=True)
                    results.append(one)
    print(table(results))
    if arguments.json:
        rows = [{**asdict(one), "ratio": one.ratio, "holds": one.holds} for one in results]
        arguments.json.write_text(json.dumps(rows, indent=2), encoding="utf-8")


def _measure(
    engine: Engine, sizes: Iterable[str], names: Iterable[str], scratch: Path
) -> Iterator[Result]:
    chosen = set(names)
    if "import" in chosen:
        yield importing.order_import(engine, scratch)
    if "pages" in chosen and engine.is_sqlite:
        yield printing.scorecard_pages(scratch)
    if "repaint" in chosen and engine.is_sqlite:
        yield painting.chart_repaint()
    if "planning" in chosen and engine.is_sqlite:
        yield from planning.total_typed(scratch)
    if "desks" in chosen and engine.is_sqlite:
        # It measures both engines by itself.
        yield from desks.office_pace(scratch)
    if "faults" in chosen:
        yield from failing.every_request(engine, scratch)
    for size in sizes if chosen - set(_LONG_NAMES) else ():
        bench = engine.bench(SIZES[size])
        for one in _of_size(bench, chosen, scratch):
            yield replace(one, engine=engine.name)
        bench.uow.database.close()


def _of_size(bench: Bench, chosen: set[str], scratch: Path) -> Iterator[Result]:
    if "attainment" in chosen:
        yield works.attainment(bench)
    if "aging" in chosen:
        yield works.aging(bench, date(2026, 12, 31))
        if bench.size.years > 1:
            yield works.aging(bench, date(2021, 6, 30))
    if "scorecards" in chosen:
        yield reading.scorecard_figures(bench)
    if "visits" in chosen:
        yield from searching.listed_visits(bench)
        yield from searching.filter_visits(bench)
    if "weeks" in chosen:
        yield weeks.opened_week(bench)
        yield weeks.scrolled_visits(bench)
    if "saving" in chosen:
        yield importing.customer_saved(bench, scratch)
    if "start" in chosen:
        yield from works.start(bench)
    if "heartbeat" in chosen:
        yield from heartbeat.heartbeat(bench)


def table(results: Iterable[Result]) -> str:
    """Return the results as a table; growth is against the size before."""
    head = (
        "work", "engine", "size", "floor ms", "ours ms", "ratio", "goal", "holds", "growth",
        "counted",
    )  # fmt: skip
    rows = [head]
    smaller: dict[tuple[str, str], float] = {}
    for one in results:
        # How much longer it takes than with a tenth of the data.
        before = smaller.get((one.work, one.engine))
        smaller[one.work, one.engine] = one.ours_s
        growth = "" if before is None else f"{one.ours_s / before:.1f}×"
        sign = "≤" if one.at_most else "≥"
        rows.append((
            one.work, one.engine, one.size, f"{one.floor_s * 1000:.1f}",
            f"{one.ours_s * 1000:.1f}", f"{one.ratio:.2f}",
            "" if one.goal is None else f"{sign} {one.goal:g}",
            {True: "yes", False: "NO", None: "-"}[one.holds], growth, one.counted,
        ))  # fmt: skip
    widths = [max(len(row[i]) for row in rows) for i in range(len(head))]
    return "\n".join("  ".join(c.ljust(w) for c, w in zip(r, widths, strict=True)) for r in rows)


if __name__ == "__main__":
    main()
