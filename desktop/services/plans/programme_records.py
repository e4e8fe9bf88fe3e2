"""Finding and reading the records of visit programmes, and which planned visits are theirs."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.enums import CustomerClass
from desktop.errors import ConflictError, InputError, Issue
from desktop.models import (
    AppUser,
    Customer,
    PlanVersion,
    Rep,
    VisitPlan,
    VisitProgramme,
    VisitProgrammeLine,
)
from desktop.money import from_minor
from desktop.periods import Month, Period
from desktop.services.activity.visit_facts import in_period, rep_of_visit, valid_visit
from desktop.services.figures.frame import Frame
from desktop.services.plans.programmes_data import (
    OtherProgramme,
    PlannedRow,
    ProgrammeLine,
    SavedProgramme,
    VisitTemplate,
)
from desktop.services.rules.coverage import PLAN_TOLERANCE_DAYS
from desktop.services.rules.week_plan import PlannedVisit

#: Facts of a programme that the program itself goes by; the others are for people.
FIRST_DAY, MONTHS, PLANNED = "first_day", "months", "planned"
_CLASSES = ("", *(one.value for one in CustomerClass))


def facts_of(record: VisitProgramme) -> dict[str, Any]:
    """Return the facts that a programme was reasoned from."""
    found = json.loads(record.facts)
    assert isinstance(found, dict)
    return found


def written_facts(facts: Mapping[str, object]) -> str:
    """Return facts as a programme keeps them."""
    return json.dumps(facts, ensure_ascii=False, sort_keys=True)


def first_day_of(record: VisitProgramme) -> date:
    """Return the first day that a programme's visits are for."""
    known = facts_of(record).get(FIRST_DAY)
    if known:
        return date.fromisoformat(str(known))
    assert record.first_month is not None
    return Month(record.first_month).start


def months_of(record: VisitProgramme) -> Decimal:
    """Return how many months a programme's visits are for."""
    known = facts_of(record).get(MONTHS)
    if known:
        return Decimal(str(known))
    assert record.first_month is not None and record.last_month is not None
    return Decimal(record.last_month - record.first_month + 1)


def find_programme(
    session: Session, branch_id: int, version_id: int, rep_id: int
) -> VisitProgramme | None:
    """Return a rep's programme of a version, or None."""
    return session.scalars(
        select(VisitProgramme).where(
            VisitProgramme.branch_id == branch_id,
            VisitProgramme.version_id == version_id,
            VisitProgramme.rep_id == rep_id,
        )
    ).first()


def own_visits(session: Session, version: PlanVersion, rep_id: int) -> frozenset[int]:
    """Return the planned visits that a rep's programmes of any version of the plan wrote.

    A revision takes its reps' programmes over, and with them the visits written from them.
    """
    programmes = session.scalars(
        select(VisitProgramme)
        .join(PlanVersion, PlanVersion.id == VisitProgramme.version_id)
        .where(
            VisitProgramme.branch_id == version.branch_id,
            VisitProgramme.rep_id == rep_id,
            PlanVersion.plan_id == version.plan_id,
        )
    )
    return frozenset(int(one) for record in programmes for one in facts_of(record).get(PLANNED, ()))


def expected_programme(
    session: Session, branch_id: int, programme_id: int, expected: int, gone: str
) -> VisitProgramme:
    """Return a programme or template for a change, where nobody else changed it meanwhile.

    Raises:
        ConflictError: `changed_meanwhile`.
        InputError: `gone`, there is none (any more).
    """
    record = session.scalars(
        select(VisitProgramme)
        .where(VisitProgramme.branch_id == branch_id, VisitProgramme.id == programme_id)
        .with_for_update()
    ).first()
    if record is None:
        raise InputError(Issue(gone))
    if record.version != expected:
        raise ConflictError("changed_meanwhile", shown=expected, found=record.version)
    return record


def lines_of(
    session: Session, branch_id: int, programmes: Iterable[int]
) -> dict[int, list[VisitProgrammeLine]]:
    """Return the lines of programmes, by programme, in the order they were written."""
    found: dict[int, list[VisitProgrammeLine]] = defaultdict(list)
    rows = session.scalars(
        select(VisitProgrammeLine)
        .where(
            VisitProgrammeLine.branch_id == branch_id,
            VisitProgrammeLine.programme_id.in_(sorted(programmes)),
        )
        .order_by(VisitProgrammeLine.id)
    )
    for row in rows:
        found[row.programme_id].append(row)
    return found


def saved_programme(
    session: Session, record: VisitProgramme | None, decimals: int
) -> SavedProgramme | None:
    """Return a rep's programme as it is kept."""
    if record is None:
        return None
    name = session.scalar(select(AppUser.name).where(AppUser.id == record.made_by_id))
    lines = lines_of(session, record.branch_id, [record.id])[record.id]
    return SavedProgramme(
        record.id,
        record.version,
        record.made_at,
        name or "",
        first_day_of(record),
        months_of(record),
        tuple(
            ProgrammeLine(
                line.customer_id,
                line.visits,
                line.purpose,
                None if line.expected_minor is None else from_minor(line.expected_minor, decimals),
            )
            for line in lines
            if line.customer_id is not None
        ),
    )


