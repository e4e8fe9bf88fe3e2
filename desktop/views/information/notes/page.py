"""The page "Notes": its widgets and connections; the controller decides what they mean."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import QEvent, Qt, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop.i18n import N_, _, language
from desktop.services.exports.people import ExportTable
from desktop.services.information.data import NoteChoices, NotePage, NoteRow
from desktop.tone import Tone
from desktop.views.actions import ActionSet, ActionSpec
from desktop.views.filter_bar import FilterBar, FilterState, tool_button
from desktop.views.icons import show_shape
from desktop.views.information.notes.columns import note_columns
from desktop.views.information.notes.controller import NotesController
from desktop.views.information.notes.form_desk import NotesDesk
from desktop.views.information.notes.panel import NotePanel
from desktop.views.information.notes.state import (
    competitor_options,
    filter_of,
    period_options,
    rep_options,
    standing_options,
    type_options,
)
from desktop.views.information.notes.words import empty_words, page_words, sum_words
from desktop.views.kept_splitter import KeptSplitter
from desktop.views.parts import TabPart
from desktop.views.plain_text import label
from desktop.views.tab import Place, PrintRequest, TabContext
from desktop.views.table_view import TableView

_ACTIONS = (
    ActionSpec("new", N_("&New note…"), "Ctrl+N", N_("Enter what a rep heard or saw"), "plus"),
    ActionSpec("correct", N_("&Correct…"), "F2", N_("Change the current note")),
    ActionSpec("read", N_("&Read"), "Ctrl+R", N_("Say that the current note was read")),
    ActionSpec("answer", N_("&Answer…"), "Ctrl+Return",
               N_("Answer the current note (Enter in the list)")),
    ActionSpec("rate", N_("Ra&te…"), "Ctrl+J", N_("Rate the current note: quality and use")),
    ActionSpec("owner", N_("&Give to…"), "Ctrl+G", N_("Give the answer to somebody else")),
    ActionSpec("decide", N_("&Decide…"), "Ctrl+D",
               N_("Write down a decision that rests on the current note")),
    ActionSpec("newer", N_("Page &before"), "Alt+PgUp", N_("Go to the page before"), "left"),
    ActionSpec("older", N_("Page &after"), "Alt+PgDown", N_("Go to the page after"), "right"),
)  # fmt: skip
_OF_NOTE = ("read", "answer", "rate", "owner", "decide", "correct")


class NotesPage(TabPart):
    """The list of notes at the left, the chosen one with its clock at the right."""

    def __init__(self, context: TabContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._is_setting, self._tone = False, Tone.NONE
        self.filters = FilterBar(self)
        for key, words, options in (
            ("period", lambda: _("Noted"), period_options()),
            ("type", lambda: _("Type"), type_options()),
            ("standing", lambda: _("State"), standing_options()),
            ("rep", lambda: _("Rep"), rep_options(None)),
            ("competitor", lambda: _("Competitor"), competitor_options(None)),
        ):
            self.filters.limit(self.filters.add_choice(key, words, options), 8, 22)
        self.filters.limit(self.filters.add_quick(), 10, 24)
        self.splitter = KeptSplitter(context.settings, "information.notes.splitter", self)
        self.left = QWidget(self.splitter)
        self.table = TableView(
            note_columns(context.currency), name=N_("Notes"), row_id=lambda row: row.id,
            parent=self.left,
        )  # fmt: skip
        self.table.keep_layout(context.settings, "information.notes")
        self.add = QPushButton(self.left)
        self.turns = (tool_button("left", "", self.left), tool_button("right", "", self.left))
        self.place = label("", self.left, role="muted")
        self.panel = NotePanel(context.currency, self.splitter)
        self._shape, self.note = QLabel(self), label("", self)
        self.forms = NotesDesk(context, self)
        self.controller = NotesController(
            context.services, context.runner, (self, self.forms), context.clock
        )
        self.forms.controller = self.controller
        self.actions_set = ActionSet(self)
        self._build()
        self._wire()
        self.retranslate()

    def _build(self) -> None:
        self.note.setWordWrap(True)
        head = QHBoxLayout()
        head.setContentsMargins(16, 8, 16, 8)
        head.setSpacing(8)
        head.addWidget(self.place, 1)
        for turn in self.turns:
            head.addWidget(turn)
        head.addWidget(self.add)
        lists = QVBoxLayout(self.left)
        lists.setContentsMargins(0, 0, 0, 0)
        lists.setSpacing(0)
        lists.addLayout(head)
        lists.addWidget(self.table, 1)
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 6, 16, 6)
        foot.setSpacing(8)
        foot.addWidget(self._shape, 0, Qt.AlignmentFlag.AlignTop)
        foot.addWidget(self.note, 1)
        self.splitter.add_parts(("list", self.left, 3, 980), ("note", self.panel, 1, 460))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.filters)
        layout.addWidget(self.splitter, 1)
        layout.addLayout(foot)

    def _wire(self) -> None:
        control = self.controller
        acts: dict[str, Callable[[], object]] = {
            "new": control.begin, "correct": partial(self._with_note, control.correct),
            "read": partial(self._with_note, control.read),
            "answer": partial(self._with_note, control.begin_answer),
            "rate": partial(self._with_note, control.begin_rating),
            "owner": partial(self._with_note, control.begin_owner), "decide": self._decide,
            "newer": partial(control.turn, -1), "older": partial(control.turn, 1),
        }  # fmt: skip
        for spec in _ACTIONS:
            self.actions_set.add(spec, acts[spec.key])
        self.filters.changed.connect(self._filters_changed)
        self.filters.left_down.connect(lambda: self.table.setFocus(Qt.FocusReason.OtherFocusReason))
        self.add.clicked.connect(lambda _on=False: control.begin())
        for turn, pages in zip(self.turns, (-1, 1), strict=True):
            turn.clicked.connect(lambda _on=False, by=pages: control.turn(by))
        self.panel.wanted.connect(lambda key: self.actions_set[key].trigger())
        self.table.current_changed.connect(
            lambda row: control.choose(None if row is None else row.id)
        )
        self.table.opened.connect(control.begin_answer)
        self.table.add_menu_actions(self._fill_menu)
        self.table.selection_summed.connect(self.selection_summed)
        self.table.filter_wanted.connect(self.focus_filter)

    # What the tab asks

    def reload(self) -> None:
        """Ask for the notes."""
        self.controller.reload()

    def retranslate(self) -> None:
        """Show all words in the language of the moment."""
        self._is_setting = True
        self.filters.retranslate()
        self._is_setting = False
        self.actions_set.retranslate()
        self.add.setText(_("New note…"))
        for turn, words in zip(
            self.turns, (_("The page before"), _("The page after")), strict=True
        ):
            turn.setToolTip(words)
            turn.setAccessibleName(words)
        self.table.retranslate()
        self.panel.retranslate()
        self.controller.show_again()

    def menu_actions(self) -> tuple[QAction, ...]:
        """Return the page's commands."""
        return tuple(self.actions_set)

    def export_table(self) -> ExportTable | None:
        """Return the notes that are shown."""
        if self.controller.page is None:
            return None
        return self.table.exported(_("Market notes"), notes=((_("Check"), self.note.text()),))

    def print_request(self) -> PrintRequest | None:
        """Return the notes that are shown, as a list."""
        page = self.controller.page
        if page is None or not page.rows:
            return None
        printed_at, speaks = self.context.clock.now().astimezone(), language()
        services = self.context.services

        def make_pdf() -> bytes:
            from desktop.services.information.note_pages import print_note_list

            return print_note_list(services.branch.name, page, printed_at, speaks).content

        return PrintRequest(_("Market notes"), make_pdf, _("Market notes"))

    def focus_filter(self) -> None:
        """Put the keyboard into the quick filter."""
        self.filters.focus_quick()

    def can_close(self) -> bool:
        """Whether no form is open; one that is comes to the front."""
        return self.forms.can_close()

    def visit(self, facts: Mapping[str, object]) -> None:
        """Show the note that another page names (`note_id`)."""
        note_id = facts.get("note_id")
        if isinstance(note_id, int):
            self.controller.go_to(note_id)

    # What the controller tells

    def show_waiting(self, text: str) -> None:
        """Show no rows, and this sentence."""
        self.table.set_empty_text(text)
        self._allow()

    def show_page(self, page: NotePage, choices: NoteChoices) -> None:
        """Show a page of notes."""
        self._set_filters(choices)
        state = self.controller.state
        self.table.set_empty_text(empty_words(is_filtered=state.is_filtered))
        self.table.set_rows(page.rows)
        if state.note_id is not None:
            self.table.select_row(state.note_id)
        self.place.setText(page_words(page))
        self.turns[0].setEnabled(page.offset > 0)
        self.turns[1].setEnabled(page.offset + len(page.rows) < page.count)
        for turn in self.turns:
            turn.setVisible(page.count > len(page.rows))
        self.filters.set_hits(page.count, page.total)
        words, self._tone = sum_words(page)
        self.note.setText(words)
        self._paint_shape()
        self.show_current(self.controller.note)

    def show_current(self, row: NoteRow | None) -> None:
        """Show a note in full."""
        self.panel.show_note(row, (self.controller.may_keep, self.controller.may_answer))
        self._allow()

    def show_refusal(self, words: str) -> None:
        """Say why a command without a form was not carried out."""
        self.message_requested.emit(words, Tone.BAD, ())

    # Inside

    def _with_note(self, act: Callable[[NoteRow], object]) -> None:
        if self.controller.note is not None:
            act(self.controller.note)

    def _decide(self) -> None:
        row = self.controller.note
        if row is not None and self.controller.may_answer:
            facts = {"part": "decisions", "note_id": row.id}
            self.place_requested.emit(Place("information", facts))

    def _fill_menu(self, menu: object, _row: object) -> None:
        for key in _OF_NOTE:
            menu.addAction(self.actions_set[key])  # type: ignore[attr-defined]

    def _allow(self) -> None:
        control, row = self.controller, self.controller.note
        self.add.setEnabled(control.may_keep)
        self.actions_set["new"].setEnabled(control.may_keep)
        for key in _OF_NOTE:
            may = control.may_keep if key == "correct" else control.may_answer
            self.actions_set[key].setEnabled(may and row is not None)
        self.actions_set["read"].setEnabled(
            control.may_answer and row is not None and not row.is_read
        )

    def _set_filters(self, choices: NoteChoices) -> None:
        self._is_setting = True
        state = self.controller.state
        self.filters.set_options("rep", rep_options(choices))
        self.filters.set_options("competitor", competitor_options(choices))
        if not state.is_filtered:
            values = dict.fromkeys(("period", "type", "standing", "rep", "competitor"), "")
            self.filters.set_state(FilterState(None, values, ""))
        self._is_setting = False

    @Slot(object)
    def _filters_changed(self, state: FilterState) -> None:
        if self._is_setting:
            return
        today, fiscal = self.context.clock.today(), self.context.fiscal
        wanted = filter_of(dict(state.choices), state.text, today, fiscal)
        self.controller.filter(str(state.choices.get("period") or ""), wanted)

    def _paint_shape(self) -> None:
        show_shape(self._shape, self._tone, self)

    def changeEvent(self, event: QEvent) -> None:
        """Follow a new palette."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_shape"):
            self._paint_shape()
