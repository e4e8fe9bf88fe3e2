"""Customers, their dated assignments, the calendar and leave."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from sqlalchemy import select

from desktop.changes import Topic
from desktop.models import (
    EVER,
    OPEN_END,
    CalendarDay,
    Customer,
    CustomerRep,
    CustomerTerritory,
    Leave,
    Rep,
    Territory,
)
from desktop.search_key import search_key
from desktop.services.imports.loading.alike import warn_of_known_customers
from desktop.services.imports.loading.attribution import reattribute
from desktop.services.imports.loading.context import LoadContext, Writer, chunks
from desktop.services.imports.loading.masters import MasterRows
from desktop.services.imports.loading.summary import refresh_sales_months
from desktop.services.imports.loading.undo import change_rows, remove_rows
from desktop.services.pinyin import initials

_ONE_DAY = timedelta(days=1)
_FIELDS = {
    "class": ("customer_class",),
    "key_account": ("is_key_account",),
    "tax_id": ("tax_id",),
    "phone": ("phone",),
    "address": ("address",),
    "legal_person": ("legal_person",),
    "credit_limit": ("credit_limit_minor",),
    "terms_days": ("terms_days",),
    "opened_on": ("opened_on",),
}


def load_customers(context: LoadContext) -> Writer:
    """Check customers and return what writes them, their rep and their territory."""
    rows = MasterRows.of(context, Customer)
    reps = context.resolve("rep_code", Rep)
    territories = context.resolve("territory_code", Territory)
    names = ("code", "name", *_FIELDS)
    columns = {name: context.column(name) for name in names}
    values = [
        {
            "code": columns["code"][i],
            "code_key": search_key(columns["code"][i]),
            "name": columns["name"][i],
            "name_key": search_key(columns["name"][i]),
            "pinyin": initials(columns["name"][i]),
            "customer_class": columns["class"][i],
            "is_key_account": bool(columns["key_account"][i]),
            "tax_id": columns["tax_id"][i] or "",
            "phone": columns["phone"][i] or "",
            "address": columns["address"][i] or "",
            "legal_person": columns["legal_person"][i] or "",
            "credit_limit_minor": columns["credit_limit"][i],
            "terms_days": columns["terms_days"][i],
            "opened_on": columns["opened_on"][i],
        }
        for i in range(context.count)
    ]
    warn_of_known_customers(context, rows.known)
    write = rows.writer(
        values, _FIELDS, frozenset({Topic.CUSTOMERS}), derived={"name": ("pinyin",)}
    )

    def write_all() -> frozenset[Topic]:
        topics = write()
        _place(context, rows, CustomerRep, "rep_code", "rep_id", reps)
        _place(context, rows, CustomerTerritory, "territory_code", "territory_id", territories)
        if rows.updates_existing and {"rep_code", "territory_code"} & context.table.present:
            _reattribute(context, [rows.ids[place] for place in sorted(rows.known)])
        return topics

    return write_all


def _place(
    context: LoadContext,
    rows: MasterRows,
    record: type[CustomerRep] | type[CustomerTerritory],
    column: str,
    target: str,
    found: list[int | None],
) -> None:
    """Write who looks after each customer, or where he is, as the customers' file says it."""
    opened = context.column("opened_on")
    fresh = [
        place for place in context.good() if found[place] is not None and place not in rows.known
    ]
    is_rep = record is CustomerRep
    names = ["customer_id", target, "first_day", "last_day"] + (["is_from_file"] if is_rep else [])
    extra: tuple[object, ...] = (True,) if is_rep else ()
    new_rows = [
        (rows.ids[place], found[place], opened[place] or EVER, OPEN_END, *extra) for place in fresh
    ]
    context.insert(record, names, new_rows)
    if column not in context.table.present:
        return
    _replace(context, rows, record, target, found)


