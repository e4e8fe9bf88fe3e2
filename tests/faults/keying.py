"""A clerk at the entry grid: a process with the page of its own, typing until it is killed."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

ADDRESS = "the branch.branchbook"
#: Drafts are written whole this often, so that kills fall into that too.
_WHOLE_MS = 60
_RESTING_MS = 300


class _Entries:
    """Services of a branch with one customer, where nothing is ever wrong."""

    def lookups(self) -> object:
        from desktop.services.entries.data import EntryLookup, EntryLookups

        one = EntryLookup(1, "0001", "East Stores", "es", "eaststores")
        return EntryLookups((one,), (EntryLookup(2, "R1", "Li Na", "ln", "lina"),), ())

    def check(self, *_sheet: object) -> tuple[object, ...]:
        return ()

    def recent(self, *_query: object) -> tuple[object, ...]:
        return ()


class _Desk:
    """A desk whose user may do everything."""

    address = ADDRESS

    def __init__(self) -> None:
        from desktop.enums import Role
        from desktop.services.access import Actor

        self.actor = Actor(1, 1, "li", frozenset(Role))
        self.entries = _Entries()


def load() -> None:
    """Load what every clerk needs, without starting anything."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    import desktop.services.entries.service
    import desktop.views.activity.entry.page
    import desktop.views.look
    import desktop.views.tasks  # noqa: F401


def rows_typed(count: int) -> list[tuple[str, ...]]:
    """Return what the first rows hold in their first five columns."""
    return [("R1", "2026-07-18", "0001", f"talk {place}", "30") for place in range(count)]


def type_rows(say: Callable[[str], None], folder: str, most: int, has_journal: bool = True) -> None:
    """Type visits; each is said when the keyboard stands in the next row.

    Without the journal what is typed is only written whole, when the keyboard rests.
    """
    from PySide6.QtCore import QCoreApplication, Qt
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    from desktop.clock import FixedClock
    from desktop.services.settings import SettingsFile
    from desktop.views.activity.entry.page import EntryPage
    from desktop.views.tab import TabContext
    from desktop.views.tasks import TaskRunner

    app = QApplication([])
    settings = SettingsFile(Path(folder) / "settings.json")
    clock = FixedClock(datetime(2026, 7, 20, 9, 0, tzinfo=UTC))
    page = EntryPage(TabContext(_Desk(), TaskRunner(), settings, clock))
    page._draft_soon.setInterval(_WHOLE_MS)
    if not has_journal:
        page._draft_soon.setInterval(_RESTING_MS)
        page.controller.desk.draft.note = lambda _splice: None  # type: ignore[method-assign]
    page.show()
    page.activateWindow()
    page.grid.setFocus()
    app.processEvents()

    def write(text: str, end: Qt.Key) -> None:
        for letter in text:
            QTest.keyClicks(QApplication.focusWidget(), letter)
        QTest.keyClick(QApplication.focusWidget(), end)

    say("ready")
    for place in range(most):
        if place == 0:
            write("R1", Qt.Key.Key_Tab)
            write("0718", Qt.Key.Key_Tab)
        write("0001", Qt.Key.Key_Tab)
        write(f"talk {place}", Qt.Key.Key_Tab)
        write("30", Qt.Key.Key_Return)
        assert page.grid.cell[0] == place + 1
        say(f"row {place}")
        QCoreApplication.processEvents()
