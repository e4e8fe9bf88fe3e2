"""Columns of the what-if board and of its events; free of Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from desktop.i18n import N_, _
from desktop.services.exports.people import CellKind
from desktop.services.rules.whatif_data import Event, Line
from desktop.views.column import Align, Column, text_column
from desktop.views.plans.whatif.words import Teller, amount_of, signed_words, value_words

#: A year's amount with its cents; the first rows alone would leave the others cut.
_FIGURE = 15
_Get = Callable[[Line], Decimal | None]


@dataclass(frozen=True, slots=True)
class EventRow:
    """An event in the list: its number from 1, and its words."""

    number: int
    event: Event
    name: str
    since: str


def event_columns() -> tuple[Column[EventRow], ...]:
    """Return the columns of the events."""
    return (
        Column("number", N_("No."), lambda row: str(row.number), lambda row: row.number,
               align=Align.END, kind=CellKind.COUNT, decimals=0),
        text_column("name", N_("Event"), lambda row: row.name, strong=True,
                    tip=lambda row: row.name),
        text_column("since", N_("Since"), lambda row: row.since),
    )  # fmt: skip


def _part(place: int) -> _Get:
    """Return what an event alone changes, by its place in the list."""

    def get(line: Line) -> Decimal | None:
        return line.parts[place] if place < len(line.parts) else None

    return get


def board_columns(tell: Teller | None, events: tuple[Event, ...]) -> tuple[Column[Line], ...]:
    """Return the columns of the board: now, with the events, the difference, each event's part."""
    decimals = 2 if tell is None else tell.ground.decimals

    def figure(
        key: str, header: str, get: _Get, tip: str, *, is_signed: bool = True, strong: bool = False
    ) -> Column[Line]:
        words = signed_words if is_signed else value_words
        return Column(
            key, header,
            lambda line: words(line, get(line), decimals),
            lambda line: amount_of(line, get(line), decimals),
            align=Align.END, kind=CellKind.NUMBER, decimals=2, header_tip=tip, strong=strong,
            is_sortable=False, characters=_FIGURE,
            tip=(lambda line: tell.missing(line)) if tell is not None else None,
        )  # fmt: skip

    return (
        Column(
            "measure", N_("Figure"),
            lambda line: "" if tell is None else tell.line(line),
            lambda line: "" if tell is None else tell.line(line),
            tip=lambda line: "" if tell is None else tell.line_tip(line),
            is_sortable=False,
        ),
        figure("now", N_("Without events"), lambda line: line.now,
               N_("As the year goes without any event"), is_signed=False),
        figure("then", N_("With the events"), lambda line: line.then,
               N_("With all events of the list"), is_signed=False),
        figure("difference", N_("Difference"), lambda line: line.difference,
               N_("With the events less now"), strong=True),
        *(
            figure(f"part{place}", _("Event {number}").format(number=place + 1), _part(place),
                   tell.name(event) if tell is not None else "")
            for place, event in enumerate(events)
        ),
        *(
            (figure("together", N_("Together"), lambda line: line.together,
                    N_("What is left: the events change it only because they come together")),)
            if len(events) > 1 else ()
        ),
    )  # fmt: skip
