"""What the printed pages of a plan are made of: the rep's target sheet, the summary, the bridge.

Amounts are Decimals in whole units: money in whole currency, counts and quantities as they are.
None is unknown and printed as a dash. Names and reasons are texts as people wrote them; the
names of the built-in metrics and bars are the page's own, in the page's language.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from desktop.enums import (
    AnswerKind,
    BridgeKind,
    BridgeStatus,
    PlanLevel,
    PlanSide,
    PlanStatus,
    SalesBasis,
)
from desktop.periods import Month
from desktop.ratio import Ratio
from desktop.services.charts.data import Unit, WaterfallChart, WaterfallStep

MONTHS = 12
QUARTERS = 4


class Feasibility(StrEnum):
    """Whether a target can be reached, by its arithmetic (PLANNING.md, section 0)."""

    FEASIBLE = "feasible"
    STRETCH = "stretch"
    INFEASIBLE = "infeasible"
    NOT_JUDGED = "not_judged"


class PartKind(StrEnum):
    """What a row of a decomposition stands for."""

    NAMED = "named"
    POOL = "pool"
    UNASSIGNED = "unassigned"


@dataclass(frozen=True, slots=True)
class PlanMetric:
    """A metric as a page names and writes it.

    `code` is that of `Metric`, or an own one with its `name`; the activity needed has the codes
    `visits_needed`, `orders_needed` and `customers_needed`. `decimals` counts for money and
    quantities.
    """

    code: str
    name: str = ""
    is_money: bool = False
    decimals: int = 0
    level: PlanLevel = PlanLevel.BASE
    less_is_better: bool = False


@dataclass(frozen=True, slots=True)
class PlanIdentity:
    """Which plan a page is of; `year_name` is `2027`, or `FY2027`, from `first_month` on."""

    branch_code: str
    branch_name: str
    plan_name: str
    version: int
    status: PlanStatus
    year_name: str
    first_month: Month
    currency: str = "CNY"

    @property
    def months(self) -> tuple[Month, ...]:
        """The twelve months of the plan's year, in order."""
        return tuple(self.first_month.plus(number) for number in range(MONTHS))


@dataclass(frozen=True, slots=True)
class PlanDefinitions:
    """What the plan's figures mean; `others` are further sentences, printed as they are."""

    sales_basis: SalesBasis = SalesBasis.INVOICED
    with_tax: bool = False
    net_of_returns: bool = True
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MonthlyTargets:
    """A metric's twelve months in the order of the plan's year.

    Raises:
        ValueError: not twelve months.
    """

    metric: PlanMetric
    months: tuple[Decimal | None, ...]

    def __post_init__(self) -> None:
        if len(self.months) != MONTHS:
            raise ValueError("a plan's year has twelve months")

    @property
    def quarters(self) -> tuple[Decimal | None, ...]:
        """The sums of three months each, from the year's first; None where all are unknown."""
        return tuple(total(self.months[start : start + 3]) for start in range(0, MONTHS, 3))

    @property
    def year(self) -> Decimal | None:
        """The sum of the months that are known; None where none is."""
        return total(self.months)


@dataclass(frozen=True, slots=True)
class TabPart:
    """A row of a decomposition: a year's amount for each metric of the page, in its order.

    `quarters` divide the first metric's amount.
    """

    code: str
    name: str
    amounts: tuple[Decimal | None, ...]
    quarters: tuple[Decimal | None, ...] = ()
    kind: PartKind = PartKind.NAMED


@dataclass(frozen=True, slots=True)
class TargetMeasure:
    """A rep's targets of one of the branch's own measures, by quarter and for the year.

    Of a level, which does not add up, they are those of the last month.
    """

    name: str
    unit: str
    decimals: int
    less_is_better: bool
    quarters: tuple[Decimal | None, ...]
    year: Decimal | None
    is_level: bool = False


@dataclass(frozen=True, slots=True)
class TargetReason:
    """How a target was reached, in short, and whether it can be reached.

    An empty `method` is a number typed without any other basis.
    """

    metric: PlanMetric
    method: str
    sentence: str
    verdict: Feasibility = Feasibility.NOT_JUDGED


@dataclass(frozen=True, slots=True)
class TargetAnswer:
    """What the rep answered, and what was replied to an objection."""

    kind: AnswerKind
    given_on: date
    given_by: str
    objection: str = ""
    reply: str = ""
    replied_on: date | None = None
    replied_by: str = ""


@dataclass(frozen=True, slots=True)
class TargetSheetData:
    """One rep's year: all metrics by month, his customers, the reasons, the activity needed.

    `customers` are all of them, with the pool where there is one; each has an amount for every
    one of `targets`. `measures` are the branch's own, where he has targets of any.
    """

    identity: PlanIdentity
    rep_code: str
    rep_name: str
    title: str
    manager_name: str
    territory_name: str
    as_of: date
    targets: tuple[MonthlyTargets, ...]
    customers: tuple[TabPart, ...] = ()
    activity: tuple[MonthlyTargets, ...] = ()
    reasons: tuple[TargetReason, ...] = ()
    definitions: PlanDefinitions = PlanDefinitions()
    answer: TargetAnswer | None = None
    measures: tuple[TargetMeasure, ...] = ()


