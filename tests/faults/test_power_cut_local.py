"""The power goes at any moment of saves in a local file: nothing acknowledged is lost (F2).

The one mode that the program ships for files is a plain one with a write-ahead log and full
synchronisation. Two weaker ones are the controls.
"""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from desktop.services.database import sqlite
from tests.faults.clerks import furnish
from tests.faults.kills import Office, needs_fork
from tests.faults.power_cuts import Damage, cut, in_memory

pytestmark = needs_fork

_SAVES = 24


def _cut(
    office: Office, path: Path, cuts: int, level: str, *, saves: int = 8, proved: int = 0
) -> Damage:
    """Record a clerk's work on the file and cut the power so often."""
    folder = path.parent
    furnish(str(path), folder)
    before = path.read_bytes()
    clerk = office.clerk(
        "power_cuts.at_work_recorded", url=str(path), folder=str(folder), first=0, count=saves,
        level=level,
    )  # fmt: skip
    assert clerk.finish() == ["recorded"]
    record = pickle.loads((folder / "record").read_bytes())
    assert sum(asked[0] == "said" for asked in record) == 3 * saves
    # The log was made, folded into the file and deleted again, all of it under the cuts.
    kinds = {(asked[0], asked[1]) for asked in record if asked[0] != "said"}
    log = f"{path.name}-wal"
    assert {("create", log), ("write", log), ("write", path.name), ("delete", log)} <= kinds
    assert level == "OFF" or ("sync", path.name) in kinds
    with in_memory(folder) as after:
        return cut(record, before, after, cuts, seed=7, proved=proved)


def test_a_power_cut_loses_nothing_acknowledged_and_damages_nothing(
    office: Office, sqlite_path: Path
) -> None:
    damage = _cut(office, sqlite_path, 400, "FULL", saves=_SAVES, proved=4)
    assert damage.cuts == 400
    assert not damage.found, damage.examples


def test_with_normal_synchronisation_acknowledged_saves_are_lost(
    office: Office, sqlite_path: Path
) -> None:
    damage = _cut(office, sqlite_path, 30, "NORMAL")
    assert damage.found["lost"] > 0


def test_without_synchronisation_files_are_damaged(office: Office, sqlite_path: Path) -> None:
    damage = _cut(office, sqlite_path, 30, "OFF")
    assert damage.found["damaged"] > 0


@pytest.mark.parametrize("setting", ["journal_mode=WAL", "synchronous=FULL"])
def test_the_program_ships_the_mode_that_was_cut(setting: str) -> None:
    assert f"PRAGMA {setting}" in sqlite._SETTINGS
