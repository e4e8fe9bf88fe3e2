"""Programmes of visits, their templates and week plans, on both engines."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import delete

from desktop.enums import Role
from desktop.errors import ConflictError, InputError, NotAllowed, RuleViolation
from desktop.models import Rep, Visit, VisitPlan, VisitProgramme, VisitProgrammeLine
from desktop.periods import Month
from desktop.services.access import Actor
from desktop.services.plans.programmes import PlanProgrammes
from desktop.services.plans.programmes_data import (
    ProgrammeLine,
    ProgrammeSheet,
    RemoveTemplate,
    SaveProgramme,
    SaveTemplate,
    WriteWeeks,
)
from desktop.services.plans.versions import PlanVersions
from desktop.services.plans.versions_data import DiscardVersion, PlanStep, ReviseVersion
from desktop.services.rules.week_plan import PlannedVisit
from tests.databases import new_database
from tests.factories import CLOCK, Desk, a_desk
from tests.integration.plan_desk import a_plan_desk
from tests.integration.target_sheet_desk import latest_version

CUSTOMERS = """
code,name,rep_code,territory_code,class
C1,East Stores,R1,N,A
C2,West Trade,R1,N,C
C3,Old Mill,R2,N,A
"""
#: R1 goes to C1 twice a month, to C2 once; each month's second visit to C1 leads to an order.
VISITS = "date,start,end,rep_code,customer_code\n" + "\n".join(
    f"2025-{month:02d}-{day:02d},09:00,09:30,R1,{customer}"
    for month in range(1, 13)
    for day, customer in ((3, "C1"), (13, "C1"), (17, "C2"))
)
ORDERS = "order_no,order_date,customer_code,amount,rep_code\n" + "\n".join(
    f"O{month},2025-{month:02d}-14,C1,40.00,R1" for month in range(1, 13)
)
TARGETS = """
period,metric,amount,rep_code,customer_code
2026,sales,900.00,,C1
2026,sales,300.00,R1,
"""


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def desk(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Desk]:
    """Yield a branch with two reps, made once for an engine."""
    folder = tmp_path_factory.mktemp(request.param)
    with new_database(request, folder) as url, a_desk(url, folder) as made:
        fill(made)
        yield made


def fill(desk: Desk) -> None:
    """Bring customers, two years sold, visits with orders, and a plan in force."""
    desk.bring("territories", "code,name\nN,North\n")
    desk.reps(2)
    desk.bring("customers", CUSTOMERS)
    for year, net in ((2024, "60.00"), (2025, "50.00")):
        days = [date(year, month, 10) for month in range(1, 13)]
        desk.invoices([("C1", day, net) for day in days], rep="R1")
    desk.bring("visits", VISITS)
    desk.bring("visits", "date,rep_code,customer_code\n2025-12-31,R2,C3\n")
    desk.bring("orders", ORDERS)
    desk.bring("leave", "rep_code,from,to,kind\nR1,2026-01-05,2026-01-09,training\n")
    desk.bring("targets", TARGETS, plan="2026 plan", in_force=True)


@pytest.fixture
def programmes(desk: Desk) -> Iterator[PlanProgrammes]:
    """Yield the service; what a test planned goes with it."""
    yield PlanProgrammes(desk.uow, CLOCK)
    with desk.uow.write(desk.actor, "Clear") as session:
        for record in (VisitProgrammeLine, VisitProgramme, VisitPlan):
            session.execute(delete(record))
        session.execute(delete(Visit).where(Visit.visited_on >= date(2026, 1, 1)))


def sheet(programmes: PlanProgrammes, desk: Desk, rep: int = 0) -> ProgrammeSheet:
    ids = [row[0] for row in desk.rows(Rep, "id")]
    return programmes.sheet(latest_version(desk), ids[rep])


def command(found: ProgrammeSheet, **visits: int) -> SaveProgramme:
    ids = {one.code: one.customer_id for one in found.customers}
    return SaveProgramme(
        found.version_id, found.rep_id, found.first_day, found.months, found.last_month,
        tuple(
            ProgrammeLine(ids[code], count, "", Decimal("12.34"))
            for code, count in visits.items()
        ),
        {"gap": "120.00"}, 0 if found.saved is None else found.saved.version,
    )  # fmt: skip


def saved(programmes: PlanProgrammes, desk: Desk, **visits: int) -> ProgrammeSheet:
    found = sheet(programmes, desk)
    programmes.save(desk.actor, command(found, **visits))
    return sheet(programmes, desk)


def weeks(found: ProgrammeSheet, *days: date, code: str = "C1") -> WriteWeeks:
    customer_id = next(one.customer_id for one in found.customers if one.code == code)
    assert found.saved is not None
    planned = tuple(PlannedVisit(customer_id, day) for day in days)
    return WriteWeeks(found.saved.programme_id, found.saved.version, planned)


def plans(desk: Desk) -> list[date]:
    return sorted(row[0] for row in desk.rows(VisitPlan, "planned_on"))


def test_the_sheet_knows_customers_rates_days_and_shares(
    programmes: PlanProgrammes, desk: Desk
) -> None:
    found = sheet(programmes, desk)
    assert (found.rep_code, found.first_day, found.months) == ("R1", date(2026, 1, 1), 12)
    assert found.last_month == Month.at(2026, 12)
    first, second = found.customers
    assert (first.code, first.customer_class, first.territory) == ("C1", "A", "North")
    assert (first.visits, first.orders, first.order_value) == (24, 12, 480)
    assert first.last_visit == date(2025, 12, 13)
    # 24 visits with 12 orders beside 50 as he makes them elsewhere.
    assert first.rates is not None and found.programme is not None and found.programme.rates
    own = (12 + 50 * found.programme.rates.hit_rate) / 74
    assert round(first.rates.hit_rate, 20) == round(own, 20)
    assert (first.before, first.last, first.target, first.to_win) == (720, 600, 900, 300)
    one = found.programme.programme
    assert one.gap is not None and first.gap_share + second.gap_share == round(one.gap, 2)
    assert first.present + second.present == one.present_visits
    assert first.suggested + second.suggested == (one.present_visits or 0) + (one.visits or 0)
    # A week of training is no field day.
    assert len(found.days) == 261 - 5
    assert all(not date(2026, 1, 5) <= one.day <= date(2026, 1, 9) for one in found.days)
    assert (found.saved, found.templates, found.others, found.planned) == (None, (), (), ())


def test_a_rep_without_a_target_has_customers_and_frequencies_alone(
    programmes: PlanProgrammes, desk: Desk
) -> None:
    found = sheet(programmes, desk, rep=1)
    assert found.programme is None
    (only,) = found.customers
    assert (only.code, only.rates, only.present, only.suggested) == ("C3", None, 0, 48)
    with pytest.raises(InputError, match="input"):
        programmes.sheet(found.version_id, 999_999)


def test_a_programme_is_kept_and_changed(programmes: PlanProgrammes, desk: Desk) -> None:
    found = saved(programmes, desk, C1=30, C2=0)
    kept = found.saved
    assert kept is not None and kept.made_by == "The boss" and kept.months == 12
    assert [(line.visits, line.expected) for line in kept.lines] == [(30, Decimal("12.34"))]
    again = saved(programmes, desk, C1=31, C2=4).saved
    assert again is not None and again.version == kept.version + 1
    assert [line.visits for line in again.lines] == [31, 4]
    assert len(desk.rows(VisitProgrammeLine, "id")) == 2


def test_two_desks_do_not_overwrite_each_other(programmes: PlanProgrammes, desk: Desk) -> None:
    found = sheet(programmes, desk)
    programmes.save(desk.actor, command(found, C1=1))
    with pytest.raises(ConflictError, match="changed_meanwhile"):
        programmes.save(desk.actor, command(found, C1=2))
    late = weeks(sheet(programmes, desk), date(2026, 3, 23))
    programmes.save(desk.actor, command(sheet(programmes, desk), C1=3))
    with pytest.raises(ConflictError):
        programmes.write_weeks(desk.actor, late)


def test_what_cannot_be_is_refused(programmes: PlanProgrammes, desk: Desk) -> None:
    found = sheet(programmes, desk)
    good = command(found, C1=1)
    stranger = replace(good, lines=(ProgrammeLine(999_999, 3),))
    refused: tuple[tuple[Callable[[], object], str], ...] = (
        (lambda: programmes.save(desk.actor, command(found, C1=1000)), "programme_visits"),
        (lambda: programmes.save(desk.actor, replace(good, rep_id=999_999)), "rep_gone"),
        (lambda: programmes.save(desk.actor, stranger), "customer_gone"),
        (lambda: programmes.write_weeks(desk.actor, WriteWeeks(9, 1, ())), "programme_gone"),
    )
    for call, code in refused:
        with pytest.raises(InputError) as caught:
            call()
        assert caught.value.issues[0].code == code
    clerk = Actor(desk.actor.branch_id, desk.actor.user_id, "wang", frozenset({Role.CLERK}))
    with pytest.raises(NotAllowed):
        programmes.save(clerk, good)
    assert desk.rows(VisitProgramme, "id") == []


def test_a_week_plan_replaces_only_what_the_programme_planned_and_nobody_did(
    programmes: PlanProgrammes, desk: Desk
) -> None:
    other = "date,rep_code,customer_code,purpose\n2026-03-24,R1,C2,Fair\n"
    desk.bring("visit-plans", other)
    found = saved(programmes, desk, C1=30)
    # Today is 18 March.
    first = programmes.write_weeks(
        desk.actor, weeks(found, date(2026, 3, 18), date(2026, 3, 25), date(2026, 4, 1))
    )
    assert (first.made, first.removed, first.done) == (3, 0, 0)
    desk.bring("visits", "date,rep_code,customer_code\n2026-03-18,R1,C1\n")
    found = sheet(programmes, desk)
    known = [(one.visit.day, one.is_own, one.is_done) for one in found.planned]
    assert known == [
        (date(2026, 3, 18), True, True), (date(2026, 3, 24), False, False),
        (date(2026, 3, 25), True, False), (date(2026, 4, 1), True, False),
    ]  # fmt: skip
    second = programmes.write_weeks(
        desk.actor, weeks(found, date(2026, 3, 18), date(2026, 3, 26), date(2026, 3, 26))
    )
    # The 18th stands as done and is not written twice.
    assert (second.made, second.removed, second.done) == (1, 2, 1)
    assert plans(desk) == [date(2026, 3, 18), date(2026, 3, 24), date(2026, 3, 26)]
    third = programmes.write_weeks(desk.actor, weeks(sheet(programmes, desk)))
    assert (third.made, third.removed) == (0, 1)
    assert plans(desk) == [date(2026, 3, 18), date(2026, 3, 24)]


def test_a_planned_visit_that_somebody_changed_is_not_the_programmes_any_more(
    programmes: PlanProgrammes, desk: Desk
) -> None:
    found = saved(programmes, desk, C1=30)
    programmes.write_weeks(desk.actor, weeks(found, date(2026, 3, 25)))
    with desk.uow.write(desk.actor, "Move") as session:
        plan = session.get(VisitPlan, desk.rows(VisitPlan, "id")[0][0])
        assert plan is not None
        plan.planned_on = date(2026, 3, 27)
    done = programmes.write_weeks(desk.actor, weeks(sheet(programmes, desk)))
    assert done.removed == 0 and plans(desk) == [date(2026, 3, 27)]


def test_a_day_that_is_over_is_not_planned(programmes: PlanProgrammes, desk: Desk) -> None:
    found = saved(programmes, desk, C1=30)
    with pytest.raises(InputError) as caught:
        programmes.write_weeks(desk.actor, weeks(found, date(2026, 3, 17)))
    assert caught.value.issues[0].code == "weeks_past" and plans(desk) == []


def test_templates_are_kept_by_name_and_removed(programmes: PlanProgrammes, desk: Desk) -> None:
    command = SaveTemplate(" Usual ", (("A", 48), ("", 6)))
    programmes.save_template(desk.actor, command)
    (template,) = sheet(programmes, desk).templates
    assert (template.name, template.visits) == ("Usual", (("A", 48), ("", 6)))
    for name, code in (
        ("usual", "template_taken"),
        (" ", "required"),
        ("a\u200b", "unseen_character"),
    ):
        with pytest.raises(InputError) as caught:
            programmes.save_template(desk.actor, replace(command, name=name))
        assert caught.value.issues[0].code == code
    with pytest.raises(ConflictError):
        programmes.remove_template(desk.actor, RemoveTemplate(template.template_id, 9))
    programmes.remove_template(desk.actor, RemoveTemplate(template.template_id, template.version))
    assert sheet(programmes, desk).templates == ()
    with pytest.raises(InputError):
        programmes.remove_template(desk.actor, RemoveTemplate(template.template_id, 1))
    assert desk.rows(VisitProgrammeLine, "id") == []


def test_a_colleague_s_programme_can_be_copied(programmes: PlanProgrammes, desk: Desk) -> None:
    saved(programmes, desk, C1=30)
    (other,) = sheet(programmes, desk, rep=1).others
    assert (other.rep_code, other.visits, other.months) == ("R1", 30, 12)
    assert other.lines[0][1:] == ("A", 30)
    assert sheet(programmes, desk).others == ()


def test_a_revision_takes_the_programmes_over_with_the_weeks_written_from_them(
    programmes: PlanProgrammes, desk: Desk
) -> None:
    found = saved(programmes, desk, C1=5, C2=2)
    programmes.write_weeks(desk.actor, weeks(found, date(2026, 4, 1), date(2026, 4, 2)))
    before = sheet(programmes, desk).saved
    seen = a_plan_desk(desk).service.card(found.version_id)
    revise = ReviseVersion(seen.version_id, seen.version)
    PlanVersions(desk.uow, CLOCK).revise(desk.actor, revise)

    revised = sheet(programmes, desk)
    assert revised.version_id != found.version_id
    assert before is not None and revised.saved is not None
    assert revised.saved.lines == before.lines
    assert (revised.saved.made_at, revised.saved.made_by) == (before.made_at, before.made_by)
    assert revised.saved.first_day == before.first_day
    # The visits that stand are the programme's, whichever version is looked at.
    assert [(one.visit.day, one.is_own) for one in revised.planned] == [
        (date(2026, 4, 1), True), (date(2026, 4, 2), True),
    ]  # fmt: skip
    written = programmes.write_weeks(desk.actor, weeks(revised, date(2026, 4, 2), date(2026, 5, 6)))
    assert (written.made, written.removed) == (2, 2)
    assert plans(desk) == [date(2026, 4, 2), date(2026, 5, 6)]

    card = a_plan_desk(desk).service.card(revised.version_id)
    PlanVersions(desk.uow, CLOCK).discard(desk.actor, DiscardVersion(card.version_id, card.version))
    assert sheet(programmes, desk).saved is not None
    assert plans(desk) == [date(2026, 4, 2), date(2026, 5, 6)]


def test_a_version_that_is_over_keeps_its_programmes_and_a_discarded_one_loses_them(
    programmes: PlanProgrammes, desk: Desk
) -> None:
    found = saved(programmes, desk, C1=30)
    plan_desk = a_plan_desk(desk)
    card = plan_desk.make("Next", 2026)
    version_id = card.version_id
    other = replace(command(found, C1=5), version_id=version_id, expected_version=0)
    programmes.save(desk.actor, other)
    PlanVersions(desk.uow, CLOCK).discard(desk.actor, DiscardVersion(version_id, card.version))
    assert desk.rows(VisitProgramme, "version_id") == [(found.version_id,)]
    plan_desk.step(plan_desk.service.card(found.version_id), PlanStep.CLOSE)
    assert sheet(programmes, desk).is_over
    with pytest.raises(RuleViolation, match="plan_over"):
        programmes.save(desk.actor, command(sheet(programmes, desk), C1=6))
