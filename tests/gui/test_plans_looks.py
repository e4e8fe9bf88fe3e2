"""The pages and forms of the Plans tab: keys that name one thing each, and words seen whole."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QDialog,
    QLabel,
    QPushButton,
    QWidget,
)

from desktop.bootstrap import Services
from desktop.enums import ImportKind
from desktop.services.plans.versions_data import MakePlan
from desktop.views.look import Look
from desktop.views.main_window import MainWindow
from desktop.views.pictures import wait_until_calm
from desktop.views.plans.side_panel import ElidedLabel
from desktop.views.plans.tab import PlansTab
from desktop.views.request_dialog import RequestDialog
from desktop.views.screen_room import screen_room
from desktop.views.tab import TabContext
from tests.gui.part_page import filled
from tests.gui.small_branch import CLOCK, make_small_branch

TARGETS = """
period,metric,amount,rep_code
2026-07,sales,10000,R1
2026-07,visits,40,R1
2026-08,visits,10,R2
"""
EXPENSES = """
date,rep_code,category,amount,note
2026-07-02,R1,travel,450.00,Train
"""
#: All pages beside the board.
_PAGES = (
    "watch", "reasons", "plan", "talks", "sheets", "work", "budget", "measures", "fairness",
    "whatif", "calculators",
)  # fmt: skip
#: Pages with the actions that open their forms.
_FORMS = {
    "talks": ("hq", "item"),
    "work": ("task", "objective"),
    "budget": ("add", "amount"),
    "measures": ("new",),
    "reasons": ("new",),
}
_KEY = re.compile(r"&([^\W_])")


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the branch with a plan in force and the draft of the next year."""
    path = make_small_branch(tmp_path_factory.mktemp("looks"))
    return filled(path, {ImportKind.TARGETS: TARGETS, ImportKind.EXPENSES: EXPENSES})


@pytest.fixture(autouse=True)
def _as_before(look: Look) -> Iterator[None]:
    """Give English and the usual text size back to the tests that follow."""
    yield
    look.change_language("en")
    look.change_text_size(100)


@contextmanager
def plans_tab(window: MainWindow, context: TabContext, services: Services) -> Iterator[PlansTab]:
    """Give the tab with the draft of the next year; take the database away after."""
    services.plan_versions.make(services.require_writer(), MakePlan("Next", 2027))
    window.show_database("East", replace(context, services=services, clock=CLOCK), [PlansTab])
    tab = window.front
    assert isinstance(tab, PlansTab)
    yield tab
    assert wait_until_calm(window, context.runner, 20_000)
    window.hide_database()


def bring(tab: PlansTab, key: str, context: TabContext) -> None:
    tab.parts.bring(key)
    assert wait_until_calm(tab.window(), context.runner, 20_000)


def key_of(text: str) -> str:
    found = _KEY.search(text.replace("&&", ""))
    return found[1].lower() if found else ""


def doubled(texts: list[str]) -> list[list[str]]:
    """Return the texts that claim one letter."""
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for text in texts:
        groups[key_of(text)].append(text)
    return [group for key, group in groups.items() if key and len(group) > 1]


def keyed_words(root: QWidget) -> list[str]:
    """Return what claims a letter with Alt in a window or dialog."""
    buttons = [one.text() for one in root.findChildren(QAbstractButton) if one.isVisible()]
    labels = [one.text() for one in root.findChildren(QLabel) if one.isVisible() and one.buddy()]
    return buttons + labels


def cut_words(root: QWidget) -> list[str]:
    """Return the words of labels and buttons that are smaller than what they say."""
    found = []
    for one in root.findChildren(QLabel):
        if not one.isVisible() or not one.text() or isinstance(one, ElidedLabel):
            continue
        if one.wordWrap():
            is_cut = one.height() + 2 < one.heightForWidth(one.width())
        else:
            is_cut = one.width() + 2 < one.sizeHint().width()
        found += [one.text()] if is_cut else []
    for button in root.findChildren(QPushButton):
        if button.isVisible() and button.width() + 2 < button.sizeHint().width():
            found.append(button.text())
    return found


def opened(tab: PlansTab, key: str, action: str, context: TabContext) -> QDialog:
    """Open a form by its command and return it."""
    part = tab.parts.current
    assert part is not None
    part.actions_set[action].trigger()  # type: ignore[attr-defined]
    assert wait_until_calm(tab.window(), context.runner, 20_000)
    forms = [
        one for one in QApplication.topLevelWidgets()
        if isinstance(one, QDialog) and one.isVisible()
    ]  # fmt: skip
    assert len(forms) == 1, (key, action)
    return forms[0]


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_no_letter_means_two_things_on_a_page_or_in_its_menu(
    language: str, look: Look, window: MainWindow, context: TabContext, services: Services
) -> None:
    look.change_language(language)
    found: dict[str, list[list[str]]] = {}
    with plans_tab(window, context, services) as tab:
        for key in _PAGES:
            bring(tab, key, context)
            bar = [one.text() for one in window.menuBar().actions()]
            menu = [one.text() for one in tab.menu_actions() if one.isVisible()]
            found[key] = doubled(menu) + doubled(bar + keyed_words(window))
    assert {key: groups for key, groups in found.items() if groups} == {}


def test_forms_in_a_large_text_lie_on_the_screen_with_every_word_and_letter_their_own(
    look: Look, window: MainWindow, context: TabContext, services: Services
) -> None:
    look.change_text_size(150)
    with plans_tab(window, context, services) as tab:
        for key, actions in _FORMS.items():
            bring(tab, key, context)
            for action in actions:
                form = opened(tab, key, action, context)
                room = screen_room(form)
                assert form.height() <= room.height(), (key, action)
                assert form.rect().contains(button_of(form).geometry()), (key, action)
                assert doubled(keyed_words(form)) == [], (key, action)
                assert cut_words(form) == [], (key, action)
                form.reject()
                assert wait_until_calm(window, context.runner, 20_000)


def button_of(form: QDialog) -> QWidget:
    """Return the row of the form's buttons."""
    assert isinstance(form, RequestDialog)
    return form.buttons


def test_a_small_window_in_a_large_text_shows_every_page_with_every_word(
    look: Look, window: MainWindow, context: TabContext, services: Services
) -> None:
    look.change_text_size(150)
    window.resize(1280, 720)
    with plans_tab(window, context, services) as tab:
        for key in _PAGES:
            bring(tab, key, context)
            assert cut_words(window) == [], key
        least = window.minimumSizeHint()
        assert (window.width(), window.height()) == (1280, 720)
        assert least.width() <= 1280 and least.height() <= 720
