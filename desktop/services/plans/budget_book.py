"""A version's budget in one look: drivers, months by category and rep, commitments, ratios."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.enums import BudgetDriverKind, ExpenseCategory
from desktop.models import BudgetCommitment, BudgetDriver, PlanTask, PlanVersion
from desktop.money import from_minor
from desktop.periods import Month, Period
from desktop.services.activity.expenses import CATEGORIES
from desktop.services.figures.frame import Frame, NodeFacts, ProductFacts, RepFacts, load_frame
from desktop.services.figures.span import last_day_with_data
from desktop.services.plans.budget_data import (
    BudgetBook,
    BudgetRow,
    BudgetSum,
    CommitmentRow,
    DriverEntry,
    DriverRow,
    DriverState,
    ToDate,
    TypedRow,
)
from desktop.services.plans.budget_division import typed_amounts
from desktop.services.plans.budget_figures import (
    Amounts,
    BudgetLeaf,
    BudgetSpan,
    budget_facts,
)
from desktop.services.plans.budget_records import (
    REASON_MARK,
    drivers_of,
    lines_of,
    parts_of,
    stored_lines,
)
from desktop.services.plans.budget_volumes import (
    ActualVolumes,
    PlannedVolumes,
    actual_volumes,
    planned_volumes,
)
from desktop.services.plans.version_records import card_of, find_version
from desktop.services.rules.budgeting import ceiling_of, flexed_minor

_MILLION = Decimal(1_000_000)
_Lines = Mapping[tuple[int, int | None], int]


@dataclass(frozen=True, slots=True)
class _Look:
    """What all parts of a book are made of, read once."""

    frame: Frame
    version: PlanVersion
    months: tuple[Month, ...]
    months_over: int
    as_of: date
    planned: PlannedVolumes
    actual: ActualVolumes
    drivers: list[BudgetDriver]
    stored: Mapping[int, _Lines]
    facts: tuple[tuple[BudgetLeaf, Amounts], ...]

    def money(self, minor: int) -> Decimal:
        """Return an amount in whole currency."""
        return from_minor(minor, self.frame.branch.decimals)


def load_book(session: Session, version_id: int, today: date) -> BudgetBook:
    """Return a version's budget as it stands on the last day with data.

    Raises:
        InputError: `plan_version_gone`.
    """
    look = _look(session, version_id, today)
    frame = look.frame
    by_category = tuple(_category_rows(look))
    zero = (BudgetSum(),) * len(look.months)
    months = tuple(
        sum((row.months[place] for row in by_category), zero[place])
        for place in range(len(look.months))
    )
    to_date = ToDate(
        *(
            sum((getattr(row.to_date, name) for row in by_category), Decimal(0))
            for name in ("budget", "flexed", "actual")
        )
    )
    total = BudgetRow("", "", months, sum(months, BudgetSum()), to_date)
    return BudgetBook(
        card=card_of(session, frame.branch, look.version),
        as_of=look.as_of,
        currency=frame.branch.currency,
        months=look.months,
        months_over=look.months_over,
        drivers=tuple(_driver_row(look, one) for one in look.drivers),
        by_category=by_category,
        by_rep=tuple(_rep_rows(look)),
        total=total,
        commitments=_commitments(session, look),
        planned_sales=look.money(look.planned.total_sales),
        sales=look.money(_sold(look)),
        typed=_typed_rows(session, look),
        reps=_choices(frame.reps.values()),
        territories=_choices(frame.territories.values()),
        products=_choices(frame.products.values()),
        tasks=_tasks(session, look),
    )


def _tasks(session: Session, look: _Look) -> tuple[tuple[int, str], ...]:
    """Return the plan's tasks, those that begin first at the top."""
    rows = session.execute(
        select(PlanTask.id, PlanTask.name)
        .where(PlanTask.branch_id == look.frame.branch.id, PlanTask.plan_id == look.version.plan_id)
        .order_by(PlanTask.start, PlanTask.id)
    )
    return tuple((row.id, row.name) for row in rows)


