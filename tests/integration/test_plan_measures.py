"""The branch's own measures: made, planned and reached in versions, and handed on with them."""

from __future__ import annotations

import threading
from dataclasses import replace
from decimal import Decimal

import pytest

from desktop.errors import ConflictError, InputError, NotAllowed, RuleViolation
from desktop.models import OwnMetric, OwnTarget, Rep
from desktop.periods import Month
from desktop.services.plans.measures import PlanMeasures
from desktop.services.plans.measures_data import (
    AddMeasure,
    CellTexts,
    ChangeMeasure,
    MeasureEntry,
    RemoveMeasure,
    SaveCells,
    Side,
)
from desktop.services.plans.sheets import TargetSheets
from desktop.services.plans.versions_data import (
    CopyPlan,
    DiscardVersion,
    PlanStep,
    ReviseVersion,
    VersionCard,
)
from desktop.services.rules.own_measures import Verdict
from tests.factories import CLOCK, Desk
from tests.integration.plan_desk import PlanDesk, a_plan_desk

D = Decimal
TRAINING = MeasureEntry("Trainings", "days", 1, definition="Days at customers.")
COMPLAINTS = MeasureEntry("Complaints", more_is_better=False)
JANUARY, FEBRUARY = Month.at(2026, 1).ordinal, Month.at(2026, 2).ordinal


