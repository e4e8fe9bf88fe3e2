"""The page "Target sheets": its widgets and connections; the controller decides what they mean."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QVBoxLayout, QWidget

from desktop.i18n import N_, _, language
from desktop.services.drafts import Draft
from desktop.services.exports.people import ExportTable
from desktop.services.messages import issue_sentence
from desktop.services.plans.printing import PlanPdf
from desktop.services.plans.programme_data import RepProgramme, SuggestedCustomer
from desktop.services.plans.sheets_data import RecordAnswer, SheetBook, SheetRow
from desktop.tone import Tone
from desktop.views.actions import ActionSet, ActionSpec
from desktop.views.filter_bar import FilterState
from desktop.views.icons import status_icon
from desktop.views.kept_splitter import KeptSplitter
from desktop.views.palette import colours_of
from desktop.views.plain_text import label
from desktop.views.plans.sheets.answer_dialog import AnswerDialog, RemovalDialog
from desktop.views.plans.sheets.columns import sheet_columns, totals_of
from desktop.views.plans.sheets.controller import SheetsController
from desktop.views.plans.sheets.panel import SheetPanel
from desktop.views.plans.sheets.programme_desk import ProgrammeDesk
from desktop.views.plans.sheets.state import AnswerForm, ListShown
from desktop.views.plans.sheets.words import agreement_words, answer_choices, answers_words
from desktop.views.plans.version_part import VersionPart
from desktop.views.plans.versions.words import choice_words
from desktop.views.tab import Place, PrintRequest, TabContext
from desktop.views.table_pane import TablePane

_SPLITTER, _LIST = "plans.sheets.splitter", "plans.sheets.list"
_ACTIONS = (
    ActionSpec("sheet", N_("&Sheet of this rep…"), "",
               N_("See the target sheet of the current rep (Enter in the list)"), "print"),
    ActionSpec("all", N_("&All sheets…"), "Ctrl+Shift+P",
               N_("See everyone's target sheets in one file"), "print"),
    ActionSpec("summary", N_("&Plan summary…"), "Ctrl+Shift+U",
               N_("See the plan's totals and decompositions on paper")),
    ActionSpec("programme", N_("&Make his programme…"), "Ctrl+G",
               N_("Lead from his gap to customers, visits and a week plan")),
    ActionSpec("answer", N_("&Record his answer…"), "Ctrl+Shift+A",
               N_("Write down whether he accepts, or what he objects to")),
    ActionSpec("correct", N_("&Correct his last answer…"), "",
               N_("Change or remove what was written down last")),
)  # fmt: skip


class SheetsPage(VersionPart):
    """Every rep's part of a version, his answer, and his programme beside the list."""

    controller: SheetsController

    def __init__(self, context: TabContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._book: SheetBook | None = None
        self._tone = Tone.NONE
        self._shown: ListShown | None = None
        self.dialog: AnswerDialog | RemovalDialog | None = None
        self.filters.add_choice("answer", lambda: _("His answer"), _answer_options())
        self.filters.limit(self.filters.add_quick(), 12, 28)
        self.splitter = KeptSplitter(context.settings, _SPLITTER, self)
        self.left = QWidget(self.splitter)
        self.pane = TablePane(
            sheet_columns(None, context.currency), name=N_("Target sheets"),
            row_id=lambda row: row.rep_id or 0, parent=self.left,
        )  # fmt: skip
        self._shape, self.note = QLabel(self.left), label("", self.left)
        self.panel = SheetPanel(context.settings, context.currency, self.splitter)
        self.controller = SheetsController(
            context.services, context.runner, self, context.clock
        )  # fmt: skip
        self.programmes = ProgrammeDesk(self)
        self._build()
        self.actions_set = ActionSet(self)
        self._wire()
        self.show_row(None, None, ())

    def _build(self) -> None:
        self.filters.add_button(lambda: _("All sheets…"), lambda: self.controller.open_all())
        self.filters.add_button(lambda: _("Plan summary…"), lambda: self.controller.open_summary())
        self.note.setWordWrap(True)
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 6, 16, 6)
        foot.setSpacing(8)
        foot.addWidget(self._shape, 0, Qt.AlignmentFlag.AlignTop)
        foot.addWidget(self.note, 1)
        column = QVBoxLayout(self.left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.pane, 1)
        column.addLayout(foot)
        self.splitter.add_parts(("list", self.left, 3, 860), ("panel", self.panel, 2, 560))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.filters)
        layout.addWidget(self.splitter, 1)

    def _wire(self) -> None:
        table, control = self.pane.table, self.controller
        table.keep_layout(self.context.settings, _LIST)
        self.filters.changed.connect(self._filters_changed)
        self.filters.left_down.connect(lambda: table.setFocus(Qt.FocusReason.OtherFocusReason))
        table.filter_wanted.connect(self.focus_filter)
        table.current_changed.connect(self._row_changed)
        table.opened.connect(self._open_row)
        table.selection_summed.connect(self.selection_summed)
        table.add_menu_actions(self._fill_menu)
        self.panel.answer_wanted.connect(control.ask_answer)
        self.panel.programme_wanted.connect(self.programmes.open)
        self.panel.sheet_wanted.connect(lambda: control.open_sheet())
        self.panel.customer_wanted.connect(self._open_customer)
        self.panel.summed.connect(self.selection_summed)
        self.panel.filter_wanted.connect(self.focus_filter)
        acts: tuple[Callable[[], object], ...] = (
            lambda: control.open_sheet(), control.open_all, control.open_summary,
            self.programmes.open, control.ask_answer, control.ask_correction,
        )  # fmt: skip
        for spec, act in zip(_ACTIONS, acts, strict=True):
            self.actions_set.add(spec, act)

    # What the tab asks

    def retranslate(self) -> None:
        """Show all words in the language of the moment."""
        super().retranslate()
        self.actions_set.retranslate()
        self.pane.retranslate()
        self.panel.retranslate()
        if self._shown is not None:
            self.controller.show_rows()

    def export_table(self) -> ExportTable | None:
        """Return the list as it is shown, its last line included."""
        if self._book is None:
            return None
        title = _("Target sheets of the plan {plan}").format(plan=self._book.card.name)
        notes = ((_("Plan"), choice_words(self._book.card)), (_("Check"), self.note.text()))
        return self.pane.exported(title, notes)

    def print_request(self) -> PrintRequest | None:
        """Return all sheets in one file."""
        book = self._book
        if book is None or not any(row.has_target for row in book.rows):
            return None
        make, spoken, moment = self.controller.all_maker(book), language(), self.controller.moment()
        title = self.controller.all_title(book)
        return PrintRequest(title, lambda: make(spoken, moment).content, title)

    def focus_filter(self) -> None:
        """Put the keyboard into the quick filter."""
        self.filters.focus_quick()

    def can_close(self) -> bool:
        """Whether no answer is being typed; the form that holds one comes to the front."""
        return super().can_close() and self.programmes.can_close()

    def take_up(self, draft: Draft) -> None:
        """Open the programme that a draft was typed into."""
        self.programmes.take_up(draft)

    # What the controller tells

    def show_list(self, shown: ListShown, book: SheetBook | None) -> None:
        """Show the list and stand on the state's rep."""
        table = self.pane.table
        is_other = _layout_of(book) != _layout_of(self._book)
        self._shown, self._book = shown, book
        table.set_empty_text(shown.empty)
        if is_other:
            table.rows_model.set_columns(sheet_columns(book, self.context.currency))
            table.column_layout.restore()
        table.set_rows(shown.rows)
        columns, total = table.rows_model.columns, shown.total
        self.pane.set_totals(
            None
            if total is None
            else totals_of(columns, total, answers_words(shown.rows), has_all=shown.has_all)
        )
        words, self._tone = ("", Tone.NONE) if book is None else agreement_words(book)
        self.note.setText(words)
        self._paint_shape()
        self.filters.set_hits(len(shown.rows), shown.count)
        current, wanted = table.current_row(), self.controller.state.rep_id
        if shown.rows and (current is None or current.rep_id != wanted):
            table.select_row(wanted or 0)

    def show_waiting(self, text: str) -> None:
        """Show no rows, and this sentence."""
        self.pane.set_totals(None)
        self.filters.set_hits(None)
        self.pane.table.set_empty_text(text)
        self.pane.table.set_rows(())

    def show_row(
        self,
        row: SheetRow | None,
        programme: RepProgramme | None,
        customers: tuple[SuggestedCustomer, ...],
    ) -> None:
        """Show a rep in the panel."""
        may_answer = self.controller.may_answer
        self.panel.show_row(row, programme, customers, may_answer=may_answer)
        is_rep = row is not None and row.rep_id is not None
        for key, is_on in (
            ("sheet", is_rep and row is not None and row.has_target),
            ("programme", is_rep),
            ("answer", may_answer),
            ("correct", may_answer and row is not None and row.answer is not None),
        ):
            self.actions_set[key].setEnabled(is_on)

    def open_form(self, form: AnswerForm) -> None:
        """Open the form of an answer."""
        if self._book is None:
            return
        dialog = AnswerDialog(
            form, self._book.card.version_id, self.context.clock.today(), self.window()
        )
        dialog.submitted.connect(partial(self._submitted, dialog))
        dialog.removal_wanted.connect(partial(self._ask_removal, dialog))
        self.hold(dialog)

    def preview(self, title: str, pdf: PlanPdf) -> None:
        """Show a document in a window of its own, and say which signs it lacks."""
        self.print_requested.emit(
            PrintRequest(title, lambda: pdf.content, pdf.file_name.removesuffix(".pdf"))
        )
        if pdf.warnings:
            words = " ".join(issue_sentence(one) for one in pdf.warnings[:2])
            self.message_requested.emit(words, Tone.WATCH, ())

    # Inside

    def _submitted(self, dialog: AnswerDialog, command: RecordAnswer) -> None:
        self.controller.record(dialog.answer_form, command, dialog)

    def _ask_removal(self, dialog: AnswerDialog) -> None:
        form = dialog.answer_form
        dialog.reject()
        question = RemovalDialog(form, self.window())
        question.submitted.connect(lambda _yes: self.controller.remove(form, question))
        self.hold(question)

    def _paint_shape(self) -> None:
        size = self.fontMetrics().ascent()
        shape = status_icon(self._tone, colours_of(self.palette()))
        self._shape.setPixmap(shape.pixmap(QSize(size, size)))
        self._shape.setVisible(self._tone is not Tone.NONE)

    @Slot(object)
    def _filters_changed(self, state: FilterState) -> None:
        if self._is_setting:
            return
        self.controller.filter(str(state.choices.get("answer") or ""), state.text)
        version_id = state.choices.get("version")
        if isinstance(version_id, int):
            self.controller.choose_version(version_id)

    @Slot(object)
    def _row_changed(self, row: SheetRow | None) -> None:
        if row is not None:
            self.controller.choose(row.rep_id)

    @Slot(object)
    def _open_row(self, row: SheetRow) -> None:
        self.controller.choose(row.rep_id)
        self.controller.open_sheet()

    @Slot(object)
    def _open_customer(self, customer: SuggestedCustomer) -> None:
        self.place_requested.emit(Place("accounts", {"customer_code": customer.code}))

    def _fill_menu(self, menu: QMenu, _row: SheetRow) -> None:
        for key in ("sheet", "programme", "answer", "correct"):
            menu.addAction(self.actions_set[key])


def _layout_of(book: SheetBook | None) -> object:
    return None if book is None else (book.metrics, book.card.version_id)


def _answer_options():
    return [(value, lambda w=words: _(w)) for value, words in answer_choices()]
