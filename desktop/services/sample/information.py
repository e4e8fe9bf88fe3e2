"""The sample's notes, questions and decisions, written into its database with their clocks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.enums import CompetitorMove, NoteType, QuestionCycle, Reliability
from desktop.models import (
    Customer,
    CustomerRep,
    DecisionNote,
    InfoDecision,
    InfoQuestion,
    MarketNote,
    Product,
    QuestionTask,
    Rep,
)
from desktop.search_key import search_key
from desktop.services.access import Actor
from desktop.services.figures.frame import load_frame
from desktop.services.figures.timelines import Timelines, load_timelines
from desktop.services.rules.questions import monthly_dues
from desktop.services.sample.days import AS_OF, WorkDays, work_days
from desktop.services.sample.dice import Dice
from desktop.services.sample.goods import PRODUCTS
from desktop.services.sample.information_notes import TOLD, Told
from desktop.services.sample.information_texts import (
    ANSWERS,
    COMPETITORS,
    DECISIONS,
    PRICE_REPS,
    PRICE_STEPS,
    PRICE_TEXTS,
    PRICED,
    QUESTION_ANSWERS,
    QUESTIONS,
    SEEN_EVERYWHERE,
    SOURCES,
)
from desktop.services.sample.words import say
from desktop.services.uow import UnitOfWork

#: The part's own stream of draws.
_STREAM = 41
#: Office hours in UTC at which it is the same day from the Americas to East Asia.
_FIRST_HOUR, _HOURS = 6, 3


def fill(uow: UnitOfWork, actor: Actor, seed: int, language: str) -> None:
    """Write what the sample's field knows; the same for a seed in every language."""
    with uow.write(actor, "Sample information") as session:
        writer = _Writer(session, actor, Dice(seed, _STREAM), work_days(), language)
        notes = writer.notes()
        writer.questions(notes)
        writer.decisions(notes)


_Notes = dict[tuple[date, str], MarketNote]


