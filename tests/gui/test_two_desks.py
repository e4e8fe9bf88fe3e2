"""Two desks at one branch: a form in the window, another desk's change, both brought together."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import cast

import pytest
import shiboken6
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop.bootstrap import Services
from desktop.enums import ImportKind
from desktop.services.customers.data import AccountsQuery
from desktop.services.customers.editing_data import ChangeCustomer, CustomerEntry, CustomerField
from desktop.services.drafts import DraftFolder
from desktop.services.imports.service import ImportFile
from desktop.services.settings import SettingsFile, ThemeChoice
from desktop.views.accounts.editor import CustomerEditor
from desktop.views.accounts.tab import AccountsTab
from desktop.views.editing.conflict import Side
from desktop.views.editing.conflict_dialog import ConflictDialog
from desktop.views.language import LanguageSwitch
from desktop.views.look import Look
from desktop.views.main_window import MainWindow, WindowParts
from desktop.views.tab import TabContext
from desktop.views.tasks import TaskRunner
from desktop.views.theme import Theme
from tests.gui.conftest import destroy
from tests.gui.small_branch import CLOCK, copy_of, make_small_branch, open_small


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_small_branch(tmp_path_factory.mktemp("branch"))


@pytest.fixture
def database(template: Path, tmp_path: Path) -> Path:
    return copy_of(template, tmp_path / "east.branchbook")


@pytest.fixture
def services(database: Path) -> Iterator[Services]:
    """Yield this desk's services."""
    opened = open_small(database)
    yield opened
    opened.close()


@pytest.fixture
def other(database: Path) -> Iterator[Services]:
    """Yield the services of another desk on the same file."""
    opened = open_small(database)
    yield opened
    opened.close()


@dataclass
class Seat:
    """A window with all that it needs."""

    runner: TaskRunner
    settings: SettingsFile
    window: MainWindow

    def show(self, services: Services) -> AccountsTab:
        """Open a database and return its tab, loaded."""
        self.window.show_database(
            "East", TabContext(services, self.runner, self.settings, CLOCK), [AccountsTab]
        )
        assert self.runner.wait_idle(30_000)
        return cast(AccountsTab, self.window.tabs.pages[0])


@contextmanager
def seat_in(qapp: QApplication, folder: Path) -> Iterator[Seat]:
    """Yield a window, light and in English; it is closed and deleted afterwards."""
    folder.mkdir(exist_ok=True)
    settings, runner = SettingsFile(folder / "settings.json"), TaskRunner()
    settings.change(language="en", theme=ThemeChoice.LIGHT)
    look = Look(settings, Theme(qapp), LanguageSwitch(qapp))
    look.apply()
    window = MainWindow(
        WindowParts(runner, settings, look, describe=repr, test_connection=lambda _request: "")
    )
    window.resize(1440, 900)
    window.show()
    yield Seat(runner, settings, window)
    window.close()
    destroy(window)
    runner.shut_down()
    destroy(runner)
    qapp.setStyleSheet("")


@pytest.fixture
def shared(qapp: QApplication, tmp_path: Path) -> Iterator[Seat]:
    with seat_in(qapp, tmp_path / "seat") as made:
        yield made


@pytest.fixture
def window(shared: Seat) -> MainWindow:
    return shared.window


@pytest.fixture
def runner(shared: Seat) -> TaskRunner:
    return shared.runner


@pytest.fixture
def show(shared: Seat, services: Services) -> Iterator[Callable[[], AccountsTab]]:
    """Return what opens the database in the window and gives its tab."""
    yield lambda: shared.show(services)
    # Before the services close: forms and timer ask them.
    for page in shared.window.tabs.pages:
        page.can_close()
    shared.window.hide_database()
    assert shared.runner.wait_idle(30_000)


@pytest.fixture
def tab(show: Callable[[], AccountsTab]) -> AccountsTab:
    return show()


def customer(services: Services, code: str) -> int:
    page = services.customers.accounts(AccountsQuery())
    return next(row.id for row in page.rows if row.code == code)


