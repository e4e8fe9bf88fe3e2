"""What the start loads: little, since a window must stand before anybody waits."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.architecture.source import ROOT, imported_at_start, modules

#: Heavy libraries, and the folders whose modules may load them as a whole because they are
#: themselves loaded only when a chart, a page or a migration is wanted.
HEAVY = {
    "alembic": ("desktop/models/migrations/",),
    "chinese_calendar": (),
    "hypothesis": (),
    "keyring": (),
    "numpy": (),
    "pandas": (),
    "pyqtgraph": (),
    "pypdf": ("desktop/services/reports/",),
    "pypdfium2": ("desktop/views/pdf_preview",),
    "pypinyin": (),
    "python_calamine": (),
    "reportlab": ("desktop/services/reports/",),
    "xlsxwriter": (),
}


def test_heavy_libraries_are_imported_where_they_are_used() -> None:
    wrong = [
        f"{module.path}:{line} {name}"
        for module in modules()
        for line, name in imported_at_start(module.tree)
        if name.split(".")[0] in HEAVY
        and not module.path.startswith(HEAVY[name.split(".")[0]] or ("-",))
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("start", "also_unwanted"),
    [("desktop.cli", ("PySide6", "sqlalchemy")), ("desktop.app", ("sqlalchemy",))],
)
def test_the_start_loads_nothing_heavy(start: str, also_unwanted: tuple[str, ...]) -> None:
    code = f"import {start}, sys; print('\\n'.join(sys.modules))"
    ran = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    loaded = set(ran.stdout.split())
    assert start in loaded
    assert sorted(loaded & {*HEAVY, *also_unwanted}) == []


def test_a_page_of_help_loads_no_database_and_no_window() -> None:
    code = (
        "import sys\nfrom desktop.cli import main\nmain(['report', '--help'])\n"
        "print(sorted({'sqlalchemy', 'PySide6'} & set(sys.modules)))"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert "open-items" in ran.stdout
    assert ran.stdout.splitlines()[-1] == "[]"
