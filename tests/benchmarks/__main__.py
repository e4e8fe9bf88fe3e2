"""`python dev.py bench`: the table of PERFORMANCE.md for what exists, and the same as JSON."""

from __future__ import annotations

import argparse
import json
import tempfile
from dataclasses import asdict
from datetime import date
from pathlib import Path

from tests.benchmarks import printing, reading, works
from tests.benchmarks.dataset import SIZES, build
from tests.benchmarks.measure import Result


def main() -> None:
    """Run the benchmarks of the sizes asked for and print their table."""
    parser = argparse.ArgumentParser(prog="python dev.py bench", description=__doc__)
    parser.add_argument("--size", action="append", choices=list(SIZES), help="default: S and M")
    parser.add_argument("--json", type=Path, help="write the results to this file as well")
    parser.add_argument("--dir", type=Path, help="keep the databases here and use them again")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = arguments.dir or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        results = [works.order_import(Path(temporary)), printing.scorecard_pages()]
        for name in arguments.size or ["S", "M"]:
            bench = build(folder, SIZES[name])
            results.append(works.attainment(bench))
            results.append(works.aging(bench, date(2026, 12, 31)))
            if bench.size.years > 1:
                results.append(works.aging(bench, date(2021, 6, 30)))
            results.append(reading.scorecard_figures(bench))
            results.append(reading.first_visits(bench))
            results.extend(works.start(bench))
            bench.uow.database.close()
    print(_table(results))
    if arguments.json:
        rows = [{**asdict(one), "ratio": one.ratio, "holds": one.holds} for one in results]
        arguments.json.write_text(json.dumps(rows, indent=2), encoding="utf-8")


def _table(results: list[Result]) -> str:
    head = (
        "work", "size", "floor ms", "ours ms", "ratio", "goal", "holds", "growth", "counted",
    )  # fmt: skip
    rows = [head]
    smaller: dict[str, float] = {}
    for one in results:
        # How much longer it takes than with a tenth of the data.
        before = smaller.get(one.work)
        smaller[one.work] = one.ours_s
        growth = "" if before is None else f"{one.ours_s / before:.1f}×"
        sign = "≤" if one.at_most else "≥"
        rows.append((
            one.work, one.size, f"{one.floor_s * 1000:.1f}", f"{one.ours_s * 1000:.1f}",
            f"{one.ratio:.2f}", "" if one.goal is None else f"{sign} {one.goal:g}",
            {True: "yes", False: "NO", None: "-"}[one.holds], growth, one.counted,
        ))  # fmt: skip
    widths = [max(len(row[i]) for row in rows) for i in range(len(head))]
    return "\n".join("  ".join(c.ljust(w) for c, w in zip(r, widths, strict=True)) for r in rows)


if __name__ == "__main__":
    main()
