"""Notes with their clocks, questions, decisions, prices and the board, on both engines.

The clock stands on Wednesday 18 March 2026, 9:30 UTC; hours were counted by hand.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from desktop.clock import FixedClock
from desktop.enums import CompetitorMove, NoteType, QuestionCycle, Reliability, Role
from desktop.errors import ConflictError, InputError, NotAllowed, RuleViolation
from desktop.models import Customer, MarketNote, Product, QuestionTask, Rep, Territory
from desktop.periods import Period
from desktop.services.information.answers import InfoAnswers
from desktop.services.information.data import (
    AddNote,
    AnswerNote,
    ChangeNote,
    NoteEntry,
    NoteFilter,
    NoteRow,
    NoteStanding,
    RateNote,
    ReadNote,
    ReassignNote,
)
from desktop.services.information.decision_data import (
    AddDecision,
    ChangeDecision,
    DecisionEntry,
    RemoveDecision,
)
from desktop.services.information.decisions import InfoDecisions
from desktop.services.information.notes import MarketNotes
from desktop.services.information.price_data import PriceFilter
from desktop.services.information.prices import CompetitorPrices
from desktop.services.information.question_data import (
    AnswerQuestion,
    AskQuestion,
    WithdrawQuestion,
)
from desktop.services.information.questions import InfoQuestions
from desktop.services.rules.information import NoteState
from desktop.services.rules.questions import AnswerState
from tests.factories import CLOCK, Desk

NOW = CLOCK.now()
TODAY = CLOCK.today()
D = Decimal


class Field:
    """A branch of a manager, a leader and two reps, at which notes come in."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        desk.territories(2)
        desk.bring("reps", "code,name,manager_code,territory_code\n"
                   "M,Shen,,\nL,Chen,M,T1\nR1,Wang,L,T2\nR2,Li,L,T1\n")  # fmt: skip
        desk.bring("products", "code,name,list_price\nP1,Fan,100\nP2,Lamp,\n")
        desk.customers(1, rep="R1", territory="T2")
        self.notes = MarketNotes(desk.uow, CLOCK)
        self.questions = InfoQuestions(desk.uow, CLOCK)
        self.decisions = InfoDecisions(desk.uow, CLOCK)

    def id(self, record: Any, code: str) -> int:
        return int(self.desk.rows(record, "id", code=code)[0][0])

    def note(self, text: str = "More rain", **more: Any) -> NoteRow:
        values = {"type": NoteType.TREND, "noted_on": TODAY, "rep_id": self.id(Rep, "R1"), **more}
        made = self.notes.add(self.desk.actor, AddNote(NoteEntry(text=text, **values))).created_id
        return self.at(made)

    def at(self, note_id: int | None, moment: datetime = NOW) -> NoteRow:
        found = MarketNotes(self.desk.uow, FixedClock(moment)).note(note_id or 0)
        assert found is not None
        return found

    def texts(self, **wanted: Any) -> list[str]:
        return [row.text for row in self.notes.page(NoteFilter(**wanted)).rows]


@pytest.fixture
def field(desk: Desk) -> Field:
    """Return the branch on each engine."""
    return Field(desk)


@pytest.fixture
def near(local: Desk) -> Field:
    """Return the branch on SQLite."""
    return Field(local)


def codes(error: pytest.ExceptionInfo[InputError]) -> list[tuple[str, str]]:
    return [(issue.code, issue.column) for issue in error.value.issues]


def test_a_note_is_entered_with_its_clock_and_who_owes_the_answer(field: Field) -> None:
    row = field.note(
        "Cheaper now", type=NoteType.COMPETITOR, customer_id=field.id(Customer, "C1"),
        competitor="Northwind", price=D("94.5"), move=CompetitorMove.PRICE,
        received_at=NOW - timedelta(hours=2), event_on=TODAY - timedelta(days=2),
        reliability=Reliability.SEEN, source="price tag", severity=1, promised_on=TODAY,
        product_id=field.id(Product, "P1"),
    )  # fmt: skip
    assert (row.owes, row.state, row.is_read) == ("Chen", NoteState.OPEN, False)
    assert row.territory is not None and row.territory.code == "T2"
    assert (row.clock.noted, row.clock.received) == (D(2), D(0))
    # A severity is a problem's alone, a promise a request's.
    assert (row.severity, row.promised_on, row.price) == (None, None, D("94.5"))
    assert row.due_on == date(2026, 4, 1)
    assert row.entry == replace(row.entry, competitor="Northwind", source="price tag")


