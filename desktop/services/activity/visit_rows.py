"""From what the driver gives to the rows of the list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import Any, Final

from desktop.enums import VisitChannel
from desktop.services.activity.data import VisitRow
from desktop.services.activity.plan_facts import KEYED_WITHIN_DAYS
from desktop.services.figures.frame import Frame

_CHANNELS: Final = {channel.value: channel for channel in VisitChannel}
_DATE_LENGTH = 10


class _Days(dict[Any, Any]):
    """Days as the program has them, each made once; SQLite gives days and instants as text."""

    def __missing__(self, given: Any) -> Any:
        made = given
        if isinstance(given, str):
            made = date.fromisoformat(given[:_DATE_LENGTH])
        elif isinstance(given, datetime):
            made = given.date()
        self[given] = made
        return made


def _time(given: Any) -> time | None:
    return time.fromisoformat(given) if isinstance(given, str) else given


def rows_of(frame: Frame, found: Sequence[Any], sorted_by: Any = None) -> tuple[VisitRow, ...]:
    """Return the rows of a page; `sorted_by` is what they are sorted by where no column says it."""
    days = _Days({None: None})
    names = {rep_id: (rep.code, rep.name) for rep_id, rep in frame.reps.items()}
    return tuple(_row(names, days, row, sorted_by) for row in found)


def _row(names: Mapping[int, tuple[str, str]], days: _Days, row: Any, sorted_by: Any) -> VisitRow:
    (
        visit_id, visited, version, number, starts, ends, minutes, rep_id, customer_id,
        customer_code, customer_name, channel, purpose, outcome, is_attempt, is_planned, rejected,
        note, order_number, keyed, received, batch_id, is_valid, sorts,
    ) = row  # fmt: skip
    rep_code, rep_name = names[rep_id]
    day = days[visited]
    lag = (days[keyed] - day).days
    return VisitRow(
        visit_id, version, number or "", day, starts and _time(starts), ends and _time(ends),
        minutes, rep_code, rep_name, customer_id, customer_code, customer_name,
        _CHANNELS[channel], purpose, outcome, is_attempt == 1,
        None if is_planned is None else is_planned == 1, rejected is not None, note,
        order_number, lag, None if received is None else (days[received] - day).days,
        is_valid == 1, batch_id is not None, batch_id is None and lag > KEYED_WITHIN_DAYS,
        sorts if sorted_by is None else sorted_by,
    )  # fmt: skip
