"""Filtering as one types: the newest text wins, and what runs for an older one is stopped."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from desktop.errors import Cancelled
from desktop.interruption import current_interruption
from desktop.services.activity.data import VisitAnchor
from desktop.views.activity.position_bar import PositionBar
from desktop.views.tasks import TaskRunner
from tests.factories import CLOCK


class _Slow:
    """A question that lasts until it is stopped, as one that reads three million notes."""

    def __init__(self) -> None:
        self.begun, self.stopped = threading.Event(), threading.Event()

    def ask(self) -> str:
        interruption = current_interruption()
        assert interruption is not None
        with interruption.attached(self.stopped.set, is_quick=True):
            self.begun.set()
            assert self.stopped.wait(10), "nobody stopped it"
        raise Cancelled


def test_a_newer_text_stops_the_question_of_the_older_one(qtbot: QtBot) -> None:
    runner, owner = TaskRunner(), QObject()
    answers: list[str] = []
    slow = _Slow()
    runner.query(slow.ask, answers.append, owner=owner, key="page")
    assert slow.begun.wait(5)
    runner.query(lambda: "newest", answers.append, owner=owner, key="page")
    qtbot.waitUntil(lambda: runner.is_idle)
    assert answers == ["newest"] and slow.stopped.is_set()
    assert runner.shut_down()


def test_another_question_goes_on(qtbot: QtBot) -> None:
    # The control: only what the newer text supersedes is stopped.
    runner, owner = TaskRunner(), QObject()
    answers: list[str] = []
    slow = _Slow()
    runner.query(slow.ask, answers.append, owner=owner, key="totals")
    assert slow.begun.wait(5)
    runner.query(lambda: "newest", answers.append, owner=owner, key="page")
    qtbot.waitUntil(lambda: answers == ["newest"])
    assert not slow.stopped.is_set()
    assert runner.shut_down()
    assert slow.stopped.is_set()


@pytest.fixture
def bar(qtbot: QtBot) -> PositionBar:
    """Return the bar of a list of a thousand visits, at its beginning."""
    found = PositionBar()
    qtbot.addWidget(found)
    found.day_at = lambda position: VisitAnchor(position, CLOCK.today())
    found.show_place(0, 200, 1_000)
    return found


def test_the_bar_asks_for_the_place_that_it_is_dragged_to(qtbot: QtBot, bar: PositionBar) -> None:
    with qtbot.waitSignal(bar.moved) as moved:
        bar.setSliderDown(True)
        bar.setValue(640)
        bar.setSliderDown(False)
    assert moved.args == [640]


def test_the_bar_follows_the_page_without_asking(qtbot: QtBot, bar: PositionBar) -> None:
    with qtbot.assertNotEmitted(bar.moved, wait=0):
        bar.show_place(400, 200, 1_000)
    assert (bar.value(), bar.maximum(), bar.pageStep()) == (400, 800, 200)


def test_a_list_of_few_pages_is_turned_without_a_bar(bar: PositionBar) -> None:
    bar.show_place(0, 200, 1_001)
    assert not bar.isHidden()
    bar.show_place(0, 200, 1_000)
    assert bar.isHidden()
