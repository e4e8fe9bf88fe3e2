"""The entry grid as a clerk uses it: by keys, over a small branch in a file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QInputMethodEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from desktop.bootstrap import Services
from desktop.enums import ReportedVia
from desktop.errors import DatabaseUnreachable
from desktop.models import Entry, Visit
from desktop.services.drafts import DraftFolder
from desktop.services.entries.data import EntryKind
from desktop.services.settings import ThemeChoice
from desktop.views.activity.entry.leaving import LeaveDialog
from desktop.views.activity.entry.page import EntryPage
from desktop.views.look import Look
from desktop.views.main_window import MainWindow
from desktop.views.tab import TabContext
from tests.gui.entry_page import (
    ALT,
    CTRL,
    SHIFT,
    checked,
    editor,
    entry_in_front,
    idle,
    make_branch,
    press,
    row_of,
    stand,
    texts,
    write,
)
from tests.gui.test_accessibility import _nameless

K = Qt.Key
FIRST = ("R1", "2026-07-18", "C1", "ordered", "45")


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_branch(tmp_path_factory.mktemp("entry"))


@pytest.fixture
def page(
    window: MainWindow, context: TabContext, services: Services, qtbot: QtBot
) -> Iterator[EntryPage]:
    with entry_in_front(window, context, services, qtbot) as found:
        yield found


def type_first(page: EntryPage) -> None:
    """Key a visit by R1 to C1, the keyboard in the next row afterwards."""
    write("R1", K.Key_Tab)
    write("0718", K.Key_Tab)
    write("c1", K.Key_Tab)
    write("1", K.Key_Tab)
    write("45", K.Key_Return)


def paste(page: EntryPage, text: str) -> None:
    QGuiApplication.clipboard().setText(text)
    press(K.Key_V, mod=CTRL)


def test_a_visit_is_typed_and_the_next_row_begins_at_its_customer(page: EntryPage) -> None:
    assert page.grid.cell == (0, 0)
    type_first(page)
    assert texts(page)[0][:5] == FIRST
    model = page.grid.rows_model
    assert [model.shown(0, place) for place in range(5)] == [
        "Li Na", "2026-07-18", "南京鼓楼照明商行", "Ordered", "45",
    ]  # fmt: skip
    # Enter went back to where the run of Tab began; rep and date are taken over there.
    assert page.grid.cell == (1, 2)
    assert [model.shown(1, place) for place in range(3)] == ["Li Na", "2026-07-18", ""]
    write("0001", K.Key_Tab)
    assert texts(page)[1][:3] == ("R1", "2026-07-18", "0001")
    required = [one.key for one in page.controller.desk.spec.columns if one.is_required]
    assert len(required) <= 5


def test_tab_wraps_and_shift_goes_back_and_escape_leaves_a_cell_as_it_was(
    page: EntryPage,
) -> None:
    type_first(page)
    stand(page, 0, "visit_no")
    write("S1", K.Key_Tab)
    assert page.grid.cell == (1, 2)
    press(K.Key_Backtab, mod=SHIFT)
    assert page.grid.cell == (1, 1)
    press(K.Key_Return, mod=SHIFT)
    assert page.grid.cell == (0, 1)
    write("x", K.Key_Escape)
    assert row_of(page, 0)["date"] == "2026-07-18"
    press(K.Key_F2)
    assert editor(page).text() == "2026-07-18" and not editor(page).hasSelectedText()
    press(K.Key_Backspace)
    write("9", K.Key_Return)
    assert row_of(page, 0)["date"] == "2026-07-19"
    press(K.Key_End)
    assert page.grid.cell == (1, page.controller.desk.sheet.width - 1)
    press(K.Key_Home)
    assert page.grid.cell == (1, 0)
    press(K.Key_Up, mod=CTRL)
    assert page.grid.cell == (0, 0)
    press(K.Key_Right, mod=CTRL)
    assert page.grid.cell == (0, 4)


def test_an_input_method_composes_from_the_first_key(page: EntryPage) -> None:
    stand(page, 0, "note")
    assert page.grid.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)
    QCoreApplication.sendEvent(page.grid, QInputMethodEvent("kehu", []))
    field = editor(page)
    done = QInputMethodEvent()
    done.setCommitString("客户很忙")
    QCoreApplication.sendEvent(QApplication.focusWidget(), done)
    assert field.text() == "客户很忙" and field.hasFocus()
    press(K.Key_Return)
    assert row_of(page, 0) == {"note": "客户很忙"}
    # A list is offered for what an input method typed, too.
    stand(page, 0, "customer_code")
    done.setCommitString("鼓楼")
    QCoreApplication.sendEvent(page.grid, done)
    press(K.Key_Tab)
    assert row_of(page, 0)["customer_code"] == "C1"


def test_a_customer_is_found_by_code_part_of_name_and_pinyin_initials(page: EntryPage) -> None:
    stand(page, 0, "customer_code")
    for typed, code in (("c3", "C3"), ("side", "C4"), ("lml", "C2"), ("nanjing", "C1")):
        write(typed, K.Key_Return)
        press(K.Key_Up)
        assert row_of(page, 0)["customer_code"] == code
    stand(page, 0, "rep_code")
    write("r2", K.Key_Tab)
    # Among equals the customer of the row's rep comes first; Down takes the next.
    stand(page, 0, "customer_code")
    write("sun")
    offers = page.grid.offers
    assert [one.name for one in offers._model.offers] == ["Sunrise Electric", "Sunny Side Lamps"]
    press(K.Key_Down)
    press(K.Key_Return)
    assert row_of(page, 0)["customer_code"] == "C4"
    # Esc takes the list away and then the field; nothing is taken that nobody chose.
    stand(page, 0, "customer_code")
    write("sun", K.Key_Escape)
    assert not offers.isVisible() and page.grid.field.editor is not None
    press(K.Key_Escape)
    assert page.grid.field.editor is None and row_of(page, 0)["customer_code"] == "C4"


def test_a_word_of_a_list_is_taken_by_first_letters_number_or_from_the_list(
    page: EntryPage,
) -> None:
    stand(page, 0, "outcome")
    write("ta", K.Key_Tab)
    assert row_of(page, 0)["outcome"] == "talked"
    stand(page, 0, "channel")
    write("2", K.Key_Tab)
    assert row_of(page, 0)["channel"] == "phone"
    stand(page, 0, "channel")
    press(K.Key_Down, mod=ALT)
    assert page.grid.offers.isVisible() and page.grid.offers.current is None
    press(K.Key_Down, K.Key_Return)
    assert row_of(page, 0)["channel"] == "on_site"
    stand(page, 0, "outcome")
    write("wants a lower price", K.Key_Tab)
    assert row_of(page, 0)["outcome"] == "wants a lower price"


def test_forgiving_texts_become_what_the_checks_understand(page: EntryPage) -> None:
    for key, typed, kept in (
        ("date", "2026年7月3日", "2026-07-03"), ("date", "7-3", "2026-07-03"),
        ("minutes", "１２３", "123"), ("minutes", "1:30", "90"), ("start", "930", "09:30"),
        ("planned", "y", "yes"), ("minutes", "long", "long"),
    ):  # fmt: skip
        stand(page, 0, key)
        done = QInputMethodEvent()
        done.setCommitString(typed)
        QCoreApplication.sendEvent(page.grid, done)
        press(K.Key_Return)
        assert row_of(page, 0)[key] == kept
    page.controller.choose_kind(EntryKind.EXPENSES)
    idle(page)
    stand(page, 0, "amount")
    paste(page, "1,5万")
    assert row_of(page, 0)["amount"] == "15000"


def test_cells_are_repeated_filled_and_dated_by_keys(page: EntryPage) -> None:
    type_first(page)
    write("c2", K.Key_Tab)
    write("..", K.Key_Tab)
    assert row_of(page, 1)["outcome"] == "ordered"
    press(K.Key_D, mod=CTRL)
    assert row_of(page, 1)["minutes"] == "45"
    stand(page, 1, "next_visit_on")
    press(K.Key_Semicolon, mod=CTRL)
    assert row_of(page, 1)["next_visit_on"] == "2026-07-20"
    stand(page, 0, "note")
    write("samples left", K.Key_Return)
    page.grid.selectionModel().select(
        page.grid.rows_model.index(0, page.controller.desk.spec.index_of("note")),
        page.grid.selectionModel().SelectionFlag.Select,
    )
    press(K.Key_D, mod=CTRL)
    assert row_of(page, 1)["note"] == "samples left"
    stand(page, 1, "purpose")
    write("annual talk", K.Key_Return)
    stand(page, 1, "start")
    write("9", K.Key_Tab)
    press(K.Key_R, mod=CTRL)
    assert row_of(page, 1)["end"] == "09:00"


def test_rows_are_duplicated_inserted_and_deleted_and_all_of_it_is_undone(
    page: EntryPage,
) -> None:
    states = [texts(page)]
    type_first(page)
    press(K.Key_Up)
    states.append(texts(page))
    press(K.Key_D, mod=CTRL | SHIFT)
    assert page.grid.cell[0] == 1 and texts(page)[1] == texts(page)[0]
    states.append(texts(page))
    press(K.Key_A, mod=CTRL | SHIFT)
    assert row_of(page, 1) == {"rep_code": "R1", "date": "2026-07-18"}
    states.append(texts(page))
    stand(page, 0, "customer_code")
    press(K.Key_Minus, mod=CTRL)
    assert len(texts(page)) == 2
    states.append(texts(page))
    press(K.Key_Delete)
    states.append(texts(page))
    stack = page.grid.rows_model.undo_stack
    assert stack.undoText() in ("Clearing", "Deleting rows")
    for _step in range(stack.count()):
        press(K.Key_Z, mod=CTRL)
    assert texts(page) == []
    for _step in range(stack.count()):
        press(K.Key_Y, mod=CTRL)
    assert texts(page) == states[-1]
    assert not page.actions_set["redo"].shortcut().isEmpty()


def test_blocks_go_to_a_spreadsheet_and_come_back_as_they_were(page: EntryPage) -> None:
    type_first(page)
    stand(page, 0, "next_purpose")
    paste(page, 'said "next week"\tx')
    stand(page, 0, "purpose")
    paste(page, '"two\nlines\tand a tab"')
    assert row_of(page, 0)["purpose"] == "two\nlines\tand a tab"
    press(K.Key_A, mod=CTRL)
    press(K.Key_C, mod=CTRL)
    copied = QGuiApplication.clipboard().text()
    assert '"two\nlines\tand a tab"' in copied
    before = texts(page)[0]
    stand(page, 1, "rep_code")
    paste(page, copied)
    assert texts(page)[1] == before
    # A line break survives a look into the field.
    stand(page, 1, "purpose")
    press(K.Key_F2, K.Key_Return)
    assert texts(page)[1] == before
    # A quotation mark that is never closed is one that was meant.
    stand(page, 0, "note")
    paste(page, '"open\nnext row')
    assert [row_of(page, row)["note"] for row in (0, 1)] == ['"open', "next row"]


def block(count: int) -> str:
    """Return rows of expenses as a spreadsheet copies them; four cells are wrong."""
    wrong = {7: ("R9", "2026年7月3日", "meals", "１２３", "East Stores"),
             42: ("R1", "someday", "meals", "12", "0001"),
             99: ("R1", "2026/7/3", "lunch", "12", "0001"),
             250: ("Li Na", "2026/7/3", "gift", "1.2.3", "0001")}  # fmt: skip
    rows = []
    for place in range(count):
        head = wrong.get(place, ("Li Na", "2026年7月3日", "promotion", "1,5万", "East Stores"))
        rows.append("\t".join((*head, "", f"Ｖ{place}", "", f'"said ""{place}""\nand left"')))
    return "\r\n".join(rows) + "\r\n"


def test_a_block_of_500_by_9_lands_right_or_says_which_cell_and_why(page: EntryPage) -> None:
    page.controller.choose_kind(EntryKind.EXPENSES)
    idle(page)
    assert page.controller.desk.sheet.width == 9
    paste(page, block(500))
    assert len(texts(page)) == 500
    assert texts(page)[0] == (
        "R1", "2026-07-03", "promotion", "15000", "0001", "", "Ｖ0", "", 'said "0"\nand left',
    )  # fmt: skip
    assert texts(page)[7][3] == "123"
    checked(page)
    desk = page.controller.desk
    keys = [(row, desk.spec.keys[column]) for row, column in desk.bad_cells]
    assert (42, "date") in keys and (99, "category") in keys and (250, "amount") in keys
    assert {row for row, _key in keys} <= {7, 42, 99, 250}
    problem = desk.problem(42, desk.spec.index_of("date"))
    assert problem is not None and "someday" in problem.words
    assert page.foot.problems.text() == f"{len(keys)} problems"
    press(K.Key_Z, mod=CTRL)
    assert texts(page) == [] and not desk.bad_cells
    press(K.Key_Y, mod=CTRL)
    assert len(texts(page)) == 500


def test_problems_stand_at_their_cells_and_a_key_goes_from_one_to_the_next(
    page: EntryPage,
) -> None:
    type_first(page)
    write("nobody", K.Key_Tab)
    write("2", K.Key_Tab)
    write("30", K.Key_Return)
    write("c2", K.Key_Tab)
    write("2", K.Key_Tab)
    write("long", K.Key_Return)
    checked(page)
    model = page.grid.rows_model
    assert page.foot.problems.text() == "2 problems"
    assert page.foot.standing.text() == "3 rows, not saved; 1 without problems"
    icon = model.headerData(1, Qt.Orientation.Vertical, Qt.ItemDataRole.DecorationRole)
    assert icon is not None
    assert model.headerData(0, Qt.Orientation.Vertical, Qt.ItemDataRole.DecorationRole) is None
    press(K.Key_Period, mod=CTRL)
    assert page.grid.cell == (1, 2)
    assert "nobody" in page.foot.cell.text()
    assert "nobody" in str(model.index(1, 2).data(Qt.ItemDataRole.ToolTipRole))
    assert "nobody" in str(model.index(1, 2).data(Qt.ItemDataRole.AccessibleTextRole))
    press(K.Key_Period, mod=CTRL)
    assert page.grid.cell == (2, 4)
    press(K.Key_Period, mod=CTRL)
    assert page.grid.cell == (1, 2)
    # What is mended is no problem any more, before it is checked again.
    write("c3", K.Key_Tab)
    assert page.controller.desk.problem(1, 2) is None


def test_a_check_disturbs_nobody_who_types(page: EntryPage) -> None:
    type_first(page)
    write("c2", K.Key_Tab)
    checked(page)
    # The row is not whole yet: nobody is told that something is missing.
    assert page.controller.desk.bad_cells == ()
    write("tal")
    field = editor(page)
    checked(page)
    assert editor(page) is field and field.text() == "tal" and page.grid.offers.isVisible()
    press(K.Key_Escape, K.Key_Escape)
    stand(page, 0, "customer_code")
    checked(page)
    assert {row for row, _column in page.controller.desk.bad_cells} == {1}


def save(page: EntryPage) -> None:
    press(K.Key_S, mod=CTRL)
    idle(page)


def message(window: MainWindow, verb: str) -> None:
    """Press a button of the message bar."""
    from PySide6.QtWidgets import QPushButton

    buttons = [one for one in window.messages.findChildren(QPushButton) if one.text() == verb]
    buttons[-1].click()


def test_good_rows_are_saved_and_the_others_kept_and_the_save_is_undone(
    page: EntryPage, window: MainWindow, services: Services
) -> None:
    type_first(page)
    write("c2", K.Key_Tab)
    write("2", K.Key_Tab)
    write("long", K.Key_Return)
    save(page)
    assert page.question.isVisible() and len(texts(page)) == 2
    assert page.question.words.text() == "1 row has problems and cannot be saved yet; 1 can."
    assert page.question.save.text() == "Save the 1 good row, keep 1"
    assert page.question.save.hasFocus()
    press(K.Key_Space)
    idle(page)
    assert [row[2] for row in texts(page)] == ["C2"] and page.grid.hasFocus()
    assert window.messages.text.startswith("1 row is saved.")
    assert page.keyed.list.count() == 1
    words = page.keyed.list.item(0).text()
    assert "南京鼓楼照明商行" in words and "Li Na" in words and "keyed 20 Jul 2026" in words
    with services.uow.read() as session:
        visit = session.scalars(select(Visit)).one()
        assert (visit.minutes, visit.outcome) == (45, "ordered")
    message(window, "Undo")
    idle(page)
    assert [row[2] for row in texts(page)] == ["C2", "C1"]
    assert page.keyed.list.count() == 0


def test_rows_whose_answer_was_lost_are_not_saved_twice(
    page: EntryPage, window: MainWindow, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    type_first(page)
    save_them = services.entries.save

    def save_and_lose(*command: object) -> object:
        save_them(*command)  # type: ignore[arg-type]
        raise DatabaseUnreachable("unreachable")

    monkeypatch.setattr(services.entries, "save", save_and_lose)
    save(page)
    assert len(texts(page)) == 1
    monkeypatch.undo()
    save(page)
    assert window.messages.text.startswith("described: unreachable")
    window.messages.close_message()
    assert window.messages.text.startswith("The save before this one did go in.")
    assert page.controller.desk.problems_of(0)
    with services.uow.read() as session:
        assert len(session.scalars(select(Visit)).all()) == 1


def test_who_reported_when_it_came_and_on_what_are_kept_apart_from_who_keyed_it(
    page: EntryPage, services: Services
) -> None:
    facts = page.facts
    assert facts.received_on.text().startswith("2026-07-20")
    facts.via.setCurrentIndex(facts.via.findData(ReportedVia.CALL))
    facts.via.activated.emit(facts.via.currentIndex())
    facts.reported_by.setCurrentIndex(facts.reported_by.findData("R2"))
    facts.reported_by.activated.emit(facts.reported_by.currentIndex())
    facts.received_on.setFocus()
    press(K.Key_A, mod=CTRL)
    write("0825")
    assert facts.received_on.property("role") == "wrong"
    press(K.Key_A, mod=CTRL)
    write("7-19", K.Key_Return)
    assert facts.received_on.text() == "2026-07-19" and page.grid.hasFocus()
    type_first(page)
    save(page)
    with services.uow.read() as session:
        entry = session.scalars(select(Entry)).one()
        assert entry.via == ReportedVia.CALL and entry.received_at is not None
        assert entry.received_at.astimezone().date().isoformat() == "2026-07-19"
        assert entry.keyed_at.date().isoformat() == "2026-07-20"
        assert entry.reported_by_id is not None and entry.keyed_by_id is not None


def test_what_was_typed_is_offered_at_the_next_start_and_taken_up_as_unsaved_rows(
    page: EntryPage, window: MainWindow, context: TabContext, services: Services
) -> None:
    type_first(page)
    write("c2", K.Key_Tab)
    folder = DraftFolder(context.settings.drafts_folder)
    # At once, before any timer: the journal has it.
    [draft] = folder.waiting(services.address)
    assert draft.title == "Entry: Visits" and draft.subject.startswith("entry visits ")
    page.controller.keep_drafts()
    idle(page)
    write("2", K.Key_Tab)
    [draft] = folder.waiting(services.address)
    kept = texts(page)
    # The program starts anew: the sheets are empty, the draft is on the disk.
    page.controller.desks[EntryKind.VISITS].draft = page.controller.desk_of(EntryKind.ORDERS).draft
    page.controller.discard()
    idle(page)
    window.show_database("East", page.context, [type(window.front)])
    assert window.messages.text.startswith("“Entry: Visits” was typed but not saved")
    message(window, "Take it up")
    idle(page)
    again = window.front.parts.current
    assert isinstance(again, EntryPage) and again is not page
    assert texts(again) == kept and again.controller.unsaved == 2
    # It stands in the new sheet's journal now, once.
    [now] = folder.waiting(services.address)
    assert now.key != draft.key
    again.controller.discard()
    idle(again)
    assert folder.waiting(services.address) == ()


def answering(act: str, seen: list[str]) -> None:
    """Press a button of the question as soon as it is asked."""

    def press_it() -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, LeaveDialog):
            seen.append(act)
            button = {"save": dialog.save, "discard": dialog.discard}.get(act)
            if button is not None:
                button.click()
            else:
                dialog.reject()

    QTimer.singleShot(0, press_it)


def test_leaving_asks_only_where_something_would_be_lost(
    page: EntryPage, services: Services, qtbot: QtBot
) -> None:
    seen: list[str] = []
    assert page.can_close() and seen == []
    type_first(page)
    for act, may_leave, left in (("cancel", False, 1), ("save", True, 0)):
        answering(act, seen)
        assert page.can_close() is may_leave
        assert page.controller.unsaved == left
    with services.uow.read() as session:
        assert len(session.scalars(select(Visit)).all()) == 1
    # A desktop gives the keyboard back where a dialog closed; without a screen nobody does.
    page.window().activateWindow()
    page.grid.setFocus()
    qtbot.waitUntil(page.grid.hasFocus)
    write("c2", K.Key_Tab)
    answering("discard", seen)
    assert page.can_close() and texts(page) == []
    assert seen == ["cancel", "save", "discard"]


def test_each_kind_keeps_its_rows_and_columns_keep_their_widths(
    page: EntryPage, context: TabContext
) -> None:
    type_first(page)
    page.grid.setColumnWidth(2, 333)
    page.grid.horizontalHeader().moveSection(4, 3)
    assert page.facts.kind.currentData() == EntryKind.VISITS
    page.controller.choose_kind(EntryKind.COLLECTIONS)
    idle(page)
    assert texts(page) == [] and page.facts.kind.currentText() == "Collections"
    page.controller.choose_kind(EntryKind.VISITS)
    idle(page)
    assert len(texts(page)) == 1
    kept = context.settings.layout("activity.entry.visits")
    assert kept is not None and dict(kept.widths)["customer_code"] > 300
    assert kept.order[3:5] == ("minutes", "outcome")
    assert page.grid.columnWidth(2) == 333 and page.grid.order()[3:5] == (4, 3)


def test_everything_has_a_name_and_follows_language_theme_and_text_size(
    page: EntryPage, look: Look, window: MainWindow, qtbot: QtBot
) -> None:
    type_first(page)
    assert list(_nameless(page)) == []
    height = page.grid.verticalHeader().defaultSectionSize()
    context = page.context
    context.settings.change(language="zh_CN", theme=ThemeChoice.DARK, text_percent=150)
    look.apply()
    qtbot.waitUntil(lambda: page.grid.verticalHeader().defaultSectionSize() > height * 1.3)
    idle(page)
    assert list(_nameless(page)) == []
    for widget in page.findChildren(QWidget):
        assert "\n" not in widget.accessibleName()


def test_the_panel_beside_the_grid_follows_the_row_that_is_typed(
    page: EntryPage, qtbot: QtBot
) -> None:
    assert [page.side.widget(place) for place in range(2)] == [page.side.customer, page.keyed]
    type_first(page)
    stand(page, 0, "minutes")
    lookups = page.controller.lookups
    assert lookups is not None
    names = {one.code: one.name for one in lookups.customers}
    qtbot.waitUntil(lambda: names["C1"] in page.side.customer.name.text())
    stand(page, 1, "note")
    qtbot.waitUntil(lambda: not page.side.customer.name.isVisible())


def test_who_may_not_key_a_kind_types_nothing(
    window: MainWindow, context: TabContext, services: Services, qtbot: QtBot
) -> None:
    from dataclasses import replace as changed

    services.actor = changed(services.actor, roles=frozenset())
    with entry_in_front(window, context, services, qtbot) as page:
        write("R1")
        assert page.grid.field.editor is None and texts(page) == []
        assert page.foot.cell.text() == "Your roles do not include keying rows of this kind."