def templates_of(session: Session, branch_id: int) -> tuple[VisitTemplate, ...]:
    """Return the branch's templates by name."""
    records = session.scalars(
        select(VisitProgramme).where(
            VisitProgramme.branch_id == branch_id, VisitProgramme.version_id.is_(None)
        )
    ).all()
    lines = lines_of(session, branch_id, [one.id for one in records])
    found = (
        VisitTemplate(
            one.id,
            one.version,
            one.name,
            tuple(
                sorted(
                    ((line.customer_class or "", line.visits) for line in lines[one.id]),
                    # Classes first, and last the customers without one.
                    key=lambda pair: (pair[0] == "", pair[0]),
                )
            ),
        )
        for one in records
    )
    return tuple(sorted(found, key=lambda one: (one.name, one.template_id)))


def other_programmes(
    session: Session, frame: Frame, version_id: int, rep_id: int
) -> tuple[OtherProgramme, ...]:
    """Return the programmes of the version's other reps, by the reps' codes."""
    branch_id = frame.branch.id
    records = session.scalars(
        select(VisitProgramme).where(
            VisitProgramme.branch_id == branch_id,
            VisitProgramme.version_id == version_id,
            VisitProgramme.rep_id != rep_id,
        )
    ).all()
    lines = lines_of(session, branch_id, [one.id for one in records])
    found = []
    for one in records:
        assert one.rep_id is not None
        rep = frame.reps[one.rep_id]
        kept = tuple(
            (line.customer_id, frame.customers[line.customer_id].customer_class or "", line.visits)
            for line in lines[one.id]
            if line.customer_id is not None
        )
        found.append(OtherProgramme(one.id, rep.code, rep.name, months_of(one), kept))
    return tuple(sorted(found, key=lambda one: (one.rep_code, one.programme_id)))


@dataclass(frozen=True, slots=True)
class FoundVisit:
    """A planned visit with its record's id."""

    plan_id: int
    row: PlannedRow


def planned_visits(
    session: Session, branch_id: int, rep_id: int, own: Iterable[int], today: date
) -> tuple[FoundVisit, ...]:
    """Return the visits planned for a rep from today on, by day.

    One of `own` that was changed since it was written is not its programme's any more. A planned
    visit is done by a visit within the tolerance around its day (METRICS.md, V4).
    """
    mine = frozenset(own)
    rows = session.execute(
        select(
            VisitPlan.id, VisitPlan.customer_id, VisitPlan.planned_on, VisitPlan.version,
            VisitPlan.batch_id,
        )
        .where(
            VisitPlan.branch_id == branch_id,
            VisitPlan.rep_id == rep_id,
            VisitPlan.planned_on >= today,
        )
        .order_by(VisitPlan.planned_on, VisitPlan.id)
    ).all()  # fmt: skip
    if not rows:
        return ()
    made = _visited(session, branch_id, rep_id, today)
    near = [timedelta(days=n) for n in range(-PLAN_TOLERANCE_DAYS, PLAN_TOLERANCE_DAYS + 1)]
    return tuple(
        FoundVisit(
            plan_id,
            PlannedRow(
                PlannedVisit(customer_id, day),
                plan_id in mine and version == 1 and batch_id is None,
                any((customer_id, day + by) in made for by in near),
            ),
        )
        for plan_id, customer_id, day, version, batch_id in rows
    )


def _visited(
    session: Session, branch_id: int, rep_id: int, today: date
) -> frozenset[tuple[int, date]]:
    """Return customers and days of a rep's valid visits that may have done a planned one."""
    from desktop.models import Visit

    after = Period(today - timedelta(days=PLAN_TOLERANCE_DAYS), date.max)
    rows = session.execute(
        select(Visit.customer_id, Visit.visited_on)
        .join(Rep, rep_of_visit())
        .where(
            valid_visit(branch_id),
            Visit.rep_id == rep_id,
            in_period(Visit.visited_on, after),
        )
    )
    return frozenset((customer_id, day) for customer_id, day in rows)


def require_customers(session: Session, branch_id: int, wanted: Iterable[int]) -> None:
    """Refuse customers that the branch does not have.

    Raises:
        InputError: `customer_gone`.
    """
    ids = set(wanted)
    known = session.scalars(
        select(Customer.id).where(Customer.branch_id == branch_id, Customer.id.in_(sorted(ids)))
    ).all()
    if ids - set(known):
        raise InputError(Issue("customer_gone"))


def require_classes(visits: Iterable[tuple[str, int]]) -> None:
    """Refuse classes that there are none of; callers make them from customers.

    Raises:
        ValueError: an unknown class.
    """
    for name, _visits in visits:
        if name not in _CLASSES:
            raise ValueError(f"no class {name}")
