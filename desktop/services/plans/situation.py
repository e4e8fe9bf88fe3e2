"""The situation that a plan rests on: the market's sheet is entered, the branch's own filled in."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from decimal import Decimal

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from desktop.changes import ChangeSet, Topic
from desktop.clock import Clock
from desktop.enums import SituationSheet
from desktop.models import SituationFigure
from desktop.services.access import Action, Actor
from desktop.services.figures.frame import BranchFacts, load_branch, load_frame
from desktop.services.garbage import collector_paused
from desktop.services.plans.grounds_records import (
    Fields,
    ground_of_plan,
    remove_ground,
    require_plan,
)
from desktop.services.plans.situation_data import (
    MARKET_AREAS,
    OWN_SOURCE,
    SELF_AREAS,
    YEARS,
    FillOwnSheet,
    MarketEntry,
    MarketRow,
    RemoveMarketFigure,
    SaveMarketFigure,
    SelfRow,
    SituationBook,
)
from desktop.services.plans.situation_figures import OwnFigure, own_figures
from desktop.services.plans.version_records import card_of, find_version
from desktop.services.uow import UnitOfWork


class PlanSituation:
    """Shows the situation sheets of a plan and carries out what is entered on them."""

    def __init__(self, uow: UnitOfWork, clock: Clock) -> None:
        self._uow = uow
        self._clock = clock

    def book(self, version_id: int) -> SituationBook:
        """Return both sheets of a version's plan.

        Raises:
            InputError: `plan_version_gone`.
        """
        with self._uow.read() as session:
            branch = load_branch(session)
            record = find_version(session, branch, version_id)
            rows = session.scalars(
                select(SituationFigure)
                .where(
                    SituationFigure.branch_id == branch.id,
                    SituationFigure.plan_id == record.plan_id,
                )
                .order_by(SituationFigure.id)
            ).all()
            card = card_of(session, branch, record)
        market = [_market_row(one) for one in rows if one.sheet == SituationSheet.MARKET]
        own = [one for one in rows if one.sheet == SituationSheet.SELF]
        market.sort(key=lambda row: (_place(row.entry.area), row.id))
        years = [branch.fiscal.name(card.fiscal_year - back) for back in range(YEARS, 0, -1)]
        as_of = max((one.as_of for one in own), default=None)
        last = branch.fiscal.period(card.fiscal_year - 1).last
        is_whole = as_of is None or as_of >= last
        return SituationBook(
            card, branch.name, branch.currency, tuple(market),
            _own_rows(own, years, is_whole=is_whole), tuple(years), as_of, is_whole,
        )  # fmt: skip

    def save(self, actor: Actor, command: SaveMarketFigure) -> ChangeSet:
        """Enter or change a figure of the market; without a day it speaks of today.

        Raises:
            ConflictError: `changed_meanwhile`.
            InputError: at its field; `grounds_gone`, `grounds_plan_gone`.
            NotAllowed: the user's roles do not include it.
            RuleViolation: `already_done`.
        """
        actor.require(Action.CHANGE_PLAN)
        with self._uow.write(actor, "Save figure", request_id=command.request_id) as session:
            branch = load_branch(session, actor.branch_id)
            record = ground_of_plan(
                session, branch, SituationFigure, command.plan_id,
                (command.figure_id, command.expected_version), sheet=str(SituationSheet.MARKET),
            )  # fmt: skip
            _fill(record, command.entry, branch, self._clock.today())
            session.add(record)
            session.flush()
            made = record.id
        return ChangeSet.of(Topic.PLANS, created_id=made)

    def remove(self, actor: Actor, command: RemoveMarketFigure) -> ChangeSet:
        """Take a figure of the market out.

        Raises:
            ConflictError, InputError, NotAllowed, RuleViolation: as `save`.
        """
        actor.require(Action.CHANGE_PLAN)
        with self._uow.write(actor, "Remove figure", request_id=command.request_id) as session:
            remove_ground(
                session,
                actor.branch_id,
                SituationFigure,
                command.figure_id,
                command.expected_version,
            )
        return ChangeSet.of(Topic.PLANS)

    def fill_own(self, actor: Actor, command: FillOwnSheet) -> ChangeSet:
        """Fill the branch's own sheet in from its data of the last years, instead of what it held.

        Raises:
            InputError: `grounds_plan_gone`.
            NotAllowed: the user's roles do not include it.
            RuleViolation: `already_done`.
        """
        actor.require(Action.CHANGE_PLAN)
        # Nobody waits for the reading: the write begins when all figures are there.
        with self._uow.read() as session, collector_paused():
            frame = load_frame(session, actor.branch_id, customers=True)
            year = require_plan(session, frame.branch, command.plan_id).fiscal_year
            figures = own_figures(session, frame, year, self._clock.today())
        with self._uow.write(actor, "Fill own sheet", request_id=command.request_id) as session:
            plan = require_plan(session, frame.branch, command.plan_id)
            session.execute(
                delete(SituationFigure.__table__).where(  # type: ignore[arg-type]
                    SituationFigure.branch_id == frame.branch.id,
                    SituationFigure.plan_id == plan.id,
                    SituationFigure.sheet == str(SituationSheet.SELF),
                )
            )
            _keep(session, frame.branch, plan.id, figures)
        return ChangeSet.of(Topic.PLANS)


def _place(area: str) -> tuple[int, str]:
    known = MARKET_AREAS
    return (known.index(area), "") if area in known else (len(known), area)


def _market_row(record: SituationFigure) -> MarketRow:
    return MarketRow(
        record.id, record.version,
        MarketEntry(
            record.area, record.name, Decimal(record.value), record.unit, record.source,
            record.as_of, record.note,
        ),
    )  # fmt: skip


def _fill(record: SituationFigure, entry: MarketEntry, branch: BranchFacts, today: date) -> None:
    fields = Fields(branch)
    record.area = fields.words(entry.area, "area", needed=True)
    record.name = fields.words(entry.name, "name", needed=True)
    record.unit = fields.words(entry.unit, "unit")[:32]
    record.source = fields.words(entry.source, "source")
    record.note = fields.words(entry.note, "note")
    record.value, record.as_of = f"{entry.value:f}", entry.as_of or today
    fields.require_none()


def _keep(
    session: Session, branch: BranchFacts, plan_id: int, figures: tuple[OwnFigure, ...]
) -> None:
    session.add_all(
        SituationFigure(
            branch_id=branch.id, plan_id=plan_id, sheet=str(SituationSheet.SELF), area=one.area,
            name=one.name, value=f"{one.value:f}", unit=one.unit, source=OWN_SOURCE,
            as_of=one.as_of, note=one.year,
        )
        for one in figures
    )  # fmt: skip
    session.flush()


def _own_rows(
    records: list[SituationFigure], years: list[str], *, is_whole: bool
) -> tuple[SelfRow, ...]:
    """Return the records of one figure, a year each, side by side."""
    found: dict[tuple[str, str], dict[str, SituationFigure]] = defaultdict(dict)
    for one in records:
        found[one.area, one.name][one.note] = one
    rows = []
    for (area, name), by_year in found.items():
        latest = max(by_year.values(), key=lambda one: one.as_of)
        values = tuple(Decimal(by_year[year].value) if year in by_year else None for year in years)
        rows.append(SelfRow(area, name, latest.unit, values, latest.source, latest.as_of, is_whole))
    order = {area: place for place, area in enumerate(SELF_AREAS)}
    rows.sort(key=lambda row: order.get(row.area, len(order)))
    return tuple(rows)
