"""Clerks killed one after the other in the middle of their saves, and what that leaves (F1)."""

from __future__ import annotations

import random
from pathlib import Path

from desktop.services.database import DatabaseEngine
from tests.faults.clerks import documents, halves, lost
from tests.faults.kills import Office


class Round:
    """One clerk after the other on one database, each killed in the middle of a save.

    The moments of death are spread by dice over the time in which a clerk begins and does a
    save or two; how long that is follows the machine, which may be busy with other work.
    """

    def __init__(self, office: Office, books: DatabaseEngine, folder: Path, seed: int) -> None:
        self._office = office
        self._books = books
        self._folder = str(folder)
        self._dice = random.Random(seed)
        address = books.url.render_as_string(hide_password=False)
        took = office.prepare("clerks.sit_down", url=address, folder=self._folder, first=0)
        self._span = 4 * took
        self._next = 8
        self.done: list[int] = list(range(8))
        self.killed_at_work = 0

    def kill_one(self, fault: str = "") -> tuple[list[str], list[str]]:
        """Kill a clerk; return what is lost of all that was ever done, and what is half there."""
        clerk = self._office.clerk(
            "clerks.at_work", folder=self._folder, first=self._next, fault=fault
        )
        assert clerk.wait_for("begin"), clerk.said
        said = clerk.kill_after(self._dice.uniform(0, self._span))
        # What is written without its protection may be refused; what that leaves is looked at.
        assert fault or not any(line.startswith("failed") for line in said), said
        done = [int(line.split()[1]) for line in said if line.startswith("done")]
        self._span *= (1.1, 1.0, 0.9)[min(len(done), 2)]
        self.done += done
        begun = [int(line.split()[1]) for line in said if line.startswith("begin")]
        self.killed_at_work += begun[-1] not in self.done
        self._next = begun[-1] + 1
        # A file that nobody has open any more is recovered by whoever opens it next.
        with self._books.engine.connect() as connection:
            found = lost(self.done, documents(connection)), halves(connection)
        self._books.close()
        return found

    def kill_until(self, what: str, fault: str, most: int = 60) -> bool:
        """Kill clerks who work without a protection until something is "lost" or "half"."""
        for _ in range(most):
            missing, half = self.kill_one(fault)
            if missing if what == "lost" else half:
                return True
        return False