def test_reading_answering_and_rating_each_leave_their_moment(field: Field) -> None:
    day = TODAY - timedelta(days=1)
    row = field.note(noted_on=day, received_at=NOW - timedelta(hours=20))
    actor = field.desk.actor
    field.notes.read(actor, ReadNote(row.id, 1))
    later = MarketNotes(field.desk.uow, FixedClock(NOW + timedelta(hours=6)))
    later.read(actor, ReadNote(row.id, 2))
    later.answer(actor, AnswerNote(row.id, 2, "Passed on"))
    found = field.at(row.id, NOW + timedelta(days=1))
    assert (found.clock.read, found.clock.answered) == (timedelta(hours=20), timedelta(hours=6))
    assert (found.read_by, found.answered_by, found.state) == (
        "The boss", "The boss", NoteState.ANSWERED,
    )  # fmt: skip
    later.answer(actor, AnswerNote(row.id, found.version, "Passed on twice"))
    again = field.at(row.id)
    assert (again.answer, again.answered_at) == ("Passed on twice", found.answered_at)
    field.notes.rate(actor, RateNote(row.id, again.version, 3, was_used=True))
    rated = field.at(row.id)
    assert (rated.quality, rated.use_factor) == (3, 2)
    field.notes.rate(actor, RateNote(row.id, rated.version, None))
    assert field.at(row.id).quality is None


def test_an_unread_problem_goes_up_over_the_weekend_and_comes_down_when_read(
    field: Field,
) -> None:
    friday = datetime(2026, 3, 13, 12, 0, tzinfo=UTC)
    row = field.note("It leaks", type=NoteType.PROBLEM, noted_on=friday.date(), severity=1,
                     received_at=friday)  # fmt: skip
    # 24 hours of the clock from Friday noon end on Monday noon.
    assert field.at(row.id, friday + timedelta(hours=71)).state is NoteState.OPEN
    up = field.at(row.id, friday + timedelta(hours=73))
    assert (up.state, up.owes) == (NoteState.ESCALATED, "Shen")
    field.notes.read(field.desk.actor, ReadNote(row.id, 1))
    down = field.at(row.id)
    assert (down.state, down.owes) == (NoteState.LATE, "Chen")


def test_the_answer_can_be_given_to_somebody_who_then_leaves(near: Field) -> None:
    row = near.note()
    near.notes.reassign(near.desk.actor, ReassignNote(row.id, 1, near.id(Rep, "R2")))
    assert near.at(row.id).owes == "Li"
    near.desk.bring("reps", "code,name,manager_code,leave_date\nR2,Li,M,2026-03-01\n", update=True)
    assert near.at(row.id).owes == "Shen"
    with pytest.raises(InputError) as error:
        near.notes.reassign(near.desk.actor, ReassignNote(row.id, 2, 987))
    assert codes(error) == [("note_choice_unknown", "owner")]
    near.notes.reassign(near.desk.actor, ReassignNote(row.id, 2, None))
    assert near.at(row.id).owes == "Chen"


def test_a_note_of_nobody_is_the_branch_managers_and_without_reps_the_users(local: Desk) -> None:
    notes = MarketNotes(local.uow, CLOCK)
    entry = NoteEntry(NoteType.TREND, TODAY, "Rain")
    made = notes.add(local.actor, AddNote(entry)).created_id or 0
    found = notes.note(made)
    assert found is not None and found.owes == "The boss"
    local.reps(1)
    again = notes.note(made)
    assert again is not None and again.owes == "Rep R1"


def test_fields_that_cannot_be_so_are_refused_together(near: Field) -> None:
    entry = NoteEntry(
        NoteType.COMPETITOR, TODAY + timedelta(days=1), " ", TODAY + timedelta(days=3),
        NOW + timedelta(hours=1), price=D(-1), severity=4, rep_id=987, source="a\u200bb",
    )  # fmt: skip
    with pytest.raises(InputError) as error:
        near.notes.add(near.desk.actor, AddNote(entry))
    assert codes(error) == [
        ("note_text_missing", "text"), ("unseen_character", "source"),
        ("note_day_ahead", "noted_on"), ("note_event_after", "event_on"),
        ("note_received_ahead", "received_at"), ("note_competitor_missing", "competitor"),
        ("note_severity_bounds", "severity"), ("note_price_range", "price"),
        ("note_choice_unknown", "rep"),
    ]  # fmt: skip
    late = NoteEntry(NoteType.DEALER_REQUEST, TODAY, "Wants", None, NOW - timedelta(days=2),
                     promised_on=TODAY - timedelta(days=1))  # fmt: skip
    with pytest.raises(InputError) as error:
        near.notes.add(near.desk.actor, AddNote(late))
    assert codes(error) == [
        ("note_received_before", "received_at"), ("note_promise_before", "promised_on"),
    ]  # fmt: skip


