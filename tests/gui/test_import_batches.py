"""The list of imports so far, and who may not import at all."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.bootstrap import Services
from desktop.enums import ImportKind
from desktop.services.settings import SettingsFile
from desktop.views.imports.batches_dialog import BatchesDialog
from desktop.views.imports.wizard import ImportWizard
from desktop.views.look import Look
from desktop.views.tasks import TaskRunner
from tests.gui.conftest import destroy
from tests.gui.small_branch import copy_of, make_small_branch, open_small
from tests.gui.test_import_wizard import ORDERS, choose, confirm, press_next


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_small_branch(tmp_path_factory.mktemp("branch"))


@pytest.fixture
def services(template: Path, tmp_path: Path) -> Iterator[Services]:
    found = open_small(copy_of(template, tmp_path / "east.branchbook"))
    yield found
    found.close()


def test_who_may_not_import_is_told_so(
    template: Path, tmp_path: Path, runner: TaskRunner, settings: SettingsFile, look: Look,
    qtbot: QtBot,
) -> None:  # fmt: skip
    stranger = open_small(copy_of(template, tmp_path / "read.branchbook"), "stranger")
    wizard = ImportWizard(stranger, runner, settings)
    wizard.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    wizard.show()
    path = tmp_path / "f.csv"
    path.write_text(ORDERS, encoding="utf-8")
    choose(wizard, path, ImportKind.ORDERS, qtbot)
    press_next(wizard, runner, qtbot)
    press_next(wizard, runner, qtbot)
    assert "stranger" in wizard.messages.text
    wizard.close()
    destroy(wizard)
    stranger.close()


def test_the_list_of_imports_takes_one_back_after_asking(
    services: Services, runner: TaskRunner, settings: SettingsFile, look: Look, qtbot: QtBot
) -> None:
    dialog = BatchesDialog(services, runner, settings)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    dialog.show()
    assert runner.wait_idle()
    rows = dialog.table.rows_model.rows
    assert [str(row.kind) for row in rows] == ["customers", "products", "reps"]
    dialog.table.select_row(rows[2].id)
    qtbot.mouseClick(dialog.take_back, Qt.MouseButton.LeftButton)
    assert runner.wait_idle(20_000)
    assert "What goes: 2 × " in dialog.messages.text
    confirm(dialog, qtbot)
    assert runner.wait_idle(20_000)
    assert "cannot be taken back" in dialog.messages.text
    dialog.table.select_row(rows[0].id)
    qtbot.mouseClick(dialog.take_back, Qt.MouseButton.LeftButton)
    assert runner.wait_idle(20_000)
    assert "What goes: 2 × " in dialog.messages.text
    confirm(dialog, qtbot)
    assert runner.wait_idle(20_000)
    assert "was taken back" in dialog.messages.text
    assert dialog.table.rows_model.rows[0].withdrawn_at is not None
    assert not dialog.take_back.isEnabled()
    dialog.close()
    destroy(dialog)
