"""Measures one start in a process of its own: a bare Qt table window, or the program.

`python -m tests.benchmarks.starting bare` and `… program ADDRESS` print one line of JSON:
`painted`, the seconds from the start of a fresh process to its first painted window, and `rows`,
those to the first painted table that has rows, and the processor's seconds of the process by then
(`painted_cpu`, `rows_cpu`), which a busy machine changes less. The process that is measured is a
child that gets the moment at which it was started, so that the interpreter's own start counts in
both modes. Both modes watch paint events in the same way: by a filter on the application.

`… heart ADDRESS` lets the program go on until all its services are loaded and prints how the
window answered: a timer wants to beat every 5 ms, and `longest_ms` is the longest wait between two
beats, `over_100` how many took longer than 100 ms.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from itertools import pairwise
from pathlib import Path
from typing import Any

STARTED = "BRANCHBOOK_BENCH_STARTED"
_LONGEST_MS, _HEART_MS = 60_000, 6_000


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
    if arguments[0] != "bare":
        # As the program's own start has it: the command line first, then Qt.
        import desktop.cli  # noqa: F401
    from PySide6.QtCore import QEvent, QObject, QTimer
    from PySide6.QtWidgets import QAbstractItemView, QApplication

    app = QApplication(["branchbook"])
    times: dict[str, float] = {}
    is_heart = arguments[0] == "heart"
    beats = [time.monotonic()]
    heart = QTimer()
    heart.timeout.connect(lambda: beats.append(time.monotonic()))

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
            cpu = time.process_time()
            if is_heart and not heart.isActive():
                beats[:] = [time.monotonic()]
                heart.start(5)
            times.setdefault("painted", now)
            times.setdefault("painted_cpu", cpu)
            view = watched.parent()
            is_list = isinstance(view, QAbstractItemView) and view.viewport() is watched
            if is_list and view.isVisible() and view.model() and view.model().rowCount():
                times.setdefault("rows", now)
                if "rows_cpu" not in times:
                    times["rows_cpu"] = cpu
                    QTimer.singleShot(_HEART_MS if is_heart else 0, app.quit)

    watch = Watch()
    app.installEventFilter(watch)
    QTimer.singleShot(_LONGEST_MS, app.quit)
    if arguments[0] == "bare":
        window = _bare_window()
        window.show()
        app.exec()
    else:
        _run_program(arguments[1])
    names = ("painted", "rows", "painted_cpu", "rows_cpu")
    told: dict[str, float] = {name: round(times.get(name, -1.0), 4) for name in names}
    if is_heart:
        waits = [(after - before) * 1000 for before, after in pairwise(beats)]
        told["longest_ms"] = round(max(waits, default=0.0), 1)
        told["over_100"] = sum(wait > 100 for wait in waits)
    print(json.dumps(told))
    sys.stdout.flush()
    # What is measured is over; taking everything down in order would only cost time.
    os._exit(0 if len(times) == len(names) else 1)


def _bare_window() -> Any:
    from PySide6.QtWidgets import QMainWindow, QTableWidget

    window = QMainWindow()
    table = QTableWidget(50, 8)
    for row in range(50):
        for column in range(8):
            table.setItem(row, column, _item(row, column))
    window.setCentralWidget(table)
    window.resize(1440, 900)
    return window


def _item(row: int, column: int) -> Any:
    from PySide6.QtWidgets import QTableWidgetItem

    return QTableWidgetItem(f"{row * 8 + column:,}")


def _run_program(address: str) -> None:
    # The whole way of a user's start: the command line, the log, the window, the database.
    from desktop.cli import main as branchbook

    branchbook(["--database", address])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
