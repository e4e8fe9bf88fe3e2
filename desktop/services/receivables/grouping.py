"""Whose an open item is, and where: the leaves that a report's dimensions are summed from."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, select, true
from sqlalchemy.orm import Session

from desktop.enums import Dimension
from desktop.models import (
    Collection,
    Customer,
    CustomerRep,
    CustomerTerritory,
    Invoice,
    ItemOwnership,
)
from desktop.services.figures.frame import Frame
from desktop.services.figures.sql import plain_rows

#: What an item is of: an invoice or credit note, or money.
Item = type[Invoice] | type[Collection]
Leaves = tuple[int | None, ...]
#: Dimensions that open items have.
DIMENSIONS = (
    Dimension.REP,
    Dimension.MANAGER,
    Dimension.TERRITORY,
    Dimension.CUSTOMER,
    Dimension.CLASS,
)
_OWNED = frozenset({Dimension.REP, Dimension.MANAGER, Dimension.TERRITORY})


@dataclass(frozen=True, slots=True)
class Grouping:
    """By what open items are summed, and on which day their owner is asked for.

    An item belongs to the person of its `item_ownership` on the day, else to the customer's rep
    of the day; either counts only while employed, else it is in the branch manager's custody,
    which is no rep. With `at_origin` documents belong to the rep that they were credited to;
    unapplied money stays with the customer's owner. Customers that were read are kept in
    `codes`, so that a sheet by customer need not read them all.
    """

    frame: Frame
    by: tuple[Dimension, ...]
    owner_day: date
    at_origin: bool
    has_passed_on: bool
    codes: dict[int, str] = field(default_factory=dict)

    def keys(self, item: Item) -> dict[str, ColumnElement[Any]]:
        """Return the columns to select and to group by, under their names."""
        keys: dict[str, Any] = {}
        if _OWNED.intersection(self.by):
            if self.at_origin and item is Invoice:
                keys["origin"] = item.credited_rep_id
            else:
                keys["assigned"] = CustomerRep.rep_id
                if self.has_passed_on and item is Invoice:
                    keys["passed_on"] = ItemOwnership.invoice_id.is_not(None)
                    keys["owner"] = ItemOwnership.rep_id
        if Dimension.TERRITORY in self.by:
            keys["place"] = CustomerTerritory.territory_id
        if Dimension.CUSTOMER in self.by:
            keys["customer"] = item.customer_id
            keys["code"] = Customer.code
        if Dimension.CLASS in self.by:
            keys["weight"] = Customer.customer_class
        return keys

    def attach(self, query: Select[Any], item: Item) -> Select[Any]:
        """Return the query with the tables joined that its keys are read from."""
        keys = self.keys(item)
        if "assigned" in keys:
            query = query.outerjoin(CustomerRep, covering(CustomerRep, item, self.owner_day))
        if "owner" in keys:
            query = query.outerjoin(ItemOwnership, passed_on(self.owner_day))
        if "place" in keys:
            query = query.outerjoin(
                CustomerTerritory, covering(CustomerTerritory, item, self.owner_day)
            )
        if "weight" in keys or "code" in keys:
            # An inner join would let SQLite begin with all customers instead of what is open.
            query = query.outerjoin(
                Customer,
                and_(Customer.branch_id == item.branch_id, Customer.id == item.customer_id),
            )
        return query

    def reader(self, item: Item) -> Callable[[Any], Leaves]:
        """Return the function that reads the leaves from a row that begins with the keys."""
        places = {name: place for place, name in enumerate(self.keys(item))}
        if self.by == (Dimension.CUSTOMER,):
            return self._read_customer

        def read(row: Any) -> Leaves:
            rep = self._rep(places, row)
            return tuple(self._leaf(dimension, places, row, rep) for dimension in self.by)

        return read

    def _read_customer(self, row: Any) -> Leaves:
        """Return the customer alone: many rows, read without asking what they are."""
        self.codes[row[0]] = row[1]
        return (row[0],)

    def _rep(self, places: dict[str, int], row: Any) -> int | None:
        if "origin" in places:
            return row[places["origin"]]  # type: ignore[no-any-return]
        if "assigned" not in places:
            return None
        if "owner" in places and row[places["passed_on"]]:
            return employed(self.frame, row[places["owner"]], self.owner_day)
        return employed(self.frame, row[places["assigned"]], self.owner_day)

    def _leaf(
        self, dimension: Dimension, places: dict[str, int], row: Any, rep: int | None
    ) -> int | None:
        if dimension is Dimension.TERRITORY:
            place: int | None = row[places["place"]]
            return place_of(self.frame, place, rep)
        if dimension is Dimension.CUSTOMER:
            customer: int = row[places["customer"]]
            self.codes[customer] = row[places["code"]]
            return customer
        if dimension is Dimension.CLASS:
            return class_leaf(row[places["weight"]])
        return rep


def make_grouping(
    session: Session,
    frame: Frame,
    by: Sequence[Dimension],
    owner_day: date,
    at_origin: bool = False,
) -> Grouping:
    """Return the grouping by the dimensions (those of time are left to the caller)."""
    kept = tuple(dimension for dimension in by if dimension in DIMENSIONS)
    some = bool(_OWNED.intersection(kept)) and has_passed_on(session, frame, owner_day)
    return Grouping(frame, kept, owner_day, at_origin, some)


def has_passed_on(session: Session, frame: Frame, day: date) -> bool:
    """Whether any item has an owner of its own on the day: rare, so the join is spared."""
    rows = exists().where(
        ItemOwnership.branch_id == frame.branch.id,
        ItemOwnership.first_day <= day,
        ItemOwnership.last_day >= day,
    )
    return bool(session.scalar(select(rows)))


def covering(
    span: type[CustomerRep] | type[CustomerTerritory], item: Item, day: date
) -> ColumnElement[bool]:
    """Return the condition that joins an item's customer to his rep or territory of the day."""
    return and_(
        span.branch_id == item.branch_id,
        span.customer_id == item.customer_id,
        span.first_day <= day,
        span.last_day >= day,
    )


