"""Looks every few seconds whether another desk changed something, while the window is seen."""

from __future__ import annotations

import logging
from typing import Protocol

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QWidget

from desktop.errors import KnownError
from desktop.services.news.data import News, NewsMark
from desktop.views.runner import Runner

logger = logging.getLogger(__name__)

#: A change elsewhere is on the screen after this time and one answer of the database.
EVERY_MS = 8_000


class NewsSource(Protocol):
    """What the keeper asks of `NewsService`."""

    started: NewsMark

    def since(self, mark: NewsMark) -> News:
        """Return what other desks committed since the mark."""
        ...


class NewsKeeper(QObject):
    """Asks in the lane of questions; nothing is asked while the window is hidden or small.

    Signals:
        heard(News): other desks changed something.
        silent(bool): the database does not answer, or answers again.
    """

    heard = Signal(object)
    silent = Signal(bool)

    def __init__(self, runner: Runner, window: QWidget) -> None:
        super().__init__(window)
        self._runner, self._window = runner, window
        self._source: NewsSource | None = None
        self._mark = NewsMark()
        self._is_silent = False
        self._is_asking = False
        self.timer = QTimer(self)
        self.timer.setInterval(EVERY_MS)
        self.timer.timeout.connect(self.look)

    def watch(self, source: NewsSource | None) -> None:
        """Look at another database from now on; None looks at none."""
        self._source, self._is_asking = source, False
        self._is_silent = False
        if source is None:
            self.timer.stop()
        else:
            self._mark = source.started
            self.timer.start()

    @Slot()
    def look(self) -> None:
        """Ask now what is new, unless nobody sees it or the last question is still open."""
        source, mark = self._source, self._mark
        if source is None or self._is_asking or not self._is_seen():
            return
        self._is_asking = True
        self._runner.query(
            lambda: source.since(mark),
            lambda news: self._hear(source, news),
            owner=self,
            key="news",
            on_error=lambda error: self._miss(source, error),
        )

    def _is_seen(self) -> bool:
        return self._window.isVisible() and not self._window.isMinimized()

    def _hear(self, source: NewsSource, news: News) -> None:
        if source is not self._source:
            return
        self._is_asking = False
        self._mark = news.mark
        self._say_silent(False)
        if news.changes.topics:
            self.heard.emit(news)

    def _miss(self, source: NewsSource, error: Exception) -> None:
        if not isinstance(error, KnownError):
            raise error
        if source is self._source:
            self._is_asking = False
            logger.info("no news from the database: %s", error.code)
            self._say_silent(True)

    def _say_silent(self, is_silent: bool) -> None:
        if is_silent != self._is_silent:
            self._is_silent = is_silent
            self.silent.emit(is_silent)
