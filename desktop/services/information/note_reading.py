"""Reading pages of notes by their filters, and single notes, with who owes the answer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session, aliased

from desktop.enums import CompetitorMove, Reliability
from desktop.models import AppUser, Customer, MarketNote, Product
from desktop.search_key import search_key
from desktop.services.figures.frame import Frame
from desktop.services.information.data import (
    NamedPart,
    NoteFilter,
    NotePage,
    NoteRow,
    NoteStanding,
)
from desktop.services.information.standing import (
    Answerers,
    OpenStanding,
    at_desk,
    facts_of,
    load_answerers,
    open_standing,
)
from desktop.services.rules.information import (
    NoteState,
    answer_due,
    escalates_at,
    note_clock,
    note_state,
)

_CHUNK = 500
_READER, _ANSWERER, _KEYER = (aliased(AppUser) for _role in range(3))


def unit_price(millionths: int | None) -> Decimal | None:
    """Return a price a unit out of its stored millionths."""
    return None if millionths is None else Decimal(millionths).scaleb(-6)


def below(frame: Frame, territory_id: int) -> frozenset[int]:
    """Return a territory with everything that lies below it."""
    found, grown = frozenset({territory_id}), True
    while grown:
        more = {one.id for one in frame.territories.values() if one.parent_id in found}
        grown = not more <= found
        found = found | more
    return found


@dataclass(frozen=True, slots=True)
class NoteReader:
    """Reads notes in one session, as they stand at a moment."""

    session: Session
    frame: Frame
    answerers: Answerers
    now: datetime

    @classmethod
    def at(cls, session: Session, frame: Frame, today: date, now: datetime) -> NoteReader:
        """Return a reader that knows who answers today."""
        return cls(session, frame, load_answerers(session, frame, today), now)

    def page(self, wanted: NoteFilter, offset: int, limit: int, today: date) -> NotePage:
        """Return a page of the notes that a filter lets through, the newest first.

        Past the end it is the last page.
        """
        branch, calendar = self.frame.branch, self.frame.calendar
        standing = open_standing(self.session, branch.id, calendar, self.now)
        where = [*self._where(wanted), *_by_standing(wanted.standing, standing)]
        count = self._count(where)
        total = self._count([MarketNote.branch_id == branch.id])
        offset = min(offset, max(count - 1, 0) // limit * limit)
        query = self._select().where(*where)
        query = query.order_by(MarketNote.noted_on.desc(), MarketNote.id.desc())
        return NotePage(
            tuple(self._rows(query.limit(limit).offset(offset))),
            count,
            offset,
            total,
            standing.unread,
            standing.count(NoteState.ESCALATED),
            standing.count(NoteState.LATE),
            len(standing.states),
            today,
            branch.currency,
            branch.decimals,
        )

    def notes(self, ids: Iterable[int]) -> dict[int, NoteRow]:
        """Return notes by id; who is not there is left out."""
        wanted, found = sorted(set(ids)), {}
        for start in range(0, len(wanted), _CHUNK):
            part = wanted[start : start + _CHUNK]
            query = self._select().where(
                MarketNote.branch_id == self.frame.branch.id, MarketNote.id.in_(part)
            )
            found.update({row.id: row for row in self._rows(query)})
        return found

    def _count(self, where: list[Any]) -> int:
        query = select(func.count()).select_from(MarketNote)
        query = query.outerjoin(Customer, Customer.id == MarketNote.customer_id)
        return self.session.scalar(query.where(*where)) or 0

    def _select(self) -> Select[*tuple[Any, ...]]:
        query: Select[*tuple[Any, ...]] = (
            select(
                MarketNote, Customer.code, Customer.name, Product.code, Product.name,
                _READER.name, _ANSWERER.name, _KEYER.name,
            )
            .outerjoin(Customer, Customer.id == MarketNote.customer_id)
            .outerjoin(Product, Product.id == MarketNote.product_id)
            .outerjoin(_READER, _READER.id == MarketNote.read_by_id)
            .outerjoin(_ANSWERER, _ANSWERER.id == MarketNote.answered_by_id)
            .outerjoin(_KEYER, _KEYER.id == MarketNote.keyed_by_id)
        )  # fmt: skip
        return query

    def _where(self, wanted: NoteFilter) -> Iterator[Any]:
        """Yield what a note must be, but for how it stands."""
        yield MarketNote.branch_id == self.frame.branch.id
        if wanted.period is not None:
            yield MarketNote.noted_on >= wanted.period.start
            yield MarketNote.noted_on < wanted.period.end
        if wanted.territory_id is not None:
            yield MarketNote.territory_id.in_(below(self.frame, wanted.territory_id))
        for column, value in (
            (MarketNote.type, wanted.type and str(wanted.type)),
            (MarketNote.rep_id, wanted.rep_id),
            (MarketNote.customer_id, wanted.customer_id),
            (MarketNote.product_id, wanted.product_id),
            (MarketNote.competitor_key, wanted.competitor or None),
        ):
            if value is not None:
                yield column == value
        for word in search_key(wanted.text).split():
            yield or_(
                *(
                    column.contains(word, autoescape=True)
                    for column in (
                        MarketNote.text_key, MarketNote.competitor_key, Customer.name_key,
                        func.lower(MarketNote.source),
                    )
                )
            )  # fmt: skip

    def _rows(self, query: Select[*tuple[Any, ...]]) -> Iterator[NoteRow]:
        for record, *names in self.session.execute(query):
            yield self._row(record, [name or "" for name in names])

    def _row(self, record: MarketNote, names: list[str]) -> NoteRow:
        calendar, facts = self.frame.calendar, facts_of(record)
        state = note_state(calendar, facts, self.now)
        owes = self.answerers.of_note(record.owner_id, record.rep_id, state)
        rep = self.frame.reps.get(record.rep_id or 0)
        area = self.frame.territories.get(record.territory_id or 0)
        return NoteRow(
            id=record.id,
            version=record.version,
            type=facts.type,
            event_on=record.event_on,
            noted_on=record.noted_on,
            text=record.text,
            source=record.source,
            reliability=None if record.reliability is None else Reliability(record.reliability),
            rep=None if rep is None else NamedPart(rep.id, rep.code, rep.name),
            customer=_part(record.customer_id, names[0], names[1]),
            product=_part(record.product_id, names[2], names[3]),
            territory=None if area is None else NamedPart(area.id, area.code, area.name),
            competitor=record.competitor,
            move=None if record.move is None else CompetitorMove(record.move),
            price=unit_price(record.price_millionths),
            severity=record.severity,
            received_at=at_desk(record.received_at),
            keyed_at=facts.times.keyed_at,
            keyed_by=names[6],
            owner_id=record.owner_id,
            owes=self.answerers.name(owes),
            promised_on=record.promised_on,
            due_on=answer_due(calendar, facts),
            goes_up_at=escalates_at(calendar, facts),
            read_at=facts.times.read_at,
            read_by=names[4],
            answer=record.answer,
            answered_at=facts.times.answered_at,
            answered_by=names[5],
            quality=record.quality,
            use_factor=record.use_factor,
            state=state,
            clock=note_clock(calendar, facts.times),
        )


def _part(part_id: int | None, code: str, name: str) -> NamedPart | None:
    return None if part_id is None else NamedPart(part_id, code, name)


def _by_standing(wanted: NoteState | NoteStanding | None, standing: OpenStanding) -> Iterator[Any]:
    """Yield what a note must be to stand so; what depends on the calendar is named by id."""
    match wanted:
        case None:
            return
        case NoteState.ANSWERED:
            yield MarketNote.answered_at.is_not(None)
        case NoteStanding.UNANSWERED:
            yield MarketNote.answered_at.is_(None)
        case NoteStanding.UNREAD:
            yield MarketNote.read_at.is_(None)
        case NoteStanding.UNRATED:
            yield MarketNote.quality.is_(None)
        case _:
            ids = [one for one, state in standing.states.items() if state is wanted]
            yield MarketNote.id.in_(ids)


def competitors_of(session: Session, branch_id: int) -> tuple[str, ...]:
    """Return the competitors that notes name, each once as it was written last, by name."""
    rows = session.execute(
        select(MarketNote.competitor_key, func.max(MarketNote.competitor))
        .where(MarketNote.branch_id == branch_id, MarketNote.competitor_key != "")
        .group_by(MarketNote.competitor_key)
        .order_by(MarketNote.competitor_key)
    )
    return tuple(name for _key, name in rows)
