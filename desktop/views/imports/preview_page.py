"""The wizard's preview: what would go in, what would not and why, and the options."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QSplitter,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.enums import ImportKind
from desktop.i18n import N_, _, ngettext
from desktop.services import formats
from desktop.tone import Tone
from desktop.views.icons import status_icon
from desktop.views.imports.columns import PROBLEM_COLUMNS, preview_columns
from desktop.views.imports.report import SHOWN_ROWS, PreviewReport, Problem
from desktop.views.imports.state import Options, WizardState
from desktop.views.palette import colours_of
from desktop.views.plain_text import digits_wide, heading, label, tool_tip
from desktop.views.table_view import TableView

#: Kinds of which `update` changes what is there.
_CHANGEABLE = frozenset(
    (
        ImportKind.TERRITORIES, ImportKind.REPS, ImportKind.PRODUCT_GROUPS, ImportKind.PRODUCTS,
        ImportKind.CUSTOMERS, ImportKind.CALENDAR,
    )
)  # fmt: skip


class CountLabel(QWidget):
    """A status shape with a number and its words."""

    def __init__(self, tone: Tone, parent: QWidget) -> None:
        super().__init__(parent)
        self._tone = tone
        self._shape = QLabel(self)
        self._words = heading("", self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self._shape)
        row.addWidget(self._words)

    @property
    def text(self) -> str:
        """The words shown."""
        return self._words.text()

    def show_count(self, words: str, *, is_shown: bool = True) -> None:
        """Show these words."""
        size = self.fontMetrics().ascent()
        shape = status_icon(self._tone, colours_of(self.palette()))
        self._shape.setPixmap(shape.pixmap(QSize(size, size)))
        self._words.setText(words)
        self.setVisible(is_shown)


class PreviewPage(QWidget):
    """Shows the first rows as they would go in, and every row with a problem.

    Signals:
        options_changed(Options): the user wants it otherwise.
    """

    options_changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._options = Options()
        self._report: PreviewReport | None = None
        self._showing = False
        self.good = CountLabel(Tone.GOOD, self)
        self.refused = CountLabel(Tone.BAD, self)
        self.noted = CountLabel(Tone.WATCH, self)
        self._more = label("", self, role="muted")
        self.table = TableView((), name=N_("Rows of the file as they would go in"), parent=self)
        self.table.setSortingEnabled(False)
        self.problems = TableView(PROBLEM_COLUMNS, name=N_("Problems"), parent=self)
        self.notes = TableView(PROBLEM_COLUMNS, name=N_("To look at"), parent=self)
        self.lists = QTabWidget(self)
        self.lists.setDocumentMode(True)
        for table in (self.problems, self.notes):
            table.current_changed.connect(self._jump)
            table.opened.connect(self._go_there)
        self.lists.setToolTip(
            tool_tip(_("F8 goes to the next one and to its cell, Shift+F8 to the one before"))
        )
        for keys, step in (("F8", 1), ("Shift+F8", -1)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.activated.connect(partial(self._go_on, step))
        self._split = QSplitter(Qt.Orientation.Vertical, self)
        self._split.addWidget(self.table)
        self._split.addWidget(self.lists)
        self._split.setChildrenCollapsible(False)
        self._split.setSizes([330, 170])
        self._split.setStretchFactor(0, 1)
        body = QVBoxLayout(self)
        body.setContentsMargins(24, 12, 24, 8)
        body.setSpacing(10)
        body.addLayout(self._counts_row())
        body.addLayout(self._options_row())
        body.addWidget(self._split, 1)

    def _counts_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(24)
        for widget in (self.good, self.refused, self.noted):
            row.addWidget(widget)
        row.addStretch(1)
        row.addWidget(self._more)
        return row

    def _options_row(self) -> QHBoxLayout:
        self.good_only = QCheckBox(_("Leave &out the refused rows and take the rest"), self)
        self.update_known = QCheckBox(_("Change what is there a&lready"), self)
        self.comma = QCheckBox(_("&Comma is the decimal sign"), self)
        self.oldest_first = QCheckBox(_("Appl&y the money, oldest first"), self)
        self.in_force = QCheckBox(_("Put in &force"), self)
        self.plan = QLineEdit(self)
        self.plan.setAccessibleName(_("Name of the plan"))
        self.plan.setMaximumWidth(digits_wide(self, 28))
        self._plan_words = label(_("&Plan"), self)
        self._plan_words.setBuddy(self.plan)
        tips = {
            self.update_known: _("Master data with a known code is changed instead of refused."),
            self.comma: _("1.234,50 is one thousand two hundred thirty-four and a half."),
            self.oldest_first: _(
                "Money without an invoice pays the customer's documents by due date, then number."
            ),
            self.in_force: _("The plan counts from now on; an earlier one is superseded."),
        }
        row = QHBoxLayout()
        row.setSpacing(20)
        row.addWidget(self._plan_words)
        row.addWidget(self.plan)
        boxes = (self.in_force, self.oldest_first, self.update_known, self.comma, self.good_only)
        for box in boxes:
            box.setToolTip(tool_tip(tips.get(box, "")))
            box.toggled.connect(self._tell)
            row.addWidget(box)
        # A plan's name is taken when it is complete, not at every key: each change is checked.
        self.plan.editingFinished.connect(self._tell)
        row.addStretch(1)
        return row

    def show_state(self, state: WizardState) -> None:
        """Show the report and the options."""
        self._showing = True
        self._show_options(state)
        self._showing = False
        if state.report is not None and state.report is not self._report:
            self._report = state.report
            self._show_report(state.report)

    def _show_options(self, state: WizardState) -> None:
        options, report = state.options, state.report
        self._options = options
        is_target = state.kind is ImportKind.TARGETS
        for widget in (self._plan_words, self.plan, self.in_force):
            widget.setVisible(is_target)
        self.oldest_first.setVisible(state.kind is ImportKind.COLLECTIONS)
        self.update_known.setVisible(state.kind in _CHANGEABLE)
        self.good_only.setVisible(
            report is not None and report.is_readable and bool(report.refused_count)
        )
        if self.plan.text().strip() != options.plan:
            self.plan.setText(options.plan)
        self.in_force.setChecked(options.in_force)
        self.oldest_first.setChecked(options.apply_oldest_first)
        self.update_known.setChecked(options.update)
        self.comma.setChecked(options.decimal_comma)
        self.good_only.setChecked(options.good_rows_only)

    def _show_report(self, report: PreviewReport) -> None:
        self.good.show_count(_rows_words(report.good_count), is_shown=report.is_readable)
        if report.is_readable:
            words = _refused_words(report.refused_count)
        else:
            words = _("The file cannot go in as it is")
        self.refused.show_count(
            words, is_shown=bool(report.refused_count) or not report.is_readable
        )
        self.noted.show_count(
            _rounded_words(report.rounded_count), is_shown=bool(report.rounded_count)
        )
        shown = len({row.number for row in report.rows})
        words = _("The first {shown} of {all} rows, and every one with a problem").format(
            shown=formats.number(SHOWN_ROWS),
            all=formats.number(report.file_rows),
        )
        self._more.setText(words if shown < report.file_rows else "")
        self.table.rows_model.set_columns(preview_columns(report.columns))
        self.table.set_rows(report.rows)
        self.table.column_layout.remeasure()
        self.table.set_empty_text(_("The file could not be read as a table; see below why."))
        self._show_lists(report)

    def _show_lists(self, report: PreviewReport) -> None:
        while self.lists.count():
            self.lists.removeTab(0)
        for table, found, words in (
            (self.problems, report.problems, _("Problems ({count})")),
            (self.notes, report.notes, _("To look at ({count})")),
        ):
            table.set_rows(found)
            table.setVisible(bool(found))
            if found:
                self.lists.addTab(table, words.format(count=formats.number(len(found))))
        self.lists.setVisible(bool(self.lists.count()))

    def focus_first(self) -> None:
        """Put the keyboard where the user is needed: the plan's name, the problems, the rows."""
        if self.plan.isVisible() and not self.plan.text():
            self.plan.setFocus()
        elif self._report is not None and self._report.problems:
            self.problems.setFocus()
        else:
            self.table.setFocus()

    @Slot(object)
    def _jump(self, problem: Problem | None) -> None:
        """Bring the cell of a problem into view, the keyboard stays in the list."""
        if problem is None or self._report is None:
            return
        found = self._report.place_of(problem)
        if found is not None:
            line, place = found
            # Row number and state stand before the file's columns.
            index = self.table.rows_model.index(line, place + 2 if place >= 0 else 1)
            self.table.setCurrentIndex(index)
            self.table.scrollTo(index, self.table.ScrollHint.PositionAtCenter)

    def _go_on(self, step: int) -> None:
        """Go to the next problem of the list in front, or the one before, and to its cell."""
        table = self.lists.currentWidget()
        if not isinstance(table, TableView) or not table.model().rowCount():
            return
        rows = table.model().rowCount()
        here = table.currentIndex()
        place = here.row() + step if here.isValid() else (0 if step > 0 else rows - 1)
        table.setCurrentIndex(table.model().index(place % rows, 0))

    @Slot(object)
    def _go_there(self, problem: Problem) -> None:
        self._jump(problem)
        self.table.setFocus()

    @Slot()
    def _tell(self) -> None:
        if self._showing:
            return
        options = Options(
            update=self.update_known.isChecked(),
            good_rows_only=self.good_only.isChecked(),
            decimal_comma=self.comma.isChecked(),
            plan=self.plan.text().strip(),
            in_force=self.in_force.isChecked(),
            apply_oldest_first=self.oldest_first.isChecked(),
        )
        if options != self._options:
            self._options = options
            self.options_changed.emit(options)


def _rows_words(count: int) -> str:
    return ngettext("{count} row goes in", "{count} rows go in", count).format(
        count=formats.number(count)
    )


def _refused_words(count: int) -> str:
    return ngettext("{count} row is refused", "{count} rows are refused", count).format(
        count=formats.number(count)
    )


def _rounded_words(count: int) -> str:
    return ngettext("{count} amount is rounded", "{count} amounts are rounded", count).format(
        count=formats.number(count)
    )