def change(desk: Services, code: str, **fields: str) -> None:
    """Save a customer at a desk."""
    seen = desk.customers.card_for_edit(customer(desk, code))
    command = ChangeCustomer(seen.id, seen.version, replace(seen.entry, **fields))
    desk.customers.change_customer(desk.require_writer(), command)


def entry(desk: Services, code: str) -> CustomerEntry:
    return desk.customers.card_for_edit(customer(desk, code)).entry


def edit(qtbot: QtBot, tab: AccountsTab, runner: TaskRunner, code: str = "0001") -> CustomerEditor:
    """Open a customer's form with F2 and return it."""
    found = next(row.id for row in tab.list.table.rows_model.rows if row.code == code)
    front(qtbot, tab.window())
    tab.list.table.setFocus()
    tab.list.table.select_row(found)
    assert runner.wait_idle(30_000)
    qtbot.keyClick(tab.list.table, Qt.Key.Key_F2)
    assert runner.wait_idle(30_000)
    editor = tab.editing.editors[-1]
    assert is_open(editor)
    return editor


def front(qtbot: QtBot, window: QWidget) -> None:
    """Bring a window to the front: only there its keys are heard."""
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)


def field(editor: CustomerEditor, which: CustomerField) -> QLineEdit:
    return cast(QLineEdit, editor.inputs[which])


def retype(qtbot: QtBot, line: QLineEdit, text: str) -> None:
    line.setFocus()
    line.selectAll()
    qtbot.keyClicks(line, text)


def is_open(editor: CustomerEditor) -> bool:
    return shiboken6.isValid(editor) and editor.isVisible()


