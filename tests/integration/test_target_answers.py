"""What a rep says to his target: written down, corrected, replied to, and never overwritten."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from desktop.changes import Topic
from desktop.enums import AnswerKind
from desktop.errors import ConflictError, InputError, NotAllowed, RuleViolation
from desktop.models import AuditLog, PlanAnswer
from desktop.services.plans.sheets_data import RecordAnswer, RemoveAnswer
from desktop.services.plans.versions import PlanVersions
from desktop.services.plans.versions_data import PlanStep, TakeStep
from tests.factories import CLOCK, Desk
from tests.integration.plan_desk import a_plan_desk
from tests.integration.target_sheet_desk import SheetDesk, a_sheet_desk

ACCEPTED, OBJECTED = AnswerKind.ACCEPTED, AnswerKind.OBJECTED
TENTH, TWELFTH, FIFTEENTH = (date(2026, 3, day) for day in (10, 12, 15))


@pytest.fixture
def sheets(desk: Desk) -> SheetDesk:
    return a_sheet_desk(desk)


@pytest.fixture
def at_home(local: Desk) -> SheetDesk:
    """Return the same on a file, for what does not depend on the engine."""
    return a_sheet_desk(local)


def command(sheets: SheetDesk, **values: Any) -> RecordAnswer:
    given = {"kind": ACCEPTED, "day": TENTH, **values}
    return RecordAnswer(sheets.version_id, sheets.rep_id("R1"), **given)


def record(sheets: SheetDesk, **values: Any) -> int:
    changes = sheets.service.record_answer(sheets.desk.actor, command(sheets, **values))
    assert changes.topics == {Topic.PLANS}
    return changes.created_id or 0


def object_to(sheets: SheetDesk) -> int:
    return record(sheets, kind=OBJECTED, text=" The north lost a dealer. ")


def issues_of(sheets: SheetDesk, **values: Any) -> list[tuple[str, str]]:
    with pytest.raises(InputError) as caught:
        record(sheets, **values)
    return [(issue.code, issue.column) for issue in caught.value.issues]


def test_an_acceptance_stands_in_the_list_and_on_the_sheet(sheets: SheetDesk) -> None:
    made = record(sheets)
    answer = sheets.row("R1").answer
    assert answer is not None
    assert (answer.answer_id, answer.kind, answer.day, answer.text) == (made, ACCEPTED, TENTH, "")
    (page,) = sheets.service.sheets(sheets.version_id, [sheets.rep_id("R1")], "en")
    assert page.answer is not None and page.answer.given_by == "Ada Wu"
    assert sheets.row("R2").answer is None


def test_an_objection_is_open_until_it_has_a_reply(sheets: SheetDesk) -> None:
    made = object_to(sheets)
    answer = sheets.row("R1").answer
    assert answer is not None and answer.is_open and answer.text == "The north lost a dealer."
    record(
        sheets, kind=OBJECTED, text=answer.text, reply="Half of it.", replied_on=TWELFTH,
        answer_id=made, expected_version=answer.version,
    )  # fmt: skip
    (answered,) = sheets.row("R1").answers
    assert not answered.is_open
    assert (answered.reply, answered.replied_on, answered.replied_by) == (
        "Half of it.", TWELFTH, "The boss",
    )  # fmt: skip


def test_a_later_answer_stands_beside_the_first(sheets: SheetDesk) -> None:
    first = object_to(sheets)
    record(sheets, day=FIFTEENTH, after_id=first)
    kinds = [(answer.kind, answer.day) for answer in sheets.row("R1").answers]
    assert kinds == [(OBJECTED, TENTH), (ACCEPTED, FIFTEENTH)]


def test_two_desks_that_answer_for_one_rep_meet(sheets: SheetDesk) -> None:
    object_to(sheets)
    with pytest.raises(ConflictError) as caught:
        record(sheets)
    theirs = caught.value.facts["theirs"]
    assert theirs == sheets.row("R1").answer
    assert len(sheets.row("R1").answers) == 1


def test_a_correction_of_what_somebody_else_corrected_is_refused(sheets: SheetDesk) -> None:
    made = object_to(sheets)
    seen = sheets.row("R1").answers[0].version
    record(sheets, kind=OBJECTED, text="Mine", answer_id=made, expected_version=seen)
    with pytest.raises(ConflictError):
        record(sheets, answer_id=made, expected_version=seen)
    assert sheets.row("R1").answers[0].text == "Mine"


def test_an_answer_nobody_gave_is_removed_and_stays_in_the_log(sheets: SheetDesk) -> None:
    made = record(sheets)
    version = sheets.row("R1").answers[0].version
    remove = RemoveAnswer(made, version)
    sheets.service.remove_answer(sheets.desk.actor, remove)
    assert sheets.row("R1").answers == ()
    actions = sheets.desk.rows(AuditLog, "action", table_name=PlanAnswer.__tablename__)
    assert len(actions) == 2
    with pytest.raises(InputError) as caught:
        sheets.service.remove_answer(sheets.desk.actor, remove)
    assert caught.value.issues[0].code == "answer_gone"


def test_what_cannot_be_is_refused_at_its_field(at_home: SheetDesk) -> None:
    tomorrow = date(2026, 3, 19)
    assert issues_of(at_home, day=tomorrow) == [("answer_in_future", "day")]
    assert issues_of(at_home, kind=OBJECTED, text="  ") == [("objection_without_words", "text")]
    assert issues_of(at_home, reply="Yes") == [("reply_without_day", "replied_on")]
    assert issues_of(at_home, reply="Yes", replied_on=tomorrow) == [
        ("answer_in_future", "replied_on")
    ]
    assert issues_of(at_home, reply="Yes", replied_on=date(2026, 3, 9)) == [
        ("reply_before_answer", "replied_on")
    ]
    first = object_to(at_home)
    assert issues_of(at_home, day=date(2026, 3, 9), after_id=first) == [
        ("answer_before_last", "day")
    ]
    assert len(at_home.row("R1").answers) == 1


def test_a_day_of_a_reply_without_words_is_not_kept(at_home: SheetDesk) -> None:
    record(at_home, replied_on=TWELFTH)
    answer = at_home.row("R1").answer
    assert answer is not None and answer.replied_on is None and answer.replied_by == ""


def test_a_clerk_writes_no_answers_down(sheets: SheetDesk) -> None:
    clerk = a_plan_desk(sheets.desk).clerk()
    with pytest.raises(NotAllowed):
        sheets.service.record_answer(clerk, command(sheets))
    made = record(sheets)
    with pytest.raises(NotAllowed):
        sheets.service.remove_answer(clerk, RemoveAnswer(made, 1))
    assert len(sheets.row("R1").answers) == 1


def test_a_closed_version_takes_no_answers(at_home: SheetDesk) -> None:
    versions = PlanVersions(at_home.desk.uow, CLOCK)
    card = versions.card(at_home.version_id)
    versions.take_step(at_home.desk.actor, TakeStep(card.version_id, card.version, PlanStep.CLOSE))
    with pytest.raises(RuleViolation) as caught:
        record(at_home)
    assert caught.value.code == "plan_over"


def test_a_rep_that_there_is_not_cannot_answer(at_home: SheetDesk) -> None:
    with pytest.raises(InputError) as caught:
        at_home.service.record_answer(
            at_home.desk.actor, RecordAnswer(at_home.version_id, 4711, ACCEPTED, TENTH)
        )
    assert caught.value.issues[0].code == "rep_gone"
