"""Collection targets out of receivables and planned sales, in a real database, to the cent."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from desktop.enums import Metric
from desktop.errors import RuleViolation
from desktop.models import PlanBasis
from desktop.services.plans.collection_targets import CollectionTargets
from desktop.services.plans.collection_targets_data import PayBasis, TakeCollections
from tests.factories import CLOCK, Desk
from tests.integration.plan_desk import PlanDesk, a_plan_desk

D = Decimal

#: With a tenth of tax; the last day with data is 18 December 2025.
SOLD = """
invoice_no,kind,invoice_date,customer_code,amount,tax,rep_code
S1,invoice,2025-11-10,C1,100.00,10.00,R1
S2,invoice,2025-12-18,C1,200.00,20.00,R1
S3,invoice,2025-06-10,C2,300.00,30.00,R1
"""
PAID = """
receipt_no,date,customer_code,amount,invoice_no
K1,2025-06-10,C2,330.00,S3
"""
TARGETS = """
period,metric,amount,rep_code,customer_code
2026-01,sales,310.00,,C1
2026-03,sales,100.00,,C2
2026-06,sales,50.00,R1,
"""


@pytest.fixture
def plans(desk: Desk) -> PlanDesk:
    rep = desk.reps()[0]
    desk.customers(1, rep=rep, terms=30)
    desk.customers(1, rep=rep)
    desk.bring("invoices", SOLD)
    desk.bring("collections", PAID)
    desk.bring("targets", TARGETS, plan="Next")
    return a_plan_desk(desk)


def drafted(plans: PlanDesk) -> int:
    return next(card.version_id for card in plans.service.cards())


def test_collections_follow_receivables_and_terms_exactly(plans: PlanDesk) -> None:
    service = CollectionTargets(plans.desk.uow, CLOCK)
    book = service.book(drafted(plans), PayBasis.TERMS)
    assert book.opening_day == date(2025, 12, 18)
    assert (book.tax_gross, book.tax_net) == (66_000, 60_000)
    first, second, pool = book.rows
    # S1 was due on 10 December and is asked for in January; S2 is due on 17 January. January's
    # 341.00 with tax falls due in January (1 day of 31), February (28) and March (2).
    assert first.year.opening == 33_000
    assert first.year.months[:4] == (33_000 + 1_100, 30_800, 2_200, 0)
    assert second.year.months[2] == 11_000
    assert pool.owner.rep_id and not pool.owner.customer_id
    # Its terms are the customers' mean: (310 × 30 + 100 × 0) / 410, rounded: 23 days.
    assert (pool.terms_days, pool.year.year) == (23, 5_500)
    for row in book.rows:
        year = row.year
        assert year.opening + row.until + row.planned == year.before + year.year + year.left
    assert sum(book.by_month) == book.total == 33_000 + 34_100 + 11_000 + 5_500


def test_by_habit_money_comes_as_it_did(plans: PlanDesk) -> None:
    book = CollectionTargets(plans.desk.uow, CLOCK).book(drafted(plans), PayBasis.HABIT)
    assert book.habit is not None
    # Of what fell due up to November the one document came in at once.
    assert book.habit[0] == 1
    assert not any(row.has_habit for row in book.rows)
    # What is overdue would have been paid by that habit, so it comes in at once: before the year.
    assert book.rows[0].year.before == 11_000


def test_what_comes_in_is_taken_as_target_and_adds_up(plans: PlanDesk) -> None:
    service, actor = CollectionTargets(plans.desk.uow, CLOCK), plans.desk.actor
    version_id = drafted(plans)
    book = service.book(version_id, PayBasis.TERMS)
    taken = service.take(actor, TakeCollections(version_id, book.card.version, PayBasis.TERMS))
    assert taken.amount == D(book.total) / 100
    card = plans.service.card(version_id)
    lines = [row for row in plans.lines(card, "metric", "customer_id", "month", "amount")
             if row[0] == Metric.COLLECTIONS]  # fmt: skip
    assert sum(row[3] for row in lines) == book.total
    after = service.book(version_id, PayBasis.TERMS)
    assert [row.present for row in after.rows] == [row.year.year for row in book.rows]
    methods = {row[0] for row in plans.desk.rows(PlanBasis, "method")}
    assert "receivables_and_terms" in methods


def test_nothing_comes_in_without_sales(local: Desk) -> None:
    plans = a_plan_desk(local)
    card = plans.make()
    service = CollectionTargets(local.uow, CLOCK)
    assert service.book(card.version_id, PayBasis.HABIT).rows == ()
    with pytest.raises(RuleViolation, match="grounds_none"):
        command = TakeCollections(card.version_id, card.version, PayBasis.TERMS)
        service.take(local.actor, command)
