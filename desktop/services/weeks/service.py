"""Reps' weeks: proposed, planned, submitted, approved, reconciled."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from desktop.changes import ChangeSet, Topic
from desktop.clock import Clock
from desktop.enums import NotMadeReason, PlanFate, WeekState
from desktop.errors import ConflictError, InputError, Issue, RuleViolation
from desktop.models import AppUser, VisitPlan, VisitPlanFate, WeekPlan
from desktop.services.access import Action, Actor
from desktop.services.figures.frame import Frame, load_frame
from desktop.services.garbage import collector_paused
from desktop.services.plans.work_records import words
from desktop.services.uow import UnitOfWork
from desktop.services.weeks.data import (
    LineState,
    ProposalSheet,
    SaveWeek,
    StepWeek,
    TellFate,
    WeekRow,
    WeekSheet,
)
from desktop.services.weeks.proposing import read_proposal
from desktop.services.weeks.reading import (
    find_week,
    read_board,
    read_week,
    require_rep,
    with_actor,
)
from desktop.services.weeks.records import edit_lines, expected_week

#: Weeks that the list shows, the chosen one among them.
WEEKS_SHOWN = 5
_CHANGES = ChangeSet.of(Topic.VISITS)
_DRAFT = frozenset({WeekState.DRAFT, WeekState.RETURNED})


class WeekPlans:
    """Reads reps' weeks and carries out what is decided about them.

    The document of a command is the week; its planned visits are parts of it. What is told of a
    planned visit is a document of its own.
    """

    def __init__(self, uow: UnitOfWork, clock: Clock) -> None:
        self._uow = uow
        self._clock = clock

    def board(self, monday: date) -> tuple[WeekRow, ...]:
        """Return everyone in the field with the states of this week and the four before."""
        with self._uow.read() as session:
            return read_board(session, load_frame(session), monday, WEEKS_SHOWN)

    def week(self, actor: Actor, rep_id: int, monday: date) -> WeekSheet:
        """Return a rep's week, as the user sees it.

        Raises:
            InputError: `week_rep_gone`.
        """
        with self._uow.read() as session, collector_paused():
            frame = load_frame(session, customers=True)
            sheet = read_week(session, frame, rep_id, monday, self._clock.today())
            return with_actor(sheet, _rep_of(session, actor))

    def proposal(self, rep_id: int, monday: date) -> ProposalSheet:
        """Return what is proposed for a rep's week beside what is planned already.

        Raises:
            InputError: `week_rep_gone`.
        """
        with self._uow.read() as session, collector_paused():
            frame = load_frame(session, customers=True)
            return read_proposal(session, frame, rep_id, monday, self._clock.today())

    def save(self, actor: Actor, command: SaveWeek) -> ChangeSet:
        """Add, move and take out visits of a week that is a draft or was returned.

        Raises:
            ConflictError: `changed_meanwhile`; facts: `found`, the version that is there.
            InputError: `week_day_outside`, `week_twice`, `week_line_gone`, `week_line_target`,
                `customer_gone`, `week_rep_gone`.
            NotAllowed: the user's roles do not include it.
            RuleViolation: `week_settled`, `already_done`.
        """
        actor.require(Action.PLAN_WEEK)
        with self._uow.write(actor, "Save week plan", request_id=command.request_id) as session:
            frame = load_frame(session, actor.branch_id, customers=True)
            require_rep(frame, command.rep_id)
            week = expected_week(
                session, self._uow.database, actor, command.rep_id, command.monday,
                command.expected_version,
            )  # fmt: skip
            if WeekState(week.state) not in _DRAFT:
                raise RuleViolation("week_settled")
            edit_lines(session, frame, command)
            # The version belongs to the week, whichever of its visits was changed.
            flag_modified(week, "note")
        return _CHANGES

    def submit(self, actor: Actor, command: StepWeek) -> ChangeSet:
        """Lay a week before the manager.

        Raises:
            ConflictError, NotAllowed: as `save`.
            RuleViolation: `week_empty`, `week_step_illegal`, `already_done`.
        """
        actor.require(Action.PLAN_WEEK)
        with self._uow.write(actor, "Submit week plan", request_id=command.request_id) as session:
            week = self._week(session, actor, command)
            _require(week, *_DRAFT)
            frame = load_frame(session, actor.branch_id, customers=True)
            sheet = read_week(session, frame, week.rep_id, week.monday, self._clock.today())
            if not sheet.lines:
                raise RuleViolation("week_empty")
            week.state, week.submitted_on = str(WeekState.SUBMITTED), self._clock.today()
            week.decided_on = week.decided_by_id = None
        return _CHANGES

    def approve(self, actor: Actor, command: StepWeek) -> ChangeSet:
        """Approve a week that was submitted; nobody approves his own.

        Raises:
            ConflictError, NotAllowed: as `save`.
            RuleViolation: `week_own`, `week_step_illegal`, `already_done`.
        """
        return self._decide(actor, command, WeekState.APPROVED)

    def send_back(self, actor: Actor, command: StepWeek) -> ChangeSet:
        """Return a week that was submitted or approved, with a note that says why.

        Raises:
            ConflictError, NotAllowed: as `save`.
            InputError: `week_note_missing`, `unseen_character`.
            RuleViolation: `week_own`, `week_step_illegal`, `already_done`.
        """
        return self._decide(actor, command, WeekState.RETURNED)

    def _decide(self, actor: Actor, command: StepWeek, state: WeekState) -> ChangeSet:
        actor.require(Action.APPROVE_WEEK)
        issues: list[Issue] = []
        needed = "week_note_missing" if state is WeekState.RETURNED else ""
        note = words(" ".join(command.note.split()), "note", issues, needed)
        if issues:
            raise InputError(*issues)
        with self._uow.write(actor, "Decide week plan", request_id=command.request_id) as session:
            week = self._week(session, actor, command)
            if _rep_of(session, actor) == week.rep_id:
                raise RuleViolation("week_own", login=actor.login)
            if state is WeekState.RETURNED:
                _require(week, WeekState.SUBMITTED, WeekState.APPROVED)
            else:
                _require(week, WeekState.SUBMITTED)
            week.state, week.note = str(state), note
            week.decided_on = self._clock.today()
            week.decided_by_id = actor.user_id or None
        return _CHANGES

    def tell(self, actor: Actor, command: TellFate) -> ChangeSet:
        """Say why a planned visit of an approved week was not made, or move it to another day.

        A move plans a new visit for its day, or takes one that stands there already, and links
        the two. What was told can be told anew as long as the visit was not moved.

        Raises:
            ConflictError: `changed_meanwhile`.
            InputError: `week_line_gone`, `week_reason_other`, `week_move_past`,
                `unseen_character`.
            NotAllowed: the user's roles do not include it.
            RuleViolation: `week_unsubmitted`, `week_line_done`, `week_line_moved`,
                `already_done`.
        """
        actor.require(Action.PLAN_WEEK)
        note, today = _fate_note(command), self._clock.today()
        if command.move_to is not None and command.move_to < today:
            issue = Issue("week_move_past", column="move_to", value=str(command.move_to))
            raise InputError(issue)
        with self._uow.write(actor, "Tell planned visit", request_id=command.request_id) as session:
            plan = session.scalars(
                select(VisitPlan)
                .where(VisitPlan.branch_id == actor.branch_id, VisitPlan.id == command.plan_id)
                .with_for_update()
            ).first()
            if plan is None:
                raise InputError(Issue("week_line_gone"))
            fate = _expected_fate(session, plan, command)
            self._require_untold(session, actor, plan)
            target = None if command.move_to is None else _target(session, plan, command.move_to)
            fate.reason, fate.note, fate.said_on = str(command.reason), note, today
            fate.fate = str(PlanFate.NOT_MADE if target is None else PlanFate.MOVED)
            fate.moved_to_id = None if target is None else target.id
            session.add(fate)
            # A programme that writes its weeks anew leaves alone what was changed.
            flag_modified(plan, "purpose")
        return _CHANGES

    def _require_untold(self, session: Session, actor: Actor, plan: VisitPlan) -> None:
        monday = plan.planned_on - timedelta(days=plan.planned_on.weekday())
        week = find_week(session, actor.branch_id, plan.rep_id, monday)
        if week is None or week.state != WeekState.APPROVED:
            raise RuleViolation("week_unsubmitted")
        frame = load_frame(session, actor.branch_id, customers=True)
        sheet = read_week(session, frame, plan.rep_id, monday, self._clock.today())
        line = next(one for one in sheet.lines if one.plan_id == plan.id)
        if line.state is LineState.DONE:
            raise RuleViolation("week_line_done")

    def reconcile(self, actor: Actor, command: StepWeek) -> ChangeSet:
        """Close an approved week: every visit was made, moved or has a reason.

        Raises:
            ConflictError, NotAllowed: as `save`.
            RuleViolation: `week_open_lines`, `week_step_illegal`, `already_done`.
        """
        actor.require(Action.PLAN_WEEK)
        with self._uow.write(actor, "Reconcile week", request_id=command.request_id) as session:
            week = self._week(session, actor, command)
            _require(week, WeekState.APPROVED)
            frame: Frame = load_frame(session, actor.branch_id, customers=True)
            sheet = read_week(session, frame, week.rep_id, week.monday, self._clock.today())
            if sheet.unexplained:
                raise RuleViolation("week_open_lines", count=sheet.unexplained)
            week.state, week.reconciled_on = str(WeekState.RECONCILED), self._clock.today()
        return _CHANGES

    def _week(self, session: Session, actor: Actor, command: StepWeek) -> WeekPlan:
        require_rep(load_frame(session, actor.branch_id), command.rep_id)
        return expected_week(
            session, self._uow.database, actor, command.rep_id, command.monday,
            command.expected_version,
        )  # fmt: skip


def _require(week: WeekPlan, *states: WeekState) -> None:
    if WeekState(week.state) not in states:
        raise RuleViolation("week_step_illegal")


def _rep_of(session: Session, actor: Actor) -> int | None:
    """Return the rep that the user is, or None."""
    found: int | None = session.scalar(
        select(AppUser.rep_id).where(
            AppUser.branch_id == actor.branch_id, AppUser.id == actor.user_id
        )
    )
    return found


def _fate_note(command: TellFate) -> str:
    issues: list[Issue] = []
    needed = "week_reason_other" if command.reason is NotMadeReason.OTHER else ""
    note = words(" ".join(command.note.split()), "note", issues, needed)
    if issues:
        raise InputError(*issues)
    return note


def _expected_fate(session: Session, plan: VisitPlan, command: TellFate) -> VisitPlanFate:
    """Return what was told of a planned visit, a new record where nothing was."""
    fate = session.scalars(
        select(VisitPlanFate).where(
            VisitPlanFate.branch_id == plan.branch_id, VisitPlanFate.visit_plan_id == plan.id
        )
    ).first()
    found = 0 if fate is None else fate.version
    if found != command.expected_version:
        raise ConflictError("changed_meanwhile", shown=command.expected_version, found=found)
    if fate is None:
        return VisitPlanFate(branch_id=plan.branch_id, visit_plan_id=plan.id, note="")
    if fate.fate == PlanFate.MOVED:
        raise RuleViolation("week_line_moved")
    return fate


def _target(session: Session, plan: VisitPlan, day: date) -> VisitPlan:
    """Return the planned visit that replaces another one: what stands there, or a new one."""
    if day == plan.planned_on:
        raise InputError(Issue("week_move_same", column="move_to", value=str(day)))
    found = session.scalars(
        select(VisitPlan).where(
            VisitPlan.branch_id == plan.branch_id,
            VisitPlan.rep_id == plan.rep_id,
            VisitPlan.customer_id == plan.customer_id,
            VisitPlan.planned_on == day,
        )
    ).first()
    if found is None:
        found = VisitPlan(
            branch_id=plan.branch_id, rep_id=plan.rep_id, customer_id=plan.customer_id,
            planned_on=day, purpose=plan.purpose,
        )  # fmt: skip
        session.add(found)
        session.flush()
    return found
