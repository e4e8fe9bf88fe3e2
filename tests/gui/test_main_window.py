"""The window: tabs, stale marks, the way back, messages, language, what is kept."""

from __future__ import annotations

import gettext
from collections.abc import Mapping
from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QDialog, QFileDialog, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop import i18n
from desktop.changes import ChangeSet, Topic
from desktop.errors import RuleViolation
from desktop.services.exports.people import ExportColumn, ExportTable
from desktop.services.settings import SettingsFile, ThemeChoice
from desktop.tone import Tone
from desktop.views.column import text_column
from desktop.views.crash import BugDialog
from desktop.views.databases.requests import ConnectDatabase, CreateDatabase, OpenDatabase
from desktop.views.keyboard_sheet import KeyboardSheet
from desktop.views.look import Look
from desktop.views.main_window import MainWindow
from desktop.views.message_bar import MessageAction
from desktop.views.palette import DARK, colours_of
from desktop.views.tab import Place, PrintRequest, TabContext, TabPage
from desktop.views.table_view import TableView
from desktop.views.tasks import TaskRunner


class Page(TabPage):
    """A tab that counts its reloads."""

    def __init__(self, context: TabContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.reloads = 0
        self.shown: list[Mapping[str, object]] = []
        self.table = TableView([text_column("name", "Name", str)], name="Names", parent=self)

    def reload(self) -> None:
        self.reloads += 1

    def show_place(self, facts: Mapping[str, object]) -> None:
        self.shown.append(facts)

    def place(self) -> Place:
        return Place(self.key, {"row": 7})

    def export_table(self) -> ExportTable | None:
        return ExportTable("Plans", (ExportColumn("Name"),), (("Bao",),))


class Plans(Page):
    """The first tab."""

    key, name, topics = "plans", "Plans", frozenset({Topic.PLANS})


class Visits(Page):
    """The second tab."""

    key, name, topics = "visits", "visits", frozenset({Topic.VISITS})


@pytest.fixture
def opened(window: MainWindow, context: TabContext) -> MainWindow:
    """Return the window with two tabs, plans in front."""
    window.show_database("East branch", context, [Plans, Visits])
    return window


def _pages(window: MainWindow) -> tuple[Page, Page]:
    """Return both pages, the first in front again after the second was built."""
    window.tabs.setCurrentIndex(1)
    window.tabs.setCurrentIndex(0)
    first, second = window.tabs.pages
    assert isinstance(first, Page) and isinstance(second, Page)
    return first, second


def test_a_tab_loads_when_it_is_first_seen(opened: MainWindow, qtbot: QtBot) -> None:
    (plans,) = opened.tabs.pages
    assert isinstance(plans, Plans) and opened.front is plans
    assert opened.tabs.tabText(1) == "visits"
    qtbot.keyClick(opened, Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
    visits = opened.front
    assert isinstance(visits, Visits)
    assert (plans.reloads, visits.reloads) == (1, 1)


def test_a_tab_is_built_when_a_figure_leads_there(opened: MainWindow, qtbot: QtBot) -> None:
    plans = opened.front
    assert isinstance(plans, Plans)
    plans.place_requested.emit(Place("visits", {"rep": "R1"}))
    visits = opened.front
    assert isinstance(visits, Visits) and visits.shown == [{"rep": "R1"}]
    qtbot.keyClick(opened, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert opened.front is plans and opened.tabs.pages == (plans, visits)


def test_only_the_last_tab_is_built_when_a_database_opens(
    window: MainWindow, context: TabContext, settings: SettingsFile
) -> None:
    settings.change(last_tab="visits")
    window.show_database("East branch", context, [Plans, Visits])
    (visits,) = window.tabs.pages
    assert isinstance(visits, Visits) and window.front is visits
    assert visits.reloads == 1
    assert window.menus.actions["export"].isEnabled()


def test_the_other_tabs_are_built_behind_the_one_in_front(opened: MainWindow) -> None:
    front = opened.front
    # Made in one step, taken in the next.
    assert [opened.tabs.build_next() for _step in range(3)] == [True, True, False]
    plans, visits = opened.tabs.pages
    assert isinstance(visits, Visits) and opened.front is front is plans
    assert visits.reloads == 0 and not visits.isVisible()
    opened.tabs.bring("visits")
    assert opened.front is visits and visits.reloads == 1


def test_tabs_can_be_built_in_one_turn_and_shown_in_the_next(
    window: MainWindow, context: TabContext, qtbot: QtBot
) -> None:
    window.show_database("East branch", context, [Plans, Visits], in_turns=True)
    (plans,) = window.tabs.pages
    assert isinstance(plans, Plans) and plans.reloads == 0
    qtbot.waitUntil(plans.isVisible)
    assert plans.reloads == 1


def test_a_database_that_closes_before_its_tabs_are_shown_leaves_the_first_page(
    window: MainWindow, context: TabContext, qtbot: QtBot
) -> None:
    window.show_database("East branch", context, [Plans], in_turns=True)
    window.hide_database()
    qtbot.wait(20)
    assert window.first_page.isVisible() and not window.tabs.isVisible()


def test_export_in_a_lists_menu_does_what_the_windows_action_does(opened: MainWindow) -> None:
    page = opened.front
    assert isinstance(page, Plans)
    page.table.export_wanted.emit()
    dialog = opened.findChild(QFileDialog)
    assert dialog is not None and "Plans" in dialog.windowTitle()
    dialog.reject()


def test_a_change_reloads_the_tab_in_front_and_marks_the_others(
    opened: MainWindow, runner: TaskRunner
) -> None:
    plans, visits = _pages(opened)
    opened.tabs.setCurrentIndex(1)
    opened.tabs.setCurrentIndex(0)
    runner.command(lambda: ChangeSet.of(Topic.VISITS), lambda _r: None, owner=opened)
    runner.command(lambda: ChangeSet.of(Topic.PLANS), lambda _r: None, owner=opened)
    assert runner.wait_idle()
    assert (plans.reloads, visits.reloads) == (2, 1)
    opened.tabs.setCurrentIndex(1)
    assert visits.reloads == 2


def test_following_a_figure_leads_there_and_back(opened: MainWindow, qtbot: QtBot) -> None:
    plans, visits = _pages(opened)
    plans.place_requested.emit(Place("visits", {"rep": "R1"}))
    assert opened.front is visits
    assert visits.shown == [{"rep": "R1"}]
    qtbot.keyClick(opened, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert opened.front is plans
    assert plans.shown == [{"row": 7}]


def test_a_foreseen_error_is_said_in_the_bar(opened: MainWindow) -> None:
    opened.show_error(RuleViolation("closed_period"))
    assert opened.messages.text == "described: closed_period"


@pytest.mark.expects_log("unforeseen error")
def test_our_bug_opens_the_dialog_without_data_and_the_window_stays(
    opened: MainWindow,
) -> None:
    opened.show_error(KeyError("李明朗"))
    dialog = opened.findChild(BugDialog)
    assert dialog is not None and dialog.isVisible()
    assert "KeyError" in dialog._details and "李明朗" not in dialog._details
    dialog.accept()
    assert opened.isVisible()


def test_a_message_waits_behind_an_error(opened: MainWindow, qtbot: QtBot) -> None:
    opened.messages.show_message("disk full", Tone.BAD)
    opened.tell("saved", Tone.GOOD)
    assert opened.messages.text == "disk full"
    qtbot.keyClick(opened.messages, Qt.Key.Key_Escape)
    assert opened.messages.text == "saved"


def test_a_message_shows_markup_as_it_was_typed(opened: MainWindow) -> None:
    opened.tell("<b>Bao</b>")
    label = next(one for one in opened.messages.findChildren(QLabel) if one.text())
    assert label.textFormat() == Qt.TextFormat.PlainText


def test_a_messages_button_does_its_verb(opened: MainWindow, qtbot: QtBot) -> None:
    done: list[str] = []
    opened.tell("Deleted", Tone.GOOD, (MessageAction("Undo", lambda: done.append("undo")),))
    button = opened.messages.findChild(QPushButton)
    assert button is not None
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert done == ["undo"]
    assert opened.messages.text == ""


def test_the_language_changes_without_a_restart(
    opened: MainWindow, monkeypatch: pytest.MonkeyPatch, look: Look
) -> None:
    class Chinese(gettext.NullTranslations):
        def gettext(self, message: str) -> str:
            return {"Plans": "计划", "&File": "文件(&F)"}.get(message, message)

    monkeypatch.setitem(i18n._catalogues, "zh_CN", Chinese())
    opened.menus.language_wanted.emit("zh_CN")
    assert opened.tabs.tabText(0) == "计划"
    assert opened.menuBar().actions()[0].text() == "文件(&F)"
    look.change_language("en")
    assert opened.tabs.tabText(0) == "Plans"


def test_every_widget_hears_of_a_new_language_once(
    opened: MainWindow, look: Look, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    front = opened.front
    assert front is not None
    told: list[str] = []
    monkeypatch.setattr(type(front), "retranslate", lambda _page: told.append(i18n.language()))
    look.change_language("zh_CN")
    qtbot.waitUntil(opened.updatesEnabled)
    look.change_language("en")
    qtbot.waitUntil(opened.updatesEnabled)
    assert told == ["zh_CN", "en"]


def test_a_page_behind_others_is_dressed_as_if_it_had_been_seen(
    opened: MainWindow, look: Look, qtbot: QtBot
) -> None:
    plans, visits = _pages(opened)

    def picture(theme: ThemeChoice, shown: int) -> tuple[QImage, QImage]:
        """Change the look with this page in front, and take both pages."""
        opened.tabs.setCurrentIndex(shown)
        with qtbot.waitSignal(look.theme.dressed, timeout=5000):
            look.change_theme(theme)
        found = []
        for page in (plans, visits):
            opened.tabs.setCurrentWidget(page)
            found.append(page.grab().toImage())
        return found[0], found[1]

    light = picture(ThemeChoice.LIGHT, 0)
    dark = picture(ThemeChoice.DARK, 0)
    assert dark == picture(ThemeChoice.DARK, 1)
    assert dark[0] != light[0] and dark[1] != light[1]
    assert picture(ThemeChoice.LIGHT, 1) == light


def test_dark_colours_are_set_at_once_and_kept(
    opened: MainWindow, settings: SettingsFile, qtbot: QtBot
) -> None:
    opened.menus.theme_wanted.emit(ThemeChoice.DARK)
    qtbot.waitUntil(lambda: colours_of(opened.palette()) is DARK)
    qtbot.waitUntil(opened.updatesEnabled)
    assert SettingsFile(settings._path).value.theme is ThemeChoice.DARK


def test_ctrl_plus_makes_the_text_larger(
    opened: MainWindow, settings: SettingsFile, qtbot: QtBot
) -> None:
    opened.menus.actions["larger"].trigger()
    assert settings.value.text_percent == 110
    qtbot.waitUntil(lambda: opened.font().pointSizeF() == pytest.approx(11))


def test_a_job_shows_progress_and_can_be_stopped(
    opened: MainWindow, runner: TaskRunner, qtbot: QtBot
) -> None:
    import threading

    gate = threading.Event()
    runner.job(lambda p: (p.step(1, 4), gate.wait(5), p.check()), print, owner=opened, title="PDF")
    qtbot.waitUntil(lambda: "1 of 4" in opened.status._jobs[1]._words.text())
    qtbot.mouseClick(opened.status._jobs[1]._cancel, Qt.MouseButton.LeftButton)
    gate.set()
    assert runner.wait_idle()
    assert opened.status._jobs == {}


def test_geometry_and_front_tab_are_kept(opened: MainWindow, settings: SettingsFile) -> None:
    opened.tabs.setCurrentIndex(1)
    opened.close()
    kept = SettingsFile(settings._path).value
    assert kept.last_tab == "visits"
    assert not QByteArray.fromBase64(kept.window.encode()).isEmpty()


def test_a_new_database_is_asked_for_and_the_form_stays_until_it_is_made(
    window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    wanted: list[object] = []
    window.desk.wanted.connect(wanted.append)
    window.menus.actions["new"].trigger()
    dialog = window.desk.dialog
    assert dialog is not None
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    assert wanted == []
    qtbot.keyClicks(dialog.name, "East")
    dialog.path.setText(str(tmp_path / "east.branchbook"))
    qtbot.mouseClick(dialog.main_button, Qt.MouseButton.LeftButton)
    assert wanted == [CreateDatabase(tmp_path / "east.branchbook", "East")]
    window.desk.failed(RuleViolation("disk_full"))
    assert dialog.isVisible() and dialog.name.text() == "East"
    assert dialog.messages.text == "described: disk_full"
    window.desk.succeeded()
    assert window.desk.dialog is None


def test_the_server_dialog_tests_and_hides_the_password(
    window: MainWindow, runner: TaskRunner, qtbot: QtBot
) -> None:
    window.menus.actions["connect"].trigger()
    dialog = window.desk.dialog
    assert dialog is not None
    for field, words in (("host", "sales"), ("database", "east"), ("user", "li")):
        qtbot.keyClicks(getattr(dialog, field), words)
    qtbot.keyClicks(dialog.password, "secret")
    qtbot.mouseClick(dialog.test_button, Qt.MouseButton.LeftButton)
    assert runner.wait_idle()
    assert dialog.messages.text == "sales answers"
    request = dialog.request()
    assert isinstance(request, ConnectDatabase)
    assert request.password == "secret" and "secret" not in repr(request)
    dialog.reject()


def test_recent_databases_are_offered_and_a_missing_one_says_so(
    window: MainWindow, settings: SettingsFile, tmp_path: Path, qtbot: QtBot
) -> None:
    there = tmp_path / "there.branchbook"
    there.touch()
    settings.remember_database(str(tmp_path / "gone.branchbook"))
    settings.remember_database(str(there))
    window.hide_database()
    texts = [label.text() for label in window.first_page.findChildren(QLabel)]
    assert any("gone.branchbook" in text and "not found" in text for text in texts)
    button = next(b for b in window.first_page.findChildren(QPushButton) if b.text() == "there")
    with qtbot.waitSignal(window.desk.wanted) as wanted:
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert wanted.args == [OpenDatabase(str(there))]


def test_what_a_tab_shows_is_exported_where_the_user_says(
    opened: MainWindow, settings: SettingsFile, runner: TaskRunner, tmp_path: Path
) -> None:
    opened.menus.actions["export"].trigger()
    dialog = opened.findChild(QFileDialog)
    assert dialog is not None
    dialog.fileSelected.emit(str(tmp_path / "plans.csv"))
    dialog.reject()
    assert runner.wait_idle()
    assert (tmp_path / "plans.csv").read_bytes() == b"\xef\xbb\xbfName\r\nBao\r\n"
    assert settings.value.export_folder == str(tmp_path)
    assert "1 row written" in opened.messages.text


def test_every_action_has_words_and_no_two_share_a_key(opened: MainWindow) -> None:
    actions = list(opened.menus.actions)
    assert all(action.text() and action.toolTip() for action in actions)
    keys = [action.shortcut().toString() for action in actions if action.shortcut().toString()]
    assert len(keys) == len(set(keys))


def test_the_keyboard_sheet_lists_the_actions(opened: MainWindow) -> None:
    opened.menus.actions["keys"].trigger()
    sheet = opened.findChild(KeyboardSheet)
    assert sheet is not None
    sheet.reject()
    assert not any(dialog.isVisible() for dialog in opened.findChildren(QDialog))


def test_print_is_offered_only_where_a_tab_has_pages(
    window: MainWindow, context: TabContext
) -> None:
    class Papers(Page):
        key, name = "papers", "Papers"

        def print_request(self) -> PrintRequest | None:
            return None

    window.show_database("East branch", context, [Plans, Papers])
    assert not window.menus.actions["print"].isEnabled()
    window.tabs.bring("papers")
    assert window.menus.actions["print"].isEnabled()
    window.hide_database()
    assert not window.menus.actions["print"].isEnabled()
