"""Finding and filling the records of objectives, tasks and milestones, inside a command."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.errors import ConflictError, InputError, Issue, RuleViolation
from desktop.models import (
    BudgetCommitment,
    BudgetLine,
    Customer,
    PlanObjective,
    PlanTask,
    Rep,
    SalesPlan,
    TaskMilestone,
    TaskReview,
    Territory,
)
from desktop.money import LARGEST_AMOUNT
from desktop.search_key import clean_text
from desktop.services.figures.frame import BranchFacts
from desktop.services.plans.work_data import MilestoneEntry, ObjectiveEntry, TaskEntry

_Named = TypeVar("_Named", PlanObjective, PlanTask)
_GONE = {PlanObjective: "objective_gone", PlanTask: "task_gone"}


def require_plan(session: Session, branch: BranchFacts, plan_id: int) -> None:
    """Refuse to enter anything of a plan that is not there.

    Raises:
        InputError: `plan_gone`.
    """
    plan = select(SalesPlan.id).where(SalesPlan.branch_id == branch.id, SalesPlan.id == plan_id)
    if session.scalar(plan) is None:
        raise InputError(Issue("plan_gone"))


def expected(
    session: Session, branch: BranchFacts, kind: type[_Named], record_id: int, version: int
) -> _Named:
    """Return an objective or a task for a change, where nobody else changed it meanwhile.

    Raises:
        ConflictError: `changed_meanwhile`; facts: `found`, the version that is there.
        InputError: `objective_gone` or `task_gone`.
    """
    found = select(kind).where(kind.branch_id == branch.id, kind.id == record_id)
    record = session.scalars(found.with_for_update()).first()
    if record is None:
        raise InputError(Issue(_GONE[kind]))
    if record.version != version:
        raise ConflictError("changed_meanwhile", shown=version, found=record.version)
    return record


def fill_objective(
    session: Session, record: PlanObjective, entry: ObjectiveEntry, branch: BranchFacts
) -> None:
    """Put an entry into an objective.

    Raises:
        InputError: with an issue for each field that cannot be taken.
    """
    issues: list[Issue] = []
    text = words(entry.text, "text", issues, "objective_text_missing")
    criterion = words(entry.criterion, "criterion", issues, "objective_criterion_missing")
    _known(session, branch, Rep, entry.rep_id, "rep", issues)
    if issues:
        raise InputError(*issues)
    record.text, record.criterion = text, criterion
    record.due, record.rep_id = entry.due, entry.rep_id


def fill_task(
    session: Session, record: PlanTask, entry: TaskEntry, branch: BranchFacts, today: date
) -> None:
    """Put an entry into a task; its milestones are `keep_milestones`' work.

    Raises:
        InputError: with an issue for each field that cannot be taken.
    """
    issues: list[Issue] = []
    name = words(entry.name, "name", issues, "task_name_missing")
    responsibility = words(entry.responsibility, "responsibility", issues)
    if entry.finish < entry.start:
        facts = {"start": str(entry.start), "finish": str(entry.finish)}
        issues.append(Issue("task_before_start", facts, column="finish"))
    if entry.territory_id is not None and entry.customer_id is not None:
        issues.append(Issue("task_two_places", column="place"))
    if entry.done_on is not None and entry.done_on > today:
        issues.append(Issue("task_done_ahead", column="done_on", value=str(entry.done_on)))
    for kind, chosen, column in (
        (Rep, entry.rep_id, "rep"),
        (Territory, entry.territory_id, "place"),
        (Customer, entry.customer_id, "place"),
    ):
        _known(session, branch, kind, chosen, column, issues)
    objective = _known(session, branch, PlanObjective, entry.objective_id, "objective", issues)
    if objective is not None and objective.plan_id != record.plan_id:
        issues.append(_unknown(entry.objective_id, "objective"))
    amount = minor_units(entry.contribution, branch, "contribution", issues)
    _check_milestones(entry, today, issues)
    if issues:
        raise InputError(*issues)
    record.name, record.responsibility = name, responsibility
    record.objective_id, record.rep_id = entry.objective_id, entry.rep_id
    record.territory_id, record.customer_id = entry.territory_id, entry.customer_id
    record.start, record.finish, record.done_on = entry.start, entry.finish, entry.done_on
    record.contribution_minor = amount


def _check_milestones(entry: TaskEntry, today: date, issues: list[Issue]) -> None:
    for one in entry.milestones:
        name = words(one.name, "milestones", issues, "task_name_missing")
        if entry.finish >= entry.start and not entry.start <= one.due <= entry.finish:
            facts = {"name": name}
            issues.append(
                Issue("task_milestone_outside", facts, column="milestones", value=str(one.due))
            )
        if one.done_on is not None and one.done_on > today:
            issues.append(Issue("task_done_ahead", column="milestones", value=str(one.done_on)))


def keep_milestones(
    session: Session, record: PlanTask, entries: tuple[MilestoneEntry, ...]
) -> bool:
    """Make a task's milestones those of an entry; return whether any changed.

    The caller touches the task then: a milestone is a part of its document.

    Raises:
        InputError: `task_milestone_gone`.
    """
    there = {one.id: one for one in milestones_of(session, record.id)}
    changed = False
    for entry in entries:
        name = clean_text(entry.name)
        if entry.milestone_id is None:
            session.add(
                TaskMilestone(
                    branch_id=record.branch_id, task_id=record.id, name=name, due=entry.due,
                    done_on=entry.done_on,
                )
            )  # fmt: skip
            changed = True
            continue
        known = there.pop(entry.milestone_id, None)
        if known is None:
            raise InputError(Issue("task_milestone_gone", column="milestones"))
        if (known.name, known.due, known.done_on) != (name, entry.due, entry.done_on):
            known.name, known.due, known.done_on = name, entry.due, entry.done_on
            changed = True
    for rest in there.values():
        session.delete(rest)
        changed = True
    return changed


def milestones_of(session: Session, task_id: int) -> tuple[TaskMilestone, ...]:
    """Return the milestones of a task by day."""
    query = select(TaskMilestone).where(TaskMilestone.task_id == task_id)
    return tuple(session.scalars(query.order_by(TaskMilestone.due, TaskMilestone.id)))


def require_free_task(session: Session, record: PlanTask) -> None:
    """Refuse to take out a task that money or a review rests on.

    Raises:
        RuleViolation: `task_has_money`, `task_has_review`.
    """
    money = sum(
        int(session.scalar(_count_of(kind, record)) or 0) for kind in (BudgetLine, BudgetCommitment)
    )
    if money:
        raise RuleViolation("task_has_money", count=money)
    if session.scalar(_count_of(TaskReview, record)):
        raise RuleViolation("task_has_review")


def require_unserved(session: Session, record: PlanObjective) -> None:
    """Refuse to take out an objective that tasks serve.

    Raises:
        RuleViolation: `objective_has_tasks`.
    """
    count = session.scalar(
        select(func.count()).where(
            PlanTask.branch_id == record.branch_id, PlanTask.objective_id == record.id
        )
    )
    if count:
        raise RuleViolation("objective_has_tasks", count=count)


def _count_of(kind: Any, record: PlanTask) -> Any:
    return select(func.count()).where(kind.branch_id == record.branch_id, kind.task_id == record.id)


def words(text: str, column: str, issues: list[Issue], needed: str = "") -> str:
    """Return a text as it is kept, noting a sign that nobody can see, or that it is missing."""
    try:
        kept = clean_text(text)
    except ValueError as error:
        issues.append(Issue("unseen_character", {"character": str(error)}, column=column))
        return ""
    if needed and not kept:
        issues.append(Issue(needed, column=column))
    return kept


def minor_units(
    amount: Decimal | None, branch: BranchFacts, column: str, issues: list[Issue]
) -> int | None:
    """Return an amount in minor units, noting what stands against it."""
    if amount is None:
        return None
    value = f"{amount:f}"
    if not 0 <= amount <= LARGEST_AMOUNT:
        issues.append(Issue("work_amount_range", column=column, value=value))
        return None
    units = amount.scaleb(branch.decimals)
    if units != units.to_integral_value():
        facts = {"decimals": branch.decimals}
        issues.append(Issue("amount_decimals", facts, column=column, value=value))
    return int(units)


def _known(
    session: Session,
    branch: BranchFacts,
    kind: Any,
    record_id: int | None,
    column: str,
    issues: list[Issue],
) -> Any | None:
    """Return the record that a field names, noting where there is none."""
    if record_id is None:
        return None
    query = select(kind).where(kind.branch_id == branch.id, kind.id == record_id)
    record = session.scalars(query).first()
    if record is None:
        issues.append(_unknown(record_id, column))
    return record


def _unknown(record_id: int | None, column: str) -> Issue:
    return Issue("work_choice_unknown", column=column, value=str(record_id))
