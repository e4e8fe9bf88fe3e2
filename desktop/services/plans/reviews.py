"""Looking back at a promotion: expected, actual, cost, verdict and lesson."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.changes import ChangeSet, Topic
from desktop.clock import Clock
from desktop.enums import ReviewVerdict
from desktop.errors import ConflictError, InputError, Issue
from desktop.models import (
    BudgetCommitment,
    BudgetLine,
    PlanTask,
    Product,
    ProductGroup,
    TaskReview,
)
from desktop.money import from_minor, to_minor
from desktop.services.access import Action, Actor
from desktop.services.figures.frame import (
    BranchFacts,
    NodeFacts,
    ProductFacts,
    load_branch,
    load_frame,
)
from desktop.services.figures.sql import whole_sum
from desktop.services.plans.review_sales import measure
from desktop.services.plans.reviews_data import (
    MOST_DAYS,
    Outcome,
    RecordReview,
    RemoveReview,
    ReviewEntry,
    ReviewFacts,
    ReviewRow,
    ReviewScope,
    ReviewSheet,
)
from desktop.services.plans.work_data import Choice
from desktop.services.plans.work_records import minor_units, words
from desktop.services.rules import uplift
from desktop.services.rules.uplift import Basis
from desktop.services.uow import UnitOfWork


class TaskReviews:
    """Measures what a task brought, and keeps what was made of it."""

    def __init__(self, uow: UnitOfWork, clock: Clock) -> None:
        self._uow = uow
        self._clock = clock

    def sheet(self, task_id: int, scope: ReviewScope | None = None) -> ReviewSheet:
        """Return what a form of a task's review begins with, or shows after another choice.

        Without a scope it is the review's, else the task's own days. The facts are None where
        its days are not over, are backwards, or are too many to be measured.

        Raises:
            InputError: `task_gone`.
        """
        today = self._clock.today()
        with self._uow.read() as session:
            frame = load_frame(session, customers=True, products=True)
            branch = frame.branch
            task = _task(session, branch, task_id)
            record = session.scalars(
                select(TaskReview).where(
                    TaskReview.branch_id == branch.id, TaskReview.task_id == task_id
                )
            ).first()
            review = None if record is None else review_row(record, branch.decimals)
            first = review.scope if review is not None else ReviewScope(task.start, task.finish)
            wanted = scope or first
            is_measurable = not _scope_issues(session, branch, wanted, self._clock)
            facts = measure(session, frame, task, wanted).facts if is_measurable else None
            contribution = task.contribution_minor
            customer = frame.customers.get(task.customer_id or 0)
            area = frame.territories.get(task.territory_id or 0)
            place = customer.name if customer is not None else "" if area is None else area.name
            return ReviewSheet(
                task.id, task.name, place, branch.currency, today,
                None if contribution is None else from_minor(contribution, branch.decimals),
                _budget(session, branch, task_id), review, facts,
                _choices(frame.products.values()), _choices(frame.groups.values()), wanted,
            )  # fmt: skip

    def record(self, actor: Actor, command: RecordReview) -> ChangeSet:
        """Write a review down, with the sales as they are now, and return what changed.

        Raises:
            ConflictError: `changed_meanwhile`; facts: `theirs` (a `ReviewRow`, or None).
            InputError: a field that cannot be taken; `review_baseline_missing`; `task_gone`.
            NotAllowed: the user's roles do not include it.
            RuleViolation: `already_done`.
        """
        actor.require(Action.CHANGE_PLAN)
        today = self._clock.today()
        with self._uow.write(actor, "Review task", request_id=command.request_id) as session:
            frame = load_frame(session, actor.branch_id, customers=True, products=True)
            branch, entry = frame.branch, command.entry
            task = _task(session, branch, command.task_id, is_locked=True)
            record = self._expected(session, branch, command)
            issues = _scope_issues(session, branch, entry.scope, self._clock)
            lesson = words(entry.lesson, "lesson", issues, "review_lesson")
            expected = minor_units(entry.expected, branch, "expected", issues)
            cost = minor_units(entry.cost, branch, "cost", issues)
            if issues:
                raise InputError(*issues)
            found = measure(session, frame, task, entry.scope)
            chosen = next(one for one in found.baselines if one.basis is entry.basis)
            if chosen.amount is None:
                raise InputError(Issue("review_baseline_missing", column="basis"))
            _put_scope(record, entry)
            record.baseline_minor, record.actual_minor = chosen.amount, found.actual
            record.baseline_basis = uplift.stored_words(chosen, branch.decimals)
            record.expected_minor, record.cost_minor = expected or 0, cost or 0
            record.verdict, record.lesson = str(entry.verdict), lesson
            record.reviewed_on = today
            session.add(record)
            session.flush()
            made = record.id
        return ChangeSet.of(Topic.PLANS, created_id=made)

    def remove(self, actor: Actor, command: RemoveReview) -> ChangeSet:
        """Take a review out.

        Raises:
            ConflictError: as `record`.
            InputError: `review_gone`.
            NotAllowed, RuleViolation: as `record`.
        """
        actor.require(Action.CHANGE_PLAN)
        with self._uow.write(actor, "Remove review", request_id=command.request_id) as session:
            branch = load_branch(session, actor.branch_id)
            query = select(TaskReview).where(
                TaskReview.branch_id == branch.id, TaskReview.id == command.review_id
            )
            record = session.scalars(query.with_for_update()).first()
            if record is None:
                raise InputError(Issue("review_gone"))
            _require_version(record, command.expected_version, branch)
            session.delete(record)
        return ChangeSet.of(Topic.PLANS)

    def _expected(self, session: Session, branch: BranchFacts, command: RecordReview) -> TaskReview:
        query = select(TaskReview).where(
            TaskReview.branch_id == branch.id, TaskReview.task_id == command.task_id
        )
        record = session.scalars(query.with_for_update()).first()
        if record is None:
            if command.expected_version:
                raise ConflictError("changed_meanwhile", theirs=None)
            return TaskReview(branch_id=branch.id, task_id=command.task_id)
        _require_version(record, command.expected_version, branch)
        return record


def outcome(facts: ReviewFacts, basis: Basis, cost: Decimal, decimals: int = 2) -> Outcome:
    """Return what the sales come to against a baseline, and what is left after the cost."""
    baseline = facts.baseline(basis)
    if baseline is None or baseline.amount is None:
        return Outcome(None, uplift.Finding.UNKNOWN, None)
    difference = facts.actual - baseline.amount
    minor = to_minor(difference, decimals)
    noise = None if facts.noise is None else to_minor(facts.noise, decimals)
    rate = None if facts.margin is None else Fraction(facts.margin)
    gain = uplift.return_of(minor, rate, to_minor(cost, decimals))
    return Outcome(
        difference,
        uplift.finding(minor, noise),
        None if gain is None else from_minor(gain, decimals),
    )


def review_row(record: TaskReview, decimals: int) -> ReviewRow:
    """Return a review as people see it."""
    return ReviewRow(
        record.id,
        record.version,
        ReviewScope(record.first_day, record.last_day, record.product_id, record.product_group_id),
        from_minor(record.baseline_minor, decimals),
        record.baseline_basis,
        from_minor(record.expected_minor, decimals),
        from_minor(record.actual_minor, decimals),
        from_minor(record.cost_minor, decimals),
        ReviewVerdict(record.verdict),
        record.lesson,
        record.reviewed_on,
    )


def _put_scope(record: TaskReview, entry: ReviewEntry) -> None:
    record.first_day, record.last_day = entry.scope.first, entry.scope.last
    record.product_id, record.product_group_id = entry.scope.product_id, entry.scope.group_id


def _require_version(record: TaskReview, expected: int, branch: BranchFacts) -> None:
    if record.version != expected:
        theirs = review_row(record, branch.decimals)
        raise ConflictError("changed_meanwhile", theirs=theirs)


def _task(
    session: Session, branch: BranchFacts, task_id: int, *, is_locked: bool = False
) -> PlanTask:
    query = select(PlanTask).where(PlanTask.branch_id == branch.id, PlanTask.id == task_id)
    record = session.scalars(query.with_for_update() if is_locked else query).first()
    if record is None:
        raise InputError(Issue("task_gone"))
    return record


def _scope_issues(
    session: Session, branch: BranchFacts, scope: ReviewScope, clock: Clock
) -> list[Issue]:
    """Return what stands against measuring these days and this product."""
    issues: list[Issue] = []
    if scope.last < scope.first:
        facts = {"first": str(scope.first), "last": str(scope.last)}
        issues.append(Issue("review_backwards", facts, column="last"))
    elif (scope.last - scope.first).days >= MOST_DAYS:
        issues.append(Issue("review_too_long", {"most": MOST_DAYS}, column="last"))
    if scope.last > clock.today():
        issues.append(Issue("review_not_over", column="last", value=str(scope.last)))
    for kind, chosen in ((Product, scope.product_id), (ProductGroup, scope.group_id)):
        if chosen is None:
            continue
        query = select(kind.id).where(kind.branch_id == branch.id, kind.id == chosen)
        if session.scalar(query) is None:
            issues.append(Issue("work_choice_unknown", column="product", value=str(chosen)))
    return issues


def _budget(session: Session, branch: BranchFacts, task_id: int) -> Decimal | None:
    """Return what budget lines and open commitments give a task."""
    lines = session.scalar(
        select(whole_sum(BudgetLine.amount_minor)).where(
            BudgetLine.branch_id == branch.id, BudgetLine.task_id == task_id
        )
    )
    promised = session.scalar(
        select(whole_sum(BudgetCommitment.amount_minor)).where(
            BudgetCommitment.branch_id == branch.id,
            BudgetCommitment.task_id == task_id,
            BudgetCommitment.released_on.is_(None),
        )
    )
    total = int(lines or 0) + int(promised or 0)
    return from_minor(total, branch.decimals) if total else None


def _choices(things: Iterable[NodeFacts | ProductFacts]) -> tuple[Choice, ...]:
    found = [Choice(one.id, one.code, one.name) for one in things]
    return tuple(sorted(found, key=lambda one: one.code))
