"""F4: a command on plans or the talks about them that fails at a statement changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from desktop.enums import AnswerKind, BridgeKind, BridgeStatus, Metric, PlanSide
from desktop.errors import RuleViolation
from desktop.models import Rep
from desktop.periods import Month
from desktop.services.access import Actor
from desktop.services.plans import planning
from desktop.services.plans.answers import PlanAnswers
from desktop.services.plans.exchange import PlanExchange
from desktop.services.plans.exchange_data import (
    ExchangeAnswer,
    NumberAnswer,
    StatusAnswer,
    TakeAnswer,
)
from desktop.services.plans.planning import Planning
from desktop.services.plans.planning_data import edit_of
from desktop.services.plans.reasons_data import Pedigree, Scope
from desktop.services.plans.sheets_data import RecordAnswer, RemoveAnswer
from desktop.services.plans.talks import PlanTalks
from desktop.services.plans.talks_data import (
    AddBridgeItem,
    AddRound,
    BridgeEntry,
    ChangeBridgeItem,
    ChangeRound,
    RemoveBridgeItem,
    RemoveRound,
    RoundEntry,
)
from desktop.services.plans.versions_data import (
    CopyPlan,
    DiscardVersion,
    MakePlan,
    PlanStep,
    ReviseVersion,
    TakeStep,
    VersionCard,
)
from desktop.services.rules.plan_cube.data import EVERYTHING
from tests.databases import new_database
from tests.factories import CLOCK, a_desk
from tests.faults.every_statement import on_database, prove
from tests.faults.faulty_driver import Faults
from tests.integration.plan_desk import PlanDesk, a_plan_desk, sold_in_2025

GROWTH = Decimal("0.10")
ROUND = RoundEntry(Decimal("500.00"), "Grow.", "A list.", date(2026, 1, 5))
ITEM = BridgeEntry(BridgeKind.PRICE, Decimal("-12.50"), "Finance", evidence="A list.")
TENTH, TWELFTH = date(2026, 3, 10), date(2026, 3, 12)

Proved = Callable[[Callable[[], object]], None]
SentOnce = Callable[[Callable[[Actor, Any], object], Any], None]


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def plans(
    request: pytest.FixtureRequest, faults: Faults, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[PlanDesk]:
    """Yield a branch that sold something in 2025."""
    folder = tmp_path_factory.mktemp(request.param)
    with new_database(request, folder) as url, a_desk(url, folder) as desk:
        sold_in_2025(desk)
        yield a_plan_desk(desk)


@pytest.fixture
def proved(plans: PlanDesk) -> Proved:
    """Return what lets a call fail at its statements, on all rows of the database."""
    url = plans.desk.database.url

    def run(call: Callable[[], object]) -> None:
        assert prove(on_database(url, call)) > 2

    return run


def drafted(plans: PlanDesk) -> VersionCard:
    return plans.make(plans.desk.next("Plan "), growth=GROWTH)


def test_a_new_plan(plans: PlanDesk, proved: Proved) -> None:
    command = MakePlan("Made", 2026, GROWTH)
    proved(lambda: plans.service.make(plans.desk.actor, command))


def test_a_copied_plan(plans: PlanDesk, proved: Proved) -> None:
    command = CopyPlan(drafted(plans).version_id, "Copied", 2027)
    proved(lambda: plans.service.copy(plans.desk.actor, command))


@pytest.mark.parametrize("step", list(PlanStep))
def test_a_step_of_a_plans_life(plans: PlanDesk, proved: Proved, step: PlanStep) -> None:
    card = drafted(plans)
    for before in (PlanStep.SUBMIT, PlanStep.AGREE, PlanStep.PUT_IN_FORCE):
        if step in card.steps:
            break
        card = plans.step(card, before)
    command = TakeStep(card.version_id, card.version, step)
    proved(lambda: plans.service.take_step(plans.desk.actor, command))


def test_a_revised_plan(plans: PlanDesk, proved: Proved) -> None:
    card = plans.lead_to(drafted(plans), PlanStep.AGREE)
    command = ReviseVersion(card.version_id, card.version)
    proved(lambda: plans.service.revise(plans.desk.actor, command))


def test_a_discarded_draft(plans: PlanDesk, proved: Proved) -> None:
    card = drafted(plans)
    command = DiscardVersion(card.version_id, card.version)
    proved(lambda: plans.service.discard(plans.desk.actor, command))


@pytest.mark.parametrize("most_logged", [500, 0])
def test_an_edit_of_lines(
    plans: PlanDesk, proved: Proved, monkeypatch: pytest.MonkeyPatch, most_logged: int
) -> None:
    monkeypatch.setattr(planning, "MOST_LOGGED", most_logged)
    service = Planning(plans.desk.uow, CLOCK)
    sheet = service.sheet(drafted(plans).version_id, Metric.SALES)
    cube = sheet.cube()
    cube.edit(EVERYTHING, 50_000)
    year = Scope(Month.at(2026, 1).ordinal, Month.at(2026, 12).ordinal)
    edit = edit_of(sheet, cube, (Pedigree(year, 50_000, reason="More."),))
    proved(lambda: service.save_edit(plans.desk.actor, edit))


def test_an_edit_of_two_metrics(plans: PlanDesk, proved: Proved) -> None:
    service = Planning(plans.desk.uow, CLOCK)
    version_id = drafted(plans).version_id
    year = Scope(Month.at(2026, 1).ordinal, Month.at(2026, 12).ordinal)
    edits = []
    for metric in (Metric.SALES, Metric.VISITS):
        sheet = service.sheet(version_id, metric)
        cube = sheet.cube()
        cube.edit(EVERYTHING, 50_000)
        edits.append(edit_of(sheet, cube, (Pedigree(year, 50_000, reason="More."),)))
    proved(lambda: service.save_edits(plans.desk.actor, edits))


@pytest.fixture
def sent_once(plans: PlanDesk, proved: Proved) -> SentOnce:
    """Return what proves a command that a form sends again as it is until it succeeds.

    No failure uses its request up, and success does, so that it was carried out once.
    """

    def run(call: Callable[[Actor, Any], object], command: Any) -> None:
        sent = replace(command, request_id=plans.desk.next("request-"))
        proved(lambda: call(plans.desk.actor, sent))
        with pytest.raises(RuleViolation, match="already_done"):
            call(plans.desk.actor, sent)

    return run


@pytest.fixture
def talks(plans: PlanDesk) -> PlanTalks:
    """Return the service of the talks."""
    return PlanTalks(plans.desk.uow, CLOCK)


@pytest.fixture
def answers(plans: PlanDesk) -> PlanAnswers:
    """Return the service of the reps' answers."""
    return PlanAnswers(plans.desk.uow, CLOCK)


