"""Reading the objectives and tasks of a plan with everything that they are linked to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.enums import Metric, PlanLevel, PlanStatus
from desktop.models import (
    BudgetCommitment,
    BudgetLine,
    Customer,
    PlanLine,
    PlanObjective,
    PlanTask,
    PlanVersion,
    SalesPlan,
    TaskMilestone,
    TaskReview,
)
from desktop.money import from_minor
from desktop.services.figures.frame import Frame, RepFacts
from desktop.services.figures.sql import whole_sum
from desktop.services.plans.work_data import (
    Lack,
    LooseEnd,
    MilestoneRow,
    ObjectiveRow,
    TaskRow,
    WorkBook,
    WorkPlan,
)
from desktop.services.rules.taskwork import objective_state, person_state, task_state

#: Which version speaks for a plan, the better first.
_SPEAKING = (
    PlanStatus.IN_FORCE, PlanStatus.DRAFT, PlanStatus.SUBMITTED, PlanStatus.AGREED,
    PlanStatus.CLOSED, PlanStatus.SUPERSEDED,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class SpokenPlan:
    """A plan with the version that speaks for it: the one in force, else the latest worked at."""

    plan_id: int
    name: str
    fiscal_year: int
    version_id: int
    status: PlanStatus


def spoken_plans(session: Session, branch_id: int, today_year: int) -> tuple[SpokenPlan, ...]:
    """Return the plans that have a version: the one to begin with first.

    What is in force comes before what is worked at, and the year nearest to today's before
    others, the later of two.
    """
    rows = session.execute(
        select(
            SalesPlan.id, SalesPlan.name, SalesPlan.fiscal_year, PlanVersion.id,
            PlanVersion.status,
        )
        .join(PlanVersion, PlanVersion.plan_id == SalesPlan.id)
        .where(SalesPlan.branch_id == branch_id, PlanVersion.branch_id == branch_id)
        .order_by(PlanVersion.number)
    )  # fmt: skip
    found: dict[int, SpokenPlan] = {}
    for plan_id, name, year, version_id, status in rows:
        new = SpokenPlan(plan_id, name, year, version_id, PlanStatus(status))
        old = found.get(plan_id)
        # Of two in the same state the later one speaks.
        if old is None or _SPEAKING.index(new.status) <= _SPEAKING.index(old.status):
            found[plan_id] = new

    def order(one: SpokenPlan) -> tuple[int, int, int, str]:
        is_live = one.status is not PlanStatus.IN_FORCE
        return is_live, abs(one.fiscal_year - today_year), -one.fiscal_year, one.name

    return tuple(sorted(found.values(), key=order))


def read_book(
    session: Session, frame: Frame, plans: Sequence[SpokenPlan], chosen: SpokenPlan, today: date
) -> WorkBook:
    """Return everything about the work of a plan."""
    return _BookReader(session, frame, chosen, today).book(plans)


@dataclass(frozen=True, slots=True)
class _BookReader:
    session: Session
    frame: Frame
    plan: SpokenPlan
    today: date

    def book(self, plans: Sequence[SpokenPlan]) -> WorkBook:
        branch = self.frame.branch
        year = branch.fiscal.period(self.plan.fiscal_year)
        tasks = self._tasks()
        objectives = self._objectives(tasks)
        names = {one.plan_id: branch.fiscal.name(one.fiscal_year) for one in plans}
        return WorkBook(
            plans=tuple(WorkPlan(one.plan_id, one.name, names[one.plan_id]) for one in plans),
            plan=WorkPlan(self.plan.plan_id, self.plan.name, names[self.plan.plan_id]),
            first=year.start,
            last=year.last,
            currency=branch.currency,
            decimals=branch.decimals,
            as_of=self.today,
            objectives=objectives,
            tasks=tasks,
            loose=tuple(self._loose(objectives, tasks)),
            target=self._target(),
        )

    def _money(self, minor: int | None) -> Decimal | None:
        return None if minor is None else from_minor(minor, self.frame.branch.decimals)

    def _of_plan(self, record: Any) -> Any:
        return record.branch_id == self.frame.branch.id, record.plan_id == self.plan.plan_id

    def _tasks(self) -> tuple[TaskRow, ...]:
        records = self.session.execute(
            select(PlanTask, Customer.code, Customer.name, PlanObjective.text)
            .outerjoin(Customer, Customer.id == PlanTask.customer_id)
            .outerjoin(PlanObjective, PlanObjective.id == PlanTask.objective_id)
            .where(*self._of_plan(PlanTask))
            .order_by(PlanTask.start, PlanTask.finish, PlanTask.id)
        ).all()
        milestones, budgets = self._milestones(), self._budgets()
        reviewed = set(
            self.session.scalars(
                select(TaskReview.task_id).where(TaskReview.branch_id == self.frame.branch.id)
            )
        )
        return tuple(
            self._task(
                record, (code or "", name or ""), text or "", milestones.get(record.id, []),
                budgets.get(record.id), record.id in reviewed,
            )
            for record, code, name, text in records
        )  # fmt: skip

    def _task(
        self,
        record: PlanTask,
        customer: tuple[str, str],
        objective: str,
        milestones: Sequence[TaskMilestone],
        budget: int | None,
        is_reviewed: bool,
    ) -> TaskRow:
        rep = self._rep(record.rep_id)
        area = self.frame.territories.get(record.territory_id or 0)
        dates = None if rep is None else (rep.hire_date, rep.leave_date)
        return TaskRow(
            id=record.id,
            version=record.version,
            name=record.name,
            responsibility=record.responsibility,
            objective_id=record.objective_id,
            objective=objective,
            rep_id=record.rep_id,
            rep_code="" if rep is None else rep.code,
            rep_name="" if rep is None else rep.name,
            person=person_state(dates, record.start, record.finish, record.done_on, self.today),
            left_on=None if rep is None else rep.leave_date,
            territory_id=record.territory_id,
            customer_id=record.customer_id,
            customer_code=customer[0],
            place=customer[1] or ("" if area is None else area.name),
            start=record.start,
            finish=record.finish,
            done_on=record.done_on,
            contribution=self._money(record.contribution_minor),
            budget=self._money(budget),
            milestones=tuple(self._milestone(one, record.done_on) for one in milestones),
            is_reviewed=is_reviewed,
            state=task_state(
                record.start, record.finish, record.done_on,
                [one.due for one in milestones if one.done_on is None], self.today,
            ),
        )  # fmt: skip

    def _milestone(self, record: TaskMilestone, task_done_on: date | None) -> MilestoneRow:
        is_late = record.done_on is None and task_done_on is None and record.due < self.today
        return MilestoneRow(record.id, record.name, record.due, record.done_on, is_late)

    def _rep(self, rep_id: int | None) -> RepFacts | None:
        return None if rep_id is None else self.frame.reps.get(rep_id)

    def _milestones(self) -> dict[int, list[TaskMilestone]]:
        records = self.session.scalars(
            select(TaskMilestone)
            .join(PlanTask, PlanTask.id == TaskMilestone.task_id)
            .where(TaskMilestone.branch_id == self.frame.branch.id, *self._of_plan(PlanTask))
            .order_by(TaskMilestone.due, TaskMilestone.id)
        )
        found: dict[int, list[TaskMilestone]] = {}
        for record in records:
            found.setdefault(record.task_id, []).append(record)
        return found

    def _budgets(self) -> dict[int, int]:
        """Return what budget lines and open commitments give each task, in minor units."""
        found: dict[int, int] = {}
        for record, also in (
            (BudgetLine, ()), (BudgetCommitment, (BudgetCommitment.released_on.is_(None),)),
        ):  # fmt: skip
            rows = self.session.execute(
                select(record.task_id, whole_sum(record.amount_minor))
                .join(PlanTask, PlanTask.id == record.task_id)
                .where(record.branch_id == self.frame.branch.id, *self._of_plan(PlanTask), *also)
                .group_by(record.task_id)
            )
            for task_id, amount in rows:
                if task_id is not None:
                    found[task_id] = found.get(task_id, 0) + amount
        return found

    def _objectives(self, tasks: Sequence[TaskRow]) -> tuple[ObjectiveRow, ...]:
        records = self.session.scalars(
            select(PlanObjective)
            .where(*self._of_plan(PlanObjective))
            .order_by(PlanObjective.due, PlanObjective.id)
        ).all()
        served: Mapping[int, list[TaskRow]] = {
            one.id: [task for task in tasks if task.objective_id == one.id] for one in records
        }
        return tuple(self._objective(one, served[one.id]) for one in records)

    def _objective(self, record: PlanObjective, tasks: Sequence[TaskRow]) -> ObjectiveRow:
        rep = self._rep(record.rep_id)
        amounts = [one.contribution for one in tasks if one.contribution is not None]
        return ObjectiveRow(
            record.id, record.version, record.text, record.criterion, record.due, record.rep_id,
            "" if rep is None else rep.name, record.evidence, record.closed_on,
            objective_state(record.due, record.closed_on, self.today), len(tasks),
            sum(amounts, Decimal(0)) if amounts else None,
        )  # fmt: skip

    def _target(self) -> Decimal | None:
        total, lines = self.session.execute(
            select(whole_sum(PlanLine.amount), func.count()).where(
                PlanLine.branch_id == self.frame.branch.id,
                PlanLine.version_id == self.plan.version_id,
                PlanLine.metric == str(Metric.SALES),
                PlanLine.level == str(PlanLevel.BASE),
            )
        ).one()
        return self._money(total) if lines else None

    # What is unlinked

    def _loose(
        self, objectives: Sequence[ObjectiveRow], tasks: Sequence[TaskRow]
    ) -> Iterator[LooseEnd]:
        """Yield what is not linked: objectives, then tasks by what they lack, then money."""
        for one in objectives:
            if not one.tasks and one.closed_on is None:
                yield LooseEnd(Lack.TASK, one.id, one.text)
        lacks = (
            (Lack.OBJECTIVE, lambda task: task.objective_id is None),
            (Lack.PERSON, lambda task: task.rep_id is None),
            (Lack.PERSON_GONE, lambda task: task.person.is_missing),
            (Lack.PLACE, lambda task: not task.has_place),
            (Lack.BUDGET, lambda task: task.budget is None),
        )
        for lack, is_lacking in lacks:
            for task in tasks:
                if is_lacking(task):
                    yield LooseEnd(lack, task.id, task.name, task.contribution)
        yield from self._loose_money()

    def _loose_money(self) -> Iterator[LooseEnd]:
        """Yield the budget of the plan's year without a task, by category and whom it is for.

        Then the commitments, one by one. What a driver computed grows with visits, days or
        sales, so that it is tied to the plan without a task.
        """
        months = self.frame.branch.fiscal.period(self.plan.fiscal_year).months()
        first, last = months[0].ordinal, months[-1].ordinal
        keys = (BudgetLine.category, BudgetLine.rep_id, BudgetLine.territory_id)
        lines = self.session.execute(
            select(func.min(BudgetLine.id), *keys, whole_sum(BudgetLine.amount_minor), func.count())
            .where(
                BudgetLine.branch_id == self.frame.branch.id,
                BudgetLine.month.between(first, last),
                BudgetLine.task_id.is_(None),
                BudgetLine.driver_id.is_(None),
            )
            .group_by(*keys)
            .order_by(BudgetLine.category, func.min(BudgetLine.id))
        )
        for line_id, category, rep_id, territory_id, amount, count in lines:
            rep, area = self._rep(rep_id), self.frame.territories.get(territory_id or 0)
            whose = rep.name if rep is not None else "" if area is None else area.name
            yield LooseEnd(
                Lack.MONEY_TASK, line_id, whose, self._money(amount), category, count
            )  # fmt: skip
        commitments = self.session.execute(
            select(
                BudgetCommitment.id, BudgetCommitment.text, BudgetCommitment.amount_minor,
                BudgetCommitment.category,
            )
            .where(
                BudgetCommitment.branch_id == self.frame.branch.id,
                BudgetCommitment.month.between(first, last),
                BudgetCommitment.task_id.is_(None),
                BudgetCommitment.released_on.is_(None),
            )
            .order_by(BudgetCommitment.id)
        )  # fmt: skip
        for commitment_id, text, amount, category in commitments:
            yield LooseEnd(
                Lack.MONEY_TASK, commitment_id, text, self._money(amount), category
            )  # fmt: skip


__all__ = ["SpokenPlan", "read_book", "spoken_plans"]
