"""Commands and rows of the budget: drivers, lines, commitments, and how they stand.

Amounts are Decimals in whole currency, shares are fractions of one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from desktop.enums import BudgetDriverKind, ExpenseCategory
from desktop.periods import Month
from desktop.ratio import Ratio
from desktop.services.plans.versions_data import VersionCard
from desktop.services.rules.budgeting import NO_BUDGET, Standing, standing_of, used_of


class DriverState(StrEnum):
    """How the lines of a driver stand to what it gives now."""

    NOT_PUT = "not_put"
    CURRENT = "current"
    OUTDATED = "outdated"


@dataclass(frozen=True, slots=True)
class DriverEntry:
    """What a budget grows with.

    `rate` is money a visit, a day or a month, or a share of net sales; `ceiling` a share of the
    planned net sales. At most one of rep and territory says whose visits, days and sales count;
    nothing means everybody's. A product counts for its sales alone.
    """

    category: ExpenseCategory
    kind: BudgetDriverKind
    rate: Decimal
    ceiling: Decimal | None = None
    rep_id: int | None = None
    territory_id: int | None = None
    product_id: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class AddDriver:
    """Let a version's budget grow with something."""

    version_id: int
    entry: DriverEntry
    request_id: str = ""


@dataclass(frozen=True, slots=True)
class ChangeDriver:
    """Change a driver; its lines stay as they are until lines are put again."""

    driver_id: int
    expected_version: int
    entry: DriverEntry
    request_id: str = ""


@dataclass(frozen=True, slots=True)
class RemoveDriver:
    """Take a driver out with the lines that it computed."""

    driver_id: int
    expected_version: int
    request_id: str = ""


@dataclass(frozen=True, slots=True)
class PutLines:
    """Write what the drivers give as lines, in place of those of before.

    `drivers` are pairs of id and version of every driver as it was seen: what was looked at is
    what is written.
    """

    version_id: int
    drivers: tuple[tuple[int, int], ...]
    request_id: str = ""


class DivideBy(StrEnum):
    """Over what a typed amount is divided besides the months."""

    NOTHING = "nothing"
    REP = "rep"
    TERRITORY = "territory"
    CUSTOMER = "customer"
    PRODUCT = "product"


@dataclass(frozen=True, slots=True)
class SetAmount:
    """Type a category's amount of a version's year, in place of the one typed before.

    It is divided exactly by the planned net sales of months and places. `expected` is what was
    typed before, as it was seen; zero takes it out. With a task it is the amount that pays for
    this task: each task has its own beside the one for none.
    """

    version_id: int
    category: ExpenseCategory
    amount: Decimal
    expected: Decimal
    by: DivideBy = DivideBy.NOTHING
    request_id: str = ""
    task_id: int | None = None


@dataclass(frozen=True, slots=True)
class CommitmentEntry:
    """Money that is promised: in which month it falls, what for, to whom; no day is today.

    A task is one that it pays for.
    """

    month: Month
    category: ExpenseCategory
    amount: Decimal
    text: str
    rep_id: int | None = None
    day: date | None = None
    task_id: int | None = None


@dataclass(frozen=True, slots=True)
class AddCommitment:
    """Promise money; more than is left needs a reason."""

    entry: CommitmentEntry
    reason: str = ""
    request_id: str = ""


@dataclass(frozen=True, slots=True)
class ReleaseCommitment:
    """Free what was promised: it was claimed as an expense, or given up."""

    commitment_id: int
    expected_version: int
    request_id: str = ""


@dataclass(frozen=True, slots=True)
class DriverRow:
    """A driver and what it gives.

    `volume` is what it is counted by in the plan's year (visits, days, net sales, months),
    `computed` what it gives now, `wanted` what it would give without its ceiling, `put` what its
    lines hold. `subject` names rep, territory or product, and is empty for everybody.
    """

    id: int
    version: int
    entry: DriverEntry
    subject: str
    volume: Decimal
    computed: Decimal
    wanted: Decimal
    put: Decimal
    state: DriverState

    @property
    def is_capped(self) -> bool:
        """Whether the ceiling holds something back."""
        return self.computed < self.wanted


@dataclass(frozen=True, slots=True)
class CommitmentRow:
    """A promise; `reason` says why more than was left was promised, empty where it was not."""

    id: int
    version: int
    day: date
    month: Month
    category: ExpenseCategory
    amount: Decimal
    text: str
    reason: str
    rep_name: str
    released_on: date | None
    task_name: str = ""

    @property
    def is_over(self) -> bool:
        """Whether more was promised than was left."""
        return bool(self.reason)


