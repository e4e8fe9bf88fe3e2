"""A rep's programme: from his target to visits, and the customers to begin with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from desktop.enums import CustomerClass
from desktop.services.rules.programme import FieldRates, FieldRecord, Programme

#: Visits a month that a customer of a class usually gets, where nothing else was agreed.
USUAL_VISITS: Mapping[str, Decimal] = {
    CustomerClass.A.value: Decimal(4),
    CustomerClass.B.value: Decimal(2),
    CustomerClass.C.value: Decimal(1),
    CustomerClass.D.value: Decimal("0.5"),
}


@dataclass(frozen=True, slots=True)
class RepProgramme:
    """A rep's programme for what is left of a plan's year, from the day after `as_of`.

    `low` and `high` are the ends of the forecast's interval; `own` is what he did in the field
    in the twelve months that `since` begins, `rates` what is planned with.
    """

    rep_id: int
    as_of: date
    since: date
    programme: Programme
    low: Decimal | None
    high: Decimal | None
    own: FieldRecord
    rates: FieldRates | None
    by_month: tuple[Decimal | None, ...]


@dataclass(frozen=True, slots=True)
class SuggestedCustomer:
    """A customer to win the gap from: what he brought, what he is to bring, what is to be won.

    `before` and `last` are his net sales of two years of twelve whole months, the later one up to
    the as-of day. `to_win` is what `last` lacks to `before` or to his own target, whichever is
    more. `visits` are his share of the visits on top, `usual` those a month that his class gets.
    """

    customer_id: int
    code: str
    name: str
    customer_class: str
    before: Decimal
    last: Decimal
    target: Decimal | None
    to_win: Decimal
    visits: int | None
    usual: Decimal | None