@dataclass(frozen=True, slots=True)
class FeasibilityCounts:
    """How many targets of a metric are feasible, a stretch, infeasible, or not judged."""

    feasible: int = 0
    stretch: int = 0
    infeasible: int = 0
    not_judged: int = 0


@dataclass(frozen=True, slots=True)
class SummaryMetric:
    """A metric of the whole plan.

    `unassigned` is the amount that has not reached a rep, a month and a customer or pool.
    `typed_only` of `targets` numbers have no other basis than that somebody typed them.
    """

    targets: MonthlyTargets
    last_year: Decimal | None = None
    unassigned: Decimal = Decimal(0)
    typed_only: int = 0
    count: int = 0
    feasibility: FeasibilityCounts = FeasibilityCounts()

    @property
    def growth(self) -> Ratio:
        """The plan against last year's result."""
        before, year = self.last_year, self.targets.year
        if before is None or year is None or before <= 0:
            return Ratio.undefined("nothing to compare with")
        return Ratio.of(year - before, before, "nothing to compare with")

    @property
    def unassigned_share(self) -> Ratio:
        """The amount unassigned ÷ the year."""
        return Ratio.of(self.unassigned, self.targets.year or Decimal(0), "no target")

    @property
    def typed_share(self) -> Ratio:
        """The numbers that were only typed ÷ all numbers."""
        return Ratio.of(self.typed_only, self.count, "no target")


@dataclass(frozen=True, slots=True)
class PlanSummaryData:
    """A plan on paper: totals by metric, and their decompositions that come to the same.

    The parts have an amount for every one of `metrics`, in their order; what no rep (territory,
    group, customer) has stands in a part of kind UNASSIGNED.
    """

    identity: PlanIdentity
    as_of: date
    metrics: tuple[SummaryMetric, ...]
    reps: tuple[TabPart, ...] = ()
    territories: tuple[TabPart, ...] = ()
    product_groups: tuple[TabPart, ...] = ()
    customers: tuple[TabPart, ...] = ()
    definitions: PlanDefinitions = PlanDefinitions()


@dataclass(frozen=True, slots=True)
class BridgeItem:
    """A reason for the difference between the two numbers, with who stands for it.

    `name` says it in the branch's own words; without it the kind is the name. A positive amount
    raises the branch's number towards headquarters'.
    """

    kind: BridgeKind
    amount: Decimal
    owner: str = ""
    evidence: str = ""
    status: BridgeStatus = BridgeStatus.OPEN
    name: str = ""


@dataclass(frozen=True, slots=True)
class NegotiationRound:
    """The number that one side named in a round, and what it argued."""

    number: int
    side: PlanSide
    day: date
    amount: Decimal
    argument: str = ""
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class BridgeData:
    """Headquarters' number, the branch's number, what lies between them and what was agreed."""

    identity: PlanIdentity
    as_of: date
    metric: PlanMetric
    hq_amount: Decimal
    branch_amount: Decimal
    items: tuple[BridgeItem, ...] = ()
    rounds: tuple[NegotiationRound, ...] = ()
    agreed: Decimal | None = None
    agreed_on: date | None = None
    agreed_by: str = ""
    definitions: PlanDefinitions = PlanDefinitions()

    @property
    def difference(self) -> Decimal:
        """Headquarters' number less the branch's."""
        return self.hq_amount - self.branch_amount

    @property
    def unexplained(self) -> Decimal:
        """The difference less all items, whatever became of them."""
        return self.difference - sum((item.amount for item in self.items), Decimal(0))

    @property
    def unexplained_share(self) -> Ratio:
        """The size of the unexplained ÷ headquarters' number; the aim is below one per cent."""
        return Ratio.of(abs(self.unexplained), self.hq_amount, "no target")

    def by_status(self, status: BridgeStatus) -> Decimal:
        """Return the sum of the items of this status."""
        amounts = (item.amount for item in self.items if item.status is status)
        return sum(amounts, Decimal(0))

    def chart(
        self, title: str, branch: str, hq: str, rest: str, names: tuple[str, ...]
    ) -> WaterfallChart:
        """Return the waterfall from the branch's number to headquarters', with these words.

        `names` are those of the items, in their order. A bar's key is the place of its item.
        """
        steps = tuple(
            WaterfallStep(name, item.amount, key=f"item-{place}")
            for place, (name, item) in enumerate(zip(names, self.items, strict=True))
        )
        return WaterfallChart(
            title, branch, self.branch_amount, steps, hq, self.hq_amount, rest,
            Unit.MONEY if self.metric.is_money else Unit.COUNT, self.identity.currency,
        )  # fmt: skip


def total(amounts: tuple[Decimal | None, ...]) -> Decimal | None:
    """Return the sum of what is known; None where nothing is."""
    known = [amount for amount in amounts if amount is not None]
    return sum(known, Decimal(0)) if known else None
