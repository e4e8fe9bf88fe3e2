"""The pages of the Information tab as they are used: by keys and clicks, over a small branch.

The clock stands on Monday 20 July 2026, 9:00 UTC.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from desktop.bootstrap import Services
from desktop.enums import CompetitorMove, NoteType, QuestionCycle
from desktop.services.information.data import AddNote, ChangeNote, NoteEntry
from desktop.services.information.decision_data import AddDecision, DecisionEntry
from desktop.services.information.question_data import AskQuestion
from desktop.views.information.answers.page import AnswersPage
from desktop.views.information.decisions.page import DecisionDialog, DecisionsPage
from desktop.views.information.notes.dialogs import (
    AnswerDialog,
    NoteDialog,
    OwnerDialog,
    RatingDialog,
)
from desktop.views.information.notes.page import NotesPage
from desktop.views.information.prices.page import PricesPage
from desktop.views.information.questions.dialogs import QuestionAnswerDialog, QuestionDialog
from desktop.views.information.questions.page import QuestionsPage
from desktop.views.information.tab import InformationTab
from desktop.views.main_window import MainWindow
from desktop.views.parts import TabPart
from desktop.views.pdf_preview import PdfPreview
from desktop.views.request_dialog import RequestDialog
from desktop.views.tab import TabContext
from desktop.views.table_view import TableView
from tests.gui.part_page import column_of, in_front
from tests.gui.small_branch import CLOCK, make_small_branch, open_small
from tests.gui.test_accessibility import _nameless

TODAY, NOW = CLOCK.today(), CLOCK.now()
CTRL = Qt.KeyboardModifier.ControlModifier
_Page = TypeVar("_Page", bound=TabPart)


def day(days: int) -> date:
    return TODAY + timedelta(days=days)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the branch with four notes, a standing question and a decision, made once."""
    path = make_small_branch(tmp_path_factory.mktemp("information"))
    services = open_small(path)
    actor, notes = services.require_writer(), services.market_notes
    choices = notes.choices()
    rep, other = (one.id for one in choices.reps)
    customer, product = choices.customers[0].id, choices.products[0].id
    old = NOW - timedelta(days=7)
    made = []
    for entry in (
        NoteEntry(NoteType.COMPETITOR, day(-60), "Price tag", competitor="Northwind", rep_id=rep,
                  price=Decimal(95), product_id=product, move=CompetitorMove.PRICE),
        NoteEntry(NoteType.COMPETITOR, day(-7), "Cheaper still", competitor="Northwind",
                  rep_id=rep, price=Decimal(90), product_id=product, received_at=old),
        NoteEntry(NoteType.PROBLEM, day(-7), "It leaks", rep_id=rep, customer_id=customer,
                  severity=1, received_at=old),
        NoteEntry(NoteType.DEALER_REQUEST, day(-7), "Wants more credit", rep_id=other,
                  promised_on=day(-3), received_at=old),
    ):  # fmt: skip
        made.append(notes.add(actor, AddNote(entry)).created_id or 0)
    services.info_questions.ask(
        actor, AskQuestion("Stock?", NoteType.TREND, QuestionCycle.MONTHLY, (rep, other), None, 25)
    )
    decision = DecisionEntry("Match the price", day(-1), (made[1],))
    services.info_decisions.add(actor, AddDecision(decision))
    services.close()
    return path


@pytest.fixture
def shown(
    window: MainWindow, context: TabContext, services: Services, qtbot: QtBot
) -> partial[AbstractContextManager[TabPart]]:
    """Return what gives a page of the tab, by its key and class."""
    return partial(
        in_front, window=window, context=context, services=services, qtbot=qtbot,
        tabs=(InformationTab,),
    )  # fmt: skip


@pytest.fixture
def notes(shown: partial[AbstractContextManager[NotesPage]]) -> Iterator[NotesPage]:
    with shown("notes", NotesPage) as page:
        yield page


