"""What the window does not load before it is seen."""

from __future__ import annotations

import subprocess
import sys


def test_the_window_loads_without_the_heavy_libraries() -> None:
    heavy = (
        "pandas", "numpy", "reportlab", "alembic", "sqlalchemy", "pyqtgraph", "pypinyin",
        "xlsxwriter", "pypdfium2", "python_calamine", "chinese_calendar",
    )  # fmt: skip
    code = (
        "import sys, desktop.views.main_window, desktop.views.charts, desktop.views.table_pane;"
        f"print([name for name in {heavy!r} if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.strip() == "[]"
