"""What the customer's editor decides: attempts, lost answers, drafts, conflicts; no window."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import cast

import pytest

from desktop.changes import ChangeSet, Topic
from desktop.clock import FixedClock
from desktop.errors import (
    ConflictError,
    DatabaseBusy,
    InputError,
    Issue,
    KnownError,
    NotAllowed,
    RuleViolation,
)
from desktop.services.access import Actor
from desktop.services.customers.editing_data import (
    AddCustomer,
    ChangeCustomer,
    CustomerEntry,
    CustomerForEdit,
    LastChange,
    SimilarCustomer,
)
from desktop.services.customers.entry import settled
from desktop.services.drafts import DraftFolder
from desktop.views.accounts.editor_controller import EditorController
from desktop.views.editing.conflict import Conflict, ConflictField, Side, differing_fields
from desktop.views.runner import RunNow

NOW = datetime(2026, 3, 18, 9, 30, tzinfo=UTC)
ACTOR = Actor(1, 1, "li", frozenset())
BEFORE = CustomerEntry("C1", "East Stores", phone="1", credit_limit="100.00")
SEEN = CustomerForEdit(7, 3, BEFORE, "CNY")


@dataclass
class Database:
    """Answers as told: the errors one after the other, then success; notes every command."""

    errors: list[KnownError] = field(default_factory=list)
    sent: list[ChangeCustomer | AddCustomer] = field(default_factory=list)
    like: tuple[SimilarCustomer, ...] = ()
    asked: list[CustomerEntry] = field(default_factory=list)

    def card_for_edit(self, customer_id: int) -> CustomerForEdit:
        return SEEN

    def change_customer(self, actor: Actor, command: ChangeCustomer) -> ChangeSet:
        return self._take(command)

    def add_customer(self, actor: Actor, command: AddCustomer) -> ChangeSet:
        return self._take(command) | ChangeSet.of(created_id=9)

    def similar(
        self, entry: CustomerEntry, except_id: int | None = None
    ) -> tuple[SimilarCustomer, ...]:
        self.asked.append(entry)
        return self.like

    def _take(self, command: ChangeCustomer | AddCustomer) -> ChangeSet:
        self.sent.append(command)
        if self.errors:
            raise self.errors.pop(0)
        return ChangeSet.of(Topic.CUSTOMERS)


@dataclass
class View:
    """Notes what it is told."""

    entries: list[CustomerEntry] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    troubles: list[str] = field(default_factory=list)
    similar: list[str] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)
    closed: list[int] = field(default_factory=list)

    def show_entry(self, entry: CustomerEntry) -> None:
        self.entries.append(entry)

    def show_problems(self, problems: tuple[tuple[Issue, str], ...]) -> None:
        self.problems.extend(f"{issue.column}: {words}" for issue, words in problems)

    def show_trouble(self, words: str) -> None:
        self.troubles.append(words)

    def show_similar(self, words: str) -> None:
        self.similar.append(words)

    def show_conflict(self, conflict: Conflict) -> None:
        self.conflicts.append(conflict)

    def saved(self, customer_id: int) -> None:
        self.closed.append(customer_id)


@dataclass
class Form:
    """An editor with everything around it."""

    database: Database
    view: View
    drafts: DraftFolder
    controller: EditorController

    def type(self, **texts: str) -> None:
        self.controller.type(replace(self.controller.entry, **texts))


def form(folder: Path, *errors: KnownError, seen: CustomerForEdit | None = SEEN) -> Form:
    database, view, drafts = Database(list(errors)), View(), DraftFolder(folder)
    controller = EditorController(
        database, RunNow(), view, ACTOR, drafts, FixedClock(NOW), "east", "CNY", seen
    )
    return Form(database, view, drafts, controller)


def conflict(**theirs: str) -> ConflictError:
    found = replace(SEEN, version=4, entry=replace(BEFORE, **theirs))
    return ConflictError("changed_meanwhile", theirs=found, last=LastChange("Wang Min", NOW))


def test_a_save_sends_what_was_seen_and_closes(tmp_path: Path) -> None:
    one = form(tmp_path)
    one.type(phone="2")
    one.controller.keep_draft()
    one.controller.save()
    command = cast(ChangeCustomer, one.database.sent[0])
    assert (command.customer_id, command.expected_version, command.entry.phone) == (7, 3, "2")
    assert one.view.closed == [7]
    assert one.drafts.waiting("east") == ()


def test_a_repeated_attempt_has_the_same_name_and_another_text_another_one(tmp_path: Path) -> None:
    busy = [DatabaseBusy("database_busy", address="east") for _ in range(2)]
    one = form(tmp_path, *busy)
    one.type(phone="2")
    one.controller.save()
    one.controller.save()
    one.type(phone="3")
    one.controller.save()
    first, second, third = (command.request_id for command in one.database.sent)
    assert first and first == second and first != third
    assert len(one.view.troubles) == 2 and one.view.closed == [7]


def test_a_save_whose_answer_was_lost_counts_as_saved_when_it_is_repeated(tmp_path: Path) -> None:
    one = form(tmp_path, DatabaseBusy("database_busy"), RuleViolation("already_done"))
    one.type(phone="2")
    one.controller.save()
    one.controller.save()
    assert one.view.closed == [7]


def test_a_refusal_leaves_what_was_typed(tmp_path: Path) -> None:
    wrong = InputError(Issue("value_missing", column="name"))
    one = form(tmp_path, wrong, NotAllowed("not_allowed", login="li", action="set_credit_limit"))
    one.type(name="")
    one.controller.save()
    one.controller.save()
    assert one.view.problems == ["name: A value is required here."]
    assert "li" in one.view.troubles[0]
    assert one.controller.entry.name == "" and not one.view.closed


def test_the_choice_of_a_conflict_is_saved_over_the_other_version(tmp_path: Path) -> None:
    one = form(tmp_path, conflict(phone="5", credit_limit="200.00"))
    one.type(phone="2", name="East & Sons", credit_limit="200")
    one.controller.save()
    shown = one.view.conflicts[0]
    assert [item.key for item in shown.fields] == ["name", "phone"]
    assert "Wang Min" in shown.sentence
    assert shown.proposals == {"name": Side.YOURS}
    one.controller.settle({"name": "East & Sons", "phone": "5"})
    command = cast(ChangeCustomer, one.database.sent[1])
    assert command.expected_version == 4
    assert (command.entry.name, command.entry.phone) == ("East & Sons", "5")
    assert command.entry.credit_limit == "200.00"
    assert one.view.closed == [7]


def test_a_third_save_in_between_is_a_conflict_again(tmp_path: Path) -> None:
    one = form(tmp_path, conflict(phone="5"), conflict(phone="6"))
    one.type(phone="2")
    one.controller.save()
    one.controller.settle({"phone": "2"})
    assert [shown.fields[0].theirs for shown in one.view.conflicts] == ["5", "6"]
    assert [shown.fields[0].before for shown in one.view.conflicts] == ["1", "5"]
    one.controller.settle({"phone": "2"})
    assert one.view.closed == [7]


def test_two_desks_that_wrote_the_same_have_no_conflict(tmp_path: Path) -> None:
    one = form(tmp_path, conflict(credit_limit="200.00"))
    one.type(credit_limit="¥200")
    one.controller.save()
    assert one.view.conflicts == [] and one.view.closed == [7]


def test_a_flag_is_chosen_by_its_words(tmp_path: Path) -> None:
    one = form(tmp_path, conflict(is_key_account="yes", phone="9"))
    one.type(phone="2")
    one.controller.save()
    shown = {item.key: (item.yours, item.theirs) for item in one.view.conflicts[0].fields}
    assert shown["is_key_account"] == ("no", "yes")
    one.controller.settle({"is_key_account": "yes", "phone": "2"})
    assert one.database.sent[1].entry.is_key_account == "yes"


def test_a_draft_is_taken_up_with_the_version_that_it_saw(tmp_path: Path) -> None:
    one = form(tmp_path)
    one.type(phone="2")
    one.controller.keep_draft()
    draft = one.drafts.waiting("east")[0]
    assert (draft.title, draft.kept_at, draft.version) == ("C1 East Stores", NOW, 3)
    newer = replace(SEEN, version=8, entry=replace(BEFORE, phone="elsewhere"))
    later = form(tmp_path, seen=newer)
    later.controller.take_up(draft)
    assert later.view.entries[-1].phone == "2"
    later.controller.save()
    assert cast(ChangeCustomer, later.database.sent[0]).expected_version == 3
    assert later.drafts.waiting("east") == ()


def test_typing_back_takes_the_draft_away(tmp_path: Path) -> None:
    one = form(tmp_path)
    one.type(phone="2")
    one.controller.keep_draft()
    one.type(phone="1")
    one.controller.keep_draft()
    assert one.drafts.waiting("east") == ()


def test_two_new_customers_have_a_draft_each(tmp_path: Path) -> None:
    for code in ("N1", "N2"):
        one = form(tmp_path, seen=None)
        one.type(code=code)
        one.controller.keep_draft()
    assert {draft.typed["code"] for draft in one.drafts.waiting("east")} == {"N1", "N2"}


def test_likeness_is_asked_for_once_a_text_and_not_for_the_name_as_it_was(tmp_path: Path) -> None:
    one = form(tmp_path)
    one.database.like = (SimilarCustomer(2, "C2", "East Store", False),)
    one.type(phone="2")
    one.controller.ask_similar()
    one.type(name="East Store")
    one.controller.ask_similar()
    one.controller.ask_similar()
    assert [entry.name for entry in one.database.asked] == ["East Store"]
    assert one.view.similar[-1].startswith("There already: C2 East Store.")


def test_a_fault_of_the_program_is_not_swallowed(tmp_path: Path) -> None:
    one = form(tmp_path)
    with pytest.raises(ZeroDivisionError):
        one.controller._failed(ZeroDivisionError())
    assert one.view.troubles


def test_only_fields_that_would_be_saved_differently_are_in_conflict() -> None:
    found = differing_fields(
        ("a", "b", "c", "d"), str.upper,
        {"a": "1", "b": "1", "c": "1", "d": "1"},
        {"a": "1", "b": "2", "c": "2", "d": "2"},
        {"a": "1", "b": "1", "c": "2", "d": "3"},
    )  # fmt: skip
    assert found == (ConflictField("b", "B", "1", "2", "1"), ConflictField("d", "D", "1", "2", "3"))
    assert [one.proposal for one in found] == [Side.YOURS, None]
    shown = Conflict("", "", found)
    assert shown.result({"b": Side.THEIRS}) is None
    assert shown.result({"b": Side.THEIRS, "d": Side.YOURS}) == {"b": "1", "d": "2"}


def test_what_cannot_be_read_stays_as_it_was_typed_in_a_conflict() -> None:
    typed = CustomerEntry("C1", " East ", credit_limit="a lot", terms_days="030")
    assert settled(typed, 2) == CustomerEntry("C1", "East", credit_limit="a lot", terms_days="030")
    assert settled(replace(typed, credit_limit="1,000"), 2).credit_limit == "1,000.00"
