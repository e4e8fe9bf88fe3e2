"""Visit programmes: from a rep's gap to customers, visits and a week plan; templates of them."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import delete
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from desktop.changes import ChangeSet, Topic
from desktop.clock import Clock
from desktop.enums import PlanStatus
from desktop.errors import ConflictError, InputError, Issue, RuleViolation
from desktop.models import PlanVersion, Rep, VisitPlan, VisitProgramme, VisitProgrammeLine
from desktop.money import to_minor
from desktop.periods import Month
from desktop.search_key import clean_text, search_key
from desktop.services.access import Action, Actor
from desktop.services.figures.frame import load_branch
from desktop.services.garbage import collector_paused
from desktop.services.plans.programme_records import (
    FIRST_DAY,
    MONTHS,
    PLANNED,
    expected_programme,
    facts_of,
    find_programme,
    own_visits,
    planned_visits,
    require_classes,
    require_customers,
    templates_of,
    written_facts,
)
from desktop.services.plans.programme_sheet import OVER, read_sheet
from desktop.services.plans.programmes_data import (
    MOST_VISITS,
    TEMPLATE_MONTHS,
    ProgrammeLine,
    ProgrammeSheet,
    RemoveTemplate,
    SaveProgramme,
    SaveTemplate,
    WeeksWritten,
    WriteWeeks,
)
from desktop.services.plans.version_records import find_version
from desktop.services.uow import UnitOfWork

_LINE = VisitProgrammeLine


class PlanProgrammes:
    """Reads and keeps programmes of visits; only who may change plans writes them."""

    def __init__(self, uow: UnitOfWork, clock: Clock) -> None:
        self._uow = uow
        self._clock = clock

    def sheet(self, version_id: int, rep_id: int) -> ProgrammeSheet:
        """Return all that a rep's programme is made of, in one look at the database.

        Raises:
            InputError: `plan_version_gone`, `rep_gone`.
        """
        with self._uow.read() as session, collector_paused():
            record = find_version(session, load_branch(session), version_id)
            return read_sheet(session, record, rep_id, self._clock.today())

    def save(self, actor: Actor, command: SaveProgramme) -> ChangeSet:
        """Keep a rep's programme over what was kept before, and return its id.

        Customers without a visit and a purpose are not kept. The week plan that was written from
        the programme stays as it is.

        Raises:
            ConflictError: `changed_meanwhile`, another desk kept one since it was shown.
            InputError: `programme_visits`, `plan_version_gone`, `rep_gone`, `customer_gone`.
            NotAllowed: the user's roles do not include it.
            RuleViolation: `plan_over`, the version is closed or superseded; `already_done`.
        """
        actor.require(Action.CHANGE_PLAN)
        _require_visits((one.customer_id, one.visits) for one in command.lines)
        with self._uow.write(actor, "Save programme", request_id=command.request_id) as session:
            # Whoever saves for the same version at the same moment waits here.
            version = self._open_version(session, actor, command.version_id)
            record = self._programme(session, actor, version, command)
            record.first_month = Month.of(command.first_day).ordinal
            record.last_month = command.last_month.ordinal
            known = facts_of(record) if record.facts else {}
            record.facts = written_facts(
                {
                    **command.facts,
                    FIRST_DAY: command.first_day.isoformat(),
                    MONTHS: str(command.months),
                    PLANNED: known.get(PLANNED, []),
                }
            )
            self._sign(actor, record)
            session.flush()
            kept = tuple(one for one in command.lines if one.visits or one.purpose.strip())
            require_customers(session, actor.branch_id, (one.customer_id for one in kept))
            decimals = load_branch(session, actor.branch_id).decimals
            self._replace_lines(session, record, kept, decimals)
            made = record.id
        return ChangeSet.of(Topic.PLANS, created_id=made)

    def save_template(self, actor: Actor, command: SaveTemplate) -> ChangeSet:
        """Keep visits a year by class as a template, and return its id.

        Raises:
            InputError: `required`, `unseen_character`, `template_taken`, `programme_visits`.
            NotAllowed: the user's roles do not include it.
            RuleViolation: `already_done`.
        """
        actor.require(Action.CHANGE_PLAN)
        name = _template_name(command.name)
        require_classes(command.visits)
        _require_visits(enumerate(visits for _class, visits in command.visits))
        with self._uow.write(actor, "Save template", request_id=command.request_id) as session:
            taken = {search_key(one.name) for one in templates_of(session, actor.branch_id)}
            if search_key(name) in taken:
                raise InputError(Issue("template_taken", column="name", value=name))
            record = VisitProgramme(
                branch_id=actor.branch_id, version_id=None, rep_id=None, name=name,
                first_month=None, last_month=None,
                facts=written_facts({MONTHS: str(TEMPLATE_MONTHS)}),
            )  # fmt: skip
            self._sign(actor, record)
            session.add(record)
            session.flush()
            for customer_class, visits in command.visits:
                session.add(
                    _LINE(
                        branch_id=actor.branch_id, programme_id=record.id, customer_id=None,
                        customer_class=customer_class or None, visits=visits, purpose="",
                        expected_minor=None,
                    )
                )  # fmt: skip
            session.flush()
            made = record.id
        return ChangeSet.of(Topic.PLANS, created_id=made)

    def remove_template(self, actor: Actor, command: RemoveTemplate) -> ChangeSet:
        """Remove a template.

        Raises:
            ConflictError: `changed_meanwhile`.
            InputError: `template_gone`.
            NotAllowed: the user's roles do not include it.
            RuleViolation: `already_done`.
        """
        actor.require(Action.CHANGE_PLAN)
        with self._uow.write(actor, "Remove template", request_id=command.request_id) as session:
            record = expected_programme(
                session, actor.branch_id, command.template_id, command.expected_version,
                "template_gone",
            )  # fmt: skip
            if record.version_id is not None:
                raise InputError(Issue("template_gone"))
            _remove_lines(session, record)
            session.delete(record)
        return ChangeSet.of(Topic.PLANS)

    def write_weeks(self, actor: Actor, command: WriteWeeks) -> WeeksWritten:
        """Write the week plan of a programme as planned visits, and say what became of the old.

        What the rep's programme wrote before, in any version of the plan, goes from today on,
        unless it is done or somebody changed it since; nothing else is touched. A visit that
        stands already is not written twice.

        Raises:
            ConflictError: `changed_meanwhile`.
            InputError: `programme_gone`, `customer_gone`, `weeks_past`.
            NotAllowed: the user's roles do not include it.
            RuleViolation: `plan_over`, `already_done`.
        """
        actor.require(Action.CHANGE_PLAN)
        today = self._clock.today()
        past = next((one.day for one in command.visits if one.day < today), None)
        if past is not None:
            raise InputError(Issue("weeks_past", value=str(past)))
        with self._uow.write(actor, "Write week plan", request_id=command.request_id) as session:
            record = expected_programme(
                session, actor.branch_id, command.programme_id, command.expected_version,
                "programme_gone",
            )  # fmt: skip
            if record.version_id is None or record.rep_id is None:
                raise InputError(Issue("programme_gone"))
            version = self._open_version(session, actor, record.version_id)
            require_customers(session, actor.branch_id, (one.customer_id for one in command.visits))
            facts = facts_of(record)
            own = own_visits(session, version, record.rep_id)
            found = planned_visits(session, actor.branch_id, record.rep_id, own, today)
            gone = [one.plan_id for one in found if one.row.is_own and not one.row.is_done]
            staying = {one.row.visit for one in found if one.plan_id not in gone}
            _remove_plans(session, actor, gone)
            wanted = sorted(set(command.visits) - staying, key=lambda one: (one.day, *one))
            made = [
                VisitPlan(
                    branch_id=actor.branch_id, rep_id=record.rep_id, customer_id=one.customer_id,
                    planned_on=one.day, purpose="", batch_id=None,
                )
                for one in wanted
            ]  # fmt: skip
            session.add_all(made)
            session.flush()
            kept = [int(one) for one in facts.get(PLANNED, ()) if one not in gone]
            facts[PLANNED] = [*kept, *(one.id for one in made)]
            record.facts = written_facts(facts)
            flag_modified(record, "facts")
            done = sum(one.row.is_own and one.row.is_done for one in found)
        topics = ChangeSet.of(Topic.VISITS, Topic.PLANS)
        return WeeksWritten(topics, len(made), len(gone), done)

    def _open_version(self, session: Session, actor: Actor, version_id: int) -> PlanVersion:
        branch = load_branch(session, actor.branch_id)
        version = find_version(session, branch, version_id, is_locked=True)
        if PlanStatus(version.status) in OVER:
            raise RuleViolation("plan_over", number=version.number)
        return version

    def _programme(
        self, session: Session, actor: Actor, version: PlanVersion, command: SaveProgramme
    ) -> VisitProgramme:
        """Return the rep's record, a new one where there was none."""
        record = find_programme(session, actor.branch_id, version.id, command.rep_id)
        if (record.version if record is not None else 0) != command.expected_version:
            raise ConflictError("changed_meanwhile", shown=command.expected_version)
        if record is not None:
            return record
        rep = session.get(Rep, command.rep_id)
        if rep is None or rep.branch_id != actor.branch_id:
            raise InputError(Issue("rep_gone"))
        record = VisitProgramme(
            branch_id=actor.branch_id, version_id=version.id, rep_id=rep.id, name="", facts=""
        )
        session.add(record)
        return record

    def _sign(self, actor: Actor, record: VisitProgramme) -> None:
        """Say who made it and when; the document counts as changed, as its lines are."""
        record.made_by_id = actor.user_id or None
        record.made_at = self._clock.now()
        flag_modified(record, "made_at")

    def _replace_lines(
        self,
        session: Session,
        record: VisitProgramme,
        lines: tuple[ProgrammeLine, ...],
        decimals: int,
    ) -> None:
        _remove_lines(session, record)
        for one in lines:
            expected = None if one.expected is None else to_minor(one.expected, decimals)
            session.add(
                _LINE(
                    branch_id=record.branch_id, programme_id=record.id,
                    customer_id=one.customer_id, customer_class=None, visits=one.visits,
                    purpose=one.purpose.strip(), expected_minor=expected,
                )
            )  # fmt: skip
        session.flush()


def _require_visits(lines: Iterable[tuple[int, int]]) -> None:
    for _key, visits in lines:
        if not 0 <= visits <= MOST_VISITS:
            raise InputError(Issue("programme_visits", {"most": MOST_VISITS}, value=str(visits)))


def _template_name(name: str) -> str:
    try:
        cleaned = clean_text(name)
    except ValueError as error:
        facts = {"character": str(error)}
        raise InputError(Issue("unseen_character", facts, column="name")) from error
    if not cleaned:
        raise InputError(Issue("required", column="name"))
    return cleaned


def _remove_lines(session: Session, record: VisitProgramme) -> None:
    session.execute(
        delete(_LINE).where(_LINE.branch_id == record.branch_id, _LINE.programme_id == record.id)
    )


def _remove_plans(session: Session, actor: Actor, ids: list[int]) -> None:
    if ids:
        session.execute(
            delete(VisitPlan).where(VisitPlan.branch_id == actor.branch_id, VisitPlan.id.in_(ids))
        )
