"""The lines of a rep's week: each visit, order, collection, expense, note and undone plan."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from desktop.models import (
    Collection,
    Expense,
    JointVisit,
    MarketNote,
    OrderCredit,
    SalesOrder,
    Visit,
    VisitPlan,
    VisitPlanFate,
)
from desktop.money import from_minor
from desktop.periods import Period
from desktop.services.activity.visit_facts import in_period
from desktop.services.figures.frame import Frame
from desktop.services.figures.sql import plain_rows, whole_sum
from desktop.services.rep_week.data import LineKind, LineMark, WeekLine
from desktop.services.rep_week.reading import Reported, names_of
from desktop.services.rules.rep_week import OnDay


@dataclass(frozen=True, slots=True)
class _Raw:
    """A line before its customer has a name and its amount a currency."""

    kind: LineKind
    id: int
    day: date
    customer_id: int | None
    at: time | None = None
    until: time | None = None
    code: str = ""
    text: str = ""
    more: str = ""
    minor: int | None = None
    minutes: int | None = None
    mark: LineMark = LineMark.NONE


@dataclass(frozen=True, slots=True)
class Planned:
    """A rep's plans and visits around a week, and which did which."""

    plans: tuple[OnDay, ...]
    visits: tuple[OnDay, ...]
    done: Mapping[int, int]

    def off_plan(self, period: Period) -> frozenset[int]:
        """Return the valid visits of the days that nobody had planned.

        Without any plan of these days there is nothing to be off.
        """
        if not any(plan.day in period for plan in self.plans):
            return frozenset()
        made = frozenset(self.done.values())
        return frozenset(one.id for one in self.visits if one.day in period and one.id not in made)

    def counts(self, period: Period) -> tuple[int, int]:
        """Return how many visits were planned for the days, and how many of them were done."""
        ids = [plan.id for plan in self.plans if plan.day in period]
        return len(ids), sum(one in self.done for one in ids)


def lines_of(
    session: Session, frame: Frame, rep_id: int, week: Period,
    reports: Iterable[Reported], planned: Planned, over: date,
) -> dict[date, list[WeekLine]]:  # fmt: skip
    """Return the lines of a rep's week by day, in the order of their times.

    A planned visit of a day after `over` may still be made.
    """
    raw = [
        *_visits(session, frame, [one for one in reports if one.day in week],
                 planned.off_plan(week)),
        *_plans(session, frame, rep_id, week, planned, over),
        *_orders(session, frame, rep_id, week),
        *_others(session, frame, rep_id, week),
    ]  # fmt: skip
    names = names_of(session, frame, (one.customer_id for one in raw if one.customer_id))
    order = list(LineKind)
    raw.sort(key=lambda one: (one.day, one.at or time.max, order.index(one.kind), one.id))
    found: dict[date, list[WeekLine]] = defaultdict(list)
    for one in raw:
        code, name = names.get(one.customer_id or 0, ("", ""))
        amount = None if one.minor is None else from_minor(one.minor, frame.branch.decimals)
        found[one.day].append(
            WeekLine(
                one.kind, one.id, one.day, one.at, one.until, one.customer_id, code, name,
                one.code, one.text, one.more, amount, one.minutes, one.mark,
            )
        )  # fmt: skip
    return found


def _visits(
    session: Session, frame: Frame, reports: Sequence[Reported], off_plan: frozenset[int]
) -> list[_Raw]:
    ids = [one.id for one in reports]
    words = {
        row[0]: row[1:]
        for row in plain_rows(
            session,
            select(Visit.id, Visit.outcome, Visit.purpose, Visit.rejected_on).where(
                Visit.branch_id == frame.branch.id, Visit.id.in_(ids)
            ),
        )
    }
    companions: dict[int, list[str]] = defaultdict(list)
    query = select(JointVisit.visit_id, JointVisit.companion_id).where(
        JointVisit.branch_id == frame.branch.id, JointVisit.visit_id.in_(ids)
    )
    for visit_id, companion in plain_rows(session, query):
        companions[visit_id].append(frame.reps[companion].name)
    found = []
    for one in reports:
        outcome, purpose, rejected = words[one.id]
        # With whom he went says more than why; there is room for one of them.
        more = ", ".join(sorted(companions[one.id])) if one.id in companions else ""
        found.append(
            _Raw(
                LineKind.VISIT, one.id, one.day, one.customer_id, one.starts_at, one.ends_at,
                one.channel, outcome or purpose, more, None, one.minutes,
                _mark(one, rejected, off_plan),
            )
        )  # fmt: skip
    return found