def idle(page: TabPart) -> None:
    assert page.context.runner.wait_idle(20_000)


def column(table: TableView, key: str) -> list[str]:
    return column_of(table.rows_model, key)


def stand_on(page: NotesPage, text: str) -> None:
    page.controller.choose(next(one.id for one in page.table.rows_model.rows if one.text == text))


def save(page: TabPart, dialog: RequestDialog, qtbot: QtBot) -> None:
    qtbot.mouseClick(dialog.main_button, Qt.MouseButton.LeftButton)
    idle(page)


def words_at(dialog: RequestDialog, field: str) -> str:
    return dialog._fields[field][1].text()


def form(page: NotesPage, key: str) -> RequestDialog:
    page.actions_set[key].trigger()
    idle(page)
    assert page.forms.dialog is not None and page.forms.dialog.isVisible()
    assert list(_nameless(page.forms.dialog)) == []
    return page.forms.dialog


def test_notes_stand_with_state_severity_and_who_answers(notes: NotesPage) -> None:
    assert column(notes.table, "text") == [
        "Wants more credit", "It leaks", "Cheaper still", "Price tag",
    ]  # fmt: skip
    assert column(notes.table, "state") == ["Late", "Escalated", "Unread", "Unread"]
    assert column(notes.table, "severity") == ["", "1 · grave", "", ""]
    assert column(notes.table, "price") == ["", "", "¥90.00", "¥95.00"]
    # Nobody leads anybody here: the first who is there answers.
    assert set(column(notes.table, "owes")) == {"Li Na"}
    assert notes.note.text() == "4 notes wait for an answer: 1 escalated, 1 late, 4 unread."
    assert list(_nameless(notes)) == []


def test_the_panel_shows_the_clock_of_the_note(notes: NotesPage) -> None:
    stand_on(notes, "It leaks")
    panel = notes.panel
    assert panel.owes.text() == (
        "Unread past its time, so it went up: Li Na is to answer it, due 15 Jul 2026."
    )
    assert [(one.name, one.when, one.has_come) for one in panel.clock.points] == [
        ("Event", "", False), ("Noted", "13 Jul", True), ("Received", "13 Jul", True),
        ("Read", "", False), ("Replied", "", False),
    ]  # fmt: skip
    notes.actions_set["read"].trigger()
    idle(notes)
    # Five working days of the clock lie between.
    assert [one.took for one in panel.clock.points] == ["", "", "0 d", "5 d", ""]
    assert panel.owes.text() == "Li Na owes the answer since 15 Jul 2026."
    assert not notes.actions_set["read"].isEnabled()


def test_a_note_is_typed_and_refused_at_its_fields(notes: NotesPage, qtbot: QtBot) -> None:
    dialog = form(notes, "new")
    assert isinstance(dialog, NoteDialog)
    assert dialog.price.isVisible() and not dialog.severity.isVisible()
    dialog.rep.setText("Somebody")
    dialog.price.setText("much")
    dialog.received_at.setText("2026-07-19 25:00")
    save(notes, dialog, qtbot)
    assert words_at(dialog, "rep") == "“Somebody” is not in the list."
    assert words_at(dialog, "price").startswith("“much” is not an amount.")
    assert words_at(dialog, "received_at").startswith("“2026-07-19 25:00” is not a day")
    dialog.rep.setText("bao jie")
    dialog.price.setText("88.5")
    dialog.received_at.setText("2026-07-20 08:00")
    save(notes, dialog, qtbot)
    assert words_at(dialog, "text") == "Say what was learned."
    assert words_at(dialog, "competitor") == "Name the competitor that this note is about."
    qtbot.keyClicks(dialog.words, "New model")
    dialog.competitor.setText("Southwind")
    save(notes, dialog, qtbot)
    assert notes.forms.dialog is None
    row = notes.table.rows_model.rows[0]
    assert (row.text, row.rep and row.rep.name, row.price) == (
        "New model",
        "Bao Jie",
        Decimal("88.5"),
    )
    assert notes.controller.choices is not None
    assert notes.controller.choices.competitors == ("Northwind", "Southwind")


