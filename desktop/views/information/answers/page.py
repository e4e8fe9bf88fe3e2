"""The page "Answers": its widgets and connections; the controller decides what they mean."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSplitter, QVBoxLayout, QWidget

from desktop.enums import NoteType
from desktop.i18n import N_, _
from desktop.services import formats
from desktop.services.exports.people import ExportTable
from desktop.services.information.answers_data import AnswerBoard, OwedAnswer
from desktop.services.information.names import NOTE_TYPES
from desktop.tone import Tone
from desktop.views.actions import ActionSet, ActionSpec
from desktop.views.filter_bar import FilterBar, FilterState
from desktop.views.icons import show_shape
from desktop.views.information.answers.columns import (
    owed_columns,
    person_columns,
    value_columns,
)
from desktop.views.information.answers.controller import (
    LATE,
    QUESTIONS,
    AnswersController,
    AnswersState,
    people_of,
    sum_words,
)
from desktop.views.information.words import type_words
from desktop.views.kept_splitter import KeptSplitter
from desktop.views.parts import TabPart
from desktop.views.plain_text import heading, label
from desktop.views.tab import Place, TabContext
from desktop.views.table_view import TableView

_ACTIONS = (
    ActionSpec("open", N_("&Go to it"), "Ctrl+Return",
               N_("Show the note or the question, to answer it (Enter in the list)")),
)  # fmt: skip


class AnswersPage(TabPart):
    """What is unanswered at the left; the managers' times and the notes' worth at the right."""

    def __init__(self, context: TabContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._is_setting, self._tone = False, Tone.NONE
        self.filters = FilterBar(self)
        all_of = (("", lambda: _("All")),)
        self.filters.add_choice("owes", lambda: _("Owes it"), all_of)
        self.filters.add_choice("kind", lambda: _("What"), _kinds())
        self.filters.add_choice(
            "standing", lambda: _("State"), (*all_of, (LATE, lambda: _("Everything late")))
        )
        self.filters.limit(self.filters.add_quick(), 12, 28)
        self.splitter = KeptSplitter(context.settings, "information.answers.splitter", self)
        self.owed = TableView(
            owed_columns(), name=N_("What is unanswered"), parent=self.splitter,
            row_id=lambda row: (row.note_id, row.question_id, row.rep_id, row.due_on),
        )  # fmt: skip
        self.right = QSplitter(Qt.Orientation.Vertical, self.splitter)
        self.above, self.below = QWidget(self.right), QWidget(self.right)
        self.people = TableView(
            person_columns(), name=N_("Answer times"), row_id=lambda row: row.name,
            parent=self.above,
        )  # fmt: skip
        self.values = TableView(
            value_columns(), name=N_("What the notes were worth"), row_id=lambda row: row.code,
            parent=self.below,
        )  # fmt: skip
        for table, key in (
            (self.owed, "owed"), (self.people, "people"), (self.values, "values"),
        ):  # fmt: skip
            table.keep_layout(context.settings, f"information.answers.{key}")
        self.titles = (heading("", self.above), heading("", self.below))
        self.spans = (label("", self.above, role="muted"), label("", self.below, role="muted"))
        self._shape, self.note = QLabel(self), label("", self)
        self.controller = AnswersController(context.services, context.runner, self)
        self.actions_set = ActionSet(self)
        self._build()
        self._wire()
        self.retranslate()

    def _build(self) -> None:
        self.note.setWordWrap(True)
        for holder, title, span, table in (
            (self.above, self.titles[0], self.spans[0], self.people),
            (self.below, self.titles[1], self.spans[1], self.values),
        ):
            head = QHBoxLayout()
            head.setContentsMargins(16, 8, 16, 8)
            head.setSpacing(8)
            head.addWidget(title, 1)
            head.addWidget(span)
            lists = QVBoxLayout(holder)
            lists.setContentsMargins(0, 0, 0, 0)
            lists.setSpacing(0)
            lists.addLayout(head)
            lists.addWidget(table, 1)
            self.right.addWidget(holder)
        self.right.setChildrenCollapsible(False)
        self.right.setHandleWidth(5)
        self.right.setStretchFactor(0, 2)
        self.right.setStretchFactor(1, 3)
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 6, 16, 6)
        foot.setSpacing(8)
        foot.addWidget(self._shape, 0, Qt.AlignmentFlag.AlignTop)
        foot.addWidget(self.note, 1)
        self.splitter.add_parts(("owed", self.owed, 5, 800), ("right", self.right, 4, 640))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.filters)
        layout.addWidget(self.splitter, 1)
        layout.addLayout(foot)

    def _wire(self) -> None:
        for spec in _ACTIONS:
            self.actions_set.add(spec, self._open_current)
        self.filters.changed.connect(self._filters_changed)
        self.filters.left_down.connect(lambda: self.owed.setFocus(Qt.FocusReason.OtherFocusReason))
        self.owed.opened.connect(self._open)
        self.owed.current_changed.connect(lambda _row: self._allow())
        for table in (self.owed, self.people, self.values):
            table.selection_summed.connect(self.selection_summed)
            table.filter_wanted.connect(self.focus_filter)

    # What the tab asks

    def reload(self) -> None:
        """Ask for the board."""
        self.controller.reload()

    def retranslate(self) -> None:
        """Show all words in the language of the moment."""
        self._is_setting = True
        self.filters.retranslate()
        self._is_setting = False
        self.actions_set.retranslate()
        words = (_("Answer times"), _("What the notes were worth"))
        for title, text in zip(self.titles, words, strict=True):
            title.setText(text)
        for table in (self.owed, self.people, self.values):
            table.retranslate()
        self.controller.show_again()

    def menu_actions(self) -> tuple[QAction, ...]:
        """Return the page's commands."""
        return tuple(self.actions_set)

    def export_table(self) -> ExportTable | None:
        """Return the list that has the keyboard, else what is unanswered."""
        if self.controller.board is None:
            return None
        notes = ((_("Check"), self.note.text()), (_("Period"), self.spans[0].text()))
        focus = self.window().focusWidget()
        if focus is self.people:
            return self.people.exported(_("Answer times"), notes=notes)
        if focus is self.values:
            return self.values.exported(_("What the notes were worth"), notes=notes)
        return self.owed.exported(_("What is unanswered"), notes=notes)

    def focus_filter(self) -> None:
        """Put the keyboard into the quick filter."""
        self.filters.focus_quick()

    # What the controller tells

    def show_waiting(self, text: str) -> None:
        """Show no rows, and this sentence."""
        self.owed.set_empty_text(text)
        self._allow()

    def show_board(self, board: AnswerBoard, owed: tuple[OwedAnswer, ...]) -> None:
        """Show the board, of what is unanswered that which the filters let through."""
        self._set_filters(board)
        self.owed.set_empty_text(
            _("No answer fits the filters.") if board.owed else _("Nothing waits for an answer.")
        )
        self.owed.set_rows(owed)
        if self.owed.current_row() is None and owed:
            self.owed.setCurrentIndex(self.owed.rows_model.index(0, 0))
        self.people.set_empty_text(_("No notes in this period."))
        self.people.set_rows(board.people)
        self.values.set_empty_text(_("No notes in this period."))
        self.values.set_rows(board.values)
        span = _("{first} to {last}").format(
            first=formats.day(board.period.start), last=formats.day(board.period.last)
        )
        for one in self.spans:
            one.setText(span)
        self.filters.set_hits(len(owed), len(board.owed))
        words, self._tone = sum_words(board)
        self.note.setText(words)
        self._paint_shape()
        self._allow()

    # Inside

    def _open_current(self) -> None:
        row = self.owed.current_row()
        if row is not None:
            self._open(row)

    @Slot(object)
    def _open(self, row: OwedAnswer) -> None:
        facts: dict[str, object] = {"part": "notes", "note_id": row.note_id}
        if row.is_question:
            facts = {"part": "questions", "question_id": row.question_id}
        self.place_requested.emit(Place("information", facts))

    def _allow(self) -> None:
        self.actions_set["open"].setEnabled(self.owed.current_row() is not None)

    def _set_filters(self, board: AnswerBoard) -> None:
        self._is_setting = True
        state = self.controller.state
        people = (("", lambda: _("All")), *((one, _same(one)) for one in people_of(board)))
        self.filters.set_options("owes", people)
        choices = {"owes": state.owes, "kind": state.kind, "standing": state.standing}
        self.filters.set_state(FilterState(None, choices, state.text))
        self._is_setting = False

    @Slot(object)
    def _filters_changed(self, state: FilterState) -> None:
        if self._is_setting:
            return
        values = [str(state.choices.get(key) or "") for key in ("owes", "kind", "standing")]
        self.controller.filter(AnswersState(values[0], values[1], values[2], state.text))

    def _paint_shape(self) -> None:
        show_shape(self._shape, self._tone, self)

    def changeEvent(self, event: QEvent) -> None:
        """Follow a new palette."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_shape"):
            self._paint_shape()


def _kinds() -> tuple[tuple[object, Callable[[], str]], ...]:
    """Return what can wait for an answer: the types of notes, and questions."""
    return (
        ("", lambda: _("All")),
        *((str(one), _type(one)) for one in NOTE_TYPES),
        (QUESTIONS, lambda: _("Question")),
    )


def _type(one: NoteType) -> Callable[[], str]:
    return lambda: type_words(one)


def _same(name: str) -> Callable[[], str]:
    return lambda: name
