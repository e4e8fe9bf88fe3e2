"""A plan's unsaved edits as a draft of this desk, and back; free of Qt."""

from __future__ import annotations

import json
from datetime import datetime
from hashlib import sha256

from desktop.enums import Metric, PlanLevel
from desktop.services.drafts import Draft
from desktop.services.plans.making_data import MEMBER_DIMENSIONS, PlanBook
from desktop.services.rules.plan_cube.patching import PatchedLine

#: The tab that takes such drafts up, and what their subjects begin with.
TAB, _KIND = "plans", "plan"
#: Edits of more lines than this are not kept between starts.
MOST_LINES = 5_000


def subject_of(version_id: int, metric: Metric, level: PlanLevel) -> str:
    """Return what the draft of a version's metric and level is kept under."""
    return f"{_KIND} {version_id} {metric} {level}"


def parsed_subject(subject: str) -> tuple[int, Metric, PlanLevel] | None:
    """Return version, metric and level of a draft's subject, or None of another kind."""
    parts = subject.split()
    if len(parts) != 4 or parts[0] != _KIND or not parts[1].isdecimal():
        return None
    try:
        return int(parts[1]), Metric(parts[2]), PlanLevel(parts[3])
    except ValueError:
        return None


def draft_of(
    book: PlanBook, patch: tuple[PatchedLine, ...], title: str, database: str, at: datetime
) -> Draft:
    """Return the unsaved lines of a book as a draft."""
    lines = [
        [*one.identity, one.amount, int(one.locked), one.minimum, one.maximum] for one in patch
    ]
    return Draft(
        TAB, database, subject_of(book.card.version_id, book.metric, book.level), book.version,
        title, at, {}, {"lines": json.dumps(lines), "axes": axes_mark(book)},
    )  # fmt: skip


def patch_in(draft: Draft, book: PlanBook) -> tuple[PatchedLine, ...] | None:
    """Return the lines of a draft; None where they are of other axes or cannot be read."""
    if draft.typed.get("axes") != axes_mark(book):
        return None
    try:
        return tuple(
            PatchedLine(
                (int(row[0]), int(row[1]), int(row[2]), int(row[3]), int(row[4]), int(row[5])),
                int(row[6]), bool(row[7]), int(row[8]), int(row[9]),
            )
            for row in json.loads(draft.typed["lines"])
        )  # fmt: skip
    except (ValueError, KeyError, IndexError, TypeError):
        return None


def axes_mark(book: PlanBook) -> str:
    """Return a mark that differs where the places on the axes mean other members."""
    ids = [
        str([member.id for member in book.members(dimension)]) for dimension in MEMBER_DIMENSIONS
    ]
    return sha256("\n".join(ids).encode()).hexdigest()[:16]
