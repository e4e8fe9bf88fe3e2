"""Where a rule's complaint stands in the input: at a row's cell or at an option."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace

from desktop.errors import InputError, Issue
from desktop.services.calculators.data import CalcInput, CalcRow


@contextmanager
def at_row(row: CalcRow, columns: Mapping[str, str]) -> Iterator[None]:
    """Give the issues that are raised inside the place of a row.

    `columns` names the column that is to blame for a code; other codes blame the whole row.
    """

    def place(issue: Issue) -> Issue:
        return row.issue(issue.code, columns.get(issue.code, ""))

    with _placed(place):
        yield


@contextmanager
def at_option(given: CalcInput, options: Mapping[str, str]) -> Iterator[None]:
    """Give the issues that are raised inside the name of an option, by their code."""

    def place(issue: Issue) -> Issue:
        return given.issue(issue.code, options.get(issue.code, ""))

    with _placed(place):
        yield


@contextmanager
def _placed(place: Callable[[Issue], Issue]) -> Iterator[None]:
    try:
        yield
    except InputError as error:
        placed = (replace(place(issue), facts=issue.facts) for issue in error.issues)
        raise InputError(*placed) from error