def a_rep(plans: PlanDesk) -> int:
    return int(plans.desk.rows(Rep, "id")[0][0])


def named(plans: PlanDesk, talks: PlanTalks) -> int:
    """Enter a round about a new draft and return its id."""
    command = AddRound(drafted(plans).version_id, Metric.SALES, PlanSide.HQ, ROUND)
    return talks.add_round(plans.desk.actor, command).created_id or 0


def explained(plans: PlanDesk, talks: PlanTalks, version_id: int) -> int:
    """Enter a part of the bridge and return its id."""
    command = AddBridgeItem(version_id, Metric.SALES, ITEM)
    return talks.add_item(plans.desk.actor, command).created_id or 0


def objection(plans: PlanDesk) -> RecordAnswer:
    version_id, words = drafted(plans).version_id, "The north lost a dealer."
    return RecordAnswer(version_id, a_rep(plans), AnswerKind.OBJECTED, TENTH, words)


def test_a_new_round(plans: PlanDesk, talks: PlanTalks, sent_once: SentOnce) -> None:
    command = AddRound(drafted(plans).version_id, Metric.SALES, PlanSide.HQ, ROUND)
    sent_once(talks.add_round, command)


def test_a_corrected_round(plans: PlanDesk, talks: PlanTalks, sent_once: SentOnce) -> None:
    entry = replace(ROUND, amount=Decimal("480"))
    sent_once(talks.change_round, ChangeRound(named(plans, talks), 1, entry))


def test_a_removed_round(plans: PlanDesk, talks: PlanTalks, sent_once: SentOnce) -> None:
    sent_once(talks.remove_round, RemoveRound(named(plans, talks), 1))


def test_a_new_part_of_the_bridge(plans: PlanDesk, talks: PlanTalks, sent_once: SentOnce) -> None:
    entry = replace(ITEM, owner="", owner_rep_id=a_rep(plans))
    sent_once(talks.add_item, AddBridgeItem(drafted(plans).version_id, Metric.SALES, entry))


def test_a_changed_part_of_the_bridge(
    plans: PlanDesk, talks: PlanTalks, sent_once: SentOnce
) -> None:
    made = explained(plans, talks, drafted(plans).version_id)
    entry = replace(ITEM, status=BridgeStatus.REJECTED)
    sent_once(talks.change_item, ChangeBridgeItem(made, 1, entry))


def test_a_removed_part_of_the_bridge(
    plans: PlanDesk, talks: PlanTalks, sent_once: SentOnce
) -> None:
    made = explained(plans, talks, drafted(plans).version_id)
    sent_once(talks.remove_item, RemoveBridgeItem(made, 1))


def test_a_new_answer_of_a_rep(plans: PlanDesk, answers: PlanAnswers, sent_once: SentOnce) -> None:
    sent_once(answers.record, objection(plans))


def test_a_reply_to_an_answer(plans: PlanDesk, answers: PlanAnswers, sent_once: SentOnce) -> None:
    said = objection(plans)
    made = answers.record(plans.desk.actor, said).created_id
    reply = replace(said, answer_id=made, expected_version=1, reply="It stays.", replied_on=TWELFTH)
    sent_once(answers.record, reply)


def test_a_removed_answer(plans: PlanDesk, answers: PlanAnswers, sent_once: SentOnce) -> None:
    made = answers.record(plans.desk.actor, objection(plans)).created_id or 0
    sent_once(answers.remove, RemoveAnswer(made, 1))


def test_headquarters_answer_of_two_numbers_and_two_words(
    plans: PlanDesk, talks: PlanTalks, sent_once: SentOnce
) -> None:
    version_id = drafted(plans).version_id
    first, second = (explained(plans, talks, version_id) for _item in range(2))
    service = PlanExchange(plans.desk.uow, CLOCK)
    answer = ExchangeAnswer(
        facts=service.book(version_id).facts,
        version_id=version_id,
        changes=(),
        numbers=(
            NumberAnswer(Metric.SALES, Decimal("450.00"), "The market grows."),
            NumberAnswer(Metric.COLLECTIONS, Decimal("430.00")),
        ),
        statuses=(
            StatusAnswer(first, BridgeStatus.ACCEPTED),
            StatusAnswer(second, BridgeStatus.REJECTED),
        ),
        is_current=True,
    )
    sent_once(service.take, TakeAnswer(answer))
    assert [row.amount for row in talks.talks(version_id, Metric.COLLECTIONS).rounds] == [430]
    words = [row.status for row in talks.talks(version_id, Metric.SALES).items]
    assert words == [BridgeStatus.ACCEPTED, BridgeStatus.REJECTED]
