"""Finding and filling the records of notes, inside a command."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.enums import NoteType
from desktop.errors import ConflictError, InputError, Issue
from desktop.models import Customer, MarketNote, Product, Rep, Territory
from desktop.money import LARGEST_AMOUNT
from desktop.search_key import search_key
from desktop.services.figures.frame import load_frame
from desktop.services.figures.timelines import load_timelines
from desktop.services.information.data import NoteEntry
from desktop.services.plans.work_records import words

_GRADES = (1, 2, 3)


def expected_note(session: Session, branch_id: int, note_id: int, version: int) -> MarketNote:
    """Return a note for a change, where nobody else changed it meanwhile.

    Raises:
        ConflictError: `changed_meanwhile`; facts: `found`, the version that is there.
        InputError: `note_gone`.
    """
    found = select(MarketNote).where(MarketNote.branch_id == branch_id, MarketNote.id == note_id)
    record = session.scalars(found.with_for_update()).first()
    if record is None:
        raise InputError(Issue("note_gone"))
    if record.version != version:
        raise ConflictError("changed_meanwhile", shown=version, found=record.version)
    return record


def fill_note(
    session: Session, record: MarketNote, entry: NoteEntry, today: date, now: datetime
) -> None:
    """Put an entry into a note.

    Raises:
        InputError: with an issue for each field that cannot be taken.
    """
    issues: list[Issue] = []
    text = words(entry.text, "text", issues, "note_text_missing")
    source = words(entry.source, "source", issues)
    competitor = words(entry.competitor, "competitor", issues)
    _check_days(entry, today, now, issues)
    if entry.type is NoteType.COMPETITOR and not competitor:
        issues.append(Issue("note_competitor_missing", column="competitor"))
    if entry.severity is not None and entry.severity not in _GRADES:
        issues.append(Issue("note_severity_bounds", column="severity", value=str(entry.severity)))
    price = _millionths(entry.price, issues)
    for kind, chosen, column in (
        (Rep, entry.rep_id, "rep"),
        (Rep, entry.owner_id, "owner"),
        (Customer, entry.customer_id, "customer"),
        (Product, entry.product_id, "product"),
        (Territory, entry.territory_id, "territory"),
    ):
        _require_known(session, record.branch_id, kind, chosen, column, issues)
    if issues:
        raise InputError(*issues)
    record.type, record.noted_on, record.event_on = str(entry.type), entry.noted_on, entry.event_on
    record.text, record.text_key, record.source = text, search_key(text), source
    record.reliability = None if entry.reliability is None else str(entry.reliability)
    record.rep_id, record.owner_id = entry.rep_id, entry.owner_id
    record.customer_id, record.product_id = entry.customer_id, entry.product_id
    record.competitor, record.competitor_key = competitor, search_key(competitor)
    record.move = None if entry.move is None else str(entry.move)
    record.price_millionths = price
    # A severity belongs to a problem, and a promise to a request: the form of another type
    # keeps neither.
    record.severity = entry.severity if entry.type is NoteType.PROBLEM else None
    is_request = entry.type is NoteType.DEALER_REQUEST
    record.promised_on = entry.promised_on if is_request else None
    record.received_at = entry.received_at
    record.territory_id = entry.territory_id or _place(session, record)


def _check_days(entry: NoteEntry, today: date, now: datetime, issues: list[Issue]) -> None:
    """Note what cannot have been in this order."""
    if entry.noted_on > today:
        issues.append(Issue("note_day_ahead", column="noted_on", value=str(entry.noted_on)))
    if entry.event_on is not None and entry.event_on > entry.noted_on:
        facts = {"noted": str(entry.noted_on)}
        issues.append(Issue("note_event_after", facts, column="event_on",
                            value=str(entry.event_on)))  # fmt: skip
    received = entry.received_at
    if received is not None:
        shown = f"{received.astimezone():%Y-%m-%d %H:%M}"
        if received > now:
            issues.append(Issue("note_received_ahead", column="received_at", value=shown))
        elif received.astimezone().date() < entry.noted_on:
            issues.append(Issue("note_received_before", column="received_at", value=shown))
    is_request = entry.type is NoteType.DEALER_REQUEST
    if is_request and entry.promised_on is not None and entry.promised_on < entry.noted_on:
        issues.append(Issue("note_promise_before", column="promised_on",
                            value=str(entry.promised_on)))  # fmt: skip


def _place(session: Session, record: MarketNote) -> int | None:
    """Return the territory of the customer on the day, else of the rep."""
    if record.customer_id is None and record.rep_id is None:
        return None
    frame = load_frame(session, record.branch_id)
    if record.customer_id is None:
        rep = frame.reps.get(record.rep_id or 0)
        return None if rep is None else rep.territory_id
    timelines = load_timelines(session, frame)
    return timelines.place_on(record.customer_id, record.rep_id, record.noted_on)


def _millionths(price: Decimal | None, issues: list[Issue]) -> int | None:
    if price is None:
        return None
    if not 0 <= price <= LARGEST_AMOUNT:
        issues.append(Issue("note_price_range", column="price", value=f"{price:f}"))
        return None
    return int(round(price, 6).scaleb(6))


def _require_known(
    session: Session, branch_id: int, kind: Any, record_id: int | None, column: str,
    issues: list[Issue],
) -> None:  # fmt: skip
    if record_id is None:
        return
    query = select(kind.id).where(kind.branch_id == branch_id, kind.id == record_id)
    if session.scalar(query) is None:
        issues.append(Issue("note_choice_unknown", column=column, value=str(record_id)))
