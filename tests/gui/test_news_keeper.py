"""The look at other desks: only while the window is seen, one at a time, and said when silent."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from desktop.changes import ChangeSet, Topic
from desktop.errors import DatabaseBusy
from desktop.services.news.data import News, NewsItem, NewsKind, NewsMark
from desktop.services.settings import ColumnLayout, SettingsFile
from desktop.views.kept_splitter import KeptSplitter
from desktop.views.main_window import MainWindow
from desktop.views.news_words import news_line, news_list
from desktop.views.tasks import TaskRunner

AT = datetime(2026, 3, 18, 9, 30, tzinfo=UTC)
ITEM = NewsItem(NewsKind.CHANGED, "Wang Min", AT, "East Stores")


@dataclass
class Source:
    """Has news each time, or an error; notes the marks it was asked with."""

    started: NewsMark = field(default_factory=lambda: NewsMark(5))
    error: Exception | None = None
    asked: list[int] = field(default_factory=list)

    def since(self, mark: NewsMark) -> News:
        self.asked.append(mark.highest)
        if self.error is not None:
            raise self.error
        return News(NewsMark(mark.highest + 1), ChangeSet.of(Topic.CUSTOMERS), (ITEM,))


def test_each_look_goes_on_from_the_one_before(window: MainWindow, runner: TaskRunner) -> None:
    source = Source()
    window.news.watch(source)
    for _ in range(2):
        window.news.look()
        # A second one while the first is under way asks nothing.
        window.news.look()
        assert runner.wait_idle(30_000)
    assert source.asked == [5, 6]
    assert window.status.news_text.startswith("Wang Min changed East Stores at ")


def test_a_database_that_does_not_answer_is_said_until_it_does(
    window: MainWindow, runner: TaskRunner
) -> None:
    source = Source(error=DatabaseBusy("database_busy"))
    window.news.watch(source)
    window.news.look()
    assert runner.wait_idle(30_000)
    assert window.status.news_text == "The database does not answer."
    source.error = None
    window.news.look()
    assert runner.wait_idle(30_000)
    assert "East Stores" in window.status.news_text
    assert source.asked == [5, 5]


def test_what_is_heard_of_a_database_that_was_closed_is_dropped(
    window: MainWindow, runner: TaskRunner
) -> None:
    source = Source()
    window.news.watch(source)
    window.news.look()
    window.hide_database()
    assert runner.wait_idle(30_000)
    assert window.status.news_text == ""
    assert not window.news.timer.isActive()
    window.news.look()
    assert source.asked == [5]


def test_nobody_looks_while_the_window_is_small(window: MainWindow, runner: TaskRunner) -> None:
    source = Source()
    window.news.watch(source)
    window.showMinimized()
    window.news.look()
    window.showNormal()
    assert source.asked == []
    window.news.look()
    assert runner.wait_idle(30_000)
    assert source.asked == [5]


@pytest.mark.parametrize(
    ("item", "words"),
    [
        (ITEM, "Wang Min changed East Stores at "),
        (NewsItem(NewsKind.IMPORTED, "", AT, "may.csv"), "Another desk brought in may.csv at "),
        (NewsItem(NewsKind.WITHDREW, "Li", AT, "a.csv"), "Li took the import of a.csv back at "),
        (NewsItem(NewsKind.CHANGED, "Li", AT, ""), "Li made a change at "),
        (NewsItem(NewsKind.CHANGED, "Li", AT, "x" * 99), f"Li changed {'x' * 39}… at "),
    ],
)
def test_the_line_says_who_did_what(item: NewsItem, words: str) -> None:
    assert news_line((item,)).startswith(words)


def test_several_are_counted_and_listed() -> None:
    later = NewsItem(NewsKind.IMPORTED, "Li", AT, "may.csv")
    assert news_line((ITEM, ITEM, later)).endswith(" 2 other changes.")
    assert [line.split(" at ")[0] for line in news_list((ITEM, later)).split("\n")] == [
        "Li brought in may.csv", "Wang Min changed East Stores",
    ]  # fmt: skip
    assert news_line(()) == ""


def test_a_splitter_comes_back_where_it_stood(qtbot: QtBot, settings: SettingsFile) -> None:
    def make() -> KeptSplitter:
        found = KeptSplitter(settings, "some.splitter")
        qtbot.addWidget(found)
        found.resize(905, 200)
        found.add_parts(("list", QLabel(), 3, 600), ("side", QLabel(), 2, 300))
        return found

    first = make()
    first.setSizes([200, 700])
    kept = first.sizes()
    first.splitterMoved.emit(200, 1)
    qtbot.waitUntil(lambda: settings.layout("some.splitter") is not None)
    assert make().sizes() == kept
    settings.keep_layout("some.splitter", ColumnLayout(widths=(("else", 1), ("side", 2))))
    assert make().sizes() != kept
