"""What the filters of the page of tasks offer, in words of the moment; free of Qt."""

from __future__ import annotations

from collections.abc import Callable

from desktop.i18n import _
from desktop.services.plans.work_data import WorkBook, WorkPlan
from desktop.services.rules.taskwork import TaskState
from desktop.views.plans.work.state import LATE, NOBODY, STANDINGS, people_of, places_of
from desktop.views.plans.work.words import plan_words, state_words

Option = tuple[object, Callable[[], str]]


def plan_options(book: WorkBook | None) -> tuple[Option, ...]:
    """Return the plans."""
    return () if book is None else tuple((one.plan_id, _plan(one)) for one in book.plans)


def person_options(book: WorkBook | None) -> tuple[Option, ...]:
    """Return everybody who answers for a task, and nobody."""
    people = () if book is None else people_of(book)
    return (
        ("", lambda: _("All")),
        (NOBODY, lambda: _("Nobody")),
        *((key, _same(name)) for key, name in people),
    )


def place_options(book: WorkBook | None) -> tuple[Option, ...]:
    """Return every place of a task, and none."""
    places = () if book is None else places_of(book)
    return (
        ("", lambda: _("All")),
        (NOBODY, lambda: _("No place")),
        *((key, _same(name)) for key, name in places),
    )


def standing_options() -> tuple[Option, ...]:
    """Return the states of tasks, and everything that is late."""
    return (
        ("", lambda: _("All")),
        (LATE, lambda: _("Everything late")),
        *((str(one), _standing(one)) for one in STANDINGS),
    )


def _plan(plan: WorkPlan) -> Callable[[], str]:
    return lambda: plan_words(plan)


def _same(name: str) -> Callable[[], str]:
    return lambda: name


def _standing(state: TaskState) -> Callable[[], str]:
    return lambda: state_words(state)