def _typed_rows(session: Session, look: _Look) -> tuple[TypedRow, ...]:
    """Return what was typed of the year, with the names of the tasks that it pays for."""
    found = typed_amounts(session, look.frame.branch, look.version)
    tasks = {task_id for _category, task_id in found if task_id is not None}
    named = select(PlanTask.id, PlanTask.name).where(PlanTask.id.in_(sorted(tasks)))
    names = {task_id: name for task_id, name in session.execute(named)}
    rows = [
        TypedRow(category, look.money(amount), task_id, names.get(task_id or 0, ""))
        for (category, task_id), amount in found.items()
    ]
    order = {word: place for place, word in enumerate(CATEGORIES)}
    return tuple(sorted(rows, key=lambda row: (order[row.category], row.task_name)))


def _look(session: Session, version_id: int, today: date) -> _Look:
    frame = load_frame(session, products=True)
    version = find_version(session, frame.branch, version_id)
    year = frame.branch.fiscal.period(version.fiscal_year)
    as_of = last_day_with_data(session, frame.branch.id) or today
    elapsed = Period(year.start, max(year.start, min(year.end, Month.of(as_of).end)))
    until = Period.inclusive(as_of, as_of).end
    over = [month for month in year.months() if month.end <= until]
    passed = Period(year.start, over[-1].end if over else year.start)
    drivers = drivers_of(session, frame.branch, version_id)
    # What is promised today counts, whatever the last day with an expense is.
    span = BudgetSpan(year.months(), elapsed, max(as_of, today))
    return _Look(
        frame,
        version,
        year.months(),
        len(over),
        as_of,
        planned_volumes(session, frame, version),
        actual_volumes(session, frame, passed),
        drivers,
        stored_lines(session, frame.branch, drivers),
        tuple(budget_facts(session, frame, span, (version_id,))),
    )


def _sold(look: _Look) -> int:
    """Return net sales of the months that are over, which the expenses stand against."""
    return sum(one.sales_minor for one in look.actual.by_rep.values())


def _choices(
    members: Iterable[RepFacts | NodeFacts | ProductFacts],
) -> tuple[tuple[int, str], ...]:
    found = sorted(members, key=lambda one: (one.code, one.id))
    return tuple((one.id, one.name) for one in found)


def _driver_row(look: _Look, driver: BudgetDriver) -> DriverRow:
    frame, parts = look.frame, parts_of(driver, look.planned)
    stored, kind = look.stored[driver.id], BudgetDriverKind(driver.kind)
    names = (
        "" if driver.rep_id is None else frame.reps[driver.rep_id].name,
        "" if driver.territory_id is None else frame.territories[driver.territory_id].name,
        "" if driver.product_id is None else frame.products[driver.product_id].name,
    )
    if stored == lines_of(driver, look.planned):
        state = DriverState.CURRENT
    else:
        state = DriverState.OUTDATED if stored else DriverState.NOT_PUT
    return DriverRow(
        driver.id,
        driver.version,
        entry_of(driver, frame.branch.decimals),
        " · ".join(name for name in names if name),
        _volume(look, driver, kind),
        look.money(parts.total),
        look.money(parts.wanted),
        look.money(sum(stored.values())),
        state,
    )


def entry_of(driver: BudgetDriver, decimals: int) -> DriverEntry:
    """Return what a form of a driver begins with."""
    kind = BudgetDriverKind(driver.kind)
    is_share = kind is BudgetDriverKind.SHARE_OF_SALES
    return DriverEntry(
        ExpenseCategory(driver.category),
        kind,
        driver.rate / _MILLION if is_share else from_minor(driver.rate, decimals),
        None if driver.ceiling is None else driver.ceiling / _MILLION,
        driver.rep_id,
        driver.territory_id,
        driver.product_id,
        driver.note,
    )


def _volume(look: _Look, driver: BudgetDriver, kind: BudgetDriverKind) -> Decimal:
    volumes = [leaf.volume for leaf in look.planned.of(driver)]
    match kind:
        case BudgetDriverKind.PER_VISIT:
            return Decimal(sum(one.visits for one in volumes))
        case BudgetDriverKind.PER_DAY:
            return Decimal(sum(one.field_halves for one in volumes)) / 2
        case BudgetDriverKind.SHARE_OF_SALES:
            return look.money(sum(one.sales_minor for one in volumes))
        case BudgetDriverKind.FIXED:
            return Decimal(len(look.months))


