"""Potential per territory and customer: figures with source and date beside what is sold there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.changes import ChangeSet, Topic
from desktop.clock import Clock
from desktop.enums import Confidence, Metric
from desktop.models import Customer, PotentialFigure, Territory
from desktop.money import from_minor
from desktop.periods import Period
from desktop.services.access import Action, Actor
from desktop.services.figures.frame import BranchFacts, Frame, load_branch, load_frame
from desktop.services.figures.span import last_day_with_data
from desktop.services.figures.timelines import Timelines, load_timelines
from desktop.services.garbage import collector_paused
from desktop.services.plans.actuals import ActualsReader
from desktop.services.plans.axes import Axis
from desktop.services.plans.grounds_records import (
    Fields,
    as_of_day,
    expected_ground,
    rate_of,
    remove_ground,
)
from desktop.services.plans.potentials_data import (
    PotentialBook,
    PotentialEntry,
    PotentialMethod,
    PotentialRow,
    PotentialWish,
    RemovePotential,
    SavePotentials,
    SubjectKind,
)
from desktop.services.uow import UnitOfWork

_Subject = tuple[SubjectKind, int]


class Potentials:
    """Shows what could be sold where, and keeps what is entered about it."""

    def __init__(self, uow: UnitOfWork, clock: Clock) -> None:
        self._uow = uow
        self._clock = clock

    def book(self) -> PotentialBook:
        """Return every territory and every customer with its latest figure and its sales.

        Sales are those of the twelve months up to the last day with data, of the customers who
        are there now; a territory's hold those of the territories below it.
        """
        with self._uow.read() as session, collector_paused():
            frame = load_frame(session, customers=True)
            as_of = as_of_day(last_day_with_data(session, frame.branch.id), self._clock.today())
            after = as_of + timedelta(days=1)
            first = Period(after, after).last_year().start
            timelines = load_timelines(session, frame)
            sales = _sales(session, frame, Period.inclusive(first, as_of))
            figures = read_figures(session, frame.branch)
        rows = (
            *_territory_rows(frame, timelines, sales, figures, as_of),
            *_customer_rows(frame, timelines, sales, figures, as_of),
        )
        return PotentialBook(frame.branch.currency, first, as_of, rows)

    def save(self, actor: Actor, command: SavePotentials) -> ChangeSet:
        """Save figures, all or none; without a day a figure speaks of today.

        Raises:
            ConflictError: `changed_meanwhile`.
            InputError: with the row (from 1) and field; `grounds_gone`, `grounds_subject`.
            NotAllowed: the user's roles do not include it.
            RuleViolation: `already_done`.
        """
        actor.require(Action.CHANGE_PLAN)
        with self._uow.write(actor, "Save potential", request_id=command.request_id) as session:
            branch = load_branch(session, actor.branch_id)
            for place, wish in enumerate(command.wishes, start=1):
                fields = Fields(branch, place if len(command.wishes) > 1 else None)
                _require_subject(session, branch, wish, fields)
                record = _record(session, branch, wish)
                _fill(record, wish.entry, fields, self._clock.today())
                session.add(record)
                session.flush()
        return ChangeSet.of(Topic.PLANS)

    def remove(self, actor: Actor, command: RemovePotential) -> ChangeSet:
        """Take a figure out.

        Raises:
            ConflictError, InputError, NotAllowed, RuleViolation: as `save`.
        """
        actor.require(Action.CHANGE_PLAN)
        with self._uow.write(actor, "Remove potential", request_id=command.request_id) as session:
            remove_ground(
                session,
                actor.branch_id,
                PotentialFigure,
                command.figure_id,
                command.expected_version,
            )
        return ChangeSet.of(Topic.PLANS)


def read_figures(session: Session, branch: BranchFacts) -> Mapping[_Subject, list[PotentialFigure]]:
    """Return the figures of each subject, the one that counts (the latest day's) last."""
    found: dict[_Subject, list[PotentialFigure]] = defaultdict(list)
    for one in session.scalars(
        select(PotentialFigure)
        .where(PotentialFigure.branch_id == branch.id)
        .order_by(PotentialFigure.as_of, PotentialFigure.id)
    ):
        if one.customer_id is not None:
            found[SubjectKind.CUSTOMER, one.customer_id].append(one)
        elif one.territory_id is not None:
            found[SubjectKind.TERRITORY, one.territory_id].append(one)
    return found


def _sales(session: Session, frame: Frame, period: Period) -> dict[int, int]:
    reader = ActualsReader(session, frame, Metric.SALES)
    found: dict[int, int] = defaultdict(int)
    for (customer,), (amount, _with, _without) in reader.rows((Axis.CUSTOMER,), period):
        if customer is not None:
            found[customer] += amount
    return found


def _place_of(timelines: Timelines, customer_id: int, day: date) -> int | None:
    return timelines.place_on(customer_id, timelines.employed_owner_on(customer_id, day), day)


def _territory_rows(
    frame: Frame,
    timelines: Timelines,
    sales: Mapping[int, int],
    figures: Mapping[_Subject, list[PotentialFigure]],
    day: date,
) -> list[PotentialRow]:
    sums: dict[int, int] = defaultdict(int)
    for customer_id, amount in sales.items():
        place = _place_of(timelines, customer_id, day)
        while place is not None:
            sums[place] += amount
            place = frame.territories[place].parent_id
    rows = []
    for node in sorted(frame.territories.values(), key=lambda one: (one.code, one.id)):
        above = frame.territories[node.parent_id].name if node.parent_id is not None else ""
        known = figures.get((SubjectKind.TERRITORY, node.id), [])
        plain = PotentialRow(
            SubjectKind.TERRITORY, node.id, node.code, node.name, above,
            from_minor(sums[node.id], frame.branch.decimals),
        )  # fmt: skip
        rows.append(_with_figure(plain, known, frame.branch))
    return rows


def _customer_rows(
    frame: Frame,
    timelines: Timelines,
    sales: Mapping[int, int],
    figures: Mapping[_Subject, list[PotentialFigure]],
    day: date,
) -> list[PotentialRow]:
    rows = []
    for one in sorted(frame.customers.values(), key=lambda one: (one.code, one.id)):
        place = _place_of(timelines, one.id, day)
        plain = PotentialRow(
            SubjectKind.CUSTOMER, one.id, one.code, one.name,
            frame.territories[place].name if place is not None else "",
            from_minor(sales.get(one.id, 0), frame.branch.decimals),
        )  # fmt: skip
        known = figures.get((SubjectKind.CUSTOMER, one.id), [])
        rows.append(_with_figure(plain, known, frame.branch))
    return rows


def _with_figure(
    row: PotentialRow, known: list[PotentialFigure], branch: BranchFacts
) -> PotentialRow:
    if not known:
        return row
    last = known[-1]
    methods = {str(method) for method in PotentialMethod}
    entry = PotentialEntry(
        from_minor(last.amount_minor, branch.decimals), last.as_of, last.source,
        PotentialMethod(last.method) if last.method in methods else PotentialMethod.ESTIMATE,
        Confidence(last.confidence),
        None if last.target_share is None else rate_of(last.target_share), last.note,
    )  # fmt: skip
    return PotentialRow(
        row.kind, row.subject_id, row.code, row.name, row.place, row.sales, last.id,
        last.version, entry, len(known) - 1,
    )  # fmt: skip


def _require_subject(
    session: Session, branch: BranchFacts, wish: PotentialWish, fields: Fields
) -> None:
    kind = Customer if wish.kind is SubjectKind.CUSTOMER else Territory
    found = select(kind.id).where(kind.branch_id == branch.id, kind.id == wish.subject_id)
    if session.scalar(found) is None:
        fields.refuse("grounds_subject", "subject", wish.subject_id)
        fields.require_none()


def _record(session: Session, branch: BranchFacts, wish: PotentialWish) -> PotentialFigure:
    if wish.figure_id:
        return expected_ground(
            session, branch, PotentialFigure, wish.figure_id, wish.expected_version
        )
    is_customer = wish.kind is SubjectKind.CUSTOMER
    return PotentialFigure(
        branch_id=branch.id,
        customer_id=wish.subject_id if is_customer else None,
        territory_id=None if is_customer else wish.subject_id,
    )


def _fill(record: PotentialFigure, entry: PotentialEntry, fields: Fields, today: date) -> None:
    record.amount_minor = fields.money(entry.amount, "amount")
    record.target_share = None
    if entry.target_share is not None:
        record.target_share = fields.rate(entry.target_share, "target_share", 0, 1)
    record.as_of = entry.as_of or today
    record.source = fields.words(entry.source, "source")
    record.note = fields.words(entry.note, "note")
    record.method, record.confidence = str(entry.method), str(entry.confidence)
    fields.require_none()
