"""Settling a number by a rule that makes the truth the best statement; free of Qt.

Gonik's rule and HU's (`desktop/services/rules/truthful.py`): what each statement would earn
against each result, or the sentence why the parameters are refused.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from desktop.errors import InputError, Issue
from desktop.i18n import _
from desktop.money import round_half_up
from desktop.services import formats
from desktop.services.messages import issue_problem
from desktop.services.rules.truthful import HuTerms, gonik_payoff, hu_outcome, require_truthful

#: Statements and results stand this many steps to each side of headquarters' number.
_STEPS = range(-2, 3)
_MOST_STEP = Decimal("0.45")


class Rule(StrEnum):
    """A rule that a number can be settled by."""

    HU = "hu"
    GONIK = "gonik"


class Field(StrEnum):
    """What is typed into the panel."""

    DEMAND = "demand"
    STEP = "step"
    WEIGHT = "weight"
    EXCESS = "excess"
    PENALTY = "penalty"


#: The values of the published example: w = 0.8, P = 100 %, Q = 90 %.
FIRST = {Field.STEP: "10%", Field.WEIGHT: "0.8", Field.EXCESS: "1", Field.PENALTY: "0.9"}
_OF_HU = (Field.WEIGHT, Field.EXCESS, Field.PENALTY)
_FIELD_OF = {
    "gonik_objective": Field.DEMAND,
    "gonik_too_far": Field.DEMAND,
    "stated_negative": Field.DEMAND,
    "hu_weight": Field.WEIGHT,
    "hu_excess": Field.EXCESS,
    "hu_penalty_low": Field.PENALTY,
    "hu_penalty_high": Field.PENALTY,
}


@dataclass(frozen=True, slots=True)
class PayoffRow:
    """What a statement earns against each result; `is_best` of all statements for it."""

    stated: Decimal
    payoffs: tuple[Decimal, ...]
    is_best: tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class Settled:
    """The payoffs of a rule, or the fields that cannot be taken with the sentence why.

    `base` is what HU's contract would be made on with the branch's statement.
    """

    rule: Rule
    actual: tuple[Decimal, ...] = ()
    rows: tuple[PayoffRow, ...] = ()
    problems: tuple[tuple[Field, str], ...] = ()
    demand: Decimal | None = None
    base: Decimal | None = None


def fields_of(rule: Rule) -> tuple[Field, ...]:
    """Return what is typed for a rule, in its order."""
    return (Field.DEMAND, Field.STEP, *(_OF_HU if rule is Rule.HU else ()))


def settle(rule: Rule, texts: dict[Field, str], stated: Decimal | None, decimals: int) -> Settled:
    """Return what the rule pays with the texts of the fields.

    `stated` is the branch's own number; `decimals` are those of the metric.
    """
    numbers, problems = _numbers(rule, texts)
    if problems:
        return Settled(rule, problems=tuple(problems))
    demand = numbers[Field.DEMAND]
    try:
        if demand <= 0:
            raise InputError(Issue("gonik_objective", {"objective": f"{demand:f}"}))
        terms = None
        if rule is Rule.HU:
            weight, excess, penalty = (numbers[one] for one in _OF_HU)
            terms = HuTerms(weight, excess, penalty, demand)
            require_truthful(terms)
        points = _points(demand, numbers[Field.STEP])
        table = tuple(_payoffs(one, points, demand, terms) for one in points)
        base = None
        if terms is not None and stated is not None:
            base = round_half_up(hu_outcome(stated, stated, terms).base, decimals)
    except InputError as error:
        issue = error.issues[0]
        where = _FIELD_OF.get(issue.code, Field.DEMAND)
        return Settled(rule, problems=((where, issue_problem(issue)),))
    best = tuple(max(column) for column in zip(*table, strict=True))
    rows = tuple(
        PayoffRow(point, row, tuple(pay == top for pay, top in zip(row, best, strict=True)))
        for point, row in zip(points, table, strict=True)
    )
    return Settled(rule, points, rows, demand=demand, base=base)


def _payoffs(
    stated: Decimal, points: tuple[Decimal, ...], demand: Decimal, terms: HuTerms | None
) -> tuple[Decimal, ...]:
    if terms is None:
        return tuple(gonik_payoff(stated, actual, demand) for actual in points)
    return tuple(hu_outcome(stated, actual, terms).reward for actual in points)


def _points(demand: Decimal, step: Decimal) -> tuple[Decimal, ...]:
    """Return the figures that are compared, whole where that leaves them apart."""
    decimals = 0 if demand * step >= 1 else 2
    return tuple(round_half_up(demand * (1 + step * place), decimals) for place in _STEPS)


def _numbers(
    rule: Rule, texts: dict[Field, str]
) -> tuple[dict[Field, Decimal], list[tuple[Field, str]]]:
    numbers: dict[Field, Decimal] = {}
    problems: list[tuple[Field, str]] = []
    for field in fields_of(rule):
        text = texts.get(field, "").strip()
        try:
            numbers[field] = _number(text)
        except ValueError:
            words = _("Enter a number here.") if not text else _("“{text}” is not a number.")
            problems.append((field, words.format(text=text)))
    step = numbers.get(Field.STEP)
    if step is not None and not 0 < step <= _MOST_STEP:
        words = _("The step must lie above 0 and not above {most}.")
        problems.append((Field.STEP, words.format(most=formats.percent(_MOST_STEP, 0))))
    return numbers, problems


def _number(text: str) -> Decimal:
    """Return a number that a person typed, `90%` as 0.9.

    Raises:
        ValueError: nothing that is a number.
    """
    plain = text.replace("％", "%")
    if plain.endswith("%"):
        return formats.parse_amount(plain[:-1]) / 100
    return formats.parse_amount(plain)