def _replace(
    context: LoadContext,
    rows: MasterRows,
    record: type[CustomerRep] | type[CustomerTerritory],
    target: str,
    found: list[int | None],
) -> None:
    """Change the rep or territory of known customers where the file names another one."""
    wanted = {
        rows.ids[place]: found[place]
        for place in context.good()
        if place in rows.known and found[place] is not None
    }
    current: dict[int, tuple[int, int]] = {}
    for chunk in chunks(sorted(wanted), 5_000):
        query = select(record.customer_id, record.id, getattr(record, target)).where(
            record.branch_id == context.branch.id,
            record.customer_id.in_(chunk),
            record.last_day == OPEN_END,
        )
        if record is CustomerRep:
            query = query.where(CustomerRep.is_from_file.is_(True))
        current.update({row[0]: (row[1], row[2]) for row in context.session.execute(query)})
    change_rows(
        context,
        record,
        {
            current[customer][0]: {target: new}
            for customer, new in wanted.items()
            if customer in current and current[customer][1] != new
        },
    )
    unknown = [customer for customer in wanted if customer not in current]
    if not unknown:
        return
    opened = _opened_without(context, record, unknown)
    is_rep = record is CustomerRep
    names = ["customer_id", target, "first_day", "last_day"] + (["is_from_file"] if is_rep else [])
    extra: tuple[object, ...] = (True,) if is_rep else ()
    context.insert(
        record,
        names,
        [(c, wanted[c], opened[c] or EVER, OPEN_END, *extra) for c in unknown if c in opened],
    )


def _opened_without(
    context: LoadContext,
    record: type[CustomerRep] | type[CustomerTerritory],
    customers: Iterable[int],
) -> dict[int, date | None]:
    """Return the first days of those customers who have no dated row of the record at all."""
    opened: dict[int, date | None] = {}
    for chunk in chunks(customers, 5_000):
        taken = select(record.customer_id).where(
            record.branch_id == context.branch.id, record.customer_id.in_(chunk)
        )
        for row in context.session.execute(
            select(Customer.id, Customer.opened_on).where(
                Customer.branch_id == context.branch.id,
                Customer.id.in_(chunk),
                Customer.id.not_in(taken),
            )
        ):
            opened[row.id] = row.opened_on
    return opened


def _reattribute(context: LoadContext, customers: Iterable[int]) -> None:
    context.session.flush()
    months = reattribute(context.session, context.branch.id, sorted(set(customers)))
    refresh_sales_months(context.session, context.branch, months)


@dataclass(frozen=True, slots=True)
class _Span:
    """A span of a file: its place there, its days, and whose it is."""

    place: int
    first: date
    last: date | None
    rep_id: int


@dataclass(slots=True)
class _Assigned:
    """What becomes of one customer: spans that go in, stored rows that are cut or give way."""

    spans: list[_Span]
    cuts: dict[int, dict[str, object]]
    removed: list[int]


def load_assignments(context: LoadContext) -> Writer:
    """Check dated assignments and return what writes them.

    A new one ends the earlier the day before and overrides the rep of the customer's own
    file; overlaps within the file, or with a dated assignment that begins later, are refused.
    """
    customers = context.resolve("customer_code", Customer)
    reps = context.resolve("rep_code", Rep)
    first, last = context.column("from"), context.column("to")
    given: dict[int, list[_Span]] = defaultdict(list)
    for place in context.good():
        customer, rep = customers[place], reps[place]
        if customer is not None and rep is not None:
            given[customer].append(_Span(place, first[place], last[place], rep))
    stored = _stored_spans(context, given)
    assigned = {
        customer: _assign(context, sorted(spans, key=lambda span: span.first), stored[customer])
        for customer, spans in given.items()
    }

    def write() -> frozenset[Topic]:
        remove_rows(context, CustomerRep, [row for one in assigned.values() for row in one.removed])
        change_rows(
            context,
            CustomerRep,
            {row: cut for one in assigned.values() for row, cut in one.cuts.items()},
        )
        context.session.flush()
        context.insert(
            CustomerRep,
            ["customer_id", "rep_id", "first_day", "last_day", "is_from_file"],
            [
                (customer, span.rep_id, span.first, span.last or OPEN_END, False)
                for customer, one in assigned.items()
                for span in one.spans
            ],
        )
        _reattribute(context, [customer for customer, one in assigned.items() if one.spans])
        return frozenset({Topic.CUSTOMERS})

    return write


def _assign(context: LoadContext, given: list[_Span], stored: list[Any]) -> _Assigned:
    """Return what becomes of a customer; a refused span neither ends another nor cuts a row."""
    while True:
        live = [span for span in given if span.place not in context.refused]
        known = len(context.refused)
        spans = _closed(context, live)
        assigned = _Assigned([], {}, [])
        for span in spans:
            if span.place not in context.refused:
                _meet_stored(context, span, stored, assigned)
        if len(context.refused) == known:
            return assigned