def test_a_correction_meets_another_desk_and_keeps_what_was_typed(
    notes: NotesPage, services: Services, qtbot: QtBot
) -> None:
    stand_on(notes, "It leaks")
    dialog = form(notes, "correct")
    assert isinstance(dialog, NoteDialog) and dialog.severity.isVisible()
    dialog.words.setPlainText("It leaks badly")
    row = notes.controller.note
    assert row is not None
    theirs = ChangeNote(row.id, row.version, replace(row.entry, text="Theirs"))
    services.market_notes.change(services.require_writer(), theirs)
    save(notes, dialog, qtbot)
    assert "Someone else changed this meanwhile" in dialog.messages.text
    save(notes, dialog, qtbot)
    assert "It leaks badly" in column(notes.table, "text")
    changed = notes.controller.note
    assert changed is not None and changed.received_at == row.received_at


def test_a_note_is_answered_rated_and_given_to_somebody_else(
    notes: NotesPage, qtbot: QtBot
) -> None:
    stand_on(notes, "Wants more credit")
    owner = form(notes, "owner")
    assert isinstance(owner, OwnerDialog)
    owner.owner.setText("nobody known")
    save(notes, owner, qtbot)
    assert words_at(owner, "owner") == "“nobody known” is not in the list."
    owner.owner.setText("R2")
    save(notes, owner, qtbot)
    assert notes.panel.owes.text() == "Bao Jie owes the answer since 17 Jul 2026."
    notes.table.setFocus()
    qtbot.keyClick(notes.table, Qt.Key.Key_Return)
    idle(notes)
    answer = notes.forms.dialog
    assert isinstance(answer, AnswerDialog)
    save(notes, answer, qtbot)
    assert words_at(answer, "answer") == "Write down what was answered or done."
    answer.answer.setPlainText("Thirty days\nstay")
    save(notes, answer, qtbot)
    assert notes.panel.answer.text() == "Thirty days stay"
    rating = form(notes, "rate")
    assert isinstance(rating, RatingDialog)
    rating.quality.setCurrentIndex(rating.quality.findData(3))
    rating.used.setChecked(True)
    save(notes, rating, qtbot)
    assert notes.panel.rating.text() == "Quality 3 of 3, and it was used: 6 points"


def test_filters_choose_notes_and_an_empty_choice_says_so(notes: NotesPage, qtbot: QtBot) -> None:
    kinds = notes.filters._choices["type"][0]
    kinds.setCurrentIndex(kinds.findText("Competitor"))
    idle(notes)
    assert column(notes.table, "text") == ["Cheaper still", "Price tag"]
    periods = notes.filters._choices["period"][0]
    periods.setCurrentIndex(periods.findText("This month"))
    idle(notes)
    assert column(notes.table, "text") == ["Cheaper still"]
    qtbot.keyClicks(notes.filters._quick, "nothing")
    qtbot.keyClick(notes.filters._quick, Qt.Key.Key_Return)
    idle(notes)
    assert notes.table._empty_text == "No note fits the filters."
    assert notes.print_request() is None


def test_the_list_prints_and_exports(notes: NotesPage) -> None:
    request = notes.print_request()
    assert request is not None and request.make_pdf().startswith(b"%PDF")
    table = notes.export_table()
    assert table is not None and (table.title, len(table.rows)) == ("Market notes", 4)


