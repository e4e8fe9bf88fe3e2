"""Proofs that the kept sums of activity are what the rows add up to, for `branchbook check`.

What triggers noted as changed is left out: it is never read, but computed. The codes of the
findings, each with the facts that its sentence needs:

- `activity_month`: a kept number of a month is not what its rows say (`month`, `rep`,
  `territory`, `figure`, `expected`, `found`);
- `activity_settled`: a month says that it is final before it is (`month`, `expected`, `found`);
- `customer_turns`: the kept turns of a customer do not follow from its purchases (`customer`,
  `expected`, `found`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.models import EVER, OPEN_END, ActivityKnown, Customer
from desktop.periods import Month
from desktop.services.activity.customer_facts import ALL_TURNS, Row, kept_turns, made_turns
from desktop.services.activity.order_facts import OrderSource, order_source
from desktop.services.activity.summaries import made_sums, stretches
from desktop.services.activity.summary_rows import (
    NUMBERS,
    REPORTED,
    REST,
    MonthSums,
    due_places,
    kept_sums,
)
from desktop.services.checking.tally import Tally
from desktop.services.figures.frame import Frame

_BY_PLACE = (*NUMBERS, *REST)
_BY_REP = ("active_days", *REPORTED)


def prove_summaries(session: Session, frame: Frame, tally: Tally) -> None:
    """Prove every month and every customer whose sums would be read."""
    source = order_source(session, frame)
    for stretch in stretches(sorted(_held(session, frame, source))):
        kept = kept_sums(session, frame, frozenset(m.ordinal for m in stretch.months()))
        _compare(frame, kept, made_sums(session, frame, source, stretch), tally)
    _prove_turns(session, frame, tally)


def _held(session: Session, frame: Frame, source: OrderSource) -> frozenset[int]:
    due = due_places(session, frame, "month")
    if 0 in due:
        return frozenset()
    months = session.scalars(
        select(ActivityKnown.month).where(
            ActivityKnown.branch_id == frame.branch.id,
            ActivityKnown.orders_are_invoices.is_(source.is_invoices),
        )
    )
    return frozenset(months) - due


def _compare(frame: Frame, kept: MonthSums, made: MonthSums, tally: Tally) -> None:
    for key in sorted(kept.by_place.keys() | made.by_place.keys()):
        month, rep, place = key
        _numbers(
            tally,
            _BY_PLACE,
            made.by_place.get(key, ()),
            kept.by_place.get(key, ()),
            month=str(Month(month)),
            rep=_rep(frame, rep),
            territory=frame.territories[place].code if place in frame.territories else "—",
        )
    for month, rep in sorted(kept.by_rep.keys() | made.by_rep.keys()):
        _numbers(
            tally,
            _BY_REP,
            made.by_rep.get((month, rep), ()),
            kept.by_rep.get((month, rep), ()),
            month=str(Month(month)),
            rep=_rep(frame, rep),
            territory="—",
        )
    for month, day in sorted(made.settled.items()):
        tally.holds()
        found = kept.settled[month]
        if found < day:
            tally.found("activity_settled", month=str(Month(month)), expected=day, found=found)


def _rep(frame: Frame, rep: int) -> str:
    return frame.reps[rep].code if rep in frame.reps else "—"


def _numbers(
    tally: Tally,
    names: tuple[str, ...],
    expected: tuple[int, ...],
    found: tuple[int, ...],
    **facts: object,
) -> None:
    """Compare the numbers of a row; a row that is not there has none."""
    nothing = (0,) * len(names)
    for name, should, does in zip(names, expected or nothing, found or nothing, strict=True):
        tally.compare(should, does, "activity_month", figure=name, **facts)


def _prove_turns(session: Session, frame: Frame, tally: Tally) -> None:
    due = due_places(session, frame, "customer")
    if 0 in due:
        return
    kept = _by_customer(kept_turns(session, frame, EVER, OPEN_END, ALL_TURNS))
    made = _by_customer(made_turns(session, frame, None))
    wrong = []
    for customer_id in sorted((kept.keys() | made.keys()) - due):
        tally.holds()
        if kept.get(customer_id) != made.get(customer_id):
            wrong.append(customer_id)
    codes = _codes(session, frame, wrong)
    for customer_id in wrong:
        tally.found(
            "customer_turns",
            customer=codes.get(customer_id, str(customer_id)),
            expected=_written(made.get(customer_id, ())),
            found=_written(kept.get(customer_id, ())),
        )


def _by_customer(rows: Iterable[Row]) -> dict[int, tuple[Row, ...]]:
    found: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        found[row[0]].append(Row(*row))
    return {key: tuple(sorted(turns)) for key, turns in found.items()}


def _written(turns: Iterable[Row]) -> str:
    """Return the days of the turns, in their order."""
    return ", ".join(str(turn.day) for turn in turns) or "—"


def _codes(session: Session, frame: Frame, ids: list[int]) -> Mapping[int, str]:
    if not ids:
        return {}
    query = select(Customer.id, Customer.code).where(Customer.branch_id == frame.branch.id)
    return {key: code for key, code in session.execute(query)}