@dataclass(frozen=True, slots=True)
class TypedRow:
    """What was typed of the year for a category; a task is the one that it pays for."""

    category: ExpenseCategory
    amount: Decimal
    task_id: int | None = None
    task_name: str = ""


@dataclass(frozen=True, slots=True)
class BudgetSum:
    """A budget with what is promised and spent of it."""

    budget: Decimal = Decimal(0)
    committed: Decimal = Decimal(0)
    actual: Decimal = Decimal(0)

    @property
    def remaining(self) -> Decimal:
        """What is left; below zero it is overspent."""
        return self.budget - self.committed - self.actual

    @property
    def used(self) -> Ratio:
        """The part that is spent or promised."""
        return used_of(self.budget, self.committed, self.actual)

    @property
    def standing(self) -> Standing:
        """How it stands."""
        return standing_of(self.budget, self.committed, self.actual)

    def __add__(self, other: BudgetSum) -> BudgetSum:
        return BudgetSum(
            self.budget + other.budget,
            self.committed + other.committed,
            self.actual + other.actual,
        )


@dataclass(frozen=True, slots=True)
class ToDate:
    """The months that are over, for a fair judgement of what was spent in them.

    `flexed` is the budget at the visits, days and sales that there were. What was spent differs
    from the budget by quantity (`flexed` less `budget`) and by price (`actual` less `flexed`).
    """

    budget: Decimal = Decimal(0)
    flexed: Decimal = Decimal(0)
    actual: Decimal = Decimal(0)

    @property
    def by_quantity(self) -> Decimal:
        """What more or fewer visits, days and sales made of the budget."""
        return self.flexed - self.budget

    @property
    def by_price(self) -> Decimal:
        """What was spent above the budget at the volumes that there were."""
        return self.actual - self.flexed


@dataclass(frozen=True, slots=True)
class BudgetRow:
    """A category or a rep: by month in the order of the book's months, and over the year.

    `key` is the category's word or the rep's code; a rep's `name` is empty where there is none.
    """

    key: str
    name: str
    months: tuple[BudgetSum, ...]
    total: BudgetSum
    to_date: ToDate | None = None


@dataclass(frozen=True, slots=True)
class BudgetBook:
    """Everything about a version's budget as it stands on `as_of`.

    `months` are the year's, `months_over` how many of them are. `planned_sales` is the plan's
    year, `sales` what was sold in the months that are over. `typed` is what was
    typed of the year by category and task. `reps`, `territories`, `products` and the plan's
    `tasks` are pairs of id and name to choose from.
    """

    card: VersionCard
    as_of: date
    currency: str
    months: tuple[Month, ...]
    months_over: int
    drivers: tuple[DriverRow, ...]
    by_category: tuple[BudgetRow, ...]
    by_rep: tuple[BudgetRow, ...]
    total: BudgetRow
    commitments: tuple[CommitmentRow, ...]
    planned_sales: Decimal
    sales: Decimal
    typed: tuple[TypedRow, ...]
    reps: tuple[tuple[int, str], ...]
    territories: tuple[tuple[int, str], ...]
    products: tuple[tuple[int, str], ...]
    tasks: tuple[tuple[int, str], ...] = ()

    def typed_amount(self, category: ExpenseCategory, task_id: int | None = None) -> Decimal:
        """Return what was typed for a category and a task, or for no task."""
        found = {(one.category, one.task_id): one.amount for one in self.typed}
        return found.get((category, task_id), Decimal(0))

    @property
    def is_outdated(self) -> bool:
        """Whether lines do not say what the drivers give now."""
        return any(one.state is not DriverState.CURRENT for one in self.drivers)

    @property
    def planned_ratio(self) -> Ratio:
        """The budget as a part of planned net sales."""
        if not self.total.total.budget:
            return Ratio.undefined(NO_BUDGET)
        return Ratio.of(self.total.total.budget, self.planned_sales, "no planned sales")

    @property
    def actual_ratio(self) -> Ratio:
        """Expenses as a part of net sales, of the months that are over."""
        spent = self.total.to_date.actual if self.total.to_date is not None else Decimal(0)
        return Ratio.of(spent, self.sales, "no sales")