def save(qtbot: QtBot, editor: CustomerEditor, runner: TaskRunner) -> None:
    front(qtbot, editor)
    qtbot.keyClick(editor, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert runner.wait_idle(30_000)


def press(editor: CustomerEditor, words: str) -> None:
    next(one for one in editor.messages.findChildren(QPushButton) if one.text() == words).click()


# The form


def test_f2_opens_the_form_and_ctrl_s_saves_it_into_list_and_card(
    qtbot: QtBot, tab: AccountsTab, runner: TaskRunner, services: Services, window: MainWindow
) -> None:
    editor = edit(qtbot, tab, runner)
    assert field(editor, CustomerField.CODE).isReadOnly()
    retype(qtbot, field(editor, CustomerField.NAME), "East Stores Ltd")
    qtbot.keyClick(field(editor, CustomerField.NAME), Qt.Key.Key_Tab)
    assert editor.focusWidget() is editor.inputs[CustomerField.CLASS]
    save(qtbot, editor, runner)
    assert "East Stores Ltd" in [row.name for row in tab.list.table.rows_model.rows]
    assert tab.controller.card_side.card is not None
    assert tab.controller.card_side.card.name == "East Stores Ltd"
    assert not is_open(editor)
    assert window.messages.text == "The customer was saved."
    hear(window, runner)
    assert window.status.news_text == "", "this desk's own save is no news"
    assert DraftFolder(tab.context.settings.drafts_folder).waiting(services.address) == ()


def test_every_field_has_a_label_that_leads_to_it_by_tab_order(
    qtbot: QtBot, tab: AccountsTab, runner: TaskRunner
) -> None:
    editor = edit(qtbot, tab, runner)
    order = [editor.inputs[CustomerField.CODE]]
    while len(order) < len(editor.inputs):
        found = order[-1].nextInFocusChain()
        while found not in editor.inputs.values():
            found = found.nextInFocusChain()
        order.append(found)  # type: ignore[arg-type]
    assert order == list(editor.inputs.values())
    assert all(one.accessibleName() for one in order)


def test_what_cannot_be_taken_is_said_at_its_field(
    qtbot: QtBot, tab: AccountsTab, runner: TaskRunner, services: Services
) -> None:
    editor = edit(qtbot, tab, runner)
    retype(qtbot, field(editor, CustomerField.TERMS_DAYS), "a week")
    field(editor, CustomerField.PHONE).setText("1\u202e2")
    save(qtbot, editor, runner)
    wrong = {str(one) for one, line in editor.inputs.items() if line.property("role") == "wrong"}
    assert wrong == {"terms_days", "phone"}
    assert "cannot be seen" in editor.inputs[CustomerField.PHONE].accessibleDescription()
    assert field(editor, CustomerField.TERMS_DAYS).text() == "a week"
    press_discard(qtbot, editor)


def press_discard(qtbot: QtBot, editor: CustomerEditor) -> None:
    qtbot.keyClick(editor, Qt.Key.Key_Escape)
    press(editor, "Discard")


def test_esc_asks_only_where_something_was_typed(
    qtbot: QtBot, tab: AccountsTab, runner: TaskRunner, services: Services
) -> None:
    editor = edit(qtbot, tab, runner)
    qtbot.keyClick(editor, Qt.Key.Key_Escape)
    assert not is_open(editor)
    editor = edit(qtbot, tab, runner)
    retype(qtbot, field(editor, CustomerField.NAME), "Something")
    qtbot.keyClick(editor, Qt.Key.Key_Escape)
    assert editor.isVisible()
    assert editor.messages.text == "What you typed is not saved."
    press(editor, "Discard")
    assert not is_open(editor)
    assert DraftFolder(tab.context.settings.drafts_folder).waiting(services.address) == ()


def test_a_new_customer_is_warned_of_a_like_name_and_saved_all_the_same(
    qtbot: QtBot, tab: AccountsTab, runner: TaskRunner, services: Services
) -> None:
    front(qtbot, tab.window())
    tab.list.table.setFocus()
    qtbot.keyClick(tab.list.table, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    editor = tab.editing.editors[-1]
    qtbot.keyClicks(field(editor, CustomerField.CODE), "0009")
    qtbot.keyClicks(field(editor, CustomerField.NAME), "East Stores Ltd.")
    note = editor._fields[str(CustomerField.NAME)][1]
    qtbot.waitUntil(lambda: "0001 East Stores" in note.text())
    save(qtbot, editor, runner)
    assert entry(services, "0009")
    assert tab.controller.card_side.card is not None
    assert tab.controller.card_side.card.code == "0009"


# Drafts


def test_what_was_typed_is_offered_again_after_the_program_was_killed(
    qtbot: QtBot, show: Callable[[], AccountsTab], runner: TaskRunner, window: MainWindow,
    services: Services,
) -> None:  # fmt: skip
    tab = show()
    editor = edit(qtbot, tab, runner)
    retype(qtbot, field(editor, CustomerField.PHONE), "021-77")
    editor._draft_soon.setInterval(1)
    qtbot.keyClicks(field(editor, CustomerField.PHONE), "7")
    drafts = DraftFolder(tab.context.settings.drafts_folder)
    qtbot.waitUntil(lambda: bool(drafts.waiting(services.address)))
    # What is killed closes nothing: the form goes without a word to its controller.
    editor.controller = None
    editor.close()
    tab = show()
    assert "0001 East Stores" in window.messages.text
    next(
        one for one in window.messages.findChildren(QPushButton) if one.text() == "Take it up"
    ).click()
    assert runner.wait_idle(30_000)
    editor = tab.editing.editors[-1]
    assert field(editor, CustomerField.PHONE).text() == "021-777"
    save(qtbot, editor, runner)
    assert entry(services, "0001").phone == "021-777"
    assert drafts.waiting(services.address) == ()


def test_without_the_draft_nothing_is_offered(
    qtbot: QtBot, show: Callable[[], AccountsTab], runner: TaskRunner, window: MainWindow,
    services: Services,
) -> None:  # fmt: skip
    """The control: the same kill before the draft was written."""
    tab = show()
    editor = edit(qtbot, tab, runner)
    retype(qtbot, field(editor, CustomerField.PHONE), "021-777")
    editor._draft_soon.stop()
    editor.controller = None
    editor.close()
    show()
    assert window.messages.text == ""


def test_closing_the_window_keeps_a_draft_and_asks_nothing(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, services: Services
) -> None:
    with seat_in(qapp, tmp_path) as seat:
        editor = edit(qtbot, seat.show(services), seat.runner)
        retype(qtbot, field(editor, CustomerField.PHONE), "021-5")
        seat.window.close()
        assert not seat.window.isVisible() and not is_open(editor)
        kept = DraftFolder(seat.settings.drafts_folder).waiting(services.address)
        assert [one.typed["phone"] for one in kept] == ["021-5"]


# Two desks


def conflict_of(
    qtbot: QtBot, tab: AccountsTab, runner: TaskRunner, other: Services
) -> tuple[CustomerEditor, ConflictDialog]:
    """Type at this desk, save at the other, then save here."""
    editor = edit(qtbot, tab, runner)
    retype(qtbot, field(editor, CustomerField.NAME), "East & Sons")
    retype(qtbot, field(editor, CustomerField.PHONE), "1")
    change(other, "0001", phone="2", terms_days="30")
    save(qtbot, editor, runner)
    assert editor.conflict is not None
    return editor, editor.conflict


def test_a_conflict_shows_both_versions_and_saves_the_choice(
    qtbot: QtBot, tab: AccountsTab, runner: TaskRunner, services: Services, other: Services
) -> None:
    _editor, dialog = conflict_of(qtbot, tab, runner, other)
    assert "li" in dialog.conflict.sentence
    shown = {one.key: (one.before, one.yours, one.theirs) for one in dialog.conflict.fields}
    assert shown == {
        "name": ("East Stores", "East & Sons", "East Stores"),
        "phone": ("", "1", "2"),
        "terms_days": ("", "", "30"),
    }
    assert not dialog.save.isEnabled()
    assert dialog.buttons["name", Side.YOURS].isChecked()
    assert dialog.buttons["terms_days", Side.THEIRS].isChecked()
    assert dialog.focusWidget() is dialog.buttons["phone", Side.YOURS]
    qtbot.keyClick(dialog.buttons["phone", Side.YOURS], Qt.Key.Key_Space)
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    assert runner.wait_idle(30_000)
    found = entry(services, "0001")
    assert (found.name, found.phone, found.terms_days) == ("East & Sons", "1", "30")


def test_going_back_from_a_conflict_loses_nothing_and_a_draft_is_kept(
    qtbot: QtBot, tab: AccountsTab, runner: TaskRunner, services: Services, other: Services
) -> None:
    editor, dialog = conflict_of(qtbot, tab, runner, other)
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert field(editor, CustomerField.NAME).text() == "East & Sons"
    kept = DraftFolder(tab.context.settings.drafts_folder).waiting(services.address)
    assert [(one.typed["name"], one.typed["phone"]) for one in kept] == [("East & Sons", "1")]
    save(qtbot, editor, runner)
    assert editor.conflict is not None
    editor.conflict.every_theirs.click()
    editor.conflict.save.click()
    assert runner.wait_idle(30_000)
    found = entry(services, "0001")
    assert (found.name, found.phone) == ("East Stores", "2")


def test_the_history_lists_who_changed_what(
    qtbot: QtBot, tab: AccountsTab, runner: TaskRunner, other: Services
) -> None:
    change(other, "0001", phone="2", is_key_account="yes")
    tab.controller.reload()
    assert runner.wait_idle(30_000)
    tab.list.table.select_row(customer(other, "0001"))
    assert runner.wait_idle(30_000)
    front(qtbot, tab.window())
    tab.list.table.setFocus()
    qtbot.keyClick(tab.list.table, Qt.Key.Key_H, Qt.KeyboardModifier.ControlModifier)
    assert runner.wait_idle(30_000)
    assert tab.editing.history is not None
    table = tab.editing.history.table
    lines = [table.rows_model.texts(line)[1:] for line in range(table.rows_model.rowCount())]
    assert lines == [
        ("li", "Typed", "Key account", "no", "yes"),
        ("li", "Typed", "Telephone", "", "2"),
        ("li", "Import of customers.csv", "The whole customer", "", ""),
    ]


# What another desk did


def hear(window: MainWindow, runner: TaskRunner) -> None:
    """Let the timer's moment come now."""
    window.news.look()
    assert runner.wait_idle(30_000)


def test_another_desk_s_change_appears_while_something_is_typed(
    qtbot: QtBot, tab: AccountsTab, runner: TaskRunner, window: MainWindow, other: Services,
    tmp_path: Path,
) -> None:  # fmt: skip
    editor = edit(qtbot, tab, runner, "0002")
    line = field(editor, CustomerField.NAME)
    retype(qtbot, line, "West Trading")
    line.setSelection(2, 3)
    quick = tab.filters.quick
    quick.setFocus()
    qtbot.keyClicks(quick, "st")
    quick.setCursorPosition(1)
    window.activateWindow()
    change(other, "0001", name="Easter Stores")
    source = tmp_path / "more.csv"
    source.write_text("code,name\n0003,Last Stop\n", encoding="utf-8")
    other.imports.run(other.require_writer(), ImportFile(ImportKind.CUSTOMERS, source))
    hear(window, runner)
    qtbot.waitUntil(lambda: len(tab.list.table.rows_model.rows) == 3)
    names = {row.name for row in tab.list.table.rows_model.rows}
    assert names == {"Easter Stores", "West Trade", "Last Stop"}
    assert (quick.text(), quick.cursorPosition()) == ("st", 1)
    assert (line.text(), line.selectedText()) == ("West Trading", "st ")
    assert window.status.news_text.startswith("li brought in more.csv at ")
    assert editor.isVisible()
    press_discard(qtbot, editor)


def test_the_selection_stays_when_another_desk_changes_a_row(
    qtbot: QtBot, tab: AccountsTab, runner: TaskRunner, window: MainWindow, other: Services
) -> None:
    table = tab.list.table
    table.setFocus()
    table.select_row(customer(other, "0002"))
    chosen, model = table.selectionModel(), table.rows_model
    for line in (0, 1):
        chosen.select(model.index(line, 1), QItemSelectionModel.SelectionFlag.Select)
    before = {(model.id_of(one.row()), one.column()) for one in chosen.selectedIndexes()}
    assert len(before) > 1
    change(other, "0001", name="Aaa Stores")
    hear(window, runner)
    assert {(model.id_of(one.row()), one.column()) for one in chosen.selectedIndexes()} == before
    assert table.current_row().code == "0002"
    assert QApplication.focusWidget() is table


def test_a_form_without_typing_follows_another_desk_and_one_with_it_is_told(
    qtbot: QtBot, tab: AccountsTab, runner: TaskRunner, window: MainWindow, other: Services
) -> None:
    editor = edit(qtbot, tab, runner)
    change(other, "0001", phone="5")
    hear(window, runner)
    assert field(editor, CustomerField.PHONE).text() == "5"
    retype(qtbot, field(editor, CustomerField.NAME), "Mine")
    change(other, "0001", phone="6")
    hear(window, runner)
    assert field(editor, CustomerField.PHONE).text() == "5"
    assert "Another desk changed this customer" in editor.messages.text
    press_discard(qtbot, editor)


def test_without_looking_nothing_appears(
    qtbot: QtBot, tab: AccountsTab, runner: TaskRunner, window: MainWindow, other: Services
) -> None:
    """The control: the same change, the looks stopped; else they come round every few seconds."""
    assert window.news.timer.isActive() and window.news.timer.interval() <= 15_000
    window.news.watch(None)
    change(other, "0001", name="Easter Stores")
    hear(window, runner)
    assert "Easter Stores" not in {row.name for row in tab.list.table.rows_model.rows}
    assert window.status.news_text == ""
