"""What every figure stands in: the branch's settings, its trees, its people, its calendar."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, bindparam, case, literal_column, select
from sqlalchemy.orm import Session

from desktop.enums import DayKind, Dimension, SalesBasis
from desktop.errors import DatabaseUnreachable, InputError, Issue
from desktop.models import (
    Branch,
    CalendarDay,
    Customer,
    Product,
    ProductGroup,
    Rep,
    Territory,
)
from desktop.periods import FiscalCalendar, Month
from desktop.services.database.snapshot import READS_ONLY, snapshot_stamp
from desktop.services.rules.workdays import WorkCalendar

_BRANCHES = (
    select(
        Branch.id,
        Branch.name,
        Branch.currency,
        Branch.decimals,
        Branch.fiscal_year_start,
        Branch.sales_basis,
        Branch.aging_bounds,
        Branch.is_sample,
    )
    .order_by(Branch.id)
    .limit(2)
)
_BRANCH = _BRANCHES.where(Branch.id == bindparam("id"))
#: Under this name a connection keeps the frame of its last snapshot.
_KEPT = "branchbook_frame"


@dataclass(frozen=True, slots=True)
class BranchFacts:
    """The branch and the settings that define its figures."""

    id: int
    name: str
    currency: str
    decimals: int
    fiscal: FiscalCalendar
    sales_basis: SalesBasis
    aging_bounds: tuple[int, ...]
    is_sample: bool


@dataclass(frozen=True, slots=True)
class RepFacts:
    """A person of the sales force; `letters` are what he is sorted by, pinyin of a Chinese name."""

    id: int
    code: str
    name: str
    title: str
    manager_id: int | None
    territory_id: int | None
    hire_date: date | None
    leave_date: date | None
    letters: str = ""

    def employed_on(self, day: date) -> bool:
        """Whether the person is employed on the day; an unknown date does not exclude."""
        return (self.hire_date is None or self.hire_date <= day) and (
            self.leave_date is None or day <= self.leave_date
        )


@dataclass(frozen=True, slots=True)
class NodeFacts:
    """A node of the territory or product tree."""

    id: int
    code: str
    name: str
    parent_id: int | None


@dataclass(frozen=True, slots=True)
class ProductFacts:
    """An article."""

    id: int
    code: str
    name: str
    group_id: int | None


@dataclass(frozen=True, slots=True)
class CustomerFacts:
    """A customer."""

    id: int
    code: str
    name: str
    customer_class: str | None
    is_key_account: bool
    credit_limit_minor: int | None
    terms_days: int | None
    opened_on: date | None


@dataclass(frozen=True, slots=True)
class Frame:
    """The branch as it stands, by id; customers and products only where they were asked for."""

    branch: BranchFacts
    reps: Mapping[int, RepFacts]
    territories: Mapping[int, NodeFacts]
    groups: Mapping[int, NodeFacts]
    calendar: WorkCalendar
    customers: Mapping[int, CustomerFacts] = field(default_factory=dict)
    products: Mapping[int, ProductFacts] = field(default_factory=dict)
    _leaders: frozenset[int] = field(default=frozenset())

    @property
    def leaders(self) -> frozenset[int]:
        """Ids of the people who have someone below them."""
        return self._leaders

    def expand(self, dimension: Dimension, leaf: int | None) -> tuple[str, ...]:
        """Return the codes of all rows that a leaf counts in (FORMATS.md, section 3).

        The leaf is an id, or a month's ordinal for month, quarter and year, or a customer's id
        for class. Without a leaf it is the empty code.
        """
        if leaf is None:
            return ("",)
        match dimension:
            case Dimension.MONTH:
                return (str(Month(leaf)),)
            case Dimension.QUARTER:
                return (Month(leaf).quarter,)
            case Dimension.YEAR:
                fiscal = self.branch.fiscal
                return (fiscal.name(fiscal.year_of(Month(leaf).start)),)
            case Dimension.REP:
                return (self.reps[leaf].code,)
            case Dimension.MANAGER:
                return self._managers(leaf)
            case Dimension.TERRITORY:
                return _with_parents(self.territories, leaf)
            case Dimension.PRODUCT_GROUP:
                return _with_parents(self.groups, leaf)
            case Dimension.PRODUCT:
                return (self.products[leaf].code,)
            case Dimension.CUSTOMER:
                return (self.customers[leaf].code,)
            case Dimension.CLASS:
                return (self.customers[leaf].customer_class or "",)
            case Dimension.CATEGORY:
                raise ValueError("categories are words already")

    def _managers(self, leaf: int) -> tuple[str, ...]:
        codes = []
        person: int | None = leaf
        while person is not None:
            facts = self.reps[person]
            if person in self._leaders:
                codes.append(facts.code)
            person = facts.manager_id
        return tuple(codes) or ("",)


def _with_parents(nodes: Mapping[int, NodeFacts], leaf: int) -> tuple[str, ...]:
    codes = []
    node: int | None = leaf
    while node is not None:
        facts = nodes[node]
        codes.append(facts.code)
        node = facts.parent_id
    return tuple(codes)


def load_branch(session: Session, branch_id: int | None = None) -> BranchFacts:
    """Return the branch's settings; without an id, the only branch that the database shows.

    Raises:
        DatabaseUnreachable: the database holds no branch.
        InputError: it holds several and none was named.
    """
    # Every command asks for it: rows of statements made once take a third of what records take.
    if branch_id is None:
        found = session.connection().execute(_BRANCHES).all()
    else:
        found = session.connection().execute(_BRANCH, {"id": branch_id}).all()
    if not found:
        raise DatabaseUnreachable("no_branch")
    if len(found) > 1:
        raise InputError(Issue("several_branches"))
    branch = found[0]
    return BranchFacts(
        branch.id,
        branch.name,
        branch.currency,
        branch.decimals,
        FiscalCalendar(branch.fiscal_year_start),
        SalesBasis(branch.sales_basis),
        tuple(int(bound) for bound in branch.aging_bounds.split(",") if bound),
        branch.is_sample,
    )


def load_calendar(session: Session, branch_id: int) -> WorkCalendar:
    """Return the branch's calendar."""
    rows = session.execute(
        select(CalendarDay.day, CalendarDay.kind).where(CalendarDay.branch_id == branch_id)
    )
    return WorkCalendar({day: DayKind(kind) for day, kind in rows})


