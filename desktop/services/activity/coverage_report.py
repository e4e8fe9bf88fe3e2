"""The report `coverage`: plans of visits against visits, and customers not visited in time."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.enums import Dimension, NotMadeReason
from desktop.models import VisitPlan, VisitPlanFate
from desktop.periods import Month, Period
from desktop.ratio import Ratio
from desktop.services.activity.kpi import DIMENSIONS
from desktop.services.activity.plan_facts import counted_plans
from desktop.services.activity.visit_facts import VisitDay, in_period, visit_days
from desktop.services.figures.data import (
    ColumnKind,
    ReportColumn,
    ReportRequest,
    ReportTable,
    Value,
    undefinable,
)
from desktop.services.figures.dimensions import (
    TIME,
    definitions,
    dimension_columns,
    expanders,
    require_allowed,
)
from desktop.services.figures.frame import Frame
from desktop.services.figures.span import Span
from desktop.services.figures.timelines import Timelines, load_timelines
from desktop.services.plans.axes import Axis, Leaf, View, axes_of
from desktop.services.rules.coverage import NOTHING_PLANNED, PLAN_TOLERANCE_DAYS, done_on
from desktop.services.rules.rollup import roll_up, roll_up_sets
from desktop.services.rules.week_proposal import CLASS_INTERVALS

_COUNT = ColumnKind.COUNT
COLUMNS = (
    ReportColumn("planned_customers", _COUNT),
    ReportColumn("visited", _COUNT),
    *undefinable("coverage", ColumnKind.RATIO),
    ReportColumn("planned_visits", _COUNT),
    ReportColumn("done_as_planned", _COUNT),
    ReportColumn("unplanned", _COUNT),
    *undefinable("plan_done_rate", ColumnKind.RATIO),
    *undefinable("frequency_compliance", ColumnKind.RATIO),
    ReportColumn("overdue_customers", _COUNT),
)
#: What is summed: planned, done as planned, unplanned, within the plan.
_NOTHING = (0, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class _Facts:
    """Numbers, and customers on the plan, visited and overdue, each with its leaf on the axes."""

    numbers: tuple[tuple[Leaf, tuple[int, int, int, int]], ...]
    planned: tuple[tuple[Leaf, int], ...]
    visited: tuple[tuple[Leaf, int], ...]
    overdue: tuple[tuple[Leaf, int], ...]

    @property
    def sets(self) -> tuple[tuple[tuple[Leaf, int], ...], ...]:
        """Customers on the plan, visited and overdue."""
        return self.planned, self.visited, self.overdue


def coverage_table(
    session: Session, frame: Frame, span: Span, request: ReportRequest
) -> ReportTable:
    """Return the report `coverage` (FORMATS.md, section 3; METRICS.md, V1 to V4).

    A customer counts once in each row. A planned visit is done by a visit of the same rep and
    customer a day before or after at most; each visit does one. Who is overdue is asked at the
    end of each row's time, of everybody who is looked after, at his owner's.

    Raises:
        InputError: a dimension of products.
    """
    require_allowed(request, *DIMENSIONS)
    axes = axes_of(request.by)
    facts = _Reader(session, frame, span, request.by, axes).facts()
    view, expand = View.of(request.by, axes), expanders(frame, request.by)
    sums = roll_up(((view.leaf(leaf), numbers) for leaf, numbers in facts.numbers), expand)
    sets = [
        roll_up_sets(((view.leaf(leaf), customer) for leaf, customer in found), expand)
        for found in facts.sets
    ]
    codes = sorted({*sums, *(code for found in sets for code in found)})
    empty: set[int] = set()
    rows = tuple(
        (*code, *_cells(sums.get(code, _NOTHING), [len(one.get(code, empty)) for one in sets]))
        for code in codes
    )
    total = [sum(numbers[place] for _leaf, numbers in facts.numbers) for place in range(4)]
    # The total is asked of the whole period, in which a customer was visited or was not.
    whole = facts if not any(one in TIME for one in request.by) else _whole(session, frame, span)
    counts = [len({one for _leaf, one in found}) for found in whole.sets]
    within = sum(numbers[3] for _leaf, numbers in whole.numbers)
    last = (*("" for _ in request.by), *_cells((*total[:3], within), counts))
    return ReportTable(
        name=request.name,
        period=span.period,
        as_of=span.as_of,
        currency=frame.branch.currency,
        decimals=frame.branch.decimals,
        columns=(*dimension_columns(request.by), *COLUMNS),
        rows=rows if request.by else (last,),
        total=last,
        definitions=definitions(
            frame,
            span,
            ("plan_tolerance_days", str(PLAN_TOLERANCE_DAYS)),
            ("cancelled_by_customer", str(_cancelled(session, frame, span.elapsed))),
            (
                "overdue_after_days",
                ", ".join(f"{name} {days}" for name, days in CLASS_INTERVALS.items()),
            ),
        ),
    )


def _buckets(frame: Frame, period: Period, by: tuple[Dimension, ...]) -> dict[int, date]:
    """Return the last day of each month's bucket of time; of one bucket without time."""
    time = [one for one in by if one in TIME]
    last: dict[tuple[str, ...], date] = {}
    keys = {}
    for month in period.months():
        keys[month.ordinal] = tuple(frame.expand(one, month.ordinal)[0] for one in time)
        last[keys[month.ordinal]] = min(month.period.last, period.last)
    return {ordinal: last[key] for ordinal, key in keys.items()}


def _whole(session: Session, frame: Frame, span: Span) -> _Facts:
    return _Reader(session, frame, span, (), ()).facts()