def test_a_note_that_another_desk_changed_is_not_overwritten(near: Field) -> None:
    row, actor = near.note(), near.desk.actor
    entry = replace(row.entry, text="Less rain", customer_id=near.id(Customer, "C1"))
    near.notes.change(actor, ChangeNote(row.id, 1, entry))
    assert near.at(row.id).text == "Less rain"
    with pytest.raises(ConflictError) as error:
        near.notes.change(actor, ChangeNote(row.id, 1, entry))
    assert error.value.facts["found"] == 2
    with pytest.raises(InputError, match="input"):
        near.notes.read(actor, ReadNote(987, 1))
    with pytest.raises(InputError) as refused:
        near.notes.answer(actor, AnswerNote(row.id, 2, "  "))
    assert codes(refused) == [("note_answer_missing", "answer")]
    with pytest.raises(InputError) as bounds:
        near.notes.rate(actor, RateNote(row.id, 2, 4))
    assert codes(bounds) == [("note_quality_bounds", "quality")]


def test_a_clerk_enters_and_does_not_answer(near: Field) -> None:
    row = near.note()
    clerk = replace(near.desk.actor, roles=frozenset({Role.CLERK}))
    near.notes.add(clerk, AddNote(row.entry))
    with pytest.raises(NotAllowed):
        near.notes.answer(clerk, AnswerNote(row.id, 1, "Yes"))
    with pytest.raises(NotAllowed):
        near.questions.withdraw(clerk, WithdrawQuestion(1, 1))


def test_filters_find_notes_by_each_of_their_facts(field: Field) -> None:
    first = field.note("Old news", noted_on=date(2026, 2, 3), territory_id=field.id(
        Territory, "T1"))  # fmt: skip
    field.note("His 100% new_model", type=NoteType.COMPETITOR, competitor="NorthWind",
               product_id=field.id(Product, "P1"), rep_id=field.id(Rep, "R2"))  # fmt: skip
    field.note("It leaks", type=NoteType.PROBLEM, customer_id=field.id(Customer, "C1"),
               source="Fitter")  # fmt: skip
    field.notes.answer(field.desk.actor, AnswerNote(first.id, 1, "Yes"))
    assert field.texts() == ["It leaks", "His 100% new_model", "Old news"]
    for wanted, found in (
        ({"type": NoteType.PROBLEM}, ["It leaks"]),
        ({"rep_id": field.id(Rep, "R2")}, ["His 100% new_model"]),
        ({"customer_id": field.id(Customer, "C1")}, ["It leaks"]),
        ({"competitor": "northwind"}, ["His 100% new_model"]),
        ({"product_id": field.id(Product, "P1")}, ["His 100% new_model"]),
        # The second territory lies below the first.
        ({"territory_id": field.id(Territory, "T2")}, ["It leaks"]),
        ({"territory_id": field.id(Territory, "T1")}, ["It leaks", "His 100% new_model",
                                                       "Old news"]),
        ({"period": Period(date(2026, 2, 1), date(2026, 3, 1))}, ["Old news"]),
        ({"text": "NEW_model northWIND"}, ["His 100% new_model"]),
        ({"text": "customer c1"}, ["It leaks"]),
        ({"text": "fitter"}, ["It leaks"]),
        ({"text": "100_"}, []),
        ({"standing": NoteState.ANSWERED}, ["Old news"]),
        ({"standing": NoteState.OPEN}, ["It leaks", "His 100% new_model"]),
        ({"standing": NoteState.LATE}, []),
        ({"standing": NoteStanding.UNREAD}, ["It leaks", "His 100% new_model"]),
        ({"standing": NoteStanding.UNANSWERED}, ["It leaks", "His 100% new_model"]),
        ({"standing": NoteStanding.UNRATED}, ["It leaks", "His 100% new_model", "Old news"]),
    ):  # fmt: skip
        assert field.texts(**wanted) == found, wanted
    page = field.notes.page(offset=8, limit=2)
    assert (page.offset, page.count, [row.text for row in page.rows]) == (2, 3, ["Old news"])
    assert (page.total, page.unread, page.unanswered, page.late) == (3, 2, 2, 0)
    choices = field.notes.choices()
    assert choices.competitors == ("NorthWind",)
    assert [one.code for one in choices.reps] == ["L", "M", "R1", "R2"]