def load_frame(
    session: Session,
    branch_id: int | None = None,
    *,
    customers: bool = False,
    products: bool = False,
) -> Frame:
    """Return the branch's frame; customers and products are loaded only if asked for.

    A connection keeps the frame without them, and gives it again for as long as its snapshots
    show the same data: a page of a list would else cost less than what it stands in.
    """
    if not session.info.get(READS_ONLY):
        # What a command has changed so far may yet be taken back.
        frame = _load(session, branch_id)
    else:
        kept: dict[Any, Any] = session.connection().info
        stamp, key = snapshot_stamp(session), (_KEPT, branch_id)
        known = kept.get(key)
        if known is None or known[0] != stamp:
            known = kept[key] = (stamp, _load(session, branch_id))
        frame = known[1]
    if not (customers or products):
        return frame
    return replace(
        frame,
        customers=load_customers(session, frame.branch.id) if customers else {},
        products=load_products(session, frame.branch.id) if products else {},
    )


def _load(session: Session, branch_id: int | None) -> Frame:
    branch = load_branch(session, branch_id)
    reps = {
        row.id: RepFacts(*row)
        for row in session.execute(
            select(
                Rep.id, Rep.code, Rep.name, Rep.title, Rep.manager_id, Rep.territory_id,
                Rep.hire_date, Rep.leave_date, letters_of(Rep.pinyin, Rep.name_key),
            ).where(Rep.branch_id == branch.id)
        )
    }  # fmt: skip
    return Frame(
        branch,
        reps,
        _nodes(session, Territory, branch.id),
        _nodes(session, ProductGroup, branch.id),
        load_calendar(session, branch.id),
        _leaders=frozenset(rep.manager_id for rep in reps.values() if rep.manager_id is not None),
    )


def letters_of(pinyin: Any, name_key: Any) -> ColumnElement[str]:
    """Return what a name is sorted by: the initials of a Chinese one, the letters of a Latin one.

    Keys are compared by code point, so what is beyond ASCII begins with a Chinese character.
    """
    # Written out rather than given as values, so that an index of this expression is found.
    chinese: ColumnElement[str] = literal_column("'\u0080'")
    space: ColumnElement[str] = literal_column("' '")
    return case((name_key >= chinese, pinyin + space + name_key), else_=name_key)


def _nodes(
    session: Session, record: type[Territory] | type[ProductGroup], branch_id: int
) -> dict[int, NodeFacts]:
    rows = session.execute(
        select(record.id, record.code, record.name, record.parent_id).where(
            record.branch_id == branch_id
        )
    )
    return {row.id: NodeFacts(*row) for row in rows}


def load_customers(session: Session, branch_id: int) -> dict[int, CustomerFacts]:
    """Return all customers by id."""
    rows = session.execute(
        select(
            Customer.id, Customer.code, Customer.name, Customer.customer_class,
            Customer.is_key_account, Customer.credit_limit_minor, Customer.terms_days,
            Customer.opened_on,
        ).where(Customer.branch_id == branch_id)
    )  # fmt: skip
    return {row.id: CustomerFacts(*row) for row in rows}


def load_products(session: Session, branch_id: int) -> dict[int, ProductFacts]:
    """Return all products by id."""
    rows = session.execute(
        select(Product.id, Product.code, Product.name, Product.group_id).where(
            Product.branch_id == branch_id
        )
    )
    return {row.id: ProductFacts(*row) for row in rows}
