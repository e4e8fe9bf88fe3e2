"""Visits, plans of visits and expenses."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

from desktop.changes import Topic
from desktop.models import Customer, Expense, Rep, Visit, VisitPlan
from desktop.periods import Month
from desktop.search_key import search_key
from desktop.services.figures.frame import load_frame
from desktop.services.figures.timelines import load_timelines
from desktop.services.imports.loading.alike import (
    warn_of_known_expenses,
    warn_of_known_visits,
)
from desktop.services.imports.loading.context import LoadContext, Writer

#: Outcomes that are attempts, not visits (FORMATS.md, section 2), in both languages.
ATTEMPTS = frozenset({"closed", "absent", "关门", "未遇", "不在"})


def load_visits(context: LoadContext) -> Writer:
    """Check visits and return what writes them."""
    reps = context.resolve("rep_code", Rep)
    customers = context.resolve("customer_code", Customer)
    numbers, dates = context.column("visit_no"), context.column("date")
    starts, ends, given = (context.column(name) for name in ("start", "end", "minutes"))
    known = context.existing(
        Visit, Visit.visit_no_key, Visit.id, (search_key(number) for number in numbers if number),
        Visit.state != "void",
    )  # fmt: skip
    minutes = []
    for place in range(context.count):
        if numbers[place] and search_key(numbers[place]) in known:
            context.refuse(place, "visit_no", "number_exists", number=numbers[place])
        start, end = starts[place], ends[place]
        if start is not None and end is not None and end < start:
            context.refuse(place, "end", "ends_before_start", start=start)
        minutes.append(_minutes(start, end, given[place]))
    warn_of_known_visits(context, reps, customers)

    def write() -> frozenset[Topic]:
        timelines = load_timelines(context.session, load_frame(context.session, context.branch.id))
        channels, planned, received = (
            context.column(name) for name in ("channel", "planned", "received_at")
        )
        purposes, outcomes, notes, following, orders = (
            context.column(name)
            for name in ("purpose", "outcome", "note", "next_visit_on", "order_no")
        )
        now = context.clock.now()
        rows, good = [], context.good()
        for i in good:
            number, outcome, note = numbers[i], outcomes[i] or "", notes[i] or ""
            customer, rep = customers[i], reps[i]
            assert customer is not None
            rows.append((
                number, search_key(number) if number else None, "posted", dates[i],
                Month.of(dates[i]).ordinal, starts[i], ends[i], minutes[i], rep, customer,
                timelines.place_on(customer, rep, dates[i]), channels[i] or "on_site",
                purposes[i] or "", outcome, search_key(outcome) in ATTEMPTS, planned[i], note,
                search_key(note), following[i], _instant(received[i]), orders[i] or "",
                context.user_id or None, now,
            ))  # fmt: skip
        context.insert_each(Visit, [
            "visit_no", "visit_no_key", "state", "visited_on", "month", "starts_at", "ends_at",
            "minutes", "rep_id", "customer_id", "territory_id", "channel", "purpose", "outcome",
            "is_attempt", "is_planned", "note", "note_key", "next_visit_on", "received_at",
            "order_number", "keyed_by_id", "keyed_at",
        ], rows, good)  # fmt: skip
        return frozenset({Topic.VISITS})

    return write


def _minutes(start: time | None, end: time | None, given: int | None) -> int | None:
    if start is None or end is None:
        return given
    return (end.hour - start.hour) * 60 + end.minute - start.minute


def _instant(value: date | datetime | None) -> datetime | None:
    """Return the instant of a report's receipt; a day without a time is its first moment."""
    if value is None or isinstance(value, datetime):
        return value
    return datetime(value.year, value.month, value.day, tzinfo=UTC)


def load_visit_plans(context: LoadContext) -> Writer:
    """Check plans of visits and return what writes them."""
    reps = context.resolve("rep_code", Rep)
    customers = context.resolve("customer_code", Customer)
    dates, purposes = context.column("date"), context.column("purpose")

    def write() -> frozenset[Topic]:
        context.insert(
            VisitPlan,
            ["rep_id", "customer_id", "planned_on", "purpose"],
            [(reps[i], customers[i], dates[i], purposes[i] or "") for i in context.good()],
        )
        return frozenset({Topic.VISITS})

    return write


def load_expenses(context: LoadContext) -> Writer:
    """Check expenses and return what writes them; a visit that is named must exist."""
    reps = context.resolve("rep_code", Rep)
    customers = context.resolve("customer_code", Customer)
    numbers = context.column("visit_no")
    visits = context.existing(
        Visit, Visit.visit_no_key, Visit.id, (search_key(number) for number in numbers if number),
        Visit.state != "void",
    )  # fmt: skip
    for place, number in enumerate(numbers):
        if number and search_key(number) not in visits:
            context.refuse(place, "visit_no", "unknown_code", given=number, record="visit")
    dates, categories, amounts = (context.column(n) for n in ("date", "category", "amount"))
    guests, invoices, notes = (context.column(n) for n in ("guests", "invoice_no", "note"))
    warn_of_known_expenses(context, reps, customers)

    def write() -> frozenset[Topic]:
        good = context.good()
        context.insert_each(Expense, [
            "state", "spent_on", "month", "rep_id", "category", "amount_minor", "customer_id",
            "visit_id", "guests", "invoice_number", "note",
        ], [
            (
                "posted", dates[i], Month.of(dates[i]).ordinal, reps[i], categories[i],
                amounts[i], customers[i],
                visits[search_key(numbers[i])] if numbers[i] else None,
                guests[i] or "", invoices[i] or "", notes[i] or "",
            )
            for i in good
        ], good)  # fmt: skip
        return frozenset({Topic.EXPENSES})

    return write