def ask(field: Field, **more: Any) -> int:
    values: dict[str, Any] = {
        "text": "How much stock?", "type": NoteType.TREND, "cycle": QuestionCycle.MONTHLY,
        "rep_ids": (field.id(Rep, "R1"), field.id(Rep, "R2")), "due_day": 25, **more,
    }  # fmt: skip
    return field.questions.ask(field.desk.actor, AskQuestion(**values)).created_id or 0


def test_a_standing_question_asks_again_each_month_without_anybodys_doing(field: Field) -> None:
    question = ask(field)
    may = InfoQuestions(field.desk.uow, FixedClock(NOW + timedelta(days=60)))
    tasks = may.book().tasks
    seen = [(one.rep_code, f"{one.due_on:%m-%d}", one.state.value, one.version) for one in tasks]
    assert seen == [
        ("R1", "03-25", "late", 1), ("R2", "03-25", "late", 1), ("R1", "04-25", "late", 0),
        ("R2", "04-25", "late", 0), ("R1", "05-25", "open", 0), ("R2", "05-25", "open", 0),
    ]  # fmt: skip
    note = field.note("Three weeks")
    command = AnswerQuestion(question, tasks[2].rep_id, tasks[2].due_on, 0, note_id=note.id)
    may.answer(field.desk.actor, command)
    with pytest.raises(ConflictError):
        may.answer(field.desk.actor, command)
    may.answer(field.desk.actor, replace(command, expected_version=1, answer="Two weeks"))
    assert field.desk.rows(QuestionTask, "answer", "note_id", note_id=note.id) == [
        ("Two weeks", note.id)
    ]
    book = may.book()
    assert (book.questions[0].asked, book.questions[0].answered, book.questions[0].late) == (
        6,
        1,
        3,
    )
    assert [one.owes for one in book.unanswered] == ["Wang", "Li", "Li", "Wang", "Li"]
    assert len(book.of(question)) == len(book.of(None)) == 6


def test_a_withdrawn_question_is_owed_by_nobody(field: Field) -> None:
    question = ask(field, cycle=QuestionCycle.ONCE, due_day=None, due_on=TODAY)
    actor, rep = field.desk.actor, field.id(Rep, "R1")
    field.questions.answer(actor, AnswerQuestion(question, rep, TODAY, 1, "Three weeks"))
    with pytest.raises(ConflictError):
        field.questions.withdraw(actor, WithdrawQuestion(question, 7))
    field.questions.withdraw(actor, WithdrawQuestion(question, 1))
    with pytest.raises(RuleViolation, match="question_ended"):
        field.questions.withdraw(actor, WithdrawQuestion(question, 2))
    other = AnswerQuestion(question, field.id(Rep, "R2"), TODAY, 1, "Two")
    with pytest.raises(RuleViolation, match="question_ended"):
        field.questions.answer(actor, other)
    states = [one.state for one in field.questions.book().tasks]
    assert states == [AnswerState.ANSWERED, AnswerState.WITHDRAWN]


def test_who_left_is_asked_no_more_and_his_manager_sees_to_the_rest(near: Field) -> None:
    ask(near)
    near.desk.bring("reps", "code,name,manager_code,leave_date\nR2,Li,L,2026-04-01\n", update=True)
    may = InfoQuestions(near.desk.uow, FixedClock(NOW + timedelta(days=60)))
    assert [(one.rep_code, one.due_on.month, one.owes) for one in may.book().tasks] == [
        ("R1", 3, "Wang"), ("R2", 3, "Chen"), ("R1", 4, "Wang"), ("R1", 5, "Wang"),
    ]  # fmt: skip
    assert [one.code for one in may.choices().reps] == ["L", "M", "R1"]


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({"text": ""}, ("question_text_missing", "text")),
        ({"rep_ids": ()}, ("question_people_missing", "reps")),
        ({"rep_ids": (987,)}, ("question_person_unknown", "reps")),
        ({"due_day": 32}, ("question_due_day", "due")),
        ({"due_day": None}, ("question_due_day", "due")),
        ({"cycle": QuestionCycle.ONCE}, ("question_due_missing", "due")),
        ({"cycle": QuestionCycle.ONCE, "due_on": date(2026, 3, 17)}, ("question_due_past", "due")),
    ],
)
def test_a_question_that_cannot_be_asked_says_why(
    near: Field, change: dict[str, Any], found: tuple[str, str]
) -> None:
    with pytest.raises(InputError) as error:
        ask(near, **change)
    assert codes(error) == [found]


