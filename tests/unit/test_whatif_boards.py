"""Boards that are kept between starts: what comes back, and what cannot be tried any more."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

from desktop.periods import Month, Period
from desktop.services.drafts import DraftFolder
from desktop.services.plans.whatif_data import Basis, WhatIfGround
from desktop.services.rules.whatif_data import (
    Delay,
    Event,
    Late,
    LoseCustomer,
    PriceChange,
    RepLeaves,
)
from desktop.views.plans.whatif.boards import BoardShelf, board_in
from tests.factories import CLOCK

D = Decimal
TODAY = date(2026, 7, 1)
JULY, AUGUST = Month.at(2026, 7), Month.at(2026, 8)
EVENTS: tuple[Event, ...] = (
    LoseCustomer(4, JULY),
    RepLeaves(7, date(2026, 9, 1), D("0.7")),
    PriceChange(D("-0.03"), AUGUST, D("-1.5")),
    PriceChange(D("0.025"), JULY),
    Delay(Late.PAYMENTS, 2, JULY),
)


def ground(first: date = TODAY, customers: tuple[int, ...] = (4,)) -> WhatIfGround:
    """Return what of a version's year the events are held against."""
    year = Period(date(2026, 1, 1), date(2027, 1, 1))
    months = tuple(one for one in year.months() if one.end > first)
    found: Any = SimpleNamespace(
        months=months, first_day=first, target=SimpleNamespace(year=year),
        customers=tuple(SimpleNamespace(id=one) for one in customers),
        reps=(SimpleNamespace(id=7),),
    )  # fmt: skip
    return cast(WhatIfGround, found)


def test_every_kind_of_event_comes_back_as_it_was(tmp_path: Path) -> None:
    shelf = BoardShelf(DraftFolder(tmp_path), CLOCK)
    shelf.put("east", 3, "2026 plan", Basis.TARGET, EVENTS)
    assert shelf.find("west", 3) is None and shelf.find("east", 4) is None
    draft = shelf.find("east", 3)
    assert draft is not None
    board = board_in(draft, ground(), TODAY)
    assert board is not None
    assert (board.events, board.basis, board.gone) == (EVENTS, Basis.TARGET, 0)


def test_a_board_without_events_is_forgotten(tmp_path: Path) -> None:
    shelf = BoardShelf(DraftFolder(tmp_path), CLOCK)
    shelf.put("east", 3, "2026 plan", Basis.TARGET, EVENTS)
    shelf.put("east", 3, "2026 plan", Basis.TARGET, ())
    assert shelf.find("east", 3) is None
    assert list(tmp_path.iterdir()) == []


def test_what_is_over_and_who_is_gone_is_left_out_and_counted(tmp_path: Path) -> None:
    shelf = BoardShelf(DraftFolder(tmp_path), CLOCK)
    shelf.put("east", 3, "2026 plan", Basis.FORECAST, EVENTS)
    draft = shelf.find("east", 3)
    assert draft is not None
    board = board_in(draft, ground(date(2026, 8, 5), customers=()), date(2026, 8, 5))
    assert board is not None
    assert (board.events, board.gone) == (EVENTS[1:3], 3)


def test_a_file_of_another_making_is_no_board(tmp_path: Path) -> None:
    shelf = BoardShelf(DraftFolder(tmp_path), CLOCK)
    shelf.put("east", 3, "2026 plan", Basis.FORECAST, EVENTS)
    draft = shelf.find("east", 3)
    assert draft is not None
    for events in ("[", '[{"kind": "war"}]', '[{"kind": "price", "change": "x", "month": 1}]'):
        typed = {"basis": "forecast", "events": events}
        assert board_in(replace(draft, typed=typed), ground(), TODAY) is None
