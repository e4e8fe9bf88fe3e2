"""F4: what is due from people, reports and acknowledgements, is written whole or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from desktop.enums import ReceiptHow, ReportCycle, ReportSource
from desktop.errors import RuleViolation
from desktop.models import Rep
from desktop.periods import Period
from desktop.services.access import Actor
from desktop.services.information.report_calendar import ReportCalendars
from desktop.services.information.report_data import (
    AddDuty,
    ChangeDuty,
    DueCell,
    DutyEntry,
    EndDuty,
    ExcuseReports,
    TickReports,
    UntickReports,
)
from desktop.services.rules.report_calendar import DueState
from desktop.services.sample import discipline, information
from desktop.services.sample.goods import PRODUCTS
from desktop.services.sample.people import PEOPLE
from desktop.services.team.policies import Policies
from desktop.services.team.policy_data import (
    AcknowledgePolicy,
    AnnouncePolicy,
    TakeBackReceipts,
    WithdrawPolicy,
)
from tests.databases import new_database
from tests.factories import CLOCK, Desk, a_desk
from tests.faults.every_statement import on_database, prove, prove_ways
from tests.faults.faulty_driver import Faults

#: The clock stands on Wednesday 18 March 2026.
FIRST, LAST = date(2026, 3, 2), date(2026, 3, 31)
ENTRY = DutyEntry("Weekly report", ReportCycle.WEEKLY, ReportSource.HAND, FIRST, due_after=1)

SentOnce = Callable[[Callable[[Actor, Any], object], Any], None]


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def desk(
    request: pytest.FixtureRequest, faults: Faults, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Desk]:
    """Yield a branch with two reps."""
    folder = tmp_path_factory.mktemp(request.param)
    with new_database(request, folder) as url, a_desk(url, folder) as made:
        made.reps(2)
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


def test_reports_that_are_asked_for_ticked_excused_and_ended(
    desk: Desk, sent_once: SentOnce
) -> None:
    reports = ReportCalendars(desk.uow, CLOCK)
    period = Period.inclusive(FIRST, LAST)

    def cells(rep: int) -> list[DueCell]:
        rows = reports.calendar(period).rows
        return [cell for cell in rows[rep].cells if cell is not None]

    sent_once(reports.add_duty, AddDuty(ENTRY))
    duty = reports.calendar(period).duties[0]
    sent_once(reports.change_duty, ChangeDuty(duty.id, 1, replace(ENTRY, due_after=0)))
    keys = tuple(cells(rep)[0].key for rep in (0, 1))
    assert [cells(rep)[0].state for rep in (0, 1)] == [DueState.MISSING, DueState.MISSING]
    sent_once(reports.tick, TickReports(keys))
    assert [cells(rep)[0].state for rep in (0, 1)] == [DueState.LATE, DueState.LATE]
    sent_once(reports.excuse, ExcuseReports((cells(0)[1].key,), "At the fair"))
    assert cells(0)[1].state is DueState.EXCUSED
    sent_once(reports.untick, UntickReports((cells(0)[0].key,)))
    assert cells(0)[0].state is DueState.MISSING
    sent_once(reports.end_duty, EndDuty(duty.id, 2, date(2026, 3, 22)))
    assert reports.calendar(period).duties[0].entry.ends_on == date(2026, 3, 22)


def test_a_policy_that_is_announced_acknowledged_and_withdrawn(
    desk: Desk, sent_once: SentOnce
) -> None:
    policies = Policies(desk.uow, CLOCK)
    reps = tuple(int(row[0]) for row in desk.rows(Rep, "id"))
    sent_once(policies.announce, AnnouncePolicy("Terms", "30 days", LAST, reps))
    notice = policies.book().policies[0]
    assert (notice.told, notice.acknowledged) == (2, 0)
    people = tuple((one.rep_id, one.version) for one in policies.book().people)
    sent_once(policies.acknowledge, AcknowledgePolicy(notice.id, people, ReceiptHow.SIGNED))
    assert policies.book().owed == ()
    first = policies.book().people[0]
    taken = TakeBackReceipts(notice.id, ((first.rep_id, first.version),))
    sent_once(policies.take_back, taken)
    assert [one.rep_id for one in policies.book().owed] == [first.rep_id]
    version = policies.book().policies[0].version
    sent_once(policies.withdraw, WithdrawPolicy(notice.id, version))
    assert policies.book().owed == ()


@pytest.mark.parametrize("fill", [discipline.fill, information.fill], ids=["due", "known"])
def test_what_the_sample_adds(desk: Desk, fill: Callable[..., None]) -> None:
    if not any(row[0] == "M01" for row in desk.rows(Rep, "code")):
        desk.bring(
            "reps", "".join(["code,name\n", *(f"{one.code},{one.code}\n" for one in PEOPLE)])
        )
        goods = (f"{one.code},{one.code}\n" for one in PRODUCTS)
        desk.bring("products", "".join(["code,name\n", *goods]))
    url = desk.database.url
    act = on_database(url, lambda: fill(desk.uow, desk.actor, 2026, "en"))
    assert min(prove_ways(act)) > 1
