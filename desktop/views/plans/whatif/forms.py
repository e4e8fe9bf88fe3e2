"""What is typed into the form of an event, and the event that it means; free of Qt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from desktop.errors import InputError, Issue
from desktop.periods import Month
from desktop.services import formats
from desktop.services.plans.whatif_data import WhatIfGround
from desktop.services.rules.whatif_data import (
    Delay,
    Event,
    Late,
    LoseCustomer,
    PriceChange,
    RepLeaves,
)

_LEAST_PRICE, _MOST_PRICE = Decimal("-0.90"), Decimal(1)
_LEAST_ELASTICITY = Decimal(-10)
_MOST_WEEKS = 52


class Kind(StrEnum):
    """What can happen, in the order of the menu."""

    LOSE = "lose"
    LEAVE = "leave"
    PRICE = "price"
    DELAY = "delay"


def kind_of(event: Event) -> Kind:
    """Return what an event is."""
    if isinstance(event, LoseCustomer):
        return Kind.LOSE
    if isinstance(event, RepLeaves):
        return Kind.LEAVE
    return Kind.PRICE if isinstance(event, PriceChange) else Kind.DELAY


@dataclass(frozen=True, slots=True)
class EventForm:
    """A form of an event: the place of the one that is changed, None for a new one."""

    kind: Kind
    place: int | None = None
    event: Event | None = None


@dataclass(frozen=True, slots=True)
class EventTexts:
    """What stands in the fields; a kind reads only its own."""

    month: Month
    who: int | None = None
    day: str = ""
    share: str = ""
    change: str = ""
    elasticity: str = ""
    late: Late = Late.DELIVERIES
    weeks: str = ""


def texts_of(event: Event | None, ground: WhatIfGround) -> EventTexts:
    """Return what the fields begin with: an event as it was typed, or a usual one."""
    first = ground.months[0]
    if isinstance(event, LoseCustomer):
        return EventTexts(event.month, who=event.customer_id)
    if isinstance(event, RepLeaves):
        return EventTexts(
            first, who=event.rep_id, day=event.day.isoformat(), share=_percent(event.kept)
        )
    if isinstance(event, PriceChange):
        elasticity = "" if event.elasticity is None else formats.quantity(event.elasticity)
        return EventTexts(event.month, change=_percent(event.change), elasticity=elasticity)
    if isinstance(event, Delay):
        return EventTexts(event.month, late=event.late, weeks=str(event.weeks))
    day = ground.first_day.isoformat()
    return EventTexts(first, day=day, share="70", change="-3", weeks="2")


def _percent(share: Decimal) -> str:
    return formats.quantity(share * 100)


def read_event(
    kind: Kind, texts: EventTexts, ground: WhatIfGround, today: date, others: Sequence[Event]
) -> Event:
    """Return the event that the fields mean.

    Raises:
        InputError: what cannot be read or may not be, at its field.
    """
    issues: list[Issue] = []
    found = _read(kind, texts, ground, today, issues)
    if not issues and any(_is_same(found, other) for other in others):
        issues.append(Issue("whatif_twice", column="who"))
    if issues:
        raise InputError(*issues)
    return found


def _read(
    kind: Kind, texts: EventTexts, ground: WhatIfGround, today: date, issues: list[Issue]
) -> Event:
    match kind:
        case Kind.LOSE:
            if all(texts.who != one.id for one in ground.customers):
                issues.append(Issue("whatif_customer", column="who"))
            return LoseCustomer(texts.who or 0, texts.month)
        case Kind.LEAVE:
            if all(texts.who != one.id for one in ground.reps):
                issues.append(Issue("whatif_rep", column="who"))
            day = _day(texts.day, ground, today, issues)
            kept = _share(texts.share, "share", "whatif_share", (Decimal(0), Decimal(1)), issues)
            return RepLeaves(texts.who or 0, day, kept)
        case Kind.PRICE:
            bounds = (_LEAST_PRICE, _MOST_PRICE)
            change = _share(texts.change, "change", "whatif_price", bounds, issues)
            return PriceChange(change, texts.month, _elasticity(texts.elasticity, issues))
        case Kind.DELAY:
            return Delay(texts.late, _weeks(texts.weeks, issues), texts.month)


def _is_same(event: Event, other: Event) -> bool:
    """Whether two events are of the same customer or rep: nobody goes twice."""
    if isinstance(event, LoseCustomer) and isinstance(other, LoseCustomer):
        return event.customer_id == other.customer_id
    if isinstance(event, RepLeaves) and isinstance(other, RepLeaves):
        return event.rep_id == other.rep_id
    return False


def _day(text: str, ground: WhatIfGround, today: date, issues: list[Issue]) -> date:
    first, last = ground.first_day, ground.target.year.last
    try:
        found = formats.parse_day(text, today)
    except ValueError:
        found = date.min
    if not first <= found <= last:
        facts = {"first": formats.day(first), "last": formats.day(last)}
        issues.append(Issue("whatif_day", column="day", value=text.strip(), facts=facts))
    return found


def _share(
    text: str, column: str, code: str, bounds: tuple[Decimal, Decimal], issues: list[Issue]
) -> Decimal:
    """Return a percentage as a part of one."""
    try:
        found = formats.parse_amount(text.strip().rstrip("%％")) / 100
    except ValueError:
        found = bounds[1] + 1
    if not bounds[0] <= found <= bounds[1]:
        issues.append(Issue(code, column=column, value=text.strip()))
    return found


def _elasticity(text: str, issues: list[Issue]) -> Decimal | None:
    if not text.strip():
        return None
    try:
        found = formats.parse_amount(text)
    except ValueError:
        found = Decimal(1)
    if not _LEAST_ELASTICITY <= found <= 0:
        issues.append(Issue("whatif_elasticity", column="elasticity", value=text.strip()))
    return found


def _weeks(text: str, issues: list[Issue]) -> int:
    try:
        found = formats.parse_amount(text)
    except ValueError:
        found = Decimal(0)
    if found != found.to_integral_value() or not 1 <= found <= _MOST_WEEKS:
        issues.append(Issue("whatif_weeks", column="weeks", value=text.strip()))
    return int(found)
