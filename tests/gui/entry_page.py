"""The page "Entry" in front of a window, over a small branch, and a hand that types into it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from desktop.bootstrap import Services
from desktop.enums import ImportKind
from desktop.services.imports.service import ImportFile
from desktop.views.activity.entry.page import EntryPage
from desktop.views.activity.tab import ActivityTab
from desktop.views.main_window import MainWindow
from desktop.views.tab import TabContext
from tests.gui.small_branch import CLOCK, make_small_branch, open_small

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier
#: Besides 0001 East Stores of R1 and 0002 West Trade of R2.
CUSTOMERS = """code,name,rep_code
C1,南京鼓楼照明商行,R1
C2,李明朗灯饰,R2
C3,Sunrise Electric,R2
C4,Sunny Side Lamps,R1
"""


def make_branch(folder: Path) -> Path:
    """Write a branch with a few more customers into the folder and return its path."""
    path = make_small_branch(folder)
    services = open_small(path)
    source = folder / "more.csv"
    source.write_text(CUSTOMERS, encoding="utf-8")
    services.imports.run(services.require_writer(), ImportFile(ImportKind.CUSTOMERS, source))
    services.close()
    return path


@contextmanager
def entry_in_front(
    window: MainWindow, context: TabContext, services: Services, qtbot: QtBot
) -> Iterator[EntryPage]:
    """Give the page in front of the window, its codes read; what is unsaved after is nobody's."""
    whole = replace(context, services=services, clock=CLOCK)
    window.show_database("East", whole, [ActivityTab])
    window.tabs.bring("activity")
    tab = window.front
    assert isinstance(tab, ActivityTab)
    tab.parts.bring("entry")
    page = tab.parts.current
    assert isinstance(page, EntryPage)
    qtbot.waitUntil(page.isVisible)
    assert context.runner.wait_idle(20_000)
    window.activateWindow()
    page.grid.setFocus()
    yield page
    assert context.runner.wait_idle(20_000)
    if shiboken6.isValid(page):
        page.controller.discard()
        assert context.runner.wait_idle(20_000)
    window.hide_database()


def _target() -> QWidget:
    found = QApplication.focusWidget()
    assert found is not None
    return found


def press(*keys: Qt.Key, mod: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Press keys where the keyboard is."""
    for key in keys:
        QTest.keyClick(_target(), key, mod)


def write(text: str, *ends: Qt.Key) -> None:
    """Type a text, and keys after it; the first letter opens the cell's field."""
    for letter in text:
        QTest.keyClicks(_target(), letter)
    press(*ends)


def editor(page: EntryPage) -> QLineEdit:
    """Return the field that is open."""
    assert page.grid.field.editor is not None
    return page.grid.field.editor


def texts(page: EntryPage) -> list[tuple[str, ...]]:
    """Return what the sheet in front keeps, row by row."""
    return [line.texts for line in page.controller.desk.sheet.lines]


def row_of(page: EntryPage, row: int) -> dict[str, str]:
    """Return what a row keeps, by column, without what is empty."""
    keys = page.controller.desk.spec.keys
    return {key: text for key, text in zip(keys, texts(page)[row], strict=True) if text}


def stand(page: EntryPage, row: int, key: str) -> None:
    """Go to a cell."""
    page.grid.stand_on((row, page.controller.desk.spec.index_of(key)))
    page.grid.setFocus()


def checked(page: EntryPage) -> None:
    """Let the checks say what they have to, now."""
    page._check_soon.stop()
    page._check()
    assert page.context.runner.wait_idle(20_000)


def idle(page: EntryPage) -> None:
    """Let everything asked for be answered."""
    assert page.context.runner.wait_idle(20_000)