def passed_on(day: date) -> ColumnElement[bool]:
    """Return the condition that joins a document to its own owner of the day."""
    return and_(
        ItemOwnership.branch_id == Invoice.branch_id,
        ItemOwnership.invoice_id == Invoice.id,
        ItemOwnership.first_day <= day,
        ItemOwnership.last_day >= day,
    )


def employed(frame: Frame, rep_id: int | None, day: date) -> int | None:
    """Return the rep if employed on the day; None is the branch manager's custody."""
    return rep_id if rep_id is not None and frame.reps[rep_id].employed_on(day) else None


def place_of(frame: Frame, territory_id: int | None, rep_id: int | None) -> int | None:
    """Return the customer's territory, else the rep's own."""
    if territory_id is None and rep_id is not None:
        return frame.reps[rep_id].territory_id
    return territory_id


def class_leaf(customer_class: str | None) -> int | None:
    """Return a class as a leaf: the code point of its letter."""
    return ord(customer_class) if customer_class else None


def expanders(
    session: Session,
    frame: Frame,
    by: Sequence[Dimension],
    known: Mapping[int, str] | None = None,
) -> tuple[Callable[[int | None], tuple[str, ...]], ...]:
    """Return, a dimension each, the function that names the rows a leaf counts in.

    `known` are the codes of all customers that will be asked for; else all are read.
    """
    codes: Mapping[int, str] = known or {}
    if Dimension.CUSTOMER in by and known is None:
        rows = select(Customer.id, Customer.code).where(Customer.branch_id == frame.branch.id)
        codes = dict(plain_rows(session, rows))

    def one(dimension: Dimension) -> Callable[[int | None], tuple[str, ...]]:
        if dimension is Dimension.CUSTOMER:
            return lambda leaf: (codes[leaf] if leaf is not None else "",)
        if dimension is Dimension.CLASS:
            return lambda leaf: (chr(leaf) if leaf is not None else "",)
        return lambda leaf: frame.expand(dimension, leaf)

    return tuple(one(dimension) for dimension in by)


def open_on(frame: Frame, item: Item, day: date) -> ColumnElement[bool]:
    """Return the condition that a posted document or money was open at the end of a day.

    `day < settled_on` is asked for as the list of days on which anything was settled later,
    found by stepping through the index: then the index is entered once a day with the
    document's date as its next key, and the work grows with what was open, not with all that
    was settled since.
    """
    ended = _ended(item)
    of_branch = item.branch_id == frame.branch.id
    # The index of money holds no more than what was open at the end of some day.
    kept = Collection.document_date < Collection.used_up_on if item is Collection else true()
    first = select(func.min(ended).label("day")).where(of_branch, kept, ended > day)
    days = first.cte(f"{item.__tablename__}_days", recursive=True)
    following = select(func.min(ended)).where(of_branch, kept, ended > days.c.day).scalar_subquery()
    days = days.union_all(select(following).where(days.c.day.is_not(None)))
    return and_(
        of_branch,
        kept,
        ended.in_(select(days.c.day)),
        item.document_date <= day,
        item.state == "posted",
    )


def open_among(frame: Frame, item: Item, day: date) -> ColumnElement[bool]:
    """Return the same condition as `open_on` for a query that finds few documents by itself."""
    return and_(
        item.branch_id == frame.branch.id,
        _ended(item) > day,
        item.document_date <= day,
        item.state == "posted",
    )


def _ended(item: Item) -> Any:
    """Return the column with the first day on which nothing was open."""
    return Invoice.settled_on if item is Invoice else Collection.used_up_on