class Measures:
    """A branch of two reps with a draft for 2026."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.service = desk, PlanMeasures(desk.uow, CLOCK)
        desk.reps(2)
        desk.bring("targets", "period,metric,amount,rep_code\n2026,sales,120,R1\n", plan="Main")
        self.plans: PlanDesk = a_plan_desk(desk)
        self.version: int = self.plans.service.cards()[0].version_id
        self.rep: int = desk.rows(Rep, "id", code="R1")[0][0]

    def add(self, entry: MeasureEntry) -> int:
        made = self.service.add(self.desk.actor, AddMeasure(entry))
        assert made.created_id is not None
        return made.created_id

    def save(self, *cells: CellTexts, version: int = 0) -> None:
        self.service.save(self.desk.actor, SaveCells(version or self.version, cells))

    def card(self, version: int = 0) -> VersionCard:
        return self.plans.service.card(version or self.version)

    def in_force(self, version: int = 0) -> None:
        self.plans.lead_to(self.card(version), PlanStep.PUT_IN_FORCE)

    def kept(self, *columns: str) -> list[tuple[object, ...]]:
        return self.desk.rows(OwnTarget, *columns)


@pytest.fixture
def measures(desk: Desk) -> Measures:
    return Measures(desk)


def test_a_measure_is_made_changed_and_taken_out(measures: Measures) -> None:
    service, actor = measures.service, measures.desk.actor
    made = measures.add(TRAINING)
    with pytest.raises(InputError) as caught:
        measures.add(MeasureEntry(" TRAININGS ", decimals=7))
    assert [(one.code, one.column) for one in caught.value.issues] == [
        ("measure_name_taken", "name"), ("measure_decimals_range", "decimals"),
    ]  # fmt: skip
    with pytest.raises(InputError) as caught:
        measures.add(MeasureEntry(" "))
    assert [(one.code, one.column) for one in caught.value.issues] == [("required", "name")]
    # Its own name in other letters is not taken.
    service.change(actor, ChangeMeasure(made, 1, replace(TRAINING, name="trainings", decimals=2)))
    (found,) = service.measures()
    assert (found.version, found.entry.name, found.entry.decimals) == (2, "trainings", 2)
    with pytest.raises(ConflictError):
        service.change(actor, ChangeMeasure(made, 1, TRAINING))
    with pytest.raises(NotAllowed):
        service.add(measures.plans.clerk(), AddMeasure(COMPLAINTS))
    service.remove(actor, RemoveMeasure(made, 2))
    assert measures.desk.rows(OwnMetric, "id") == []
    with pytest.raises(InputError) as caught:
        service.remove(actor, RemoveMeasure(made, 2))
    assert [one.code for one in caught.value.issues] == ["measure_gone"]


def test_targets_are_typed_in_a_draft_and_every_wrong_cell_is_named(measures: Measures) -> None:
    made, rep = measures.add(TRAINING), measures.rep
    first, branch = (made, rep, JANUARY), (made, None, JANUARY)
    with pytest.raises(InputError) as caught:
        measures.save(
            CellTexts(first, "2.25"), CellTexts(branch, "many"), CellTexts((made, rep, 5), "1"),
            CellTexts((made, 77, JANUARY), "1"),
        )  # fmt: skip
    assert [(one.code, one.column) for one in caught.value.issues] == [
        ("measure_decimals", f"{made}/{rep}/{JANUARY}/target"),
        ("measure_number_form", f"{made}/0/{JANUARY}/target"),
        ("measure_month_ahead", f"{made}/{rep}/5/target"),
        ("measure_rep_gone", f"{made}/77/{JANUARY}/"),
    ]
    assert measures.kept("id") == []
    measures.save(CellTexts(first, "2.5 days"), CellTexts(branch, "1"))
    book = measures.service.book(measures.version)
    table = book.table(book.measures[0])
    assert [row.person.code for row in table.rows] == ["R1", "R2", ""]
    assert table.total.year(Side.TARGET) == D("3.5")
    assert table.total.standing.verdict is Verdict.OPEN
    assert book.cells[first].version == 1

    with pytest.raises(ConflictError, match="measure_changed"):
        measures.save(CellTexts(first, "9"), CellTexts(branch, "9", expected_version=1))
    measures.save(CellTexts(first, "", expected_version=1))
    assert measures.kept("rep_id", "target") == [(None, 1_000_000)]
    with pytest.raises(RuleViolation, match="measure_not_in_force"):
        measures.save(CellTexts(first, actual="1"))


def test_saving_a_measure_that_goes_at_this_moment_says_so(measures: Measures) -> None:
    metric, met = measures.add(TRAINING), []
    began = threading.Event()

    def save() -> None:
        began.set()
        try:
            measures.save(CellTexts((metric, measures.rep, JANUARY), target="3"))
        except InputError as error:
            met.extend(issue.code for issue in error.issues)

    saving = threading.Thread(target=save)
    desk = measures.desk
    with desk.uow.write(desk.actor, "Remove measure") as session:
        session.delete(session.get_one(OwnMetric, metric))
        session.flush()
        saving.start()
        assert began.wait(10)
        # Time for it to look the measure up, which is there until the other desk commits.
        saving.join(0.2)
    saving.join(20)
    assert met == ["measure_gone"]


def test_what_is_reached_is_typed_in_force_and_handed_on_to_the_next_version(
    measures: Measures,
) -> None:
    made, rep = measures.add(COMPLAINTS), measures.rep
    january, february = (made, rep, JANUARY), (made, rep, FEBRUARY)
    measures.save(CellTexts(january, "5"))
    measures.in_force()
    with pytest.raises(RuleViolation, match="measure_not_draft"):
        measures.save(CellTexts(january, "6", expected_version=1))
    with pytest.raises(InputError) as ahead:
        measures.save(CellTexts((made, rep, Month.at(2026, 12).ordinal), actual="1"))
    assert [one.code for one in ahead.value.issues] == ["measure_month_ahead"]
    before = measures.card()
    actor, plans = measures.desk.actor, measures.plans.service
    revised = plans.revise(actor, ReviseVersion(before.version_id, before.version)).created_id
    assert revised is not None
    # What is entered beside the draft is handed on too.
    measures.save(
        CellTexts(january, actual="3", source="Letters", expected_version=1),
        CellTexts(february, actual="4", source="Letters"),
    )
    copied = plans.copy(actor, CopyPlan(before.version_id, "Later", 2027)).created_id
    assert copied is not None
    found = measures.service.book(copied).cells
    assert {key: one.target for key, one in found.items()} == {(made, rep, JANUARY + 12): D(5)}
    assert measures.service.book(revised).cells[january].actual is None

    measures.in_force(revised)
    book = measures.service.book(revised)
    row = book.table(book.measures[0]).rows[0]
    assert [one.actual for one in row.cells[:3]] == [D(3), D(4), None]
    assert (row.source, row.standing.variance) == ("Letters", D(2))
    (sheet,) = [one for one in TargetSheets(measures.desk.uow, CLOCK).book(revised).rows
                if one.rep_id == rep]  # fmt: skip
    assert [(one.entry.name, one.year) for one in sheet.measures] == [("Complaints", D(5))]

    with pytest.raises(RuleViolation) as caught:
        measures.service.remove(actor, RemoveMeasure(made, 1))
    assert caught.value.facts == {"name": "Complaints", "plan": "Later", "number": 1}
    plans.discard(actor, DiscardVersion(copied, measures.card(copied).version))
    assert {one[0] for one in measures.kept("version_id")} == {before.version_id, revised}