@dataclass(slots=True)
class _Writer:
    session: Session
    actor: Actor
    dice: Dice
    work: WorkDays
    language: str

    def _ids(self, record: Any) -> dict[str, int]:
        rows = self.session.execute(
            select(record.code, record.id).where(record.branch_id == self.actor.branch_id)
        )
        return {code: found for code, found in rows}

    def notes(self) -> _Notes:
        """Write the notes, those of prices first, and return them by day and rep."""
        reps, products = self._ids(Rep), self._ids(Product)
        frame = load_frame(self.session, self.actor.branch_id)
        timelines = load_timelines(self.session, frame)
        dealers = self._dealers(reps)
        found: _Notes = {}
        made = [(self._note(one, reps, products), one) for one in TOLD]
        made += [(self._note(one, reps, products, price), one) for one, price in self._priced()]
        for record, told in made:
            if told.has_dealer and record.rep_id in dealers:
                record.customer_id = self.dice.pick(dealers[record.rep_id])
            record.territory_id = _place(timelines, record)
            self.session.add(record)
            found[record.noted_on, told.rep] = record
        self.session.flush()
        return found

    def _dealers(self, reps: dict[str, int]) -> dict[int, list[int]]:
        """Return the customers of each rep, by code."""
        rows = self.session.execute(
            select(CustomerRep.rep_id, CustomerRep.customer_id)
            .join(Customer, Customer.id == CustomerRep.customer_id)
            .where(CustomerRep.branch_id == self.actor.branch_id)
            .order_by(Customer.code, CustomerRep.id)
        )
        found: dict[int, list[int]] = {rep_id: [] for rep_id in reps.values()}
        for rep_id, customer_id in rows:
            found[rep_id].append(customer_id)
        return {rep_id: those for rep_id, those in found.items() if those}

    def _priced(self) -> Iterator[tuple[Told, int]]:
        """Yield the notes of competitors' prices, with the price in whole yuan."""
        lists = {product.code: product.price // 100 for product in PRODUCTS}
        for place, (code, rivals) in enumerate(PRICED):
            for rival, share in rivals:
                seers = PRICE_REPS[(place + rival) % 2 :][:1]
                for day, moved in PRICE_STEPS:
                    for rep in PRICE_REPS if code == SEEN_EVERYWHERE else seers:
                        percent = share + moved + self.dice.between(-1, 1)
                        price = lists[code] * percent // 1000 * 10
                        yield self._price(code, rival, day, rep, price), price

    def _price(self, code: str, rival: int, day: date, rep: str, price: int) -> Told:
        """Return the note of a competitor's price."""
        words, name = self.dice.pick(PRICE_TEXTS), COMPETITORS[rival]
        return Told(
            day + timedelta(days=self.dice.between(0, 9)),
            NoteType.COMPETITOR,
            rep,
            (
                words[0].format(name=name[0], price=price),
                words[1].format(name=name[1], price=price),
            ),
            (self.dice.between(0, 2), self.dice.between(1, 7)),
            rival,
            CompetitorMove.PRICE,
            code,
            has_dealer=True,
            reliability=Reliability.SEEN,
        )

    def _moment(self, day: date) -> datetime:
        hour = _FIRST_HOUR + self.dice.below(_HOURS)
        return datetime.combine(day, time(hour, self.dice.below(60)), UTC)

    def _later(self, moment: datetime, days: int) -> datetime | None:
        """Return a moment so many working days on; None where it has not come by the last day."""
        if days < 0:
            return None
        day = moment.date()
        for _one in range(days):
            day = self.work.next(day + timedelta(days=1))
        if day > AS_OF:
            return None
        return max(self._moment(day), moment + timedelta(minutes=20))

    def _note(
        self, told: Told, reps: dict[str, int], products: dict[str, int], price: int | None = None
    ) -> MarketNote:
        """Return the record of a note, its place still open."""
        day = self.work.next(told.day)
        received = self._moment(day)
        read = self._later(received, told.wait[0])
        answered = None if read is None else self._later(read, told.wait[1])
        name = say(COMPETITORS[told.competitor], self.language) if told.competitor >= 0 else ""
        text, source = say(told.words, self.language), self.dice.pick(SOURCES)
        answer = self.dice.pick(ANSWERS[told.type])
        quality, used = self.dice.between(1, 3), self.dice.chance(0.4)
        who = self.actor.user_id
        return MarketNote(
            branch_id=self.actor.branch_id, type=str(told.type), noted_on=day,
            event_on=day - timedelta(days=self.dice.between(0, 2)), text=text,
            text_key=search_key(text), source=say(source, self.language),
            reliability=str(told.reliability), rep_id=reps[told.rep],
            product_id=products.get(told.product), competitor=name, competitor_key=search_key(name),
            move=None if told.move is None else str(told.move),
            price_millionths=None if price is None else price * 1_000_000,
            severity=told.severity, received_at=received, keyed_by_id=who,
            keyed_at=received + timedelta(minutes=10), promised_on=told.promise, read_at=read,
            read_by_id=None if read is None else who,
            answer="" if answered is None else say(answer, self.language), answered_at=answered,
            answered_by_id=None if answered is None else who,
            quality=None if answered is None else quality,
            use_factor=None if answered is None else 1 + used,
        )  # fmt: skip

    def questions(self, notes: _Notes) -> None:
        """Write the standing questions and what came of them; some months are missing."""
        reps = self._ids(Rep)
        by_rep: dict[int | None, list[MarketNote]] = {}
        for note in notes.values():
            by_rep.setdefault(note.rep_id, []).append(note)
        for words, kind, asked_on, due_day, named, missing in QUESTIONS:
            question = InfoQuestion(
                branch_id=self.actor.branch_id, text=say(words, self.language), type=str(kind),
                cycle=str(QuestionCycle.MONTHLY), asked_on=asked_on,
                asked_by_id=self.actor.user_id, due_day=due_day,
            )  # fmt: skip
            self.session.add(question)
            self.session.flush()
            for due_on in monthly_dues(asked_on, due_day, None, AS_OF):
                for code in named:
                    is_missing = f"{code} {due_on.month}" in missing or due_on > AS_OF
                    self._task(question, reps[code], due_on, by_rep, is_missing)

    def _task(
        self, question: InfoQuestion, rep_id: int, due_on: date,
        notes: dict[int | None, list[MarketNote]], is_missing: bool,
    ) -> None:  # fmt: skip
        days_before, words = self.dice.between(0, 4), self.dice.pick(QUESTION_ANSWERS)
        answered_on = due_on - timedelta(days=days_before)
        about = [
            one
            for one in notes.get(rep_id, [])
            if one.type == question.type and one.noted_on <= answered_on
        ]
        latest = max(about, key=lambda one: one.noted_on, default=None)
        self.session.add(
            QuestionTask(
                branch_id=self.actor.branch_id, question_id=question.id, rep_id=rep_id,
                due_on=due_on, answer="" if is_missing else say(words, self.language),
                answered_on=None if is_missing else answered_on,
                note_id=None if is_missing or latest is None else latest.id,
            )
        )  # fmt: skip

    def decisions(self, notes: _Notes) -> None:
        """Write the decisions with the notes that they rested on."""
        for words, day, rested in DECISIONS:
            decision = InfoDecision(
                branch_id=self.actor.branch_id, text=say(words, self.language), decided_on=day,
                decided_by_id=self.actor.user_id,
            )  # fmt: skip
            self.session.add(decision)
            self.session.flush()
            for noted_on, rep in rested:
                note = notes[self.work.next(noted_on), rep]
                self.session.add(
                    DecisionNote(
                        branch_id=self.actor.branch_id, decision_id=decision.id, note_id=note.id
                    )
                )


def _place(timelines: Timelines, record: MarketNote) -> int | None:
    """Return the region of a note: its customer's on the day, else its rep's."""
    if record.customer_id is None:
        return timelines.reps[record.rep_id or 0].territory_id
    return timelines.place_on(record.customer_id, record.rep_id, record.noted_on)
