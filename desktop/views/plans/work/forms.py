"""What is typed into the forms of objectives, tasks and reviews; free of Qt."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from desktop.enums import ReviewVerdict
from desktop.errors import InputError, Issue
from desktop.services import formats
from desktop.services.plans.reviews_data import ReviewEntry, ReviewScope
from desktop.services.plans.work_data import (
    Choice,
    MilestoneEntry,
    ObjectiveEntry,
    ObjectiveRow,
    TaskEntry,
    TaskRow,
    WorkChoices,
)
from desktop.services.rules.uplift import Basis


@dataclass(frozen=True, slots=True)
class ObjectiveTexts:
    """What stands in the fields of an objective."""

    text: str = ""
    criterion: str = ""
    due: str = ""
    person: str = ""


@dataclass(frozen=True, slots=True)
class CloseTexts:
    """What stands in the fields that close an objective."""

    evidence: str = ""
    closed_on: str = ""


@dataclass(frozen=True, slots=True)
class MilestoneTexts:
    """What stands in a line of milestones; a line without any word is none."""

    name: str = ""
    due: str = ""
    done_on: str = ""
    milestone_id: int | None = None


@dataclass(frozen=True, slots=True)
class TaskTexts:
    """What stands in the fields of a task; person, objective and place are words of the lists."""

    name: str = ""
    responsibility: str = ""
    objective_id: int | None = None
    person: str = ""
    place: str = ""
    start: str = ""
    finish: str = ""
    done_on: str = ""
    contribution: str = ""
    milestones: tuple[MilestoneTexts, ...] = ()


@dataclass(frozen=True, slots=True)
class ReviewTexts:
    """What stands in the fields of a review; `product` and `group` are ids."""

    first: str
    last: str
    product_id: int | None
    group_id: int | None
    basis: Basis
    expected: str
    cost: str
    verdict: ReviewVerdict
    lesson: str


def choice_words(one: Choice) -> str:
    """Return a choice in a list: code and name, by which it is found again."""
    return f"{one.code} {one.name}"


def person_choices(
    choices: WorkChoices, rep_id: int | None = None, name: str = ""
) -> tuple[Choice, ...]:
    """Return who may be chosen; who is named already stays, even after he left."""
    if rep_id is None or any(one.id == rep_id for one in choices.reps):
        return choices.reps
    return (*choices.reps, Choice(rep_id, "", name))


def place_words(choices: WorkChoices, row: TaskRow | None) -> str:
    """Return what the field of the place begins with."""
    if row is None:
        return ""
    for chosen, offered in (
        (row.customer_id, choices.customers), (row.territory_id, choices.territories),
    ):  # fmt: skip
        found = next((one for one in offered if one.id == chosen), None)
        if found is not None:
            return choice_words(found)
    return row.place


def read_objective(
    texts: ObjectiveTexts, people: tuple[Choice, ...], today: date
) -> ObjectiveEntry:
    """Return what the fields of an objective say.

    Raises:
        InputError: a day or a person that cannot be read, at its field.
    """
    issues: list[Issue] = []
    due = _day(texts.due, "due", today, issues)
    person = _chosen(texts.person, people, "rep", issues)
    _raise(issues)
    return ObjectiveEntry(_line(texts.text), _line(texts.criterion), due or today, person)


def read_close(texts: CloseTexts, today: date) -> tuple[str, date]:
    """Return evidence and day of what closes an objective; without a day it is today's.

    Raises:
        InputError: a day that cannot be read, at its field.
    """
    issues: list[Issue] = []
    day = _day(texts.closed_on or str(today), "closed_on", today, issues)
    _raise(issues)
    return _line(texts.evidence), day or today


def read_task(
    texts: TaskTexts, choices: WorkChoices, people: tuple[Choice, ...], today: date
) -> TaskEntry:
    """Return what the fields of a task say.

    Raises:
        InputError: a day, an amount, a person or a place that cannot be read, at its field.
    """
    issues: list[Issue] = []
    start = _day(texts.start, "start", today, issues)
    finish = _day(texts.finish, "finish", today, issues)
    done_on = _day(texts.done_on, "done_on", today, issues) if texts.done_on.strip() else None
    person = _chosen(texts.person, people, "rep", issues)
    customer, area = _place(texts.place, choices, issues)
    amount = _amount(texts.contribution, "contribution", issues)
    milestones = tuple(
        MilestoneEntry(
            _line(one.name),
            _day(one.due, "milestones", today, issues) or today,
            _day(one.done_on, "milestones", today, issues) if one.done_on.strip() else None,
            one.milestone_id,
        )
        for one in texts.milestones
        if one.name.strip() or one.due.strip()
    )
    _raise(issues)
    return TaskEntry(
        _line(texts.name), start or today, finish or today, _line(texts.responsibility),
        texts.objective_id, person, area, customer, done_on, amount, milestones,
    )  # fmt: skip


def read_scope(
    first: str, last: str, narrowed: tuple[int | None, int | None], today: date
) -> ReviewScope:
    """Return the days and the product, or group, that a review is of.

    Raises:
        InputError: a day that cannot be read, at its field.
    """
    issues: list[Issue] = []
    start, end = _day(first, "first", today, issues), _day(last, "last", today, issues)
    _raise(issues)
    return ReviewScope(start or today, end or today, *narrowed)


def read_review(texts: ReviewTexts, today: date) -> ReviewEntry:
    """Return what the fields of a review say; without an amount it is zero.

    Raises:
        InputError: a day or an amount that cannot be read, at its field.
    """
    issues: list[Issue] = []
    expected = _amount(texts.expected, "expected", issues)
    cost = _amount(texts.cost, "cost", issues)
    scope = None
    try:
        scope = read_scope(texts.first, texts.last, (texts.product_id, texts.group_id), today)
    except InputError as error:
        issues += error.issues
    _raise(issues)
    assert scope is not None
    return ReviewEntry(
        scope, texts.basis, texts.verdict, _line(texts.lesson), expected or Decimal(0),
        cost or Decimal(0),
    )  # fmt: skip


def objective_texts(row: ObjectiveRow | None, people: tuple[Choice, ...]) -> ObjectiveTexts:
    """Return what the fields of an objective begin with."""
    if row is None:
        return ObjectiveTexts()
    return ObjectiveTexts(row.text, row.criterion, str(row.due), _name(row.rep_id, people))


def task_texts(row: TaskRow | None, choices: WorkChoices, people: tuple[Choice, ...]) -> TaskTexts:
    """Return what the fields of a task begin with."""
    if row is None:
        return TaskTexts()
    return TaskTexts(
        row.name, row.responsibility, row.objective_id, _name(row.rep_id, people),
        place_words(choices, row), str(row.start), str(row.finish), _text(row.done_on),
        "" if row.contribution is None else formats.quantity(row.contribution),
        tuple(MilestoneTexts(one.name, str(one.due), _text(one.done_on), one.id)
              for one in row.milestones),
    )  # fmt: skip


def _name(rep_id: int | None, people: tuple[Choice, ...]) -> str:
    found = next((one for one in people if one.id == rep_id), None)
    return "" if found is None else choice_words(found)


def _text(day: date | None) -> str:
    return "" if day is None else str(day)


def _raise(issues: list[Issue]) -> None:
    if issues:
        raise InputError(*issues)


def _day(text: str, column: str, today: date, issues: list[Issue]) -> date | None:
    if not text.strip():
        issues.append(Issue("task_day_missing", column=column))
        return None
    try:
        return formats.parse_day(text, today)
    except ValueError:
        issues.append(Issue("task_day_form", column=column, value=text.strip()))
        return None


def _amount(text: str, column: str, issues: list[Issue]) -> Decimal | None:
    if not text.strip():
        return None
    try:
        return formats.parse_amount(text)
    except ValueError:
        issues.append(Issue("work_amount_form", column=column, value=text.strip()))
        return None


def _found(text: str, offered: tuple[Choice, ...]) -> int | None:
    """Return the id of a choice by its whole words, its code, or a name that only one has."""
    wanted = " ".join(text.split()).casefold()
    for one in offered:
        if wanted in (choice_words(one).strip().casefold(), one.code.casefold()):
            return one.id
    named = [one.id for one in offered if one.name.casefold() == wanted]
    return named[0] if len(named) == 1 else None


def _chosen(text: str, offered: tuple[Choice, ...], column: str, issues: list[Issue]) -> int | None:
    if not text.strip():
        return None
    found = _found(text, offered)
    if found is None:
        issues.append(Issue("work_choice_unknown", column=column, value=text.strip()))
    return found


def _place(text: str, choices: WorkChoices, issues: list[Issue]) -> tuple[int | None, int | None]:
    """Return the customer or the territory that a text names."""
    if not text.strip():
        return None, None
    customer = _found(text, choices.customers)
    area = None if customer is not None else _found(text, choices.territories)
    if customer is None and area is None:
        issues.append(Issue("work_choice_unknown", column="place", value=text.strip()))
    return customer, area


def _line(text: str) -> str:
    """Return a text without the ends of its lines: it stands in one cell."""
    return " ".join(text.split())
