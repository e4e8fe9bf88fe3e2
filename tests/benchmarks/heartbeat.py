"""The window's heartbeat with M data: how long it stands still, action by action.

`python -m tests.benchmarks.heartbeat ADDRESS` opens the program's window on a database in a
process of its own, beats every few milliseconds in the window's thread, does what a user does in
every tab, and prints one line of JSON: for each action the longest gap between two beats and the
most processor time that the window's thread took between two beats, in seconds. The first is what
the user feels, other programs of the machine included; the second is what the window itself does.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from typing import Any

from tests.benchmarks.dataset import LOGIN, Bench
from tests.benchmarks.measure import Result

#: U56 and issue 3: nothing holds the window longer than this.
LONGEST_S = 0.1
_BEAT_MS = 4
#: The rest of the program is loaded and built when the first tab stands; a user looks at it
#: that long.
_REST_MS = 4_500


def heartbeat(bench: Bench) -> list[Result]:
    """Return the longest gap of each action beside the tenth of a second that is allowed."""
    with tempfile.TemporaryDirectory() as folder:
        env = {
            **os.environ,
            "QT_QPA_PLATFORM": "offscreen",
            "BRANCHBOOK_SETTINGS": folder,
        }
        run = subprocess.run(
            [sys.executable, "-m", "tests.benchmarks.heartbeat", bench.address],
            capture_output=True, text=True, env=env, check=True,
        )  # fmt: skip
    gaps: dict[str, tuple[float, float]] = json.loads(run.stdout.strip().splitlines()[-1])
    names = ("the window stands still at most", "the window's thread is busy at most")
    found = []
    for at, name in enumerate(names):
        worst = max(gaps, key=lambda action, at=at: gaps[action][at])  # type: ignore[misc]
        counted = f"{len(gaps)} actions; longest: {worst}"
        floor = "a tenth of a second"
        found.append(Result(name, bench.size.name, floor, LONGEST_S, gaps[worst][at], 1.0, counted))
    return found


def main(address: str) -> int:
    """Drive the window and print the gaps."""
    from PySide6.QtWidgets import QApplication

    import desktop.bootstrap
    from desktop.app import Program, user_folders
    from desktop.services.settings import SettingsFile
    from tests.benchmarks.sizes import CLOCK

    # The name that the data was made in, whoever measures.
    desktop.bootstrap.system_login = lambda: LOGIN  # type: ignore[attr-defined]
    app = QApplication(["branchbook"])
    folders = user_folders()
    settings = SettingsFile(folders.settings)
    settings.change(language="en")
    program = Program(app, settings, folders, CLOCK)
    program.window.resize(1440, 900)
    beats = _Beats(program)
    beats.measure("open the database", lambda: program.start(address))
    beats.measure("the rest is loaded and built", _look_at_it)
    for name, act in _actions(program):
        beats.measure(name, act)
    beats.measure("close", lambda: program.window.close())
    program.close()
    print(json.dumps({name: (round(a, 4), round(b, 4)) for name, (a, b) in beats.gaps.items()}))
    sys.stdout.flush()
    os._exit(0)


def _look_at_it() -> None:
    from PySide6.QtCore import QEventLoop, QTimer

    loop = QEventLoop()
    QTimer.singleShot(_REST_MS, loop.quit)
    loop.exec()


class _Beats:
    """Beats in the window's thread while an action and all that it sets off goes on."""

    def __init__(self, program: Any) -> None:
        from PySide6.QtCore import QTimer

        self.gaps: dict[str, tuple[float, float]] = {}
        self._program = program
        self._last = (0.0, 0.0)
        self._gap = (0.0, 0.0)
        self._timer = QTimer()
        self._timer.setInterval(_BEAT_MS)
        self._timer.timeout.connect(self._beat)

    def _beat(self) -> None:
        now = (time.perf_counter(), time.thread_time())
        self._gap = (
            max(self._gap[0], now[0] - self._last[0]),
            max(self._gap[1], now[1] - self._last[1]),
        )
        self._last = now

    def measure(self, name: str, act: Callable[[], object]) -> None:
        """Do it, wait until the window is calm, and note the longest gap under its name."""
        from desktop.views.pictures import wait_until_calm

        self._last, self._gap = (time.perf_counter(), time.thread_time()), (0.0, 0.0)
        self._timer.start()
        act()
        self._beat()
        wait_until_calm(self._program.window, self._program.runner)
        self._beat()
        self._timer.stop()
        before = self.gaps.get(name, (0.0, 0.0))
        self.gaps[name] = (max(before[0], self._gap[0]), max(before[1], self._gap[1]))