def _mark(one: Reported, rejected: date | None, off_plan: frozenset[int]) -> LineMark:
    if rejected is not None:
        return LineMark.REJECTED
    if one.is_attempt:
        return LineMark.ATTEMPT
    if one.channel != "on_site":
        return LineMark.CONTACT
    if not one.is_valid:
        return LineMark.NOT_VALID
    return LineMark.OFF_PLAN if one.id in off_plan else LineMark.VALID


def _plans(
    session: Session, frame: Frame, rep_id: int, week: Period, planned: Planned, over: date
) -> list[_Raw]:
    """Return the planned visits that were not done: with their reason, or that nobody said one."""
    query = (
        select(
            VisitPlan.id, VisitPlan.planned_on, VisitPlan.customer_id, VisitPlan.purpose,
            VisitPlanFate.fate, VisitPlanFate.reason, VisitPlanFate.note,
        )
        .outerjoin(
            VisitPlanFate,
            and_(
                VisitPlanFate.branch_id == VisitPlan.branch_id,
                VisitPlanFate.visit_plan_id == VisitPlan.id,
            ),
        )
        .where(
            VisitPlan.branch_id == frame.branch.id,
            VisitPlan.rep_id == rep_id,
            in_period(VisitPlan.planned_on, week),
        )
    )  # fmt: skip
    found = []
    for plan_id, day, customer_id, purpose, fate, reason, note in plain_rows(session, query):
        if plan_id in planned.done:
            continue
        mark = LineMark.AHEAD if day > over else LineMark.UNSAID
        if fate is not None:
            mark = LineMark(fate)
        found.append(
            _Raw(LineKind.PLAN, plan_id, day, customer_id, code=reason or "",
                 text=note or purpose, mark=mark)
        )  # fmt: skip
    return found


def _orders(session: Session, frame: Frame, rep_id: int, week: Period) -> list[_Raw]:
    inside = (
        SalesOrder.branch_id == frame.branch.id,
        in_period(SalesOrder.document_date, week),
        SalesOrder.state == "posted",
        SalesOrder.status != "cancelled",
    )
    head = (SalesOrder.id, SalesOrder.document_date, SalesOrder.customer_id, SalesOrder.number)
    own = select(*head, SalesOrder.net_minor).where(
        *inside, SalesOrder.credited_rep_id == rep_id, SalesOrder.is_shared.is_(False)
    )
    parts = (
        select(*head, whole_sum(OrderCredit.net_minor))
        .join(
            OrderCredit,
            and_(
                OrderCredit.branch_id == SalesOrder.branch_id,
                OrderCredit.order_id == SalesOrder.id,
            ),
        )
        .where(*inside, SalesOrder.is_shared.is_(True), OrderCredit.rep_id == rep_id)
        .group_by(*head)
    )
    return [
        _Raw(LineKind.ORDER, row[0], row[1], row[2], text=row[3], minor=row[4])
        for query in (own, parts)
        for row in plain_rows(session, query)
    ]


def _others(session: Session, frame: Frame, rep_id: int, week: Period) -> list[_Raw]:
    """Return collections, expenses and notes."""
    branch: Any = frame.branch.id
    money = select(
        Collection.id, Collection.document_date, Collection.customer_id, Collection.method,
        Collection.number, Collection.amount_minor,
    ).where(
        Collection.branch_id == branch,
        Collection.state == "posted",
        Collection.credited_rep_id == rep_id,
        in_period(Collection.document_date, week),
    )  # fmt: skip
    claims = select(
        Expense.id, Expense.spent_on, Expense.customer_id, Expense.category, Expense.note,
        Expense.guests, Expense.amount_minor,
    ).where(
        Expense.branch_id == branch,
        Expense.state == "posted",
        Expense.rep_id == rep_id,
        in_period(Expense.spent_on, week),
    )  # fmt: skip
    notes = select(
        MarketNote.id, MarketNote.noted_on, MarketNote.customer_id, MarketNote.type,
        MarketNote.text,
    ).where(
        MarketNote.branch_id == branch,
        MarketNote.rep_id == rep_id,
        in_period(MarketNote.noted_on, week),
    )  # fmt: skip
    return [
        *(
            _Raw(LineKind.COLLECTION, key, day, who, text=number, more=method, minor=amount)
            for key, day, who, method, number, amount in plain_rows(session, money)
        ),
        *(
            _Raw(LineKind.EXPENSE, key, day, who, code=code, text=note, more=guests, minor=amount)
            for key, day, who, code, note, guests, amount in plain_rows(session, claims)
        ),
        *(
            _Raw(LineKind.NOTE, key, day, who, code=kind, text=text)
            for key, day, who, kind, text in plain_rows(session, notes)
        ),
    ]
