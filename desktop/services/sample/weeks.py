"""The sample's weeks: the last four with their states, reasons and a moved visit; the next one."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.enums import NotMadeReason, PlanFate, WeekState
from desktop.models import Rep, VisitPlan, VisitPlanFate, WeekPlan
from desktop.periods import Period
from desktop.services.access import Actor
from desktop.services.activity.visit_facts import in_period, visit_days
from desktop.services.figures.frame import load_frame
from desktop.services.rules.coverage import done_on
from desktop.services.rules.week_plan import monday_of
from desktop.services.sample.days import AS_OF
from desktop.services.sample.dice import Dice
from desktop.services.sample.words import say
from desktop.services.uow import UnitOfWork

#: The part's own stream of draws.
_STREAM = 44
#: Weeks up to that of the last day, and how many of them are closed.
_WEEKS, _CLOSED = 4, 2
#: Share of the visits not made that the open weeks have explained already.
_EXPLAINED = 0.5
#: Every so many visits not made in an open week is moved to the next one.
_MOVED_EVERY = 5
_REASONS = (
    NotMadeReason.CUSTOMER_ABSENT, NotMadeReason.REP_ELSEWHERE, NotMadeReason.CUSTOMER_ABSENT,
    NotMadeReason.ROADS, NotMadeReason.NOT_NEEDED, NotMadeReason.REP_ELSEWHERE,
    NotMadeReason.FORGOTTEN, NotMadeReason.CUSTOMER_CANCELLED,
)  # fmt: skip
#: What comes of the next week by the rep's place in the list.
_NEXT = (WeekState.SUBMITTED, None, WeekState.DRAFT, WeekState.SUBMITTED, WeekState.RETURNED)
_NOTE = ("请补上两家久未拜访的 A 类客户。", "Put in the two A customers not seen for long.")


def fill(uow: UnitOfWork, actor: Actor, seed: int, language: str) -> None:
    """Write the weeks; the same for a seed in every language."""
    with uow.write(actor, "Sample weeks") as session:
        _Writer(session, actor, Dice(seed, _STREAM), language).write()


@dataclass(slots=True)
class _Writer:
    session: Session
    actor: Actor
    dice: Dice
    language: str
    told: int = 0

    def write(self) -> None:
        this_week = monday_of(AS_OF)
        first = this_week - timedelta(days=7 * (_WEEKS - 1))
        after = this_week + timedelta(days=7)
        plans = self._plans(Period(first, after + timedelta(days=7)))
        undone = self._undone(plans, Period(first - timedelta(days=7), after))
        for place, rep_id in enumerate(self._reps(plans)):
            for back in range(_WEEKS):
                monday = first + timedelta(days=7 * back)
                mine = [one for one in plans[rep_id] if monday_of(one.planned_on) == monday]
                if not mine:
                    continue
                is_closed = back < _CLOSED
                self._week(rep_id, monday, is_closed)
                self._tell([one for one in mine if one.id in undone], after, is_closed)
            state = _NEXT[place % len(_NEXT)]
            planned = [one for one in plans[rep_id] if monday_of(one.planned_on) == after]
            if state is not None and planned:
                self._next(rep_id, after, state)

    def _plans(self, period: Period) -> dict[int, list[VisitPlan]]:
        found: dict[int, list[VisitPlan]] = defaultdict(list)
        rows = self.session.scalars(
            select(VisitPlan)
            .where(
                VisitPlan.branch_id == self.actor.branch_id, in_period(VisitPlan.planned_on, period)
            )
            .order_by(VisitPlan.planned_on, VisitPlan.id)
        )
        for one in rows:
            found[one.rep_id].append(one)
        return found

    def _undone(self, plans: dict[int, list[VisitPlan]], period: Period) -> set[int]:
        """Return the planned visits up to the last day that no visit did."""
        frame = load_frame(self.session, self.actor.branch_id)
        made: dict[tuple[int, int], list[tuple[date, int]]] = defaultdict(list)
        for visit in visit_days(self.session, frame, period):
            made[visit.rep_id, visit.customer_id].append((visit.day, visit.visits))
        wanted: dict[tuple[int, int], list[VisitPlan]] = defaultdict(list)
        for those in plans.values():
            for one in those:
                wanted[one.rep_id, one.customer_id].append(one)
        found = set()
        for key, those in wanted.items():
            days = done_on([one.planned_on for one in those], sorted(made.get(key, ())))
            # What may still be done tomorrow is not missing yet.
            found |= {
                one.id
                for one, day in zip(those, days, strict=True)
                if day is None and one.planned_on < AS_OF
            }
        return found

    def _reps(self, plans: dict[int, list[VisitPlan]]) -> list[int]:
        rows = self.session.scalars(
            select(Rep.id).where(Rep.branch_id == self.actor.branch_id).order_by(Rep.code)
        )
        return [rep_id for rep_id in rows if rep_id in plans]

    def _week(self, rep_id: int, monday: date, is_closed: bool) -> None:
        before = monday - timedelta(days=3)
        state = WeekState.RECONCILED if is_closed else WeekState.APPROVED
        self.session.add(
            WeekPlan(
                branch_id=self.actor.branch_id, rep_id=rep_id, monday=monday, state=str(state),
                submitted_on=before - timedelta(days=1), decided_on=before,
                decided_by_id=self.actor.user_id or None,
                reconciled_on=monday + timedelta(days=7) if is_closed else None, note="",
            )
        )  # fmt: skip

    def _tell(self, plans: list[VisitPlan], after: date, is_closed: bool) -> None:
        for one in plans:
            if not is_closed and not self.dice.chance(_EXPLAINED):
                continue
            self.told += 1
            target = None
            if not is_closed and self.told % _MOVED_EVERY == 0:
                target = VisitPlan(
                    branch_id=one.branch_id, rep_id=one.rep_id, customer_id=one.customer_id,
                    planned_on=after + timedelta(days=self.dice.below(5)), purpose=one.purpose,
                )  # fmt: skip
                self.session.add(target)
                self.session.flush()
            fate = PlanFate.NOT_MADE if target is None else PlanFate.MOVED
            self.session.add(
                VisitPlanFate(
                    branch_id=one.branch_id, visit_plan_id=one.id, fate=str(fate),
                    reason=str(self.dice.pick(_REASONS)), note="",
                    moved_to_id=None if target is None else target.id,
                    said_on=min(one.planned_on + timedelta(days=1), AS_OF),
                )
            )  # fmt: skip

    def _next(self, rep_id: int, monday: date, state: WeekState) -> None:
        is_returned = state is WeekState.RETURNED
        is_submitted = state is not WeekState.DRAFT
        self.session.add(
            WeekPlan(
                branch_id=self.actor.branch_id, rep_id=rep_id, monday=monday, state=str(state),
                submitted_on=AS_OF if is_submitted else None,
                decided_on=AS_OF if is_returned else None,
                decided_by_id=(self.actor.user_id or None) if is_returned else None,
                note=say(_NOTE, self.language) if is_returned else "",
            )
        )  # fmt: skip
