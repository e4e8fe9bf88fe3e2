"""Measuring: medians of several runs of the work and of its floor, taken in turns."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

RUNS = 5


@dataclass(frozen=True, slots=True)
class Result:
    """What a benchmark found: medians in seconds, the goal as a ratio, and what was counted.

    `at_most` says how the goal is meant: the ratio may be at most (time against time) or must
    be at least (rows a second against rows a second) the goal.
    """

    work: str
    size: str
    floor_name: str
    floor_s: float
    ours_s: float
    goal: float | None
    counted: str
    at_most: bool = True
    engine: str = "SQLite"

    @property
    def ratio(self) -> float:
        """Our time over the floor's, or the floor's over ours where speed is compared."""
        if self.at_most:
            return self.ours_s / self.floor_s
        return self.floor_s / self.ours_s

    @property
    def holds(self) -> bool | None:
        """Whether the goal is reached; None where PERFORMANCE.md sets none."""
        if self.goal is None:
            return None
        return self.ratio <= self.goal if self.at_most else self.ratio >= self.goal


@dataclass(slots=True)
class Stopwatch:
    """What is counted: time, or the processor's time of this process.

    The latter hardly changes when others use the machine too, but sees no server's work and no
    waiting for a disk.
    """

    read: Callable[[], float] = time.perf_counter


STOPWATCH = Stopwatch()


def seconds(work: Callable[[], object]) -> float:
    """Return how long one run of the work took."""
    gc.collect()
    start = STOPWATCH.read()
    work()
    return STOPWATCH.read() - start


def in_turns(
    floor: Callable[[], object], ours: Callable[[], object], runs: int = RUNS
) -> tuple[float, float]:
    """Return the medians of floor and work, run in turns so that both meet the same machine."""
    floor()
    ours()
    pairs = [(seconds(floor), seconds(ours)) for _run in range(runs)]
    return statistics.median(p[0] for p in pairs), statistics.median(p[1] for p in pairs)
