"""What the wizard of a rep's programme holds, and what follows from it; free of Qt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from desktop.periods import Period
from desktop.services.plans.programmes_data import (
    MOST_VISITS,
    TEMPLATE_MONTHS,
    OtherProgramme,
    ProgrammeCustomer,
    ProgrammeLine,
    ProgrammeSheet,
    SaveProgramme,
    VisitTemplate,
)
from desktop.services.rules.feasibility import Finding, against_capacity
from desktop.services.rules.programme import EASY_RISE
from desktop.services.rules.visiting import by_class, class_means, scaled
from desktop.services.rules.week_plan import PlannedVisit, Round, monday_of, spread

#: So many weeks are planned at once at most: more do not fit on a page.
MOST_WEEKS = 8
USUAL_WEEKS = 4
#: More visits on a day than this nobody makes.
MOST_A_DAY = 30
_WEEK = timedelta(days=7)


class Step(StrEnum):
    """The pages of the wizard, in their order."""

    GAP = "gap"
    CUSTOMERS = "customers"
    VISITS = "visits"
    WEEKS = "weeks"


STEPS = tuple(Step)


@dataclass(frozen=True, slots=True)
class WizardState:
    """What is chosen and typed; `plan` is None until visits were laid on days.

    `visits` are by customer, for the months left; customers `left_out` have none. `is_typed`
    says that something was changed that is not kept yet, `is_week_typed` the same of the days.
    """

    start: date
    capacity: int
    step: Step = Step.GAP
    visits: Mapping[int, int] = field(default_factory=dict)
    left_out: frozenset[int] = frozenset()
    weeks: int = USUAL_WEEKS
    plan: tuple[PlannedVisit, ...] | None = None
    unplaced: tuple[int, ...] = ()
    is_typed: bool = False
    is_week_typed: bool = False

    @property
    def window(self) -> Period:
        """The weeks that are planned."""
        return Period(self.start, self.start + self.weeks * _WEEK)

    def of(self, customer_id: int) -> int:
        """Return the visits of a customer."""
        return 0 if customer_id in self.left_out else self.visits.get(customer_id, 0)


@dataclass(frozen=True, slots=True)
class VisitRow:
    """A customer in the wizard's lists.

    `orders` and `on_top` are None where there are no visits to learn from; `on_top` is what is
    expected beyond the visits that he would get anyway.
    """

    customer: ProgrammeCustomer
    is_in: bool
    visits: int
    orders: Decimal | None
    on_top: Decimal | None


@dataclass(frozen=True, slots=True)
class Totals:
    """The sums of the programme; `expected` is the year's result with it, None where unknown."""

    visits: int
    customers: int
    orders: Decimal | None
    on_top: Decimal | None
    expected: Decimal | None
    target: Decimal | None
    finding: Finding

    @property
    def short(self) -> Decimal | None:
        """What the target lacks; below zero where it is passed."""
        if self.expected is None or self.target is None:
            return None
        return self.target - self.expected


def first_state(sheet: ProgrammeSheet) -> WizardState:
    """Return the state that the wizard begins with: what is kept, else what is suggested."""
    weeks = mondays(sheet)
    # A week that lies partly before the programme is offered, and not begun with.
    start = weeks[0] if weeks[0] >= sheet.first_day else weeks[1]
    saved = sheet.saved
    if saved is None:
        visits = suggested(sheet)
        left_out: frozenset[int] = frozenset()
    else:
        months = saved.months if saved.first_day != sheet.first_day else sheet.months
        visits = {
            line.customer_id: scaled(line.visits, sheet.months, months) for line in saved.lines
        }
        known = {one.customer_id for one in sheet.customers}
        left_out = frozenset(known - {one for one, count in visits.items() if count})
    return WizardState(start, capacity_of(sheet, visits), visits=visits, left_out=left_out)