def test_a_decision_is_written_down_on_the_note_in_front(
    notes: NotesPage, window: MainWindow, qtbot: QtBot
) -> None:
    stand_on(notes, "It leaks")
    notes.actions_set["decide"].trigger()
    idle(notes)
    tab = window.front
    assert isinstance(tab, InformationTab)
    page = tab.parts.current
    assert isinstance(page, DecisionsPage)
    dialog = page.dialog
    assert isinstance(dialog, DecisionDialog) and list(_nameless(dialog)) == []
    save(page, dialog, qtbot)
    assert words_at(dialog, "text") == "Say what was decided."
    dialog.words.setPlainText("Stop the batch")
    save(page, dialog, qtbot)
    assert column(page.table, "text") == ["Stop the batch", "Match the price"]
    assert column(page.rested, "text") == ["It leaks"]


def test_a_decision_is_corrected_taken_out_and_put_back(
    shown: partial[AbstractContextManager[DecisionsPage]], window: MainWindow, qtbot: QtBot
) -> None:
    with shown("decisions", DecisionsPage) as page:
        page.actions_set["correct"].trigger()
        idle(page)
        dialog = page.dialog
        assert isinstance(dialog, DecisionDialog) and len(dialog.notes.ticked) == 1
        qtbot.keyClicks(dialog.notes.quick, "leaks")
        hidden = [dialog.notes.list.item(at).isHidden() for at in range(4)]
        assert hidden.count(False) == 2
        item = dialog.notes.list.item(hidden.index(False, 1))
        item.setCheckState(Qt.CheckState.Checked)
        dialog.day.setText("someday")
        save(page, dialog, qtbot)
        assert words_at(dialog, "decided_on").startswith("“someday” is not a day")
        dialog.day.setText("2026-07-18")
        save(page, dialog, qtbot)
        assert column(page.table, "notes") == ["2"]
        page.actions_set["remove"].trigger()
        idle(page)
        assert page.table.rows_model.rowCount() == 0
        back = next(
            one for one in window.messages.findChildren(QPushButton) if one.text() == "Put it back"
        )
        qtbot.mouseClick(back, Qt.MouseButton.LeftButton)
        idle(page)
        assert column(page.table, "notes") == ["2"]
        qtbot.keyClicks(page.filters._quick, "nothing")
        qtbot.keyClick(page.filters._quick, Qt.Key.Key_Return)
        assert page.table._empty_text == "No decision fits the filter."


def test_questions_are_asked_answered_and_withdrawn(
    shown: partial[AbstractContextManager[QuestionsPage]], qtbot: QtBot
) -> None:
    with shown("questions", QuestionsPage) as page:
        assert column(page.tasks, "rep") == ["Li Na", "Bao Jie"]
        assert page.note.text() == "2 answers are owed."
        page.actions_set["ask"].trigger()
        idle(page)
        ask = page.dialog
        assert isinstance(ask, QuestionDialog) and list(_nameless(ask)) == []
        ask.words.setPlainText("Who moved?")
        ask.due.setText("soon")
        save(page, ask, qtbot)
        assert words_at(ask, "due").startswith("“soon” is not a day of the month.")
        ask.cycle.setCurrentIndex(1)
        assert words_at(ask, "due").startswith("For instance")
        ask.due.setText("2026-07-31")
        save(page, ask, qtbot)
        assert words_at(ask, "reps") == "Name at least one rep who is to answer."
        ask.reps.item(0).setCheckState(Qt.CheckState.Checked)
        save(page, ask, qtbot)
        assert column(page.questions, "text") == ["Who moved?", "Stock?"]
        assert page.titles[1].text() == "Who moved?"
        page.questions.select_row(page.questions.rows_model.rows[1].id)
        assert page.titles[1].text() == "Stock?"
        page.tasks.setCurrentIndex(page.tasks.rows_model.index(0, 0))
        page.actions_set["answer"].trigger()
        idle(page)
        answer = page.dialog
        assert isinstance(answer, QuestionAnswerDialog) and list(_nameless(answer)) == []
        answer.note.setCurrentIndex(1)
        save(page, answer, qtbot)
        assert column(page.tasks, "state") == ["Waiting", "Replied"]
        standing = page.filters._choices["standing"][0]
        standing.setCurrentIndex(1)
        assert column(page.tasks, "rep") == ["Bao Jie"]
        page.actions_set["withdraw"].trigger()
        idle(page)
        assert column(page.questions, "cycle") == ["Once", "Withdrawn"]
        page.actions_set["all"].trigger()
        assert column(page.tasks, "question") == ["Who moved?"]


