"""Measures one start in a process of its own: a bare Qt table window, or the program.

`python -m tests.benchmarks.starting bare` and `… program ADDRESS` print one line of JSON:
`painted`, the seconds from the start of a fresh process to its first painted window, and `rows`,
those to the first painted table that has rows. The process that is measured is a child that
gets the moment at which it was started, so that the interpreter's own start counts in both
modes. Both modes watch paint events in the same way: by a filter on the application.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

STARTED = "BRANCHBOOK_BENCH_STARTED"
_LONGEST_MS = 60_000


def main(arguments: list[str]) -> int:
    """Start the child, or be it."""
    if STARTED in os.environ:
        return _be_started(arguments, float(os.environ[STARTED]))
    root = Path(__file__).resolve().parents[2]
    path = os.pathsep.join(filter(None, (str(root), os.environ.get("PYTHONPATH", ""))))
    environment = {**os.environ, "PYTHONPATH": path}
    # As a user has it: compiled once, beside the tree and not in it. The same for both modes;
    # the very first start of a machine compiles, which a median of several leaves out.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    environment["PYTHONPYCACHEPREFIX"] = str(Path(tempfile.gettempdir()) / "branchbook-bench-cache")
    environment[STARTED] = repr(time.time())
    command = [sys.executable, "-m", "tests.benchmarks.starting", *arguments]
    run = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    lines = run.stdout.strip().splitlines()
    if run.returncode or not lines:
        print(run.stderr, file=sys.stderr)
        return run.returncode or 1
    print(lines[-1])
    return 0


def _be_started(arguments: list[str], started: float) -> int:
    from PySide6.QtCore import QEvent, QObject, QTimer
    from PySide6.QtWidgets import QAbstractItemView, QApplication, QMainWindow, QTableWidget

    app = QApplication(["branchbook"])
    times: dict[str, float] = {}

    class Watch(QObject):
        """Notes the first paints, then ends the process's loop."""

        def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
            if event.type() == QEvent.Type.Paint:
                # After this event, when what it painted is on its way to the screen.
                QTimer.singleShot(0, lambda: self.note(watched))
            return False

        def note(self, watched: QObject) -> None:
            """Note what was painted."""
            now = time.time() - started
            times.setdefault("painted", now)
            view = watched.parent()
            is_list = isinstance(view, QAbstractItemView) and view.viewport() is watched
            if is_list and view.isVisible() and view.model() and view.model().rowCount():
                times.setdefault("rows", now)
                app.quit()

    watch = Watch()
    app.installEventFilter(watch)
    QTimer.singleShot(_LONGEST_MS, app.quit)
    if arguments[0] == "bare":
        window = QMainWindow()
        table = QTableWidget(50, 8)
        for row in range(50):
            for column in range(8):
                table.setItem(row, column, _item(row, column))
        window.setCentralWidget(table)
        window.resize(1440, 900)
        window.show()
        app.exec()
    else:
        _run_program(app, arguments[1])
    print(json.dumps({name: round(times.get(name, -1.0), 4) for name in ("painted", "rows")}))
    sys.stdout.flush()
    # What is measured is over; taking everything down in order would only cost time.
    os._exit(0 if len(times) == 2 else 1)


def _item(row: int, column: int) -> object:
    from PySide6.QtWidgets import QTableWidgetItem

    return QTableWidgetItem(f"{row * 8 + column:,}")


def _run_program(app: object, address: str) -> None:
    from desktop.app import Program, user_folders
    from desktop.clock import SystemClock
    from desktop.services.settings import SettingsFile

    folders = user_folders()
    program = Program(app, SettingsFile(folders.settings), folders, SystemClock())
    program.start(address)
    app.exec()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
