"""The forms of the budget: what it grows with, and money that is promised out of it."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from desktop.enums import BudgetDriverKind, ExpenseCategory
from desktop.i18n import _
from desktop.periods import Month
from desktop.services import formats
from desktop.services.plans.budget_data import DivideBy
from desktop.views.form_answers import Attempt
from desktop.views.plans.budget.state import (
    AmountForm,
    AmountTexts,
    CommitmentForm,
    CommitmentTexts,
    DriverForm,
    DriverTexts,
    typed,
    typed_ceiling,
    typed_rate,
)
from desktop.views.plans.budget.words import category_words, divided_words, kind_words
from desktop.views.request_dialog import RequestDialog

_Choices = tuple[tuple[int, str], ...]


def _box(parent: QWidget, choices: _Choices, nothing: str, chosen: int | None = None) -> QComboBox:
    box = QComboBox(parent)
    box.addItem(nothing, None)
    for found, name in choices:
        box.addItem(name, found)
    box.setCurrentIndex(max(box.findData(chosen), 0) if chosen is not None else 0)
    return box


def _categories(parent: QWidget, chosen: ExpenseCategory) -> QComboBox:
    box = QComboBox(parent)
    for category in ExpenseCategory:
        box.addItem(category_words(category), category)
    box.setCurrentIndex(list(ExpenseCategory).index(chosen))
    return box


def _tasks(form: AmountForm) -> _Choices:
    """Return the plan's tasks, and the one that the form begins with if it is another plan's."""
    known = form.book.tasks
    if form.task_id is None or any(form.task_id == task_id for task_id, _name in known):
        return known
    names = {row.task_id: row.task_name for row in form.book.typed}
    return (*known, (form.task_id, names.get(form.task_id, "")))


class DriverDialog(RequestDialog):
    """Returns `DriverTexts`; stays with every word until they are in the database."""

    def __init__(self, form: DriverForm, parent: QWidget | None = None) -> None:
        title = _("What the budget grows with") if form.row is None else _("Change the driver")
        super().__init__(title, _("&Save"), parent)
        self.about, self.attempt = form, Attempt()
        entry = form.row.entry if form.row is not None else None
        book = form.book
        self.category = _categories(
            self, entry.category if entry is not None else ExpenseCategory.TRAVEL
        )
        self.kind = QComboBox(self)
        for kind in BudgetDriverKind:
            self.kind.addItem(kind_words(kind), kind)
        self.rate = QLineEdit(self)
        self.ceiling = QLineEdit(self)
        self.rep = _box(self, book.reps, _("Everybody"), entry.rep_id if entry else None)
        self.territory = _box(
            self, book.territories, _("Everywhere"), entry.territory_id if entry else None
        )
        self.product = _box(
            self, book.products, _("All products"), entry.product_id if entry else None
        )
        self.note = QLineEdit(self)
        self._add_fields()
        if entry is not None:
            self.kind.setCurrentIndex(list(BudgetDriverKind).index(entry.kind))
            self.rate.setText(typed_rate(entry))
            self.ceiling.setText(typed_ceiling(entry))
            self.note.setText(entry.note)

    def _add_fields(self) -> None:
        self.add_field("category", _("&For"), self.category)
        self.add_field("kind", _("&Grows with"), self.kind)
        self.add_field(
            "rate", _("&Rate"), self.rate,
            _("Money a visit, a day or a month; percent for a part of net sales."),
        )  # fmt: skip
        self.add_field(
            "ceiling", _("&Ceiling, %"), self.ceiling,
            _("The most it may be of planned net sales; empty means none."),
        )  # fmt: skip
        self.add_field("rep", _("R&ep"), self.rep)
        self.add_field("territory", _("&Territory"), self.territory)
        self.add_field("product", _("&Product"), self.product)
        self.add_field("note", _("&Note"), self.note, _("Where the rate comes from."))

    def request(self) -> DriverTexts:
        """Return what stands in the fields."""
        return DriverTexts(
            ExpenseCategory(self.category.currentData()),
            BudgetDriverKind(self.kind.currentData()),
            self.rate.text(),
            self.ceiling.text(),
            self.rep.currentData(),
            self.territory.currentData(),
            self.product.currentData(),
            self.note.text(),
        )


class AmountDialog(RequestDialog):
    """Returns `AmountTexts`; what was typed before stands below the category."""

    def __init__(self, form: AmountForm, parent: QWidget | None = None) -> None:
        super().__init__(_("Set an amount"), _("&Save"), parent)
        self.about, self.attempt = form, Attempt()
        self._begun = ""
        self.category = _categories(self, form.category)
        self.task = _box(self, _tasks(form), _("No task"), form.task_id)
        self.amount = QLineEdit(self)
        self.by = QComboBox(self)
        for by in DivideBy:
            self.by.addItem(divided_words(by), by)
        self.add_field(
            "amount", _("&Amount of the year"), self.amount,
            _("It takes the place of what was typed before; 0 takes that out."),
        )  # fmt: skip
        self.add_field("category", _("&For"), self.category)
        self.add_field(
            "task", _("&Task that it pays for"), self.task,
            _("Each task has an amount of its own beside the one without a task."),
        )  # fmt: skip
        self.add_field(
            "by", _("&Divided over"), self.by,
            _("By planned net sales, exactly; without a plan by working days."),
        )  # fmt: skip
        self._fill()
        self.category.currentIndexChanged.connect(self._fill)
        self.task.currentIndexChanged.connect(self._fill)

    @Slot()
    def _fill(self) -> None:
        """Begin with what stands for category and task, until the user types himself."""
        if self.amount.text() != self._begun:
            return
        category = ExpenseCategory(self.category.currentData())
        before = self.about.book.typed_amount(category, self.task.currentData())
        self._begun = typed(before) if before else ""
        self.amount.setText(self._begun)

    def request(self) -> AmountTexts:
        """Return what stands in the fields."""
        return AmountTexts(
            ExpenseCategory(self.category.currentData()),
            self.amount.text(),
            DivideBy(self.by.currentData()),
            self.task.currentData(),
        )


class CommitmentDialog(RequestDialog):
    """Returns `CommitmentTexts`; more than is left asks for a reason at its field."""

    def __init__(self, form: CommitmentForm, parent: QWidget | None = None) -> None:
        super().__init__(_("Promise money"), _("&Save"), parent)
        self.about, self.attempt = form, Attempt()
        self.month = QComboBox(self)
        for month in form.book.months:
            self.month.addItem(formats.month(month), month.ordinal)
        self.month.setCurrentIndex(form.book.months.index(form.month))
        self.category = _categories(self, form.category)
        self.amount, self.text = QLineEdit(self), QLineEdit(self)
        self.rep = _box(self, form.book.reps, _("The branch"))
        self.task = _box(self, form.book.tasks, _("No task"))
        self.day, self.reason = QLineEdit(self), QLineEdit(self)
        self.add_field("amount", _("&Amount"), self.amount)
        self.add_field(
            "text", _("&What is promised"), self.text, _("What for, and to whom.")
        )  # fmt: skip
        self.add_field("month", _("&Month"), self.month, _("The month that it will be spent in."))
        self.add_field("category", _("&For"), self.category)
        self.add_field("rep", _("&Out of the budget of"), self.rep)
        self.add_field("task", _("&Task that it pays for"), self.task)
        self.add_field("day", _("&Promised on"), self.day, _("Empty means today."))
        self.add_field(
            "reason", _("&Reason"), self.reason,
            _("Needed only where more is promised than is left."),
        )  # fmt: skip

    def request(self) -> CommitmentTexts:
        """Return what stands in the fields."""
        return CommitmentTexts(
            Month(int(self.month.currentData())),
            ExpenseCategory(self.category.currentData()),
            self.amount.text(),
            self.text.text(),
            self.rep.currentData(),
            self.day.text(),
            self.reason.text(),
            self.task.currentData(),
        )