def test_prices_stand_as_a_chart_and_a_table(
    shown: partial[AbstractContextManager[PricesPage]], window: MainWindow
) -> None:
    with shown("prices", PricesPage) as page:
        assert column(page.table, "price") == ["¥90.00", "¥95.00"]
        assert column(page.table, "change") == ["-5", ""]
        # The lamp has no list price.
        assert column(page.table, "over") == ["—", "—"]
        assert [hit.words for hit in page.chart.hits] == [
            "21 May 2026\nNorthwind: ¥95.00", "13 Jul 2026\nNorthwind: ¥90.00",
        ]  # fmt: skip
        assert list(_nameless(page)) == []
        periods = page.filters._choices["period"][0]
        periods.setCurrentIndex(periods.findText("This month"))
        idle(page)
        assert column(page.table, "change") == ["-5"]
        page.chart.bar_clicked.emit(page.table.rows_model.rows[0].note_id)
        page.actions_set["note"].trigger()
        idle(page)
        tab = window.front
        assert isinstance(tab, InformationTab)
        found = tab.parts.current
        assert isinstance(found, NotesPage) and found.controller.note is not None
        assert found.controller.note.text == "Cheaper still"


def test_the_board_names_who_owes_what_and_leads_to_it(
    shown: partial[AbstractContextManager[AnswersPage]], window: MainWindow, qtbot: QtBot
) -> None:
    with shown("answers", AnswersPage) as page:
        assert column(page.owed, "state") == [
            "Escalated", "Late", "Waiting", "Waiting", "Waiting", "Waiting",
        ]  # fmt: skip
        assert column(page.owed, "kind")[:3] == ["Problem", "Dealer's request", "Question"]
        assert page.note.text() == "6 answers are owed: 1 escalated, 1 late."
        assert column(page.people, "unanswered") == ["4"]
        assert column(page.people, "on_time") == ["0.0%"]
        assert column(page.values, "points") == ["0", "0"]
        people = page.filters._choices["owes"][0]
        people.setCurrentIndex(people.findText("Bao Jie"))
        assert column(page.owed, "text") == ["Stock?"]
        page.actions_set["open"].trigger()
        idle(page)
        tab = window.front
        assert isinstance(tab, InformationTab)
        found = tab.parts.current
        assert isinstance(found, QuestionsPage)
        qtbot.waitUntil(found.isVisible)
        idle(page)
        assert found.titles[1].text() == "Stock?"
        tab.parts.bring("answers")
        people.setCurrentIndex(0)
        late = page.filters._choices["standing"][0]
        late.setCurrentIndex(1)
        assert column(page.owed, "text") == ["It leaks", "Wants more credit"]


def test_who_may_not_answer_can_look(
    shown: partial[AbstractContextManager[NotesPage]], services: Services
) -> None:
    services.actor = replace(services.actor, roles=frozenset())
    with shown("notes", NotesPage) as page:
        assert not any(button.isEnabled() for button in page.panel.buttons.values())
        assert not page.add.isEnabled()
        page.controller.begin()
        page.controller.correct(page.table.rows_model.rows[0])
        assert page.forms.dialog is None


def test_a_preview_of_the_list_opens_by_its_keys(
    notes: NotesPage, window: MainWindow, qtbot: QtBot
) -> None:
    qtbot.keyClick(window, Qt.Key.Key_P, CTRL)
    idle(notes)
    qtbot.waitUntil(lambda: bool(window.findChildren(PdfPreview)))
    for preview in window.findChildren(PdfPreview):
        preview.close()
