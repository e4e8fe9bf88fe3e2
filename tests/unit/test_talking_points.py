"""What to talk about at a customer: thresholds, order of urgency, habits; all hand-computed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from desktop.services.rules.talking_points import (
    CustomerFacts,
    MissingProduct,
    OpenPromise,
    OrderHabit,
    PointKind,
    PromiseKind,
    SeenPrice,
    VisitGap,
    class_interval,
    first_needed,
    missing_product,
    order_habit,
    talking_points,
)

P = PointKind
DAY = date(2026, 3, 18)
QUIET = CustomerFacts(DAY, Decimal(0), 0, (), OrderHabit(), VisitGap(3, 15))
ANSWER, VISIT = PromiseKind.ANSWER, PromiseKind.VISIT
FALLEN = OrderHabit(Decimal(60), Decimal(100))
GROWN = OrderHabit(Decimal(140), Decimal(100))
LATE = OrderHabit(Decimal(100), Decimal(100), days_since=16, usual_gap=10)
PRICE = SeenPrice("Northwind", "Lamp", Decimal("9.5"), DAY - timedelta(days=45))


def kinds(**facts: object) -> list[PointKind]:
    return [point.kind for point in talking_points(replace(QUIET, **facts))]  # type: ignore[arg-type]


def habit(recent: str, usual: str, year_before: str = "0") -> OrderHabit:
    return OrderHabit(Decimal(recent), Decimal(usual), Decimal(year_before))


def due(kind: PromiseKind, days: int) -> tuple[OpenPromise, ...]:
    return (OpenPromise(kind, DAY + timedelta(days=days), "a stand"),)


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({}, []),
        ({"overdue": Decimal("0.01"), "days_overdue": 1}, [P.OVERDUE]),
        # An answer is spoken of a week ahead, a visit only when it is late.
        ({"promises": due(ANSWER, 7)}, [P.PROMISE]),
        ({"promises": due(ANSWER, 8)}, []),
        ({"promises": due(VISIT, -1)}, [P.PROMISE]),
        ({"promises": due(VISIT, 0)}, []),
        # Seventy per cent of the usual is no fall yet, and what the year before had too is none.
        ({"habit": habit("69.99", "100")}, [P.FALLEN]),
        ({"habit": habit("70", "100")}, []),
        ({"habit": habit("60", "100", "80")}, []),
        ({"habit": habit("60", "100", "86")}, [P.FALLEN]),
        ({"habit": habit("0", "100")}, [P.FALLEN]),
        ({"habit": habit("0", "0")}, []),
        ({"habit": habit("130", "100")}, []),
        ({"habit": habit("130.01", "100")}, [P.GROWN]),
        ({"habit": habit("140", "100", "110")}, []),
        # Half as long again as usual is late from the next day on.
        ({"habit": LATE}, [P.LATE_ORDER]),
        ({"habit": replace(LATE, days_since=15)}, []),
        ({"habit": replace(LATE, usual_gap=None)}, []),
        ({"habit": replace(LATE, recent=Decimal(10))}, [P.FALLEN]),
        ({"price": PRICE}, [P.PRICE]),
        ({"price": replace(PRICE, noted_on=DAY - timedelta(days=46))}, []),
        ({"product": MissingProduct("Fan", 4, 8)}, [P.PRODUCT]),
        ({"gap": VisitGap(16, 15)}, [P.LONG_GAP]),
        ({"gap": VisitGap(15, 15)}, []),
        ({"gap": VisitGap(400, None)}, []),
        # Who was never visited is due, but there is no gap to speak of.
        ({"gap": VisitGap(None, 15)}, []),
    ],
)  # fmt: skip
def test_each_point_has_its_threshold(facts: dict[str, object], expected: list[PointKind]) -> None:
    assert kinds(**facts) == expected


def test_three_points_at_most_the_most_urgent_first() -> None:
    everything = {
        "overdue": Decimal(1), "promises": due(ANSWER, -2), "habit": FALLEN, "price": PRICE,
        "product": MissingProduct("Fan", 4, 8), "gap": VisitGap(40, 15),
    }  # fmt: skip
    assert kinds(**everything) == [P.OVERDUE, P.PROMISE, P.FALLEN]
    assert kinds(price=PRICE, gap=VisitGap(40, 15), habit=GROWN) == [P.PRICE, P.LONG_GAP, P.GROWN]


def test_of_promises_the_one_due_first_is_spoken_of() -> None:
    promises = (*due(ANSWER, 5), *due(ANSWER, -3), *due(VISIT, 1))
    (point,) = talking_points(replace(QUIET, promises=promises))
    assert point.promise == promises[1]


@pytest.mark.parametrize(
    ("gap", "is_due"),
    [(VisitGap(None, 30), True), (VisitGap(31, 30), True), (VisitGap(30, 30), False),
     (VisitGap(None, None), False)],
)  # fmt: skip
def test_a_customer_is_due_past_the_interval_of_his_class(gap: VisitGap, is_due: bool) -> None:
    assert gap.is_due is is_due


def test_a_habit_is_the_last_quarter_against_the_mean_of_the_three_before() -> None:
    # The last 91 days begin on 18 December 2025, the 273 before them on 20 March 2025.
    orders = [
        (date(2026, 3, 18), Decimal(100)), (date(2025, 12, 18), Decimal(50)),
        (date(2025, 12, 17), Decimal(300)), (date(2025, 3, 20), Decimal(60)),
        (date(2025, 3, 19), Decimal(7)), (date(2024, 12, 19), Decimal(5)),
        (date(2024, 12, 18), Decimal(900)), (date(2026, 3, 19), Decimal(900)),
    ]  # fmt: skip
    found = order_habit(orders, DAY)
    # A year before the span runs from 19 December 2024 to 19 March 2025: 5 and 7.
    assert (found.recent, found.usual, found.year_before) == (150, 120, 12)
    assert first_needed(DAY) == date(2024, 12, 19)
    # Days between 20 Mar, 17 Dec, 18 Dec and 18 Mar: 272, 1 and 90.
    assert (found.days_since, found.usual_gap) == (0, 90)


def test_a_rhythm_needs_four_days_with_orders_and_returns_are_none() -> None:
    days = [date(2026, 3, day) for day in (1, 1, 5, 9)]
    orders = [(day, Decimal(10)) for day in days] + [(date(2026, 3, 17), Decimal(-10))]
    found = order_habit(orders, DAY)
    assert (found.recent, found.days_since, found.usual_gap) == (30, 9, None)
    found = order_habit([*orders, (date(2026, 3, 10), Decimal(1))], DAY)
    assert (found.days_since, found.usual_gap) == (8, 4)
    assert order_habit((), DAY) == OrderHabit()


@pytest.mark.parametrize(
    ("bought", "own", "alike", "expected"),
    [
        ([("Lamp", 5), ("Fan", 4)], {"Lamp"}, 10, MissingProduct("Fan", 4, 10)),
        ([("Lamp", 4), ("Fan", 4)], set(), 10, MissingProduct("Fan", 4, 10)),
        ([("Lamp", 3)], set(), 10, MissingProduct("Lamp", 3, 10)),
        ([("Lamp", 3)], set(), 11, None),
        ([("Lamp", 2)], set(), 2, None),
        ([("Lamp", 5)], {"Lamp"}, 10, None),
        ([], set(), 0, None),
    ],
)
def test_a_product_is_missed_where_enough_alike_customers_buy_it(
    bought: list[tuple[str, int]], own: set[str], alike: int, expected: MissingProduct | None
) -> None:
    assert missing_product(bought, frozenset(own), alike) == expected


@pytest.mark.parametrize(
    ("visits", "days"), [("4", 8), ("2", 15), ("1", 30), ("0.5", 60), ("0", None), (None, None)]
)
def test_a_class_is_left_thirty_days_over_its_visits_a_month(
    visits: str | None, days: int | None
) -> None:
    assert class_interval(None if visits is None else Decimal(visits)) == days
