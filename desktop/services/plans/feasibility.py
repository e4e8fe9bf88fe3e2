"""Whether a figure of a plan can be reached, with the arithmetic from the branch's own records."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy.orm import Session

from desktop.clock import Clock
from desktop.enums import Dimension, Metric, PlanLevel
from desktop.errors import RuleViolation
from desktop.periods import Month, Period
from desktop.services.activity.gather import gather, load_known
from desktop.services.activity.gather_days import add_days
from desktop.services.activity.gathered import Gathered
from desktop.services.figures.frame import Frame, NodeFacts, load_frame
from desktop.services.figures.span import Span
from desktop.services.figures.timelines import load_timelines
from desktop.services.garbage import collector_paused
from desktop.services.plans.axes import Axis
from desktop.services.plans.budget_figures import BudgetSpan, budget_facts
from desktop.services.plans.cube import unit_of
from desktop.services.plans.last_year import (
    known_months,
    months_behind,
    result_axes,
    results_behind,
)
from desktop.services.plans.planning_data import PlanSheet
from desktop.services.plans.planning_sheet import load_sheet
from desktop.services.plans.reasons import selection_of
from desktop.services.plans.reasons_data import Scope
from desktop.services.plans.target_queries import customer_owner
from desktop.services.rules.feasibility import (
    CreditRoom,
    Finding,
    Verdict,
    against_budget,
    against_capacity,
    against_credit,
    against_history,
    binding,
    judge,
    peak_owed,
)
from desktop.services.rules.fielddays import in_days
from desktop.services.rules.plan_cube.cube import PlanCube
from desktop.services.rules.plan_cube.data import NONE
from desktop.services.rules.programme import PRIOR_VISITS
from desktop.services.uow import UnitOfWork

_Months = tuple[tuple[Month, Month], ...]
#: Visits, net sales (minor units), days in the field, expenses (minor units).
_Record = tuple[Decimal, Decimal, Decimal, Decimal]
#: month, rep, territory, customer, product: ids.
_Leaf = tuple[int, int | None, int | None, int | None, int | None]


@dataclass(frozen=True, slots=True)
class Feasible:
    """A verdict on a figure: the worst of its findings that could be made.

    Amounts of the findings are in whole currency, pieces or counts.
    """

    metric: Metric
    amount: Decimal
    verdict: Verdict
    findings: tuple[Finding, ...]

    @property
    def binding(self) -> Finding | None:
        """The resource that limits the figure first, None where all are enough."""
        return binding(self.findings)


class PlanFeasibility:
    """Compares figures of a version with history, capacity, credit and budget."""

    def __init__(self, uow: UnitOfWork, clock: Clock) -> None:
        self._uow = uow
        self._clock = clock

    def of_figure(
        self,
        version_id: int,
        metric: Metric,
        scope: Scope,
        amount: int | None = None,
        level: PlanLevel = PlanLevel.BASE,
    ) -> Feasible:
        """Return the verdict on a figure; `amount` in stored units, None is what is stored.

        Capacity and budget are judged for sales of reps, territories and the whole branch,
        credit for sales, history for everything.

        Raises:
            InputError: `plan_version_gone`.
        """
        with self._uow.read() as session, collector_paused():
            look = _look(session, version_id, metric, level, self._clock.today())
            return _judged(session, look, scope, amount)

    def of_reps(
        self, version_id: int, metric: Metric = Metric.SALES, level: PlanLevel = PlanLevel.BASE
    ) -> Mapping[int | None, Feasible]:
        """Return the verdicts on each rep's year by his id, and the branch's under None.

        Reps without a target have none.

        Raises:
            InputError: `plan_version_gone`.
        """
        with self._uow.read() as session, collector_paused():
            look = _look(session, version_id, metric, level, self._clock.today())
            first, last = look.months[0].ordinal, look.months[-1].ordinal
            found: dict[int | None, Feasible] = {
                None: _judged(session, look, Scope(first, last), None)
            }
            for rep in look.sheet.reps:
                one = _judged(session, look, Scope(first, last, rep_id=rep.id), None)
                if one.amount:
                    found[rep.id] = one
            return found


@dataclass(frozen=True, slots=True)
class _Look:
    """What all figures of a version's metric are judged by, read once."""

    frame: Frame
    sheet: PlanSheet
    cube: PlanCube
    unit: Decimal
    months: tuple[Month, ...]
    last: Mapping[_Leaf, int] | None
    before: Mapping[_Leaf, int] | None
    records: Mapping[int | None, _Record]
    field_halves: Mapping[tuple[int | None, int], int]
    budgets: Mapping[tuple[int | None, int], int]


