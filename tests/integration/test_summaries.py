"""Kept sums of activity are what the rows say, whatever happened to the rows and by what way."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from desktop.enums import Dimension
from desktop.models import ActivityKnown, CustomerTurn, SalesOrder, SummaryDue
from desktop.periods import Month, Period
from desktop.services.activity.gather import gather, load_known
from desktop.services.activity.plan_facts import reported_by_month, reported_by_rep
from desktop.services.activity.summaries import refresh_summaries
from desktop.services.activity.summary_proofs import prove_summaries
from desktop.services.checking.data import Finding, Proof
from desktop.services.checking.tally import Tally
from desktop.services.figures.frame import load_frame
from desktop.services.figures.span import Span
from desktop.services.imports.loading.summary import refresh_sales_months
from desktop.services.plans.axes import Axis
from tests.factories import Desk

_FIRST = date(2025, 1, 1)
_LAST = date(2025, 7, 31)


def _fill(desk: Desk) -> None:
    """Give the branch three reps, four customers, half a year of orders and visits."""
    desk.territories(2)
    desk.reps(3, territory="T1")
    desk.customers(2, rep="R1", territory="T1")
    desk.customers(2, rep="R2")
    days = [_FIRST + timedelta(days=9 * place) for place in range(20)]
    desk.orders([(f"C{1 + place % 4}", day, "100") for place, day in enumerate(days)])
    desk.bring("orders", """
        order_no,order_date,customer_code,amount,rep_code
        S1,2025-02-03,C1,500,R1:60;R2:40
    """.replace("        ", ""))  # fmt: skip
    desk.invoices([("C1", "2025-01-05", "70"), ("C2", "2025-05-05", "30")])
    rows = [
        f"{day + timedelta(days=place % 3)},R{1 + place % 2},C{1 + place % 4},"
        f"{'O3' if place == 7 else ''}"
        for place, day in enumerate(days)
    ]
    desk.bring("visits", "\n".join(["date,rep_code,customer_code,order_no", *rows]))


def _refresh(desk: Desk) -> int:
    return refresh_summaries(desk.uow, desk.actor)


def _findings(desk: Desk) -> list[Finding]:
    tally = Tally()
    tally.begin(Proof.ACTIVITY_SUMS)
    with desk.uow.read() as session:
        prove_summaries(session, load_frame(session), tally)
    return tally.findings


def _sql(desk: Desk, *statements: str) -> None:
    with Session(desk.database.writer) as session:
        for statement in statements:
            session.execute(text(statement))
        session.commit()


def _due(desk: Desk) -> set[tuple[str, int]]:
    return {(what, place) for what, place in desk.rows(SummaryDue, "what", "place")}


def _require_same(desk: Desk, period: Period, as_of: date) -> None:
    """Compare the figures by rep with those that are always made from the rows, by customer."""
    with desk.uow.read() as session:
        frame = load_frame(session, customers=True)
        span = Span(period, as_of)
        if span.elapsed.day_count == 0:
            return
        known = load_known(session, frame, span.elapsed.last, period.start)
        kept = gather(session, frame, span, (Axis.REP, Axis.TERRITORY, Axis.MONTH), known)
        axes = (Axis.REP, Axis.TERRITORY, Axis.CUSTOMER, Axis.MONTH)
        made = gather(session, frame, span, axes, known)
        for by in ((), (Dimension.REP,), (Dimension.TERRITORY, Dimension.MONTH)):
            assert kept.by(by) == made.by(by), (by, period, as_of)
        reported = reported_by_rep(session, frame, span.elapsed)
        rows = reported_by_month(session, frame, span.elapsed)
        for rep in frame.reps:
            of_rep = [one for (who, _month), one in rows.items() if who == rep]
            whole = sum(of_rep[1:], of_rep[0]) if of_rep else None
            assert reported.get(rep) == whole


class _Hammer:
    """Changes a branch at random by plain SQL, as nobody of the program would."""

    def __init__(self, desk: Desk, dice: random.Random) -> None:
        self._desk, self._dice = desk, dice

    def strike(self) -> None:
        """Change something."""
        dice = self._dice
        kinds: list[Callable[[], str]] = [
            self._visit, self._visit, self._visit, self._order, self._invoice, self._employment,
        ]  # fmt: skip
        choice = dice.randrange(8)
        if choice == 6:
            day = _FIRST + timedelta(days=dice.randrange(200))
            self._desk.orders([(f"C{dice.randint(1, 4)}", day, str(dice.choice((0, 50, 90))))])
        elif choice == 7:
            _refresh(self._desk)
        else:
            _sql(self._desk, kinds[choice]())
            # The sums of sales are kept by whoever changes documents.
            with self._desk.uow.write(self._desk.actor, "Sum sales", is_bulk=True) as session:
                refresh_sales_months(session, self._desk.branch(), None)

    def _one(self, table: str, also: str = "") -> str:
        with self._desk.uow.read() as session:
            query = f"SELECT id FROM {table} WHERE state = 'posted' {also} ORDER BY id"
            ids = session.scalars(text(query)).all()
        return str(self._dice.choice(ids)) if ids else "0"

    def _day(self) -> str:
        return str(_FIRST + timedelta(days=self._dice.randrange(200)))

    def _rep(self) -> str:
        return f"(SELECT id FROM rep WHERE code = 'R{self._dice.randint(1, 3)}')"

    def _visit(self) -> str:
        which = self._one("visit")
        change = self._dice.choice((
            f"visited_on = '{self._day()}'", f"rep_id = {self._rep()}", "is_attempt = true",
            "state = 'void'", f"rejected_on = '{self._day()}'", "channel = 'phone'",
            f"order_number = 'o{self._dice.randint(1, 20)}'", "minutes = 20",
            f"customer_id = (SELECT id FROM customer WHERE code = 'C{self._dice.randint(1, 4)}')",
        ))  # fmt: skip
        if self._dice.random() < 0.1:
            return f"DELETE FROM visit WHERE id = {which}"
        return f"UPDATE visit SET {change} WHERE id = {which}"

    def _order(self) -> str:
        which = self._one("sales_order")
        change = self._dice.choice((
            f"state = 'void', voided_on = '{self._day()}'",
            f"credited_rep_id = {self._rep()}", "territory_id = NULL",
        ))  # fmt: skip
        return f"UPDATE sales_order SET {change} WHERE id = {which}"

    def _invoice(self) -> str:
        which = self._one("invoice")
        return f"UPDATE invoice SET state = 'void', voided_on = '{self._day()}' WHERE id = {which}"

    def _employment(self) -> str:
        day = self._dice.choice(("NULL", f"'{self._day()}'"))
        name = self._dice.choice(("hire_date", "leave_date"))
        return f"UPDATE rep SET {name} = {day} WHERE id = {self._rep()}"


def _hammered(desk: Desk, seed: int, strikes: int) -> None:
    dice = random.Random(seed)
    _fill(desk)
    hammer = _Hammer(desk, dice)
    for strike in range(strikes):
        hammer.strike()
        if strike % 4:
            continue
        first = Month(_FIRST.year * 12 + dice.randrange(6))
        odd = timedelta(days=dice.choice((0, 0, 5)))
        period = Period(first.start + odd, first.plus(dice.randint(1, 3)).end)
        _require_same(desk, period, first.start + timedelta(days=dice.randint(20, 220)))
    assert _findings(desk) == []
    _refresh(desk)
    assert _due(desk) == set()
    assert _findings(desk) == []
    _require_same(desk, Period.inclusive(_FIRST, _LAST), _LAST)


@pytest.mark.parametrize("seed", [1, 2, 3, 4])
def test_sums_never_drift_whatever_is_done_to_the_rows(local: Desk, seed: int) -> None:
    _hammered(local, seed, 28)


def test_sums_never_drift_on_either_engine(desk: Desk) -> None:
    _hammered(desk, 5, 20)


def test_without_its_triggers_the_same_hammer_is_noticed(local: Desk) -> None:
    _fill(local)
    _refresh(local)
    with local.database.writer.begin() as connection:
        for name in connection.scalars(
            text("SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'due_%'")
        ).all():
            connection.execute(text(f"DROP TRIGGER {name}"))
    hammer = _Hammer(local, random.Random(1))
    for _strike in range(20):
        hammer.strike()
    assert {one.code for one in _findings(local)} >= {"activity_month"}


def test_imports_leave_notes_and_what_is_afterwards_made_is_read(desk: Desk) -> None:
    _fill(desk)
    assert {what for what, _place in _due(desk)} == {"month", "customer"}
    assert desk.rows(ActivityKnown, "month") == []
    assert _refresh(desk) > 0
    assert _due(desk) == set()
    months = [month for (month,) in desk.rows(ActivityKnown, "month")]
    assert months[0] <= Month.of(_FIRST).ordinal <= Month.of(date(2025, 6, 21)).ordinal
    assert {turn for (turn,) in desk.rows(CustomerTurn, "turn")} >= {"first", "lost"}
    assert _refresh(desk) == 0


_MARCH = Month.of(date(2025, 3, 1)).ordinal
_MAY, _JUNE = Month.of(date(2025, 5, 1)).ordinal, Month.of(date(2025, 6, 1)).ordinal
_MARKED = [
    ("UPDATE visit SET minutes = 5 WHERE visited_on = (SELECT max(visited_on) FROM visit "
     "WHERE visited_on < '2025-05-20')", {("month", _MAY)}),
    ("UPDATE visit SET visited_on = '2025-05-28' WHERE visited_on = (SELECT max(visited_on) "
     "FROM visit WHERE visited_on < '2025-05-20')", {("month", _MAY), ("month", _JUNE)}),
    ("UPDATE rep SET leave_date = '2025-06-30' WHERE code = 'R3'", {("month", 0)}),
    ("UPDATE branch SET sales_basis = 'ordered'", {("customer", 0)}),
    ("UPDATE visit SET note = 'x', version = version + 1", set()),
    ("UPDATE invoice SET settled_on = '2025-12-31'", set()),
    ("UPDATE rep SET name = 'x'", set()),
]  # fmt: skip


def test_a_change_is_noted_where_it_counts_and_no_other_is(desk: Desk) -> None:
    _fill(desk)
    for statement, noted in _MARKED:
        _refresh(desk)
        _sql(desk, statement)
        assert _due(desk) == noted, statement


def test_an_order_counts_for_its_customer_and_for_the_visits_that_name_it(desk: Desk) -> None:
    _fill(desk)
    # Each is voided; C4 alone has a visit that names an order, whichever it is: it was in March.
    for day, months in (("2025-06-12", {_JUNE}), ("2025-05-16", {_MAY, _MARCH})):
        _refresh(desk)
        _sql(desk, "UPDATE sales_order SET state = 'void', voided_on = '2025-06-30' "
                   f"WHERE document_date = '{day}'")  # fmt: skip
        on = date.fromisoformat(day)
        ((customer,),) = desk.rows(SalesOrder, "customer_id", document_date=on)
        assert _due(desk) == {("customer", customer), *(("month", month) for month in months)}


def test_what_changes_while_the_sums_are_made_is_noted_again(desk: Desk) -> None:
    _fill(desk)
    _sql(desk, "UPDATE summary_due SET is_taken = true")
    before = len(desk.rows(SummaryDue, "id"))
    first = "(SELECT min(visited_on) FROM visit)"
    _sql(desk, f"UPDATE visit SET minutes = 7 WHERE visited_on = {first}")
    after = desk.rows(SummaryDue, "id", "is_taken")
    assert len(after) > before
    assert [taken for _id, taken in after[before:]] == [False] * (len(after) - before)


def test_an_earlier_as_of_date_does_not_see_later_orders(local: Desk) -> None:
    local.reps(1)
    local.customers(1, rep="R1")
    local.bring("visits", "date,rep_code,customer_code\n2025-03-30,R1,C1\n")
    local.orders([("C1", "2025-04-03", "100")])
    _refresh(local)
    march = Month.of(date(2025, 3, 1))
    found = []
    for day in (date(2025, 4, 2), date(2025, 4, 3)):
        with local.uow.read() as session:
            frame = load_frame(session)
            known = load_known(session, frame, march.end, march.start)
            span = Span(Period(march.start, march.end), day)
            found.append(gather(session, frame, span, (Axis.REP,), known).total().parts.productive)
    assert found == [0, 1]


def test_the_first_order_ever_makes_invoices_no_orders_any_more(local: Desk) -> None:
    local.reps(1)
    local.customers(1, rep="R1")
    local.invoices([("C1", "2025-03-03", "100")])
    _refresh(local)
    local.orders([("C1", "2025-05-05", "10")])
    _require_same(local, Period.inclusive(_FIRST, _LAST), _LAST)
    _refresh(local)
    assert _findings(local) == []
    _require_same(local, Period.inclusive(_FIRST, _LAST), _LAST)