def test_an_answer_that_cannot_be_taken_says_why(near: Field) -> None:
    question, rep = ask(near), near.id(Rep, "R1")
    good = AnswerQuestion(question, rep, date(2026, 3, 25), 1, "Yes")
    for command, found in (
        (replace(good, question_id=987), ("question_gone", "")),
        (replace(good, due_on=TODAY), ("question_task_gone", "")),
        (replace(good, answer=" "), ("question_answer_missing", "answer")),
        (replace(good, note_id=987), ("decision_note_gone", "note")),
    ):
        with pytest.raises(InputError) as error:
            near.questions.answer(near.desk.actor, command)
        assert codes(error) == [found]


def test_a_decision_names_its_notes_and_can_be_taken_out(field: Field) -> None:
    first, second, actor = field.note("One"), field.note("Two"), field.desk.actor
    entry = DecisionEntry("Match the price", TODAY, (first.id,))
    made = field.decisions.add(actor, AddDecision(entry)).created_id or 0
    (row,) = field.decisions.rows()
    assert [(one.text, one.rep_name) for one in row.notes] == [("One", "Wang")]
    assert (row.decided_by, row.entry) == ("The boss", entry)
    changed = replace(entry, note_ids=(second.id,))
    field.decisions.change(actor, ChangeDecision(made, 1, changed))
    # Only its notes changed, and its version counts up all the same.
    assert [(one.version, one.entry) for one in field.decisions.rows()] == [(2, changed)]
    field.decisions.change(actor, ChangeDecision(made, 2, replace(changed, text="Do not")))
    with pytest.raises(ConflictError):
        field.decisions.remove(actor, RemoveDecision(made, 1))
    field.decisions.remove(actor, RemoveDecision(made, 3))
    assert field.decisions.rows() == ()
    assert [one.text for one in field.decisions.offered()] == ["Two", "One"]


def test_a_decision_that_cannot_be_says_why(near: Field) -> None:
    entry = DecisionEntry(" ", TODAY + timedelta(days=1), (987,))
    with pytest.raises(InputError) as error:
        near.decisions.add(near.desk.actor, AddDecision(entry))
    assert codes(error) == [
        ("decision_text_missing", "text"), ("decision_day_ahead", "decided_on"),
        ("decision_note_gone", "notes"),
    ]  # fmt: skip
    with pytest.raises(InputError) as gone:
        near.decisions.remove(near.desk.actor, RemoveDecision(987, 1))
    assert codes(gone) == [("decision_gone", "")]


def test_prices_stand_by_competitor_and_region_beside_our_own(field: Field) -> None:
    desk = field.desk
    desk.bring("market-notes", """
        date,type,text,rep_code,competitor,product_code,price,severity
        2026-02-02,competitor,A,R1,Northwind,P1,95,
        2026-02-09,竞品,B,R2,northwind,P1,93.5,
        2026-02-16,competitor,C,R1,Southwind,P1,110,
        2026-02-23,competitor,D,R1,Northwind,P2,7,
        2026-02-23,问题,E,R1,,,,1
        """)  # fmt: skip
    prices = CompetitorPrices(desk.uow, CLOCK)
    book = prices.book()
    assert book.product is not None and (book.product.code, book.own) == ("P1", D(100))
    assert [(row.competitor, row.region, row.territory, row.price, row.before, row.over_own.value)
            for row in book.rows] == [
        ("Southwind", "Area T1", "Area T2", D(110), None, D("1.1")),
        ("northwind", "Area T1", "Area T1", D("93.5"), D(95), D("0.935")),
        ("Northwind", "Area T1", "Area T2", D(95), None, D("0.95")),
    ]  # fmt: skip
    assert [key for key, _name in book.competitors] == ["northwind", "southwind"]
    assert [one.code for one in book.territories] == ["T1", "T2"]
    narrow = PriceFilter(field.id(Product, "P1"), "northwind", field.id(Territory, "T2"))
    assert [row.price for row in prices.book(narrow).rows] == [D(95)]
    month = PriceFilter(None, "", None, Period(date(2026, 2, 9), date(2026, 2, 10)))
    assert [(row.price, row.before) for row in prices.book(month).rows] == [(D("93.5"), D(95))]
    other = prices.book(PriceFilter(field.id(Product, "P2")))
    assert (other.own, other.rows[0].over_own.reason) == (None, "no list price")
    severities = desk.rows(MarketNote, "severity", type="problem")
    assert severities == [(1,)]


