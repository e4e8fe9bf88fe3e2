"""Scorecards: everything that one rep's page shows, made for all reps by a few statements."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import reduce
from operator import add
from typing import Protocol

from sqlalchemy.orm import Session

from desktop.clock import Clock
from desktop.enums import Dimension
from desktop.errors import InputError, Issue
from desktop.periods import Period
from desktop.services.activity.customer_facts import load_lives
from desktop.services.activity.gather import Known
from desktop.services.activity.gathered import Figures
from desktop.services.activity.plan_facts import (
    ReportedVisits,
    coverage_by_rep,
    reported_by_rep,
)
from desktop.services.activity.rep_figures import NOTHING, people_of
from desktop.services.appraisals.activity_lines import (
    Discipline,
    activity_lines,
    discipline_lines,
)
from desktop.services.appraisals.book import ScorecardBook, ScorecardLine, branch_line, line_of
from desktop.services.appraisals.card_data import (
    definitions_of,
    identity_of,
)
from desktop.services.appraisals.data import ResultKind, ScorecardData, WorkDays
from desktop.services.appraisals.people_lists import (
    CustomerSales,
    ProductMix,
    customer_turns,
    named_lost,
    named_new,
    sales_window,
)
from desktop.services.appraisals.periods import CardPeriods, measure
from desktop.services.appraisals.receivables_part import Receivables, load_receivables
from desktop.services.appraisals.results import (
    Compared,
    Cubes,
    load_cubes,
    result_lines,
    trend_months,
)
from desktop.services.figures.frame import Frame, load_frame
from desktop.services.figures.span import Span, last_day_with_data
from desktop.services.figures.timelines import load_timelines
from desktop.services.plans.cube import Cell
from desktop.services.rules.coverage import CoverageParts
from desktop.services.rules.efficiency import efficiency
from desktop.services.rules.fielddays import in_days
from desktop.services.uow import UnitOfWork

Codes = tuple[str, ...]


class Progress(Protocol):
    """Hears how far a long job is; may raise `Cancelled`."""

    def step(self, done: int, total: int) -> None:
        """Take note that `done` of `total` are finished."""
        ...


class AppraisalsService:
    """Answers with scorecards; each answer is one snapshot of the data."""

    def __init__(self, uow: UnitOfWork, clock: Clock) -> None:
        self._uow = uow
        self._clock = clock

    def scorecard(self, rep_code: str, period: Period, as_of: date | None = None) -> ScorecardData:
        """Return the scorecard of one rep.

        Raises:
            InputError: `rep_unknown`.
        """
        (found,) = self.scorecard_batch((rep_code,), period, as_of=as_of)
        return found

    def scorecard_batch(
        self,
        rep_codes: Sequence[str],
        period: Period,
        progress: Progress | None = None,
        as_of: date | None = None,
    ) -> tuple[ScorecardData, ...]:
        """Return the scorecards of these reps, in their order; no codes means everyone.

        Figures of all reps are read together, so the number of statements does not grow with
        the number of reps. As-of defaults to the period's last day, or to the last day with
        data where that comes first.

        Raises:
            InputError: `rep_unknown`, an issue for each code that nobody has.
        """
        with self._uow.read() as session:
            frame = load_frame(session, customers=True)
            span = self._span(session, frame, period, as_of)
            reps = _reps(session, frame, rep_codes, period)
            desk = _Desk.load(session, frame, span)
            cards = []
            for done, rep_id in enumerate(reps, start=1):
                cards.append(desk.card(rep_id))
                if progress is not None:
                    progress.step(done, len(reps))
            return tuple(cards)

    def book(self, period: Period, as_of: date | None = None) -> ScorecardBook:
        """Return everyone's scorecard with the list they are chosen from, in one snapshot."""
        with self._uow.read() as session:
            frame = load_frame(session, customers=True)
            span = self._span(session, frame, period, as_of)
            desk = _Desk.load(session, frame, span)
            cards = tuple(desk.card(rep_id) for rep_id in people_of(session, frame, period))
            return ScorecardBook(
                period,
                span.as_of,
                frame.branch.currency,
                definitions_of(frame, desk.cubes.plan_name),
                cards,
                tuple(line_of(card) for card in cards),
                desk.branch(),
            )

    def last_day(self) -> date | None:
        """Return the last day that the branch's figures know, None in an empty branch."""
        with self._uow.read() as session:
            return last_day_with_data(session, load_frame(session).branch.id)

    def _span(self, session: Session, frame: Frame, period: Period, as_of: date | None) -> Span:
        if as_of is None:
            known_to = last_day_with_data(session, frame.branch.id) or self._clock.today()
            as_of = max(period.start, min(period.last, known_to))
        return Span(period, as_of)


def _reps(session: Session, frame: Frame, codes: Sequence[str], period: Period) -> tuple[int, ...]:
    if not codes:
        return people_of(session, frame, period)
    by_code = {rep.code: rep.id for rep in frame.reps.values()}
    unknown = [code for code in codes if code not in by_code]
    if unknown:
        raise InputError(
            *(Issue("rep_unknown", {"code": code}, column="rep", value=code) for code in unknown)
        )
    return tuple(by_code[code] for code in codes)


