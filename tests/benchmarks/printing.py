"""Works that print: pages of scorecards beside the same drawing on a bare canvas."""

from __future__ import annotations

import io
import tracemalloc
from pathlib import Path
from typing import Any
from unittest.mock import patch

from desktop.services.reports import scorecard
from tests.benchmarks.floors import Recording
from tests.benchmarks.measure import Result, in_turns
from tests.reports.cards import PRINTED_ON, ordinary

_PAGES, _MANY = 20, 200


def scorecard_pages(folder: Path) -> Result:
    """Measure printing 200 scorecards into one file, beside a replay of the same drawing.

    Memory is counted in runs of their own: at its highest, for 20 pages and for 200.
    """
    cards = tuple(ordinary() for _page in range(_MANY))
    recording = Recording()
    bare = scorecard._canvas

    def watched(stream: Any, language: str) -> Any:
        return recording.watch(bare(stream, language))

    with patch.object(scorecard, "_canvas", watched):
        scorecard.write_many(cards, io.BytesIO(), PRINTED_ON, "en")
    floor, ours = in_turns(
        lambda: recording.replay(lambda stream: bare(stream, "en")),
        lambda: scorecard.write_many(cards, io.BytesIO(), PRINTED_ON, "en"),
    )
    few, many = _highest(folder, _PAGES), _highest(folder, _MANY)
    return Result(
        "pages of scorecards", "-", "the same drawing on a bare canvas", floor, ours, 1.3,
        f"{_MANY} pages, {len(recording.calls):,} calls; memory {few:.1f} MB for {_PAGES} pages, "
        f"{many:.1f} MB for {_MANY}",
    )  # fmt: skip


def _highest(folder: Path, pages: int) -> float:
    """Return the most memory that printing so many pages into a file took, in MB."""
    one = ordinary()
    tracemalloc.start()
    try:
        with (folder / "cards.pdf").open("wb") as stream:
            scorecard.write_many((one for _page in range(pages)), stream, PRINTED_ON, "en")
        return tracemalloc.get_traced_memory()[1] / 2**20
    finally:
        tracemalloc.stop()