def _actions(program: Any) -> Iterator[tuple[str, Callable[[], object]]]:
    from desktop.services.settings import ThemeChoice

    window = program.window
    for key in window.tabs.keys:
        yield f"{key}: first shown", lambda k=key: window.tabs.bring(k)
        yield from _in_tab(window)
    yield from _in_parts(window)
    for key in window.tabs.keys:
        yield f"{key}: shown again", lambda k=key: window.tabs.bring(k)
    yield "language", lambda: program._look.change_language("zh_CN")
    yield "language back", lambda: program._look.change_language("en")
    look = program._look
    yield "dark", lambda: look.change_theme(ThemeChoice.DARK)
    yield "light", lambda: look.change_theme(ThemeChoice.LIGHT)
    yield "larger text", lambda: look.change_text_size(120)
    yield "normal text", lambda: look.change_text_size(100)
    yield "import wizard", program.show_import
    yield "wizard closed", lambda: _close_dialogs(window)
    yield "imports so far", program.show_batches
    yield "imports closed", lambda: _close_dialogs(window)


def _in_tab(window: Any) -> Iterator[tuple[str, Callable[[], object]]]:
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QAbstractItemView, QLineEdit, QTableView

    page = window.front
    key = page.key
    tables = [
        table
        for table in page.findChildren(QTableView)
        if table.isVisible()
        and table.model() is not None
        and table.model().rowCount() > 1
        and table.selectionMode() != QAbstractItemView.SelectionMode.NoSelection
    ][:1]
    for table in tables:
        for step in range(3):
            yield f"{key}: next row", lambda t=table: QTest.keyClick(t, Qt.Key.Key_Down)
            if step == 0:
                yield f"{key}: last row", lambda t=table: QTest.keyClick(t, Qt.Key.Key_End)
        yield f"{key}: page down", lambda t=table: QTest.keyClick(t, Qt.Key.Key_PageDown)
        yield f"{key}: select all", table.selectAll
        header = table.horizontalHeader()
        for section in range(min(3, header.count())):
            yield f"{key}: sort", lambda h=header, s=section: h.sectionClicked.emit(s)
        yield f"{key}: Enter", lambda t=table: QTest.keyClick(t, Qt.Key.Key_Return)
        yield f"{key}: back again", lambda k=key: window.tabs.bring(k)
    fields = [one for one in page.findChildren(QLineEdit) if one.isVisible() and one.isEnabled()]
    quick = [one for one in fields if one.isClearButtonEnabled() or "filter" in one.objectName()]
    for field in (quick or fields)[:1]:
        for letter in "cust":
            yield f"{key}: a letter typed", lambda f=field, x=letter: QTest.keyClicks(f, x)
        yield f"{key}: filter cleared", field.clear
    for action in page.menu_actions():
        if action.isEnabled() and "…" not in action.text():
            yield f"{key}: {action.text().replace('&', '')}", action.trigger
            yield f"{key}: back again", lambda k=key: window.tabs.bring(k)
    yield f"{key}: reload", page.force_reload


def _in_parts(window: Any) -> Iterator[tuple[str, Callable[[], object]]]:
    """Yield what shows each page beside the board of every tab, twice, and moves in its table."""
    import importlib

    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QTableView

    for tab in ("plans", "activity", "information"):
        factories = importlib.import_module(f"desktop.views.{tab}.part_list").part_factories()
        yield f"{tab}: shown again", lambda k=tab: window.tabs.bring(k)
        parts = window.front.parts
        for factory in factories:
            name = f"{tab}, {factory.key}"
            yield f"{name}: first shown", lambda k=factory.key, p=parts: p.bring(k)
            tables = [one for one in parts.current.findChildren(QTableView) if one.isVisible()]
            for table in tables[:1]:
                for key in (Qt.Key.Key_Down, Qt.Key.Key_End, Qt.Key.Key_PageDown):
                    yield f"{name}: moved", lambda t=table, k=key: QTest.keyClick(t, k)
        for factory in factories:
            yield (
                f"{tab}, {factory.key}: shown again",
                lambda k=factory.key, p=parts: p.bring(k),
            )
        yield f"{tab}: the board again", lambda p=parts: p.bring("")


def _close_dialogs(window: Any) -> None:
    from PySide6.QtWidgets import QDialog

    for dialog in window.findChildren(QDialog):
        if dialog.isVisible():
            dialog.reject()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
