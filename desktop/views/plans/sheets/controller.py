"""What the page of target sheets does: reads a version's sheets, prints, keeps answers; no Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import uuid4

from desktop.changes import ChangeSet
from desktop.clock import Clock
from desktop.enums import PlanStatus
from desktop.errors import ConflictError, InputError, KnownError, RuleViolation
from desktop.i18n import _, language
from desktop.services.access import Action
from desktop.services.plans.printing import (
    PlanPdf,
    print_plan_summary,
    print_target_sheet,
    print_target_sheets,
)
from desktop.services.plans.sheets_data import (
    Judgement,
    RecordAnswer,
    RemoveAnswer,
    SheetBook,
    SheetRow,
)
from desktop.services.plans.versions_data import VersionCard
from desktop.views.plans.sheets.protocols import AnswerView, SheetsView
from desktop.views.plans.sheets.state import (
    AnswerForm,
    Ask,
    ListShown,
    SheetsState,
    filtered,
    form_for,
    judged_book,
    total_of,
)
from desktop.views.plans.sheets.words import empty_words, issues_of, refusal_words
from desktop.views.plans.version_choice import AT_WORK, first_version
from desktop.views.runner import Runner

_OVER = frozenset({PlanStatus.CLOSED, PlanStatus.SUPERSEDED})


@dataclass(frozen=True, slots=True)
class _Read:
    """What one look at the database found."""

    cards: tuple[VersionCard, ...]
    chosen: int | None
    book: SheetBook | None


class SheetsController:
    """Keeps what the page shows; verdicts come after the list, which does not wait."""

    def __init__(self, services: Any, runner: Runner, view: SheetsView, clock: Clock) -> None:
        self._services, self._runner, self._view = services, runner, view
        self._clock = clock
        self.state = SheetsState()
        self.cards: tuple[VersionCard, ...] = ()
        self.book: SheetBook | None = None
        self.rows: tuple[SheetRow, ...] = ()
        self.judgement = Judgement({}, {}, {})

    @property
    def row(self) -> SheetRow | None:
        """The row in the panel."""
        return next((row for row in self.rows if row.rep_id == self.state.rep_id), None)

    @property
    def may_answer(self) -> bool:
        """Whether the current rep's answer may be written down by this user."""
        row, book = self.row, self.book
        if row is None or row.rep_id is None or book is None or book.card.status in _OVER:
            return False
        return bool(self._services.actor.may(Action.CHANGE_PLAN)) and bool(
            row.has_target or row.answers
        )

    # The list

    def reload(self) -> None:
        """Ask for the versions and the chosen one's sheets."""
        wanted = self.state.version_id
        if self.book is None:
            self._view.show_waiting(_("Reading the plan…"))
        self._runner.query(
            lambda: self._read(wanted),
            self._came,
            owner=self._view,
            key="sheets",
            on_error=self._failed,
        )

    def _read(self, wanted: int | None) -> _Read:
        cards = tuple(self._services.plan_versions.cards())
        chosen = first_version(cards, wanted, AT_WORK)
        if chosen is None:
            return _Read(cards, None, None)
        return _Read(cards, chosen, self._services.target_sheets.book(chosen))

    def _failed(self, error: Exception) -> None:
        if self.book is None:
            self._view.show_waiting(_("The plan could not be read. Try again with F5."))
        self._view.fail(error)

    def _came(self, read: _Read) -> None:
        is_other = self.book is None or read.chosen != self.book.card.version_id
        self.cards = read.cards
        self.state = replace(self.state, version_id=read.chosen)
        if is_other:
            self.judgement = Judgement({}, {}, {})
        self.book = None if read.book is None else judged_book(read.book, self.judgement)
        self._view.show_versions(read.cards, read.chosen)
        self.show_rows()
        if read.chosen is not None:
            self._ask_judgement(read.chosen)

    def _ask_judgement(self, version_id: int) -> None:
        self._runner.query(
            lambda: self._services.target_sheets.judgement(version_id),
            lambda found: self._judgement_came(version_id, found),
            owner=self._view,
            key="judgement",
            on_error=self._view.fail,
        )

    def _judgement_came(self, version_id: int, found: Judgement) -> None:
        if self.book is None or self.book.card.version_id != version_id:
            return
        self.judgement = found
        self.book = judged_book(self.book, found)
        self.show_rows()

    def show_rows(self) -> None:
        """Show the list through its filters, in the language of the moment."""
        book = self.book
        self.rows = filtered(book, self.state) if book is not None else ()
        ids = [row.rep_id for row in self.rows]
        if self.state.rep_id not in ids:
            self.state = replace(self.state, rep_id=ids[0] if ids else None)
        total, has_all = (None, False) if book is None else total_of(book, self.rows)
        is_filtered = book is not None and bool(book.rows)
        shown = ListShown(
            self.rows,
            total,
            0 if book is None else len(book.rows) + (book.unassigned is not None),
            has_all,
            empty_words(has_plan=bool(self.cards), is_filtered=is_filtered),
        )
        self._view.show_list(shown, book)
        self._show_row()

    def choose_version(self, version_id: int) -> None:
        """Show another version."""
        if version_id != self.state.version_id:
            self.state = replace(self.state, version_id=version_id)
            self.reload()

    def filter(self, answer: str, text: str) -> None:
        """Do what the filters say."""
        state = replace(self.state, answer=answer, text=text)
        if state != self.state:
            self.state = state
            self.show_rows()

    def choose(self, rep_id: int | None) -> None:
        """Show a rep in the panel."""
        if rep_id != self.state.rep_id:
            self.state = replace(self.state, rep_id=rep_id)
            self._show_row()

    def _show_row(self) -> None:
        row, known = self.row, self.judgement
        rep_id = None if row is None else row.rep_id
        if rep_id is None:
            self._view.show_row(row, None, ())
        else:
            programme = known.programmes.get(rep_id)
            self._view.show_row(row, programme, known.customers.get(rep_id, ()))

    # Pages

    def open_sheet(self, rep_id: int | None = None) -> None:
        """Preview the sheet of a rep, or of the current one."""
        wanted = rep_id if rep_id is not None else self.state.rep_id
        book = self.book
        row = None if book is None else book.row(wanted)
        if book is None or row is None or row.rep_id is None:
            self._view.say(_("What no rep has makes no sheet: give it to a rep first."))
            return
        version_id, one = book.card.version_id, row.rep_id

        def make(spoken: str, moment: datetime) -> PlanPdf:
            (data,) = self._services.target_sheets.sheets(version_id, (one,), spoken)
            return print_target_sheet(data, moment, spoken)

        self._print(_("Target sheet of {name}").format(name=row.name), make)

    def open_all(self) -> None:
        """Preview the sheets of everyone who has a target, in one file."""
        book = self.book
        if book is None:
            self._view.say(empty_words(has_plan=False, is_filtered=False))
            return
        self._print(self.all_title(book), self.all_maker(book))

    def open_summary(self) -> None:
        """Preview the plan's summary."""
        book = self.book
        if book is None:
            self._view.say(empty_words(has_plan=False, is_filtered=False))
            return
        version_id = book.card.version_id

        def make(spoken: str, moment: datetime) -> PlanPdf:
            data = self._services.target_sheets.summary(version_id, spoken)
            return print_plan_summary(data, moment, spoken)

        self._print(_("Summary of the plan {plan}").format(plan=book.card.name), make)

    def all_title(self, book: SheetBook) -> str:
        """Return what the file of all sheets is called."""
        return _("Target sheets of the plan {plan}").format(plan=book.card.name)

    def all_maker(self, book: SheetBook) -> Callable[[str, datetime], PlanPdf]:
        """Return what draws all sheets, to be called in a worker."""
        version_id = book.card.version_id

        def make(spoken: str, moment: datetime) -> PlanPdf:
            datas = self._services.target_sheets.sheets(version_id, None, spoken)
            return print_target_sheets(datas, moment, spoken)

        return make

    def moment(self) -> datetime:
        """Return the moment that a page is printed at, in the desk's time zone."""
        return self._clock.now().astimezone()

    def _print(self, title: str, make: Callable[[str, datetime], PlanPdf]) -> None:
        spoken, moment = language(), self.moment()
        self._runner.query(
            lambda: make(spoken, moment),
            lambda pdf: self._view.preview(title, pdf),
            owner=self._view,
            key="page",
            on_error=self._view.fail,
        )

    # Answers

    def ask_answer(self) -> None:
        """Open the form of the current rep's answer: a new one, or the reply that is owed."""
        row = self.row
        if row is not None and self.may_answer:
            self._view.open_form(form_for(row))

    def ask_correction(self) -> None:
        """Open the form of the current rep's last answer."""
        row = self.row
        if row is not None and row.answer is not None and self.may_answer:
            self._view.open_form(AnswerForm(row, Ask.CORRECT, row.answer, row.answer))

    def record(self, form: AnswerForm, command: RecordAnswer, view: AnswerView) -> None:
        """Write an answer down; the form hears how it went."""
        self._send(
            lambda: self._services.target_sheets.record_answer(
                self._services.require_writer(), command
            ),
            form,
            view,
            _("The answer of {name} is written down.").format(name=form.row.name),
        )

    def remove(self, form: AnswerForm, view: AnswerView) -> None:
        """Remove the answer that the form is of."""
        answer = form.answer
        if answer is None:
            return
        command = RemoveAnswer(answer.answer_id, answer.version, str(uuid4()))
        self._send(
            lambda: self._services.target_sheets.remove_answer(
                self._services.require_writer(), command
            ),
            form,
            view,
            _("The answer of {name} was removed.").format(name=form.row.name),
        )

    def _send(
        self, call: Callable[[], ChangeSet], form: AnswerForm, view: AnswerView, done: str
    ) -> None:
        def saved(_changes: ChangeSet) -> None:
            view.accept()
            self._view.say(done)
            self.reload()

        def refused(error: Exception) -> None:
            self._refused(error, form, view)

        self._runner.command(call, saved, owner=view, on_error=refused)

    def _refused(self, error: Exception, form: AnswerForm, view: AnswerView) -> None:
        if isinstance(error, InputError):
            view.show_issues(issues_of(error))
        elif isinstance(error, ConflictError):
            view.show_form(form.against(error.facts.get("theirs")))  # type: ignore[arg-type]
            view.show_error(refusal_words(error))
            self.reload()
        elif isinstance(error, RuleViolation) and error.code == "already_done":
            # The first answer was lost on its way: what was typed is in the database.
            view.accept()
            self.reload()
        elif isinstance(error, KnownError):
            view.show_error(refusal_words(error))
        else:
            view.show_error(_("The answer was not saved; what you typed is still here."))
            self._view.fail(error)