def _sums(look: _Look, amounts: Mapping[int, Amounts]) -> tuple[BudgetSum, ...]:
    nothing = (0, 0, 0)
    return tuple(
        BudgetSum(*(look.money(one) for one in amounts.get(month.ordinal, nothing)))
        for month in look.months
    )


def _gathered(look: _Look, key: str) -> dict[int | None, dict[int, Amounts]]:
    sums: dict[int | None, dict[int, Amounts]] = defaultdict(dict)
    for leaf, amounts in look.facts:
        row = sums[getattr(leaf, key)]
        before = row.get(leaf.month, (0, 0, 0))
        row[leaf.month] = (
            before[0] + amounts[0], before[1] + amounts[1], before[2] + amounts[2],
        )  # fmt: skip
    return sums


def _category_rows(look: _Look) -> list[BudgetRow]:
    found = _gathered(look, "category")
    rows = []
    for place, word in enumerate(CATEGORIES):
        months = _sums(look, found.get(place, {}))
        to_date = _to_date(look, ExpenseCategory(word), months)
        row = BudgetRow(word, "", months, sum(months, BudgetSum()), to_date)
        if row.total != BudgetSum():
            rows.append(row)
    return rows


def _to_date(look: _Look, category: ExpenseCategory, months: tuple[BudgetSum, ...]) -> ToDate:
    """Return the months that are over, with the budget at what came of them.

    What no driver computed, or a driver of a product, grows with nothing that is counted.
    """
    over = months[: look.months_over]
    budget = sum((one.budget for one in over), Decimal(0))
    last = look.months[look.months_over - 1].ordinal if over else -1
    flexed = budget
    for driver in look.drivers:
        if driver.category != category or driver.product_id is not None or not over:
            continue
        volumes = look.actual.of(driver)
        kind = BudgetDriverKind(driver.kind)
        stored = look.stored[driver.id]
        if not stored:
            continue
        put = sum(amount for (month, _rep), amount in stored.items() if month <= last)
        came = flexed_minor(kind, driver.rate, volumes)
        if kind is BudgetDriverKind.FIXED:
            came = put
        if driver.ceiling is not None:
            came = min(came, ceiling_of(driver.ceiling, sum(one.sales_minor for one in volumes)))
        flexed += look.money(came - put)
    return ToDate(budget, flexed, sum((one.actual for one in over), Decimal(0)))


def _rep_rows(look: _Look) -> list[BudgetRow]:
    found = _gathered(look, "rep")
    reps = sorted(look.frame.reps.values(), key=lambda one: (one.code, one.id))
    keys: list[tuple[int | None, str, str]] = [(one.id, one.code, one.name) for one in reps]
    rows = []
    for rep_id, code, name in (*keys, (None, "", "")):
        months = _sums(look, found.get(rep_id, {}))
        row = BudgetRow(code, name, months, sum(months, BudgetSum()))
        if row.total != BudgetSum():
            rows.append(row)
    return rows


def _commitments(session: Session, look: _Look) -> tuple[CommitmentRow, ...]:
    """Return the year's promises: what is open first, then by month and day, latest first."""
    record = BudgetCommitment
    found = session.execute(
        select(record, PlanTask.name)
        .outerjoin(PlanTask, PlanTask.id == record.task_id)
        .where(
            record.branch_id == look.frame.branch.id,
            record.month.between(look.months[0].ordinal, look.months[-1].ordinal),
        )
        .order_by(record.month.desc(), record.day.desc(), record.id.desc())
    )
    rows = [commitment_row(look.frame, one, task or "") for one, task in found]
    return tuple(sorted(rows, key=lambda one: one.released_on is not None))


def commitment_row(frame: Frame, record: BudgetCommitment, task: str = "") -> CommitmentRow:
    """Return a promise as people see it, with the name of the task that it pays for."""
    text, _mark, reason = record.text.partition(REASON_MARK)
    return CommitmentRow(
        record.id,
        record.version,
        record.day,
        Month(record.month),
        ExpenseCategory(record.category),
        from_minor(record.amount_minor, frame.branch.decimals),
        text,
        reason,
        "" if record.rep_id is None else frame.reps[record.rep_id].name,
        record.released_on,
        task,
    )