def _look(
    session: Session, version_id: int, metric: Metric, level: PlanLevel, today: date
) -> _Look:
    frame = load_frame(session, customers=True, products=True)
    sheet = load_sheet(session, version_id, metric, level)
    year = frame.branch.fiscal.period(sheet.card.fiscal_year)
    try:
        behind: _Months = months_behind(session, frame, metric, sheet.card.fiscal_year, today)
    except RuleViolation:
        # A branch that has sold nothing yet has no history to be compared with.
        behind = ()
    records: dict[int | None, _Record] = {}
    halves: Mapping[tuple[int | None, int], int] = {}
    budgets: Mapping[tuple[int | None, int], int] = {}
    if metric is Metric.SALES and behind:
        records = _records(session, frame, max(month for _, month in behind))
        halves = _field_halves(session, frame, year)
        budgets = _budgets(session, frame, year, version_id)
    return _Look(
        frame,
        sheet,
        sheet.cube(),
        unit_of(metric, frame.branch.decimals),
        year.months(),
        _results(session, frame, metric, behind),
        _results(session, frame, metric, _year_before(session, frame, metric, behind)),
        records,
        halves,
        budgets,
    )


def _year_before(session: Session, frame: Frame, metric: Metric, behind: _Months) -> _Months:
    """Return the same months another year back, or nothing where not all of them are known."""
    known = known_months(session, frame, metric)
    before = tuple((month, one.plus(-12)) for month, one in behind)
    if known is None or not before or min(one for _, one in before) < known[0]:
        return ()
    return before


def _results(
    session: Session, frame: Frame, metric: Metric, months: _Months
) -> Mapping[_Leaf, int] | None:
    """Return what was done by whom is to do it now: history counts for today's owners."""
    if not months:
        return None
    timelines = load_timelines(session, frame)
    axes = result_axes(metric)
    sums: dict[_Leaf, int] = defaultdict(int)
    for leaf, amount in results_behind(session, frame, metric, months, axes):
        values = dict(zip(axes, leaf, strict=True))
        month, customer = values[Axis.MONTH], values.get(Axis.CUSTOMER)
        assert month is not None
        if customer is None:
            rep = values.get(Axis.REP)
            place = None if rep is None else frame.reps[rep].territory_id
        else:
            rep, place = customer_owner(frame, timelines, customer, month)
        sums[(month, rep, place, customer, values.get(Axis.PRODUCT))] += amount
    return sums


def _records(session: Session, frame: Frame, last: Month) -> dict[int | None, _Record]:
    """Return what was done in twelve months, by rep.

    The branch's own stand under None.
    """
    period = Period(last.plus(-11).start, last.end)
    known = load_known(session, frame, period.last, period.start)
    gathered = gather(session, frame, Span(period, period.last), (Axis.REP,), known)
    ids = {rep.code: rep.id for rep in frame.reps.values()}
    records: dict[int | None, _Record] = {}
    for codes, figures in ((("",), gathered.total()), *gathered.by((Dimension.REP,)).items()):
        parts = figures.parts
        key = ids.get(codes[0])
        if key is None and None in records:
            # Visits always have a rep; what has none is in the branch's sums.
            continue
        records[key] = (
            Decimal(parts.visits), Decimal(parts.net_sales), in_days(parts.field_halves),
            Decimal(parts.expenses),
        )  # fmt: skip
    return records


def _field_halves(
    session: Session, frame: Frame, year: Period
) -> dict[tuple[int | None, int], int]:
    """Return the half-days in the field of the plan's year by rep and month."""
    found = Gathered(frame, (Axis.REP, Axis.MONTH))
    add_days(session, found, year)
    ids = {rep.code: rep.id for rep in frame.reps.values()}
    ordinals = {str(month): month.ordinal for month in year.months()}
    return {
        (ids[rep], ordinals[month]): figures.parts.field_halves
        for (rep, month), figures in found.by((Dimension.REP, Dimension.MONTH)).items()
        if rep in ids and month in ordinals
    }


def _judged(session: Session, look: _Look, scope: Scope, amount: int | None) -> Feasible:
    selection = selection_of(look.sheet, scope)
    stored = 0 if selection is None else look.cube.total(selection)
    wanted = stored if amount is None else amount
    target = wanted * look.unit
    findings = [
        against_history(target, _sum_in(look, scope, look.last), _sum_in(look, scope, look.before))
    ]
    if look.sheet.metric is Metric.SALES:
        if scope.customer_id is None and not (scope.product_id or scope.product_group_id):
            findings.extend(_capacity(look, scope, target))
        rooms = _rooms(look, scope, wanted, stored)
        findings.append(against_credit(target, rooms))
    return Feasible(look.sheet.metric, target, judge(findings), tuple(findings))


