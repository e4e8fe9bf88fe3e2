"""The page "Policies": its widgets and connections; the controller decides what they mean."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QEvent, Qt, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop.i18n import N_, _, language
from desktop.services.exports.people import ExportTable
from desktop.services.team.policy_data import PolicyBook, PolicyPersonRow
from desktop.tone import Tone
from desktop.views.actions import ActionSet, ActionSpec
from desktop.views.activity.policies.columns import person_columns, policy_columns
from desktop.views.activity.policies.controller import OWED, PoliciesController
from desktop.views.activity.policies.dialogs import PolicyDialog, ReceiptDialog
from desktop.views.activity.policies.words import (
    about_words,
    no_people_words,
    no_policies_words,
    sum_words,
)
from desktop.views.filter_bar import FilterBar, FilterState
from desktop.views.icons import show_shape
from desktop.views.kept_splitter import KeptSplitter
from desktop.views.parts import TabPart, is_shut
from desktop.views.plain_text import heading, label
from desktop.views.request_dialog import RequestDialog
from desktop.views.tab import PrintRequest, TabContext
from desktop.views.table_view import TableView

_ACTIONS = (
    ActionSpec("announce", N_("&New policy…"), "Ctrl+N",
               N_("Announce a policy to reps, who acknowledge it by name"), "plus"),
    ActionSpec("acknowledge", N_("&Acknowledged…"), "Ctrl+Return",
               N_("Write down that the chosen people acknowledged it (Enter in the list)")),
    ActionSpec("back", N_("&Take back"), "Del",
               N_("Take out that the chosen people acknowledged it")),
    ActionSpec("missing", N_("&Who has not acknowledged"), "Ctrl+B",
               N_("Show who owes an acknowledgement, of all policies")),
    ActionSpec("withdraw", N_("With&draw this policy"), "Ctrl+D",
               N_("Nobody is to acknowledge the current policy any more")),
)  # fmt: skip

_POLICY_PLACE = [column.key for column in person_columns()].index("policy")


class PoliciesPage(TabPart):
    """The policies at the left with the words of one, who acknowledged them at the right."""

    def __init__(self, context: TabContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._is_setting, self._tone = False, Tone.NONE
        self.dialog: RequestDialog | None = None
        self.filters = FilterBar(self)
        standing = (("", lambda: _("All")), (OWED, lambda: _("Not acknowledged")))
        self.filters.add_choice("standing", lambda: _("People"), standing)
        self.filters.limit(self.filters.add_quick(), 12, 28)
        self.splitter = KeptSplitter(context.settings, "activity.policies.splitter", self)
        self.left, self.right = QWidget(self.splitter), QWidget(self.splitter)
        self.policies = TableView(
            policy_columns(), name=N_("Policies"), row_id=lambda row: row.id, parent=self.left
        )
        self.people = TableView(
            person_columns(), name=N_("People told of a policy"), parent=self.right,
            row_id=lambda row: (row.notice_id, row.rep_id),
        )  # fmt: skip
        self.policies.keep_layout(context.settings, "activity.policies")
        self.people.keep_layout(context.settings, "activity.policy_people")
        self.buttons = {
            "announce": QPushButton(self.left), "missing": QPushButton(self.right),
            "acknowledge": QPushButton(self.right),
        }  # fmt: skip
        self.titles = (heading("", self.left), heading("", self.right))
        self.about, self.words = label("", self.left, role="muted"), label("", self.left)
        self._shape, self.note = QLabel(self), label("", self)
        self.controller = PoliciesController(context.services, context.runner, self, context.clock)
        self.actions_set = ActionSet(self)
        self._build()
        self._wire()
        self.retranslate()

    def _build(self) -> None:
        for words in (self.note, self.about, self.words, self.titles[1]):
            words.setWordWrap(True)
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        for holder, title, keys, table in (
            (self.left, self.titles[0], ("announce",), self.policies),
            (self.right, self.titles[1], ("missing", "acknowledge"), self.people),
        ):
            head = QHBoxLayout()
            head.setContentsMargins(16, 8, 16, 8)
            head.setSpacing(8)
            head.addWidget(title, 1)
            for key in keys:
                head.addWidget(self.buttons[key])
            lists = QVBoxLayout(holder)
            lists.setContentsMargins(0, 0, 0, 0)
            lists.setSpacing(0)
            lists.addLayout(head)
            lists.addWidget(table, 1)
            if holder is self.left:
                told = QVBoxLayout()
                told.setContentsMargins(16, 10, 16, 10)
                told.setSpacing(4)
                told.addWidget(self.about)
                told.addWidget(self.words)
                lists.addLayout(told)
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 6, 16, 6)
        foot.setSpacing(8)
        foot.addWidget(self._shape, 0, Qt.AlignmentFlag.AlignTop)
        foot.addWidget(self.note, 1)
        self.splitter.add_parts(("left", self.left, 2, 640), ("right", self.right, 3, 800))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.filters)
        layout.addWidget(self.splitter, 1)
        layout.addLayout(foot)

    def _wire(self) -> None:
        control = self.controller
        acts: dict[str, Callable[[], object]] = {
            "announce": control.begin, "missing": self._show_missing, "withdraw": control.withdraw,
            "acknowledge": lambda: control.begin_receipt(self._chosen()),
            "back": lambda: control.take_back(self._chosen()),
        }  # fmt: skip
        for spec in _ACTIONS:
            self.actions_set.add(spec, acts[spec.key])
        for key, button in self.buttons.items():
            button.clicked.connect(lambda _on=False, k=key: self.actions_set[k].trigger())
        self.filters.changed.connect(self._filters_changed)
        self.filters.left_down.connect(
            lambda: self.people.setFocus(Qt.FocusReason.OtherFocusReason)
        )
        self.policies.current_changed.connect(self._policy_changed)
        self.people.selectionModel().selectionChanged.connect(lambda _new, _old: self._allow())
        self.people.opened.connect(lambda _row: control.begin_receipt(self._chosen()))
        for table in (self.policies, self.people):
            table.selection_summed.connect(self.selection_summed)
            table.filter_wanted.connect(self.focus_filter)

    # What the tab asks

    def reload(self) -> None:
        """Ask for the policies."""
        self.controller.reload()

    def retranslate(self) -> None:
        """Show all words in the language of the moment."""
        self._is_setting = True
        self.filters.retranslate()
        self._is_setting = False
        self.actions_set.retranslate()
        self.titles[0].setText(_("Policies"))
        self.buttons["announce"].setText(_("New policy…"))
        self.buttons["missing"].setText(_("Who has not acknowledged"))
        self.buttons["acknowledge"].setText(_("Acknowledged…"))
        for table in (self.policies, self.people):
            table.retranslate()
        self.controller.show_again()

    def menu_actions(self) -> tuple[QAction, ...]:
        """Return the page's commands."""
        return tuple(self.actions_set)

    def export_table(self) -> ExportTable | None:
        """Return the people that are shown."""
        if self.controller.book is None:
            return None
        notes = ((_("Check"), self.note.text()),)
        return self.people.exported(_("Acknowledgements of policies"), notes=notes)

    def print_request(self) -> PrintRequest | None:
        """Return the sign-off sheet of the current policy."""
        book, row = self.controller.book, self.controller.policy
        if book is None or row is None:
            return None
        printed_at, speaks = self.context.clock.now().astimezone(), language()
        services = self.context.services

        def make_pdf() -> bytes:
            from desktop.services.team.policy_pages import print_policy_sheet

            return print_policy_sheet(services.branch.name, row, book, printed_at, speaks).content

        return PrintRequest(_("Sign-off sheet"), make_pdf, row.title)

    def focus_filter(self) -> None:
        """Put the keyboard into the quick filter."""
        self.filters.focus_quick()

    def can_close(self) -> bool:
        """Whether no form is open; one that is comes to the front."""
        return is_shut(self.dialog)

    def visit(self, facts: Mapping[str, object]) -> None:
        """Show the policy that another page names (`policy_id`)."""
        policy_id = facts.get("policy_id")
        if isinstance(policy_id, int):
            self.controller.choose(policy_id)
            self.policies.select_row(policy_id)

    # What the controller tells

    def show_waiting(self, text: str) -> None:
        """Show no rows, and this sentence."""
        self.policies.set_empty_text(text)
        self._allow()

    def show_book(self, book: PolicyBook) -> None:
        """Show the policies."""
        self.policies.set_empty_text(no_policies_words())
        self._is_setting = True
        self.policies.set_rows(book.policies)
        if self.controller.state.notice_id is not None:
            self.policies.select_row(self.controller.state.notice_id)
        self._is_setting = False
        words, self._tone = sum_words(book)
        self.note.setText(words)
        self._paint_shape()

    def show_people(self, people: tuple[PolicyPersonRow, ...]) -> None:
        """Show the people that the filters let through."""
        control = self.controller
        row, state, book = control.policy, control.state, control.book
        self.titles[1].setText(_("People of all policies") if row is None else row.title)
        self.about.setText("" if row is None else about_words(row))
        self.words.setText("" if row is None else row.text)
        for words in (self.about, self.words):
            words.setVisible(row is not None)
        self.people.setColumnHidden(_POLICY_PLACE, row is not None)
        is_filtered = bool(state.standing or state.text)
        self.people.set_empty_text(no_people_words(is_filtered=is_filtered))
        self.people.set_rows(people)
        self.filters.set_hits(len(people), 0 if book is None else len(book.of(state.notice_id)))
        self._allow()

    def open_policy(self, book: PolicyBook) -> None:
        """Open the form of a new policy."""
        dialog = PolicyDialog(book, self.window())
        dialog.submitted.connect(
            lambda texts: self.controller.save_policy(dialog.attempt, texts, dialog)
        )
        self._open(dialog)

    def open_receipt(self, people: tuple[PolicyPersonRow, ...]) -> None:
        """Open the form of an acknowledgement of one policy."""
        dialog = ReceiptDialog(people, str(self.context.clock.today()), self.window())
        dialog.submitted.connect(
            lambda texts: self.controller.save_receipt(people, dialog.attempt, texts, dialog)
        )
        self._open(dialog)

    def show_refusal(self, words: str) -> None:
        """Say why a command without a form was not carried out."""
        self.message_requested.emit(words, Tone.BAD, ())

    # Inside

    def _open(self, dialog: RequestDialog) -> None:
        self.dialog = dialog
        dialog.finished.connect(self._forget)
        dialog.open()

    @Slot()
    def _forget(self) -> None:
        self.dialog = None

    def _chosen(self) -> tuple[PolicyPersonRow, ...]:
        """Return the people whose lines are selected, else the current one."""
        indexes = self.people.selectionModel().selectedIndexes() or [self.people.currentIndex()]
        lines = sorted({index.row() for index in indexes if index.isValid()})
        return tuple(self.people.rows_model.row(line) for line in lines)

    def _show_missing(self) -> None:
        self.policies.setCurrentIndex(self.policies.rootIndex())
        self.controller.choose(None)
        self.filters.set_state(FilterState(None, {"standing": OWED}, ""))

    @Slot(object)
    def _policy_changed(self, row: object) -> None:
        if not self._is_setting:
            self.controller.choose(getattr(row, "id", None))

    def _allow(self) -> None:
        control, row, people = self.controller, self.controller.policy, self._chosen()
        may = control.may_keep
        allowed = {
            "announce": may, "acknowledge": may and bool(people),
            "back": may and any(one.acknowledged_on is not None for one in people),
            "missing": control.book is not None,
            "withdraw": may and row is not None and row.withdrawn_on is None,
        }  # fmt: skip
        for key, is_allowed in allowed.items():
            self.actions_set[key].setEnabled(is_allowed)
            if key in self.buttons:
                self.buttons[key].setEnabled(is_allowed)

    @Slot(object)
    def _filters_changed(self, state: FilterState) -> None:
        if not self._is_setting:
            self.controller.filter(str(state.choices.get("standing") or ""), state.text)

    def _paint_shape(self) -> None:
        show_shape(self._shape, self._tone, self)

    def changeEvent(self, event: QEvent) -> None:
        """Follow a new palette."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_shape"):
            self._paint_shape()
