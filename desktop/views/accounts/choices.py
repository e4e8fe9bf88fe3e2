"""What the filters of the Accounts tab offer, in words of the moment; free of Qt."""

from __future__ import annotations

from collections.abc import Callable

from desktop.i18n import _
from desktop.services.customers.data import AccountChoices, Choice
from desktop.services.rules.standing import AccountStatus
from desktop.views.accounts.state import (
    CUSTODY,
    KEY_ACCOUNTS,
    OVERDUE,
    bucket_filter,
    class_filter,
    rep_filter,
    status_filter,
)
from desktop.views.accounts.words import bucket_words, custody_words, person_words, status_words

Option = tuple[object, Callable[[], str]]
_INDENT = "\u2003"


def rep_options(choices: AccountChoices | None, chosen: str = "") -> tuple[Option, ...]:
    """Return all reps, custody, and each rep employed; who was asked for by another tab too."""
    found: list[Option] = [("", lambda: _("All")), (CUSTODY, custody_words)]
    reps = choices.reps if choices is not None else ()
    found += [(rep_filter(one.code), _person(one)) for one in reps]
    if chosen and chosen not in [value for value, _words in found]:
        code = chosen.partition(":")[2]
        found.append((chosen, lambda: code))
    return tuple(found)


def territory_options(choices: AccountChoices | None) -> tuple[Option, ...]:
    """Return all territories, indented as a tree."""
    places = choices.territories if choices is not None else ()
    return (("", lambda: _("All")), *((one.code, _place(one)) for one in places))


def class_options(choices: AccountChoices | None) -> tuple[Option, ...]:
    """Return the classes in use, and key accounts."""
    classes = choices.classes if choices is not None else ()
    return (
        ("", lambda: _("All")),
        (KEY_ACCOUNTS, lambda: _("Key accounts")),
        *((class_filter(one), _class(one)) for one in classes),
    )


def show_options(buckets: tuple[str, ...]) -> tuple[Option, ...]:
    """Return standings and aging buckets."""
    statuses = (AccountStatus.OVER_LIMIT, AccountStatus.LONG_OVERDUE)
    return (
        ("", lambda: _("All customers")),
        (OVERDUE, lambda: _("Overdue only")),
        *((status_filter(one), _status(one)) for one in statuses),
        *((bucket_filter(place), _bucket(name)) for place, name in enumerate(buckets)),
    )


def _person(one: Choice) -> Callable[[], str]:
    return lambda: person_words(one.code, one.name)


def _place(one: Choice) -> Callable[[], str]:
    return lambda: _INDENT * one.level + one.name


def _class(letter: str) -> Callable[[], str]:
    return lambda: _("Class {letter}").format(letter=letter)


def _status(status: AccountStatus) -> Callable[[], str]:
    return lambda: status_words(status)


def _bucket(name: str) -> Callable[[], str]:
    return lambda: bucket_words(name)
