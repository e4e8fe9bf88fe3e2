"""The help: a page for each place, links and words found through all pages, both languages."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt, QUrl
from pytestqt.qtbot import QtBot

from desktop.commands.helping import help_text
from desktop.i18n import set_language
from desktop.services.help_pages import HelpPage, page_of, section_of
from desktop.views.help_dialog import HelpDialog
from desktop.views.look import Look
from desktop.views.tabs import tab_factories
from tests.gui.conftest import destroy


@pytest.fixture
def dialog(qtbot: QtBot, look: Look) -> Iterator[HelpDialog]:
    """Return the help on the Plans tab, in English."""
    found = HelpDialog(help_text, HelpPage.PLANS)
    found.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    found.show()
    yield found
    found.reject()
    destroy(found)
    set_language("en")


def test_every_tab_has_a_page_of_its_own() -> None:
    assert {page_of(tab.key) for tab in tab_factories()} >= {HelpPage.PLANS, HelpPage.ACCOUNTS}
    assert all(page_of(tab.key).value == tab.key for tab in tab_factories())


def test_the_first_page_of_the_window_gets_the_start(dialog: HelpDialog) -> None:
    assert page_of("") is HelpPage.START


def test_the_page_asked_for_is_shown(dialog: HelpDialog) -> None:
    assert dialog.page is HelpPage.PLANS
    assert "Attainment" in dialog.text.toPlainText()


def test_a_page_can_begin_with_one_of_its_sections(dialog: HelpDialog) -> None:
    dialog.show_page(HelpPage.PLAN_WORK)
    dialog.show_section(section_of("plans/whatif"))
    assert dialog.text.textCursor().block().text() == "What if"
    assert 0 <= dialog.text.cursorRect().top() < dialog.text.viewport().height() // 3
    dialog.show_section(None)
    assert dialog.text.textCursor().block().text() == "What if"


def test_a_link_leads_to_its_page(dialog: HelpDialog) -> None:
    dialog.text.anchorClicked.emit(QUrl("import.md"))
    assert dialog.page is HelpPage.IMPORT


def test_words_are_found_on_other_pages(dialog: HelpDialog, qtbot: QtBot) -> None:
    dialog.words.setText("diversion")
    qtbot.keyClick(dialog.words, Qt.Key.Key_Return)
    assert dialog.page is HelpPage.GLOSSARY
    assert dialog.text.textCursor().selectedText().casefold() == "diversion"
    assert dialog.isVisible()


def test_another_language_changes_the_open_help(dialog: HelpDialog, look: Look) -> None:
    look.change_language("zh_CN")
    assert dialog.list.item(1).text() == "销售计划"
    assert "完成率" in dialog.text.toPlainText()
    look.change_language("en")


def test_escape_closes_it(dialog: HelpDialog, qtbot: QtBot) -> None:
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
