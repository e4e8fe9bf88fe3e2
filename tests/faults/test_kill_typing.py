"""Kill -9 while rows are typed into the entry grid: no row that was left is lost."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from desktop.services.drafts import JOURNAL, DraftFolder
from desktop.services.entries.data import EntryKind
from desktop.services.entries.kinds import ENTRY_SPECS
from desktop.views.activity.entry.drafts import kind_of, taken_up
from tests.faults.keying import ADDRESS, rows_typed
from tests.faults.kills import Office, an_office, needs_fork

pytestmark = needs_fork

_KILLS, _SEED, _MOST = 10, 20_260_720, 2_000
#: A kill comes so long after the first key, in seconds, at the latest.
_LATEST = 0.6


@dataclass(frozen=True, slots=True)
class Kill:
    """What a killed clerk had left, and what is offered of it."""

    left: int
    offered: tuple[tuple[str, ...], ...]
    has_journal: bool
    has_whole: bool

    @property
    def is_lost(self) -> bool:
        """Whether a row that was left is not offered as it was."""
        return list(self.offered[: self.left]) != rows_typed(self.left)


@pytest.fixture(scope="module")
def typists() -> Iterator[Office]:
    """Yield an office of its own, with the grid loaded."""
    with an_office() as office:
        office.prepare("keying.load")
        yield office


def killed(office: Office, folder: Path, seconds: float, *, has_journal: bool = True) -> Kill:
    """Let a clerk type, kill him, and look at what is offered."""
    clerk = office.clerk(
        "keying.type_rows", folder=str(folder), most=_MOST, has_journal=has_journal
    )
    assert clerk.wait_for("ready"), clerk.said
    said = clerk.kill_after(seconds)
    assert not any(line.startswith("failed") for line in said), said
    left = len([line for line in said if line.startswith("row")])
    drafts = DraftFolder(folder / "drafts").waiting(ADDRESS)
    if not drafts:
        return Kill(left, (), False, False)
    [draft] = drafts
    assert kind_of(draft) is EntryKind.VISITS
    found = taken_up(draft, ENTRY_SPECS[EntryKind.VISITS])
    assert found is not None
    offered = tuple(row[:5] for row in found.rows)
    return Kill(left, offered, bool(draft.typed.get(JOURNAL)), "rows" in draft.typed)


def test_ten_kills_at_random_moments_lose_no_row_that_was_left(
    typists: Office, tmp_path: Path
) -> None:
    dice = random.Random(_SEED)
    kills = [
        killed(typists, tmp_path / str(place), dice.uniform(0.02, _LATEST))
        for place in range(_KILLS)
    ]
    print("rows left when the kill came:", [kill.left for kill in kills])
    assert [kill for kill in kills if kill.is_lost] == []
    # Besides them at most the row in which the kill fell is offered.
    assert all(len(kill.offered) <= kill.left + 2 for kill in kills)
    # Else the dice would be of the wrong size, and the kills would prove nothing.
    assert len({kill.left for kill in kills}) > _KILLS // 2
    assert any(kill.has_journal for kill in kills) and any(kill.has_whole for kill in kills)


def test_without_the_journal_rows_are_found_lost(typists: Office, tmp_path: Path) -> None:
    dice = random.Random(_SEED)
    assert any(
        killed(
            typists, tmp_path / str(place), dice.uniform(0.1, _LATEST), has_journal=False
        ).is_lost
        for place in range(_KILLS)
    )
