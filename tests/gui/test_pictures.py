"""The pictures that the program takes of itself."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from desktop.i18n import language
from desktop.views.column import text_column
from desktop.views.pictures import write_pictures
from desktop.views.plain_text import label
from desktop.views.tab import TabContext, TabPage
from desktop.views.table_view import TableView
from tests.gui.small_branch import copy_of, make_small_branch, open_small


class ListTab(TabPage):
    """A tab whose detail asks again for each row, as the real ones do."""

    key = "list"
    name = "List"
    details: list[str] = []  # noqa: RUF012 - what all windows of a test were asked for

    def __init__(self, context: TabContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.table = TableView([text_column("name", "Name", str)], name="Names", parent=self)
        self.detail = label("", self)
        self.table.current_changed.connect(self._ask)
        body = QVBoxLayout(self)
        body.addWidget(self.table)
        body.addWidget(self.detail)

    def reload(self) -> None:
        answer = lambda: ("Bao", "Li", "Xu")  # noqa: E731
        self.context.runner.query(answer, self.table.set_rows, owner=self)

    def _ask(self, row: Any) -> None:
        self.context.runner.query(lambda: row, self._show, owner=self)

    def _show(self, row: Any) -> None:
        self.details.append(row)
        self.detail.setText(row)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_small_branch(tmp_path_factory.mktemp("branch"))


def test_each_tab_is_taken_in_each_language_and_theme_with_its_details(
    qapp: QApplication, template: Path, tmp_path: Path
) -> None:
    services = open_small(copy_of(template, tmp_path / "a.branchbook"))
    ListTab.details.clear()
    paths = write_pictures(
        services, tmp_path, ("en", "zh_CN"), ("light", "dark"), (800, 500), (ListTab,)
    )
    services.close()
    names = ["list-en", "list-en-dark", "list-zh_CN", "list-zh_CN-dark"]
    assert [path.stem for path in paths] == names
    images = [QImage(str(path)) for path in paths]
    assert {(image.width(), image.height()) for image in images} == {(800, 500)}
    assert images[0].pixelColor(400, 400).lightness() > 200
    assert images[1].pixelColor(400, 400).lightness() < 60
    assert ListTab.details == ["Xu"] * 4
    assert language() == "en"


def test_pictures_need_neither_a_display_nor_an_application(template: Path, tmp_path: Path) -> None:
    database = copy_of(template, tmp_path / "b.branchbook")
    code = f"""
from pathlib import Path
from tests.gui.small_branch import open_small
from tests.gui.test_pictures import ListTab
from desktop.views.pictures import write_pictures
services = open_small(Path({str(database)!r}))
for path in write_pictures(services, Path({str(tmp_path)!r}), ("en",), tabs=(ListTab,)):
    print(path.name)
services.close()
"""
    wanted: Sequence[str] = ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY")
    environment = {name: text for name, text in os.environ.items() if name not in wanted}
    root = str(Path(__file__).resolve().parents[2])
    ran = subprocess.run(
        [sys.executable, "-c", code],
        env={**environment, "PYTHONPATH": root},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert ran.stdout.split() == ["list-en.png"], ran.stderr
    assert ran.stderr == ""
