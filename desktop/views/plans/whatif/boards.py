"""The events tried on a version of a plan, kept at this desk between starts, and back; no Qt."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from desktop.clock import Clock
from desktop.errors import InputError
from desktop.periods import Month
from desktop.services.drafts import Draft, DraftFolder
from desktop.services.plans.whatif_data import Basis, WhatIfGround
from desktop.services.rules.whatif_data import (
    Delay,
    Event,
    Late,
    LoseCustomer,
    PriceChange,
    RepLeaves,
)
from desktop.views.plans.whatif.forms import Kind, kind_of, read_event, texts_of

_TAB, _KIND = "plans", "whatif"


@dataclass(frozen=True, slots=True)
class KeptBoard:
    """Events as they were tried last; `gone` of them cannot be tried any more."""

    kept_at: datetime
    basis: Basis
    events: tuple[Event, ...]
    gone: int = 0


class BoardShelf:
    """Keeps the last board of each version of a plan, a small file each.

    It is no form left unsaved: nobody is asked about it when the program starts.
    """

    def __init__(self, folder: DraftFolder, clock: Clock) -> None:
        self._folder, self._clock = folder, clock

    def put(
        self, database: str, version_id: int, title: str, basis: Basis, events: Sequence[Event]
    ) -> None:
        """Keep a board over the one of before; one without events is forgotten.

        Raises:
            StorageError: the file cannot be written.
        """
        texts = {"basis": str(basis), "events": json.dumps([_written(one) for one in events])}
        draft = self._draft(database, version_id, title, texts)
        if events:
            self._folder.keep(draft)
        else:
            self._folder.drop(draft.key)

    def find(self, database: str, version_id: int) -> Draft | None:
        """Return what was kept of a version, or None."""
        key = self._draft(database, version_id, "", {}).key
        return next((one for one in self._folder.waiting(database) if one.key == key), None)

    def _draft(self, database: str, version_id: int, title: str, texts: Mapping[str, str]) -> Draft:
        subject = f"{_KIND} {version_id}"
        return Draft(_TAB, database, subject, 0, title, self._clock.now(), {}, texts)


def board_in(draft: Draft, ground: WhatIfGround, today: date) -> KeptBoard | None:
    """Return the board of a draft on a version's year; None where it cannot be read.

    Events whose month or day is over, and those of people who are not there any more, are left
    out and counted.
    """
    try:
        found = [_event(one) for one in json.loads(draft.typed["events"])]
        basis = Basis(draft.typed["basis"])
    except (ValueError, KeyError, TypeError, InvalidOperation):
        return None
    events: list[Event] = []
    for one in found:
        if _can_be(one, ground, today, events):
            events.append(one)
    return KeptBoard(draft.kept_at, basis, tuple(events), len(found) - len(events))


def _can_be(event: Event, ground: WhatIfGround, today: date, others: Sequence[Event]) -> bool:
    """Whether the form would take the event now."""
    if not isinstance(event, RepLeaves) and event.month not in ground.months:
        return False
    try:
        read_event(kind_of(event), texts_of(event, ground), ground, today, others)
    except InputError:
        return False
    return True


def _written(event: Event) -> dict[str, object]:
    kind = str(kind_of(event))
    if isinstance(event, LoseCustomer):
        return {"kind": kind, "who": event.customer_id, "month": event.month.ordinal}
    if isinstance(event, RepLeaves):
        day = event.day.isoformat()
        return {"kind": kind, "who": event.rep_id, "day": day, "kept": str(event.kept)}
    if isinstance(event, PriceChange):
        elasticity = None if event.elasticity is None else str(event.elasticity)
        return {
            "kind": kind, "change": str(event.change), "month": event.month.ordinal,
            "elasticity": elasticity,
        }  # fmt: skip
    return {
        "kind": kind, "late": str(event.late), "weeks": event.weeks,
        "month": event.month.ordinal,
    }  # fmt: skip


def _event(written: Mapping[str, Any]) -> Event:
    match Kind(written["kind"]):
        case Kind.LOSE:
            return LoseCustomer(int(written["who"]), Month(int(written["month"])))
        case Kind.LEAVE:
            day = date.fromisoformat(written["day"])
            return RepLeaves(int(written["who"]), day, Decimal(written["kept"]))
        case Kind.PRICE:
            typed = written["elasticity"]
            elasticity = None if typed is None else Decimal(typed)
            return PriceChange(Decimal(written["change"]), Month(int(written["month"])), elasticity)
        case Kind.DELAY:
            month = Month(int(written["month"]))
            return Delay(Late(written["late"]), int(written["weeks"]), month)
