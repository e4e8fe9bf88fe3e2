"""F4: a command on a rep's week that fails at a statement changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from desktop.enums import NotMadeReason
from desktop.errors import RuleViolation
from desktop.models import Customer, Rep
from desktop.services.access import Actor
from desktop.services.sample.weeks import fill
from desktop.services.weeks.data import PlannedLine, SaveWeek, StepWeek, TellFate, WeekSheet
from desktop.services.weeks.service import WeekPlans
from tests.databases import new_database
from tests.factories import CLOCK, Desk, a_desk
from tests.faults.every_statement import on_database, prove, prove_ways
from tests.faults.faulty_driver import Faults

#: The clock stands on Wednesday 18 March 2026.
MONDAY, FRIDAY = date(2026, 3, 16), date(2026, 3, 20)

SentOnce = Callable[[Callable[[Actor, Any], object], Any], None]


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def desk(
    request: pytest.FixtureRequest, faults: Faults, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Desk]:
    """Yield a branch with a rep and two customers."""
    folder = tmp_path_factory.mktemp(request.param)
    with new_database(request, folder) as url, a_desk(url, folder) as made:
        made.reps(1)
        made.customers(2, rep="R1")
        yield made


@pytest.fixture
def sent_once(desk: Desk) -> SentOnce:
    """Return what proves a command that a form sends again as it is until it succeeds."""
    url = desk.database.url

    def run(call: Callable[[Actor, Any], object], command: Any) -> None:
        sent = replace(command, request_id=desk.next("request-"))
        assert prove(on_database(url, lambda: call(desk.actor, sent))) > 4
        with pytest.raises(RuleViolation, match="already_done"):
            call(desk.actor, sent)

    return run


def test_a_week_that_is_planned_decided_and_closed(desk: Desk, sent_once: SentOnce) -> None:
    weeks = WeekPlans(desk.uow, CLOCK)
    rep = int(desk.rows(Rep, "id")[0][0])
    first, second = (int(row[0]) for row in desk.rows(Customer, "id"))

    def sheet() -> WeekSheet:
        return weeks.week(desk.actor, rep, MONDAY)

    def step(note: str = "") -> StepWeek:
        return StepWeek(rep, MONDAY, sheet().version, note)

    lines = (PlannedLine(first, MONDAY), PlannedLine(second, MONDAY), PlannedLine(first, FRIDAY))
    weeks.save(desk.actor, SaveWeek(rep, MONDAY, 0, lines))
    known = sheet().lines
    edit = SaveWeek(rep, MONDAY, sheet().version, (PlannedLine(second, FRIDAY),),
                    ((known[1].plan_id, date(2026, 3, 17)),), (known[2].plan_id,))  # fmt: skip
    sent_once(weeks.save, edit)
    sent_once(weeks.submit, step())
    weeks.send_back(desk.actor, step("Anew"))
    weeks.submit(desk.actor, step())
    sent_once(weeks.approve, step())
    known = sheet().lines
    move = TellFate(known[0].plan_id, 0, NotMadeReason.ROADS, move_to=date(2026, 3, 27))
    sent_once(weeks.tell, move)
    for line in known[1:]:
        weeks.tell(desk.actor, TellFate(line.plan_id, 0, NotMadeReason.FORGOTTEN))
    sent_once(weeks.reconcile, step())


def test_the_weeks_of_the_sample(desk: Desk) -> None:
    desk.bring("visit-plans", "rep_code,customer_code,date\n"
               "R1,C1,2026-10-27\nR1,C2,2026-11-18\nR1,C1,2026-11-24\n")  # fmt: skip
    url = desk.database.url
    act = on_database(url, lambda: fill(desk.uow, desk.actor, 2026, "en"))
    assert min(prove_ways(act)) > 1
