"""Visits by judged response, and what hangs on the judgements."""

from __future__ import annotations

from decimal import Decimal

import pytest

from desktop.errors import InputError
from desktop.services.rules.judged_visits import (
    ASSUMED,
    CHANGES,
    Judged,
    JudgedCustomer,
    best_visits,
)

FLAT = Judged(Decimal("0.9"), Decimal("1.02"), Decimal("1.05"))
STEEP = Judged(Decimal("0.2"), Decimal("1.4"), Decimal("2"))


def customer(key: int, judged: Judged, minimum: int = 0, present: int = 10) -> JudgedCustomer:
    return JudgedCustomer(key, f"C{key}", Decimal(1000), present, minimum, judged)


def test_visits_go_where_they_bring_more() -> None:
    best = best_visits([customer(1, FLAT), customer(2, STEEP)], 20)
    assert best.visits[2] > best.visits[1]
    assert best.used <= 20 and best.is_exact
    assert best.sales > best.present_sales == 2000


def test_minimum_visits_are_kept() -> None:
    best = best_visits([customer(1, FLAT, minimum=8), customer(2, STEEP)], 20)
    assert best.visits[1] >= 8 and best.minimum == 8


def test_more_visits_never_bring_less_and_a_capacity_below_the_minimum_is_left_out() -> None:
    best = best_visits([customer(1, FLAT, minimum=9), customer(2, STEEP, minimum=9)], 20)
    assert [one.by for one in best.by_visits] == list(CHANGES[1:])
    sales = [one.sales for one in best.by_visits]
    assert sales == sorted(sales)


def test_the_answer_is_held_against_weaker_and_stronger_effects() -> None:
    best = best_visits([customer(1, STEEP)], 20)
    unchanged = next(one for one in best.by_effect if not one.by)
    assert unchanged.sales == best.sales
    assert [one.by for one in best.by_effect] == list(CHANGES)
    sales = [one.sales for one in best.by_effect]
    assert sales == sorted(sales)


def test_effects_are_changed_around_the_present_sales() -> None:
    # Without visits a half is lost: with a tenth more effect, 0.55.
    found = Judged(Decimal("0.5"), Decimal("1.2"), Decimal("1.5")).changed(Decimal("0.1"))
    assert found == Judged(Decimal("0.45"), Decimal("1.22"), Decimal("1.55"))
    assert Judged(Decimal(0), Decimal("1.2"), Decimal(2)).changed(Decimal("0.2")).none == 0


def test_a_customer_whom_nobody_visits_now_counts_one_visit() -> None:
    assert best_visits([customer(1, STEEP, present=0)], 5).visits[1] >= 1


def test_a_judgement_that_cannot_be_names_its_customer() -> None:
    wrong = Judged(Decimal("0.5"), Decimal("1.6"), Decimal("1.5"))
    with pytest.raises(InputError) as caught:
        best_visits([customer(1, wrong)], 5)
    (issue,) = caught.value.issues
    assert issue.code == "response_more" and issue.facts["customer"] == "C1"
    with pytest.raises(InputError) as caught:
        best_visits([customer(1, STEEP, minimum=6)], 5)
    assert caught.value.issues[0].code == "visits_minimum_over"


@pytest.mark.parametrize("name", list(ASSUMED))
def test_the_assumed_judgements_make_curves(name: str) -> None:
    assert best_visits([customer(1, ASSUMED[name])], 12).sales >= 1000