def suggested(sheet: ProgrammeSheet) -> dict[int, int]:
    """Return the visits that the program suggests, by customer."""
    return {one.customer_id: one.suggested for one in sheet.customers}


def mondays(sheet: ProgrammeSheet) -> tuple[date, ...]:
    """Return the weeks that a week plan can begin with: the next ones, each by its Monday."""
    first = monday_of(max(sheet.first_day, sheet.today + _WEEK))
    return tuple(first + n * _WEEK for n in range(2 * MOST_WEEKS))


def capacity_of(sheet: ProgrammeSheet, visits: Mapping[int, int]) -> int:
    """Return the visits a day that the programme needs, rounded up; one at least."""
    halves = sum(one.halves for one in sheet.days)
    if not halves:
        return 1
    return min(max(-(-2 * sum(visits.values()) // halves), 1), MOST_A_DAY)


def rows_of(sheet: ProgrammeSheet, state: WizardState) -> tuple[VisitRow, ...]:
    """Return every customer as the lists show him."""
    return tuple(_row(one, state) for one in sheet.customers)


def _row(one: ProgrammeCustomer, state: WizardState) -> VisitRow:
    visits, rates = state.of(one.customer_id), one.rates
    return VisitRow(
        one,
        one.customer_id not in state.left_out,
        visits,
        None if rates is None else visits * rates.hit_rate,
        None if rates is None else rates.sales(visits) - rates.sales(one.present),
    )


def totals_of(sheet: ProgrammeSheet, rows: tuple[VisitRow, ...]) -> Totals:
    """Return the programme's sums, the result they lead to, and whether his days are enough."""
    visits = sum(row.visits for row in rows)
    programme = sheet.programme
    reckoned = None if programme is None else programme.programme
    on_top = _sum([row.on_top for row in rows])
    expected = None if reckoned is None else reckoned.expected
    rates = None if programme is None else programme.rates
    target = None if reckoned is None else reckoned.target
    days = sum((Decimal(one.halves) for one in sheet.days), Decimal(0)) / 2
    return Totals(
        visits,
        sum(row.visits > 0 for row in rows),
        _sum([row.orders for row in rows]),
        on_top,
        None if expected is None else expected + (on_top or Decimal(0)),
        target,
        against_capacity(
            target, Decimal(visits), days, None if rates is None else rates.calls_per_day
        ),
    )


def _sum(values: list[Decimal | None]) -> Decimal | None:
    known = [one for one in values if one is not None]
    return sum(known, Decimal(0)) if known else None


def parsed_visits(text: str) -> int | None:
    """Return the visits that were typed, "" as none; None where that is no number of visits."""
    plain = text.strip().replace(",", "")
    if not plain:
        return 0
    if not (plain.isascii() and plain.isdecimal()) or len(plain) > 6:
        return None
    return int(plain) if int(plain) <= MOST_VISITS else None


# Templates and colleagues


def from_template(
    sheet: ProgrammeSheet, state: WizardState, template: VisitTemplate
) -> dict[int, int]:
    """Return the visits by a template; customers of classes that it does not have keep theirs."""
    months = Decimal(TEMPLATE_MONTHS)
    means = {name: visits * sheet.months / months for name, visits in template.visits}
    pairs = [(one.customer_id, one.customer_class) for one in sheet.customers]
    return {**state.visits, **by_class(pairs, {}, means)}


def from_colleague(
    sheet: ProgrammeSheet, state: WizardState, other: OtherProgramme
) -> dict[int, int]:
    """Return the visits of a colleague's programme: of the same customer, else of his class."""
    own = {
        customer_id: scaled(visits, sheet.months, other.months)
        for customer_id, _class, visits in other.lines
    }
    means = class_means([line[1:] for line in other.lines], sheet.months, other.months)
    pairs = [(one.customer_id, one.customer_class) for one in sheet.customers]
    return {**state.visits, **by_class(pairs, own, means)}


def template_visits(sheet: ProgrammeSheet, state: WizardState) -> tuple[tuple[str, int], ...]:
    """Return the mean visits a year of each class, which a template keeps."""
    lines = [
        (one.customer_class, state.of(one.customer_id))
        for one in sheet.customers
        if one.customer_id not in state.left_out
    ]
    means = class_means(lines, Decimal(TEMPLATE_MONTHS), sheet.months)
    return tuple(
        (name, min(int(mean.quantize(Decimal(1), ROUND_HALF_UP)), MOST_VISITS))
        for name, mean in means.items()
    )


# Days


def laid_out(sheet: ProgrammeSheet, state: WizardState) -> WizardState:
    """Return the state with its visits laid on the days of the weeks chosen."""
    rounds = [
        Round(one.customer_id, one.territory_id or 0, state.of(one.customer_id))
        for one in sheet.customers
    ]
    days = [one for one in sheet.days if one.day >= sheet.first_day]
    found = spread(rounds, days, state.window, state.capacity, standing(sheet))
    return replace(state, plan=found.visits, unplaced=found.unplaced, is_week_typed=False)


def standing(sheet: ProgrammeSheet) -> tuple[PlannedVisit, ...]:
    """Return the planned visits that a new week plan leaves as they are."""
    return tuple(one.visit for one in sheet.planned if not one.is_own or one.is_done)


def replaced(sheet: ProgrammeSheet) -> int:
    """Return how many visits that were written before a new week plan takes the place of."""
    return sum(one.is_own and not one.is_done for one in sheet.planned)


def field_days(sheet: ProgrammeSheet, window: Period) -> tuple[date, ...]:
    """Return the rep's field days of a window, ascending."""
    return tuple(one.day for one in sheet.days if one.day in window)


def moved(
    sheet: ProgrammeSheet, state: WizardState, visit: PlannedVisit, days: int
) -> PlannedVisit | None:
    """Return where a visit goes by this many days; None where that is no field day of his.

    By single days, days on which he is not in the field are passed over.
    """
    known = field_days(sheet, state.window)
    if abs(days) == 1:
        ahead = [day for day in known if (day > visit.day if days > 0 else day < visit.day)]
        day = (ahead[0] if days > 0 else ahead[-1]) if ahead else None
    else:
        wanted = visit.day + timedelta(days=days)
        day = wanted if wanted in known else None
    taken = {*(state.plan or ()), *standing(sheet)}
    if day is None or PlannedVisit(visit.customer_id, day) in taken:
        return None
    return PlannedVisit(visit.customer_id, day)


def save_command(
    sheet: ProgrammeSheet, state: WizardState, totals: Totals, request_id: str
) -> SaveProgramme:
    """Return the command that keeps the programme."""
    purposes = {}
    if sheet.saved is not None:
        purposes = {line.customer_id: line.purpose for line in sheet.saved.lines}
    programme = sheet.programme
    facts = {
        "target": totals.target,
        "expected": totals.expected,
        "visits": totals.visits,
        "gap": None if programme is None else programme.programme.gap,
        "field_days": programme.programme.field_days if programme is not None else None,
        "hit_rate": programme.rates.hit_rate if programme and programme.rates else None,
        "order_value": programme.rates.order_value if programme and programme.rates else None,
        "easy_rise": EASY_RISE,
    }
    return SaveProgramme(
        sheet.version_id,
        sheet.rep_id,
        sheet.first_day,
        sheet.months,
        sheet.last_month,
        tuple(
            ProgrammeLine(
                one.customer_id,
                state.of(one.customer_id),
                purposes.get(one.customer_id, ""),
                None if one.rates is None else one.rates.sales(state.of(one.customer_id)),
            )
            for one in sheet.customers
            if state.of(one.customer_id) or purposes.get(one.customer_id)
        ),
        {name: str(value) for name, value in facts.items() if value is not None},
        0 if sheet.saved is None else sheet.saved.version,
        request_id,
    )
