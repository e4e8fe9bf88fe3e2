"""What the plan's editor shows beside its table: totals, the current cell, what it rests on."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.i18n import _
from desktop.ratio import Ratio
from desktop.services import formats
from desktop.services.plans.making_data import LastYear, PlanBook
from desktop.services.rules.plan_cube.data import Selection
from desktop.tone import Tone
from desktop.views.plans.making.desk import PlanDesk
from desktop.views.plans.making.desks import PlanDesks
from desktop.views.plans.making.figures import Figures
from desktop.views.plans.making.sheet import member_words
from desktop.views.plans.making.side_sheet import AnySheet
from desktop.views.plans.making.state import Chosen, MakingState
from desktop.views.plans.making.words import (
    lines_words,
    place_words,
    unassigned_words,
    unsaved_words,
)


@dataclass(frozen=True, slots=True)
class Total:
    """One way to add the plan up: its name and its amount."""

    name: str
    amount: str


@dataclass(frozen=True, slots=True)
class StatusShown:
    """The status line: the same total added up in four ways and over time, and what is open.

    `metric` is whose total it is, where several are in sight. What is unsaved is that of all.
    """

    totals: tuple[Total, ...]
    is_tied: bool
    times: str
    is_time_tied: bool
    unassigned: str
    unsaved: str
    has_unsaved: bool
    can_undo: bool
    can_redo: bool
    metric: str = ""


def status_of(desk: PlanDesk, figures: Figures, desks: PlanDesks, metric: str = "") -> StatusShown:
    """Return the status line of a metric's whole plan as it stands."""
    found = desk.book.cube.totals()
    parts = (found.reps, found.customers, found.territories, found.products)
    names = (_("Reps"), _("Customers"), _("Territories"), _("Products"))
    unsaved = desks.unsaved
    return StatusShown(
        tuple(Total(n, figures.full(part)) for n, part in zip(names, parts, strict=True)),
        all(part == found.total for part in parts),
        figures.full(found.years),
        found.months == found.quarters == found.years == found.total,
        unassigned_words(found),
        unsaved_words(unsaved),
        bool(unsaved),
        desks.can_undo,
        desks.can_redo,
        metric,
    )


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the panel: a name, what it is, and the sentence below it.

    Without a value the name is a sentence of its own; a tone puts a shape before the value.
    """

    name: str
    value: str = ""
    tip: str = ""
    tone: Tone = Tone.NONE
    below: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """A part of the panel with a heading; a word with a shape stands beside it."""

    title: str
    lines: tuple[Line, ...]
    verdict: str = ""
    tone: Tone = Tone.NONE


@dataclass(frozen=True, slots=True)
class CellShown:
    """The current cell: what it is called, its amount, last year's and its limits."""

    title: str
    amount: str
    behind: str
    lines: tuple[Line, ...]


def names_of(book: PlanBook, steps: tuple[Chosen, ...]) -> tuple[str, ...]:
    """Return what the members of a path or cell are called."""
    return tuple(member_words(book, step.dimension, step.member) for step in steps)


def path_words(book: PlanBook, state: MakingState) -> tuple[str, ...]:
    """Return the path to a table, the whole plan first."""
    return (_("Whole plan"), *(" · ".join(names_of(book, level.steps)) for level in state.path))


def cell_shown(
    desk: PlanDesk,
    sheet: AnySheet,
    at: tuple[int, int],
    selection: Selection,
    names: tuple[str, ...],
) -> CellShown:
    """Return the current cell in words and figures; a computed one says why it is not typed."""
    if sheet.metric_at(at[1]) is None:
        return CellShown(place_words(names), sheet.full(*at), sheet.note_at(at[1]), ())
    figures = sheet.figures_at(at[1])
    amount = sheet.amount(*at)
    lines = [*_last_year_lines(desk.last_year, figures, amount, selection)]
    bounds = desk.bounds(selection)
    if bounds.minimum != 0:
        lines.append(Line(_("Minimum of each line"), _bound(figures, bounds.minimum)))
    if bounds.maximum != -1:
        lines.append(Line(_("Maximum of each line"), _bound(figures, bounds.maximum)))
    return CellShown(
        place_words(names), figures.full(amount), lines_words(*sheet.counts(*at)), tuple(lines)
    )


def _bound(figures: Figures, value: int | None) -> str:
    return _("differs") if value is None else figures.full(value)


def _last_year_lines(
    last_year: LastYear | None, figures: Figures, amount: int, selection: Selection
) -> tuple[Line, ...]:
    if last_year is None:
        return ()
    before = last_year.total(selection)
    growth = Ratio.of(amount - before, before, "no_last_year")
    value = formats.change(growth.value) if before > 0 else formats.DASH
    span = _("{first} to {last}, by who looks after the customer now").format(
        first=formats.month(last_year.first), last=formats.month(last_year.last)
    )
    return (
        Line(_("Last year"), figures.full(before), span),
        Line(_("Growth"), value, _("This cell's amount against last year's result.")),
    )
