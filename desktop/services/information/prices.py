"""Competitors' prices by competitor, product and region, out of the notes that hold one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.clock import Clock
from desktop.enums import Reliability
from desktop.models import MarketNote, Product
from desktop.ratio import Ratio
from desktop.search_key import search_key
from desktop.services.figures.frame import Frame, NodeFacts, load_frame
from desktop.services.information.note_reading import below, competitors_of, unit_price
from desktop.services.information.price_data import PriceBook, PriceFilter, PriceRow
from desktop.services.plans.work_data import Choice
from desktop.services.uow import UnitOfWork

#: Why a price cannot be set against the own one.
NO_LIST_PRICE = "no list price"
_PRICED = (MarketNote.price_millionths.is_not(None), MarketNote.competitor_key != "")


class CompetitorPrices:
    """Reads competitors' prices."""

    def __init__(self, uow: UnitOfWork, clock: Clock) -> None:
        self._uow = uow
        self._clock = clock

    def book(self, wanted: PriceFilter | None = None) -> PriceBook:
        """Return the prices of a product, or of the one with the most of them."""
        today = self._clock.today()
        with self._uow.read() as session:
            return _read(session, load_frame(session), wanted or PriceFilter(), today)


def _read(session: Session, frame: Frame, wanted: PriceFilter, today: date) -> PriceBook:
    products = _products(session, frame.branch.id)
    chosen = next((one for one in products if one.id == wanted.product_id), None)
    if chosen is None and products:
        chosen = products[0]
    rows: tuple[PriceRow, ...] = ()
    own = None
    if chosen is not None:
        own = unit_price(
            session.scalar(select(Product.list_price_millionths).where(Product.id == chosen.id))
        )
        rows = tuple(_rows(session, frame, wanted, chosen.id, own))
    names = {row.competitor_key: row.competitor for row in reversed(rows)}
    keys = _competitor_names(session, frame.branch.id) | names
    return PriceBook(
        chosen,
        own,
        rows,
        tuple(sorted(products, key=lambda one: one.code)),
        tuple(sorted(keys.items())),
        _regions(session, frame),
        frame.branch.currency,
        today,
    )


def _products(session: Session, branch_id: int) -> Sequence[Choice]:
    """Return the products that competitors' prices are known of, those with the most first."""
    found = session.execute(
        select(Product.id, Product.code, Product.name)
        .join(MarketNote, MarketNote.product_id == Product.id)
        .where(MarketNote.branch_id == branch_id, *_PRICED)
        .group_by(Product.id, Product.code, Product.name)
        .order_by(func.count().desc(), Product.code)
    )
    return [Choice(*row) for row in found]


def _competitor_names(session: Session, branch_id: int) -> dict[str, str]:
    return {search_key(name): name for name in competitors_of(session, branch_id)}


def _regions(session: Session, frame: Frame) -> tuple[Choice, ...]:
    """Return where prices were seen, with everything above it, by code."""
    seen = session.scalars(
        select(MarketNote.territory_id)
        .distinct()
        .where(MarketNote.branch_id == frame.branch.id, *_PRICED)
    )
    found: dict[int, NodeFacts] = {}
    for territory_id in seen:
        found.update({one.id: one for one in _upwards(frame, territory_id)})
    areas = sorted(found.values(), key=lambda one: one.code)
    return tuple(Choice(one.id, one.code, one.name) for one in areas)


def _upwards(frame: Frame, territory_id: int | None) -> Iterator[NodeFacts]:
    area = frame.territories.get(territory_id or 0)
    while area is not None:
        yield area
        area = frame.territories.get(area.parent_id or 0)


def _rows(
    session: Session, frame: Frame, wanted: PriceFilter, product_id: int, own: Decimal | None
) -> Iterator[PriceRow]:
    query = select(MarketNote).where(
        MarketNote.branch_id == frame.branch.id, MarketNote.product_id == product_id, *_PRICED
    )
    if wanted.competitor:
        query = query.where(MarketNote.competitor_key == wanted.competitor)
    if wanted.territory_id is not None:
        query = query.where(MarketNote.territory_id.in_(below(frame, wanted.territory_id)))
    found = session.scalars(query.order_by(MarketNote.noted_on, MarketNote.id)).all()
    last: dict[tuple[str, str], Decimal] = {}
    rows = []
    for note in found:
        ways = list(_upwards(frame, note.territory_id))
        region = ways[-1].name if ways else ""
        price = unit_price(note.price_millionths)
        assert price is not None
        rep = frame.reps.get(note.rep_id or 0)
        day = note.event_on or note.noted_on
        before = last.get((note.competitor_key, region))
        last[note.competitor_key, region] = price
        if wanted.period is not None and day not in wanted.period:
            continue
        rows.append(
            PriceRow(
                note.id, day, note.competitor, note.competitor_key, region,
                ways[0].name if ways else "", price, before,
                Ratio.undefined(NO_LIST_PRICE) if not own else Ratio.of(price, own, NO_LIST_PRICE),
                "" if rep is None else rep.name, note.source,
                None if note.reliability is None else Reliability(note.reliability), note.text,
            )
        )  # fmt: skip
    # The newest first, of one day what was entered last.
    yield from reversed(rows)
