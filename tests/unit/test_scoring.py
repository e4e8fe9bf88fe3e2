"""Score curves: hand-computed points, ends and refusals."""

from __future__ import annotations

from decimal import Decimal

import pytest

from desktop.errors import InputError
from desktop.services.messages import sentence
from desktop.services.rules.scoring import Below, ScoreCurve, score_curve


def points(text: str) -> tuple[tuple[Decimal, Decimal], ...]:
    pairs = (word.split(":") for word in text.split(","))
    return tuple((Decimal(attainment), Decimal(score)) for attainment, score in pairs)


def curve(text: str = "0.8:60,1:100,1.2:120", **more: object) -> ScoreCurve:
    return score_curve(points(text), **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("attainment", "score"),
    [
        ("0.7", "0"),
        ("0.8", "60"),
        ("0.9", "80"),
        ("0.95", "90"),
        ("1", "100"),
        ("1.05", "105"),
        ("1.2", "120"),
        ("3", "120"),
        ("-1", "0"),
    ],
)
def test_between_points_the_score_lies_on_the_line(attainment: str, score: str) -> None:
    assert curve().score(Decimal(attainment)) == Decimal(score)


@pytest.mark.parametrize(
    ("attainment", "score"),
    [("0.79", "0"), ("0.8", "60"), ("0.999", "60"), ("1", "100"), ("1.19", "100"), ("9", "120")],
)
def test_step_wise_the_last_point_reached_counts(attainment: str, score: str) -> None:
    assert curve(is_step_wise=True).score(Decimal(attainment)) == Decimal(score)


@pytest.mark.parametrize(("attainment", "score"), [("0.4", "30"), ("0", "0"), ("-0.2", "0")])
def test_below_the_first_point_a_line_may_lead_to_nothing(attainment: str, score: str) -> None:
    assert curve(below=Below.LINEAR).score(Decimal(attainment)) == Decimal(score)


@pytest.mark.parametrize(("attainment", "score"), [("0.9", "80"), ("1.1", "105"), ("2", "105")])
def test_a_cap_limits_the_score(attainment: str, score: str) -> None:
    assert curve(cap=Decimal(105)).score(Decimal(attainment)) == Decimal(score)


def test_a_cap_above_the_last_point_changes_nothing() -> None:
    assert curve(cap=Decimal(150)).score(Decimal(2)) == 120


def test_a_score_may_fall_as_attainment_rises() -> None:
    # Overdue as a share: 5 % scores 100, 15 % scores 0; 7.5 % by hand 75.
    assert curve("0.05:100,0.15:0").score(Decimal("0.075")) == 75


def test_one_point_is_a_threshold() -> None:
    single = curve("1:100")

    assert [single.score(Decimal(one)) for one in ("0.99", "1", "2")] == [0, 100, 100]


@pytest.mark.parametrize(
    ("given", "more", "expected"),
    [
        ("1:100,0.8:60", {}, "The points of a curve must rise in attainment, each different from "
         "the one before; 0.8 comes after 1."),
        ("0.8:60,0.8:70", {}, "The points of a curve must rise in attainment, each different from "
         "the one before; 0.8 comes after 0.8."),
        ("0:0,1:100", {"below": Below.LINEAR}, "A straight line down to nothing at 0 needs a "
         "first point above 0, not at 0."),
        ("1:100", {"cap": Decimal(-1)}, "The highest score is -1, but a score is never negative."),
    ],
)  # fmt: skip
def test_a_curve_that_makes_no_sense_is_refused(
    given: str, more: dict[str, object], expected: str
) -> None:
    with pytest.raises(InputError) as refused:
        curve(given, **more)

    assert sentence(refused.value) == expected


def test_a_curve_without_points_is_refused() -> None:
    with pytest.raises(InputError) as refused:
        score_curve(())

    assert sentence(refused.value) == "A curve needs at least one point."
