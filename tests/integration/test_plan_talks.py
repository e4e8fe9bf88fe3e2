"""Rounds with headquarters and the bridge between the numbers, on both engines."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from desktop.changes import Topic
from desktop.enums import BridgeKind, BridgeStatus, Metric, PlanSide
from desktop.errors import ConflictError, InputError, NotAllowed, RuleViolation
from desktop.models import AuditLog, PlanBridgeItem, PlanRound, Rep
from desktop.services.plans.talks import PlanTalks, bridge_page
from desktop.services.plans.talks_data import (
    AddBridgeItem,
    AddRound,
    BridgeEntry,
    BridgeRow,
    ChangeBridgeItem,
    ChangeRound,
    RemoveBridgeItem,
    RemoveRound,
    RoundEntry,
    RoundRow,
    Talks,
)
from desktop.services.plans.versions_data import DiscardVersion, PlanStep, VersionCard
from tests.factories import CLOCK, Desk
from tests.integration.plan_desk import PlanDesk, a_plan_desk

HQ, BRANCH = PlanSide.HQ, PlanSide.BRANCH
D = Decimal


class Table:
    """A desk with a draft that is talked about; the manager enters what was said."""

    def __init__(self, plans: PlanDesk, metric: Metric = Metric.SALES) -> None:
        self.plans, self.metric = plans, metric
        self.card: VersionCard = plans.make(growth=D("0.10"))
        self.service = PlanTalks(plans.desk.uow, CLOCK)

    @property
    def now(self) -> Talks:
        return self.service.talks(self.card.version_id, self.metric)

    def say(self, side: PlanSide, amount: str, **more: object) -> RoundRow:
        entry = RoundEntry(D(amount), **more)  # type: ignore[arg-type]
        command = AddRound(self.card.version_id, self.metric, side, entry)
        made = self.service.add_round(self.plans.desk.actor, command).created_id
        return next(one for one in self.now.rounds if one.id == made)

    def explain(self, kind: BridgeKind, amount: str, **more: object) -> BridgeRow:
        entry = BridgeEntry(kind, D(amount), **more)  # type: ignore[arg-type]
        command = AddBridgeItem(self.card.version_id, self.metric, entry)
        made = self.service.add_item(self.plans.desk.actor, command).created_id
        return next(one for one in self.now.items if one.id == made)


@pytest.fixture
def table(sold_desk: Desk) -> Table:
    return Table(a_plan_desk(sold_desk))


@pytest.fixture
def at_home(sold_local: Desk) -> Table:
    """Return the same on a file, for what does not depend on the engine."""
    return Table(a_plan_desk(sold_local))


def test_a_version_begins_without_rounds_and_knows_what_its_lines_come_to(table: Table) -> None:
    talks = table.now
    assert (talks.rounds, talks.items, talks.difference) == ((), (), None)
    # 380.01 of 2025 × 1.1 = 418.01.
    assert talks.planned == D("418.01")
    assert [name for _id, name in talks.reps] == ["Rep R1", "Rep R2"]
    assert table.service.talks(table.card.version_id, Metric.VISITS).planned is None


def test_each_side_counts_its_own_rounds_and_the_last_one_holds(table: Table) -> None:
    table.say(HQ, "500", argument="Market +20 %", day=date(2026, 3, 1))
    table.say(BRANCH, "420.50", argument="Two dealers lost", evidence="letters")
    table.say(HQ, "480")
    talks = table.now
    assert [(one.number, one.side, one.amount) for one in talks.rounds] == [
        (1, HQ, D(500)), (1, BRANCH, D("420.50")), (2, HQ, D(480)),
    ]  # fmt: skip
    assert (talks.number_of(HQ), talks.number_of(BRANCH)) == (D(480), D("420.50"))
    assert talks.difference == D("59.50")
    # Without a day a round was held today.
    assert talks.rounds[1].day == CLOCK.today()
    assert (talks.rounds[1].argument, talks.rounds[1].evidence) == ("Two dealers lost", "letters")


def test_what_the_items_do_not_explain_is_the_haggling(table: Table) -> None:
    table.say(HQ, "1000")
    table.say(BRANCH, "900")
    table.explain(BridgeKind.MARKET_GROWTH, "120", status=BridgeStatus.ACCEPTED)
    table.explain(BridgeKind.LOST_CUSTOMERS, "-35", status=BridgeStatus.REJECTED)
    talks = table.now
    # 1000 − 900 − 120 + 35 = 15, which is 1.5 % of 1000.
    assert (talks.explained, talks.unexplained) == (D(85), D(15))
    assert talks.unexplained_share.value == D("0.015")
    assert not talks.is_within_aim
    table.explain(BridgeKind.PRICE, "5.01")
    assert table.now.is_within_aim


def test_exactly_one_per_cent_is_not_below_it(at_home: Table) -> None:
    at_home.say(HQ, "1000")
    at_home.say(BRANCH, "990")
    assert not at_home.now.is_within_aim
    at_home.explain(BridgeKind.OTHER, "0.01")
    assert at_home.now.is_within_aim


def test_metrics_are_talked_about_apart(table: Table) -> None:
    table.say(HQ, "500")
    visits = AddRound(table.card.version_id, Metric.VISITS, HQ, RoundEntry(D(900)))
    table.service.add_round(table.plans.desk.actor, visits)
    talks = table.service.talks(table.card.version_id, Metric.VISITS)
    assert [(one.number, one.amount) for one in talks.rounds] == [(1, D(900))]
    assert len(table.now.rounds) == 1


def test_a_part_of_the_bridge_is_a_reps_or_anybodys(table: Table) -> None:
    rep_id = table.now.reps[0][0]
    table.explain(BridgeKind.CAPACITY, "10", owner="ignored", owner_rep_id=rep_id)
    table.explain(BridgeKind.ONE_OFFS, "-3", owner=" finance ")
    rows = table.now.items
    assert [(one.owner, one.owner_rep_id) for one in rows] == [
        ("Rep R1", rep_id),
        ("finance", None),
    ]
    assert rows[0].entry.owner == ""
    assert rows[1].entry.owner == "finance"


def test_a_round_is_corrected_and_the_log_keeps_both(table: Table) -> None:
    row = table.say(HQ, "500")
    table.service.change_round(
        table.plans.desk.actor, ChangeRound(row.id, row.version, RoundEntry(D(510), "new"))
    )
    now = table.now.rounds[0]
    assert (now.amount, now.argument, now.number, now.version) == (D(510), "new", 1, 2)
    log = table.plans.desk.rows(AuditLog, "id", table_name="plan_round")
    assert len(log) == 2


def test_the_second_of_two_corrections_is_told_what_the_first_made(table: Table) -> None:
    row = table.say(HQ, "500")
    item = table.explain(BridgeKind.PRICE, "5", owner_rep_id=table.now.reps[1][0])
    actor = table.plans.desk.actor
    table.service.change_round(actor, ChangeRound(row.id, row.version, RoundEntry(D(510))))
    with pytest.raises(ConflictError) as met:
        table.service.change_round(actor, ChangeRound(row.id, row.version, RoundEntry(D(520))))
    theirs = met.value.facts["theirs"]
    assert isinstance(theirs, RoundRow)
    assert theirs.amount == D(510)
    table.service.change_item(
        actor,
        ChangeBridgeItem(
            item.id, item.version, BridgeEntry(BridgeKind.PRICE, D(7), "", item.owner_rep_id)
        ),
    )
    with pytest.raises(ConflictError) as met:
        table.service.remove_item(actor, RemoveBridgeItem(item.id, item.version))
    theirs = met.value.facts["theirs"]
    assert isinstance(theirs, BridgeRow)
    assert (theirs.amount, theirs.owner) == (D(7), "Rep R2")


def test_only_a_sides_last_round_can_be_taken_out(table: Table) -> None:
    first = table.say(HQ, "500")
    second = table.say(HQ, "480")
    actor = table.plans.desk.actor
    with pytest.raises(RuleViolation, match="round_not_last"):
        table.service.remove_round(actor, RemoveRound(first.id, first.version))
    table.service.remove_round(actor, RemoveRound(second.id, second.version))
    assert [one.number for one in table.now.rounds] == [1]
    with pytest.raises(InputError) as met:
        table.service.remove_round(actor, RemoveRound(second.id, second.version))
    assert met.value.issues[0].code == "round_gone"


def test_a_part_that_another_desk_took_out_is_gone(at_home: Table) -> None:
    item = at_home.explain(BridgeKind.PRICE, "5")
    actor = at_home.plans.desk.actor
    at_home.service.remove_item(actor, RemoveBridgeItem(item.id, item.version))
    with pytest.raises(InputError) as met:
        at_home.service.change_item(actor, ChangeBridgeItem(item.id, 1, item.entry))
    assert met.value.issues[0].code == "bridge_item_gone"


@pytest.mark.parametrize(
    ("entry", "codes"),
    [
        (RoundEntry(D("1.005")), [("amount_decimals", "amount")]),
        (RoundEntry(D(-1)), [("plan_total_range", "amount")]),
        (RoundEntry(D(10) ** 13), [("talks_amount_range", "amount")]),
        (RoundEntry(D(1), day=date(2026, 3, 19)), [("round_ahead", "day")]),
        (
            RoundEntry(D(1), "a\u200bb", "c\x00"),
            [("unseen_character", "argument"), ("unseen_character", "evidence")],
        ),
    ],
)
def test_a_round_that_cannot_be_is_refused_at_its_fields(
    at_home: Table, entry: RoundEntry, codes: list[tuple[str, str]]
) -> None:
    command = AddRound(at_home.card.version_id, Metric.SALES, HQ, entry)
    with pytest.raises(InputError) as met:
        at_home.service.add_round(at_home.plans.desk.actor, command)
    assert [(one.code, one.column) for one in met.value.issues] == codes
    assert at_home.now.rounds == ()


def test_a_rep_who_is_none_cannot_answer_for_a_part(table: Table) -> None:
    command = AddBridgeItem(
        table.card.version_id, Metric.SALES, BridgeEntry(BridgeKind.PRICE, D(1), "", 999)
    )
    with pytest.raises(InputError) as met:
        table.service.add_item(table.plans.desk.actor, command)
    assert [(one.code, one.column) for one in met.value.issues] == [("rep_unknown", "owner")]


COMMANDS: dict[str, Callable[[Table, RoundRow, BridgeRow], object]] = {
    "add_round": lambda t, r, i: AddRound(t.card.version_id, Metric.SALES, HQ, r.entry),
    "change_round": lambda t, r, i: ChangeRound(r.id, r.version, r.entry),
    "remove_round": lambda t, r, i: RemoveRound(r.id, r.version),
    "add_item": lambda t, r, i: AddBridgeItem(t.card.version_id, Metric.SALES, i.entry),
    "change_item": lambda t, r, i: ChangeBridgeItem(i.id, i.version, i.entry),
    "remove_item": lambda t, r, i: RemoveBridgeItem(i.id, i.version),
}


@pytest.mark.parametrize("name", COMMANDS)
def test_nothing_is_said_any_more_once_a_version_is_agreed(at_home: Table, name: str) -> None:
    row, item = at_home.say(HQ, "500"), at_home.explain(BridgeKind.PRICE, "5")
    at_home.plans.lead_to(at_home.card, PlanStep.AGREE)
    command = COMMANDS[name](at_home, row, item)
    with pytest.raises(RuleViolation, match="talks_over"):
        getattr(at_home.service, name)(at_home.plans.desk.actor, command)
    assert not at_home.now.is_open


@pytest.mark.parametrize("name", COMMANDS)
def test_a_clerk_does_not_speak_for_the_branch(at_home: Table, name: str) -> None:
    row, item = at_home.say(HQ, "500"), at_home.explain(BridgeKind.PRICE, "5")
    clerk = at_home.plans.clerk()
    with pytest.raises(NotAllowed):
        getattr(at_home.service, name)(clerk, COMMANDS[name](at_home, row, item))


def test_a_submitted_version_is_still_talked_about(at_home: Table) -> None:
    at_home.plans.lead_to(at_home.card, PlanStep.SUBMIT)
    assert at_home.say(HQ, "500").number == 1
    assert at_home.now.is_open


def test_a_command_says_that_plans_changed_and_is_done_once(at_home: Table) -> None:
    command = AddRound(at_home.card.version_id, Metric.SALES, HQ, RoundEntry(D(5)), "once")
    changes = at_home.service.add_round(at_home.plans.desk.actor, command)
    assert changes.touches({Topic.PLANS})
    with pytest.raises(RuleViolation, match="already_done"):
        at_home.service.add_round(at_home.plans.desk.actor, command)
    assert len(at_home.now.rounds) == 1


def test_rounds_and_bridge_go_with_a_draft_that_is_discarded(table: Table) -> None:
    table.say(HQ, "500")
    table.explain(BridgeKind.PRICE, "5")
    now = table.plans.now(table.card)
    table.plans.service.discard(table.plans.desk.actor, DiscardVersion(now.version_id, now.version))
    assert table.plans.desk.rows(PlanRound, "id") == []
    assert table.plans.desk.rows(PlanBridgeItem, "id") == []
    assert len(table.plans.desk.rows(Rep, "id")) == 2


def test_the_page_holds_the_numbers_and_what_was_agreed(table: Table) -> None:
    table.say(HQ, "500")
    with pytest.raises(RuleViolation, match="bridge_one_sided"):
        bridge_page(table.now)
    table.say(BRANCH, "420")
    table.explain(
        BridgeKind.PRICE, "30", owner="finance", evidence="list", status=BridgeStatus.OPEN
    )
    page = bridge_page(table.now)
    assert (page.hq_amount, page.branch_amount, page.agreed) == (D(500), D(420), None)
    assert page.unexplained == table.now.unexplained == D(50)
    assert (page.items[0].owner, page.items[0].evidence) == ("finance", "list")
    table.plans.lead_to(table.card, PlanStep.AGREE)
    page = bridge_page(table.now)
    assert (page.agreed, page.agreed_on) == (D("418.01"), CLOCK.today())
