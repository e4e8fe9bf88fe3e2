"""Works that print: pages of scorecards beside the same drawing on a bare canvas."""

from __future__ import annotations

import io
from typing import Any
from unittest.mock import patch

from desktop.services.reports import scorecard
from tests.benchmarks.floors import Recording
from tests.benchmarks.measure import Result, in_turns
from tests.reports.cards import PRINTED_ON, ordinary

_PAGES = 20


def scorecard_pages() -> Result:
    """Measure printing scorecards into one file, beside a replay of the same drawing."""
    cards = tuple(ordinary() for _page in range(_PAGES))
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
    return Result(
        "pages of scorecards", "-", "the same drawing on a bare canvas",
        floor, ours, 1.3, f"{_PAGES} pages, {len(recording.calls):,} calls",
    )  # fmt: skip
