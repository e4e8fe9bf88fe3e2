"""Opens and closes every tab and dialog many times and tells what is left: `… cycling 500`.

Prints a line for each: what is still alive a cycle later and how much the process grew over the
second half of the cycles (the first half fills what is kept for ever). The suite does the same
with a few cycles (tests/gui/test_window_under_stress.py); this is the long run.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

_PAGE = 4096


def main(times: int, wanted: str = "") -> int:
    """Run the cycles on a small branch; return 1 where something was left behind."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QApplication

    import desktop.bootstrap
    from desktop.app import Program
    from desktop.services.settings import SettingsFile
    from desktop.views.databases.opener import Folders
    from desktop.views.pictures import wait_until_calm
    from tests.gui.cycles import cycles, left_over
    from tests.gui.marked_branch import make_marked_branch
    from tests.gui.small_branch import CLOCK, LOGIN

    desktop.bootstrap.system_login = lambda: LOGIN
    app = QApplication(["branchbook"])
    bad = 0
    with tempfile.TemporaryDirectory() as place:
        folders = Folders.under(Path(place) / "own")
        settings = SettingsFile(folders.settings)
        settings.change(language="en")
        program = Program(app, settings, folders, CLOCK)
        program.start(str(make_marked_branch(Path(place))))
        wait_until_calm(program.window, program.runner)
        for name, cycle in cycles(program).items():
            if wanted not in name:
                continue
            half = times // 2
            left = left_over(cycle, half)
            before = _resident()
            left += left_over(cycle, times - half)
            grown = (_resident() - before) / 1024
            kept = {kind: count for kind, count in left.items() if count >= half}
            bad += bool(kept)
            print(f"{name}: {times} cycles, left {kept or 'nothing'}, grown {grown:.0f} KiB")
            sys.stdout.flush()
        program.window.close()
        program.close()
    return 1 if bad else 0


def _resident() -> int:
    """Return the process's resident bytes (0 where the system does not tell)."""
    try:
        fields = Path("/proc/self/statm").read_text(encoding="ascii").split()
    except OSError:
        return 0
    return int(fields[1]) * _PAGE


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), *sys.argv[2:3]))