def _sum_in(look: _Look, scope: Scope, results: Mapping[_Leaf, int] | None) -> Decimal | None:
    if results is None:
        return None
    frame, total = look.frame, 0
    for (month, rep, place, customer, product), amount in results.items():
        group = None if product is None else frame.products[product].group_id
        if (
            scope.first_month <= month <= scope.last_month
            and scope.customer_id in (None, customer)
            and scope.rep_id in (None, rep)
            and scope.product_id in (None, product)
            and _is_below(frame.territories, place, scope.territory_id)
            and _is_below(frame.groups, group, scope.product_group_id)
        ):
            total += amount
    return total * look.unit


def _is_below(nodes: Mapping[int, NodeFacts], node: int | None, top: int | None) -> bool:
    """Whether a node is another one or below it; without a top everything is."""
    if top is None:
        return True
    while node is not None and node != top:
        node = nodes[node].parent_id
    return node == top


def _capacity(look: _Look, scope: Scope, target: Decimal) -> tuple[Finding, Finding]:
    """Compare visits and their cost: rates of the reps, shrunk to the branch's by 50 visits."""
    branch = look.records.get(None)
    reps = [
        rep.id
        for rep in look.sheet.reps
        if scope.rep_id in (None, rep.id)
        and _is_below(
            look.frame.territories, look.frame.reps[rep.id].territory_id, scope.territory_id
        )
    ]
    months = range(scope.first_month, scope.last_month + 1)
    halves = sum(look.field_halves.get((rep, month), 0) for rep in reps for month in months)
    days = in_days(halves)
    budget = _budget_of(look, scope, reps)
    if branch is None or not branch[0] or not branch[2] or branch[1] <= 0:
        return (
            against_capacity(target, None, days, None),
            against_budget(target, None, None, budget),
        )
    own = [sum(column, Decimal(0)) for column in zip(
        (Decimal(0),) * 4, *(look.records[rep] for rep in reps if rep in look.records), strict=True,
    )]  # fmt: skip
    prior = PRIOR_VISITS / branch[0]
    visits, sales, fielded, spent = (
        mine + prior * whole for mine, whole in zip(own, branch, strict=True)
    )
    needed = target / (sales * look.unit / visits)
    cost = spent * look.unit / visits if spent > 0 else None
    return (
        against_capacity(target, needed, days, visits / fielded),
        against_budget(target, needed, cost, budget),
    )


def _budget_of(look: _Look, scope: Scope, reps: Sequence[int]) -> Decimal | None:
    """Return what these reps may spend, None where no budget is given; nobody's is all's."""
    is_whole = scope.rep_id is None and scope.territory_id is None
    whose: set[int | None] = {*reps, *((None,) if is_whole else ())}
    found = [
        amount
        for (rep, month), amount in look.budgets.items()
        if rep in whose and scope.first_month <= month <= scope.last_month
    ]
    return sum(found) * look.unit if found else None


def _budgets(
    session: Session, frame: Frame, year: Period, version_id: int
) -> dict[tuple[int | None, int], int]:
    """Return the budget of a version's year in minor units, by rep and month."""
    span = BudgetSpan(year.months(), Period(year.start, year.start), year.start)
    sums: dict[tuple[int | None, int], int] = defaultdict(int)
    for leaf, (budget, _committed, _actual) in budget_facts(session, frame, span, (version_id,)):
        if budget:
            sums[leaf.rep, leaf.month] += budget
    return sums


def _rooms(look: _Look, scope: Scope, wanted: int, stored: int) -> Sequence[CreditRoom]:
    """Return the credit rooms of the customers in scope, their lines raised as the figure is."""
    selection = selection_of(look.sheet, scope)
    if selection is None or not stored:
        return ()
    lines = look.cube.lines
    places = look.cube.places(selection)
    by_customer: dict[int, list[int]] = {}
    for customer, month, amount in zip(
        lines.customer[places].tolist(), lines.month[places].tolist(),
        lines.amount[places].tolist(), strict=True,
    ):  # fmt: skip
        if customer != NONE:
            row = by_customer.setdefault(customer, [0] * look.sheet.axes.months)
            row[month] += amount
    factor = Decimal(wanted) / stored * look.unit
    minor = Decimal(1).scaleb(-look.frame.branch.decimals)
    rooms = []
    for customer, amounts in by_customer.items():
        facts = look.frame.customers[look.sheet.customers[customer].id]
        if facts.credit_limit_minor is not None and facts.terms_days:
            peak = peak_owed([amount * factor for amount in amounts], facts.terms_days)
            rooms.append(CreditRoom(peak, facts.credit_limit_minor * minor))
    return rooms
