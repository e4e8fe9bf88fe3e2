"""The life of plan versions: made, submitted, agreed, in force, closed, revised, discarded."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from desktop.changes import ChangeSet, Topic
from desktop.clock import Clock
from desktop.enums import Metric, PlanStatus
from desktop.errors import InputError, Issue, RuleViolation
from desktop.models import PlanLine, PlanVersion, SalesPlan
from desktop.periods import Month
from desktop.services.access import Action, Actor
from desktop.services.figures.frame import BranchFacts, load_branch, load_frame
from desktop.services.plans.budget_parts import copy_budget
from desktop.services.plans.last_year import GrownLines, grown_lines
from desktop.services.plans.measure_parts import copy_measures, take_reached
from desktop.services.plans.programme_parts import copy_programmes
from desktop.services.plans.seasons import season_of_year, stored_season
from desktop.services.plans.version_records import (
    NewVersion,
    add_basis,
    card_of,
    copy_bases,
    copy_lines,
    expected_version,
    find_version,
    lines_unlogged,
    new_plan,
    new_version,
    remove_version,
    require_draft,
)
from desktop.services.plans.versions_data import (
    LEAST_GROWTH,
    MOST_GROWTH,
    STEPS,
    CopyPlan,
    DiscardVersion,
    MakePlan,
    PlanStep,
    ReviseVersion,
    TakeStep,
    VersionCard,
)
from desktop.services.rules.season import SeasonCurve
from desktop.services.uow import UnitOfWork

_LINES: Any = PlanLine.__table__
_LINE_COLUMNS = (
    "version_id", "metric", "month", "customer_id", "pool_rep_id", "product_id", "amount",
    "is_locked", "reason", "level",
)  # fmt: skip


class PlanVersions:
    """Shows plan versions and leads them through their life."""

    def __init__(self, uow: UnitOfWork, clock: Clock) -> None:
        self._uow = uow
        self._clock = clock
        self._steps: dict[PlanStep, Callable[[Session, BranchFacts, PlanVersion], None]] = {
            PlanStep.SUBMIT: self._submit,
            PlanStep.SEND_BACK: self._send_back,
            PlanStep.AGREE: self._agree,
            PlanStep.PUT_IN_FORCE: self._put_in_force,
            PlanStep.CLOSE: self._close,
        }

    def card(self, version_id: int) -> VersionCard:
        """Return a version as it stands.

        Raises:
            InputError: `plan_version_gone`.
        """
        with self._uow.read() as session:
            branch = load_branch(session)
            return card_of(session, branch, find_version(session, branch, version_id))

    def cards(self) -> tuple[VersionCard, ...]:
        """Return all versions, the latest year first, then by plan and number, latest first."""
        with self._uow.read() as session:
            branch = load_branch(session)
            records = session.scalars(
                select(PlanVersion)
                .join(SalesPlan, SalesPlan.id == PlanVersion.plan_id)
                .where(PlanVersion.branch_id == branch.id)
                .order_by(
                    PlanVersion.fiscal_year.desc(), SalesPlan.name_key, PlanVersion.number.desc()
                )
            ).all()
            return tuple(card_of(session, branch, record) for record in records)

    def make(self, actor: Actor, command: MakePlan) -> ChangeSet:
        """Make a plan and return what changed, with the id of its first version.

        Raises:
            InputError: a name, year, growth or metrics that cannot be taken.
            NotAllowed: the user's roles do not include it.
            RuleViolation: `plan_name_taken`, `no_last_year`, `already_done`.
        """
        actor.require(Action.CHANGE_PLAN)
        if command.growth is not None and not LEAST_GROWTH < command.growth <= MOST_GROWTH:
            value = str(command.growth)
            raise InputError(Issue("growth_out_of_range", column="growth", value=value))
        if command.growth is not None and not command.metrics:
            raise InputError(Issue("required", column="metrics"))
        with self._uow.write(actor, "Make plan", request_id=command.request_id) as session:
            branch = load_branch(session, actor.branch_id)
            plan = new_plan(session, branch, command.name, command.year)
            season = season_of_year(session, branch, command.year)
            new = NewVersion(plan, 1, self._clock.now(), season, command.note)
            record = new_version(session, self._uow.database, branch, new)
            if command.growth is not None:
                for metric in dict.fromkeys(command.metrics):
                    self._grow(session, actor, record, metric, command.growth)
            made = record.id
        return ChangeSet.of(Topic.PLANS, created_id=made)

    def _grow(
        self,
        session: Session,
        actor: Actor,
        record: PlanVersion,
        metric: Metric,
        growth: Decimal,
    ) -> None:
        """Write the lines of one metric from last year's results, with their pedigree."""
        frame = load_frame(session, actor.branch_id)
        today = self._clock.today()
        grown = grown_lines(session, frame, metric, record.fiscal_year, growth, today)
        rows = (
            (record.id, str(metric), *place, amount, False, "", "base")
            for place, amount in grown.lines
        )
        with lines_unlogged(self._uow.database, session):
            self._uow.database.bulk_insert(
                session, _LINES, _LINE_COLUMNS, rows, {"branch_id": record.branch_id}
            )
        add_basis(
            session, actor, record, self._clock.now(),
            metric=metric, method="last_year", first_month=grown.months[0][0].ordinal,
            last_month=grown.months[-1][0].ordinal, inputs=_inputs(grown, growth),
            baseline=grown.baseline, amount=grown.total,
            adjustments=[{"name": "growth", "amount": grown.total - grown.baseline}],
        )  # fmt: skip

    def copy(self, actor: Actor, command: CopyPlan) -> ChangeSet:
        """Make a plan whose draft begins as another version's lines, moved into its year.

        Raises:
            InputError: a name or year that cannot be taken, or no such version.
            NotAllowed: the user's roles do not include it.
            RuleViolation: `plan_name_taken`, `already_done`.
        """
        actor.require(Action.CHANGE_PLAN)
        with self._uow.write(actor, "Copy plan", request_id=command.request_id) as session:
            branch = load_branch(session, actor.branch_id)
            origin = find_version(session, branch, command.version_id)
            plan = new_plan(session, branch, command.name, command.year)
            moved = 12 * (command.year - origin.fiscal_year)
            weights = stored_season(session, branch, origin.id).weights
            season = SeasonCurve(
                tuple((month + moved, weight) for month, weight in weights), origin.season_basis
            )
            new = NewVersion(plan, 1, self._clock.now(), season, command.note, origin.id)
            record = new_version(session, self._uow.database, branch, new)
            with lines_unlogged(self._uow.database, session):
                copy_lines(session, origin, record, keep_agreed=False)
            copy_budget(session, origin, record, with_lines=False)
            copy_measures(session, origin, record)
            name = card_of(session, branch, origin).name
            inputs = [{
                "name": name, "value": str(origin.number), "source": str(origin.id),
                "date": str(self._clock.today()),
            }]  # fmt: skip
            self._note_sums(session, actor, branch, record, "copied", inputs)
            made = record.id
        return ChangeSet.of(Topic.PLANS, created_id=made)

    def _note_sums(
        self,
        session: Session,
        actor: Actor,
        branch: BranchFacts,
        record: PlanVersion,
        method: str,
        inputs: list[dict[str, str]],
    ) -> None:
        """Write a pedigree of the whole year for each metric and level that the version has."""
        months = branch.fiscal.period(record.fiscal_year).months()
        sums = session.execute(
            select(PlanLine.metric, PlanLine.level, func.sum(PlanLine.amount))
            .where(PlanLine.branch_id == branch.id, PlanLine.version_id == record.id)
            .group_by(PlanLine.metric, PlanLine.level)
            .order_by(PlanLine.metric, PlanLine.level)
        ).all()
        for metric, level, amount in sums:
            add_basis(
                session, actor, record, self._clock.now(),
                metric=metric, level=level, method=method, first_month=months[0].ordinal,
                last_month=months[-1].ordinal, inputs=inputs, baseline=int(amount),
                amount=int(amount),
            )  # fmt: skip

    def take_step(self, actor: Actor, command: TakeStep) -> ChangeSet:
        """Lead a version one step on.

        To agree stores each line's amount as the one agreed. To put in force supersedes
        whatever version of the year was.

        Raises:
            ConflictError: `changed_meanwhile`; facts: `theirs` (a `VersionCard`).
            InputError: `plan_version_gone`.
            NotAllowed: the user's roles do not include it.
            RuleViolation: `plan_step_illegal`, with the step and the version's state;
                `plan_empty`; `already_done`.
        """
        is_change = command.step in (PlanStep.SUBMIT, PlanStep.SEND_BACK)
        actor.require(Action.CHANGE_PLAN if is_change else Action.AGREE_PLAN)
        name = f"Plan: {command.step}"
        with self._uow.write(actor, name, request_id=command.request_id) as session:
            branch = load_branch(session, actor.branch_id)
            record = expected_version(session, branch, command.version_id, command.expected_version)
            origins, goal = STEPS[command.step]
            if PlanStatus(record.status) not in origins:
                raise RuleViolation(
                    "plan_step_illegal", step=str(command.step), status=record.status
                )
            self._steps[command.step](session, branch, record)
            record.status = str(goal)
        return ChangeSet.of(Topic.PLANS)

    def _submit(self, session: Session, branch: BranchFacts, record: PlanVersion) -> None:
        line = select(PlanLine.id).where(
            PlanLine.branch_id == branch.id, PlanLine.version_id == record.id
        )
        if session.scalar(line.limit(1)) is None:
            raise RuleViolation("plan_empty", number=record.number)
        record.submitted_at = self._clock.now()

    def _send_back(self, _session: Session, _branch: BranchFacts, record: PlanVersion) -> None:
        record.submitted_at = None

    def _agree(self, session: Session, branch: BranchFacts, record: PlanVersion) -> None:
        # Together with the moment, or the version would count up twice.
        record.agreed_at, record.status = self._clock.now(), str(PlanStatus.AGREED)
        # The step itself is in the log; that a line's agreed amount is its amount follows.
        with lines_unlogged(self._uow.database, session):
            session.execute(
                update(_LINES)
                .where(_LINES.c.branch_id == branch.id, _LINES.c.version_id == record.id)
                .values(agreed=_LINES.c.amount, version=_LINES.c.version + 1)
            )

    def _put_in_force(self, session: Session, branch: BranchFacts, record: PlanVersion) -> None:
        others = session.scalars(
            select(PlanVersion)
            .where(
                PlanVersion.branch_id == branch.id,
                PlanVersion.fiscal_year == record.fiscal_year,
                PlanVersion.status == str(PlanStatus.IN_FORCE),
            )
            .with_for_update()
        ).all()
        for other in others:
            other.status = str(PlanStatus.SUPERSEDED)
            take_reached(session, other, record)
        # Before the new one: at no instant may two of a year be in force.
        session.flush()
        record.in_force_from = self._clock.today()

    def _close(self, _session: Session, _branch: BranchFacts, record: PlanVersion) -> None:
        record.closed_at = self._clock.now()

    def revise(self, actor: Actor, command: ReviseVersion) -> ChangeSet:
        """Make a draft beside a version, with its lines, pedigrees and agreed amounts.

        Budget, targets of own measures and visit programmes go along.

        Raises:
            ConflictError, InputError, NotAllowed: as `take_step`.
            RuleViolation: `plan_step_illegal` for a draft, which is edited itself;
                `already_done`.
        """
        actor.require(Action.CHANGE_PLAN)
        with self._uow.write(actor, "Revise plan", request_id=command.request_id) as session:
            branch = load_branch(session, actor.branch_id)
            origin = expected_version(session, branch, command.version_id, command.expected_version)
            if origin.status == PlanStatus.DRAFT:
                raise RuleViolation("plan_step_illegal", step="revise", status=origin.status)
            # Whoever revises another version of the plan meanwhile waits for the number.
            plan = session.scalars(
                select(SalesPlan).where(SalesPlan.id == origin.plan_id).with_for_update()
            ).one()
            last = session.scalar(
                select(func.max(PlanVersion.number)).where(PlanVersion.plan_id == plan.id)
            )
            weights = stored_season(session, branch, origin.id).weights
            season = SeasonCurve(weights, origin.season_basis)
            new = NewVersion(
                plan, int(last or 0) + 1, self._clock.now(), season, command.note, origin.id
            )
            record = new_version(session, self._uow.database, branch, new)
            with lines_unlogged(self._uow.database, session):
                copy_lines(session, origin, record, keep_agreed=True)
            copy_bases(session, origin, record)
            copy_budget(session, origin, record, with_lines=True)
            copy_measures(session, origin, record)
            copy_programmes(session, origin, record)
            made = record.id
        return ChangeSet.of(Topic.PLANS, created_id=made)

    def discard(self, actor: Actor, command: DiscardVersion) -> ChangeSet:
        """Remove a draft; every row that goes is kept in the audit log.

        Raises:
            ConflictError, InputError, NotAllowed: as `take_step`.
            RuleViolation: `plan_not_draft`, `already_done`.
        """
        actor.require(Action.CHANGE_PLAN)
        with self._uow.write(actor, "Discard draft", request_id=command.request_id) as session:
            branch = load_branch(session, actor.branch_id)
            record = expected_version(session, branch, command.version_id, command.expected_version)
            require_draft(record)
            remove_version(session, record)
        return ChangeSet.of(Topic.PLANS)


def _inputs(grown: GrownLines, growth: Decimal) -> list[dict[str, str]]:
    """Return what a plan from last year rests on, as its pedigree keeps it."""
    behind: list[Month] = [month for _, month in grown.months]
    return [
        {
            "name": "last_year", "value": str(grown.baseline), "source": "documents",
            "date": f"{min(behind)}/{max(behind)}",
        },
        {"name": "growth", "value": str(growth), "source": "typed", "date": ""},
    ]  # fmt: skip
