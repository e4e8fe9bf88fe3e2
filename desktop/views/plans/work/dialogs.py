"""The forms of a task and of an objective, and the one that closes an objective by evidence."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QStringListModel, Qt
from PySide6.QtWidgets import QComboBox, QCompleter, QLineEdit, QPlainTextEdit, QWidget

from desktop.i18n import _
from desktop.services import formats
from desktop.services.plans.work_data import Choice, ObjectiveRow
from desktop.views.filter_bar import ChoiceBox
from desktop.views.form_answers import Attempt
from desktop.views.plain_text import label
from desktop.views.plans.work.controller import ObjectiveForm, TaskForm
from desktop.views.plans.work.forms import (
    CloseTexts,
    ObjectiveTexts,
    TaskTexts,
    choice_words,
    objective_texts,
    task_texts,
)
from desktop.views.plans.work.milestone_table import MilestoneTable
from desktop.views.request_dialog import RequestDialog

_LINES = 2


def words_field(parent: QWidget, words: str = "", lines: int = _LINES) -> QPlainTextEdit:
    """Return a field of some lines that Tab leaves."""
    field = QPlainTextEdit(words, parent)
    field.setTabChangesFocus(True)
    field.setFixedHeight(field.fontMetrics().lineSpacing() * lines + 12)
    return field


def list_field(parent: QWidget, offered: Iterable[Choice], words: str) -> QLineEdit:
    """Return a field that offers what holds the letters typed, by code and name."""
    field = QLineEdit(words, parent)
    completer = QCompleter(field)
    completer.setModel(QStringListModel([choice_words(one).strip() for one in offered], completer))
    completer.setFilterMode(Qt.MatchFlag.MatchContains)
    completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
    field.setCompleter(completer)
    field.setClearButtonEnabled(True)
    return field


class TaskDialog(RequestDialog):
    """Returns `TaskTexts`; stays with every word until they are in the database."""

    def __init__(self, form: TaskForm, parent: QWidget | None = None) -> None:
        title = _("New task") if form.row is None else _("Task")
        super().__init__(title, _("&Save"), parent)
        self.about = form
        self.attempt = Attempt(form.row.version if form.row is not None else 0)
        texts = task_texts(form.row, form.choices, form.people)
        self.name = QLineEdit(texts.name, self)
        self.name.setCursorPosition(0)
        self.responsibility = words_field(self, texts.responsibility)
        self.objective: QComboBox = ChoiceBox(self)
        self.objective.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.objective.addItem(_("None"), None)
        for one in form.objectives:
            self.objective.addItem(one.text, one.id)
        self.person = list_field(self, form.people, texts.person)
        places = (*form.choices.territories, *form.choices.customers)
        self.place = list_field(self, places, texts.place)
        first = "" if form.first_day is None else str(form.first_day)
        self.start = QLineEdit(texts.start or first, self)
        self.finish = QLineEdit(texts.finish or first, self)
        self.contribution = QLineEdit(texts.contribution, self)
        self.done_on = QLineEdit(texts.done_on, self)
        self.milestones = MilestoneTable(texts.milestones, self)
        chosen = texts.objective_id if form.row is not None else form.objective_id
        self.objective.setCurrentIndex(max(self.objective.findData(chosen), 0))
        self._add_fields()

    def _add_fields(self) -> None:
        self.add_field("name", _("&What is to be done"), self.name)
        self.add_field("rep", _("&Accountable"), self.person,
                       _("One person, by number or name."))  # fmt: skip
        self.add_field("responsibility", _("&Responsible for"), self.responsibility)
        self.add_field("place", _("&Place"), self.place, _("A territory or a customer."))
        self.add_field("start", _("&First day"), self.start,
                       _("For instance 23, 11-23 or 2026-11-23."))  # fmt: skip
        self.add_field("finish", _("&Last day"), self.finish)
        self.add_field("milestones", _("&Milestones"), self.milestones)
        self.add_field("contribution", _("&Brings"), self.contribution,
                       _("Net sales expected of it; empty while not estimated."))  # fmt: skip
        self.add_field("objective", _("&Objective"), self.objective)
        self.add_field("done_on", _("&Done on"), self.done_on, _("Empty while it is not done."))
        self.form.setVerticalSpacing(8)

    def request(self) -> TaskTexts:
        """Return what stands in the fields."""
        return TaskTexts(
            self.name.text(), self.responsibility.toPlainText(), self.objective.currentData(),
            self.person.text(), self.place.text(), self.start.text(), self.finish.text(),
            self.done_on.text(), self.contribution.text(), self.milestones.texts(),
        )  # fmt: skip


class ObjectiveDialog(RequestDialog):
    """Returns `ObjectiveTexts`; stays with every word until they are in the database."""

    def __init__(self, form: ObjectiveForm, parent: QWidget | None = None) -> None:
        title = _("New objective") if form.row is None else _("Objective")
        super().__init__(title, _("&Save"), parent)
        self.about = form
        self.attempt = Attempt(form.row.version if form.row is not None else 0)
        texts = objective_texts(form.row, form.people)
        self.words = words_field(self, texts.text)
        self.criterion = words_field(self, texts.criterion)
        self.due = QLineEdit(texts.due, self)
        self.person = list_field(self, form.people, texts.person)
        self.add_field("text", _("&What is to be reached"), self.words)
        hint = _("By what one sees it, for instance: two contracts are signed.")
        self.add_field("criterion", _("&Reached when"), self.criterion, hint)
        self.add_field("due", _("&Due"), self.due, _("For instance 23, 11-23 or 2026-11-23."))
        self.add_field("rep", _("&Answers for it"), self.person)

    def request(self) -> ObjectiveTexts:
        """Return what stands in the fields."""
        return ObjectiveTexts(
            self.words.toPlainText(), self.criterion.toPlainText(), self.due.text(),
            self.person.text(),
        )  # fmt: skip


class CloseDialog(RequestDialog):
    """Returns `CloseTexts`: what shows that an objective is reached, and when it was."""

    def __init__(self, row: ObjectiveRow, today: str, parent: QWidget | None = None) -> None:
        super().__init__(_("Close this objective"), _("&Close it"), parent)
        self.about = row
        self.attempt = Attempt(row.version)
        what = label(row.text, self)
        what.setWordWrap(True)
        criterion = label(_("Reached when: {criterion}").format(criterion=row.criterion), self)
        criterion.setProperty("role", "muted")
        criterion.setWordWrap(True)
        self.body.insertWidget(1, what)
        self.body.insertWidget(2, criterion)
        self.evidence = words_field(self, row.evidence, 3)
        self.day = QLineEdit(today, self)
        self.add_field("evidence", _("&Evidence"), self.evidence,
                       _("What shows it: a contract, a report, a list."))  # fmt: skip
        self.add_field("closed_on", _("&Day"), self.day)

    def request(self) -> CloseTexts:
        """Return what stands in the fields."""
        return CloseTexts(self.evidence.toPlainText(), self.day.text())


class ClosedDialog(RequestDialog):
    """Shows what closed an objective; its button opens the objective again."""

    def __init__(self, row: ObjectiveRow, parent: QWidget | None = None) -> None:
        super().__init__(_("Objective reached"), _("&Open it again"), parent)
        self.about = row
        lines = (
            row.text,
            _("Reached when: {criterion}").format(criterion=row.criterion),
            _("Closed on {day}.").format(day=formats.day(row.closed_on)),
            _("Evidence: {evidence}").format(evidence=row.evidence),
        )
        for place, words in enumerate(lines):
            line = label(words, self, role="" if place in (0, 3) else "muted")
            line.setWordWrap(True)
            self.body.insertWidget(1 + place, line)

    def request(self) -> bool:
        """Return that it is to be opened again."""
        return True
