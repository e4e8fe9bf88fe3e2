"""The branch's own measures: what they are, and their targets and results in a plan version."""

from __future__ import annotations

from sqlalchemy.orm import Session

from desktop.changes import ChangeSet, Topic
from desktop.clock import Clock
from desktop.models import OwnMetric
from desktop.periods import Month
from desktop.services.access import Action, Actor
from desktop.services.activity.rep_figures import people_of
from desktop.services.figures.frame import Frame, load_branch, load_frame
from desktop.services.plans.measure_records import (
    CellSaver,
    expected_measure,
    fill_measure,
    read_cells,
    read_measures,
    require_unused,
)
from desktop.services.plans.measures_data import (
    AddMeasure,
    ChangeMeasure,
    Measure,
    MeasuresBook,
    Person,
    RemoveMeasure,
    SaveCells,
)
from desktop.services.plans.version_records import card_of, find_version
from desktop.services.uow import UnitOfWork


class PlanMeasures:
    """Keeps the branch's measures, and what a version plans and reaches of them.

    Targets are typed in drafts, results in the version in force, which hands them on to the
    version that takes its place.
    """

    def __init__(self, uow: UnitOfWork, clock: Clock) -> None:
        self._uow = uow
        self._clock = clock

    def measures(self) -> tuple[Measure, ...]:
        """Return the branch's measures in the order in which they were made."""
        with self._uow.read() as session:
            return read_measures(session, load_branch(session))

    def book(self, version_id: int) -> MeasuresBook:
        """Return a version's measures with their numbers.

        Raises:
            InputError: `plan_version_gone`.
        """
        with self._uow.read() as session:
            return load_measures(session, version_id, self._clock)

    def add(self, actor: Actor, command: AddMeasure) -> ChangeSet:
        """Make a measure and return what changed, with its id.

        Raises:
            InputError: `required`, `unseen_character`, `measure_name_long`,
                `measure_name_taken`, `measure_decimals_range`, with the field.
            NotAllowed: the user's roles do not include it.
            RuleViolation: `already_done`.
        """
        actor.require(Action.CHANGE_PLAN)
        with self._uow.write(actor, "Add measure", request_id=command.request_id) as session:
            branch = load_branch(session, actor.branch_id)
            record = OwnMetric(branch_id=branch.id)
            fill_measure(session, branch, record, command.entry)
            session.add(record)
            session.flush()
            made = record.id
        return ChangeSet.of(Topic.PLANS, created_id=made)

    def change(self, actor: Actor, command: ChangeMeasure) -> ChangeSet:
        """Change what a measure is; its numbers stay as they are.

        Raises:
            ConflictError: `changed_meanwhile`.
            InputError: as `add`; `measure_gone`.
            NotAllowed, RuleViolation: as `add`.
        """
        actor.require(Action.CHANGE_PLAN)
        with self._uow.write(actor, "Change measure", request_id=command.request_id) as session:
            branch = load_branch(session, actor.branch_id)
            record = expected_measure(session, branch, command.measure_id, command.expected_version)
            fill_measure(session, branch, record, command.entry)
        return ChangeSet.of(Topic.PLANS)

    def remove(self, actor: Actor, command: RemoveMeasure) -> ChangeSet:
        """Take a measure out that no version has numbers of.

        Raises:
            ConflictError, InputError, NotAllowed: as `change`.
            RuleViolation: `measure_used`, with the version; `already_done`.
        """
        actor.require(Action.CHANGE_PLAN)
        with self._uow.write(actor, "Remove measure", request_id=command.request_id) as session:
            branch = load_branch(session, actor.branch_id)
            record = expected_measure(session, branch, command.measure_id, command.expected_version)
            require_unused(session, branch, record)
            session.delete(record)
        return ChangeSet.of(Topic.PLANS)

    def save(self, actor: Actor, command: SaveCells) -> ChangeSet:
        """Save what was typed for cells of a version, all or none.

        Raises:
            ConflictError: `measure_changed`, another desk changed one of them first.
            InputError: at the cell's column (`column_of`): `measure_number_form`,
                `measure_decimals`, `measure_range`, `measure_month_ahead`; `measure_gone`,
                `measure_rep_gone`, `plan_version_gone`.
            NotAllowed: the user's roles do not include it.
            RuleViolation: `measure_not_draft`, `measure_not_in_force`, `already_done`.
        """
        actor.require(Action.CHANGE_PLAN)
        with self._uow.write(actor, "Save measures", request_id=command.request_id) as session:
            frame = load_frame(session, actor.branch_id)
            version = find_version(session, frame.branch, command.version_id, is_locked=True)
            present = Month.of(self._clock.today())
            CellSaver(session, frame, version, present).save(command.cells)
        return ChangeSet.of(Topic.PLANS)


def load_measures(session: Session, version_id: int, clock: Clock) -> MeasuresBook:
    """Return a version's measures with their numbers."""
    frame = load_frame(session)
    branch = frame.branch
    record = find_version(session, branch, version_id)
    cells = read_cells(session, branch, version_id)
    year = branch.fiscal.period(record.fiscal_year)
    with_numbers = {rep_id for _measure, rep_id, _month in cells if rep_id is not None}
    people = {*people_of(session, frame, year), *with_numbers}
    return MeasuresBook(
        card_of(session, branch, record),
        tuple(year.months()),
        Month.of(clock.today()),
        read_measures(session, branch),
        (*_people(frame, people), Person(None)),
        cells,
    )


def _people(frame: Frame, rep_ids: set[int]) -> list[Person]:
    found = [Person(one, frame.reps[one].code, frame.reps[one].name) for one in rep_ids]
    return sorted(found, key=lambda one: one.code)