@dataclass(frozen=True, slots=True)
class _Desk:
    """All that was read, from which each card is made without another statement."""

    frame: Frame
    span: Span
    periods: CardPeriods
    known: Known
    figures: Mapping[Period, Mapping[Codes, Figures]]
    totals: Mapping[Period, Figures]
    coverage: Mapping[Period, Mapping[int, CoverageParts]]
    reported: Mapping[Period, Mapping[int, ReportedVisits]]
    cubes: Cubes
    receivables: Receivables
    mix: ProductMix
    won: Mapping[int | None, list[tuple[date, int]]]
    lost: Mapping[int | None, list[tuple[date, int]]]
    sales: CustomerSales
    people: int

    @classmethod
    def load(cls, session: Session, frame: Frame, span: Span) -> _Desk:
        """Read everything that the cards of any rep need."""
        periods = CardPeriods.of(span.period)
        earliest = min(period.start for period in periods.all)
        # A card counts all customers that a rep looks after, whatever became of them.
        lives = load_lives(session, frame, span.elapsed.last, earliest)
        known = Known(load_timelines(session, frame), lives)
        found = measure(session, frame, span, periods.all, known)
        pair = (Span(span.period, span.as_of), Span(periods.previous, span.as_of))
        won, lost = customer_turns(span.elapsed, known)
        named = (one for turns in (won, lost) for rows in turns.values() for _, one in rows)
        window = sales_window(span.elapsed)
        return cls(
            frame,
            span,
            periods,
            known,
            {period: one.by((Dimension.REP,)) for period, one in found.items()},
            {period: one.total() for period, one in found.items()},
            {one.period: coverage_by_rep(session, frame, one.elapsed) for one in pair},
            {one.period: reported_by_rep(session, frame, one.elapsed) for one in pair},
            load_cubes(session, frame, span),
            load_receivables(session, frame, span, periods.previous),
            ProductMix(session, frame, span, periods.last_year),
            won,
            lost,
            CustomerSales(session, frame, named, window),
            len(people_of(session, frame, span.period)),
        )

    def card(self, rep_id: int) -> ScorecardData:
        """Return the scorecard of one rep."""
        rep, frame, now = self.frame.reps[rep_id], self.frame, self.periods.now
        own = self._own(rep.code, now) or NOTHING
        before = self._own(rep.code, self.periods.previous)
        compared = Compared(own, before, self._own(rep.code, self.periods.last_year))
        branch = self.totals[now]
        decimals = frame.branch.decimals
        reported = self.reported[now].get(rep_id, ReportedVisits())
        return ScorecardData(
            identity=identity_of(frame, rep, self.known.timelines, self.span.elapsed.last),
            period=now,
            as_of=self.span.as_of,
            currency=frame.branch.currency,
            decimals=decimals,
            definitions=definitions_of(frame, self.cubes.plan_name),
            results=result_lines(frame, self.cubes, rep.code, compared, branch, self.people),
            activity=activity_lines(
                own,
                before or NOTHING,
                branch,
                [self._own(rep.code, period) or NOTHING for period in self.periods.trend],
                decimals,
                self.people,
            ),
            discipline=discipline_lines(
                self._discipline(rep_id, now),
                self._discipline(rep_id, self.periods.previous),
                self._branch_discipline(now),
            ),
            days=WorkDays(
                in_days(own.parts.scheduled_halves),
                in_days(own.parts.field_halves),
                in_days(own.parts.active_days * 2),
                own.parts.visits,
                reported.attempted,
                reported.other_contacts,
            ),
            receivables=self.receivables.of_rep(rep.code),
            new_customers=named_new(self.won.get(rep_id, ()), self.sales, self.span.elapsed),
            lost_customers=named_lost(self.lost.get(rep_id, ()), self.sales),
            mix=self.mix.of_rep(rep_id),
            trend=trend_months(frame, self.cubes, rep.code, self.span),
        )

    def branch(self) -> ScorecardLine:
        """Return the branch's line of the list."""
        figures, decimals = self.totals[self.periods.now], self.frame.branch.decimals
        whole: dict[ResultKind, dict[Codes, Cell]] = {
            kind: {("",): cell} for kind, cell in self.cubes.totals.items()
        }
        cubes, own = replace(self.cubes, cells=whole), Compared(figures, None, None)
        return branch_line(
            result_lines(self.frame, cubes, "", own, figures, self.people),
            figures.parts.visits,
            efficiency(figures.parts, decimals),
            self.receivables.branch.overdue,
            self.people,
        )

    def _own(self, code: str, period: Period) -> Figures | None:
        return self.figures[period].get((code,))

    def _discipline(self, rep_id: int, period: Period) -> Discipline:
        return Discipline(
            self._own(self.frame.reps[rep_id].code, period) or NOTHING,
            self.coverage[period].get(rep_id, CoverageParts()),
            self.reported[period].get(rep_id, ReportedVisits()),
        )

    def _branch_discipline(self, period: Period) -> Discipline:
        return Discipline(
            self.totals[period],
            reduce(add, self.coverage[period].values(), CoverageParts()),
            reduce(add, self.reported[period].values(), ReportedVisits()),
        )
