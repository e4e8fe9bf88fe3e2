"""The page "Decisions": its widgets and connections; the controller decides what they mean."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from desktop.i18n import N_, _
from desktop.services.exports.people import ExportTable
from desktop.services.information.decision_data import DecisionRow
from desktop.tone import Tone
from desktop.views.actions import ActionSet, ActionSpec
from desktop.views.filter_bar import FilterBar, FilterState
from desktop.views.form_answers import Attempt
from desktop.views.information.decisions.columns import decision_columns, rested_columns
from desktop.views.information.decisions.controller import (
    DecisionForm,
    DecisionsController,
    DecisionTexts,
)
from desktop.views.information.note_picker import NotePicker
from desktop.views.kept_splitter import KeptSplitter
from desktop.views.message_bar import MessageAction
from desktop.views.parts import TabPart, is_shut
from desktop.views.plain_text import heading
from desktop.views.plans.work.dialogs import words_field
from desktop.views.request_dialog import RequestDialog
from desktop.views.tab import Place, TabContext
from desktop.views.table_view import TableView

_ACTIONS = (
    ActionSpec("new", N_("&New decision…"), "Ctrl+N",
               N_("Write down what was decided, and on which notes"), "plus"),
    ActionSpec("correct", N_("&Correct…"), "F2", N_("Change the current decision or its notes")),
    ActionSpec("remove", N_("&Take out"), "Del",
               N_("Take out the current decision; it can be put back")),
)  # fmt: skip


class DecisionDialog(RequestDialog):
    """Returns `DecisionTexts`; stays with every word until they are in the database."""

    def __init__(self, form: DecisionForm, today: str, parent: QWidget | None = None) -> None:
        row = form.row
        super().__init__(_("New decision") if row is None else _("Decision"), _("&Save"), parent)
        self.about, self.attempt = form, Attempt(0 if row is None else row.version)
        self.words = words_field(self, "" if row is None else row.text, 3)
        self.day = QLineEdit(today if row is None else str(row.decided_on), self)
        self.notes = NotePicker(form.notes, form.ticked, self)
        self.add_field("text", _("&What was decided"), self.words)
        self.add_field("decided_on", _("&Decided on"), self.day)
        self.add_field("notes", _("It &rested on"), self.notes, _("Space ticks a note."))

    def request(self) -> DecisionTexts:
        """Return what stands in the fields."""
        return DecisionTexts(self.words.toPlainText(), self.day.text(), self.notes.ticked)


class DecisionsPage(TabPart):
    """The decisions at the left, the notes of the current one at the right."""

    def __init__(self, context: TabContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._is_setting = False
        self.dialog: RequestDialog | None = None
        self.filters = FilterBar(self)
        self.filters.limit(self.filters.add_quick(), 12, 28)
        self.splitter = KeptSplitter(context.settings, "information.decisions.splitter", self)
        self.left, self.right = QWidget(self.splitter), QWidget(self.splitter)
        self.table = TableView(
            decision_columns(), name=N_("Decisions"), row_id=lambda row: row.id, parent=self.left
        )
        self.rested = TableView(
            rested_columns(), name=N_("Notes that it rested on"), row_id=lambda row: row.id,
            parent=self.right,
        )  # fmt: skip
        self.table.keep_layout(context.settings, "information.decisions")
        self.rested.keep_layout(context.settings, "information.rested")
        self.titles = (heading("", self.left), heading("", self.right))
        self.add = QPushButton(self.left)
        self.controller = DecisionsController(context.services, context.runner, self, context.clock)
        self.actions_set = ActionSet(self)
        self._build()
        self._wire()
        self.retranslate()

    def _build(self) -> None:
        for holder, title, button, table in (
            (self.left, self.titles[0], self.add, self.table),
            (self.right, self.titles[1], None, self.rested),
        ):
            head = QHBoxLayout()
            head.setContentsMargins(16, 8, 16, 8)
            head.setSpacing(8)
            head.addWidget(title, 1)
            if button is not None:
                head.addWidget(button)
            else:
                # Both lists begin at the same height.
                head.addStrut(self.add.sizeHint().height())
            lists = QVBoxLayout(holder)
            lists.setContentsMargins(0, 0, 0, 0)
            lists.setSpacing(0)
            lists.addLayout(head)
            lists.addWidget(table, 1)
        self.splitter.add_parts(("left", self.left, 3, 820), ("right", self.right, 2, 620))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.filters)
        layout.addWidget(self.splitter, 1)

    def _wire(self) -> None:
        acts: dict[str, Callable[[], object]] = {
            "new": self.controller.begin, "correct": self._correct, "remove": self._remove,
        }  # fmt: skip
        for spec in _ACTIONS:
            self.actions_set.add(spec, acts[spec.key])
        self.add.clicked.connect(lambda _on=False: self.controller.begin())
        self.filters.changed.connect(self._filters_changed)
        self.filters.left_down.connect(lambda: self.table.setFocus(Qt.FocusReason.OtherFocusReason))
        self.table.current_changed.connect(self._show_notes)
        self.table.opened.connect(self.controller.correct)
        self.rested.opened.connect(
            lambda note: self.place_requested.emit(
                Place("information", {"part": "notes", "note_id": note.id})
            )
        )
        for table in (self.table, self.rested):
            table.selection_summed.connect(self.selection_summed)
            table.filter_wanted.connect(self.focus_filter)

    # What the tab asks

    def reload(self) -> None:
        """Ask for the decisions."""
        self.controller.reload()

    def retranslate(self) -> None:
        """Show all words in the language of the moment."""
        self._is_setting = True
        self.filters.retranslate()
        self._is_setting = False
        self.actions_set.retranslate()
        for title, words in zip(
            self.titles, (_("Decisions"), _("Notes that it rested on")), strict=True
        ):
            title.setText(words)
        self.add.setText(_("New decision…"))
        for table in (self.table, self.rested):
            table.retranslate()
        self.controller.show_again()

    def menu_actions(self) -> tuple[QAction, ...]:
        """Return the page's commands."""
        return tuple(self.actions_set)

    def export_table(self) -> ExportTable | None:
        """Return the notes where they have the keyboard, else the decisions."""
        if self.controller.rows is None:
            return None
        if self.window().focusWidget() is self.rested:
            return self.rested.exported(_("Notes that it rested on"))
        return self.table.exported(_("Decisions"))

    def focus_filter(self) -> None:
        """Put the keyboard into the quick filter."""
        self.filters.focus_quick()

    def can_close(self) -> bool:
        """Whether no form is open; one that is comes to the front."""
        return is_shut(self.dialog)

    def visit(self, facts: Mapping[str, object]) -> None:
        """Begin a decision on the note that another page names (`note_id`)."""
        note_id = facts.get("note_id")
        if isinstance(note_id, int) and is_shut(self.dialog):
            self.controller.begin((note_id,))

    # What the controller tells

    def show_waiting(self, text: str) -> None:
        """Show no rows, and this sentence."""
        self.table.set_empty_text(text)
        self._allow()

    def show_rows(self, rows: tuple[DecisionRow, ...], count: int) -> None:
        """Show the decisions that the filter lets through, out of so many."""
        self.table.set_empty_text(
            _("No decision fits the filter.")
            if count
            else _("No decisions yet. Write one down with Ctrl+N, with the notes it rested on.")
        )
        self.table.set_rows(rows)
        if self.controller.new_id is not None and self.table.select_row(self.controller.new_id):
            self.controller.new_id = None
        elif self.table.current_row() is None and rows:
            self.table.select_row(rows[0].id)
        self.filters.set_hits(len(rows), count)
        self._show_notes(self.table.current_row())

    def open_form(self, form: DecisionForm) -> None:
        """Open the form of a decision."""
        dialog = DecisionDialog(form, str(self.context.clock.today()), self.window())
        dialog.submitted.connect(
            lambda texts: self.controller.save(form, dialog.attempt, texts, dialog)
        )
        self.dialog = dialog
        dialog.finished.connect(self._forget)
        dialog.open()

    def tell_removed(self, row: DecisionRow, put_back: Callable[[], None]) -> None:
        """Say that a decision was taken out, and offer to put it back."""
        words = _("“{what}” was taken out.").format(what=row.text)
        self.message_requested.emit(words, Tone.INFO, (MessageAction(_("Put it back"), put_back),))

    def show_refusal(self, words: str) -> None:
        """Say why a command without a form was not carried out."""
        self.message_requested.emit(words, Tone.BAD, ())

    # Inside

    @Slot()
    def _forget(self) -> None:
        self.dialog = None

    @Slot(object)
    def _show_notes(self, row: object) -> None:
        notes = row.notes if isinstance(row, DecisionRow) else ()
        self.rested.set_empty_text(
            _("This decision names no note. Correct it with F2 to say what it rested on.")
            if row is not None
            else ""
        )
        self.rested.set_rows(notes)
        self._allow()

    def _correct(self) -> None:
        row = self.table.current_row()
        if row is not None:
            self.controller.correct(row)

    def _remove(self) -> None:
        row = self.table.current_row()
        if row is not None:
            self.controller.remove(row)

    def _allow(self) -> None:
        may, has_row = self.controller.may_decide, self.table.current_row() is not None
        self.add.setEnabled(may)
        self.actions_set["new"].setEnabled(may)
        for key in ("correct", "remove"):
            self.actions_set[key].setEnabled(may and has_row)

    @Slot(object)
    def _filters_changed(self, state: FilterState) -> None:
        if not self._is_setting:
            self.controller.filter(state.text)
