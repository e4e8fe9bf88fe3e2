"""Pictures of every tab, taken by the program itself without a screen, so that none goes stale."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from PySide6.QtCore import (
    QCoreApplication,
    QEvent,
    QEventLoop,
    QMessageLogContext,
    QSize,
    QTimer,
    QtMsgType,
    qInstallMessageHandler,
)
from PySide6.QtWidgets import QAbstractItemView, QApplication, QTableView, QWidget

from desktop.errors import StorageError
from desktop.i18n import language as spoken
from desktop.i18n import set_language
from desktop.services.settings import SettingsFile, ThemeChoice
from desktop.views.databases.sample_banner import SampleBanner
from desktop.views.language import LanguageSwitch
from desktop.views.look import Look
from desktop.views.main_window import MainWindow, WindowParts
from desktop.views.tab import TabContext, TabFactory, TabPage
from desktop.views.tasks import TaskRunner
from desktop.views.theme import Theme

#: A tab that is not done by then has a fault; the picture is taken as it is.
_LONGEST_MS = 60_000
#: Timers longer than this wait for the user (a message that goes by itself), not for data.
_SOON_MS = 1_500
_LOOK_MS, _CALM_LOOKS = 15, 3


def write_pictures(
    services: Any,
    folder: Path,
    languages: Sequence[str] = ("en", "zh_CN"),
    themes: Sequence[str] = ("light",),
    size: tuple[int, int] = (1440, 900),
    tabs: Sequence[TabFactory] | None = None,
) -> tuple[Path, ...]:
    """Write a PNG of each tab in each language and theme; return the files in that order.

    Files are named `tab-language.png` and `tab-language-dark.png`. `services` is an open
    database of the composition root; nothing in it is changed. Works in a process without a
    display. The user's settings are neither read nor written.

    Raises:
        StorageError: a file cannot be written.
    """
    app = _application()
    with _without_platform_notes():
        return _write(app, services, folder, languages, themes, size, tabs)


@contextmanager
def _without_platform_notes() -> Iterator[None]:
    """Swallow what a platform without a screen says of itself; everything else is passed on."""

    def hear(kind: QtMsgType, place: QMessageLogContext, words: str) -> None:
        if "propagateSizeHints" in words:
            return
        if before is not None:
            before(kind, place, words)
        else:
            print(words, file=sys.stderr)

    before = qInstallMessageHandler(hear)
    try:
        yield
    finally:
        qInstallMessageHandler(before)


def _write(
    app: QApplication,
    services: Any,
    folder: Path,
    languages: Sequence[str],
    themes: Sequence[str],
    size: tuple[int, int],
    tabs: Sequence[TabFactory] | None,
) -> tuple[Path, ...]:
    before = spoken()
    factories = tabs if tabs is not None else _factories()
    written: list[Path] = []
    try:
        with tempfile.TemporaryDirectory(prefix="branchbook") as place:
            settings = SettingsFile(Path(place) / "settings.json")
            for one in languages:
                for theme in themes:
                    choice = ThemeChoice(theme)
                    settings.change(language=one, theme=choice, window="", last_tab="")
                    with _window(app, settings, services, factories, size) as (window, runner):
                        ending = one if choice is not ThemeChoice.DARK else f"{one}-dark"
                        written.extend(_tabs(window, runner, folder, ending))
    finally:
        set_language(before)
    return tuple(written)


def _application() -> QApplication:
    found = QApplication.instance()
    if isinstance(found, QApplication):
        return found
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    return QApplication(["branchbook"])


def _factories() -> Sequence[TabFactory]:
    from desktop.views.tabs import tab_factories

    return tab_factories()


@contextmanager
def _window(
    app: QApplication,
    settings: SettingsFile,
    services: Any,
    factories: Sequence[TabFactory],
    size: tuple[int, int],
) -> Iterator[tuple[MainWindow, TaskRunner]]:
    """Yield the real window with the database shown; close and delete it after the block."""
    # Loaded at once, so that no chart is still waited for when the picture is taken.
    import pyqtgraph  # noqa: F401

    runner = TaskRunner()
    sheet = app.styleSheet()
    look = Look(settings, Theme(app), LanguageSwitch(app))
    look.apply()
    parts = WindowParts(
        runner=runner, settings=settings, look=look, describe=str, test_connection=lambda _r: ""
    )
    window = MainWindow(parts)
    try:
        window.resize(QSize(*size))
        banner = SampleBanner(window)
        body = window.messages.parentWidget()
        layout = body.layout() if body is not None else None
        if layout is not None and services.branch.is_sample:
            layout.insertWidget(1, banner)  # type: ignore[attr-defined]
            banner.show_for(services.clock.today())
        context = TabContext(
            services=services,
            runner=runner,
            settings=settings,
            clock=services.clock,
            currency=services.branch.currency,
            fiscal=services.branch.fiscal,
        )
        window.show()
        window.show_database(services.branch.name, context, factories)
        yield window, runner
    finally:
        window.close()
        # A page's document that is open when Python ends is complained of by PDFium.
        window.hide_database()
        runner.shut_down()
        window.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        runner.deleteLater()
        look.theme.deleteLater()
        app.setStyleSheet(sheet)


def _tabs(window: MainWindow, runner: TaskRunner, folder: Path, ending: str) -> Iterator[Path]:
    for key in window.tabs.keys:
        window.tabs.bring(key)
        page = window.front
        assert page is not None
        wait_until_calm(window, runner)
        _show_details(page)
        wait_until_calm(window, runner)
        window.status.show_sums(None)
        path = folder / f"{page.key}-{ending}.png"
        if not window.grab().save(str(path)):
            raise StorageError("file_unwritable", path=str(path), reason="PNG")
        yield path


def _show_details(page: TabPage) -> None:
    """Make a row of the tab's main list current, so that its details are filled.

    The third: the first lines of a branch are often its manager and vacant places.
    """
    for table in page.findChildren(QTableView):
        model = table.model()
        if not table.isVisible() or model is None or not model.rowCount():
            continue
        if table.focusPolicy() and table.selectionMode() != _NO_SELECTION:
            if table.currentIndex().row() <= 0:
                column = table.horizontalHeader().logicalIndex(0)
                table.setCurrentIndex(model.index(min(2, model.rowCount() - 1), column))
            return


_NO_SELECTION = QAbstractItemView.SelectionMode.NoSelection


def wait_until_calm(window: QWidget, runner: TaskRunner, longest_ms: int = _LONGEST_MS) -> bool:
    """Let the window live until nothing is asked, delayed or painted any more.

    Calm is: the runner awaits nothing and no short timer of a widget runs, several looks in a
    row, so that what an answer sets off is waited for too. Returns False where time ran out.
    """
    loop = QEventLoop()
    calm = [0]

    def look() -> None:
        calm[0] = calm[0] + 1 if _is_calm(window, runner) else 0
        if calm[0] >= _CALM_LOOKS:
            loop.quit()

    # Without a parent: deleted together with one later on, a timer that Python has let go of in the
    # meantime would be let go of twice.
    looking, last = QTimer(), QTimer()
    looking.timeout.connect(look)
    looking.start(_LOOK_MS)
    last.setSingleShot(True)
    last.timeout.connect(loop.quit)
    last.start(longest_ms)
    loop.exec()
    looking.stop()
    last.stop()
    # The connections would keep the loop alive for ever: each holds the other.
    looking.timeout.disconnect(look)
    last.timeout.disconnect(loop.quit)
    return calm[0] >= _CALM_LOOKS


def _is_calm(window: QWidget, runner: TaskRunner) -> bool:
    return runner.is_idle and not any(
        timer.isActive() and timer.isSingleShot() and timer.interval() < _SOON_MS
        for timer in window.findChildren(QTimer)
    )