def test_without_any_price_there_is_no_product(near: Field) -> None:
    book = CompetitorPrices(near.desk.uow, CLOCK).book()
    assert (book.product, book.own, book.rows, book.products) == (None, None, (), ())


def test_the_board_holds_everything_unanswered_with_a_name_late_first(field: Field) -> None:
    old = datetime(2026, 3, 9, 9, 30, tzinfo=UTC)
    field.note("It leaks", type=NoteType.PROBLEM, noted_on=old.date(), severity=1,
               received_at=old)  # fmt: skip
    field.note("Wants more", type=NoteType.DEALER_REQUEST, noted_on=old.date(),
               received_at=old, promised_on=date(2026, 3, 12),
               customer_id=field.id(Customer, "C1"), rep_id=field.id(Rep, "R2"))  # fmt: skip
    done = field.note("Rain", noted_on=old.date(), received_at=old)
    field.notes.answer(field.desk.actor, AnswerNote(done.id, 1, "Thanks"))
    field.notes.rate(field.desk.actor, RateNote(done.id, 2, 2, was_used=True))
    ask(field)
    board = InfoAnswers(field.desk.uow, CLOCK).board()
    assert [(one.state.value, one.owes, one.text, one.subject) for one in board.owed] == [
        ("escalated", "Shen", "It leaks", ""), ("late", "Chen", "Wants more", "Customer C1"),
        ("open", "Wang", "How much stock?", ""), ("open", "Li", "How much stock?", ""),
    ]  # fmt: skip
    assert [board.count(state) for state in NoteState] == [1, 1, 2, 0]
    # Before anything went up all three were the leader's; seven days of the clock for the answer.
    (chen,) = board.people
    assert (chen.name, chen.times.notes, chen.times.unread, chen.times.unanswered) == (
        "Chen", 3, 2, 2,
    )  # fmt: skip
    assert (chen.times.median_read, chen.times.median_answered) == (D(168), D(168))
    assert (chen.times.on_time.numerator, chen.times.on_time.denominator) == (1, 3)
    assert [(one.name, one.notes, one.rated, one.points) for one in board.values] == [
        ("Wang", 2, 1, 4), ("Li", 1, 0, 0),
    ]  # fmt: skip


def test_an_empty_branch_owes_nothing(local: Desk) -> None:
    board = InfoAnswers(local.uow, CLOCK).board(Period(date(2026, 1, 1), date(2026, 2, 1)))
    assert (board.owed, board.people, board.values) == ((), (), ())


def test_a_batch_of_notes_can_be_taken_back_until_somebody_works_with_them(local: Desk) -> None:
    local.reps(1)
    text = "date,type,text,rep_code\n2026-03-02,trend,Rain,R1\n"
    outcome = local.bring("market-notes", text)
    notes = MarketNotes(local.uow, CLOCK)
    (row,) = notes.page().rows
    notes.read(local.actor, ReadNote(row.id, 1))
    with pytest.raises(RuleViolation, match="batch_in_use"):
        local.withdraw(outcome)
    again = local.bring("market-notes", text.replace("Rain", "Snow"))
    local.withdraw(again)
    assert [one.text for one in notes.page().rows] == ["Rain"]


def test_a_file_of_notes_says_what_is_odd(local: Desk) -> None:
    outcome = local.bring(
        "market-notes", "日期,类型,内容,严重程度\n2026-03-02,市场动向,Rain,2\n"
    )  # fmt: skip
    assert [(one.code, one.is_warning) for one in outcome.issues] == [
        ("note_severity_left_out", True)
    ]
    refused = local.refused("market-notes", "date,type,text\n2026-03-02,competitor,Cheap\n")
    assert [(one.code, one.column) for one in refused] == [
        ("note_competitor_missing", "competitor")
    ]