def _stored_spans(context: LoadContext, customers: Iterable[int]) -> dict[int, list[Any]]:
    stored: dict[int, list[Any]] = defaultdict(list)
    for chunk in chunks(sorted(customers), 5_000):
        for row in context.session.execute(
            select(
                CustomerRep.customer_id,
                CustomerRep.id,
                CustomerRep.first_day,
                CustomerRep.last_day,
                CustomerRep.is_from_file,
            )
            .where(CustomerRep.branch_id == context.branch.id, CustomerRep.customer_id.in_(chunk))
            .order_by(CustomerRep.customer_id, CustomerRep.first_day)
        ):
            stored[row.customer_id].append(row)
    return stored


def _closed(context: LoadContext, spans: list[_Span]) -> list[_Span]:
    """Return a file's spans with ends: one without lasts until the day before the next."""
    closed = list(spans)
    for at, (earlier, later) in enumerate(pairwise(spans)):
        if earlier.last is None and earlier.first < later.first:
            closed[at] = replace(earlier, last=later.first - _ONE_DAY)
        elif earlier.last is None or earlier.last >= later.first:
            context.refuse(later.place, "from", "assignments_overlap", until=earlier.last or "")
    return closed


def _meet_stored(context: LoadContext, span: _Span, stored: list[Any], assigned: _Assigned) -> None:
    """Cut or replace what the span overlaps in the database, or refuse it."""
    last = span.last or OPEN_END
    later = [row for row in stored if span.first <= row.first_day <= last]
    dated = [row for row in later if not row.is_from_file]
    if dated and (span.last is not None or dated[0].first_day == span.first):
        context.refuse(span.place, "from", "assignments_overlap", until=dated[0].last_day)
        return
    if dated:
        span = replace(span, last=dated[0].first_day - _ONE_DAY)
    for row in later:
        if row.is_from_file and row.id not in assigned.removed:
            assigned.removed.append(row.id)
    for row in stored:
        if row.first_day < span.first <= row.last_day:
            # The first of several spans ends the row.
            assigned.cuts.setdefault(row.id, {"last_day": span.first - _ONE_DAY})
    assigned.spans.append(span)


def load_calendar(context: LoadContext) -> Writer:
    """Check calendar days and return what writes them; seeded days give way, typed ones do not."""
    days = context.column("date")
    kinds, notes = context.column("kind"), context.column("note")
    stored = {
        row.day: row
        for row in context.session.execute(
            select(CalendarDay.id, CalendarDay.day, CalendarDay.is_seeded).where(
                CalendarDay.branch_id == context.branch.id
            )
        )
    }
    for place, day in enumerate(days):
        if day in stored and not stored[day].is_seeded and not context.options.update:
            context.refuse(place, "date", "day_exists")

    def write() -> frozenset[Topic]:
        good = context.good()
        remove_rows(
            context,
            CalendarDay,
            [stored[days[place]].id for place in good if days[place] in stored],
        )
        context.insert(
            CalendarDay,
            ["day", "kind", "note", "is_seeded"],
            [(days[place], kinds[place], notes[place] or "", False) for place in good],
        )
        return frozenset({Topic.CALENDAR})

    return write


def load_leave(context: LoadContext) -> Writer:
    """Check leave and return what writes it; one rep's days may not overlap."""
    reps = context.resolve("rep_code", Rep)
    first, last, kinds = context.column("from"), context.column("to"), context.column("kind")
    taken: dict[int, list[tuple[date, date]]] = defaultdict(list)
    for rep_id, start, end in context.session.execute(
        select(Leave.rep_id, Leave.first_day, Leave.last_day).where(
            Leave.branch_id == context.branch.id
        )
    ):
        taken[rep_id].append((start, end))
    for place in range(context.count):
        rep = reps[place]
        if rep is None:
            continue
        if last[place] < first[place]:
            context.refuse(place, "to", "ends_before_start", start=first[place])
        elif any(start <= last[place] and first[place] <= end for start, end in taken[rep]):
            context.refuse(place, "from", "leave_overlaps")
        else:
            taken[rep].append((first[place], last[place]))

    def write() -> frozenset[Topic]:
        context.insert(
            Leave,
            ["rep_id", "first_day", "last_day", "kind"],
            [
                (reps[place], first[place], last[place], kinds[place] or "")
                for place in context.good()
            ],
        )
        return frozenset({Topic.CALENDAR})

    return write