class _Reader:
    """Reads plans and visits of a period as facts with leaves."""

    def __init__(
        self,
        session: Session,
        frame: Frame,
        span: Span,
        by: tuple[Dimension, ...],
        axes: tuple[Axis, ...],
    ) -> None:
        self._session, self._frame, self._axes = session, frame, axes
        self._period = span.elapsed
        self._ends = _buckets(frame, self._period, by) if self._period.day_count else {}

    def facts(self) -> _Facts:
        """Return the facts; none of a period that has not begun."""
        if not self._ends:
            return _Facts((), (), (), ())
        session, frame, period = self._session, self._frame, self._period
        timelines = load_timelines(session, frame)
        back = Period(period.start - timedelta(days=max(CLASS_INTERVALS.values())), period.end)
        visits = tuple(visit_days(session, frame, back))
        plans: dict[tuple[int, int], list[date]] = defaultdict(list)
        for rep_id, customer_id, day in counted_plans(session, frame, period):
            plans[rep_id, customer_id].append(day)
        inside: dict[tuple[int, int], list[VisitDay]] = defaultdict(list)
        for one in visits:
            if one.day in period:
                inside[one.rep_id, one.customer_id].append(one)
        for those in inside.values():
            those.sort(key=lambda one: one.day)
        numbers, planned, visited = [], [], []
        for pair in sorted({*plans, *inside}):
            counted = list(
                self._of_pair(timelines, pair, plans.get(pair, []), inside.get(pair, []))
            )
            numbers += [(leaf, values) for leaf, values, _seen in counted]
            planned += [(leaf, pair[1]) for leaf, values, _seen in counted if values[0]]
            visited += [(leaf, pair[1]) for leaf, values, seen in counted if values[0] and seen]
        overdue = tuple(self._overdue(timelines, visits))
        return _Facts(tuple(numbers), tuple(planned), tuple(visited), overdue)

    def _of_pair(
        self,
        timelines: Timelines,
        pair: tuple[int, int],
        plans: list[date],
        visits: list[VisitDay],
    ) -> Iterator[tuple[Leaf, tuple[int, int, int, int], bool]]:
        """Yield the numbers of a rep and a customer, and whether he was visited in the bucket."""
        rep_id, customer_id = pair
        plans = sorted(plans)
        done = done_on(plans, [(one.day, one.visits) for one in visits])
        made: dict[date, int] = defaultdict(int)
        for one in visits:
            made[self._end(one.day)] += one.visits
        left = dict(made)
        used: dict[date, int] = defaultdict(int)
        for planned, found in zip(plans, done, strict=True):
            end = self._end(planned)
            within = int(left.get(end, 0) > 0)
            left[end] = left.get(end, 0) - within
            place = timelines.place_on(customer_id, rep_id, planned)
            leaf = self._leaf(rep_id, place, customer_id, planned)
            yield leaf, (1, int(found is not None), 0, within), made.get(end, 0) > 0
            if found is not None:
                used[found] += 1
        for one in visits:
            loose = one.visits - used[one.day]
            if loose:
                leaf = self._leaf(rep_id, one.territory_id, customer_id, one.day)
                yield leaf, (0, 0, loose, 0), False

    def _overdue(
        self, timelines: Timelines, visits: Iterable[VisitDay]
    ) -> Iterator[tuple[Leaf, int]]:
        """Yield who was not visited within his class's interval, at the end of each bucket."""
        seen: Mapping[int, list[date]] = defaultdict(list)
        for one in visits:
            seen[one.customer_id].append(one.day)
        for days in seen.values():
            days.sort()
        for end in sorted(set(self._ends.values())):
            for customer in self._frame.customers.values():
                interval = CLASS_INTERVALS.get(customer.customer_class or "")
                owner = timelines.employed_owner_on(customer.id, end)
                if interval is None or owner is None:
                    continue
                days = seen.get(customer.id, [])
                place = bisect_right(days, end)
                if not place or (end - days[place - 1]).days > interval:
                    where = timelines.place_on(customer.id, owner, end)
                    yield self._leaf(owner, where, customer.id, end), customer.id

    def _end(self, day: date) -> date:
        return self._ends[Month.of(day).ordinal]

    def _leaf(self, rep: int, territory: int | None, customer: int, day: date) -> Leaf:
        known = {
            Axis.REP: rep,
            Axis.TERRITORY: territory,
            Axis.CUSTOMER: customer,
            Axis.MONTH: Month.of(day).ordinal,
        }
        return tuple(known[axis] for axis in self._axes)


def _cells(numbers: Iterable[int], counts: list[int]) -> tuple[Value, ...]:
    planned, done, unplanned, within = numbers
    customers, visited, overdue = counts
    found: list[Value] = [customers, visited, *_noted(visited, customers)]
    found += [planned, done, unplanned, *_noted(done, planned), *_noted(within, planned), overdue]
    return tuple(found)


def _noted(part: int, whole: int) -> tuple[Value, Value]:
    ratio = Ratio.of(part, whole, NOTHING_PLANNED)
    return ratio.value, ratio.reason


def _cancelled(session: Session, frame: Frame, period: Period) -> int:
    """Return how many planned visits of a period the customer cancelled."""
    found: int | None = session.scalar(
        select(func.count())
        .select_from(VisitPlanFate)
        .join(VisitPlan, VisitPlan.id == VisitPlanFate.visit_plan_id)
        .where(
            VisitPlanFate.branch_id == frame.branch.id,
            VisitPlanFate.fate == "not_made",
            VisitPlanFate.reason == str(NotMadeReason.CUSTOMER_CANCELLED),
            in_period(VisitPlan.planned_on, period),
        )
    )
    return found or 0
